"""What a list of concerns shows of each, and the parts and columns it is divided into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from icv_app.domain.concern import GOOD_PRACTICE, ConcernState, EscalationLevel, Severity
from icv_app.domain.ids import ConcernId, SuiteId, VisitId

SETTLED = frozenset({ConcernState.PUT_RIGHT, ConcernState.CLOSED})
WITH_FORCE = frozenset({ConcernState.SENT, ConcernState.ESCALATED})
"""States in which the force is to reply."""


class ConcernPart(StrEnum):
    """Which concerns are listed."""

    TO_DO = "to_do"
    OVERDUE = "overdue"
    WITH_FORCE = "with_force"
    SETTLED = "settled"
    THANKS = "thanks"
    ALL = "all"


class ConcernStage(StrEnum):
    """The columns of the board, in the order of the work."""

    NOT_SENT = "not_sent"
    WITH_FORCE = "with_force"
    REPLIED = "replied"
    DISPUTED = "disputed"
    SETTLED = "settled"


STAGES = {
    ConcernState.RAISED: ConcernStage.NOT_SENT,
    ConcernState.PUT_RIGHT: ConcernStage.SETTLED,
    ConcernState.SENT: ConcernStage.WITH_FORCE,
    ConcernState.REPLIED: ConcernStage.REPLIED,
    ConcernState.ACCEPTED: ConcernStage.REPLIED,
    ConcernState.DISPUTED: ConcernStage.DISPUTED,
    ConcernState.ESCALATED: ConcernStage.WITH_FORCE,
    ConcernState.CLOSED: ConcernStage.SETTLED,
}
"""The column of each state; thanks that were sent wait for nothing and are settled."""


def part_of(*, good_practice: bool, state: ConcernState, overdue: bool) -> ConcernPart:
    """What a concern waits for: the coordinator, the force, or nothing; good practice is apart."""
    if good_practice:
        return ConcernPart.THANKS
    if state in SETTLED:
        return ConcernPart.SETTLED
    return ConcernPart.WITH_FORCE if state in WITH_FORCE and not overdue else ConcernPart.TO_DO


def stage_of(*, good_practice: bool, state: ConcernState) -> ConcernStage:
    """The column of a concern on the board."""
    if good_practice and state is not ConcernState.RAISED:
        return ConcernStage.SETTLED
    return STAGES[state]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedConcern:
    """One concern without its words: what it is and where it stands.

    Attributes:
        visit_id: The filed visit it was raised on; `from_record`, the reading of a custody record.
        began_at: When its visit began, or its record was read, UTC.
        level: The highest level it was taken to.
        due: Until when a reply is awaited, UTC; `None` where none is.
    """

    concern_id: ConcernId
    visit_id: VisitId
    suite: SuiteId
    began_at: datetime
    category: str
    severity: Severity
    state: ConcernState
    level: EscalationLevel | None = None
    due: datetime | None = None
    from_record: bool = False

    @property
    def good_practice(self) -> bool:
        """Whether it is praise, to be sent as thanks."""
        return self.category == GOOD_PRACTICE

    @property
    def still_open(self) -> bool:
        """Whether it is a concern that is neither closed nor was put right during the visit."""
        return not self.good_practice and self.state not in SETTLED

    def overdue(self, now: datetime) -> bool:
        """Whether the force's reply is late."""
        return self.due is not None and now > self.due

    def part(self, now: datetime) -> ConcernPart:
        """What it waits for."""
        return part_of(good_practice=self.good_practice, state=self.state, overdue=self.overdue(now))

    def is_in(self, part: ConcernPart, now: datetime) -> bool:
        """Whether it is listed there; what is overdue is to be chased and stands in both parts."""
        if part is ConcernPart.OVERDUE:
            return self.overdue(now)
        return part in {ConcernPart.ALL, self.part(now)}

    @property
    def stage(self) -> ConcernStage:
        """Its column on the board."""
        return stage_of(good_practice=self.good_practice, state=self.state)
