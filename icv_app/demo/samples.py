"""Samples of custody records in the demo year: drawn quarter by quarter, given out, read, settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from icv_app.demo.aftermath import ConcernWay, at_the_desk, office_hour
from icv_app.demo.errands import (
    CloseSample,
    Doing,
    DrawSample,
    Errand,
    GiveRecord,
    RaiseFinding,
    ReadRecord,
    evening,
)
from icv_app.demo.questionnaires import draw_read
from icv_app.demo.scheme import PRESENT
from icv_app.demo.sentences import Sentences
from icv_app.domain.concern import Concern, Severity
from icv_app.domain.ids import ConcernId, MemberId, SuiteId
from icv_app.domain.person import Source
from icv_app.domain.record_review import RecordRead
from icv_app.domain.record_review_sample import Group, ListedRecord
from icv_app.domain.times import LONDON, london_day

_LISTED = 24
_GROUPS = {
    3: Group.CHILD,
    6: Group.WOMAN,
    9: Group.VULNERABLE,
    12: Group.CHILD,
    15: Group.VULNERABLE,
    18: Group.CHILD,
    20: Group.WOMAN,
    22: Group.VULNERABLE,
}
"""Whom the listed records are about, by their place in the list; of the others it is not said."""
_FIRST = (Group.CHILD, Group.VULNERABLE, Group.WOMAN)
_RAISED = {Severity.RED: 1.0, Severity.AMBER: 0.5, Severity.GREEN: 0.0}
"""Which share of the findings become concerns."""
_LATE_EVERY = 4
"""Reviews held too late: so many that their share of all can be published."""
_EACH = 2
"""Records a visitor is given of one sample."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Quarter:
    """One sample.

    Attributes:
        at: When it was drawn, London time.
        open: It is still being read on the demo's date.
    """

    at: datetime
    suite: str
    days: tuple[date, date]
    size: int = 10
    open: bool = False


_QUARTERS = (
    _Quarter(
        at=datetime(2023, 7, 12, 10, 20, tzinfo=LONDON),
        suite="leeds",
        days=(date(2023, 4, 1), date(2023, 6, 30)),
    ),
    _Quarter(
        at=datetime(2023, 10, 11, 14, 5, tzinfo=LONDON),
        suite="bradford",
        days=(date(2023, 7, 1), date(2023, 9, 30)),
    ),
    _Quarter(
        at=datetime(2024, 1, 17, 11, 40, tzinfo=LONDON),
        suite="huddersfield",
        days=(date(2023, 10, 1), date(2023, 12, 31)),
    ),
    _Quarter(
        at=datetime(2024, 3, 19, 9, 55, tzinfo=LONDON),
        suite="wakefield",
        days=(date(2024, 1, 1), date(2024, 2, 29)),
        size=8,
        open=True,
    ),
)


def samples(
    rng: Random, sentences: Sentences, members: Sequence[MemberId], kept: MemberId
) -> Iterator[Errand]:
    """Everything done about custody records in the year.

    Args:
        rng: Repeatable.
        sentences: For remarks, findings and replies.
        members: The visitors.
        kept: Whose vault is kept: one of the last records is read there, and two wait.
    """
    for number, quarter in enumerate(_QUARTERS, start=1):
        yield from _Sampling(rng, sentences, number, quarter).errands(members, kept)


