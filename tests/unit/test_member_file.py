"""What stands in a member's file, in whatever order its words come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from typing import Any

import pytest

from icv_app.domain.ids import MemberId, RecordId, SuiteId
from icv_app.domain.member_file import (
    FileGroup,
    FileWord,
    OneToOne,
    Recognition,
    file_of,
    recognition_due,
    standing_words,
)
from icv_app.domain.rota import Conflict
from icv_app.domain.training import Trained
from tests.builders import NOON
from tests.rota_builders import a_visitor

V1 = MemberId("V-001")


def a_word(name: str, *after: str, minutes: int = 0, **changes: Any) -> FileWord:
    word = FileWord(
        record_id=RecordId(name),
        member_id=V1,
        group=FileGroup.LANGUAGES,
        at=NOON + timedelta(minutes=minutes),
        by=MemberId("C-001"),
        after=tuple(RecordId(one) for one in after),
        languages=("Urdu",),
    )
    return replace(word, **changes)


def test_a_word_written_after_another_takes_its_place_although_its_clock_is_slow() -> None:
    first, second = a_word("a", minutes=30), a_word("b", "a", minutes=0)
    for order in permutations((first, second)):
        assert standing_words(order).word == second
        assert standing_words(order).beside == ()


def test_of_two_written_at_once_the_last_stands_and_the_other_is_shown() -> None:
    words = (a_word("a"), a_word("b", "a", minutes=1), a_word("c", "a", minutes=2, by=MemberId("C-002")))
    for order in permutations(words):
        standing = standing_words(order)
        assert standing.word == words[2]
        assert standing.beside == (words[1],)
        assert standing.seen == ("b", "c")


def test_the_next_word_settles_it() -> None:
    words = (a_word("a"), a_word("b"), a_word("c", "a", "b", minutes=3))
    for order in permutations(words):
        assert (standing_words(order).word, standing_words(order).beside) == (words[2], ())


def test_words_that_name_each_other_do_not_empty_the_file() -> None:
    words = (a_word("a", "b"), a_word("b", "a", minutes=1))
    assert standing_words(words).word == words[1]


def test_groups_stand_each_by_itself() -> None:
    conflict = Conflict(member_id=V1, suite_id=SuiteId("leeds"))
    about = a_word("b", group=FileGroup.CONFLICTS, languages=(), conflicts=(conflict,))
    file = file_of(V1, [a_word("a"), about, a_word("c", member_id=MemberId("V-002"), languages=("Polish",))])
    assert (file.languages, file.conflicts, file.training) == (("Urdu",), (conflict,), ())


@pytest.mark.parametrize(
    "changes",
    [
        {"languages": ("V-002@example.org",)},
        {"languages": ("Urdu 2",)},
        {"languages": ("",)},
        {"training": (Trained(kind="tact", day=date(2024, 1, 1)),)},
        {"group": FileGroup.TRAINING},
        {
            "group": FileGroup.TRAINING,
            "languages": (),
            "training": (Trained(kind="tact", day=date(2024, 1, 2), expires=date(2024, 1, 1)),),
        },
        {
            "group": FileGroup.CONFLICTS,
            "languages": (),
            "conflicts": (Conflict(member_id=MemberId("V-002"), suite_id=SuiteId("leeds")),),
        },
        {"group": FileGroup.CONFLICTS, "languages": (), "conflicts": (Conflict(member_id=V1),)},
        {"group": FileGroup.CONFLICTS, "languages": (), "conflicts": (Conflict(member_id=V1, other=V1),)},
        {
            "group": FileGroup.RECOGNITION,
            "languages": (),
            "recognition": (Recognition(years=2, day=date(2024, 1, 1)),),
        },
        {"after": (RecordId("a"),)},
    ],
)
def test_a_word_that_says_what_cannot_be_is_not_sound(changes: dict[str, Any]) -> None:
    assert a_word("a").sound
    assert not a_word("a", **changes).sound


def test_a_talk_says_when_and_with_whom_and_nothing_else() -> None:
    assert [*OneToOne.__dataclass_fields__] == ["day", "by"]


@pytest.mark.parametrize(
    ("joined", "today", "due"),
    [
        (date(2023, 3, 14), date(2024, 3, 13), None),
        (date(2023, 3, 14), date(2024, 3, 14), 1),
        (date(2024, 2, 29), date(2025, 2, 27), None),
        (date(2024, 2, 29), date(2025, 2, 28), 1),
        (date(2024, 2, 29), date(2027, 2, 28), 3),
        (date(2014, 3, 15), date(2024, 3, 14), 5),
        (date(2014, 3, 14), date(2024, 3, 14), 10),
        (None, date(2024, 3, 14), None),
    ],
)
def test_recognition_is_due_from_the_day_the_years_are_full(
    joined: date | None, today: date, due: int | None
) -> None:
    assert recognition_due(a_visitor(1, joined=joined), (), today) == due


def test_recognition_given_is_due_no_more_until_the_next_years_are_full() -> None:
    member = a_visitor(1, joined=date(2020, 1, 1))
    given = [Recognition(years=3, day=date(2023, 2, 1))]
    assert recognition_due(member, given, date(2024, 12, 31)) is None
    assert recognition_due(member, given, date(2025, 1, 1)) == 5
    assert recognition_due(replace(member, left=date(2024, 6, 1)), (), date(2024, 6, 2)) is None
