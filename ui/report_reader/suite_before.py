"""What came before a visit at its suite: the last visits, and what earlier ones left open."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from icv_app.services.follow_up import EarlierConcern
from icv_app.services.ports_visits import VisitSummary
from icv_app.words import _
from ui.report_reader import concern_wording, times
from ui.report_reader.parts import Flowed, Section, Words, tags
from ui.report_reader.view_model import ReportInHand
from ui.reports.table import summary_tags
from ui.theme import Hue
from ui.widgets.labels import Heading
from ui.widgets.tag import Tag


def suite_before_section(in_hand: ReportInHand) -> Section | None:
    """Return the suite's last visits and older open concerns; nothing for visitors."""
    report = in_hand.report
    if report.before is None or not report.before.visits:
        return None
    suite = report.settings.suite_name(report.visit.suite)
    section = Section(_("Before this at {suite}").format(suite=suite))
    section.add(*(_visit_row(line) for line in report.before.visits))
    last = report.last_time.visit_id if report.last_time is not None else None
    older = [one for one in report.before.left_open if one.visit_id != last]
    if older:
        section.add(Heading(_("Still open from before"), 3))
        section.add(*(_open_row(one, in_hand) for one in older))
    return section


def _visit_row(line: VisitSummary) -> QWidget:
    return Flowed(
        Words(times.say_short_moment(line.began_at), size="small", weight="semibold"),
        Words(", ".join(line.visitors), size="small"),
        *tags(summary_tags(line)),
    )


def _open_row(one: EarlierConcern, in_hand: ReportInHand) -> QWidget:
    title = concern_wording.concern_title(one.concern, in_hand.checklist)
    text = f"{title} ({times.say_short_moment(one.began_at)})"
    said = [Tag(*concern_wording.state_tag(one.state, in_hand.checklist))]
    if one.concern.category in {concern.category for concern in in_hand.report.visit.concerns}:
        said.append(Tag(_("Raised again this time"), Hue.ORANGE))
    return Flowed(Words(f"{text}: {one.concern.text}" if one.concern.text else text, size="small"), *said)
