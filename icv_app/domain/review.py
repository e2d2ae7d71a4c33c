"""What happens to a report after it is filed: receipt, question, answer, approval, agreement."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from icv_app.domain.ids import MemberId, RecordId, VisitId
from icv_app.domain.justified import Justified


class ReviewEventKind(StrEnum):
    """One dated word about a filed report."""

    RECEIVED = "received"
    RETURNED = "returned"
    ANSWERED = "answered"
    APPROVED = "approved"
    AGREED = "agreed"
    DISSENTED = "dissented"
    ADDENDUM = "addendum"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewEvent:
    """One record about a report; never edited.

    Attributes:
        text: The question, the answer, the addendum or the note of dissent.
        sees: The record ids of the events the author had before them when deciding.
        justified: What the privacy guard found in the text and why it stays.
        declared_on: On whose laptop a word of agreement was given before filing; `None` where the
            author's own device signed it. No record that travels has it.
    """

    record_id: RecordId
    visit_id: VisitId
    kind: ReviewEventKind
    at: datetime
    by: MemberId
    text: str = ""
    sees: tuple[RecordId, ...] = ()
    justified: tuple[Justified, ...] = ()
    declared_on: MemberId | None = None


class ReviewState(StrEnum):
    """Where a filed report stands, in the order of the work."""

    FILED = "filed"
    RECEIVED = "received"
    RETURNED = "returned"
    ANSWERED = "answered"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Review:
    """The fold of a report's events.

    Attributes:
        state: Where it stands.
        events: All events, oldest first; both of two concurrent decisions are among them.
        question: The open question, while returned.
    """

    state: ReviewState
    events: tuple[ReviewEvent, ...]
    question: ReviewEvent | None


def fold_review(events: Iterable[ReviewEvent]) -> Review:
    """Fold a report's events to the state every device comes to, in any order of arrival.

    A question stays open until an answer that saw it, or until an approval that
    saw it: an approval made without knowing of the question does not lift it
    ("returned" wins over a concurrent "approved").
    """
    ordered = tuple(sorted(set(events), key=lambda event: (event.at, event.record_id)))
    lifting = {ReviewEventKind.ANSWERED, ReviewEventKind.APPROVED}
    seen_by_lifting = {record for event in ordered if event.kind in lifting for record in event.sees}
    questions = [event for event in ordered if event.kind is ReviewEventKind.RETURNED]
    open_questions = [event for event in questions if event.record_id not in seen_by_lifting]
    if open_questions:
        return Review(ReviewState.RETURNED, ordered, open_questions[-1])
    answers = {event.record_id for event in ordered if event.kind is ReviewEventKind.ANSWERED}
    approvals = [event for event in ordered if event.kind is ReviewEventKind.APPROVED]
    if any(answers <= set(approval.sees) for approval in approvals):
        return Review(ReviewState.APPROVED, ordered, None)
    if answers:
        return Review(ReviewState.ANSWERED, ordered, None)
    if approvals:
        return Review(ReviewState.APPROVED, ordered, None)
    if any(event.kind is ReviewEventKind.RECEIVED for event in ordered):
        return Review(ReviewState.RECEIVED, ordered, None)
    return Review(ReviewState.FILED, ordered, None)
