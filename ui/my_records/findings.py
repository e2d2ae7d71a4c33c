"""What a visitor holds against a record, written down one by one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.checklist import Checklist
from icv_app.domain.concern import GOOD_PRACTICE, Severity
from icv_app.domain.ids import ConcernId
from icv_app.domain.justified import still_open, take_out
from icv_app.domain.record_review import LONGEST_TEXT, MOST_FINDINGS, Finding
from icv_app.words import _
from ui.visit.wording import options
from ui.widgets.button import Button
from ui.widgets.choice import Choice
from ui.widgets.choice_flow import ChoiceFlow
from ui.widgets.guarded_texts import GuardedTexts
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Text
from ui.widgets.text_field import NoteField


class FindingsBox(QWidget):
    """A form that adds to the list above it; any of the list can be taken away.

    Args:
        checklist: Whose categories are offered.
        texts: The privacy guard of the page.
        new_id: Gives the identifier of the next finding.
    """

    changed = Signal()

    def __init__(
        self,
        checklist: Checklist,
        texts: GuardedTexts,
        new_id: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._new_id = new_id
        self._checklist = checklist
        self._texts = texts
        self._found: tuple[Finding, ...] = ()
        self._next = ""
        kinds = [
            (one.category_id, f"{one.full_title} ({one.group_title})")
            for one in checklist.categories
            if one.category_id != GOOD_PRACTICE
        ]
        self.listed = Text()
        self.chosen = Choice(_("Finding"), ())
        self.chosen_field = LabelledField(_("Finding"), self.chosen)
        self.take_away_button = Button(_("Take this finding away"))
        self.category = Choice(_("What kind of finding?"), kinds)
        self.category_field = LabelledField(_("What kind of finding?"), self.category)
        self.severity = ChoiceFlow(_("How serious?"), options(checklist, "severities"))
        self.severity_field = LabelledField(_("How serious?"), self.severity)
        self.words = NoteField(_("In a sentence"), least_lines=2)
        self.words_field = LabelledField(
            _("In a sentence"), self.words, hint=_("No names, nothing about the offence.")
        )
        self.add_button = Button(_("Add this finding"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for widget in (self.listed, self.chosen_field):
            column.addWidget(widget)
        column.addWidget(self.take_away_button, alignment=Qt.AlignmentFlag.AlignLeft)
        for widget in (self.category_field, self.severity_field, self.words_field):
            column.addWidget(widget)
        column.addWidget(self.add_button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.category.value_changed.connect(self._on_category)
        self.add_button.clicked.connect(self._on_add)
        self.take_away_button.clicked.connect(self._on_take_away)

    def findings(self) -> tuple[Finding, ...]:
        """Return what was added."""
        return self._found

    def show_findings(self, found: Sequence[Finding]) -> None:
        """Show what was added before."""
        self._found = tuple(found)
        self._begin_next()
        self._show()

    def unfinished(self) -> bool:
        """Whether a finding was begun and not added."""
        return bool(self.words.value() or self.category.value())

    def say_unfinished(self) -> str:
        """Say at the form that it holds something that was not added; return the words."""
        words = _("Add this finding, or empty it.")
        self.words_field.set_problem(words)
        return words

    def _on_category(self, code: str | None) -> None:
        category = self._checklist.category(code) if code else None
        if category is not None and self.severity.value() is None:
            self.severity.set_value(category.default_severity)

    def _on_add(self) -> None:
        self.words.finish()
        self.category.finish()
        code, severity, text = self.category.value(), self.severity.value(), self.words.value()
        self.category_field.set_problem(
            self.category.problem() or ("" if code else _("Choose what kind it is."))
        )
        self.severity_field.set_problem("" if severity else _("Choose how serious it is."))
        self.words_field.set_problem(self._problem(text))
        wrong = [one for one in (self.category_field, self.severity_field, self.words_field) if one.problem()]
        if wrong or code is None or severity is None:
            wrong[0].set_focus()
            return
        self._found = (
            *self._found,
            Finding(finding_id=ConcernId(self._next), category=code, severity=Severity(severity), text=text),
        )
        self.category.set_value(None)
        self.severity.set_value(None)
        self.words.set_value("")
        self._begin_next()
        self._show()
        self.category_field.set_focus()
        self.changed.emit()

    def _begin_next(self) -> None:
        self._next = self._new_id()
        self.words.watch.stand_at(f"findings.{self._next}")

    def _problem(self, text: str) -> str:
        if not text:
            return _("Write it in a sentence.")
        if len(text) > LONGEST_TEXT:
            return _("This is longer than {n} characters. Shorten it.").format(n=LONGEST_TEXT)
        if len(self._found) >= MOST_FINDINGS:
            return _("There are {n} findings already.").format(n=MOST_FINDINGS)
        guard, path = self._texts.guard, self.words.watch.path
        found = still_open(guard, path, text, self._texts.justified()) if guard is not None else ()
        return take_out(found[0]) if found else ""

    def _on_take_away(self) -> None:
        chosen = self.chosen.value()
        self._found = tuple(one for one in self._found if one.finding_id != chosen)
        self._show()
        self.category_field.set_focus()
        self.changed.emit()

    def _show(self) -> None:
        lines = [f"{number}. {self._title(one)}: {one.text}" for number, one in enumerate(self._found, 1)]
        self.listed.setText("\n".join(lines) or _("Nothing is found so far."))
        self.chosen.set_options(
            [(one.finding_id, f"{number}. {self._title(one)}") for number, one in enumerate(self._found, 1)]
        )
        self.chosen.set_value(self._found[-1].finding_id if self._found else None)
        self.chosen_field.setVisible(bool(self._found))
        self.take_away_button.setVisible(bool(self._found))

    def _title(self, one: Finding) -> str:
        category = self._checklist.category(one.category)
        return category.full_title if category is not None else one.category
