"""Every attempt at a visit: completed ones, and those abandoned, cut short or made by telephone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from icv_app.demo.crews import Crew, Rota
from icv_app.demo.detained import NO_CHILDREN, Children, children_by_visit
from icv_app.demo.headcounts import headcounts
from icv_app.demo.scheme import YEAR, Targets
from icv_app.demo.sentences import Sentences
from icv_app.demo.timetable import entries, stay, wait_minutes
from icv_app.domain.ids import MemberId, SuiteId
from icv_app.domain.scheme import Member
from icv_app.domain.times import LONDON
from icv_app.domain.visit import Outcome, VisitKind

_NOBODY = Crew(MemberId(""), MemberId(""))
_ABANDONED = (
    ("halifax", VisitKind.IN_PERSON, "emergency"),
    ("leeds", VisitKind.IN_PERSON, "too_busy"),
    ("dewsbury", VisitKind.CONTINGENCY, "closed"),
    ("bradford", VisitKind.IN_PERSON, "no_answer"),
    ("huddersfield", VisitKind.IN_PERSON, "staff_short"),
    ("leeds", VisitKind.IN_PERSON, "other"),
    ("wakefield", VisitKind.IN_PERSON, "too_busy"),
    ("bradford", VisitKind.IN_PERSON, "emergency"),
    ("halifax", VisitKind.IN_PERSON, "no_answer"),
)
_PART = (
    ("pudsey", VisitKind.CONTINGENCY, 2),
    ("wakefield", VisitKind.IN_PERSON, 0),
    ("stainbeck", VisitKind.CONTINGENCY, 1),
    ("leeds", VisitKind.IN_PERSON, 3),
)
"""Suite, kind and which of the reasons fits."""
_TELEPHONE = ("halifax", "huddersfield", "bradford")
_HALIFAX_EMERGENCY = datetime(2023, 12, 2, 19, 10, tzinfo=LONDON)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One attempt at a visit: where, when, who, and how many people were met. Times are UTC.

    Attributes:
        in_custody, spoken_to: D and S; 0 where nobody was counted.
        note: Why it was abandoned, cut short or made by telephone.
    """

    suite: SuiteId
    kind: VisitKind
    outcome: Outcome
    arrived_at: datetime | None
    entered_at: datetime | None
    left_suite_at: datetime | None
    left_station_at: datetime
    in_custody: int = 0
    spoken_to: int = 0
    children: Children = NO_CHILDREN
    abandoned_reason: str | None = None
    note: str = ""
    crew: Crew = _NOBODY

    @property
    def began_at(self) -> datetime:
        """The first moment of it."""
        return self.arrived_at or self.entered_at or self.left_station_at

    @property
    def wait(self) -> timedelta:
        """From the counter to the suite."""
        if self.arrived_at is None or self.entered_at is None:
            return timedelta(0)
        return self.entered_at - self.arrived_at


def attempts(
    rng: Random, targets: Targets, members: Sequence[Member], sentences: Sentences
) -> tuple[Attempt, ...]:
    """Draw every attempt of the year, oldest first, each with its crew."""
    found = [
        *_completed(rng, targets),
        *_abandoned(rng, targets.abandoned, sentences),
        *_cut_short(rng, targets.part, sentences),
        *_by_telephone(rng, targets.telephone, sentences),
    ]
    found.sort(key=lambda attempt: (attempt.began_at, attempt.suite))
    rota = Rota(rng, members)
    return tuple(
        replace(attempt, crew=rota.crew(attempt.began_at, training=place in {2, 5, 9}))
        for place, attempt in enumerate(found)
    )


def _completed(rng: Random, targets: Targets) -> Iterator[Attempt]:
    planned = entries(rng, targets)
    counts = headcounts(rng, targets, planned)
    children = children_by_visit(rng, targets, counts)
    for entry, count, young in zip(planned, counts, children, strict=True):
        left = entry.at + stay(rng, entry, count.spoken_to)
        yield Attempt(
            suite=entry.suite,
            kind=VisitKind.IN_PERSON,
            outcome=Outcome.COMPLETED,
            arrived_at=entry.at - timedelta(minutes=wait_minutes(rng)),
            entered_at=entry.at,
            left_suite_at=left,
            left_station_at=left + timedelta(minutes=rng.randint(3, 12)),
            in_custody=count.in_custody,
            spoken_to=count.spoken_to,
            children=young,
        )


def _some_moment(rng: Random) -> datetime:
    """A daytime moment of the year, not in its last month."""
    day = YEAR.first_day + timedelta(days=rng.randrange(4, 330))
    return datetime.combine(day, time(rng.randint(9, 21), rng.randrange(60)), tzinfo=LONDON).astimezone(UTC)


def _abandoned(rng: Random, number: int, sentences: Sentences) -> Iterator[Attempt]:
    for place, (suite, kind, reason) in enumerate(_ABANDONED[:number]):
        arrived = _HALIFAX_EMERGENCY.astimezone(UTC) if place == 0 else _some_moment(rng)
        yield Attempt(
            suite=SuiteId(suite),
            kind=kind,
            outcome=Outcome.ABANDONED,
            arrived_at=arrived,
            entered_at=None,
            left_suite_at=None,
            left_station_at=arrived + timedelta(minutes=rng.randint(12, 50)),
            abandoned_reason=reason,
            note=sentences.one(rng, "abandoned_note") if reason == "other" else "",
        )


def _cut_short(rng: Random, number: int, sentences: Sentences) -> Iterator[Attempt]:
    for suite, kind, reason in _PART[:number]:
        entered = _some_moment(rng)
        left = entered + timedelta(minutes=rng.randint(14, 32))
        yield Attempt(
            suite=SuiteId(suite),
            kind=kind,
            outcome=Outcome.PART,
            arrived_at=entered - timedelta(minutes=rng.randint(2, 8)),
            entered_at=entered,
            left_suite_at=left,
            left_station_at=left + timedelta(minutes=rng.randint(3, 9)),
            in_custody=rng.randint(9, 16),
            spoken_to=rng.randint(1, 3),
            note=sentences.all("part_reason")[reason],
        )


def _by_telephone(rng: Random, number: int, sentences: Sentences) -> Iterator[Attempt]:
    for place, suite in enumerate(_TELEPHONE[:number]):
        day = date(2024, 1, 16) + timedelta(days=place * 11 + rng.randrange(5))
        began = datetime.combine(day, time(10 + place, rng.randrange(60)), tzinfo=LONDON).astimezone(UTC)
        ended = began + timedelta(minutes=rng.randint(12, 25))
        yield Attempt(
            suite=SuiteId(suite),
            kind=VisitKind.TELEPHONE,
            outcome=Outcome.COMPLETED,
            arrived_at=None,
            entered_at=began,
            left_suite_at=ended,
            left_station_at=ended,
            note=sentences.all("telephone")[place % len(sentences.all("telephone"))],
        )
