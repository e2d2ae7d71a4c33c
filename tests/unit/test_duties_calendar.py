"""Duties as a calendar file."""

from __future__ import annotations

from datetime import date
from typing import Any

from icalendar import Calendar

from icv_app.domain.ids import MemberId, SuiteId
from icv_app.exchange.duties_calendar import calendar_of
from tests.builders import NOON
from tests.rota_builders import HALIFAX, LEEDS, a_duty

SUITES = {SuiteId(LEEDS): "Leeds", SuiteId(HALIFAX): "Halifax; West\nYorkshire, \u0645\u0631\u0643\u0632"}
ME = MemberId("V-001")
DUTIES = (a_duty(suite=HALIFAX, week=2), a_duty(), a_duty(week=1, pair=("V-002", "V-003")))


def entries(calendar: bytes) -> list[Any]:
    return list(Calendar.from_ical(calendar).walk("VEVENT"))


def test_each_duty_is_a_week_without_day_or_hour_that_leaves_one_free() -> None:
    first, second = entries(calendar_of(DUTIES, SUITES, ME, NOON))
    assert (first["dtstart"].dt, first["dtend"].dt) == (date(2024, 4, 1), date(2024, 4, 8))
    assert str(first["summary"]) == "Custody visit: Leeds, with V-002"
    assert str(second["summary"]) == f"Custody visit: {SUITES[SuiteId(HALIFAX)]}, with V-002"
    assert {str(one["transp"]) for one in (first, second)} == {"TRANSPARENT"}


def test_the_same_duties_give_the_same_bytes_in_any_order() -> None:
    assert calendar_of(DUTIES, SUITES, ME, NOON) == calendar_of(reversed(DUTIES), SUITES, ME, NOON)


def test_somebody_without_duties_gets_an_empty_calendar() -> None:
    assert entries(calendar_of((), SUITES, ME, NOON)) == []
