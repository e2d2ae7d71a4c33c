"""Which of several words on one thing stands, in whatever order they came."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from icv_app.domain.ids import RecordId


class Said(Protocol):
    """What was said at a moment by somebody who had seen what they name in `after`."""

    @property
    def record_id(self) -> RecordId:
        """Its record."""
        ...

    @property
    def at(self) -> datetime:
        """UTC."""
        ...

    @property
    def after(self) -> tuple[RecordId, ...]:
        """What its author had before them."""
        ...


Word = TypeVar("Word", bound=Said)


def standing_first(words: Iterable[Word]) -> Sequence[Word]:
    """Return the words that nobody wrote after, last written first: the first stands, the rest beside it."""
    found = {one.record_id: one for one in words}
    overtaken = {before for one in found.values() for before in one.after}
    # Words that name each other in a circle are all overtaken: then the last written stands alone.
    left = [one for one in found.values() if one.record_id not in overtaken] or list(found.values())
    return sorted(left, key=lambda one: (one.at, one.record_id), reverse=True)
