"""Chasing a concern: sent to the force, replied, accepted or disputed, escalated, closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from icv_app.domain.concern import (
    Concern,
    ConcernState,
    ConcernStep,
    ConcernStepKind,
    state_after,
    steps_allowed,
)
from icv_app.domain.ids import ConcernId, MemberId, RecordId, VisitId
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.visit import Stage, Visit
from icv_app.errors import NotFound, RuleBroken
from icv_app.services.concern_records import STEP, step_parts, steps_by_concern, steps_of
from icv_app.services.identity import Identity
from icv_app.services.ports import Addressees, Clock, OpenUnit, UnitOfWork, VisitFilter
from icv_app.services.records import RecordBook
from icv_app.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledConcern:
    """One concern of a filed report, good practice apart.

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
    """The coordinator's steps on a concern. Each is a record of its own and is never edited."""

    def __init__(self, open_unit: OpenUnit, clock: Clock, identity: Identity, records: RecordBook) -> None:
        self._open_unit = open_unit
        self._clock = clock
        self._identity = identity
        self._records = records

    def all(self) -> Sequence[FiledConcern]:
        """Every concern of every filed report, newest visit first."""
        found: list[FiledConcern] = []
        with self._open_unit() as unit:
            steps = steps_by_concern(unit)
            for summary in unit.visits.summaries(VisitFilter(stage=Stage.SUBMITTED)):
                if any(summary.severities.values()):
                    visit = unit.visits.get(summary.visit_id)
                    settings = unit.settings.version(visit.settings_version)
                    found.extend(_filed(visit, settings, steps))
        return found

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
            NotFound, RuleBroken, StoreError: As `send`.
        """
        return self._step(visit_id, concern_id, ConcernStepKind.REPLIED, text=words, at=replied_at)

    def accept(self, visit_id: VisitId, concern_id: ConcernId, *, note: str = "") -> ConcernState:
        """Accept the force's reply.

        Raises:
            NotFound, RuleBroken, StoreError: As `send`.
        """
        return self._step(visit_id, concern_id, ConcernStepKind.ACCEPTED, text=note)

    def dispute(self, visit_id: VisitId, concern_id: ConcernId, *, note: str) -> ConcernState:
        """Dispute the force's reply.

        Raises:
            NotFound, RuleBroken, StoreError: As `send`.
        """
        return self._step(visit_id, concern_id, ConcernStepKind.DISPUTED, text=note)

    def escalate(
        self, visit_id: VisitId, concern_id: ConcernId, *, to_role: str, note: str = ""
    ) -> ConcernState:
        """Take a concern one level up.

        Raises:
            NotFound, RuleBroken, StoreError: As `send`.
        """
        return self._step(visit_id, concern_id, ConcernStepKind.ESCALATED, text=note, to_role=to_role)

    def close(
        self, visit_id: VisitId, concern_id: ConcernId, *, outcome: str, note: str = ""
    ) -> ConcernState:
        """Close a concern with its outcome (code of the checklist).

        Raises:
            NotFound, RuleBroken, StoreError: As `send`.
        """
        return self._step(visit_id, concern_id, ConcernStepKind.CLOSED, text=note, outcome=outcome)

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
    ) -> ConcernState:
        self._needs_coordinator()
        with self._open_unit() as unit:
            concern, visitors = _concern(unit, visit_id, concern_id)
            before = steps_of(unit, concern_id)
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
                at=at or self._clock.now(),
                by=self._identity.member_id,
                text=text,
                outcome=outcome,
                to_role=to_role,
            )
            # The visitors hear of the outcome; the steps on the way stay in the office.
            told = visitors if kind is ConcernStepKind.CLOSED else ()
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

    def _needs_coordinator(self) -> None:
        if not self._identity.coordinator:
            raise RuleBroken(
                f"member {self._identity.member_id}: not a coordinator",
                user_text=_("Only a coordinator can follow up a concern."),
            )


def _filed(
    visit: Visit, settings: SchemeSettings, steps: Mapping[ConcernId, tuple[ConcernStep, ...]]
) -> Iterator[FiledConcern]:
    for concern in visit.concerns:
        if not concern.good_practice:
            own = steps.get(concern.concern_id, ())
            yield FiledConcern(
                concern=concern,
                visit=visit,
                settings=settings,
                state=state_after(concern, own),
                steps=own,
            )


def _concern(
    unit: UnitOfWork, visit_id: VisitId, concern_id: ConcernId
) -> tuple[Concern, tuple[MemberId, ...]]:
    visit = unit.visits.get(visit_id)
    concern = visit.concern(concern_id)
    if concern is None:
        raise NotFound(
            f"visit {visit_id}: no concern {concern_id}",
            user_text=_("That concern is not part of this report. Open the report again."),
        )
    return concern, visit.visitors
