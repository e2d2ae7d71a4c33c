"""A concern (or good practice) as the visitors raise it, and the steps the coordinator takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from icv_app.domain.ids import ConcernId, MemberId, PersonId, RaisedOnId
from icv_app.domain.justified import Justified
from icv_app.domain.person import Source

GOOD_PRACTICE = "P"


class Severity(StrEnum):
    """How soon the force must act; reply targets are scheme settings."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """One concern raised on a visit.

    Attributes:
        category: Code of the checklist, such as `C1`; `P` for good practice.
        person_id: The person it is about, or `None`.
        area: Code of the area or stock it is about, or `None`.
        text: Free text; about a person where `person_id` is set, so sealed and erased apart then.
        raised_at: When it was raised with the custody staff, UTC.
        raised_with: Role code.
        officer_told_at: When the custody officer was told; required for red.
        put_right: Put right during the visit.
        opcat: A matter for the National Preventive Mechanism.
        repeats: The concern of an earlier visit that was found to be still so.
    """

    concern_id: ConcernId
    category: str = ""
    severity: Severity = Severity.AMBER
    person_id: PersonId | None = None
    area: str | None = None
    text: str = ""
    source: Source | None = None
    raised_at: datetime | None = None
    raised_with: str | None = None
    officer_told_at: datetime | None = None
    put_right: bool = False
    opcat: bool = False
    repeats: ConcernId | None = None

    @property
    def good_practice(self) -> bool:
        """Praise, kept beside the concerns as a first-class record."""
        return self.category == GOOD_PRACTICE


class ConcernStepKind(StrEnum):
    """What the coordinator recorded about a concern."""

    SENT = "sent"
    REPLIED = "replied"
    ACCEPTED = "accepted"
    DISPUTED = "disputed"
    ESCALATED = "escalated"
    CLOSED = "closed"


class ConcernState(StrEnum):
    """Where a concern stands."""

    RAISED = "raised"
    PUT_RIGHT = "put_right"
    SENT = "sent"
    REPLIED = "replied"
    ACCEPTED = "accepted"
    DISPUTED = "disputed"
    ESCALATED = "escalated"
    CLOSED = "closed"


class EscalationLevel(StrEnum):
    """How far up a concern was taken, lowest first."""

    INSPECTOR = "inspector"
    CHIEF_INSPECTOR = "chief_inspector"
    GOVERNANCE_MEETING = "governance_meeting"


_LEVELS = tuple(EscalationLevel)


def levels_above(level: EscalationLevel | None) -> tuple[EscalationLevel, ...]:
    """The levels a concern may still be taken to; it never goes down again."""
    return _LEVELS if level is None else _LEVELS[_LEVELS.index(level) + 1 :]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernStep:
    """One dated step, kept as a record of its own and never edited.

    Attributes:
        visit_id: The visit it was raised on, or the reading of a custody record.
        text: The force's reply word for word, or the coordinator's note.
        outcome: Outcome code of the checklist, with `CLOSED`.
        to_role: Who it was sent to; with `ESCALATED` the level.
        due: Until when a reply was asked for, UTC, with `SENT` and `ESCALATED`; `None` where none was.
        justified: What the privacy guard found in a note and why it stays; a reply is kept as it came.
    """

    record_id: str
    concern_id: ConcernId
    visit_id: RaisedOnId
    kind: ConcernStepKind
    at: datetime
    by: MemberId
    text: str = ""
    outcome: str | None = None
    to_role: str | None = None
    due: datetime | None = None
    justified: tuple[Justified, ...] = ()


_ALLOWED: dict[ConcernState, frozenset[ConcernStepKind]] = {
    ConcernState.RAISED: frozenset({ConcernStepKind.SENT, ConcernStepKind.CLOSED}),
    ConcernState.PUT_RIGHT: frozenset({ConcernStepKind.SENT, ConcernStepKind.CLOSED}),
    ConcernState.SENT: frozenset(
        {ConcernStepKind.REPLIED, ConcernStepKind.ESCALATED, ConcernStepKind.CLOSED}
    ),
    ConcernState.REPLIED: frozenset({ConcernStepKind.ACCEPTED, ConcernStepKind.DISPUTED}),
    ConcernState.ACCEPTED: frozenset({ConcernStepKind.CLOSED}),
    ConcernState.DISPUTED: frozenset(
        {ConcernStepKind.SENT, ConcernStepKind.ESCALATED, ConcernStepKind.CLOSED}
    ),
    ConcernState.ESCALATED: frozenset(
        {ConcernStepKind.REPLIED, ConcernStepKind.ESCALATED, ConcernStepKind.CLOSED}
    ),
    ConcernState.CLOSED: frozenset(),
}


_ALLOWED_THANKS: dict[ConcernState, frozenset[ConcernStepKind]] = {
    ConcernState.RAISED: frozenset({ConcernStepKind.SENT, ConcernStepKind.CLOSED}),
    ConcernState.SENT: frozenset({ConcernStepKind.REPLIED, ConcernStepKind.CLOSED}),
    ConcernState.REPLIED: frozenset({ConcernStepKind.CLOSED}),
}
"""Good practice goes to the force as thanks: there is nothing to dispute or to escalate."""


@dataclass(frozen=True, slots=True)
class Progress:
    """The fold of a concern's steps.

    Attributes:
        state: Where it stands.
        level: The highest level it was taken to; kept whatever follows.
        counted: The steps that led there, oldest first.
        passed_over: Steps that could not follow: another coordinator was quicker.
    """

    state: ConcernState
    level: EscalationLevel | None = None
    counted: tuple[ConcernStep, ...] = ()
    passed_over: tuple[ConcernStep, ...] = ()

    @property
    def due(self) -> datetime | None:
        """Until when a reply was asked for, UTC; `None` where none is awaited or was asked for."""
        waiting = self.state in {ConcernState.SENT, ConcernState.ESCALATED}
        return self.counted[-1].due if waiting and self.counted else None


def steps_allowed(
    state: ConcernState, *, level: EscalationLevel | None = None, good_practice: bool = False
) -> frozenset[ConcernStepKind]:
    """The steps that may follow a state. Source: the states of a concern as the scheme publishes them."""
    if good_practice:
        return _ALLOWED_THANKS.get(state, frozenset())
    allowed = _ALLOWED[state]
    return allowed if levels_above(level) else allowed - {ConcernStepKind.ESCALATED}


def progress_of(concern: Concern, steps: Iterable[ConcernStep]) -> Progress:
    """Fold the steps of a concern, taken in the order of their time.

    A step that cannot follow (two coordinators at once), or that would escalate
    to a level already reached, is passed over, so every device comes to the same
    state and level in any order of arrival.
    """
    state = ConcernState.PUT_RIGHT if concern.put_right and not concern.good_practice else ConcernState.RAISED
    level: EscalationLevel | None = None
    counted: list[ConcernStep] = []
    passed_over: list[ConcernStep] = []
    for step in sorted(steps, key=lambda step: (step.at, step.record_id)):
        allowed = steps_allowed(state, level=level, good_practice=concern.good_practice)
        if step.kind not in allowed or not _goes_up(step, level):
            passed_over.append(step)
            continue
        state = ConcernState(step.kind.value)
        level = _level_of(step) or level
        counted.append(step)
    return Progress(state, level, tuple(counted), tuple(passed_over))


def state_after(concern: Concern, steps: Iterable[ConcernStep]) -> ConcernState:
    """Where a concern stands after its steps; see `progress_of`."""
    return progress_of(concern, steps).state


def _level_of(step: ConcernStep) -> EscalationLevel | None:
    """The level a step takes a concern to; a role of a scheme's own is none of them."""
    escalated = step.kind is ConcernStepKind.ESCALATED and step.to_role in set(EscalationLevel)
    return EscalationLevel(str(step.to_role)) if escalated else None


def _goes_up(step: ConcernStep, level: EscalationLevel | None) -> bool:
    to = _level_of(step)
    return to is None or to in levels_above(level)
