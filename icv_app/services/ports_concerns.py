"""What the services need of the store about concerns: lists, counts and what came up before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from icv_app.domain.concern import Severity
from icv_app.domain.concern_list import ConcernPart, ConcernStage, ListedConcern
from icv_app.domain.ids import ConcernId, SuiteId
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.visit_facts import ConcernFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernFilter:
    """Which concerns of the filed reports; what is `None` is not looked at.

    Attributes:
        stage: Column of the board.
        still_open: Neither settled nor good practice.
        thanks: Good practice only, or concerns only.
        since, until: Of the beginning of the visit, UTC; `until` is left out.
    """

    part: ConcernPart | None = None
    stage: ConcernStage | None = None
    severity: Severity | None = None
    still_open: bool = False
    thanks: bool | None = None
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernCounts:
    """How many concerns there are of each kind.

    Attributes:
        red_to_do: Of those that wait for the coordinator.
        thanks_owed: Good practice that nobody thanked the force for yet.
    """

    by_part: Mapping[ConcernPart, int] = field(default_factory=dict)
    by_stage: Mapping[ConcernStage, int] = field(default_factory=dict)
    red_to_do: int = 0
    thanks_owed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedConcern:
    """A concern, and where it was raised.

    Attributes:
        raised_on: The visit, or the reading of a custody record; `number` is the concern's place in it.
        began_at: When the visit began, or the record was read, UTC.
    """

    raised_on: str
    number: int
    suite: SuiteId
    began_at: datetime
    facts: ConcernFacts


class ConcernRepository(Protocol):
    """Concerns and good practice by where they stand; neither a visit nor a custody record is read."""

    def list_from_records(self, concerns: Iterable[RaisedConcern]) -> None:
        """List these as all the concerns that were raised on custody records."""
        ...

    def listed(
        self, wanted: ConcernFilter, now: datetime, *, limit: int | None = None
    ) -> Sequence[ListedConcern]:
        """At most `limit` matching concerns.

        What is to do stands red first and the oldest first among them, so do the columns of the board
        that are not settled (good practice last); what is overdue stands by its due time, other lists
        newest visit first.
        """
        ...

    def count(self, wanted: ConcernFilter, now: datetime) -> int:
        """How many concerns match."""
        ...

    def counts(self, now: datetime) -> ConcernCounts:
        """Count all concerns by part and column."""
        ...

    def reckon_due(self, settings: SchemeSettings) -> None:
        """Reckon anew until when replies are awaited where the step that asked does not say so."""
        ...

    def find(self, concern_id: ConcernId) -> ListedConcern | None:
        """Return one concern, or `None`."""
        ...

    def alike(
        self, suite: SuiteId, category: str, since: datetime, before: datetime
    ) -> Sequence[ListedConcern]:
        """Concerns of a category raised on visits to a suite in a span (its end left out), oldest first."""
        ...
