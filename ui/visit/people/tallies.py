"""People without a row of their own, counted by why they were not seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from icv_app.domain.census import Tally
from icv_app.domain.checklist import Checklist
from icv_app.domain.person import Contact
from icv_app.words import _
from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S
from ui.visit.bound_form import BoundForm
from ui.visit.view_model import VisitViewModel
from ui.visit.wording import label
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.labels import Line, Text
from ui.widgets.number_field import NumberField
from ui.widgets.scroll_area import ScrollArea

_JOIN = ":"
_GROUPS = ("children", "vulnerable", "women")


class TallyForm(BoundForm[Tally]):
    """One line of the tally."""

    removed = Signal()

    def __init__(
        self,
        place: int,
        reasons: list[tuple[str, str]],
        edit: Callable[[Callable[[Tally], Tally]], None],
    ) -> None:
        super().__init__(edit, gap=SPACE_S)
        self.setAccessibleName(_("Tally {place}").format(place=place))
        why = _("Why they were not seen")
        self.bind(
            "reason",
            why,
            Choice(why, reasons),
            read=lambda tally: _code(tally.contact, tally.reason),
            write=_with_code,
        )
        row = self.side_by_side()
        names = {
            "count": _("How many"),
            "children": _("Children"),
            "vulnerable": _("Vulnerable"),
            "women": _("Women"),
        }
        for field, words in names.items():
            part = field in _GROUPS
            self.bind(
                field,
                words,
                NumberField(words, most=999),
                read=partial(_count, field=field),
                write=partial(_with_count, field=field),
                hint=_("of them") if part else _("in all"),
                into=row,
            )
        self.remove_button = Button(_("Remove this line"), "link")
        self.remove_button.clicked.connect(self.removed)
        self.column.addWidget(self.remove_button, 0, Qt.AlignmentFlag.AlignLeft)


class TallyEditor(Card):
    """All lines of the tally; numbers are of the people without a row."""

    closed = Signal()

    def __init__(self, view_model: VisitViewModel, parent: QWidget | None = None) -> None:
        super().__init__(_("People counted by reason"), padded=False, parent=parent)
        self._view_model = view_model
        self._reasons = tally_reasons(view_model.checklist)
        self.forms: list[TallyForm] = []
        self.add_button = Button(_("Add a reason"), icon="plus")
        self.done_button = Button(_("Done"), "main")
        self._lay_out()
        self.add_button.clicked.connect(self._on_add)
        self.done_button.clicked.connect(self.closed)
        self.refresh()

    def refresh(self) -> None:
        """Show the tally as it stands."""
        tallies = self._view_model.visit.tallies
        fewer = len(self.forms) > len(tallies)
        while len(self.forms) > len(tallies):
            form = self.forms.pop()
            form.hide()
            self._lines.removeWidget(form)
            form.deleteLater()
        for form in self.forms if fewer else ():
            form.start_over()  # a line taken out moves the others up
        while len(self.forms) < len(tallies):
            self._add_form(len(self.forms))
        for form, tally in zip(self.forms, tallies, strict=True):
            form.show_record(tally)

    def finish(self) -> None:
        """Take what was typed."""
        for form in self.forms:
            form.finish()

    def focus_first(self) -> None:
        """Put the keyboard on the first line, or on the way to make one."""
        if self.forms:
            self.forms[0].focus_field("reason")
        else:
            self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_field(self, field: str, problem: str = "") -> None:
        """Put the keyboard on a field such as `tallies.0.count`."""
        _tallies, _dot, rest = field.partition(".")
        place, _dot, name = rest.partition(".")
        if place.isdecimal() and int(place) < len(self.forms):
            name = "reason" if name in {"", "contact"} else name
            self.forms[int(place)].focus_field(name, problem)
        else:
            self.focus_first()

    def _lay_out(self) -> None:
        words = Text(
            _(
                "Whoever you did not see needs no row: count them here by reason. "
                "Everybody you spoke to has a row of their own."
            ),
            tone="muted",
        )
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(SPACE_L, 0, SPACE_L, SPACE_L)
        column.setSpacing(SPACE_L)
        column.addWidget(words)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(SPACE_L)
        column.addLayout(self._lines)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.body.addWidget(ScrollArea(content), 1)
        foot = QFrame()
        row = QHBoxLayout(foot)
        row.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        row.addWidget(self.done_button)
        row.addStretch(1)
        self.add_foot(foot)

    def _add_form(self, place: int) -> None:
        form = TallyForm(place + 1, self._reasons, partial(self._change, place))
        form.column.addWidget(Line())
        form.removed.connect(partial(self._on_removed, place))
        form.ended.connect(lambda: self.done_button.setFocus(Qt.FocusReason.TabFocusReason))
        self.forms.append(form)
        self._lines.addWidget(form)

    def _change(self, place: int, change: Callable[[Tally], Tally]) -> None:
        tallies = list(self._view_model.visit.tallies)
        tallies[place] = change(tallies[place])
        self._view_model.put_tallies(tuple(tallies))

    def _on_add(self) -> None:
        new = Tally(contact=Contact.NOT_AVAILABLE, reason="", count=0)
        self._view_model.put_tallies((*self._view_model.visit.tallies, new))
        self.refresh()
        self.forms[-1].focus_field("reason")

    def _on_removed(self, place: int) -> None:
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        tallies = self._view_model.visit.tallies
        self._view_model.put_tallies((*tallies[:place], *tallies[place + 1 :]))


def tally_reasons(checklist: Checklist) -> list[tuple[str, str]]:
    """Return every outcome and reason that a tally may have, as code and words."""
    found: list[tuple[str, str]] = []
    for contact in (Contact.NOT_AVAILABLE, Contact.NOT_OFFERED):
        outcome = label(checklist, "contact_outcomes", contact)
        for choice in checklist.not_seen_reasons(contact.value):
            if choice.requires:
                continue  # asks for more about each person, who so needs a row
            words = _("{reason} ({outcome})").format(reason=choice.label, outcome=outcome.lower())
            found.append((_code(contact, choice.choice_id), words))
    for contact in (Contact.OBSERVED_ONLY, Contact.DECLINED):
        found.append((_code(contact, ""), label(checklist, "contact_outcomes", contact)))
    return found


def _code(contact: Contact, reason: str) -> str:
    return f"{contact.value}{_JOIN}{reason}"


def _with_code(tally: Tally, code: str | None) -> Tally:
    contact, _join, reason = (code or _code(Contact.NOT_AVAILABLE, "")).partition(_JOIN)
    return replace(tally, contact=Contact(contact), reason=reason)


def _count(tally: Tally, *, field: str) -> int | None:
    number: int = getattr(tally, field)
    return number or None


def _with_count(tally: Tally, number: int | None, *, field: str) -> Tally:
    changes: dict[str, Any] = {field: number or 0}
    return replace(tally, **changes)
