"""Where each visitor stands to a filed report: rule 13.

The author signs by filing. Every other visitor agrees or dissents: declared on the
author's laptop before the first signature, or later by a record their own device signs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.review import ReviewEvent, ReviewEventKind
from icv_app.domain.visit import SecondVisitor, Visit

WORDS = frozenset({ReviewEventKind.AGREED, ReviewEventKind.DISSENTED})


class Agreement(StrEnum):
    """Where a report, or one visitor of it, stands after filing. None of them blocks anything."""

    AWAITING = "awaiting"
    AGREED = "agreed"
    DISSENTED = "dissented"
    """Agreed with a note of dissent: the report and the note both stand."""
    UNSIGNED = "unsigned"
    """A word is missing for longer than the scheme waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorsWord:
    """One visitor's word on a report somebody else filed.

    Attributes:
        said: What counts of what they said; `None` while their word is missing.
    """

    member_id: MemberId
    state: Agreement
    said: ReviewEvent | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreements:
    """The fold of every word on one report.

    Attributes:
        words: One for each visitor but the author, as they are named in the report.
    """

    state: Agreement
    words: tuple[VisitorsWord, ...]

    @property
    def missing(self) -> tuple[MemberId, ...]:
        """Visitors whose word has not come."""
        return tuple(word.member_id for word in self.words if word.said is None)


def declared_words(visit: Visit) -> tuple[ReviewEvent, ...]:
    """What the report itself says: words given on the author's laptop before it was filed."""
    if visit.submitted_at is None:
        return ()
    others = [member for member in visit.visitors if member != visit.author]
    found: list[ReviewEvent] = []
    for place, member in enumerate(others):
        second, note = visit.sign_off.word_of(member, place)
        if second in (None, SecondVisitor.LATER):
            continue
        dissents = second is SecondVisitor.DISSENTS_HERE
        name = f"declared-{visit.visit_id}" if place == 0 else f"declared-{visit.visit_id}-{member}"
        found.append(
            ReviewEvent(
                record_id=RecordId(name),
                visit_id=visit.visit_id,
                kind=ReviewEventKind.DISSENTED if dissents else ReviewEventKind.AGREED,
                at=visit.submitted_at,
                by=member,
                text=note if dissents else "",
                declared_on=visit.author,
            )
        )
    return tuple(found)


def fold_agreements(
    visit: Visit, events: Iterable[ReviewEvent], *, unsigned_after: timedelta, now: datetime
) -> Agreements:
    """Fold what was said about a filed report, in any order of arrival.

    A visitor's own signed word goes before one that was declared for them; of several of
    their own, a dissent goes before an agreement, so that nothing said against is lost;
    of several alike the first counts. Every event stays in the history.

    Args:
        visit: Filed.
        events: Everything said about it; what nobody may say is passed over.
        unsigned_after: How long the scheme waits for a word.
        now: UTC.
    """
    said = [event for event in events if event.kind in WORDS]
    overdue = visit.submitted_at is not None and now - visit.submitted_at > unsigned_after
    missing = Agreement.UNSIGNED if overdue else Agreement.AWAITING
    words = []
    for member in dict.fromkeys(visit.visitors):
        if member == visit.author:
            continue
        word = min((event for event in said if event.by == member), key=_weight, default=None)
        words.append(VisitorsWord(member_id=member, state=_state(word, missing), said=word))
    states = {word.state for word in words}
    order = (Agreement.UNSIGNED, Agreement.AWAITING, Agreement.DISSENTED, Agreement.AGREED)
    whole = next((state for state in order if state in states), Agreement.AGREED)
    return Agreements(state=whole, words=tuple(words))


def _state(word: ReviewEvent | None, missing: Agreement) -> Agreement:
    if word is None:
        return missing
    return Agreement.DISSENTED if word.kind is ReviewEventKind.DISSENTED else Agreement.AGREED


def _weight(event: ReviewEvent) -> tuple[bool, bool, datetime, str]:
    return (
        event.declared_on is not None,
        event.kind is ReviewEventKind.AGREED,
        event.at,
        event.record_id,
    )
