"""Approving many reports at once: looked at together, decided one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from icv_app.domain.ids import RecordId, VisitId
from icv_app.domain.review import ReviewState, fold_review
from icv_app.domain.visit import Stage
from icv_app.errors import IcvError
from icv_app.services.ports import OpenUnit
from icv_app.services.review_events import review_events
from icv_app.services.reviews import ReviewService
from icv_app.words import _

WAITING = frozenset({ReviewState.FILED, ReviewState.RECEIVED, ReviewState.ANSWERED})
"""States in which a report waits for the coordinator; one with an open question is decided by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """One report as it stood when the coordinator was asked whether to approve it.

    Attributes:
        seen: Every word about it that was there.
    """

    visit_id: VisitId
    state: ReviewState
    seen: tuple[RecordId, ...]

    @property
    def waits(self) -> bool:
        """Whether it can be approved with others."""
        return self.state in WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class NotApproved:
    """A report that was to be approved with others and is not.

    Attributes:
        why: In a sentence for the coordinator.
    """

    visit_id: VisitId
    why: str


class ApprovalService:
    """Holds no state of its own."""

    def __init__(self, open_reading: OpenUnit, reviews: ReviewService) -> None:
        self._open_reading = open_reading
        self._reviews = reviews

    def look(self, visit_ids: Iterable[VisitId]) -> tuple[LookedAt, ...]:
        """How these reports stand now; what is no filed report of this vault is left out."""
        found = []
        with self._open_reading() as unit:
            for visit_id in dict.fromkeys(visit_ids):
                visit = unit.visits.find(visit_id)
                if visit is not None and visit.stage is Stage.SUBMITTED:
                    review = fold_review(review_events(unit, visit))
                    seen = tuple(event.record_id for event in review.events)
                    found.append(LookedAt(visit_id=visit_id, state=review.state, seen=seen))
        return tuple(found)

    def approve(self, looked: Iterable[LookedAt]) -> tuple[NotApproved, ...]:
        """Approve each report as it was looked at; return those that are not approved for all that.

        Each decision is kept by itself: one that fails leaves the others as they are.
        """
        failed = []
        for one in looked:
            why = self._approve(one)
            if why:
                failed.append(NotApproved(visit_id=one.visit_id, why=why))
        return tuple(failed)

    def _approve(self, one: LookedAt) -> str:
        if not one.waits:
            return _("It did not wait for a decision.")
        try:
            review = self._reviews.approve(one.visit_id, seen=one.seen)
        except IcvError as error:
            return error.user_text
        if review.state is ReviewState.RETURNED:
            return _("A question was asked about it meanwhile. It stays returned; your approval is kept.")
        if review.state is ReviewState.ANSWERED:
            return _("Its visitors answered meanwhile. Read the answer and decide again.")
        return ""
