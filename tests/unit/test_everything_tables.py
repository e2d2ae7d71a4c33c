"""What the tables of an export of everything say of members, and of what was erased."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from typing import Any

from icv_app.domain.expenses import ExpenseKind
from icv_app.domain.scheme import Member
from icv_app.exchange.everything.columns import Table, values
from icv_app.exchange.everything.members import ERASED_EXPENSES, EXPENSES, MEMBERS
from icv_app.exchange.everything.scheme import ERASURE_RUNS
from icv_app.services.whole_scheme import WholeScheme
from tests.builders import NOON
from tests.memory_scheme import a_scheme


def rows(table: Table[Any], scheme: WholeScheme) -> list[dict[str, Any]]:
    """A table of the scheme as it is written."""
    assert table.of_scheme is not None
    names = [column.name for column in table.columns]
    return [dict(zip(names, values(table.columns, row), strict=True)) for row in table.of_scheme(scheme)]


def test_whatever_is_noted_of_a_member_for_all_to_see_has_a_column() -> None:
    assert {one.name for one in fields(Member)} == {column.name for column in MEMBERS.columns}


def test_of_papers_erased_the_run_says_so_and_what_is_kept_of_expenses_is_there() -> None:
    scheme = a_scheme()
    scheme["V-001"].desk.expenses.claim(NOON.date(), ExpenseKind.PARKING, 250)
    scheme.exchange()
    desk = scheme["C-001"].desk
    scheme.clock.moment = datetime(2031, 4, 2, 9, tzinfo=UTC)
    desk.retention.run(desk.retention.preview())

    with desk.whole.opened(identifying=False) as whole:
        [run] = rows(ERASURE_RUNS, whole)
        [kept] = rows(ERASED_EXPENSES, whole)
        assert rows(EXPENSES, whole) == []
    assert (run["whole_visits"], run["papers"]) == (False, True)
    assert (kept["day"], kept["kind"], kept["total_pence"]) == (NOON.date().isoformat(), "parking", 250)
