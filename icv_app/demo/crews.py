"""Who goes: two visitors for every visit, never the same two in a row, nobody twice within a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import combinations
from random import Random

from icv_app.domain.ids import MemberId
from icv_app.domain.scheme import Member
from icv_app.domain.times import london_day

REST = timedelta(hours=20)
"""Between two visits of one visitor."""
PAPERWORK = timedelta(hours=72)
"""Between two visits that the same visitor writes up."""


@dataclass(frozen=True, slots=True)
class Crew:
    """Two visitors; the first writes the report. A probationer may come along in training."""

    author: MemberId
    second: MemberId
    trainee: MemberId | None = None


@dataclass(slots=True)
class _Standing:
    visits: int = 0
    last: datetime | None = None
    last_report: datetime | None = None
    last_partner: MemberId | None = None


@dataclass(slots=True)
class Rota:
    """Hands out crews in the order of time."""

    rng: Random
    members: Sequence[Member]
    _standing: dict[MemberId, _Standing] = field(default_factory=dict)

    def crew(self, at: datetime, *, training: bool = False) -> Crew:
        """Draw the crew of a visit at a moment (aware), those with the fewest visits first.

        Raises:
            ValueError: Nobody is free (a defect of the plan).
        """
        day = london_day(at)
        order = sorted(self.members, key=lambda member: self._of(member).visits + self.rng.random() * 4)
        free = [member for member in order if self._rested(member, at)]
        pairs = [
            pair for pair in combinations(free, 2) if not all(member.on_probation(day) for member in pair)
        ]
        if not pairs:
            raise ValueError(f"no crew is free at {at}")
        one, other = next((pair for pair in pairs if self._fresh(pair, at)), pairs[0])
        author, second = (one, other) if self._may_write(one, at) else (other, one)
        return self._take(author, second, self._trainee(free, author, second, at, training), at)

    def _fresh(self, pair: tuple[Member, Member], at: datetime) -> bool:
        """Whether the two did not go together last time and one of them has no other report to write."""
        together = self._of(pair[0]).last_partner == pair[1].member_id
        return not together and any(self._may_write(member, at) for member in pair)

    def _of(self, member: Member) -> _Standing:
        return self._standing.setdefault(member.member_id, _Standing())

    def _rested(self, member: Member, at: datetime) -> bool:
        last = self._of(member).last
        return last is None or at - last >= REST

    def _may_write(self, member: Member, at: datetime) -> bool:
        last = self._of(member).last_report
        return (last is None or at - last >= PAPERWORK) and not member.on_probation(london_day(at))

    def _trainee(
        self, free: Sequence[Member], author: Member, second: Member, at: datetime, training: bool
    ) -> Member | None:
        if not training:
            return None
        new = [member for member in free if member.on_probation(london_day(at))]
        return next((member for member in new if member not in (author, second)), None)

    def _take(self, author: Member, second: Member, trainee: Member | None, at: datetime) -> Crew:
        for member in filter(None, (author, second, trainee)):
            standing = self._of(member)
            standing.visits += member is not trainee
            standing.last = at
        self._of(author).last_report = at
        self._of(author).last_partner = second.member_id
        self._of(second).last_partner = author.member_id
        return Crew(author.member_id, second.member_id, trainee.member_id if trainee else None)
