"""What runs out, and when it is said."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.member_file import FileGroup, FileWord, file_of
from icv_app.domain.reminders import Reminder, RunsOut, coming_up
from icv_app.domain.scheme import Role
from icv_app.domain.training import Trained, usual_training
from tests.builders import NOON, a_coordinator
from tests.rota_builders import a_visitor

TODAY = date(2024, 3, 14)
V1 = MemberId("V-001")


def reminders(today: date = TODAY, trained: tuple[Trained, ...] = (), **member: Any) -> tuple[Reminder, ...]:
    word = FileWord(
        record_id=RecordId("w"),
        member_id=V1,
        group=FileGroup.TRAINING,
        at=NOON,
        by=MemberId("C-001"),
        training=trained,
    )
    return coming_up([a_visitor(1, **member)], {V1: file_of(V1, [word])}, usual_training(), today)


@pytest.mark.parametrize(
    ("left", "stage"),
    [(90, 90), (61, 90), (60, 60), (31, 60), (30, 30), (1, 30), (0, 30), (-1, 0), (-400, 0)],
)
def test_it_is_said_at_90_60_and_30_days_and_once_it_has_run_out(left: int, stage: int) -> None:
    [one] = reminders(vetting_expires=TODAY + timedelta(days=left))
    assert (one.what, one.left, one.stage, one.lapsed) == (RunsOut.VETTING, left, stage, left < 0)
    assert one.said_from <= TODAY


def test_nothing_is_said_91_days_before() -> None:
    assert reminders(vetting_expires=TODAY + timedelta(days=91)) == ()


def test_the_day_it_is_said_from_is_the_first_of_its_stage() -> None:
    ends = date(2024, 5, 29)
    for stage in (90, 60, 30):
        first = ends - timedelta(days=stage)
        [one] = reminders(first, term_ends=ends)
        assert (one.stage, one.said_from) == (stage, first)
    [over] = reminders(ends + timedelta(days=9), term_ends=ends)
    assert over.said_from == ends + timedelta(days=1)


def test_the_leap_day_counts_as_a_day() -> None:
    ends = date(2024, 3, 30)
    [one] = reminders(date(2024, 2, 29), id_card_expires=ends)
    assert (one.left, one.stage) == (30, 30)
    [before] = reminders(date(2024, 2, 28), id_card_expires=ends)
    assert (before.left, before.stage) == (31, 60)


def test_what_is_said_last_is_the_day_on_which_they_may_still_visit() -> None:
    """The reminder and the hard stop agree on the edge."""
    for left in (-1, 0):
        member = a_visitor(1, vetting_expires=TODAY + timedelta(days=left))
        [one] = coming_up([member], {}, (), TODAY)
        assert one.lapsed == (member.lapsed_on(TODAY) == ("vetting",))


def test_the_end_of_probation_is_told_before_it_comes_alone() -> None:
    [one] = reminders(probation_until=TODAY)
    assert (one.what, one.left) == (RunsOut.PROBATION, 0)
    assert reminders(probation_until=TODAY - timedelta(days=1)) == ()


def test_only_the_training_that_counts_is_told() -> None:
    over = Trained(kind="tact", day=date(2020, 1, 1), expires=date(2023, 1, 1))
    renewed = Trained(kind="tact", day=date(2023, 1, 1), expires=TODAY + timedelta(days=20))
    [one] = reminders(trained=(over, renewed))
    assert (one.what, one.kind, one.left) == (RunsOut.TRAINING, "tact", 20)
    assert reminders(trained=(over, Trained(kind="tact", day=date(2023, 1, 1)))) == ()


def test_a_kind_the_scheme_no_longer_asks_for_is_not_told() -> None:
    assert reminders(trained=(Trained(kind="gone", day=date(2020, 1, 1), expires=TODAY),)) == ()


def test_who_has_left_or_not_come_yet_is_not_told_of() -> None:
    assert reminders(vetting_expires=TODAY, left=TODAY - timedelta(days=1)) == ()
    assert reminders(vetting_expires=TODAY, joined=TODAY + timedelta(days=1)) == ()


def test_soonest_first_and_coordinators_without_training() -> None:
    coordinator = a_coordinator(vetting_expires=TODAY + timedelta(days=1))
    assert coordinator.role is Role.COORDINATOR
    first = a_visitor(1, vetting_expires=TODAY + timedelta(days=2), term_ends=TODAY - timedelta(days=2))
    told = coming_up([first, coordinator], {}, usual_training(), TODAY)
    assert [(one.member_id, one.what) for one in told] == [
        ("V-001", RunsOut.TERM),
        (coordinator.member_id, RunsOut.VETTING),
        ("V-001", RunsOut.VETTING),
    ]
