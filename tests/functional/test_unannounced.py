"""Rule 3: no export knows of a visit before it is filed, and none has a column for a planned hour."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from icv_app.domain.times import in_london
from icv_app.exchange.visit_columns import COLUMNS
from icv_app.exchange.visits_out import export_visits
from tests.memory_scheme import MemoryScheme, a_scheme

SOON = timedelta(days=2, hours=3, minutes=17)


@pytest.fixture
def scheme() -> MemoryScheme:
    """A filed visit, and a draft of V-001 that already says when they mean to arrive."""
    made = a_scheme()
    made.filed_by("V-001")
    visits = made["V-001"].desk.visits
    draft = visits.start()
    visits.change(draft.visit_id, lambda visit: replace(visit, arrived_at=made.clock.now() + SOON))
    made.exchange()
    return made


def everything_in(file: Path) -> str:
    if file.suffix != ".xlsx":
        return file.read_text(encoding="utf-8-sig")
    sheets = openpyxl.load_workbook(file).worksheets
    return "\n".join(str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row)


@pytest.mark.parametrize("ending", ["csv", "json", "xlsx"])
@pytest.mark.parametrize("name", ["V-001", "V-002", "C-001"])
def test_an_export_holds_filed_visits_alone(
    tmp_path: Path, scheme: MemoryScheme, name: str, ending: str
) -> None:
    file = tmp_path / f"visits.{ending}"
    [filed] = list(scheme[name].desk.archive.filed_visits())
    assert export_visits(scheme[name].desk.archive.filed_visits(), file) == 1

    written = everything_in(file)
    [draft] = [one for one in scheme["V-001"].desk.visits.list() if one.review is None]
    coming = in_london(scheme.clock.now() + SOON)
    assert filed.visit.visit_id in written
    assert draft.visit_id not in written
    assert f"{coming:%H:%M}" not in written
    assert f"{coming:%Y-%m-%d}" not in written


def test_no_column_is_about_what_is_planned() -> None:
    words = " ".join(f"{column.name} {column.meaning}" for column in COLUMNS).lower()
    for planned in ("plan", "rota", "due", "next", "window", "slot"):
        assert planned not in words


def test_a_draft_leaves_the_laptop_in_no_record(scheme: MemoryScheme) -> None:
    [draft] = [one for one in scheme["V-001"].desk.visits.list() if one.review is None]
    for device in scheme:
        subjects = {record.subject for record in device.store.saved_records.values()}
        assert draft.visit_id not in subjects
    assert [one.review is None for one in scheme["C-001"].desk.visits.list()] == [False]
