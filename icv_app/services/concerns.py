"""Chasing a concern: sent to the force, replied, accepted or disputed, escalated, closed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from icv_app.domain.concern import (
    Concern,
    ConcernState,
    ConcernStep,
    ConcernStepKind,
    EscalationLevel,
    Progress,
    levels_above,
    progress_of,
    steps_allowed,
)
from icv_app.domain.concern_list import ListedConcern
from icv_app.domain.concern_origin import RaisedOn
from icv_app.domain.ids import ConcernId, RaisedOnId, RecordId
from icv_app.domain.justified import Justified
from icv_app.domain.scheme import ReplyTarget, SchemeSettings
from icv_app.domain.visit import ChecklistRef, Visit
from icv_app.errors import RuleBroken
from icv_app.figures.concerns import due_of, reply_due
from icv_app.services.concern_origins import checklist_of, concern_of, raised_on, settings_of
from icv_app.services.concern_records import STEP, earlier_alike, step_parts, steps_of, steps_of_each
from icv_app.services.identity import Identity
from icv_app.services.ports import Addressees, Clock, OpenUnit, UnitOfWork
from icv_app.services.ports_concerns import ConcernCounts, ConcernFilter
from icv_app.services.privacy import GuardFor, let_pass
from icv_app.services.records import RecordBook
from icv_app.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernLine:
    """One line of the list of concerns: where it stands, without its words."""

    listed: ListedConcern
    progress: Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledConcern:
    """One concern of a filed report, or of a custody record that was read, with its words.

    Attributes:
        settings: The settings its visit was made under.
        steps: Oldest first, those that could not follow included.
        earlier: The like concerns of earlier visits to the suite within the scheme's months, oldest first,
            as they stand today.
    """

    concern: Concern
    visit: RaisedOn
    settings: SchemeSettings
    progress: Progress
    steps: tuple[ConcernStep, ...]
    earlier: tuple[ListedConcern, ...] = ()

    @property
    def checklist(self) -> ChecklistRef:
        """Whose words it is told in."""
        return checklist_of(self.visit, self.settings)

    @property
    def state(self) -> ConcernState:
        """Where it stands."""
        return self.progress.state

    @property
    def target(self) -> ReplyTarget:
        """How soon the force is asked to reply; nothing is asked for good practice."""
        if self.concern.good_practice:
            return ReplyTarget()
        return self.settings.reply_targets.get(self.concern.severity, ReplyTarget())

    def asked_until(self, now: datetime, to_role: str) -> datetime | None:
        """Until when a reply is asked for, UTC: as it was sent there, or as if it were sent now."""
        waiting, counted = due_of(self.progress, self.target), self.progress.counted
        if waiting is not None and counted[-1].to_role == to_role:
            return waiting
        return reply_due(now, self.target)


_ALL = ConcernFilter()
_WITHOUT_STEPS = frozenset({ConcernState.RAISED, ConcernState.PUT_RIGHT})
"""States to which no step leads."""


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
        open_reading: OpenUnit | None = None,
        *,
        guard_for: GuardFor,
    ) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._guard_for = guard_for
        self._clock = clock
        self._identity = identity
        self._records = records

    def lines(self, wanted: ConcernFilter = _ALL, *, limit: int | None = None) -> Sequence[ConcernLine]:
        """At most `limit` concerns and good practice, in the order the filter stands for.

        What is to do stands red first and the oldest first among them, what is overdue by its due time,
        other lists newest visit first.
        """
        with self._open_reading() as unit:
            return _lines(unit, unit.concerns.listed(wanted, self._clock.now(), limit=limit))

    def line(self, concern_id: ConcernId) -> ConcernLine | None:
        """One concern as the list shows it, or `None`."""
        with self._open_reading() as unit:
            found = unit.concerns.find(concern_id)
            return _lines(unit, (found,))[0] if found is not None else None

    def counts(self) -> ConcernCounts:
        """How many concerns stand where now."""
        with self._open_reading() as unit:
            return unit.concerns.counts(self._clock.now())

    def read(self, visit_id: RaisedOnId, concern_id: ConcernId) -> FiledConcern:
        """Return one concern with its words.

        Raises:
            NotFound: The report or the concern is not in this vault.
        """
        with self._open_unit() as unit:
            visit = raised_on(unit, visit_id)
            concern, steps = concern_of(visit, concern_id), steps_of(unit, visit_id, concern_id)
            settings = settings_of(unit, visit)
            return FiledConcern(
                concern=concern,
                visit=visit,
                settings=settings,
                progress=progress_of(concern, steps),
                steps=steps,
                earlier=_earlier(unit, visit, concern),
            )

    def send(self, visit_id: RaisedOnId, concern_id: ConcernId, *, to_role: str) -> ConcernState:
        """Note that a concern, or good practice as thanks, was sent to somebody at the force.

        Until when a reply is asked for is kept with it, by the targets the visit was made under.

        Raises:
            NotFound: The report or the concern is not in this vault.
            RuleBroken: The step cannot follow, or the member is not a coordinator.
            StoreError: Nothing was changed on disk.
        """
        return self._step(visit_id, concern_id, ConcernStepKind.SENT, to_role=to_role)

    def note_reply(
        self, visit_id: RaisedOnId, concern_id: ConcernId, *, words: str, replied_at: datetime | None = None
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
        visit_id: RaisedOnId,
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
        self, visit_id: RaisedOnId, concern_id: ConcernId, *, note: str, justified: Iterable[Justified] = ()
    ) -> ConcernState:
        """Dispute the force's reply.

        Raises:
            NotFound, RuleBroken, StoreError: As `send`.
        """
        return self._step(visit_id, concern_id, ConcernStepKind.DISPUTED, text=note, justified=justified)

    def escalate(
        self,
        visit_id: RaisedOnId,
        concern_id: ConcernId,
        *,
        to_role: str,
        note: str = "",
        justified: Iterable[Justified] = (),
    ) -> ConcernState:
        """Take a concern further up: `to_role` is an `EscalationLevel` above the one it was taken to.

        Raises:
            RuleBroken: Also where it is no such level.
            NotFound, StoreError: As `send`.
        """
        return self._step(
            visit_id, concern_id, ConcernStepKind.ESCALATED, text=note, to_role=to_role, justified=justified
        )

    def close(
        self,
        visit_id: RaisedOnId,
        concern_id: ConcernId,
        *,
        outcome: str | None,
        note: str = "",
        justified: Iterable[Justified] = (),
    ) -> ConcernState:
        """Close a concern with its outcome (code of the checklist); good practice has none.

        Raises:
            NotFound, RuleBroken, StoreError: As `send`.
        """
        return self._step(
            visit_id, concern_id, ConcernStepKind.CLOSED, text=note, outcome=outcome, justified=justified
        )

    def _step(
        self,
        visit_id: RaisedOnId,
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
            visit = raised_on(unit, visit_id)
            concern = concern_of(visit, concern_id)
            stays: tuple[Justified, ...] = ()
            # Rule 15: a reply is kept word for word; names in it are masked where it is published.
            if kind is not ConcernStepKind.REPLIED:
                guard = self._guard_for(settings_of(unit, visit))
                stays = let_pass(guard, text, justified, about=f"concern {concern_id}")
            before = steps_of(unit, visit_id, concern_id)
            _check_may_follow(concern, progress_of(concern, before), kind, to_role, outcome)
            moment = self._following(before, at)
            step = ConcernStep(
                record_id=self._records.new_id(),
                concern_id=concern_id,
                visit_id=visit_id,
                kind=kind,
                at=moment,
                by=self._identity.member_id,
                text=text,
                outcome=outcome,
                to_role=to_role,
                due=_due(concern, kind, moment, settings_of(unit, visit)),
                justified=stays,
            )
            after = progress_of(concern, (*before, step))
            if step not in after.counted or after.state is not ConcernState(kind.value):
                raise RuleBroken(
                    f"concern {concern_id}: {kind} dated before the step it follows",
                    user_text=_("A reply cannot have come before the concern was sent. Check the date."),
                )
            # The visitors hear of the outcome; the steps on the way stay in the office.
            closed = kind is ConcernStepKind.CLOSED and isinstance(visit, Visit)
            told = visit.visitors if closed else ()
            self._records.write(
                unit,
                kind=STEP,
                subject=concern_id,
                parts=step_parts(step),
                addressees=Addressees(office=True, members=told),
                record_id=RecordId(step.record_id),
            )
            unit.commit()
        return after.state

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


def _lines(unit: UnitOfWork, listed: Sequence[ListedConcern]) -> list[ConcernLine]:
    moved = (one.concern_id for one in listed if one.state not in _WITHOUT_STEPS)
    steps = steps_of_each(unit, moved)
    return [ConcernLine(listed=one, progress=_progress(one, steps.get(one.concern_id, ()))) for one in listed]


def _progress(listed: ListedConcern, steps: Iterable[ConcernStep]) -> Progress:
    """The fold of the steps of a listed concern."""
    if listed.state in _WITHOUT_STEPS:
        return Progress(listed.state)
    own = [step for step in steps if step.visit_id == listed.visit_id]
    return progress_of(Concern(concern_id=listed.concern_id, category=listed.category), own)


def _earlier(unit: UnitOfWork, visit: RaisedOn, concern: Concern) -> tuple[ListedConcern, ...]:
    if visit.began_at is None or visit.suite is None or concern.good_practice:
        return ()
    months = settings_of(unit, visit).repeat_months
    return earlier_alike(unit, visit.suite, concern.category, visit.began_at, months)


def _due(concern: Concern, kind: ConcernStepKind, at: datetime, settings: SchemeSettings) -> datetime | None:
    if kind not in {ConcernStepKind.SENT, ConcernStepKind.ESCALATED} or concern.good_practice:
        return None
    return reply_due(at, settings.reply_targets.get(concern.severity, ReplyTarget()))


def _check_may_follow(
    concern: Concern,
    progress: Progress,
    kind: ConcernStepKind,
    to_role: str | None,
    outcome: str | None,
) -> None:
    """Raises: RuleBroken."""
    allowed = steps_allowed(progress.state, level=progress.level, good_practice=concern.good_practice)
    if kind not in allowed:
        raise RuleBroken(
            f"concern {concern.concern_id}: {kind} cannot follow {progress.state}",
            user_text=_("That step cannot follow where this concern stands. Look at its history."),
        )
    if kind is ConcernStepKind.ESCALATED and to_role not in levels_above(progress.level):
        known = to_role in set(EscalationLevel)
        raise RuleBroken(
            f"concern {concern.concern_id}: {to_role} is not above {progress.level}",
            user_text=_("This concern was taken to that level already. Choose a higher one.")
            if known
            else _("Choose the level this concern is taken to."),
        )
    if kind is ConcernStepKind.CLOSED and not outcome and not concern.good_practice:
        raise RuleBroken(
            f"concern {concern.concern_id}: closed without an outcome",
            user_text=_("Choose the outcome before you close this concern."),
        )
