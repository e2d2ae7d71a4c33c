"""Writes what can be found: the words of visits and of what was said about them, place by place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from icv_app.domain.finding import VISIT_PATH, after_filing, passages_of, reply_path, said_path
from icv_app.domain.ids import SuiteId, VisitId
from icv_app.domain.visit import Visit
from icv_app.errors import BadInput, SealError
from icv_app.services.comment_records import COMMENT, comment_of
from icv_app.services.concern_records import STEP, step_of
from icv_app.services.ports import COUNTS, StoredRecord
from icv_app.services.report_records import EVENT_KINDS, event_of
from icv_app.store import tables

SAID: Final = (STEP, COMMENT, *dict.fromkeys(EVENT_KINDS.values()))
"""Kinds of records with words about a visit or a concern of it."""
HEAD_MARK: Final = "qhead"
"""Stands beside the words of the passage that is the visit as a whole."""
_SUITE_MARK: Final = "qs"

_PASSAGES = tables.passages.c
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A whole second of visits has room for so many passages; the last year there is still fits 63 bits.
_PER_SECOND: Final = 1 << 24

# Built once: building a statement for each visit costs more than running it.
_KNOWN = select(_PASSAGES.passage_id).where(_PASSAGES.visit_id == bindparam("wanted")).limit(1)
_FORGET = delete(tables.passages).where(_PASSAGES.visit_id == bindparam("wanted"))
_LAST = select(func.max(_PASSAGES.passage_id)).where(
    _PASSAGES.passage_id >= bindparam("lowest"), _PASSAGES.passage_id < bindparam("beyond")
)
_ROWS = select(_PASSAGES.path, _PASSAGES.passage_id, _PASSAGES.words, _PASSAGES.beside).where(
    _PASSAGES.visit_id == bindparam("wanted")
)
_ADD = insert(tables.passages)

_Words = tuple[str, str]
"""What stands at a place, and what belongs to it without standing there."""


def suite_mark(suite: SuiteId) -> str:
    """One word by which the index knows a suite; its name may change."""
    return f"{_SUITE_MARK}{suite.encode('utf-8').hex()}"


def may_be_mark(word: str) -> bool:
    """Whether a word, or what it may go on to be, is one of the marks beside the words."""
    return HEAD_MARK.startswith(word) or word.startswith(_SUITE_MARK)


class PassageIndex:
    """Keeps the passages of visits as the visits are, within one open transaction.

    Only what differs is written: an edit that changes no words costs one reading.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def knows(self, visit_id: VisitId) -> bool:
        """Whether a visit has been read in."""
        return self._connection.scalar(_KNOWN, {"wanted": visit_id}) is not None

    def forget(self, visit_id: VisitId) -> None:
        """Take everything about a visit out of the index."""
        self._connection.execute(_FORGET, {"wanted": visit_id})

    def put_visit(self, visit: Visit) -> None:
        """Read a visit in; what was said about it stays."""
        rows = _rows(self._connection, visit.visit_id).items()
        there = {path: row for path, row in rows if not after_filing(path)}
        self._replace(visit.visit_id, visit.began_at or visit.created_at, there, _words_of(visit))

    def put_record(self, record: StoredRecord) -> None:
        """Read in what a record says; nothing where it does not count or has no words."""
        if record.kind not in SAID:
            return
        found = _said(record) if record.parts else None
        if found is None:
            return
        visit_id, path, text = found
        visits = tables.visits.c
        visit = self._connection.execute(
            select(visits.began_at, visits.suite).where(visits.visit_id == visit_id)
        ).one_or_none()
        if visit is None:
            return  # read in when the visit arrives
        there = _rows(self._connection, visit_id, path)
        counts = record.state in COUNTS and bool(text.strip())
        self._replace(
            visit_id,
            visit.began_at,
            there,
            {path: (_kept(text), f" {suite_mark(visit.suite)} ")} if counts else {},
        )

    def put_again(self, visit: Visit, said: Iterable[StoredRecord]) -> None:
        """Read a visit and what was said about it in from the beginning."""
        self.forget(visit.visit_id)
        self.add([visit], said)

    def add(self, visits: Iterable[Visit], said: Iterable[StoredRecord]) -> None:
        """Read visits of which nothing is in the index in, and what was said about them."""
        taken: dict[int, int] = {}
        rows: list[dict[str, object]] = []
        for visit in visits:
            lowest, wanted = _first_id(visit.began_at or visit.created_at), _words_of(visit)
            first = taken.get(lowest) or self._free_id(lowest)
            rows += _new_rows(visit.visit_id, first, wanted)
            taken[lowest] = first + len(wanted)
        if rows:
            self._connection.execute(_ADD, rows)
        for record in said:
            self.put_record(record)

    def _replace(
        self,
        visit_id: VisitId,
        began_at: datetime,
        there: Mapping[str, tuple[int, _Words]],
        wanted: Mapping[str, _Words],
    ) -> None:
        lowest = _first_id(began_at)
        gone = [
            passage_id
            for path, (passage_id, words) in there.items()
            if wanted.get(path) != words or not lowest <= passage_id < lowest + _PER_SECOND
        ]
        if gone:
            self._connection.execute(delete(tables.passages).where(_PASSAGES.passage_id.in_(gone)))
        removed = set(gone)
        new = [path for path in wanted if path not in there or there[path][0] in removed]
        if not new:
            return
        words = {path: wanted[path] for path in new}
        self._connection.execute(_ADD, _new_rows(visit_id, self._free_id(lowest), words))

    def _free_id(self, lowest: int) -> int:
        """The first number in a second that no passage of it has, nor any one after."""
        last = self._connection.scalar(_LAST, {"lowest": lowest, "beyond": lowest + _PER_SECOND})
        return lowest if last is None else int(last) + 1


