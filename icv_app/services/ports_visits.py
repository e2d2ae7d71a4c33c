"""What the services need of the store about visits: keeping, listing and finding them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from icv_app.domain.concern import Severity
from icv_app.domain.finding import Term
from icv_app.domain.ids import MemberId, SuiteId, VisitId
from icv_app.domain.review import ReviewState
from icv_app.domain.visit import Outcome, Stage, Visit, VisitKind
from icv_app.domain.visit_facts import VisitFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitSummary:
    """One line of a list of visits: counts and states, no words and no custody numbers.

    Attributes:
        began_at: Entry, or arrival where nobody got in, or when the draft was begun; UTC.
        severities: Concerns (good practice apart) by severity.
        review: `None` while a draft.
        review_changed_at: When the review state last changed, UTC.
        late: Filed later after leaving than the scheme's threshold.
    """

    visit_id: VisitId
    suite: SuiteId | None
    kind: VisitKind
    stage: Stage
    outcome: Outcome | None
    author: MemberId
    visitors: tuple[MemberId, ...]
    began_at: datetime
    submitted_at: datetime | None
    in_custody: int
    spoken_to: int
    severities: Mapping[Severity, int]
    good_practice: int
    review: ReviewState | None
    review_changed_at: datetime | None
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFilter:
    """Which visits a list shows; empty means all.

    Attributes:
        since, until: By `began_at`, UTC; `until` excluded.
        author: Who recorded it.
        beside: A visitor of it who did not record it.
        with_concerns: Only those with a concern; good practice is none.
        late: Only those filed late.
    """

    stage: Stage | None = None
    kind: VisitKind | None = None
    suite: SuiteId | None = None
    member: MemberId | None = None
    review: frozenset[ReviewState] = frozenset()
    since: datetime | None = None
    until: datetime | None = None
    author: MemberId | None = None
    beside: MemberId | None = None
    with_concerns: bool = False
    late: bool = False

    def takes(self, line: VisitSummary) -> bool:
        """Whether a visit matches."""
        pair = (line.author, *line.visitors)
        return (
            (self.stage is None or line.stage is self.stage)
            and (self.suite is None or line.suite == self.suite)
            and (self.member is None or self.member in pair)
            and (not self.review or line.review in self.review)
            and (self.since is None or self.since <= line.began_at)
            and (self.until is None or line.began_at < self.until)
            and (self.kind is None or line.kind is self.kind)
            and (self.author is None or line.author == self.author)
            and (self.beside is None or (self.beside in pair and line.author != self.beside))
            and (not self.with_concerns or any(line.severities.values()))
            and (not self.late or line.late)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledVisit:
    """A filed visit as it comes into a vault, with what lists show beside it.

    Attributes:
        late: Whether it was filed later than the scheme allows.
        review: Where its review stands, since `review_changed_at`.
    """

    visit: Visit
    late: bool
    review: ReviewState
    review_changed_at: datetime


class VisitRepository(Protocol):
    """Visits: drafts and filed reports."""

    def get(self, visit_id: VisitId) -> Visit:
        """Return one visit.

        Raises:
            NotFound: It is not in this vault.
        """
        ...

    def find(self, visit_id: VisitId) -> Visit | None:
        """Return one visit, or `None`."""
        ...

    def put(self, visit: Visit, *, late: bool = False) -> None:
        """Insert or replace by identifier; a filed visit's facts are stored beside it."""
        ...

    def remove_filed(self, visit_id: VisitId) -> None:
        """Take away a filed visit of which no report counts any more; nothing where there is none."""
        ...

    def document_of(self, visit: Visit) -> bytes:
        """The document of a visit; of one read or put a moment ago in this unit, as it is stored."""
        ...

    def known(self, visit_ids: Iterable[VisitId]) -> Set[VisitId]:
        """Those of these visits that are in this vault."""
        ...

    def add_filed(self, filed: Sequence[FiledVisit]) -> None:
        """Insert filed visits of which none is in this vault yet: many take much less time together."""
        ...

    def remove_draft(self, visit_id: VisitId) -> None:
        """Delete a draft.

        Raises:
            NotFound: No draft has this identifier.
        """
        ...

    def summaries(
        self, wanted: VisitFilter, *, limit: int | None = None, offset: int = 0
    ) -> Sequence[VisitSummary]:
        """Matching visits, newest first; at most `limit` of them after leaving out `offset`."""
        ...

    def count(self, wanted: VisitFilter) -> int:
        """How many visits match."""
        ...

    def set_review(self, visit_id: VisitId, state: ReviewState, changed_at: datetime) -> None:
        """Note where a filed report stands.

        Raises:
            NotFound: No filed visit has this identifier.
        """
        ...

    def summaries_of(self, visit_ids: Iterable[VisitId]) -> Mapping[VisitId, VisitSummary]:
        """Those of these visits that are in this vault."""
        ...

    def longest_filed(self, wanted: VisitFilter, *, limit: int) -> Sequence[VisitSummary]:
        """At most `limit` matching visits, those filed first before the others."""
        ...

    def visitors(self, since: datetime, until: datetime) -> Set[MemberId]:
        """Who made a filed visit that began in a span, its end left out."""
        ...

    def first_filed(self) -> datetime | None:
        """When the oldest filed visit began, UTC; `None` while there is none."""
        ...

    def count_drafts(self) -> int:
        """How many visits are being recorded here."""
        ...

    def facts(self, since: datetime | None = None, until: datetime | None = None) -> Sequence[VisitFacts]:
        """Facts of filed visits by `began_at`, `until` excluded, oldest first."""
        ...

    def passing_facts(self, since: datetime, until: datetime) -> Iterator[VisitFacts]:
        """Facts of filed visits by `began_at`, `until` excluded, read one by one: there can be any number."""
        ...

    def filed_at(self, suite: SuiteId, *, since: datetime, before: datetime, limit: int) -> Sequence[Visit]:
        """The latest filed visits to a suite in a span (its end excluded), newest first."""
        ...

    def last_filed_at(self, suite: SuiteId, before: datetime) -> Visit | None:
        """The latest filed visit to a suite before a moment."""
        ...


@dataclass(frozen=True, slots=True)
class SearchedTerm:
    """A term, and the suites whose names hold it: a visit to one of them has it everywhere."""

    term: Term
    suites: tuple[SuiteId, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundPassage:
    """Words that were found.

    Attributes:
        path: Where they stand, see `icv_app.domain.finding.place_of`.
        about: The custody number of whom they are about, if they are.
        snippet: Some of the words in their order, each piece with whether it is what was looked for.
    """

    visit: VisitSummary
    path: str
    about: str
    snippet: tuple[tuple[str, bool], ...]


class SearchRepository(Protocol):
    """Finds words in visits and in what was said about them."""

    def find(
        self, asked: Sequence[SearchedTerm], wanted: VisitFilter, *, limit: int
    ) -> Sequence[FoundPassage]:
        """Passages with all that is asked, of matching visits, newest visit first; none if nothing is."""
        ...

    def unread_drafts(self) -> Sequence[VisitId]:
        """Drafts of which `find` does not know the words: they were edited since `reindex`."""
        ...

    def reindex(self, visit_id: VisitId) -> None:
        """Read the words of one visit again from what is there; what was erased can be found no longer."""
        ...
