"""Visits: documents, with the columns that lists show and the facts that figures need beside them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal_column,
    select,
)
from sqlalchemy import update as change

from icv_app.domain.concern import Severity
from icv_app.domain.ids import MemberId, SuiteId, VisitId
from icv_app.domain.person import Contact
from icv_app.domain.review import ReviewState
from icv_app.domain.visit import Outcome, Stage, Visit, VisitKind
from icv_app.domain.visit_facts import VisitFacts, visit_facts
from icv_app.errors import NotFound
from icv_app.services.documents import to_json, visit_from_json
from icv_app.services.ports import StoredRecord
from icv_app.services.ports_visits import FiledVisit, VisitFilter, VisitSummary
from icv_app.store import tables
from icv_app.store.concern_rows import ConcernRows
from icv_app.store.coverage_rows import CoverageRows
from icv_app.store.facts_codec import pack_facts, unpack_facts
from icv_app.store.passages import PassageIndex
from icv_app.store.records import SqlRecordRepository
from icv_app.store.statements import AT_ONCE, upsert
from icv_app.words import _

_AT_HAND = 2
"""An edit reads one document and writes another; each of a large visit takes a while to write."""
_VISITS = tables.visits.c
_DOCUMENTS = tables.visit_documents.c
_FACTS = tables.visit_facts.c
_MEMBERS = tables.visit_members.c
# Looking a value up in a dict is several times quicker than calling the enum.
_KINDS = {kind.value: kind for kind in VisitKind}
_STAGES = {stage.value: stage for stage in Stage}
_OUTCOMES = {outcome.value: outcome for outcome in Outcome}
_REVIEWS = {state.value: state for state in ReviewState}


def _kept_while_filed(column: str) -> ColumnElement[Any]:
    """What the review says of a report stays when the report is put again; a draft has no review."""
    new: ColumnElement[Any] = literal_column(f"excluded.{column}")
    return case((new.is_(None), None), else_=func.coalesce(_VISITS[column], new))


_PUT_ROW = upsert(
    tables.visits,
    "visit_id",
    {column: _kept_while_filed(column) for column in ("review", "review_changed_at")},
)
_PUT_DOCUMENT = upsert(tables.visit_documents, "visit_id")
_PUT_FACTS = upsert(tables.visit_facts, "visit_id")
# Built once: building a statement for each edit costs more than running it.
_FIND = select(_DOCUMENTS.document).where(_DOCUMENTS.visit_id == bindparam("wanted"))
_REMOVE_FACTS = delete(tables.visit_facts).where(_FACTS.visit_id == bindparam("wanted"))
_REMOVE_MEMBERS = delete(tables.visit_members).where(
    _MEMBERS.visit_id == bindparam("wanted"), _MEMBERS.member_id.not_in(bindparam("kept", expanding=True))
)
_KNOWN = select(_VISITS.visit_id).where(_VISITS.visit_id.in_(bindparam("wanted", expanding=True)))
_ADD_ROW, _ADD_DOCUMENT = insert(tables.visits), insert(tables.visit_documents)
_ADD_FACTS = insert(tables.visit_facts)
_ADD_MEMBERS = insert(tables.visit_members).prefix_with("OR IGNORE")
_SET_REVIEW = (
    change(tables.visits)
    .where(_VISITS.visit_id == bindparam("wanted"), _VISITS.stage == Stage.SUBMITTED.value)
    .values(review=bindparam("state"), review_changed_at=bindparam("at"))
)


class SqlVisitRepository:
    """`VisitRepository` over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._documents: deque[tuple[Visit, bytes]] = deque(maxlen=_AT_HAND)

    def get(self, visit_id: VisitId) -> Visit:
        """Return one visit.

        Raises:
            NotFound: It is not in this vault.
        """
        visit = self.find(visit_id)
        if visit is None:
            raise _unknown(visit_id)
        return visit

    def find(self, visit_id: VisitId) -> Visit | None:
        """Return one visit, or `None`."""
        document = self._connection.scalar(_FIND, {"wanted": visit_id})
        if document is None:
            return None
        visit = visit_from_json(document)
        self._documents.append((visit, document))
        return visit

    def document_of(self, visit: Visit) -> bytes:
        """The document of a visit; of one read or put a moment ago in this unit, as it is stored."""
        for known, document in self._documents:
            if known is visit:
                return document
        return to_json(visit)

    def put(self, visit: Visit, *, late: bool = False) -> None:
        """Insert or replace by identifier; a filed visit's facts are stored beside it."""
        self._connection.execute(_PUT_ROW, _columns(visit, late=late))
        document = to_json(visit)
        self._documents.append((visit, document))
        self._connection.execute(_PUT_DOCUMENT, {"visit_id": visit.visit_id, "document": document})
        self._put_members(visit)
        if visit.stage is Stage.SUBMITTED:
            facts = visit_facts(visit)
            self._connection.execute(_PUT_FACTS, _facts_row(facts))
            CoverageRows(self._connection).put(facts)
            ConcernRows(self._connection).put(facts, self._said_about([visit]))
        else:
            self._connection.execute(_REMOVE_FACTS, {"wanted": visit.visit_id})
            CoverageRows(self._connection).remove(visit.visit_id)
            ConcernRows(self._connection).remove(visit.visit_id)
        index = PassageIndex(self._connection)
        if visit.stage is Stage.DRAFT:
            index.forget(visit.visit_id)  # read in again when somebody searches: edits come fast
        elif index.knows(visit.visit_id):
            index.put_visit(visit)
        else:  # words about it may have come before it
            index.add([visit], self._said_about([visit]))

    def known(self, visit_ids: Iterable[VisitId]) -> Set[VisitId]:
        """Those of these visits that are in this vault."""
        wanted, found = tuple(visit_ids), set[VisitId]()
        for at in range(0, len(wanted), AT_ONCE):
            found.update(self._connection.scalars(_KNOWN, {"wanted": wanted[at : at + AT_ONCE]}))
        return found

    def add_filed(self, filed: Sequence[FiledVisit]) -> None:
        """Insert filed visits of which none is in this vault yet: many take much less time together."""
        if not filed:
            return
        visits = [one.visit for one in filed]
        rows = [
            _columns(one.visit, late=one.late)
            | {"review": one.review.value, "review_changed_at": one.review_changed_at}
            for one in filed
        ]
        self._connection.execute(_ADD_ROW, rows)
        documents = [{"visit_id": visit.visit_id, "document": to_json(visit)} for visit in visits]
        self._connection.execute(_ADD_DOCUMENT, documents)
        self._connection.execute(_ADD_MEMBERS, [row for visit in visits for row in _member_rows(visit)])
        facts = [visit_facts(visit) for visit in visits]
        self._connection.execute(_ADD_FACTS, [_facts_row(one) for one in facts])
        CoverageRows(self._connection).add(facts)
        # Words about them may have come before them.
        said = self._said_about(visits)
        ConcernRows(self._connection).add(facts, said)
        PassageIndex(self._connection).add(visits, said)

    def remove_filed(self, visit_id: VisitId) -> None:
        """Take away a filed visit of which no report counts any more; nothing where there is none."""
        PassageIndex(self._connection).forget(visit_id)
        ConcernRows(self._connection).remove(visit_id)
        filed = and_(_VISITS.visit_id == visit_id, _VISITS.stage == Stage.SUBMITTED.value)
        self._connection.execute(delete(tables.visits).where(filed))

    def remove_draft(self, visit_id: VisitId) -> None:
        """Delete a draft.

        Raises:
            NotFound: No draft has this identifier.
        """
        draft = and_(_VISITS.visit_id == visit_id, _VISITS.stage == Stage.DRAFT.value)
        if self._connection.execute(delete(tables.visits).where(draft)).rowcount == 0:
            raise NotFound(f"draft {visit_id}", user_text=_("That draft is not on this computer."))

    def summaries(
        self, wanted: VisitFilter, *, limit: int | None = None, offset: int = 0
    ) -> Sequence[VisitSummary]:
        """Matching visits, newest first; at most `limit` of them after leaving out `offset`."""
        query = (
            select(tables.visits)
            .where(*conditions(wanted))
            .order_by(_VISITS.began_at.desc(), _VISITS.visit_id.desc())
            .limit(-1 if limit is None else limit)
            .offset(offset)
        )
        return [summary_of(tuple(row)) for row in self._connection.execute(query)]

    def summaries_of(self, visit_ids: Iterable[VisitId]) -> Mapping[VisitId, VisitSummary]:
        """Those of these visits that are in this vault."""
        wanted = sorted(set(visit_ids))
        found: dict[VisitId, VisitSummary] = {}
        for at in range(0, len(wanted), AT_ONCE):
            query = select(tables.visits).where(_VISITS.visit_id.in_(wanted[at : at + AT_ONCE]))
            for row in self._connection.execute(query):
                summary = summary_of(tuple(row))
                found[summary.visit_id] = summary
        return found

    def longest_filed(self, wanted: VisitFilter, *, limit: int) -> Sequence[VisitSummary]:
        """At most `limit` matching visits, those filed first before the others."""
        filed = func.coalesce(_VISITS.submitted_at, _VISITS.began_at)
        query = select(tables.visits).where(*conditions(wanted)).order_by(filed, _VISITS.visit_id)
        return [summary_of(tuple(row)) for row in self._connection.execute(query.limit(limit))]

    def count(self, wanted: VisitFilter) -> int:
        """How many visits match."""
        query = select(func.count()).select_from(tables.visits).where(*conditions(wanted))
        return self._connection.scalar(query) or 0

    def visitors(self, since: datetime, until: datetime) -> Set[MemberId]:
        """Who made a filed visit that began in a span, its end left out."""
        span = conditions(VisitFilter(stage=Stage.SUBMITTED, since=since, until=until))
        pairs = self._connection.scalars(select(_VISITS.visitors).where(*span).distinct())
        return {MemberId(member) for pair in pairs for member in pair.split("\n") if member}

    def first_filed(self) -> datetime | None:
        """When the oldest filed visit began, UTC; `None` while there is none."""
        oldest = select(_VISITS.began_at).where(_VISITS.stage == Stage.SUBMITTED.value)
        began: datetime | None = self._connection.scalar(oldest.order_by(_VISITS.began_at).limit(1))
        return began

    def count_drafts(self) -> int:
        """How many visits are being recorded here."""
        return self.count(VisitFilter(stage=Stage.DRAFT))

    def set_review(self, visit_id: VisitId, state: ReviewState, changed_at: datetime) -> None:
        """Note where a filed report stands.

        Raises:
            NotFound: No filed visit has this identifier.
        """
        values = {"wanted": visit_id, "state": state.value, "at": changed_at}
        if self._connection.execute(_SET_REVIEW, values).rowcount == 0:
            raise _unknown(visit_id)

    def facts(self, since: datetime | None = None, until: datetime | None = None) -> Sequence[VisitFacts]:
        """Facts of filed visits by `began_at`, `until` excluded, oldest first."""
        query = select(_FACTS.facts).order_by(_FACTS.began_at, _FACTS.visit_id)
        if since is not None:
            query = query.where(_FACTS.began_at >= since)
        if until is not None:
            query = query.where(_FACTS.began_at < until)
        return [unpack_facts(packed) for packed in self._connection.scalars(query)]

    def passing_facts(self, since: datetime, until: datetime) -> Iterator[VisitFacts]:
        """Facts of filed visits by `began_at`, `until` excluded, read one by one: there can be any number."""
        query = (
            select(_FACTS.facts)
            .where(_FACTS.began_at >= since, _FACTS.began_at < until)
            .order_by(_FACTS.began_at, _FACTS.visit_id)
        )
        return map(unpack_facts, self._connection.scalars(query))

    def filed_at(self, suite: SuiteId, *, since: datetime, before: datetime, limit: int) -> Sequence[Visit]:
        """The latest filed visits to a suite in a span (its end excluded), newest first."""
        query = (
            select(_DOCUMENTS.document)
            .join(tables.visits)
            .where(*conditions(VisitFilter(stage=Stage.SUBMITTED, suite=suite, since=since, until=before)))
            .order_by(_VISITS.began_at.desc(), _VISITS.visit_id.desc())
            .limit(limit)
        )
        return [visit_from_json(document) for document in self._connection.scalars(query)]

    def last_filed_at(self, suite: SuiteId, before: datetime) -> Visit | None:
        """The latest filed visit to a suite before a moment."""
        query = (
            select(_VISITS.visit_id)
            .where(
                _VISITS.suite == suite,
                _VISITS.stage == Stage.SUBMITTED.value,
                _VISITS.began_at < before,
            )
            .order_by(_VISITS.began_at.desc(), _VISITS.visit_id.desc())
            .limit(1)
        )
        visit_id: VisitId | None = self._connection.scalar(query)
        return None if visit_id is None else self.get(visit_id)

    def _said_about(self, visits: Sequence[Visit]) -> Sequence[StoredRecord]:
        return SqlRecordRepository(self._connection).said_about(visits)

    def _put_members(self, visit: Visit) -> None:
        rows = _member_rows(visit)
        kept = [row["member_id"] for row in rows]
        self._connection.execute(_REMOVE_MEMBERS, {"wanted": visit.visit_id, "kept": kept})
        self._connection.execute(_ADD_MEMBERS, rows)


