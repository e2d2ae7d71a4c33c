"""The national return: counts of one period, small ones of people withheld, nobody and no day in it."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from icv_app.domain.concern import ConcernStep, Severity
from icv_app.domain.ids import SuiteId
from icv_app.domain.periods import Period
from icv_app.domain.person import Contact
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.domain.visit_facts import GROUPS, VisitFacts
from icv_app.figures import concerns, coverage, selection, volunteers
from icv_app.figures.annual import visit_counts
from icv_app.figures.annual_concerns import RAISED, code_key, group_key, letter_key
from icv_app.figures.annual_people import people_figures, people_of
from icv_app.figures.earlier import Withheld, concern_counts, everything_in, withheld_in
from icv_app.figures.names import CodeNames
from icv_app.figures.rounding import rounded
from icv_app.figures.suppression import PrintedCounts

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

OF_PEOPLE = ("in_custody", *(contact.value for contact in Contact), "offered", "beds_due", "beds_given")
"""Measures of people without parts: all that is told where everything about people is withheld."""
_OUTCOMES = (Contact.OBSERVED_ONLY, Contact.DECLINED, Contact.NOT_AVAILABLE, Contact.NOT_OFFERED)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalReturn:
    """The return of one scheme for one period."""

    scheme: str
    policing_body: str
    force: str
    period: Period
    lines: tuple[ReturnLine, ...]


def national_return(
    facts: Iterable[VisitFacts],
    steps: Iterable[ConcernStep],
    settings: SchemeSettings,
    members: Iterable[Member],
    *,
    period: Period,
    as_of: date,
    names: CodeNames,
    with_suites: bool = False,
    published: Sequence[Period] = (),
) -> NationalReturn:
    """Compute the return of a period.

    Args:
        facts: Every filed visit of the financial year the period lies in.
        steps: Every step on a concern.
        settings: In force.
        members: For volunteers.
        period: A financial year or a quarter of one.
        as_of: Steps about concerns are known up to the end of this London day.
        names: The checklist's words.
        with_suites: Whether suites are named; only visits are counted by suite.
        published: What was published of the year before, oldest first.

    Raises:
        RuleBroken: A completed visit does not reconcile.
    """
    whole = tuple(facts)
    hidden = withheld_in(period, whole, settings, published)
    filed = selection.filed(whole, period)
    counted = selection.counted(filed, period)
    lines = (
        *_visits(filed, period, settings, names, with_suites=with_suites),
        *_people(counted, hidden.people, names),
        *_concerns(filed, hidden.concerns, tuple(steps), settings, names, period=period, as_of=as_of),
        *_volunteers(filed, members, period),
    )
    return NationalReturn(
        scheme=settings.name,
        policing_body=settings.policing_body,
        force=settings.force,
        period=period,
        lines=lines,
    )


def _visits(
    filed: selection.Visits,
    period: Period,
    settings: SchemeSettings,
    names: CodeNames,
    *,
    with_suites: bool,
) -> Iterator[ReturnLine]:
    attempts, counted = selection.attempted(filed, period), selection.counted(filed, period)
    counts = visit_counts(filed, period)
    yield ReturnLine("visits_attempted", len(attempts))
    yield ReturnLine("visits_valid", counts.completed)
    yield ReturnLine("visits_part", counts.part)
    yield ReturnLine("visits_abandoned", counts.abandoned)
    for reason, trace in sorted(coverage.abandoned_by_reason(attempts).items()):
        yield ReturnLine("visits_abandoned_by_reason", len(trace), reason, names.abandoned_reason(reason))
    yield ReturnLine("visits_telephone", counts.telephone)
    if with_suites:
        found = {visit.suite for visit in filed}
        for suite in (*(one.suite_id for one in settings.suites), *sorted(found)):
            if suite in found:
                found.discard(suite)
                yield from _suite(suite, attempts, counted, settings.suite_name(suite))


def _suite(
    suite: SuiteId, attempts: selection.Visits, counted: selection.Visits, name: str
) -> Iterator[ReturnLine]:
    for measure, visits in (("suite_visits_attempted", attempts), ("suite_visits_valid", counted)):
        yield ReturnLine(measure, sum(visit.suite == suite for visit in visits), suite, name)


def _count(measure: str, value: int | None, code: str = "", name: str = "") -> ReturnLine:
    """A count of people, or of concerns about them: without a value it is withheld."""
    return ReturnLine(measure, value, code, name, withheld=value is None)


def _people(counted: selection.Visits, hidden: Withheld | None, names: CodeNames) -> Iterator[ReturnLine]:
    if hidden is None:
        yield from (_count(measure, None) for measure in OF_PEOPLE)
        return
    people = people_figures(people_of(counted), None, frozenset(map(str, hidden)))
    yield _count("in_custody", people.in_custody.value)
    for line in people.funnel:
        yield _count(line.contact.value, line.share.part)
    yield _count("offered", people.offered.part)
    for contact in _OUTCOMES:
        for row in sorted(people.reasons, key=lambda one: one.reason):
            if row.contact is contact:
                yield _count(
                    f"{contact.value}_by_reason", row.share.part, row.reason, names.reason(row.reason)
                )
    for group in people.groups:
        yield _count("group_in_custody", group.share.of, group.group, _GROUP_NAMES[group.group])
        yield _count("group_spoken_to", group.share.part, group.group, _GROUP_NAMES[group.group])
    yield _count("beds_due", people.beds.of)
    yield _count("beds_given", people.beds.part)


_GROUP_NAMES = dict(zip(GROUPS, ("Children", "Vulnerable people", "Women"), strict=True))


def _concerns(
    filed: selection.Visits,
    hidden: Withheld | None,
    steps: Sequence[ConcernStep],
    settings: SchemeSettings,
    names: CodeNames,
    *,
    period: Period,
    as_of: date,
) -> Iterator[ReturnLine]:
    table = concern_counts(filed, settings, by_suite=False)
    withheld = RAISED in (hidden if hidden is not None else {RAISED})
    counts = {key: n for key, n in table.counts.items() if hidden is not None or key not in _codes_of(table)}

    def shown(key: str) -> int | None:
        gone = everything_in(table) if hidden is None else hidden
        return None if key in gone else counts[key]

    yield _count("concerns", shown(RAISED))
    for begins, measure in ((letter_key(""), "concerns_by_group"), (code_key(""), "concerns_by_category")):
        for key in sorted(str(key) for key in counts if str(key).startswith(begins)):
            code = key.removeprefix(begins)
            yield _count(measure, shown(key), code, names.category(code))
    for severity in Severity:
        yield _count(
            "concerns_by_severity", shown(group_key(severity)), severity.value, severity.value.capitalize()
        )
    yield _count("concerns_put_right", shown(group_key(None, "put_right")))
    replies = concerns.replies(
        concerns.raised(filed),
        steps,
        settings.reply_targets,
        known_until=as_of,
        year_end=min(as_of, period.last_day),
    )
    # How many were sent says nearly how many were raised.
    median = replies.median_working_days
    for measure, value in (
        ("concerns_sent", replies.sent),
        ("concerns_replied", replies.replied),
        ("replies_judged", int(replies.in_target.of)),
        ("replies_in_target", int(replies.in_target.part)),
        ("reply_median_working_days", None if median is None else float(rounded(median, 1))),
        ("concerns_open", replies.open_at_end),
    ):
        yield ReturnLine(measure, None if withheld else value, withheld=withheld)
    yield ReturnLine("good_practice", len(concerns.good_practice(filed)))


def _codes_of(table: PrintedCounts) -> frozenset[Hashable]:
    """Letters and codes of which even that there are some is withheld."""
    gone = everything_in(table)
    return frozenset(key for key in gone if str(key).startswith((letter_key(""), code_key(""))))


def _volunteers(filed: selection.Visits, members: Iterable[Member], period: Period) -> Iterator[ReturnLine]:
    turnover = volunteers.volunteers(members, period, period.last_day)
    yield ReturnLine("volunteers_at_start", turnover.start)
    yield ReturnLine("volunteers_joined", turnover.joined)
    yield ReturnLine("volunteers_left", turnover.left)
    yield ReturnLine("volunteers_at_end", turnover.end)
    yield ReturnLine("volunteers_active", volunteers.visitors_active(filed))
    yield ReturnLine("hours", int(rounded(volunteers.hours(filed))))
