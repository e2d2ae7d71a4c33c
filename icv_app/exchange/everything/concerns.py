"""Tables of concerns with their history, and of what was said about reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from icv_app.domain.comment import ReportComment
from icv_app.domain.concern import ConcernStep
from icv_app.domain.copies import ReportCopy
from icv_app.domain.ids import RecordId
from icv_app.domain.justified import Justified
from icv_app.domain.review import ReviewEvent
from icv_app.exchange.everything.columns import (
    Column,
    Table,
    flag,
    identifying,
    moment,
    spaced,
    text,
)
from icv_app.services.whole_visit import WholeConcern, WholeVisit

Raised = tuple[WholeVisit, WholeConcern]
Step = tuple[WholeVisit, ConcernStep, bool]
Stays = tuple[WholeVisit, str, Justified]


def _visit_id() -> Column[Any]:
    return text("visit_id", "identifier of the visit", lambda row: row[0].visit.visit_id, filled=True)


def _raised(name: str) -> Callable[[Raised], Any]:
    return lambda row: getattr(row[1].concern, name)


def _words(row: Raised) -> str:
    """Of a concern about a person they are erased with the rest about that person."""
    whole, concern = row[0], row[1].concern
    return (whole.erased if concern.person_id is not None else "") or concern.text


CONCERNS: Table[Raised] = Table(
    name="concerns",
    meaning="one concern, or good practice (category P), as it stands",
    of_visit=lambda one: ((one, concern) for concern in one.concerns),
    columns=(
        _visit_id(),
        text("concern_id", "identifier", _raised("concern_id"), filled=True),
        text("category", "code of the checklist", _raised("category")),
        text("severity", "red, amber or green", _raised("severity"), filled=True),
        text("person_id", "whom it is about", _raised("person_id")),
        text("area", "the area or stock it is about", _raised("area")),
        text(
            "text",
            "in the visitors' words; about a person only with what identifies people",
            _words,
        ),
        text("source", "how the visitors know", _raised("source")),
        moment("raised_at", "raised with the custody staff", _raised("raised_at")),
        text("raised_with", "role code", _raised("raised_with")),
        moment("officer_told_at", "the custody officer was told", _raised("officer_told_at")),
        flag("put_right", "put right during the visit", _raised("put_right")),
        flag("opcat", "a matter for the National Preventive Mechanism", _raised("opcat")),
        text("repeats", "the earlier concern found to be still so", _raised("repeats")),
        text("state", "where it stands", lambda row: row[1].progress.state, filled=True),
        text("level", "how far up it was taken", lambda row: row[1].progress.level),
        moment("due", "until when a reply is asked for", lambda row: row[1].progress.due),
    ),
)

CONCERN_STEPS: Table[Step] = Table(
    name="concern_steps",
    meaning="one step on a concern, oldest first",
    of_visit=lambda one: ((one, step, counts) for concern in one.concerns for step, counts in concern.steps),
    columns=(
        _visit_id(),
        text("concern_id", "the concern", lambda row: row[1].concern_id, filled=True),
        text("record_id", "identifier", lambda row: row[1].record_id, filled=True),
        text("step", "what was done", lambda row: row[1].kind, filled=True),
        moment("at", "when", lambda row: row[1].at, filled=True),
        text("by", "scheme number", lambda row: row[1].by, filled=True),
        text("to_role", "whom it went to, or the level", lambda row: row[1].to_role),
        text("outcome", "code of the checklist, when closed", lambda row: row[1].outcome),
        moment("due", "until when a reply was asked for", lambda row: row[1].due),
        flag("counts", "no: somebody else's step was before it", lambda row: row[2]),
        identifying(
            "text",
            "the force's reply word for word, or a note",
            lambda row: row[0].words(row[1], row[1].text),
        ),
    ),
)

REVIEWS: Table[tuple[WholeVisit, ReviewEvent]] = Table(
    name="reviews",
    meaning="one word about a report: received, returned, answered, approved, agreed, …, oldest first",
    of_visit=lambda one: ((one, event) for event in one.review.events),
    columns=(
        _visit_id(),
        text("record_id", "identifier", lambda row: row[1].record_id, filled=True),
        text("event", "what was said", lambda row: row[1].kind, filled=True),
        moment("at", "when", lambda row: row[1].at, filled=True),
        text("by", "scheme number", lambda row: row[1].by, filled=True),
        text("sees", "what its author had before them", lambda row: spaced(row[1].sees)),
        text("declared_on", "on whose laptop, before filing", lambda row: row[1].declared_on),
        identifying("text", "in their words", lambda row: row[0].words(row[1], row[1].text)),
    ),
)

COMMENTS: Table[tuple[WholeVisit, ReportComment]] = Table(
    name="comments",
    meaning="a comment on a place of a report, or thanks to its visitors, oldest first",
    of_visit=lambda one: ((one, comment) for comment in one.comments),
    columns=(
        _visit_id(),
        text("record_id", "identifier", lambda row: row[1].record_id, filled=True),
        text("kind", "comment or thanks", lambda row: row[1].kind, filled=True),
        text("place", "the place of the report", lambda row: row[1].path, filled=True),
        moment("at", "when", lambda row: row[1].at, filled=True),
        text("by", "scheme number", lambda row: row[1].by, filled=True),
        identifying("text", "in their words", lambda row: row[0].words(row[1], row[1].text)),
    ),
)

COPIES: Table[tuple[WholeVisit, ReportCopy]] = Table(
    name="copies",
    meaning="a copy of a report that was given to somebody, oldest first",
    of_visit=lambda one: ((one, copy) for copy in one.copies),
    columns=(
        _visit_id(),
        text("record_id", "identifier", lambda row: row[1].record_id, filled=True),
        text("to", "police or reviewer", lambda row: row[1].to, filled=True),
        moment("at", "when", lambda row: row[1].at, filled=True),
        text("by", "who noted it", lambda row: row[1].by, filled=True),
        identifying("how", "by what way", lambda row: row[0].erased_words.get(row[1].record_id, row[1].how)),
    ),
)


def _stays(one: WholeVisit) -> Iterator[Stays]:
    steps = [step for concern in one.concerns for step, _counts in concern.steps]
    said: list[ReviewEvent | ReportComment | ReportCopy | ConcernStep] = [
        *one.review.events,
        *one.comments,
        *one.copies,
        *steps,
    ]
    yield from ((one, "", why) for why in one.visit.justified)
    yield from ((one, record.record_id, why) for record in said for why in record.justified)


def _erased(row: Stays) -> str:
    whole, record_id, _why = row
    return whole.erased_words.get(RecordId(record_id), "") if record_id else whole.erased


JUSTIFIED: Table[Stays] = Table(
    name="justified",
    meaning="why words stayed in a text although they looked as if they identified somebody",
    of_visit=_stays,
    columns=(
        _visit_id(),
        text("record_id", "the record about the visit; empty for the report itself", lambda row: row[1]),
        text("path", "the text", lambda row: row[2].path, filled=True),
        text("looks_like", "what was found", lambda row: row[2].hint, filled=True),
        text("reason", "code of the checklist", lambda row: row[2].reason),
        identifying("found", "the words", lambda row: _erased(row) or row[2].found),
        identifying("note", "more about it", lambda row: _erased(row) or row[2].note),
    ),
)

OF_CONCERNS: tuple[Table[Any], ...] = (CONCERNS, CONCERN_STEPS, REVIEWS, COMMENTS, COPIES, JUSTIFIED)
