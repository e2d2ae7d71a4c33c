"""The plan of the demo year: every visit and everything that follows it, drawn from one seed.

Pure: the same seed, checklist and sentences make the same plan. Identifiers in it are
local to the plan (`visit-001`, `person-03`, `concern-02`); recording gives them real ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

from icv_app.demo.aftermath import Aftermath, Office, Remark
from icv_app.demo.answering import AnswerSheet
from icv_app.demo.attempts import Attempt, attempts
from icv_app.demo.contacts import census, meet, row_as_written, rows_and_tallies
from icv_app.demo.detained import in_custody
from icv_app.demo.errands import Errand
from icv_app.demo.findings import Deck, SuiteRound, observed, staffing
from icv_app.demo.published_words import published_words
from icv_app.demo.remarks import remarks
from icv_app.demo.samples import samples
from icv_app.demo.scheme import PRESENT, Targets
from icv_app.demo.sentences import Sentences
from icv_app.demo.telling import notices
from icv_app.demo.time_given import time_given
from icv_app.domain.checklist import Checklist
from icv_app.domain.ids import MemberId, VisitId
from icv_app.domain.scheme import Member
from icv_app.domain.visit import (
    ChecklistRef,
    DelayExplanation,
    Outcome,
    SecondVisitor,
    SignOff,
    Visit,
    VisitKind,
)

_THRESHOLD = timedelta(minutes=10)
_BY_HAND_EVERY = 40
"""Every so many visits are typed answer by answer, as on the screen; the others row by row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedVisit:
    """One visit of the plan.

    Attributes:
        visit: The finished draft, ready to be submitted.
        started_at: When the visitor begins to record it, UTC.
        filed_at: When it is submitted, UTC.
        by_hand: It is recorded answer by answer.
    """

    visit: Visit
    started_at: datetime
    filed_at: datetime
    aftermath: Aftermath
    by_hand: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The whole year.

    Attributes:
        visits: In the order in which they are filed.
        errands: What is done beside them.
        kept: Whose vault is kept: they wrote most reports, so there is most to see in it.
    """

    seed: int
    visits: tuple[PlannedVisit, ...]
    errands: tuple[Errand, ...]
    kept: MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What a plan is drawn in."""

    targets: Targets
    members: Sequence[Member]
    checklist: Checklist
    sentences: Sentences
    notices: Sequence[Mapping[str, Any]]
    words: Sequence[Mapping[str, Any]]


def plan_year(seed: int, world: World) -> Plan:
    """Draw the year."""
    rng = Random(seed)  # noqa: S311 - a plan to repeat, not a secret
    writer = _Writer(rng, world, Deck(rng, world.checklist))
    drafts = [
        writer.write(place, attempt)
        for place, attempt in enumerate(attempts(rng, world.targets, world.members, world.sentences), start=1)
    ]
    visits = _with_aftermath(rng, world, drafts)
    authors = [planned.visit.author for planned in visits]
    kept = max(sorted(set(authors)), key=authors.count)
    # A draw of its own, so that the visits stay what they were whatever is done beside them.
    beside = Random(f"{seed}/beside")  # noqa: S311 - likewise
    return Plan(
        seed=seed,
        visits=_with_remarks(beside, world, visits, kept),
        errands=tuple(_errands(beside, world, kept)),
        kept=kept,
    )


def _errands(rng: Random, world: World, kept: MemberId) -> Iterator[Errand]:
    names = [member.member_id for member in world.members]
    yield from notices(rng, world.notices, world.members, kept)
    yield from time_given(rng, world.members)
    yield from published_words(world.words)
    yield from samples(rng, world.sentences, names, kept)


def _with_remarks(
    rng: Random, world: World, visits: Sequence[PlannedVisit], kept: MemberId
) -> tuple[PlannedVisit, ...]:
    """In the vault that is kept, what was said of the last reports has not been opened."""
    own = sorted(
        (one for one in visits if kept in one.visit.visitors), key=lambda one: one.aftermath.approval.at
    )

    def said_of(one: PlannedVisit) -> tuple[Remark, ...]:
        lately = {"thanked": one is own[-1], "commented": one in own[-3:-1]}
        return tuple(remarks(rng, world.sentences, one.visit, one.aftermath, **lately))

    return tuple(replace(one, aftermath=replace(one.aftermath, remarks=said_of(one))) for one in visits)


