"""Chasing a concern: sent to the force, replied, accepted or disputed, escalated, closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from icv_app.domain.concern import (
    GOOD_PRACTICE,
    Concern,
    ConcernState,
    ConcernStep,
    ConcernStepKind,
    state_after,
    steps_allowed,
)
from icv_app.domain.ids import ConcernId, RecordId, SuiteId, VisitId
from icv_app.domain.justified import Justified
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.visit import Visit
from icv_app.domain.visit_facts import ConcernFacts, VisitFacts
from icv_app.errors import NotFound, RuleBroken
from icv_app.services.concern_records import STEP, step_parts, steps_by_concern, steps_of
from icv_app.services.identity import Identity
from icv_app.services.ports import Addressees, Clock, OpenUnit
from icv_app.services.privacy import GuardFor, let_pass
from icv_app.services.records import RecordBook
from icv_app.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernLine:
    """One line of the list of concerns: where it stands, without its words.

    Attributes:
        began_at: When its visit began, UTC.
        steps: Oldest first.
    """

    facts: ConcernFacts
    visit_id: VisitId
    suite: SuiteId
    began_at: datetime
    state: ConcernState
    steps: tuple[ConcernStep, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledConcern:
    """One concern of a filed report with its words.

    Attributes:
        settings: The settings its visit was made under.
        steps: Oldest first.
    """

    concern: Concern
    visit: Visit
    settings: SchemeSettings
    state: ConcernState
    steps: tuple[ConcernStep, ...]


class ConcernService:
    """The coordinator's steps on a concern. Each is a record of its own and is never edited.

    A note goes through the privacy guard: with words that seem to identify somebody it is refused
    (`RuleBroken`), unless `justified` says of each why it stays.
    """

    def __init__(
        self,
        open_unit: OpenUnit,
        clock: Clock,
        identity: Identity,
        records: RecordBook,
        *,
        guard_for: GuardFor,
    ) -> None:
        self._open_unit = open_unit
        self._guard_for = guard_for
        self._clock = clock
        self._identity = identity
        self._records = records

    def all(self) -> Sequence[ConcernLine]:
        """Every concern of every filed report, good practice apart, newest visit first."""
        with self._open_unit() as unit:
            steps = steps_by_concern(unit)
            visits = unit.visits.facts()
        return [
            _line(concern, visit, steps.get(concern.concern_id, ()))
            for visit in reversed(visits)
            for concern in visit.concerns
            if concern.category != GOOD_PRACTICE
        ]

    def read(self, visit_id: VisitId, concern_id: ConcernId) -> FiledConcern:
        """Return one concern with its words.

        Raises:
            NotFound: The report or the concern is not in this vault.
        """
        with self._open_unit() as unit:
            visit = unit.visits.get(visit_id)
            concern, steps = _of(visit, concern_id), steps_of(unit, visit_id, concern_id)
            return FiledConcern(
                concern=concern,
                visit=visit,
                settings=unit.settings.version(visit.settings_version),
                state=state_after(concern, steps),
                steps=steps,
            )

    def send(self, visit_id: VisitId, concern_id: ConcernId, *, to_role: str) -> ConcernState:
        """Note that a concern was sent to somebody at the force.

        Raises:
            NotFound: The report or the concern is not in this vault.
            RuleBroken: The step cannot follow, or the member is not a coordinator.
            StoreError: Nothing was changed on disk.
        """
        return self._step(visit_id, concern_id, ConcernStepKind.SENT, to_role=to_role)

    def note_reply(
        self, visit_id: VisitId, concern_id: ConcernId, *, words: str, replied_at: datetime | None = None
    ) -> ConcernState:
        """Keep the force's reply word for word, with when it came (UTC; now where not given).

        Raises:
            RuleBroken: Also where it has no words, or would have come before what it answers.
            NotFound, StoreError: As `send`.
        """
        if not words.strip():
            raise RuleBroken(
                f"concern {concern_id}: an empty reply",
                user_text=_("Write down the force's reply word for word first."),
            )
        return self._step(visit_id, concern_id, ConcernStepKind.REPLIED, text=words, at=replied_at)

    def accept(
        self,
        visit_id: VisitId,
        concern_id: ConcernId,
        *,
        note: str = "",
        justified: Iterable[Justified] = (),
    ) -> ConcernState:
        """Accept the force's reply.

        Raises:
            NotFound, RuleBroken, StoreError: As `send`.
        """
        return self._step(visit_id, concern_id, ConcernStepKind.ACCEPTED, text=note, justified=justified)

    def dispute(
        self, visit_id: VisitId, concern_id: ConcernId, *, note: str, justified: Iterable[Justified] = ()
    ) -> ConcernState:
        """Dispute the force's reply.

        Raises:
            NotFound, RuleBroken, StoreError: As `send`.
        """
        return self._step(visit_id, concern_id, ConcernStepKind.DISPUTED, text=note, justified=justified)

    def escalate(
        self,
        visit_id: VisitId,
        concern_id: ConcernId,
        *,
        to_role: str,
        note: str = "",
        justified: Iterable[Justified] = (),
    ) -> ConcernState:
        """Take a concern one level up.

        Raises:
            NotFound, RuleBroken, StoreError: As `send`.
        """
        return self._step(
            visit_id, concern_id, ConcernStepKind.ESCALATED, text=note, to_role=to_role, justified=justified
        )

    def close(
        self,
        visit_id: VisitId,
        concern_id: ConcernId,
        *,
        outcome: str,
        note: str = "",
        justified: Iterable[Justified] = (),
    ) -> ConcernState:
        """Close a concern with its outcome (code of the checklist).

        Raises:
            NotFound, RuleBroken, StoreError: As `send`.
        """
        return self._step(
            visit_id, concern_id, ConcernStepKind.CLOSED, text=note, outcome=outcome, justified=justified
        )

    def _step(
        self,
        visit_id: VisitId,
        concern_id: ConcernId,
        kind: ConcernStepKind,
        *,
        text: str = "",
        outcome: str | None = None,
        to_role: str | None = None,
        at: datetime | None = None,
        justified: Iterable[Justified] = (),
    ) -> ConcernState:
        self._needs_coordinator()
        with self._open_unit() as unit:
            visit = unit.visits.get(visit_id)
            concern = _of(visit, concern_id)
            stays: tuple[Justified, ...] = ()
            # Rule 15: a reply is kept word for word; names in it are masked where it is published.
            if kind is not ConcernStepKind.REPLIED:
                guard = self._guard_for(unit.settings.version(visit.settings_version))
                stays = let_pass(guard, text, justified, about=f"concern {concern_id}")
            before = steps_of(unit, visit_id, concern_id)
            if kind not in steps_allowed(state_after(concern, before)):
                raise RuleBroken(
                    f"concern {concern_id}: {kind} cannot follow {state_after(concern, before)}",
                    user_text=_("That step cannot follow where this concern stands. Look at its history."),
                )
            step = ConcernStep(
                record_id=self._records.new_id(),
                concern_id=concern_id,
                visit_id=visit_id,
                kind=kind,
                at=self._following(before, at),
                by=self._identity.member_id,
                text=text,
                outcome=outcome,
                to_role=to_role,
                justified=stays,
            )
            if state_after(concern, (*before, step)) is not _state_of(step):
                raise RuleBroken(
                    f"concern {concern_id}: {kind} dated before the step it follows",
                    user_text=_("A reply cannot have come before the concern was sent. Check the date."),
                )
            # The visitors hear of the outcome; the steps on the way stay in the office.
            told = visit.visitors if kind is ConcernStepKind.CLOSED else ()
            self._records.write(
                unit,
                kind=STEP,
                subject=concern_id,
                parts=step_parts(step),
                addressees=Addressees(office=True, members=told),
                record_id=RecordId(step.record_id),
            )
            unit.commit()
        return state_after(concern, (*before, step))

    def _following(self, before: tuple[ConcernStep, ...], given: datetime | None) -> datetime:
        """The time of a step: as given, or now.

        A moment after the last step where both fall on one moment, or where that one was
        dated by a clock ahead of this one: the fold goes by these times.
        """
        moment = given or self._clock.now()
        if before and (moment == before[-1].at or (given is None and moment < before[-1].at)):
            return before[-1].at + timedelta(microseconds=1)
        return moment

    def _needs_coordinator(self) -> None:
        if not self._identity.coordinator:
            raise RuleBroken(
                f"member {self._identity.member_id}: not a coordinator",
                user_text=_("Only a coordinator can follow up a concern."),
            )


def _line(facts: ConcernFacts, visit: VisitFacts, steps: tuple[ConcernStep, ...]) -> ConcernLine:
    bare = Concern(concern_id=facts.concern_id, put_right=facts.put_right)
    return ConcernLine(
        facts=facts,
        visit_id=visit.visit_id,
        suite=visit.suite,
        began_at=visit.began_at,
        state=state_after(bare, steps),
        steps=steps,
    )


def _state_of(step: ConcernStep) -> ConcernState:
    return ConcernState(step.kind.value)


def _of(visit: Visit, concern_id: ConcernId) -> Concern:
    concern = visit.concern(concern_id)
    if concern is None:
        raise NotFound(
            f"visit {visit.visit_id}: no concern {concern_id}",
            user_text=_("That concern is not part of this report. Open the report again."),
        )
    return concern
