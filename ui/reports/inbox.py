"""Which reports the inbox reads: of many years the newest, and the newest that pass the filters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from icv_app.domain.review import ReviewState
from icv_app.domain.visit import Stage
from icv_app.services.ports_visits import VisitFilter, VisitSummary
from icv_app.words import _
from ui.entries.numbers import say_count

if TYPE_CHECKING:
    from icv_app.services.desk import Desk

MOST_LISTED = 1_000
_APPROVED = frozenset({ReviewState.APPROVED})
_OPEN = frozenset(ReviewState) - _APPROVED


@dataclass(frozen=True, slots=True)
class Inbox:
    """What was read.

    Attributes:
        reports: Newest first.
        older: Approved reports that pass the filters and are too old to be listed.
    """

    reports: tuple[VisitSummary, ...] = ()
    older: int = 0

    def older_words(self) -> tuple[str, ...]:
        """Say that there is more, if there is."""
        if not self.older:
            return ()
        words = _("{n} older approved ones not listed: use the filters or the search")
        return (words.format(n=say_count(self.older)),)


def read_inbox(desk: Desk, narrowed: VisitFilter, most: int = MOST_LISTED) -> Inbox:
    """Read what waits, whatever the filters, and what passes them; of each the newest `most`."""
    filed = replace(narrowed, stage=Stage.SUBMITTED)
    approved = replace(filed, review=_APPROVED)
    asked = {
        VisitFilter(stage=Stage.SUBMITTED, review=_OPEN): None,
        replace(filed, review=_OPEN): None,
        approved: None,
    }
    found = {wanted: desk.visits.list(wanted, limit=most) for wanted in asked}
    listed = {one.visit_id: one for reports in found.values() for one in reports}
    newest_first = sorted(listed.values(), key=lambda one: (one.began_at, one.visit_id), reverse=True)
    cut = len(found[approved]) == most
    return Inbox(tuple(newest_first), desk.visits.count(approved) - most if cut else 0)
