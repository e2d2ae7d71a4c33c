"""What the services need of the vault for drafts: their history, the place in hand, words not sent yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from icv_app.domain.ids import VisitId
from icv_app.domain.visit_changes import EditorPlace


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftStep:
    """One step of a draft's history: the part of its document that an edit replaced.

    Attributes:
        number: Counts the steps of one draft; later ones have higher numbers.
        at: Where the part begins, in bytes of the document as `to_json` writes it.
        before, after: The part as it was and as it became.
        check_before, check_after: CRC-32 of the whole document before and after.
        made_at: When it was made or last added to, UTC.
        undone: It was taken back and can be done again.
    """

    number: int
    at: int
    before: bytes
    after: bytes
    check_before: int
    check_after: int
    made_at: datetime
    undone: bool = False


class DraftRepository(Protocol):
    """What is kept beside a draft; it goes with the draft."""

    def last_done(self, visit_id: VisitId) -> DraftStep | None:
        """The newest step that is not undone."""
        ...

    def first_undone(self, visit_id: VisitId) -> DraftStep | None:
        """The step that was undone last."""
        ...

    def steps(self, visit_id: VisitId) -> Sequence[DraftStep]:
        """All steps, oldest first."""
        ...

    def put_step(self, visit_id: VisitId, step: DraftStep) -> None:
        """Insert or replace by number."""
        ...

    def drop_undone(self, visit_id: VisitId) -> None:
        """Forget the steps that were undone: something else was done instead."""
        ...

    def drop_until(self, visit_id: VisitId, number: int) -> None:
        """Forget the steps up to a number, itself included."""
        ...

    def place(self, visit_id: VisitId) -> EditorPlace | None:
        """Where the editor was."""
        ...

    def put_place(self, visit_id: VisitId, place: EditorPlace, noted_at: datetime) -> None:
        """Note where the editor is."""
        ...

    def in_hand(self) -> VisitId | None:
        """The draft whose place was noted last."""
        ...

    def forget(self, visit_id: VisitId) -> None:
        """Forget history and place."""
        ...


class UnsentRepository(Protocol):
    """Texts that somebody has begun to write and not sent, by the name of the box they stand in."""

    def find(self, box: str) -> str:
        """Return the text, or nothing."""
        ...

    def put(self, box: str, text: str) -> None:
        """Keep a text instead of the one before; an empty one is forgotten."""
        ...

    def forget_about(self, subject: str) -> None:
        """Forget every text about one visit or concern, in boxes named `…:subject`, and what is beside."""
        ...
