"""How many were in custody at each visit and how many were spoken to, adding up to the year's figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from icv_app.demo.scheme import Targets
from icv_app.demo.timetable import Entry

_USUAL = {"leeds": 24.0, "bradford": 19.0, "wakefield": 15.0, "huddersfield": 13.0, "halifax": 10.0}
"""People usually in custody at each suite."""
_LEAST_IN_CUSTODY = 3
_MOST_SPOKEN_TO = 13
"""More talks than this do not fit into a visit."""


@dataclass(slots=True)
class Headcount:
    """D and S of one visit, while they are being balanced."""

    in_custody: int
    spoken_to: int

    @property
    def share(self) -> float:
        """S/D."""
        return self.spoken_to / self.in_custody

    @property
    def most(self) -> int:
        """The most people that can be spoken to."""
        return min(self.in_custody, _MOST_SPOKEN_TO)


def headcounts(rng: Random, targets: Targets, entries: Sequence[Entry]) -> tuple[Headcount, ...]:
    """Draw D and S for each visit: their sums are exact, the mean share lies within the wanted bounds."""
    held = [_in_custody(rng, entry) for entry in entries]
    _level(rng, held, targets.in_custody)
    counts = [Headcount(number, _spoken_to(rng, number)) for number in held]
    _level_spoken(rng, counts, targets.spoken_to)
    _balance(rng, counts, targets.spoken_share)
    return tuple(counts)


def _in_custody(rng: Random, entry: Entry) -> int:
    usual = _USUAL.get(entry.suite, 8.0)
    busy = 1.15 if entry.local.weekday() >= 5 else 0.97
    return max(_LEAST_IN_CUSTODY, round(usual * busy * rng.gauss(1.0, 0.24)))


def _level(rng: Random, held: list[int], wanted: int) -> None:
    while (missing := wanted - sum(held)) != 0:
        place = rng.randrange(len(held))
        if missing > 0:
            held[place] += 1
        elif held[place] > _LEAST_IN_CUSTODY:
            held[place] -= 1


def _spoken_to(rng: Random, in_custody: int) -> int:
    # The fuller the suite, the smaller the share that an hour is enough for.
    share = 0.34 - 0.0014 * in_custody + rng.gauss(0.0, 0.07)
    return min(max(1, round(in_custody * share)), in_custody, _MOST_SPOKEN_TO)


def _level_spoken(rng: Random, counts: list[Headcount], wanted: int) -> None:
    while (missing := wanted - sum(count.spoken_to for count in counts)) != 0:
        count = rng.choice(counts)
        if missing > 0 and count.spoken_to < count.most and count.share < 0.6:
            count.spoken_to += 1
        elif missing < 0 and count.spoken_to > 1:
            count.spoken_to -= 1


def _balance(rng: Random, counts: list[Headcount], bounds: tuple[float, float]) -> None:
    """Move talks between small and large suites until the mean of the shares is as wanted; sums stay."""
    low, high = bounds
    while not low <= (mean := sum(count.share for count in counts) / len(counts)) <= high:
        one, other = rng.choice(counts), rng.choice(counts)
        smaller, larger = sorted((one, other), key=lambda count: count.in_custody)
        if smaller.in_custody == larger.in_custody:
            continue
        to, off = (smaller, larger) if mean < low else (larger, smaller)
        if off.spoken_to > 1 and to.spoken_to < to.most and to.share < 0.6:
            off.spoken_to -= 1
            to.spoken_to += 1