@dataclass(slots=True)
class _Sampling:
    """One sample from the draw to its end."""

    rng: Random
    sentences: Sentences
    number: int
    quarter: _Quarter

    @property
    def name(self) -> str:
        return f"sample-{self.number}"

    @property
    def drawn_at(self) -> datetime:
        return self.quarter.at.astimezone(UTC)

    def errands(self, members: Sequence[MemberId], kept: MemberId) -> Iterator[Errand]:
        listed = self._listed()
        yield _of_office(
            self.name,
            self.drawn_at,
            DrawSample(
                suite=SuiteId(self.quarter.suite),
                days=self.quarter.days,
                size=self.quarter.size,
                listed=listed,
                groups_first=_FIRST,
            ),
        )
        settled: list[Errand] = []
        for place, group in enumerate(_in_order(listed)[: self.quarter.size]):
            reader = self._reader(place, members, kept)
            if reader is not None:
                settled += self._record(place, group, reader, reads=self._reads(place))
        yield from settled
        if not self.quarter.open:
            before = [one for one in settled if not _later_step(one)]
            at = office_hour(self.rng, max(one.at for one in before) + timedelta(days=2))
            names = (one.name for one in before)
            yield _of_office(f"{self.name}-close", at, CloseSample(drawn_at=self.drawn_at), *names)

    def _listed(self) -> tuple[ListedRecord, ...]:
        """The scheme numbers the records of the year on."""
        before = (self.number - 1) * _LISTED
        return tuple(
            ListedRecord(reference=f"R-{before + place:02d}", group=_GROUPS.get(place, Group.OTHER))
            for place in range(1, _LISTED + 1)
        )

    def _reader(self, place: int, members: Sequence[MemberId], kept: MemberId) -> MemberId | None:
        """Each visitor gets two records in turn; of the last sample some have not been given out."""
        if self.quarter.open:
            others = [one for one in members if one != kept]
            return kept if place < 3 else others[(self.number * 5) % len(others)] if place < 6 else None
        return members[(self.number * 7 + place // _EACH * 3) % len(members)]

    def _reads(self, place: int) -> bool:
        return not self.quarter.open or place in {0, 3, 4}

    def _record(self, place: int, group: Group, reader: MemberId, *, reads: bool) -> Iterator[Errand]:
        rng = self.rng
        given = f"{self.name}-give-{place}"
        given_at = self.drawn_at + timedelta(minutes=6 + 2 * place)
        gives = GiveRecord(drawn_at=self.drawn_at, place=place, to=reader)
        yield _of_office(given, given_at, gives, self.name)
        if not reads:
            return
        within = 7 if self.quarter.open else 25
        at = evening(rng, london_day(given_at) + timedelta(days=rng.randint(2, within)))
        late = place % _LATE_EVERY == 1
        read = draw_read(rng, self.sentences, group, self.quarter.days, late=late)
        name = f"{self.name}-read-{place}"
        yield Errand(
            name=name, at=at, by=reader, does=ReadRecord(given_at=given_at, read=read), needs=(given,)
        )
        yield from self._concerns(place, name, at, read)

    def _concerns(self, place: int, name: str, read_at: datetime, read: RecordRead) -> Iterator[Errand]:
        """The gravest findings become concerns, and go their way; those of the last sample still wait."""
        for number, finding in enumerate(read.findings):
            if self.quarter.open or self.rng.random() > _RAISED[finding.severity]:
                continue
            raise_ = RaiseFinding(drawn_at=self.drawn_at, place=place, number=number)
            at = office_hour(self.rng, read_at)
            raised = f"{self.name}-raise-{place}-{number}"
            yield _of_office(raised, at, raise_, name)
            concern = Concern(
                concern_id=ConcernId(raised),
                category=finding.category,
                severity=finding.severity,
                text=finding.text,
                source=Source.CUSTODY_RECORD,
            )
            before = raised
            way = ConcernWay(self.rng, self.sentences, concern, at + timedelta(minutes=5)).steps()
            for step_number, step in enumerate(step for step in way if step.at < PRESENT):
                then = f"{raised}-step-{step_number}"
                yield Errand(
                    name=then, at=step.at, by=step.by, does=replace(raise_, step=step), needs=(before,)
                )
                before = then


def _of_office(name: str, at: datetime, does: Doing, *needs: str) -> Errand:
    return Errand(name=name, at=at, by=at_the_desk(at), does=does, needs=needs)


def _later_step(one: Errand) -> bool:
    """What follows once a finding is a concern: the sample does not wait for it."""
    return isinstance(one.does, RaiseFinding) and one.does.step is not None


def _in_order(listed: Sequence[ListedRecord]) -> list[Group]:
    """Whom the records are about in the order of any draw: the groups that go first, then the others."""
    first = [group for group in _FIRST for one in listed if one.group is group]
    return first + [one.group for one in listed if one.group not in _FIRST]
