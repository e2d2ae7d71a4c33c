"""Finds words the slow way: every place of every visit, one after the other."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from icv_app.domain.finding import (
    VISIT_PATH,
    Passage,
    Term,
    holds,
    passages_of,
    reply_path,
    said_path,
    words_in,
)
from icv_app.domain.ids import VisitId
from icv_app.domain.visit import Visit
from icv_app.services.comment_records import COMMENT, comment_of
from icv_app.services.concern_records import STEP, step_of
from icv_app.services.ports import StoredRecord
from icv_app.services.ports_visits import FoundPassage, SearchedTerm, VisitFilter, VisitRepository
from icv_app.services.report_records import EVENT_KINDS, event_of, says


class MemorySearch:
    """`SearchRepository` over what a unit of the memory store sees."""

    def __init__(self, visits: VisitRepository, records: Iterable[StoredRecord]) -> None:
        self._visits = visits
        self._records = records

    def find(
        self, asked: Sequence[SearchedTerm], wanted: VisitFilter, *, limit: int
    ) -> Sequence[FoundPassage]:
        found = []
        for summary in self._visits.summaries(wanted) if asked else ():
            visit = self._visits.get(summary.visit_id)
            for passage in (*passages_of(visit), *self._said(visit)):
                if _fulfils(visit, passage, asked):
                    snippet = tuple(_marked(passage.words, asked))
                    found.append(FoundPassage(summary, passage.path, passage.about, snippet))
        return found[:limit]

    def unread_drafts(self) -> Sequence[VisitId]:
        """Return nothing: every visit is read whenever somebody searches."""
        return ()

    def reindex(self, visit_id: VisitId) -> None:
        self._visits.get(visit_id)

    def _said(self, visit: Visit) -> Iterator[Passage]:
        for record in self._records:
            if not says(record):
                continue
            if record.kind == STEP:
                step = step_of(record)
                if step.visit_id == visit.visit_id and step.text:
                    yield Passage(reply_path(step.concern_id, step.record_id), step.text)
            elif record.kind in {COMMENT, *EVENT_KINDS.values()} and record.subject == visit.visit_id:
                event = comment_of(record) if record.kind == COMMENT else event_of(record)
                if event.text:
                    yield Passage(said_path(event.record_id), event.text)


def _fulfils(visit: Visit, passage: Passage, asked: Sequence[SearchedTerm]) -> bool:
    everywhere = passage.path == VISIT_PATH
    here = everywhere or any(holds(one.term, passage.words) for one in asked)
    return here and all(
        holds(one.term, passage.words) or holds(one.term, passage.about) or visit.suite in one.suites
        for one in asked
    )


def _marked(text: str, asked: Sequence[SearchedTerm]) -> Iterator[tuple[str, bool]]:
    """Each word that stands in what was asked, marked; a phrase is marked word by word."""
    begun = ""
    for word in _words_and_gaps(text):
        if any(_is_of(one.term, word) for one in asked):
            if begun:
                yield begun, False
            begun = ""
            yield word, True
        else:
            begun += word
    if begun:
        yield begun, False


def _is_of(term: Term, word: str) -> bool:
    return any(holds(Term((one,), term.unfinished), word) for one in term.words)


def _words_and_gaps(text: str) -> Iterator[str]:
    piece = ""
    for letter in unicodedata.normalize("NFC", text):
        if piece and bool(words_in(letter)) != bool(words_in(piece[-1])):
            yield piece
            piece = ""
        piece += letter
    if piece:
        yield piece
