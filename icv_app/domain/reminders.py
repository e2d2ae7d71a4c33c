"""What runs out for members, and when it is said: 90, 60 and 30 days before, and once it has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from icv_app.domain.ids import MemberId
from icv_app.domain.member_file import MemberFile
from icv_app.domain.scheme import Member, Role
from icv_app.domain.training import TrainingKind, counting

REMINDED = (90, 60, 30)
"""Days before the end."""


class RunsOut(StrEnum):
    """What has an end, in the order it is told."""

    VETTING = "vetting"
    ID_CARD = "id_card"
    TERM = "term"
    PROBATION = "probation"
    TRAINING = "training"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """Something that runs out for a member within 90 days, or has run out.

    Attributes:
        ends: Its last day, London: it is good to the end of that day.
        left: Days from today to it; below 0 it has run out.
        kind: Of training.
    """

    member_id: MemberId
    what: RunsOut
    ends: date
    left: int
    kind: str = ""

    @property
    def lapsed(self) -> bool:
        """Whether it has run out."""
        return self.left < 0

    @property
    def stage(self) -> int:
        """The reminder it is at: 90, 60 or 30; 0 once it has run out."""
        return 0 if self.lapsed else min(stage for stage in REMINDED if self.left <= stage)

    @property
    def said_from(self) -> date:
        """The day from which it is said at this stage."""
        return self.ends + timedelta(days=1) if self.lapsed else self.ends - timedelta(days=self.stage)


def coming_up(
    members: Iterable[Member],
    files: Mapping[MemberId, MemberFile],
    kinds: Iterable[TrainingKind],
    today: date,
) -> tuple[Reminder, ...]:
    """Return what has run out or does within 90 days, for those in the scheme today, soonest first.

    The end of probation is told before it comes alone: nothing lapses with it.
    """
    asked_for = tuple(kinds)
    found = [
        Reminder(member_id=member.member_id, what=what, ends=ends, left=(ends - today).days, kind=kind)
        for member in members
        if member.in_scheme_on(today)
        for what, kind, ends in _ends(member, files.get(member.member_id), asked_for)
    ]
    due = [
        one
        for one in found
        if one.left <= max(REMINDED) and not (one.lapsed and one.what is RunsOut.PROBATION)
    ]
    order = list(RunsOut)
    return tuple(sorted(due, key=lambda one: (one.ends, one.member_id, order.index(one.what), one.kind)))


def _ends(
    member: Member, file: MemberFile | None, kinds: Iterable[TrainingKind]
) -> Iterator[tuple[RunsOut, str, date]]:
    noted = (
        (RunsOut.VETTING, member.vetting_expires),
        (RunsOut.ID_CARD, member.id_card_expires),
        (RunsOut.TERM, member.term_ends),
        (RunsOut.PROBATION, member.probation_until),
    )
    yield from ((what, "", ends) for what, ends in noted if ends is not None)
    if file is None or member.role is not Role.VISITOR:
        return
    for kind in kinds:
        last = counting(file.training, kind.kind)
        if last is not None and last.expires is not None:
            yield RunsOut.TRAINING, kind.kind, last.expires
