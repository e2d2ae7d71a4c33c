"""What narrows a list of visits down besides where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QWidget

from icv_app.domain.ids import MemberId, SuiteId
from icv_app.domain.visit import VisitKind
from icv_app.services.ports_visits import VisitFilter
from icv_app.words import _
from ui.widgets.button import Button
from ui.widgets.choice import Choice
from ui.widgets.flow import Flow
from ui.widgets.tick_box import TickBox

_ANY = "any"


class Period(StrEnum):
    """How far back."""

    WEEKS_4 = "4_weeks"
    MONTHS_3 = "3_months"
    MONTHS_12 = "12_months"


class Part(StrEnum):
    """Which of the pair one was."""

    AUTHOR = "author"
    SECOND = "second"


_LENGTHS = {
    Period.WEEKS_4: timedelta(weeks=4),
    Period.MONTHS_3: timedelta(days=92),
    Period.MONTHS_12: timedelta(days=366),
}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What was chosen; nothing means all."""

    suite: SuiteId | None = None
    period: Period | None = None
    kind: VisitKind | None = None
    part: Part | None = None
    with_concerns: bool = False
    late: bool = False

    def count(self) -> int:
        """Return by how many things it narrows down."""
        ticked = (self.with_concerns or None, self.late or None)
        chosen = (self.suite, self.period, self.kind, self.part, *ticked)
        return sum(one is not None for one in chosen)

    def put_into(self, wanted: VisitFilter, own: MemberId, now: datetime) -> VisitFilter:
        """Return a filter narrowed down by this."""
        return replace(
            wanted,
            suite=self.suite,
            since=now - _LENGTHS[self.period] if self.period is not None else None,
            kind=self.kind,
            author=own if self.part is Part.AUTHOR else None,
            beside=own if self.part is Part.SECOND else None,
            with_concerns=self.with_concerns,
            late=self.late,
        )


class VisitFilters(QWidget):
    """Suite, period, kind, one's own part, whether something was raised or late; a button clears them all.

    Args:
        own_part: Offer to choose by one's own part in the visit.
        parent: Qt parent.
    """

    changed = Signal(object)
    """A `Narrowed`, after a person changed it."""

    def __init__(self, *, own_part: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.suite = Choice(_("Suite"), _with_any(_("Every suite"), []))
        self.period = Choice(_("Period"), _with_any(_("Any time"), _periods()))
        self.kind = Choice(_("Kind of visit"), _with_any(_("Every kind"), _kinds()))
        self.part = Choice(_("Your part"), _with_any(_("Recorded by anybody"), _parts()))
        self.with_concerns = TickBox(_("With concerns"))
        self.late = TickBox(_("Filed late"))
        self.clear_button = Button(_("Clear filters"), "link", icon="x")
        row = Flow(self)
        self._ticks = (self.with_concerns, self.late)
        for widget in (self.suite, self.period, self.kind, self.part, *self._ticks, self.clear_button):
            row.addWidget(widget)
        self.part.setVisible(own_part)
        self._choices = (self.suite, self.period, self.kind, self.part)
        for choice in self._choices:
            choice.set_value(_ANY)
            choice.value_changed.connect(self._on_changed)
        for tick in self._ticks:
            tick.toggled.connect(self._on_changed)
        self.clear_button.clicked.connect(self.clear)
        self._told = Narrowed()
        self.clear_button.hide()

    def narrowed(self) -> Narrowed:
        """Return what is chosen."""
        suite, period, kind, part = (
            None if choice.value() == _ANY else choice.value() for choice in self._choices
        )
        return Narrowed(
            suite=SuiteId(suite) if suite else None,
            period=Period(period) if period else None,
            kind=VisitKind(kind) if kind else None,
            part=Part(part) if part else None,
            with_concerns=self.with_concerns.isChecked(),
            late=self.late.isChecked(),
        )

    def set_suites(self, suites: Sequence[tuple[str, str]]) -> None:
        """Offer the scheme's suites."""
        self.suite.set_options(_with_any(_("Every suite"), suites))
        if self.suite.value() is None:
            self.suite.set_value(_ANY)

    def clear(self) -> None:
        """Choose everything again, as a person does."""
        if self.clear_button.hasFocus():
            self.suite.setFocus(Qt.FocusReason.OtherFocusReason)
        for choice in self._choices:
            choice.set_value(_ANY)
        for tick in self._ticks:
            with QSignalBlocker(tick):
                tick.setChecked(False)
        self._on_changed()

    def _on_changed(self, _value: object = None) -> None:
        for choice in self._choices:
            if choice.value() is None:
                choice.set_value(_ANY)  # emptied means all
        now = self.narrowed()
        self.clear_button.setVisible(now != Narrowed())
        if now != self._told:
            self._told = now
            self.changed.emit(now)


class FiltersButton(Button):
    """Shows filters where there is little room for them; says how many are chosen."""

    def __init__(self, filters: VisitFilters, parent: QWidget | None = None) -> None:
        super().__init__("", "link", parent=parent)
        self._filters = filters
        filters.hide()
        self.clicked.connect(self._toggle)
        filters.changed.connect(lambda _narrowed: self._say())
        self._say()

    def show_filters(self, shown: bool) -> None:
        """Show the filters, or put them away."""
        self._filters.setVisible(shown)
        self._say()

    def _toggle(self) -> None:
        self.show_filters(self._filters.isHidden())

    def _say(self) -> None:
        count = self._filters.narrowed().count()
        words = _("Show filters") if self._filters.isHidden() else _("Hide filters")
        self.setText(_("{words} ({n} chosen)").format(words=words, n=count) if count else words)


def _with_any(words: str, options: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(_ANY, words), *options]


def _periods() -> list[tuple[str, str]]:
    return [
        (Period.WEEKS_4.value, _("The last 4 weeks")),
        (Period.MONTHS_3.value, _("The last 3 months")),
        (Period.MONTHS_12.value, _("The last 12 months")),
    ]


def _kinds() -> list[tuple[str, str]]:
    return [
        (VisitKind.IN_PERSON.value, _("In person")),
        (VisitKind.TELEPHONE.value, _("By telephone")),
        (VisitKind.TACT.value, _("Terrorism (TACT)")),
        (VisitKind.CONTINGENCY.value, _("Contingency suite")),
    ]


def _parts() -> list[tuple[str, str]]:
    return [
        (Part.AUTHOR.value, _("Recorded by you")),
        (Part.SECOND.value, _("You were second visitor")),
    ]
