"""What became of a concern of an earlier visit, as the next visitors found it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from icv_app.domain.ids import ConcernId, VisitId


class Looked(StrEnum):
    """What was found of an earlier concern."""

    PUT_RIGHT = "put_right"
    STILL_SO = "still_so"
    NOT_LOOKED = "not_looked"


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """One earlier concern, looked at again on this visit.

    Attributes:
        concern_id: The earlier concern.
        visit_id: The visit it was raised on.
        category: Its category, so that the report can be read where that visit is not at hand.
        note: Free text; the concern may have been about a person, so it is sealed and erased apart.
    """

    concern_id: ConcernId
    visit_id: VisitId
    category: str
    finding: Looked
    note: str = ""
