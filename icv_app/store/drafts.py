"""What is kept beside drafts: their history, the place in hand, and texts not sent yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, delete, or_, select
from sqlalchemy.dialects.sqlite import insert

from icv_app.domain.ids import VisitId
from icv_app.domain.visit_changes import EditorPlace
from icv_app.services.documents import from_json, to_json
from icv_app.services.ports_drafts import DraftStep
from icv_app.store import tables
from icv_app.store.statements import upsert

_STEPS = tables.draft_steps.c
_PLACES = tables.draft_places.c
_UNSENT = tables.unsent_texts.c
_NEW_STEP = insert(tables.draft_steps)
_PUT_STEP = _NEW_STEP.on_conflict_do_update(
    index_elements=["visit_id", "number"],
    set_={column.name: _NEW_STEP.excluded[column.name] for column in _STEPS if not column.primary_key},
)
# Built once: building a statement for each edit costs more than running it.
_OF_VISIT = _STEPS.visit_id == bindparam("wanted")
_LAST_DONE = (
    select(tables.draft_steps)
    .where(_OF_VISIT, _STEPS.undone.is_(False))
    .order_by(_STEPS.number.desc())
    .limit(1)
)
_FIRST_UNDONE = (
    select(tables.draft_steps).where(_OF_VISIT, _STEPS.undone.is_(True)).order_by(_STEPS.number).limit(1)
)
_DROP_UNDONE = delete(tables.draft_steps).where(_OF_VISIT, _STEPS.undone.is_(True))
_DROP_UNTIL = delete(tables.draft_steps).where(_OF_VISIT, _STEPS.number <= bindparam("last"))
_PUT_PLACE = upsert(tables.draft_places, "visit_id")
_PUT_UNSENT = upsert(tables.unsent_texts, "box")


class SqlDraftRepository:
    """`DraftRepository` over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def last_done(self, visit_id: VisitId) -> DraftStep | None:
        """The newest step that is not undone."""
        return self._one(_LAST_DONE, visit_id)

    def first_undone(self, visit_id: VisitId) -> DraftStep | None:
        """The step that was undone last."""
        return self._one(_FIRST_UNDONE, visit_id)

    def steps(self, visit_id: VisitId) -> Sequence[DraftStep]:
        """All steps, oldest first."""
        query = select(tables.draft_steps).where(_STEPS.visit_id == visit_id).order_by(_STEPS.number)
        return [_step(row) for row in self._connection.execute(query)]

    def put_step(self, visit_id: VisitId, step: DraftStep) -> None:
        """Insert or replace by number."""
        row = {name: getattr(step, name) for name in DraftStep.__slots__}
        self._connection.execute(_PUT_STEP, {"visit_id": visit_id, **row})

    def drop_undone(self, visit_id: VisitId) -> None:
        """Forget the steps that were undone."""
        self._connection.execute(_DROP_UNDONE, {"wanted": visit_id})

    def drop_until(self, visit_id: VisitId, number: int) -> None:
        """Forget the steps up to a number, itself included."""
        self._connection.execute(_DROP_UNTIL, {"wanted": visit_id, "last": number})

    def place(self, visit_id: VisitId) -> EditorPlace | None:
        """Where the editor was."""
        document = self._connection.scalar(select(_PLACES.document).where(_PLACES.visit_id == visit_id))
        return None if document is None else from_json(EditorPlace, document)

    def put_place(self, visit_id: VisitId, place: EditorPlace, noted_at: datetime) -> None:
        """Note where the editor is."""
        row = {"visit_id": visit_id, "document": to_json(place), "noted_at": noted_at}
        self._connection.execute(_PUT_PLACE, row)

    def in_hand(self) -> VisitId | None:
        """The draft whose place was noted last."""
        query = select(_PLACES.visit_id).order_by(_PLACES.noted_at.desc(), _PLACES.visit_id.desc()).limit(1)
        found: VisitId | None = self._connection.scalar(query)
        return found

    def forget(self, visit_id: VisitId) -> None:
        """Forget history and place."""
        self._connection.execute(delete(tables.draft_steps).where(_STEPS.visit_id == visit_id))
        self._connection.execute(delete(tables.draft_places).where(_PLACES.visit_id == visit_id))

    def _one(self, query: Select[Any], visit_id: VisitId) -> DraftStep | None:
        row = self._connection.execute(query, {"wanted": visit_id}).one_or_none()
        return None if row is None else _step(row)


class SqlUnsentRepository:
    """`UnsentRepository` over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, box: str) -> str:
        """Return the text, or nothing."""
        text: str | None = self._connection.scalar(select(_UNSENT.text).where(_UNSENT.box == box))
        return text or ""

    def put(self, box: str, text: str) -> None:
        """Keep a text instead of the one before; an empty one is forgotten."""
        if text:
            self._connection.execute(_PUT_UNSENT, {"box": box, "text": text})
        else:
            self._connection.execute(delete(tables.unsent_texts).where(_UNSENT.box == box))

    def forget_about(self, subject: str) -> None:
        """Forget every text about one visit or concern, and what is kept beside them."""
        about = _UNSENT.box.endswith(f":{subject}", autoescape=True)
        beside = _UNSENT.box.contains(f":{subject} ", autoescape=True)
        self._connection.execute(delete(tables.unsent_texts).where(or_(about, beside)))


def _step(row: Row[Any]) -> DraftStep:
    return DraftStep(**{name: getattr(row, name) for name in DraftStep.__slots__})