def _unknown(visit_id: VisitId) -> NotFound:
    return NotFound(f"visit {visit_id}", user_text=_("That visit is not on this computer."))


def conditions(wanted: VisitFilter) -> list[ColumnElement[bool]]:
    """Return what a row of `tables.visits` must fulfil."""
    found: list[ColumnElement[bool]] = []
    if wanted.stage is not None:
        found.append(_VISITS.stage == wanted.stage.value)
    if wanted.kind is not None:
        found.append(_VISITS.kind == wanted.kind.value)
    if wanted.suite is not None:
        found.append(_VISITS.suite == wanted.suite)
    if wanted.member is not None:
        theirs = select(_MEMBERS.visit_id).where(_MEMBERS.member_id == wanted.member)
        found.append(_VISITS.visit_id.in_(theirs))
    if wanted.review:
        found.append(_VISITS.review.in_(sorted(state.value for state in wanted.review)))
    if wanted.since is not None:
        found.append(_VISITS.began_at >= wanted.since)
    if wanted.until is not None:
        found.append(_VISITS.began_at < wanted.until)
    if wanted.author is not None:
        found.append(_VISITS.author == wanted.author)
    if wanted.beside is not None:
        theirs = select(_MEMBERS.visit_id).where(_MEMBERS.member_id == wanted.beside)
        found += [_VISITS.visit_id.in_(theirs), _VISITS.author != wanted.beside]
    if wanted.with_concerns:
        found.append(_VISITS.red + _VISITS.amber + _VISITS.green > 0)
    if wanted.late:
        found.append(_VISITS.late)
    return found


