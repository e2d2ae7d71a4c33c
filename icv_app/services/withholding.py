"""What has been kept from this vault, and what of it somebody has looked into."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from icv_app.domain.ids import MemberId
from icv_app.domain.times import london_day
from icv_app.errors import NotFound
from icv_app.seal.withholding import Missed, Sign, what_is_missed
from icv_app.services.heads import HeadBook, head_times
from icv_app.services.ports import Clock, OpenUnit, UnitOfWork

LOOKED_INTO = "missed_looked_into"
"""Meta name: names of what was noticed and looked into, one a line."""


class WithholdingService:
    """Tells what is missing, broken or silent, as far as it can be known here. Holds no state of its own."""

    def __init__(
        self, open_unit: OpenUnit, clock: Clock, book: HeadBook, open_reading: OpenUnit | None = None
    ) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._clock = clock
        self._book = book

    def missed(self, *, looked_into_too: bool = False) -> Sequence[Missed]:
        """Return what is noticed now, by member and place; nothing before the roster has arrived.

        Args:
            looked_into_too: Also what somebody has noted as looked into.

        Raises:
            SealError: The roster's root was altered in this vault.
            StoreError: The vault cannot be read.
        """
        with self._open_reading() as unit:
            try:
                evidence = self._book.evidence(unit)
            except NotFound:
                return ()
            seen = set() if looked_into_too else set((unit.meta.get(LOOKED_INTO) or "").split("\n"))
            now = self._clock.now()
            found = what_is_missed(evidence, head_times(unit), now)
            return [one for one in found if one.name not in seen and not _has_left(unit, one, now)]

    def roster_confirmed_at(self) -> datetime | None:
        """Return until when the roster here is known to be the coordinators' own, UTC; `None` without one."""
        with self._open_reading() as unit:
            try:
                return self._book.confirmed_at(unit)
            except NotFound:
                return None

    def look_into(self, missed: Missed) -> None:
        """Note that somebody has looked into it; it is shown again only if it grows.

        Raises:
            StoreError: Nothing was changed on disk.
        """
        with self._open_unit() as unit:
            seen = (unit.meta.get(LOOKED_INTO) or "").split("\n")
            unit.meta.put(LOOKED_INTO, "\n".join(dict.fromkeys([*filter(None, seen), missed.name])))
            unit.commit()


def _has_left(unit: UnitOfWork, missed: Missed, now: datetime) -> bool:
    """Whether it is the silence of a laptop whose member has left: nobody expects to hear of it."""
    member = unit.members.find(MemberId(missed.member)) if missed.sign is Sign.SILENT else None
    return member is not None and not member.in_scheme_on(london_day(now))
