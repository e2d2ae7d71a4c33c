"""The national return: counts of one period, small ones of people withheld, nobody and no day in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from icv_app.domain.periods import Period
from icv_app.domain.person import Contact
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.visit_facts import GROUPS
from icv_app.figures import selection
from icv_app.figures.annual import AnnualFigures, computed
from icv_app.figures.annual_concerns import ConcernFigures
from icv_app.figures.annual_counts import Sources
from icv_app.figures.annual_people import PeopleFigures
from icv_app.figures.count_tables import Count, Published
from icv_app.figures.names import CodeNames
from icv_app.figures.printed import printed_in_return
from icv_app.figures.rounding import rounded

DEFINITIONS: dict[str, str] = {
    "visits_attempted": "Visits made in person, completed or not.",
    "visits_valid": "Completed visits in person; every count of people below is over these.",
    "visits_part": "Visits in person that ended before everybody was accounted for.",
    "visits_abandoned": "Visits in person that were abandoned.",
    "visits_abandoned_by_reason": "Of the abandoned visits, by reason; codes of the checklist.",
    "visits_telephone": "Visits by telephone; they are not among the attempted.",
    "suite_visits_attempted": "Visits made in person, by suite.",
    "suite_visits_valid": "Completed visits in person, by suite.",
    "in_custody": "People in custody when the visitors entered.",
    "spoken_to": "Of them, spoken to.",
    "observed_only": "Of them, only observed.",
    "declined": "Of them, offered a talk and declined.",
    "not_available": "Of them, not available.",
    "not_offered": "Of them, not offered a talk.",
    "offered": "Spoken to or declined.",
    "observed_only_by_reason": "Of those only observed, by reason; codes of the checklist.",
    "declined_by_reason": "Of those who declined, by reason; codes of the checklist.",
    "not_available_by_reason": "Of those not available, by reason; codes of the checklist.",
    "not_offered_by_reason": "Of those not offered a talk, by reason; codes of the checklist.",
    "group_in_custody": "People of a priority group in custody when the visitors entered; groups overlap.",
    "group_spoken_to": "Of them, spoken to.",
    "beds_due": "Children charged and refused bail (PACE s.38(6)).",
    "beds_given": "Of them, moved to a local authority bed.",
    "concerns": "Concerns raised, on every filed visit; good practice is none.",
    "concerns_by_group": "Concerns by the letter of their category.",
    "concerns_by_category": "Concerns by category; codes of the checklist.",
    "concerns_by_severity": "Concerns by severity: red, amber, green.",
    "concerns_put_right": "Concerns put right during the visit.",
    "concerns_sent": "Concerns sent to the force.",
    "concerns_replied": "Of them, with a reply.",
    "replies_judged": "Of them, answered or overdue.",
    "replies_in_target": "Of these, answered within the scheme's target.",
    "reply_median_working_days": "Median working days to the first reply, England and Wales.",
    "concerns_open": "Concerns not settled at the end of the period.",
    "good_practice": "Records of good practice.",
    "volunteers_at_start": "Visitors in the scheme before the first day.",
    "volunteers_joined": "Whose first day was in the period.",
    "volunteers_left": "Whose last day was in the period.",
    "volunteers_at_end": "In the scheme when the last day was over.",
    "volunteers_active": "Visitors who made at least one filed visit.",
    "hours": "Hours given: visitors × (visit + travel) of every filed visit, to the nearest hour.",
}
"""What each measure is, in the order of the return."""

_OUTCOMES = (Contact.OBSERVED_ONLY, Contact.DECLINED, Contact.NOT_AVAILABLE, Contact.NOT_OFFERED)
_GROUP_NAMES = dict(zip(GROUPS, ("Children", "Vulnerable people", "Women"), strict=True))


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """One number of the return.

    Attributes:
        measure: See `DEFINITIONS`.
        code: Of what, where a measure has parts.
        name: Of the code, in words.
        value: `None` where there is none, or it is withheld.
    """

    measure: str
    value: int | float | None
    code: str = ""
    name: str = ""
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class NationalReturn:
    """The return of one period.

    Attributes:
        counts: Every count of people behind it, for the note of what it told; never written to its file.
    """

    scheme: str
    policing_body: str
    force: str
    period: Period
    as_of: date
    lines: tuple[ReturnLine, ...]
    counts: Mapping[str, Count]


def national_return(
    sources: Sources,
    *,
    period: Period,
    as_of: date,
    names: CodeNames,
    with_suites: bool = False,
    published: Published | None = None,
) -> NationalReturn:
    """Compute the return of a period.

    Args:
        sources: Where something of the same financial year was published, of all of that year.
        period: A financial year or a quarter of one.
        as_of: Steps about concerns are known up to the end of this London day.
        names: The checklist's words.
        with_suites: Whether suites are named; only visits are counted by suite.
        published: What was published before of the year and its quarters.

    Raises:
        RuleBroken: A completed visit does not reconcile.
    """
    facts = tuple(sources.facts)
    found = computed(
        replace(sources, facts=facts),
        period,
        as_of=as_of,
        names=names,
        published=published,
        printed=printed_in_return,
    )
    figures = found.figures
    lines = (
        *_visits(figures),
        *(_suites(facts, period, sources.settings) if with_suites else ()),
        *_people(figures.people, names),
        *_concerns(figures.concerns, names),
        *_volunteers(figures),
    )
    return NationalReturn(
        scheme=figures.scheme,
        policing_body=figures.policing_body,
        force=figures.force,
        period=period,
        as_of=as_of,
        lines=lines,
        counts=found.counts,
    )


def _visits(figures: AnnualFigures) -> Iterator[ReturnLine]:
    visits = figures.visits
    yield ReturnLine("visits_attempted", int(visits.valid_rate.of))
    yield ReturnLine("visits_valid", visits.completed)
    yield ReturnLine("visits_part", visits.part)
    yield ReturnLine("visits_abandoned", visits.abandoned)
    for reason, trace in sorted(visits.abandoned_by_reason.items()):
        words = figures.names.abandoned_reason(reason)
        yield ReturnLine("visits_abandoned_by_reason", len(trace), reason, words)
    yield ReturnLine("visits_telephone", visits.telephone)


def _suites(facts: selection.Visits, period: Period, settings: SchemeSettings) -> Iterator[ReturnLine]:
    attempts, counted = selection.attempted(facts, period), selection.counted(facts, period)
    found = {visit.suite for visit in selection.within(facts, period)}
    for suite in (*(one.suite_id for one in settings.suites), *sorted(found)):
        if suite in found:
            found.discard(suite)
            for measure, visits in (("suite_visits_attempted", attempts), ("suite_visits_valid", counted)):
                at = sum(visit.suite == suite for visit in visits)
                yield ReturnLine(measure, at, suite, settings.suite_name(suite))


def _count(measure: str, value: int | None, code: str = "", name: str = "") -> ReturnLine:
    """A count of people, or of concerns about them: without a value it is withheld."""
    return ReturnLine(measure, value, code, name, withheld=value is None)


def _people(people: PeopleFigures, names: CodeNames) -> Iterator[ReturnLine]:
    yield _count("in_custody", people.in_custody.value)
    for line in people.funnel:
        yield _count(line.contact.value, line.share.part)
    yield _count("offered", people.offered.part)
    for contact in _OUTCOMES:
        for row in sorted(people.reasons, key=lambda one: one.reason):
            if row.contact is contact:
                words = names.reason(row.reason)
                yield _count(f"{contact.value}_by_reason", row.share.part, row.reason, words)
    for group in people.groups:
        yield _count("group_in_custody", group.share.of, group.group, _GROUP_NAMES[group.group])
        yield _count("group_spoken_to", group.share.part, group.group, _GROUP_NAMES[group.group])
    yield _count("beds_due", people.beds.of)
    yield _count("beds_given", people.beds.part)


def _concerns(found: ConcernFigures, names: CodeNames) -> Iterator[ReturnLine]:
    yield _count("concerns", found.raised)
    for line in found.letters:
        yield _count("concerns_by_group", line.total, line.letter, names.category(line.letter))
    for line in found.letters:
        for code, count in line.codes:
            yield _count("concerns_by_category", count, code, names.category(code))
    for one in found.severities:
        severity = one.severity.value
        yield _count("concerns_by_severity", one.raised, severity, severity.capitalize())
    yield _count("concerns_put_right", found.put_right.part)
    replies = found.replies
    yield _count("concerns_sent", replies.sent)
    yield _count("concerns_replied", replies.replied)
    yield _count("replies_judged", replies.in_target.of)
    yield _count("replies_in_target", replies.in_target.part)
    median = replies.median_working_days
    yield ReturnLine(
        "reply_median_working_days",
        None if median is None else float(rounded(median, 1)),
        withheld=replies.replied is None,
    )
    yield _count("concerns_open", replies.open_at_end)
    yield ReturnLine("good_practice", found.good_practice)


def _volunteers(figures: AnnualFigures) -> Iterator[ReturnLine]:
    turnover = figures.volunteers.turnover
    yield ReturnLine("volunteers_at_start", turnover.start)
    yield ReturnLine("volunteers_joined", turnover.joined)
    yield ReturnLine("volunteers_left", turnover.left)
    yield ReturnLine("volunteers_at_end", turnover.end)
    yield ReturnLine("volunteers_active", figures.volunteers.active)
    yield ReturnLine("hours", int(rounded(figures.volunteers.hours)))
