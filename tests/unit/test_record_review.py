"""Samples of custody records, their lists, and the questionnaire."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.ids import MemberId, RecordId, SuiteId
from icv_app.domain.record_review import Lack, Problem, Said, Step, lacking, out_of_order
from icv_app.domain.record_review_list import listed_from
from icv_app.domain.record_review_sample import Group, ListedRecord, Sample, counted, draw
from icv_app.errors import BadInput
from tests.builders import NOON
from tests.record_review_builders import ARRESTED, LISTED, a_finding, a_read

SEED = "0123456789abcdef"


def test_the_groups_that_go_first_are_drawn_first_in_their_order() -> None:
    drawn = draw(LISTED, 3, (Group.WOMAN, Group.CHILD), SEED)
    assert drawn[:2] == ("R-03", "R-02")
    assert set(drawn[2:]) < {"R-01", "R-04"}


def test_another_seed_gives_another_draw_and_the_same_seed_the_same() -> None:
    many = counted(40)
    assert draw(many, 10, (), SEED) == draw(many, 10, (), SEED)
    assert draw(many, 10, (), SEED) != draw(many, 10, (), "fedcba9876543210")


@given(st.integers(1, 60), st.integers(1, 60), st.text("0123456789abcdef", min_size=8, max_size=16))
def test_a_draw_takes_so_many_each_once(number: int, size: int, seed: str) -> None:
    listed = counted(number)
    drawn = draw(listed, size, (), seed)
    assert len(drawn) == len(set(drawn)) == min(size, number)
    assert set(drawn) <= {one.reference for one in listed}
    # The order of the list has no part in it.
    assert draw(listed[::-1], size, (), seed) == drawn


@pytest.mark.parametrize(
    "changes",
    [
        {"drawn": ("R-01", "R-02")},
        {"seed": "none"},
        {"size": 5},
        {"last_day": date(2030, 1, 1)},
        {"first_day": date(2024, 3, 9)},
        {"listed": (ListedRecord(reference="13WK/4402"),)},
        {"groups_first": (Group.OTHER,)},
    ],
)
def test_a_sample_that_its_seed_does_not_give_is_not_sound(changes: dict[str, object]) -> None:
    values: dict[str, object] = {
        "record_id": RecordId("s"),
        "suite": SuiteId("leeds"),
        "first_day": date(2024, 3, 1),
        "last_day": date(2024, 3, 7),
        "size": 2,
        "listed": LISTED,
        "groups_first": (Group.CHILD,),
        "seed": SEED,
        "drawn": draw(LISTED, 2, (Group.CHILD,), SEED),
        "at": NOON,
        "by": MemberId("C-001"),
    }
    assert Sample(**values).sound  # type: ignore[arg-type]
    assert not Sample(**{**values, **changes}).sound  # type: ignore[arg-type]


def test_a_list_is_read_as_it_is_pasted() -> None:
    assert listed_from("r-01\n\nR-02 child\nR-03,Woman\nR-4\tlongest held\n") == (
        ListedRecord(reference="R-01"),
        ListedRecord(reference="R-02", group=Group.CHILD),
        ListedRecord(reference="R-03", group=Group.WOMAN),
        ListedRecord(reference="R-4", group=Group.LONGEST_HELD),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "R-01\n13WK/4402",
            "Line 2: write the scheme’s own reference, such as R-01, never a custody number.",
        ),
        ("R-01\nr-01", "Line 2: R-01 stands in the list twice."),
        ("R-01 tall", "Line 1: after the reference write child, vulnerable, woman or longest held."),
        ("\n", "Write the references first, one on each line."),
    ],
)
def test_a_list_that_cannot_be_read_says_which_line(text: str, said: str) -> None:
    with pytest.raises(BadInput) as refused:
        listed_from(text)
    assert refused.value.user_text == said


def test_a_finished_questionnaire_lacks_nothing() -> None:
    assert list(lacking(a_read(findings=(a_finding(),)), NOON)) == []


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"group": None}, Problem(Lack.GROUP)),
        ({"held_as": None}, Problem(Lack.HELD_AS)),
        ({"quality": None}, Problem(Lack.QUALITY)),
        ({"quality": 6}, Problem(Lack.QUALITY)),
        ({"reviews": ()}, Problem(Lack.REVIEWS, Step.REVIEWS)),
        ({"steps": {Step.REVIEWS: Said.NO}}, Problem(Lack.REVIEWS, Step.REVIEWS)),
        ({"steps": {Step.AA_CAME: 60}}, Problem(Lack.ORDER)),
        ({"steps": {Step.RELEASED: NOON + timedelta(days=1)}}, Problem(Lack.AHEAD, Step.RELEASED)),
        ({"findings": (a_finding(text=" "),)}, Problem(Lack.FINDING, finding=a_finding().finding_id)),
        ({"remark": "x" * 2001}, Problem(Lack.TOO_MUCH)),
    ],
)
def test_what_is_lacking_is_named(changes: dict[str, Any], problem: Problem) -> None:
    assert list(lacking(a_read(**changes), NOON)) == [problem]


def test_times_out_of_order_may_be_so_in_the_record() -> None:
    read = a_read(steps={Step.AA_CAME: 60}, as_recorded=True)
    assert out_of_order(read) == ((Step.AA_ASKED, Step.AA_CAME),)
    assert list(lacking(read, NOON)) == []


def test_a_review_before_authorisation_or_after_release_is_out_of_order() -> None:
    early = a_read(reviews=(ARRESTED, ARRESTED + timedelta(hours=11)))
    assert out_of_order(early) == ((Step.AUTHORISED, Step.REVIEWS), (Step.REVIEWS, Step.RELEASED))
