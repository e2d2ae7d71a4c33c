"""What is kept of a visit that is erased whole: the counts that figures are made of, for the office alone.

No word, no custody number, no person: counts, codes, times, and the scheme numbers of its visitors,
without which nobody could say how many visitors were active in a year.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain
from typing import Final

from icv_app.domain.concern import ConcernStep, ConcernStepKind, EscalationLevel
from icv_app.domain.expenses import Claim, ClaimStanding, ClaimState, ExpenseKind
from icv_app.domain.ids import ConcernId, MemberId, RecordId, SuiteId, VisitId
from icv_app.domain.person import Contact
from icv_app.domain.records import RecordKind
from icv_app.domain.scheme import FIRST_DAY, LAST_DAY
from icv_app.domain.times import in_utc, start_of_london_day
from icv_app.domain.visit import Outcome, VisitKind
from icv_app.domain.visit_facts import ConcernFacts, VisitFacts, visit_facts
from icv_app.services.concern_records import steps_by_concern, steps_of
from icv_app.services.documents import from_json, to_json
from icv_app.services.expense_records import claims_in
from icv_app.services.ports import COUNTS, StoredRecord, UnitOfWork
from icv_app.services.report_records import unfit

FACTS: Final = RecordKind.ERASURE_FACTS.value
FACTS_PART: Final = "facts"

_CODE = re.compile(r"[A-Za-z0-9_.:-]{1,64}", re.ASCII)
_NO_CODE: Final = "other"
_LEVELS: Final = {level.value: level for level in EscalationLevel}

Count = tuple[str, int]
Pair = tuple[str, str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptVisit:
    """`VisitFacts` as they travel: mappings as lists, in the order of their keys."""

    visit_id: VisitId
    suite: SuiteId
    kind: VisitKind
    outcome: Outcome
    visitors: tuple[MemberId, ...]
    began_at: datetime
    submitted_at: datetime
    left_station_at: datetime | None = None
    in_custody: int = 0
    by_contact: tuple[Count, ...] = ()
    reasons: tuple[Pair, ...] = ()
    group_in_custody: tuple[Count, ...] = ()
    group_spoken: tuple[Count, ...] = ()
    checks: tuple[Pair, ...] = ()
    concerns: tuple[ConcernFacts, ...] = ()
    wait_minutes: float | None = None
    visit_minutes: float | None = None
    travel_minutes: int | None = None
    expenses_pence: int | None = None
    abandoned_reason: str | None = None
    beds_asked: int = 0
    beds_given: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptStep:
    """One step on a concern: that it was taken, when, how far up it took it and until when it asked."""

    record_id: str
    concern_id: ConcernId
    visit_id: VisitId
    kind: ConcernStepKind
    at: datetime
    level: EscalationLevel | None = None
    due: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptClaim:
    """What figures count of a claim for expenses: pence for a London day, and not whose."""

    record_id: RecordId
    day: date
    kind: ExpenseKind
    pence: int
    state: ClaimState


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFacts:
    """What one record keeps of visits, or of papers of the office, that are erased with it."""

    visits: tuple[KeptVisit, ...] = ()
    steps: tuple[KeptStep, ...] = ()
    claims: tuple[KeptClaim, ...] = ()


def facts_parts(unit: UnitOfWork, visits: Iterable[VisitId]) -> dict[str, bytes]:
    """Return the one part of a record that keeps the facts of visits about to be erased.

    A visit that was erased before is taken from what was kept of it then.
    """
    known, facts, steps = kept_visits(unit), [], []
    for visit_id in visits:
        visit = unit.visits.find(visit_id)
        one = visit_facts(visit) if visit is not None else known[visit_id]
        facts.append(_packed(one))
        steps += [
            KeptStep(
                record_id=step.record_id,
                concern_id=step.concern_id,
                visit_id=visit_id,
                kind=step.kind,
                at=step.at,
                level=_LEVELS.get(step.to_role or ""),
                due=step.due,
            )
            for concern in one.concerns
            for step in steps_of(unit, visit_id, concern.concern_id)
        ]
    return {FACTS_PART: to_json(KeptFacts(visits=tuple(facts), steps=tuple(steps)))}


def claims_parts(unit: UnitOfWork, records: Iterable[RecordId]) -> dict[str, bytes] | None:
    """Return the one part of a record that keeps what figures count of claims about to be erased, if any."""
    going = set(records)
    claims = tuple(
        KeptClaim(
            record_id=one.claim.record_id,
            day=one.claim.day,
            kind=one.claim.kind,
            pence=one.claim.total,
            state=one.state,
        )
        for one in claims_in(unit)
        if one.claim.record_id in going and FIRST_DAY <= one.claim.day <= LAST_DAY
    )
    return {FACTS_PART: to_json(KeptFacts(claims=claims))} if claims else None


def all_claims(unit: UnitOfWork) -> tuple[ClaimStanding, ...]:
    """Every claim, for figures; of those erased since what was kept, without whose they were."""
    there = claims_in(unit)
    found = {one.claim.record_id: one for one in there}
    for kept in chain.from_iterable(facts.claims for facts in _all(unit)):
        claim = Claim(
            record_id=kept.record_id,
            member_id=MemberId(""),
            day=kept.day,
            kind=kept.kind,
            at=start_of_london_day(kept.day),
            pence=kept.pence,
        )
        found.setdefault(kept.record_id, ClaimStanding(claim=claim, state=kept.state))
    return tuple(found.values())


def facts_in(record: StoredRecord) -> KeptFacts:
    """Return the facts a record keeps.

    Raises:
        SealError: It holds none, or of a visit that no figure can be made of.
        BadInput: It is not written as this version writes it.
    """
    found = _read(record)
    claims = all(FIRST_DAY <= one.day <= LAST_DAY and one.pence >= 0 for one in found.claims)
    if not claims or not all(map(_adds_up, found.visits)):
        raise unfit(record, "keeps facts that do not add up")
    return found


def kept_visits(
    unit: UnitOfWork, since: datetime | None = None, until: datetime | None = None
) -> Mapping[VisitId, VisitFacts]:
    """The facts of visits that were erased whole, by visit; what was written first stands.

    Args:
        unit: The caller's transaction.
        since, until: By `began_at`, `until` excluded; all where they are left out.
    """
    found: dict[VisitId, KeptVisit] = {}
    for kept in _all(unit):
        for visit in kept.visits:
            found.setdefault(visit.visit_id, visit)
    return {
        visit_id: _unpacked(visit)
        for visit_id, visit in found.items()
        if (since is None or since <= visit.began_at) and (until is None or visit.began_at < until)
    }


def facts_of_erased(unit: UnitOfWork) -> Sequence[VisitFacts]:
    """What is kept of visits that are no longer in this vault."""
    kept = kept_visits(unit)
    there = unit.visits.known(kept)
    return [facts for visit_id, facts in kept.items() if visit_id not in there]


def all_facts(
    unit: UnitOfWork, since: datetime | None = None, until: datetime | None = None
) -> Sequence[VisitFacts]:
    """Facts of every filed visit by `began_at`, `until` excluded, oldest first; those erased since, too."""
    there = unit.visits.facts(since, until)
    kept = dict(kept_visits(unit, since, until))
    kept.update((facts.visit_id, facts) for facts in there)
    return sorted(kept.values(), key=lambda facts: (facts.began_at, facts.visit_id))


def passing_facts(unit: UnitOfWork, since: datetime, until: datetime) -> Iterator[VisitFacts]:
    """Facts as `all_facts` gives them, one by one and in no order: there can be any number."""
    kept = kept_visits(unit, since, until)
    there = unit.visits.known(kept)
    yield from (facts for visit_id, facts in kept.items() if visit_id not in there)
    yield from unit.visits.passing_facts(since, until)


def all_steps(unit: UnitOfWork) -> Mapping[ConcernId, tuple[ConcernStep, ...]]:
    """Every step on every concern, oldest first; of those erased since, that they were taken and when."""
    steps: dict[ConcernId, dict[str, ConcernStep]] = defaultdict(dict)
    for step in chain.from_iterable(kept.steps for kept in _all(unit)):
        steps[step.concern_id][step.record_id] = ConcernStep(
            record_id=step.record_id,
            concern_id=step.concern_id,
            visit_id=step.visit_id,
            kind=step.kind,
            at=in_utc(step.at),
            by=MemberId(""),
            to_role=step.level,
            due=None if step.due is None else in_utc(step.due),
        )
    for concern_id, there in steps_by_concern(unit).items():
        steps[concern_id].update((step.record_id, step) for step in there)
    return {
        concern_id: tuple(sorted(found.values(), key=lambda step: (step.at, step.record_id)))
        for concern_id, found in steps.items()
    }


def _all(unit: UnitOfWork) -> Sequence[KeptFacts]:
    """By the time they were written, so that every device comes to the same."""
    records = [one for one in unit.records.of_kinds((FACTS,)) if one.parts and one.state in COUNTS]
    records.sort(key=lambda one: (one.written_at, one.record_id))
    return [_read(record) for record in records]


def _read(record: StoredRecord) -> KeptFacts:
    body = record.parts.get(FACTS_PART)
    if body is None:
        raise unfit(record, "keeps no facts")
    return from_json(KeptFacts, body)


def _packed(facts: VisitFacts) -> KeptVisit:
    return KeptVisit(
        visit_id=facts.visit_id,
        suite=facts.suite,
        kind=facts.kind,
        outcome=facts.outcome,
        visitors=facts.visitors,
        began_at=facts.began_at,
        submitted_at=facts.submitted_at,
        left_station_at=facts.left_station_at,
        in_custody=facts.in_custody,
        by_contact=_counts({contact.value: count for contact, count in facts.by_contact.items()}),
        reasons=_pairs(
            ((contact.value, _code(reason)), count) for (contact, reason), count in facts.reasons.items()
        ),
        group_in_custody=_counts(facts.group_in_custody),
        group_spoken=_counts(facts.group_spoken),
        checks=_pairs(((_code(check), answer), count) for (check, answer), count in facts.checks.items()),
        concerns=tuple(replace(one, category=_code(one.category)) for one in facts.concerns),
        wait_minutes=facts.wait_minutes,
        visit_minutes=facts.visit_minutes,
        travel_minutes=facts.travel_minutes,
        expenses_pence=facts.expenses_pence,
        abandoned_reason=_code(facts.abandoned_reason) if facts.abandoned_reason else facts.abandoned_reason,
        beds_asked=facts.beds_asked,
        beds_given=facts.beds_given,
    )


def _unpacked(kept: KeptVisit) -> VisitFacts:
    left = kept.left_station_at
    return VisitFacts(
        visit_id=kept.visit_id,
        suite=kept.suite,
        kind=kept.kind,
        outcome=kept.outcome,
        visitors=kept.visitors,
        began_at=in_utc(kept.began_at),
        submitted_at=in_utc(kept.submitted_at),
        left_station_at=None if left is None else in_utc(left),
        in_custody=kept.in_custody,
        by_contact={Contact(contact): count for contact, count in kept.by_contact},
        reasons={(Contact(contact), reason): count for contact, reason, count in kept.reasons},
        group_in_custody=dict(kept.group_in_custody),
        group_spoken=dict(kept.group_spoken),
        checks={(check, answer): count for check, answer, count in kept.checks},
        concerns=kept.concerns,
        wait_minutes=kept.wait_minutes,
        visit_minutes=kept.visit_minutes,
        travel_minutes=kept.travel_minutes,
        expenses_pence=kept.expenses_pence,
        abandoned_reason=kept.abandoned_reason,
        beds_asked=kept.beds_asked,
        beds_given=kept.beds_given,
    )


def _code(text: str) -> str:
    """A code of the checklist as it is; anything else could be somebody's words."""
    return text if not text or _CODE.fullmatch(text) else _NO_CODE


def _counts(counts: Mapping[str, int]) -> tuple[Count, ...]:
    return tuple(sorted(counts.items()))


def _pairs(counted: Iterable[tuple[tuple[str, str], int]]) -> tuple[Pair, ...]:
    together: Counter[tuple[str, str]] = Counter()
    for pair, count in counted:
        together[pair] += count
    return tuple((first, second, count) for (first, second), count in sorted(together.items()))


def _adds_up(kept: KeptVisit) -> bool:
    """Whether figures can be made of it: one visit that does not add up would stop a year's report."""
    try:
        facts = _unpacked(kept)
    except ValueError:
        return False  # a contact that nobody knows
    if facts.counts and facts.in_custody != sum(facts.by_contact.values()):
        return False
    counts = (facts.by_contact, facts.reasons, facts.group_in_custody, facts.group_spoken, facts.checks)
    return facts.in_custody >= 0 and all(count >= 0 for group in counts for count in group.values())
