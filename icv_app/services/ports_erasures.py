"""What the services need of the vault about parts that were erased, so that none of them comes back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from icv_app.domain.ids import RecordId

TRACES = "traces_of_erased"
"""Meta name: what was erased last and may have left traces in files of this vault; empty if none are left."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedPart:
    """A part that must not be kept here, whether or not its record has arrived.

    Attributes:
        run: The record of the run that names it; `None` where a visitor's own copy came to its end.
        at: When that was said, UTC.
    """

    record_id: RecordId
    part: str
    run: RecordId | None
    at: datetime


class ErasureRepository(Protocol):
    """Every part that was erased, by record."""

    def note(self, erased: ErasedPart) -> None:
        """Keep in mind that a part is erased.

        A run goes before the end of an own copy, and of several the earliest stands, whichever came first.
        """
        ...

    def forget(self, run: RecordId) -> None:
        """Forget every part that this run named: it does not count."""
        ...

    def of(self, record_id: RecordId) -> Mapping[str, ErasedPart]:
        """The erased parts of one record, by name."""
        ...

    def all(self) -> Sequence[ErasedPart]:
        """Every one, by record and part."""
        ...
