"""Time and identifiers of the demo year: set by hand, and the same for the same seed."""

from __future__ import annotations

from datetime import datetime
from random import Random

from icv_app.domain.ids import uuid7
from icv_app.domain.times import in_utc


class SettableClock:
    """A clock that stands still until it is set."""

    def __init__(self, moment: datetime) -> None:
        self._moment = in_utc(moment)

    def now(self) -> datetime:
        """The moment it was set to, UTC."""
        return self._moment

    def set(self, moment: datetime) -> None:
        """Set it (aware); backwards, too."""
        self._moment = in_utc(moment)


class SeededIds:
    """UUIDv7 from the demo's clock and repeatable randomness, so that two demos of one seed have the same.

    Args:
        clock: Gives the milliseconds.
        seed: Of the demo.
        owner: Whose vault it is; no two vaults share a seed.
    """

    def __init__(self, clock: SettableClock, seed: int, owner: str) -> None:
        self._clock = clock
        self._rng = Random(f"{seed}/{owner}")  # noqa: S311 - to repeat, not to keep secret

    def new(self) -> str:
        """A UUIDv7 never given before."""
        return uuid7(int(self._clock.now().timestamp() * 1000), self._rng.randbytes(10))
