"""The report of one visit as a PDF: whole for the scheme, or the copy for the police."""

from __future__ import annotations

from typing import BinaryIO

from icv_app.domain.agreement import Agreement
from icv_app.domain.ids import MemberId
from icv_app.domain.times import day_in_words, in_london, london_day
from icv_app.domain.visit import Outcome
from icv_app.domain.wording import label
from icv_app.report.marked import MARKING, MarkedInfo, write_marked
from icv_app.report.visit_content import VisitContent, for_police
from icv_app.report.visit_parts import QUIET, Sheets
from icv_app.report.visit_report_comments import write_comments
from icv_app.report.visit_report_count import write_arrival, write_count
from icv_app.report.visit_report_end import write_addenda, write_history, write_justified, write_sign_off
from icv_app.report.visit_report_findings import write_concerns, write_looked_again, write_suite, write_words
from icv_app.report.visit_report_people import write_answers, write_people
from icv_app.report.visit_words import full_moment
from icv_app.words import _

SECTIONS = (
    write_concerns,
    write_looked_again,
    write_arrival,
    write_count,
    write_people,
    write_suite,
    write_words,
    write_comments,
    write_addenda,
    write_sign_off,
    write_justified,
    write_history,
    write_answers,
)
"""In the order of the document; each adds its section, or nothing where nothing was recorded."""


def write_visit_report(content: VisitContent, out: BinaryIO) -> None:
    """Write the whole report; the same content on the same day gives the same bytes."""
    _write(content, out)


def write_police_copy(content: VisitContent, out: BinaryIO) -> None:
    """Write the copy for the police, made from the whole content."""
    _write(for_police(content), out)


def _write(content: VisitContent, out: BinaryIO) -> None:
    sheets = Sheets()
    _head(content, sheets)
    for write in SECTIONS:
        write(content, sheets)
    write_marked(_info(content), sheets.story, out)


def _info(content: VisitContent) -> MarkedInfo:
    visit, settings = content.visit, content.settings
    day = london_day(content.produced_at)
    kind = _("Police copy") if content.police else _("Visit report")
    suite = settings.suite_name(visit.suite)
    return MarkedInfo(
        title=f"{kind}: {_where_and_when(content)}",
        subject=_("Report of independent custody visitors"),
        author=settings.name,
        marking=MARKING,
        running_head=f"{settings.name} · {suite}, {_visit_day(content)}",
        warning=kind,
        foot=_("Produced on {day}").format(day=day_in_words(day)),
        produced_on=day,
    )


def _head(content: VisitContent, sheets: Sheets) -> None:
    visit, checklist = content.visit, content.checklist
    title = _("Custody visit: police copy") if content.police else _("Custody visit report")
    sheets.title(title, _where_and_when(content))
    outcome = label(checklist, "visit_outcomes", visit.outcome)
    reason = label(checklist, "abandoned_reasons", visit.abandoned_reason)
    filed = full_moment(visit.submitted_at) if visit.submitted_at else ""
    observers = ", ".join(label(checklist, "observer_roles", role) for role in visit.observers)
    sheets.facts(
        (
            (_("Visitors"), ", ".join(_visitor(content, number) for number in visit.visitors)),
            (_("Kind of visit"), label(checklist, "visit_kinds", visit.kind)),
            (_("In training"), _visitor(content, visit.trainee) if visit.trainee else ""),
            (
                _("Outcome"),
                f"{outcome}: {reason.lower()}" if reason and visit.outcome is Outcome.ABANDONED else outcome,
            ),
            (_("Observers"), observers),
            (_("Filed"), filed),
            (_("Agreement"), _agreement(content)),
            (
                _("Questions asked by"),
                _("{title}, version {n}").format(title=checklist.title, n=checklist.version),
            ),
        )
    )
    for words in (visit.abandoned_note, visit.part_reason):
        sheets.paragraph(words)
    for notice in _notices(content):
        sheets.paragraph(notice, QUIET)


def _notices(content: VisitContent) -> list[str]:
    notices = []
    if content.visit.typed_from_paper:
        notices.append(_("It was written on paper during the visit and typed up after it."))
    if content.erased:
        notices.append(_("What identified people in this report has been erased, as the scheme’s rules ask."))
    if content.police:
        notices.append(
            _(
                "Visitors are given by their scheme numbers. This copy holds what was found on the visit, "
                "with its corrections; the scheme keeps the whole report. "
                "Whatever a person asked not to be raised is left out."
            )
        )
    return notices


def _visitor(content: VisitContent, number: MemberId) -> str:
    member = content.members.get(number)
    names = (member.given_name, member.surname) if member else ()
    return " ".join(part for part in (number, *names) if part)


def _agreement(content: VisitContent) -> str:
    if content.imported:
        return _("From before ICV")
    return {
        Agreement.AGREED: _("All visitors agree"),
        Agreement.DISSENTED: _("Not all visitors agree with all of it"),
        Agreement.AWAITING: _("Another visitor’s word is awaited"),
        Agreement.UNSIGNED: _("Unsigned by another visitor"),
    }[content.agreements.state]


def _where_and_when(content: VisitContent) -> str:
    began = content.visit.began_at
    suite = content.settings.suite_name(content.visit.suite)
    if began is None:
        return suite
    local = in_london(began)
    return f"{suite}, {local:%A} {day_in_words(local.date())}, {local:%H:%M}"


def _visit_day(content: VisitContent) -> str:
    return day_in_words(london_day(content.visit.began_at or content.visit.created_at))