def _words_of(visit: Visit) -> dict[str, _Words]:
    return {
        passage.path: (_kept(passage.words), _beside(visit, passage.path, passage.about))
        for passage in passages_of(visit)
    }


def _new_rows(visit_id: VisitId, first: int, words: Mapping[str, _Words]) -> list[dict[str, object]]:
    return [
        {"passage_id": first + at, "visit_id": visit_id, "path": path, "words": text, "beside": beside}
        for at, (path, (text, beside)) in enumerate(words.items())
    ]


def _rows(
    connection: Connection, visit_id: VisitId, path: str | None = None
) -> dict[str, tuple[int, _Words]]:
    query = _ROWS if path is None else _ROWS.where(_PASSAGES.path == path)
    rows: Any = connection.execute(query, {"wanted": visit_id})
    return {found: (passage_id, (words, beside)) for found, passage_id, words, beside in rows}


def _said(record: StoredRecord) -> tuple[VisitId, str, str] | None:
    """About which visit a record speaks, at which place, and its words; `None` where it cannot be read."""
    try:
        if record.kind == STEP:
            step = step_of(record)
            return VisitId(step.visit_id), reply_path(step.concern_id, step.record_id), step.text
        event = comment_of(record) if record.kind == COMMENT else event_of(record)
        return event.visit_id, said_path(event.record_id), event.text
    except (BadInput, SealError):
        return None  # whoever applies it sets it apart and says so


def _first_id(began_at: datetime) -> int:
    return int((began_at - _EPOCH).total_seconds()) * _PER_SECOND


def _beside(visit: Visit, path: str, about: str) -> str:
    """Two marks, then the custody number; a space stands where there is no mark."""
    head = HEAD_MARK if path == VISIT_PATH else ""
    return f"{head} {suite_mark(visit.suite) if visit.suite else ''} {about}"


def about_in(beside: str) -> str:
    """The custody number in what stands beside the words."""
    _head, _suite, about = beside.split(" ", 2)
    return about


def _kept(words: str) -> str:
    """A text without the control characters that mark what was found."""
    return "".join(letter if letter.isprintable() or letter in "\n\t" else " " for letter in words)