@dataclass(frozen=True, slots=True)
class _Draft:
    visit: Visit
    started_at: datetime
    filed_at: datetime


@dataclass(slots=True)
class _Writer:
    """Writes the report of each attempt."""

    rng: Random
    world: World
    deck: Deck

    def write(self, place: int, attempt: Attempt) -> _Draft:
        visit = self._bare(place, attempt)
        if attempt.outcome is not Outcome.ABANDONED and attempt.kind is not VisitKind.TELEPHONE:
            visit = self._inside(visit, attempt)
        visit = replace(visit, sign_off=self._sign_off())
        return _Draft(visit, self._started(attempt), self._filed(attempt))

    def _bare(self, place: int, attempt: Attempt) -> Visit:
        rng, crew = self.rng, attempt.crew
        return Visit(
            visit_id=VisitId(f"visit-{place:03d}"),
            suite=attempt.suite,
            kind=attempt.kind,
            author=crew.author,
            visitors=(crew.author, crew.second),
            trainee=crew.trainee,
            observers=("icva_assessor",) if place in {40, 41} else (),
            checklist=ChecklistRef(
                checklist_id=self.world.checklist.checklist_id, version=self.world.checklist.version
            ),
            arrived_at=attempt.arrived_at,
            entered_at=attempt.entered_at,
            left_suite_at=attempt.left_suite_at,
            left_station_at=attempt.left_station_at,
            delay=self._delay(attempt),
            outcome=attempt.outcome,
            abandoned_reason=attempt.abandoned_reason,
            abandoned_note=attempt.note if attempt.outcome is Outcome.ABANDONED else "",
            part_reason=attempt.note if attempt.outcome is Outcome.PART else "",
            raised_with_officer=attempt.note if attempt.kind is VisitKind.TELEPHONE else "",
            travel_minutes=0 if attempt.kind is VisitKind.TELEPHONE else rng.randrange(20, 95, 5),
            expenses_pence=0 if attempt.kind is VisitKind.TELEPHONE else rng.randrange(270, 2340, 45),
            debrief_wanted=False,
            created_at=attempt.arrived_at or attempt.entered_at or PRESENT,
        )

    def _delay(self, attempt: Attempt) -> DelayExplanation:
        if attempt.wait <= _THRESHOLD:
            return DelayExplanation()
        rng = self.rng
        reason = rng.choices(
            ("busy", "incident", "staff_short", "no_answer", "not_recognised", "danger"),
            (36, 22, 18, 12, 8, 4),
        )[0]
        return DelayExplanation(
            reason=reason,
            explained_by=rng.choice(("custody_sergeant", "detention_officer", "station_staff")),
            danger=reason == "danger",
            note=self.world.sentences.one(rng, "delay") if rng.random() < 0.5 else "",
        )

    def _inside(self, visit: Visit, attempt: Attempt) -> Visit:
        """Everything found once the visitors were let in."""
        rng, sentences, at = self.rng, self.world.sentences, attempt.entered_at
        if at is None or attempt.left_suite_at is None:
            raise ValueError(f"{visit.visit_id}: inside without times")
        people = in_custody(rng, attempt.suite, at, attempt.in_custody, attempt.children.in_custody)
        met = meet(rng, sentences, at, people, attempt.children, attempt.spoken_to)
        rows, tallies = rows_and_tallies(rng, met, at)
        if attempt.outcome is Outcome.PART:
            tallies = tallies[: len(tallies) // 2]
        sheet = AnswerSheet(rng, sentences, self.world.checklist, at, attempt.left_suite_at, met.beds)
        rows = tuple(sheet.fill(row_as_written(row)) for row in rows)
        walk = SuiteRound(sheet, self.deck)
        found = walk.look()
        walk.raise_what_else(rows, attempt.wait > _THRESHOLD)
        wanted = rng.random() < 0.035
        return replace(
            visit,
            staffing=staffing(rng, attempt.in_custody),
            census=census(rng, met.everybody, at),
            people=rows,
            tallies=tallies,
            areas=found.areas,
            stocks=found.stocks,
            observed=observed(rng, self.world.checklist),
            concerns=tuple(sheet.concerns),
            positive_practice=self._now_and_then("positive_practice", 0.4),
            force_comment=self._now_and_then("force_comment", 0.25),
            raised_with_officer=sentences.one(rng, "raised_with_officer"),
            officer_response=sentences.one(rng, "officer_response"),
            debrief_wanted=wanted,
            debrief_note=sentences.one(rng, "debrief") if wanted else "",
        )

    def _now_and_then(self, subject: str, share: float) -> str:
        return self.world.sentences.one(self.rng, subject) if self.rng.random() < share else ""

    def _sign_off(self) -> SignOff:
        later = self.rng.random() < 0.22
        return SignOff(
            no_names_used=True,
            nobody_known=True,
            both_agree=not later,
            second=SecondVisitor.LATER if later else SecondVisitor.AGREED_HERE,
        )

    def _started(self, attempt: Attempt) -> datetime:
        """At the counter where a laptop was allowed, else straight after."""
        begin = attempt.arrived_at or attempt.entered_at or attempt.left_station_at
        return begin if self.rng.random() < 0.6 else attempt.left_station_at + timedelta(minutes=15)

    def _filed(self, attempt: Attempt) -> datetime:
        rng, left = self.rng, attempt.left_station_at
        hours = rng.uniform(0.6, 2.5) if rng.random() < 0.6 else rng.uniform(2.5, 20)
        if PRESENT - left < timedelta(days=4):
            hours = rng.uniform(0.6, 6)
        elif rng.random() < 0.045:
            hours = rng.uniform(25, 62)
        return (left + timedelta(hours=hours)).replace(microsecond=0)


def _with_aftermath(rng: Random, world: World, drafts: Sequence[_Draft]) -> tuple[PlannedVisit, ...]:
    """Draw what follows each report; a few are chosen for a question, a dissent or an addendum."""
    ordered = sorted(drafts, key=lambda draft: (draft.filed_at, draft.visit.visit_id))
    early = [draft for draft in ordered if PRESENT - draft.filed_at > timedelta(days=19)]
    returned = {draft.visit.visit_id for draft in rng.sample(early, world.targets.returned)}
    later = [d.visit.visit_id for d in early if d.visit.sign_off.second is SecondVisitor.LATER]
    here = [d.visit.visit_id for d in early if d.visit.sign_off.second is SecondVisitor.AGREED_HERE]
    unsigned = set(rng.sample(later, min(4, len(later) // 2)))
    dissents = set(
        rng.sample([one for one in later if one not in unsigned], min(1, len(later) - len(unsigned)))
    )
    dissents_here = set(rng.sample(here, 1))
    addenda = set(rng.sample([draft.visit.visit_id for draft in early], min(3, len(early))))
    office = Office(rng, world.sentences)
    planned = []
    for place, draft in enumerate(ordered):
        visit, name = draft.visit, draft.visit.visit_id
        if name in dissents_here:
            visit = _dissenting(rng, world.sentences, visit)
        aftermath = office.aftermath(
            visit,
            draft.filed_at,
            returned=name in returned,
            unsigned=name in unsigned,
            dissent=name in dissents,
            addendum=name in addenda,
        )
        planned.append(
            PlannedVisit(
                visit=visit,
                started_at=draft.started_at,
                filed_at=draft.filed_at,
                aftermath=aftermath,
                by_hand=place % _BY_HAND_EVERY == 7,
            )
        )
    return tuple(planned)


def _dissenting(rng: Random, sentences: Sentences, visit: Visit) -> Visit:
    sign_off = replace(
        visit.sign_off,
        both_agree=False,
        second=SecondVisitor.DISSENTS_HERE,
        dissent_note=sentences.one(rng, "dissent"),
    )
    return replace(visit, sign_off=sign_off)
