"""A concern (or good practice) as the visitors raise it, and the steps the coordinator takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from icv_app.domain.ids import ConcernId, MemberId, PersonId, VisitId
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


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernStep:
    """One dated step, kept as a record of its own and never edited.

    Attributes:
        text: The force's reply word for word, or the coordinator's note.
        outcome: Outcome code of the checklist, with `CLOSED`.
        to_role: Who it was sent or escalated to.
        justified: What the privacy guard found in a note and why it stays; a reply is kept as it came.
    """

    record_id: str
    concern_id: ConcernId
    visit_id: VisitId
    kind: ConcernStepKind
    at: datetime
    by: MemberId
    text: str = ""
    outcome: str | None = None
    to_role: str | None = None
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


def steps_allowed(state: ConcernState) -> frozenset[ConcernStepKind]:
    """The steps that may follow a state. Source: the states of a concern as the scheme publishes them."""
    return _ALLOWED[state]


def state_after(concern: Concern, steps: Iterable[ConcernStep]) -> ConcernState:
    """Where a concern stands after its steps, taken in the order of their time.

    A step that cannot follow (two coordinators at once) is passed over, so
    every device comes to the same state.
    """
    state = ConcernState.PUT_RIGHT if concern.put_right else ConcernState.RAISED
    for step in sorted(steps, key=lambda step: (step.at, step.record_id)):
        if step.kind in steps_allowed(state):
            state = ConcernState(step.kind.value)
    return state
