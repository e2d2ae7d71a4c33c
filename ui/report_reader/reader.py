"""A filed report from top to bottom."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.concern import Concern, Severity
from icv_app.services.report_records import PERSON
from icv_app.words import _
from ui.report_reader import wording
from ui.report_reader.concern_card import ConcernCard, of_report
from ui.report_reader.history import history_section, last_time_section, words_said
from ui.report_reader.parts import FactGrid, Flowed, Section, lined, tags
from ui.report_reader.people import people_section
from ui.report_reader.suite import census_section, sign_off_section, suite_section, words_section
from ui.report_reader.view_model import ReportInHand
from ui.widgets.labels import Heading, Muted, Text
from ui.widgets.scroll_area import ScrollArea


class ReportReader(ScrollArea):
    """Shows one report and scrolls with the keyboard; nothing can be changed in it.

    Args:
        name: What the reader is called while no report is shown.
        empty: What would be here, while no report is shown.
        parent: Qt parent.
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
        self._report: QWidget | None = None
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
        old, self._report = self._report, self._build(in_hand)
        self._column.addWidget(self._report)
        if old is not None:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        name = self._name
        if in_hand is not None:
            name = wording.heading(in_hand.report.visit, in_hand.report.settings)
        self.setAccessibleName(name)
        self._column.activate()
        self.verticalScrollBar().setValue(at)

    def text(self) -> str:
        """Return every word in sight or folded open, for tests and screen readers."""
        labels = self._report.findChildren(Text) if self._report is not None else []
        return "\n".join(label.text() for label in labels)

    def _build(self, in_hand: ReportInHand | None) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        if in_hand is None:
            column.addWidget(Section().add(Text(self._empty, tone="muted")))
        else:
            for part in lined(_parts(in_hand)):
                column.addWidget(part)
        column.addStretch(1)
        return page


def _parts(in_hand: ReportInHand) -> list[QWidget | None]:
    history = history_section(in_hand)
    early = words_said(in_hand)
    return [
        _head(in_hand),
        _figures(in_hand),
        history if early else None,
        _concerns(in_hand),
        last_time_section(in_hand),
        people_section(in_hand),
        words_section(in_hand),
        suite_section(in_hand),
        census_section(in_hand),
        sign_off_section(in_hand),
        None if early else history,
    ]


def _head(in_hand: ReportInHand) -> Section:
    report = in_hand.report
    section = Section().add(
        Heading(wording.heading(report.visit, report.settings)),
        Flowed(*tags(wording.head_tags(in_hand))),
        Muted(wording.signed_line(in_hand)),
    )
    if PERSON in report.record.parts and report.record.parts[PERSON] is None:
        section.add(
            Muted(_("What identified people in this report has been erased, as the scheme’s rules ask."))
        )
    return section


def _figures(in_hand: ReportInHand) -> Section | None:
    facts, lines = wording.key_figures(in_hand), wording.arrival_lines(in_hand)
    if not facts and not lines:
        return None
    section = Section()
    if facts:
        section.add(FactGrid(facts))
    return section.add(*(Text(line) for line in lines))


def _concerns(in_hand: ReportInHand) -> Section:
    section = Section(_("Concerns"))
    concerns = sorted(in_hand.report.visit.concerns, key=_weight)
    if not concerns:
        section.add(Text(_("No concern was raised."), tone="muted"))
    return section.add(*(ConcernCard(of_report(concern, in_hand)) for concern in concerns))


def _weight(concern: Concern) -> tuple[bool, bool, int]:
    return concern.good_practice, concern.put_right, list(Severity).index(concern.severity)
