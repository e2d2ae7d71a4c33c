"""Which checklist is in force, and loading a newer one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from icv_app.domain.checklist import Checklist
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.visit import ChecklistRef
from icv_app.words import _, plural
from ui.scheme_settings.bound import GroupCard
from ui.scheme_settings.wording import checklist_change_words, checklist_words, field_words
from ui.widgets.button import Button
from ui.widgets.choice import Choice
from ui.widgets.flow import Flow
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Heading, Muted, Text

if TYPE_CHECKING:
    from icv_app.domain.scheme_changes import Place
    from icv_app.services.checklists import BroughtChecklist

_MOST_SHOWN = 60


class ChecklistCard(GroupCard):
    """A visit finishes under the checklist it was begun under."""

    file_wanted = Signal()
    save_wanted = Signal()
    chosen = Signal(object)
    """A `ChecklistRef`."""

    def __init__(self) -> None:
        super().__init__(_("Checklist"))
        self._refs: dict[str, ChecklistRef] = {}
        self._titles: dict[str, str] = {}
        self.choice = Choice(field_words("checklist"), [])
        self.body.addWidget(
            LabelledField(
                field_words("checklist"),
                self.choice,
                hint=_("For visits begun from then on; those begun before keep theirs."),
            )
        )
        self.load_button = Button(_("Load a checklist file"))
        self.save_button = Button(_("Save the checklist in use"))
        buttons = Flow()
        buttons.addWidget(self.load_button)
        buttons.addWidget(self.save_button)
        self.body.addLayout(buttons)
        self.body.addWidget(
            Muted(
                _(
                    "To change the questions, save the checklist, change the file and its version, and "
                    "load it. It is checked line by line; nobody is given it before you publish."
                )
            )
        )
        self.found = Heading("", 3)
        self.changes = Text()
        self.body.addWidget(self.found)
        self.body.addWidget(self.changes)
        self.body.addStretch(1)
        self.show_brought(None)
        self.load_button.clicked.connect(self.file_wanted)
        self.save_button.clicked.connect(self.save_wanted)
        self.choice.value_changed.connect(self._on_chosen)

    def offer(self, checklists: Sequence[Checklist]) -> None:
        """Offer the checklists that everybody has."""
        for one in checklists:
            self._know(one)
        self._offer()

    def fill(self, settings: SchemeSettings) -> None:
        """Show the checklist in force."""
        super().fill(settings)
        self._show(settings.checklist)

    def note(self, settings: SchemeSettings) -> None:
        """Show the checklist that was chosen."""
        super().note(settings)
        self._show(settings.checklist)

    def show_brought(self, brought: BroughtChecklist | None) -> None:
        """Say what a file changes."""
        for label in (self.found, self.changes):
            label.setVisible(brought is not None)
        if brought is None:
            return
        self._know(brought.checklist)
        self._offer()
        count = len(brought.changes)
        words = plural(
            "{n} difference from the checklist in use", "{n} differences from the checklist in use", count
        )
        self.found.setText(f"{checklist_words(brought.ref)}: {words}")
        lines = [checklist_change_words(one) for one in brought.changes[:_MOST_SHOWN]]
        if count > _MOST_SHOWN:
            lines.append(plural("And {n} more.", "And {n} more.", count - _MOST_SHOWN))
        self.changes.setText("\n".join(lines))

    def field_at(self, place: Place) -> QWidget | None:
        """The choice of a checklist."""
        return self.choice if place == ("checklist", "", "") else None

    def _know(self, one: Checklist) -> None:
        ref = ChecklistRef(checklist_id=one.checklist_id, version=one.version)
        self._refs[checklist_words(ref)] = ref
        self._titles[checklist_words(ref)] = one.title

    def _offer(self) -> None:
        self.choice.set_options([(name, f"{self._titles[name]} ({name})") for name in sorted(self._refs)])

    def _show(self, ref: ChecklistRef) -> None:
        name = checklist_words(ref)
        if name not in self._refs:  # not arrived here, or of a newer ICV
            self._refs[name], self._titles[name] = ref, _("Not on this laptop")
            self._offer()
        self.choice.set_value(name)

    def _on_chosen(self, name: object) -> None:
        if name in self._refs:
            self.chosen.emit(self._refs[str(name)])