def _member_rows(visit: Visit) -> list[dict[str, str]]:
    people = sorted({visit.author, *visit.visitors})
    return [{"member_id": member, "visit_id": visit.visit_id} for member in people]


def _facts_row(facts: VisitFacts) -> dict[str, object]:
    return {"visit_id": facts.visit_id, "began_at": facts.began_at, "facts": pack_facts(facts)}


def _columns(visit: Visit, *, late: bool) -> dict[str, object]:
    filed = visit.stage is Stage.SUBMITTED
    concerns = [concern for concern in visit.concerns if not concern.good_practice]
    severities = {
        severity.value: sum(concern.severity is severity for concern in concerns) for severity in Severity
    }
    return {
        "visit_id": visit.visit_id,
        "suite": visit.suite,
        "kind": visit.kind.value,
        "stage": visit.stage.value,
        "outcome": visit.outcome.value if visit.outcome else None,
        "author": visit.author,
        "visitors": "\n".join(visit.visitors),
        "began_at": visit.began_at or visit.created_at,
        "submitted_at": visit.submitted_at,
        "in_custody": visit.census.total or 0,
        "spoken_to": visit.reconciliation.by_contact[Contact.SPOKEN_TO],
        "good_practice": len(visit.concerns) - len(concerns),
        "review": ReviewState.FILED.value if filed else None,
        "review_changed_at": visit.submitted_at if filed else None,
        "late": late,
        **severities,
    }


def summary_of(row: tuple[Any, ...]) -> VisitSummary:
    """Return what a row of `tables.visits` says."""
    # Taken apart in the order of the columns: by name a long list takes twice as long.
    visit_id, suite, kind, stage, outcome, author, visitors, began_at, *rest = row
    submitted_at, in_custody, spoken_to, red, amber, green, good_practice, *rest = rest
    review, review_changed_at, late = rest
    return VisitSummary(
        visit_id=visit_id,
        suite=suite,
        kind=_KINDS[kind],
        stage=_STAGES[stage],
        outcome=None if outcome is None else _OUTCOMES[outcome],
        author=author,
        visitors=tuple(visitors.split("\n")) if visitors else (),
        began_at=began_at,
        submitted_at=submitted_at,
        in_custody=in_custody,
        spoken_to=spoken_to,
        severities={Severity.RED: red, Severity.AMBER: amber, Severity.GREEN: green},
        good_practice=good_practice,
        review=None if review is None else _REVIEWS[review],
        review_changed_at=review_changed_at,
        late=late,
    )
