"""The anonymous extract of one visit from which every published figure is computed.

It holds no custody number, no cell and no free text, so figures stay the same
after what identifies people has been erased.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from icv_app.domain.concern import Severity
from icv_app.domain.ids import ConcernId, MemberId, SuiteId, VisitId
from icv_app.domain.person import Contact, DetainedPerson, Gender, Value
from icv_app.domain.visit import Outcome, Visit, VisitKind

GROUPS = ("children", "vulnerable", "women")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernFacts:
    """One concern without its words.

    Attributes:
        group: `children`, `vulnerable`, `women` or `None`: whom it is about.
    """

    concern_id: ConcernId
    category: str
    severity: Severity
    put_right: bool
    opcat: bool
    group: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFacts:
    """Counts of one filed visit.

    Attributes:
        began_at: The moment it is counted under, UTC.
        in_custody: D; 0 where nobody was counted.
        by_contact: S, Ob, De, NA and NO.
        reasons: (outcome, reason code) to people.
        group_in_custody, group_spoken: For each of `GROUPS`.
        checks: (check id, answer) to how often it was given.
        wait_minutes: From counter to suite; `None` where nobody got in.
        visit_minutes: In the suite; `None` likewise.
        beds_asked: Children charged and refused bail; `beds_given` of them were moved.
    """

    visit_id: VisitId
    suite: SuiteId
    kind: VisitKind
    outcome: Outcome
    visitors: tuple[MemberId, ...]
    began_at: datetime
    submitted_at: datetime
    left_station_at: datetime | None
    in_custody: int
    by_contact: Mapping[Contact, int]
    reasons: Mapping[tuple[Contact, str], int] = field(default_factory=dict)
    group_in_custody: Mapping[str, int] = field(default_factory=dict)
    group_spoken: Mapping[str, int] = field(default_factory=dict)
    checks: Mapping[tuple[str, str], int] = field(default_factory=dict)
    concerns: tuple[ConcernFacts, ...] = ()
    wait_minutes: float | None = None
    visit_minutes: float | None = None
    travel_minutes: int | None = None
    expenses_pence: int | None = None
    abandoned_reason: str | None = None
    beds_asked: int = 0
    beds_given: int = 0

    @property
    def counts(self) -> bool:
        """A completed visit made in person: what the target and the year's total count."""
        return self.outcome is Outcome.COMPLETED and self.kind is not VisitKind.TELEPHONE

    @property
    def spoken_to(self) -> int:
        """S."""
        return self.by_contact.get(Contact.SPOKEN_TO, 0)


def _groups(person: DetainedPerson) -> tuple[str, ...]:
    """The groups a person is counted in; women of any age, as the census counts them."""
    member = {
        "children": person.child,
        "vulnerable": person.vulnerable or person.neurodivergent,
        "women": person.gender is Gender.WOMAN,
    }
    return tuple(group for group in GROUPS if member[group])


def _group_spoken(visit: Visit) -> dict[str, int]:
    spoken: Counter[str] = Counter()
    for person in visit.people:
        if person.contact is Contact.SPOKEN_TO:
            spoken.update(_groups(person))
    for tally in visit.tallies:
        if tally.contact is Contact.SPOKEN_TO:
            spoken.update(children=tally.children, vulnerable=tally.vulnerable, women=tally.women)
    return {group: spoken[group] for group in GROUPS}


def _reasons(visit: Visit) -> dict[tuple[Contact, str], int]:
    reasons: Counter[tuple[Contact, str]] = Counter()
    for person in visit.people:
        if person.contact is not None and person.contact_reason:
            reasons[person.contact, person.contact_reason] += 1
    for tally in visit.tallies:
        reasons[tally.contact, tally.reason] += tally.count
    return dict(reasons)


def _checks(visit: Visit) -> dict[tuple[str, str], int]:
    """Only the four closed answers: typed values could identify somebody."""
    closed = {value.value for value in Value}
    return dict(
        Counter(
            (answer.check_id, answer.value)
            for person in visit.people
            for answer in person.answers
            if answer.value in closed
        )
    )


def _concerns(visit: Visit) -> tuple[ConcernFacts, ...]:
    facts = []
    for concern in visit.concerns:
        person = visit.person(concern.person_id) if concern.person_id else None
        groups = _groups(person) if person else ()
        facts.append(
            ConcernFacts(
                concern_id=concern.concern_id,
                category=concern.category,
                severity=concern.severity,
                put_right=concern.put_right,
                opcat=concern.opcat,
                group=groups[0] if groups else None,
            )
        )
    return tuple(facts)


def _minutes(visit: Visit) -> tuple[float | None, float | None]:
    wait, duration = visit.wait, visit.duration
    return (
        wait.total_seconds() / 60 if wait is not None else None,
        duration.total_seconds() / 60 if duration is not None else None,
    )


BED_RESULT_CHECK = "la_bed_result"
BED_RESULT_MOVED = "moved"


def _beds(visit: Visit) -> tuple[int, int]:
    """Source: PACE s.38(6); children charged and refused bail are to be moved to the local authority."""
    due = [person for person in visit.people if person.child and person.charged_refused_bail]
    results = [person.answer(BED_RESULT_CHECK) for person in due]
    moved = [result for result in results if result is not None and result.value == BED_RESULT_MOVED]
    return len(due), len(moved)


def visit_facts(visit: Visit) -> VisitFacts:
    """Extract the counts of a filed visit.

    Raises:
        ValueError: The visit was not filed (a defect).
    """
    began, filed = visit.began_at, visit.submitted_at
    if visit.suite is None or visit.outcome is None or began is None or filed is None:
        raise ValueError(f"visit {visit.visit_id} is not filed")
    beds_asked, beds_given = _beds(visit)
    wait, duration = _minutes(visit)
    return VisitFacts(
        visit_id=visit.visit_id,
        suite=visit.suite,
        kind=visit.kind,
        outcome=visit.outcome,
        visitors=visit.visitors,
        began_at=began,
        submitted_at=filed,
        left_station_at=visit.left_station_at,
        in_custody=visit.census.total or 0,
        by_contact=visit.reconciliation.by_contact,
        reasons=_reasons(visit),
        group_in_custody={
            "children": visit.census.children,
            "vulnerable": visit.census.vulnerable or 0,
            "women": visit.census.women or 0,
        },
        group_spoken=_group_spoken(visit),
        checks=_checks(visit),
        concerns=_concerns(visit),
        wait_minutes=wait,
        visit_minutes=duration,
        travel_minutes=visit.travel_minutes,
        expenses_pence=visit.expenses_pence,
        abandoned_reason=visit.abandoned_reason,
        beds_asked=beds_asked,
        beds_given=beds_given,
    )
