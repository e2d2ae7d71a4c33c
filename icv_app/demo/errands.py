"""What is done in the demo year beside visits, as a plan: notices, time, messages, custody records read.

Pure, as the plan of the visits. What an errand speaks of is named by the moment at which it was made: the
demo's clock gives every notice, sample and record handed out a moment of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from random import Random

from icv_app.demo.aftermath import PlannedStep
from icv_app.domain.ids import MemberId, SuiteId
from icv_app.domain.publication import Change, WordPart
from icv_app.domain.record_review import RecordRead
from icv_app.domain.record_review_sample import Group, ListedRecord
from icv_app.domain.rota import Window
from icv_app.domain.times import LONDON


@dataclass(frozen=True, slots=True, kw_only=True)
class SayTime:
    """A visitor says in which weeks they can go, each by its Monday, and when they are on leave."""

    weeks: tuple[tuple[date, tuple[Window, ...]], ...]
    leave: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TellNotice:
    """A coordinator tells visitors something.

    Attributes:
        to: Empty for all.
        aide_memoire: The aide-memoire to print goes with it.
        instead_of: When the edition was told that it replaces, UTC.
    """

    title: str
    text: str
    first_day: date
    last_day: date | None = None
    must_read: bool = False
    to: tuple[MemberId, ...] = ()
    aide_memoire: bool = False
    instead_of: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNotice:
    """A visitor says that they have read the notice told at a moment, UTC."""

    told_at: datetime


@dataclass(frozen=True, slots=True)
class OpenMessages:
    """A visitor opens every message there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawSample:
    """A coordinator draws custody records to be read."""

    suite: SuiteId
    days: tuple[date, date]
    size: int
    listed: tuple[ListedRecord, ...]
    groups_first: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveRecord:
    """A coordinator gives a visitor the record drawn at a place (from 0) in the sample of a moment."""

    drawn_at: datetime
    place: int
    to: MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRecord:
    """A visitor reads the record that was given to them at a moment; its findings get real names then."""

    given_at: datetime
    read: RecordRead


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseFinding:
    """A coordinator raises what was found in a record as a concern, or takes its next step.

    Attributes:
        number: Of the finding in its reading, from 0.
        step: `None` to raise it.
    """

    drawn_at: datetime
    place: int
    number: int
    step: PlannedStep | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseSample:
    """A coordinator has done with the sample of a moment."""

    drawn_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteWords:
    """A coordinator writes a text for the publications of a period, or for `CHANGES` what changed."""

    period: str
    part: WordPart
    text: str = ""
    changes: tuple[Change, ...] = ()


Doing = (
    SayTime
    | TellNotice
    | ReadNotice
    | OpenMessages
    | DrawSample
    | GiveRecord
    | ReadRecord
    | RaiseFinding
    | CloseSample
    | WriteWords
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One thing somebody does.

    Attributes:
        name: Its own in the plan.
        at: UTC.
        needs: Names of errands that come before it.
    """

    name: str
    at: datetime
    by: MemberId
    does: Doing
    needs: tuple[str, ...] = ()


def in_utc_of_london(moment: datetime) -> datetime:
    """A moment without a zone, as a resource gives it by the clock in London."""
    return moment.replace(tzinfo=LONDON).astimezone(UTC)


def evening(rng: Random, day: date) -> datetime:
    """A moment of a London day at which visitors sit at home, UTC."""
    local = datetime(day.year, day.month, day.day, rng.randint(17, 21), rng.randrange(60), tzinfo=LONDON)
    return local.astimezone(UTC)
