"""What only the office keeps of a member: training, languages, conflicts, recognition, one-to-ones.

It is said in words, each about one group; a word names those it was written after. Of each group the
word that nobody wrote after stands; where two coordinators wrote at once, the last written does, and
the other is shown beside it until somebody writes again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.rota import Conflict
from icv_app.domain.scheme import Member
from icv_app.domain.standing import standing_first
from icv_app.domain.training import TACT, Trained, counting, months_after

RECOGNISED_AFTER = (1, 3, 5, 10)
"""Years in the scheme."""
_LANGUAGE = re.compile(r"[^\W\d_][^\d_@]{0,39}")


class FileGroup(StrEnum):
    """What is noted together, in the order it is shown."""

    TRAINING = "training"
    LANGUAGES = "languages"
    CONFLICTS = "conflicts"
    RECOGNITION = "recognition"
    ONE_TO_ONES = "one_to_ones"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """Thanks for so many years, given on a London day."""

    years: int
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OneToOne:
    """A talk of a coordinator with the member: that it took place, not what was said."""

    day: date
    by: MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class FileWord:
    """Everything the office notes in one group of a member's file; never edited.

    Attributes:
        group: Which of the fields below it speaks of; the others are empty.
        after: The words on this group that its author had before them.
        at: UTC.
        by: The coordinator.
    """

    record_id: RecordId
    member_id: MemberId
    group: FileGroup
    at: datetime
    by: MemberId
    after: tuple[RecordId, ...] = ()
    training: tuple[Trained, ...] = ()
    languages: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    recognition: tuple[Recognition, ...] = ()
    one_to_ones: tuple[OneToOne, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether it speaks of its group alone, and of its member."""
        elsewhere = any(getattr(self, group.value) for group in FileGroup if group is not self.group)
        return (
            not elsewhere
            and self.record_id not in self.after
            and all(one.kind and (one.expires is None or one.expires >= one.day) for one in self.training)
            and all(_LANGUAGE.fullmatch(one) for one in self.languages)
            and all(self._own(one) for one in self.conflicts)
            and all(one.years in RECOGNISED_AFTER for one in self.recognition)
        )

    def _own(self, conflict: Conflict) -> bool:
        """Whether a conflict is the member's, with one suite or one other visitor."""
        named = (conflict.suite_id is not None) + (conflict.other is not None)
        return conflict.member_id == self.member_id != conflict.other and named == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupStanding:
    """What stands of one group.

    Attributes:
        word: The one that stands; `None` where nothing was ever noted.
        beside: Written at the same time by somebody who had not seen it, latest first.
    """

    word: FileWord | None = None
    beside: tuple[FileWord, ...] = ()

    @property
    def seen(self) -> tuple[RecordId, ...]:
        """What the next word is written after."""
        words = (self.word, *self.beside) if self.word is not None else ()
        return tuple(sorted(one.record_id for one in words))


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFile:
    """A member's file as it stands."""

    member_id: MemberId
    groups: Mapping[FileGroup, GroupStanding] = field(default_factory=dict)

    def group(self, group: FileGroup) -> GroupStanding:
        """Return what stands of one group."""
        return self.groups.get(group, GroupStanding())

    @property
    def training(self) -> tuple[Trained, ...]:
        """What they were trained in."""
        word = self.group(FileGroup.TRAINING).word
        return word.training if word else ()

    @property
    def languages(self) -> tuple[str, ...]:
        """What they speak beside English."""
        word = self.group(FileGroup.LANGUAGES).word
        return word.languages if word else ()

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """What they have declared."""
        word = self.group(FileGroup.CONFLICTS).word
        return word.conflicts if word else ()

    @property
    def recognition(self) -> tuple[Recognition, ...]:
        """What they were thanked for."""
        word = self.group(FileGroup.RECOGNITION).word
        return word.recognition if word else ()

    @property
    def one_to_ones(self) -> tuple[OneToOne, ...]:
        """When somebody talked with them."""
        word = self.group(FileGroup.ONE_TO_ONES).word
        return word.one_to_ones if word else ()


def standing_words(words: Iterable[FileWord]) -> GroupStanding:
    """Return which of the words on one group of one member stands, in whatever order they came."""
    ordered = standing_first(words)
    return GroupStanding(word=ordered[0], beside=tuple(ordered[1:])) if ordered else GroupStanding()


def file_of(member_id: MemberId, words: Iterable[FileWord]) -> MemberFile:
    """Return the file of one member from everything noted about anybody."""
    own = [one for one in words if one.member_id == member_id]
    groups = {group: standing_words(one for one in own if one.group is group) for group in FileGroup}
    return MemberFile(member_id=member_id, groups=groups)


def tact_as_logged(member: Member, before: Iterable[Trained], now: Iterable[Trained]) -> Member:
    """Return a member with the training for terrorism visits that the log says; one source for both.

    A member of whom the log says nothing of it, and never did, keeps what was noted before there was a log.

    Args:
        member: As published.
        before: What the log said until now.
        now: What it says.
    """
    last = counting(now, TACT)
    if last is not None:
        return replace(member, tact_trained=True, tact_expires=last.expires)
    if counting(before, TACT) is not None:
        return replace(member, tact_trained=False, tact_expires=None)
    return member


def recognition_due(member: Member, given: Iterable[Recognition], today: date) -> int | None:
    """Return the years for which a member is to be thanked now; `None` where that was done or is to come.

    Only the longest time they have reached is asked for; who joined on 29 February reaches it on the 28th.
    """
    if member.joined is None or not member.in_scheme_on(today):
        return None
    reached = [years for years in RECOGNISED_AFTER if months_after(member.joined, 12 * years) <= today]
    longest = max(reached, default=None)
    return None if longest in {one.years for one in given} else longest
