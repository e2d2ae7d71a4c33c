"""Finds words, with the full-text index inside the encrypted file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import (
    Connection,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
)

from icv_app.domain.finding import Term
from icv_app.domain.ids import VisitId
from icv_app.domain.visit import Stage
from icv_app.services.ports_visits import FoundPassage, SearchedTerm, VisitFilter
from icv_app.store import tables
from icv_app.store.passages import HEAD_MARK, PassageIndex, about_in, may_be_mark, suite_mark
from icv_app.store.records import SqlRecordRepository
from icv_app.store.visits import SqlVisitRepository, conditions, summary_of

_BEGIN, _END = "\x02", "\x03"
_SNIPPET_WORDS: Final = 24
_INDEX = table(tables.PASSAGE_WORDS, column("rowid"))
_WHOLE: Any = literal_column(tables.PASSAGE_WORDS)
_PASSAGES = tables.passages.c
_VISITS = tables.visits.c
_SUMMARY_COLUMNS = len(tables.visits.columns)


class SqlSearchRepository:
    """`SearchRepository` over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(
        self, asked: Sequence[SearchedTerm], wanted: VisitFilter, *, limit: int
    ) -> Sequence[FoundPassage]:
        """Passages with all that is asked, of matching visits, newest visit first; none if nothing is."""
        if not asked:
            return []
        snippet = func.snippet(_WHOLE, 0, _BEGIN, _END, "…", _SNIPPET_WORDS)
        query = (
            select(tables.visits, _PASSAGES.path, _PASSAGES.beside, snippet)
            .select_from(
                _INDEX.join(tables.passages, _PASSAGES.passage_id == _INDEX.c.rowid).join(
                    tables.visits, _VISITS.visit_id == _PASSAGES.visit_id
                )
            )
            .where(_WHOLE.op("MATCH")(bindparam("expression")), *conditions(wanted))
            .order_by(_INDEX.c.rowid.desc())
            .limit(limit)
        )
        rows: Any = self._connection.execute(query, {"expression": _expression(asked, wanted)})
        return [_found(tuple(row)) for row in rows]

    def reindex(self, visit_id: VisitId) -> None:
        """Read the words of one visit again from what is there; what was erased can be found no longer."""
        visit = SqlVisitRepository(self._connection).get(visit_id)
        said = SqlRecordRepository(self._connection).said_about([visit])
        PassageIndex(self._connection).put_again(visit, said)

    def unread_drafts(self) -> Sequence[VisitId]:
        """Drafts that were edited since they were read in."""
        read = select(_PASSAGES.passage_id).where(_PASSAGES.visit_id == _VISITS.visit_id).exists()
        query = select(_VISITS.visit_id).where(_VISITS.stage == Stage.DRAFT.value, ~read)
        return self._connection.scalars(query).all()

    def fill(self) -> None:
        """Read every visit in that is not in the index yet."""
        known = select(_PASSAGES.visit_id)
        missing = select(_VISITS.visit_id).where(_VISITS.visit_id.not_in(known))
        for visit_id in self._connection.scalars(missing).all():
            self.reindex(visit_id)


def _expression(asked: Sequence[SearchedTerm], wanted: VisitFilter) -> str:
    """The query in the language of FTS5; nothing of what was typed reaches it but letters and digits."""
    phrases = [_phrase(one.term) for one in asked]
    parts = [
        f"({phrase} OR {_beside(*map(suite_mark, one.suites))})" if one.suites else phrase
        for phrase, one in zip(phrases, asked, strict=True)
    ]
    # Else every note of every visit to a suite would be found by the name of the suite.
    parts.append(f"((words : ({' OR '.join(phrases)})) OR {_beside(HEAD_MARK)})")
    if wanted.suite is not None:
        parts.append(_beside(suite_mark(wanted.suite)))
    return " AND ".join(parts)


def _phrase(term: Term) -> str:
    phrase = f'"{" ".join(term.words)}"{" *" if term.unfinished else ""}'
    # The marks of the index are nothing that anybody looks for.
    return f"(words : {phrase})" if may_be_mark(term.words[-1]) else phrase


def _beside(*marks: str) -> str:
    return f"(beside : ({' OR '.join(marks)}))"


def _found(row: tuple[Any, ...]) -> FoundPassage:
    path, beside, snippet = row[_SUMMARY_COLUMNS:]
    return FoundPassage(summary_of(row[:_SUMMARY_COLUMNS]), path, about_in(beside), tuple(_pieces(snippet)))


def _pieces(snippet: str) -> Iterator[tuple[str, bool]]:
    for piece in snippet.split(_BEGIN):
        found, marked, after = piece.partition(_END)
        if marked:
            if found:
                yield found, True
            if after:
                yield after, False
        elif piece:
            yield piece, False
