from __future__ import annotations

from datetime import date

import pytest

from icv_app.domain.times import months_before


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2024, 8, 31), 6, date(2024, 2, 29)),
        (date(2023, 8, 31), 6, date(2023, 2, 28)),
        (date(2024, 3, 10), 6, date(2023, 9, 10)),
        (date(2024, 1, 15), 1, date(2023, 12, 15)),
        (date(2024, 12, 1), 12, date(2023, 12, 1)),
    ],
)
def test_months_are_counted_back_by_the_calendar(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before
