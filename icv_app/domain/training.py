"""Training of members: the kinds a scheme asks for, what somebody was trained in, and how that stands."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

TACT = "tact"
"""The kind that visits to people held under the Terrorism Act need."""
SOON = 90
"""Days before an end from which it is said that it comes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingKind:
    """One kind of training; the scheme's own choice.

    Attributes:
        title: In the scheme's own words.
        months: How long it is good for unless another day is noted; `None` where it never runs out.
        stopped: The scheme asks for it no more; what somebody was trained in stays.
    """

    kind: str
    title: str
    months: int | None = None
    stopped: bool = False


def usual_training() -> tuple[TrainingKind, ...]:
    """Return the kinds a scheme begins with."""
    return (
        TrainingKind(kind="initial", title="Initial"),
        TrainingKind(kind="refresher", title="Refresher", months=12),
        TrainingKind(kind="children", title="Children", months=36),
        TrainingKind(kind="menstrual_dignity", title="Menstrual dignity", months=36),
        TrainingKind(kind="neurodiversity", title="Neurodiversity", months=36),
        TrainingKind(kind=TACT, title="TACT", months=36),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """One training somebody took part in.

    Attributes:
        kind: Of the scheme's kinds, or of an earlier list of them.
        day: London.
        expires: The last day it is good for, London; `None` where it never runs out.
    """

    kind: str
    day: date
    expires: date | None = None


class TrainingState(StrEnum):
    """How somebody stands in one kind of training."""

    NONE = "none"
    LAPSED = "lapsed"
    SOON = "soon"
    IN_DATE = "in_date"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingStanding:
    """How somebody stands in one kind of training on a day.

    Attributes:
        last: What counts: the training that is good for longest; `None` where there is none.
    """

    state: TrainingState
    last: Trained | None = None


def good_until(kind: TrainingKind, day: date) -> date | None:
    """Return the last day a training of some day is good for; `None` where it never runs out."""
    return None if kind.months is None else months_after(day, kind.months)


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the last one of that month: 29 February to 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def counting(trained: Iterable[Trained], kind: str) -> Trained | None:
    """Return the training of a kind that is good for longest; of several alike the latest."""
    own = [one for one in trained if one.kind == kind]
    return max(own, key=lambda one: (one.expires or date.max, one.day), default=None)


def standing_in(trained: Iterable[Trained], kind: str, today: date) -> TrainingStanding:
    """Return how somebody stands in a kind of training; it is good to the end of its last day."""
    last = counting(trained, kind)
    if last is None:
        return TrainingStanding(state=TrainingState.NONE)
    left = None if last.expires is None else (last.expires - today).days
    if left is None or left > SOON:
        return TrainingStanding(state=TrainingState.IN_DATE, last=last)
    return TrainingStanding(state=TrainingState.LAPSED if left < 0 else TrainingState.SOON, last=last)
