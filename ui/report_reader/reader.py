"""A filed report from top to bottom."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.concern import Concern, Severity
from icv_app.domain.finding import Place
from icv_app.services.report_records import PERSON
from icv_app.words import _
from ui.report_reader.comments import comment_tags, notes_at
from ui.report_reader.concern_card import ConcernCard, of_report
from ui.report_reader.history import history_section, last_time_section, words_said
from ui.report_reader.justified import justified_section
from ui.report_reader.parts import FactGrid, Flowed, Section, tags
from ui.report_reader.people import people_section
from ui.report_reader.places import target_of
from ui.report_reader.signing import copy_lines, lapse_lines
from ui.report_reader.suite import census_section, sign_off_section, suite_section, words_section
from ui.report_reader.suite_before import suite_before_section
from ui.report_reader.view_model import ReportInHand
from ui.report_reader.wording import arrival_lines, erased_words, head_tags, heading, key_figures, signed_line
from ui.theme.tokens import SPACE_M
from ui.widgets.labels import Heading, Line, Muted, Text
from ui.widgets.scroll_area import ScrollArea

_AT_ONCE = 4
"""Parts set before anything is seen; the rest follows while the first are read."""


_OF_FIGURES = ("arrived_at", "delay", "visitors", "left_suite_at")
"""Places of which the figures at the top speak."""


class ReportReader(ScrollArea):
    """Shows one report and scrolls with the keyboard; nothing can be changed in it.

    Args:
        name: What the reader is called while no report is shown.
        empty: What would be here, while no report is shown.
        parent: Qt parent.

    Attributes:
        place_shown: What was last scrolled to because something was found there.
    """

    def __init__(self, name: str, empty: str, parent: QWidget | None = None) -> None:
        holder = QWidget()
        super().__init__(holder, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._name = name
        self._empty = empty
        self._shown: ReportInHand | None = None
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._content = holder
        self._report: _Parts | None = None
        self._left: deque[Callable[[], QWidget | None]] = deque()
        self._made: dict[str, QWidget] = {}
        self._place: tuple[str, Place] | None = None
        self.place_shown: QWidget | None = None
        self._more = QTimer(self, singleShot=True, interval=0)
        self._more.timeout.connect(self._go_on)
        self._go_there = QTimer(self, singleShot=True, interval=0)
        self._go_there.timeout.connect(self._scroll_to_place)
        self.show_report(None)

    @property
    def shown(self) -> ReportInHand | None:
        """The report in sight."""
        return self._shown

    def show_report(self, in_hand: ReportInHand | None) -> None:
        """Show a report; the same one read again stays where it was scrolled to."""
        same = in_hand is not None and self._shown is not None and in_hand.visit_id == self._shown.visit_id
        at = self.verticalScrollBar().value() if same else 0
        self._shown = in_hand
        old, self._report = self._report, _Parts()
        self._made = {}
        self._column.addWidget(self._report)
        if old is not None:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        if in_hand is None:
            self.setAccessibleName(self._name)
            self._left = deque([lambda: Section().add(Text(self._empty, tone="muted"))])
        else:
            self.setAccessibleName(heading(in_hand.report.visit, in_hand.report.settings))
            self._left = deque(partial(part, in_hand) for part in _parts(in_hand))
        if same:
            self.finish()
        else:
            for _part in range(_AT_ONCE):
                self._add_part()
            self._more.start()
        self._settle_layout()
        self.verticalScrollBar().setValue(at)
        self._go_there.start()

    def show_place(self, visit_id: str, place: Place) -> None:
        """Scroll to where something was found in a report, once that is in sight."""
        self._place = visit_id, place
        self._go_there.start()

    def finish(self) -> None:
        """Set what is still to be set of a long report, now."""
        while self._left:
            self._add_part()
        self._settle_layout()

    def text(self) -> str:
        """Return every word that is not folded away."""
        self.finish()
        labels = self._report.findChildren(Text) if self._report is not None else []
        return "\n".join(label.text() for label in labels)

    def _add_part(self) -> None:
        if self._left and self._report is not None:
            make = self._left.popleft()
            part = make()
            if part is not None and isinstance(make, partial):
                self._made[make.func.__name__] = part
            self._report.add(part)

    def _scroll_to_place(self) -> None:
        if self._place is None or self._shown is None or self._report is None:
            return
        visit_id, place = self._place
        if visit_id != self._shown.visit_id:
            return
        self._place = None
        self.finish()
        target = target_of(place, self._report, self._made)
        self.place_shown = target
        if target is not None:
            at = target.mapTo(self._content, QPoint(0, 0)).y()
            self.verticalScrollBar().setValue(max(0, at - SPACE_M))

    def _settle_layout(self) -> None:
        """Give everything its place before it is painted; left to later events, it would be seen squeezed."""
        if self._report is not None:
            self._report.show()
        QCoreApplication.sendEvent(self._content, QEvent(QEvent.Type.LayoutRequest))

    def _go_on(self) -> None:
        self._add_part()
        self._settle_layout()
        if self._left:
            self._more.start()


class _Parts(QWidget):
    """Parts one below the other, with lines between them."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)

    def add(self, part: QWidget | None) -> None:
        """Add a part, if there is one."""
        if part is None:
            return
        for widget in (Line(), part) if self._column.count() > 1 else (part,):
            self._column.insertWidget(self._column.count() - 1, widget)
            widget.show()


def _parts(in_hand: ReportInHand) -> list[Callable[[ReportInHand], QWidget | None]]:
    early = words_said(in_hand)
    return [
        _head,
        _figures,
        *([history_section] if early else []),
        _concerns,
        last_time_section,
        suite_before_section,
        people_section,
        words_section,
        suite_section,
        census_section,
        justified_section,
        sign_off_section,
        *([] if early else [history_section]),
    ]


def _head(in_hand: ReportInHand) -> Section:
    report = in_hand.report
    section = Section().add(
        Heading(heading(report.visit, report.settings)),
        Flowed(*tags((*head_tags(in_hand), *comment_tags(in_hand)))),
        Muted(signed_line(in_hand)),
        *(Text(line, size="small") for line in (*lapse_lines(in_hand), *copy_lines(report))),
    )
    if PERSON in report.record.parts and report.record.parts[PERSON] is None:
        section.add(Muted(erased_words(report.erased)))
    return section


def _figures(in_hand: ReportInHand) -> Section | None:
    facts, lines = key_figures(in_hand), arrival_lines(in_hand)
    if not facts and not lines and not notes_at(in_hand, *_OF_FIGURES):
        return None
    section = Section()
    if facts:
        section.add(FactGrid(facts))
    section.add(*(Text(line) for line in lines))
    return section.add(*notes_at(in_hand, *_OF_FIGURES))


def _concerns(in_hand: ReportInHand) -> Section:
    section = Section(_("Concerns"))
    concerns = sorted(in_hand.report.visit.concerns, key=_weight)
    if not concerns:
        section.add(Text(_("No concern was raised."), tone="muted"))
    for concern in concerns:
        section.add(ConcernCard(of_report(concern, in_hand)))
        section.add(*notes_at(in_hand, f"concerns.{concern.concern_id}"))
    return section


def _weight(concern: Concern) -> tuple[bool, bool, int]:
    return concern.good_practice, concern.put_right, list(Severity).index(concern.severity)
