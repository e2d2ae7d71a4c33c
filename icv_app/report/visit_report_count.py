"""Getting in, the staff on duty, and the count that must reconcile."""

from __future__ import annotations

from icv_app.domain.checklist import Checklist
from icv_app.domain.person import Contact
from icv_app.domain.visit import VisitKind
from icv_app.domain.wording import label, lower_first, say_duration
from icv_app.report.visit_content import VisitContent
from icv_app.report.visit_parts import BODY, NotedRow, Sheets
from icv_app.report.visit_words import clock, joined, value_word
from icv_app.words import _


def write_arrival(content: VisitContent, sheets: Sheets) -> None:
    """Times, the wait and who was on duty."""
    visit, checklist = content.visit, content.checklist
    began, telephone = visit.began_at, visit.kind is VisitKind.TELEPHONE
    staffing, delay = visit.staffing, visit.delay
    moments = (
        (_("At the counter"), visit.arrived_at),
        (_("The call began") if telephone else _("Entered the suite"), visit.entered_at),
        (_("The call ended") if telephone else _("Left the suite"), visit.left_suite_at),
        (_("Left the station"), visit.left_station_at),
    )
    pairs = [(name, clock(moment, began)) for name, moment in moments if moment is not None]
    if visit.wait is not None:
        pairs.append((_("Wait to enter"), say_duration(visit.wait)))
    counts = (
        (_("Custody sergeants"), staffing.sergeants),
        (_("Detention officers"), staffing.detention_officers),
    )
    pairs += [(name, str(count)) for name, count in counts if count is not None]
    pairs += [
        (_("Healthcare professional present"), value_word(staffing.healthcare_present)),
        (_("A woman on duty"), value_word(staffing.woman_on_duty)),
        (_("Briefed by"), label(checklist, "roles", staffing.briefed_by)),
        (_("Escorted by"), label(checklist, "roles", staffing.escorted_by)),
    ]
    waited = joined(
        (
            lower_first(label(checklist, "delay_reasons", delay.reason)),
            delay.explained_by
            and _("explained by: {role}").format(
                role=lower_first(label(checklist, "roles", delay.explained_by))
            ),
            delay.danger and _("danger to the visitors was given as the ground"),
        )
    )
    if not any(value for _name, value in pairs) and not waited and not delay.note:
        return
    sheets.section(_("Arrival and staff"))
    sheets.facts(pairs)
    if waited:
        sheets.paragraph(_("The wait: {words}").format(words=lower_first(waited)))
    sheets.paragraph(delay.note, BODY)


def write_count(content: VisitContent, sheets: Sheets) -> None:
    """Who was in custody, what became of them, and whether the two agree."""
    visit, checklist = content.visit, content.checklist
    counted = _census(content)
    if not counted and not visit.people and not visit.tallies:
        return
    sheets.section(_("The count"))
    sheets.facts(counted)
    found = visit.reconciliation
    rows = [
        NotedRow((label(checklist, "contact_outcomes", outcome), str(found.by_contact[outcome])))
        for outcome in Contact
    ]
    if found.undecided:
        rows.append(NotedRow((_("Without an outcome"), str(found.undecided))))
    rows.append(NotedRow((_("Together"), str(found.accounted))))
    if found.in_custody is not None:
        rows.append(NotedRow((_("In custody when the visitors entered"), str(found.in_custody))))
    sheets.table(((_("What came of the visit"), 4), (_("People"), 1)), rows, part=0.6)
    sheets.paragraph(_verdict(content))
    if visit.tallies:
        sheets.subsection(_("People without a row of their own"))
        sheets.table(
            (
                (_("Why not seen"), 4),
                (_("People"), 1),
                (_("Children"), 1),
                (_("Vulnerable"), 1),
                (_("Women"), 1),
            ),
            [
                NotedRow(
                    (
                        _tally_name(t.contact, t.reason, checklist),
                        *map(str, (t.count, t.children, t.vulnerable, t.women)),
                    )
                )
                for t in visit.tallies
            ],
        )


def _tally_name(contact: Contact, reason: str, checklist: Checklist) -> str:
    outcome = label(checklist, "contact_outcomes", contact)
    return f"{outcome}: {lower_first(label(checklist, 'not_seen_reasons', reason))}" if reason else outcome


def _verdict(content: VisitContent) -> str:
    found = content.visit.reconciliation
    if found.in_custody is None:
        return _("Nobody counted how many were in custody.")
    if found.reconciles:
        return _("The count reconciles: everybody in custody is accounted for.")
    return _("The count does not reconcile: the difference is {n}.").format(
        n=abs(found.difference or 0) or found.undecided
    )


def _census(content: VisitContent) -> list[tuple[str, str]]:
    census = content.visit.census
    counts = (
        (_("In custody"), census.total),
        (_("Men and boys"), census.men),
        (_("Women and girls"), census.women),
        (_("Other or not known"), census.other),
        (_("Children 10–13"), census.children_10_13),
        (_("Children 14–17"), census.children_14_17),
        (_("Vulnerable, or adult needed"), census.vulnerable),
        (_("Do not speak English"), census.non_english),
        (_("Immigration"), census.immigration),
        (_("Mental Health Act s.136"), census.s136),
        (_("Terrorism (TACT)"), census.tact),
        (_("Held over 24 hours"), census.over_24h),
        (_("Observation level 3 or 4"), census.high_observation),
        (_("Cells in use"), census.cells_in_use),
        (_("Cells out of use"), census.cells_out_of_use),
        (_("Arrived during the visit"), census.arrived_during),
    )
    return [(name, str(count)) for name, count in counts if count is not None]
