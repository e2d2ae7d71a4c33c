"""What was seen happening, and what was said before leaving."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from icv_app.domain.visit import Visit
from icv_app.words import _
from ui.visit.bound_form import BoundForm
from ui.visit.view_model import VisitViewModel
from ui.widgets.card import Card
from ui.widgets.check_list import CheckList
from ui.widgets.text_field import NoteField


class ObservedCard(Card):
    """Tick boxes for what the visitors saw happening."""

    def __init__(self, view_model: VisitViewModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Seen happening"), parent=parent)
        self._view_model = view_model
        listed = [(item.item_id, item.title) for item in view_model.checklist.observed_items]
        self.items = CheckList(_("Seen happening"), listed, columns=2)
        self.body.addWidget(self.items)
        self.items.values_changed.connect(self._on_changed)

    def show_visit(self, visit: Visit) -> None:
        """Show what is ticked."""
        if set(self.items.values()) != set(visit.observed):
            self.items.set_values(visit.observed)

    def set_focus(self) -> None:
        """Put the keyboard on the first box."""
        (self.items.focusProxy() or self.items).setFocus()

    def _on_changed(self, codes: tuple[str, ...]) -> None:
        self._view_model.edit(lambda visit: replace(visit, observed=codes))


class WordsCard(Card):
    """Positive practice, and what was raised before leaving with its answer."""

    def __init__(self, view_model: VisitViewModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Before you leave"), parent=parent)
        self.form: BoundForm[Visit] = BoundForm(view_model.edit)
        for field, words, hint in (
            (
                "positive_practice",
                _("What was done well"),
                _("Good practice has a record under Concerns."),
            ),
            ("raised_with_officer", _("Raised with the custody officer"), _("What you told them. No names.")),
            ("officer_response", _("What the custody officer answered"), _("In short. No names.")),
            ("force_comment", _("The force's comment at the time"), ""),
        ):
            self.form.bind(field, words, NoteField(words, least_lines=2), hint=hint)
        self.body.addWidget(self.form)
