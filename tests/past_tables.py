"""Tables of past visits as schemes keep them, and what they are judged by."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from icv_app.domain.ids import SuiteId, VisitId
from icv_app.domain.visit import Visit
from icv_app.exchange.column_guess import guess_mapping
from icv_app.exchange.tables_in import read_table
from icv_app.exchange.visits_in import good_visits, try_table
from icv_app.services.past_visits import ColumnMapping, ImportBasis, ImportChoices, PastTable, Trial
from tests.builders import NOON, a_checklist, a_member, a_suite, settings
from tests.fakes.guard import FakeGuard

HEADER = (
    "Station",
    "Date of visit",
    "Time in",
    "Time out",
    "ICV 1",
    "ICV 2",
    "Total detainees",
    "Seen",
    "Observed",
    "Refused",
    "Asleep",
    "In interview",
    "Not offered",
    "Comments",
)
ROW = ("Wakefield", "14/03/2023", "21:40", "22:35", "V-001", "V-002", "9", "4", "1", "2", "1", "1", "0", "")
"""Nine in custody: four seen, one observed, two refused, one asleep, one in interview."""

BASIS = ImportBasis(
    settings=settings(suites=(a_suite("Wakefield"), a_suite("Leeds"))),
    checklist=a_checklist(),
    known=frozenset(),
    members=tuple(a_member(number) for number in range(1, 5)),
    guard=FakeGuard(),
    now=NOON + timedelta(days=2),
)


def a_basis(**changes: Any) -> ImportBasis:
    """What rows are judged by."""
    return replace(BASIS, **changes)


def a_row(**changes: str) -> tuple[str, ...]:
    """A good row with some cells changed, by the beginning of their column's name."""
    cells = dict(zip(HEADER, ROW, strict=True))
    for name, value in changes.items():
        [column] = [one for one in HEADER if one.casefold().replace(" ", "_").startswith(name)]
        cells[column] = value
    return tuple(cells.values())


def as_csv(rows: Sequence[Sequence[str]], separator: str = ",", codec: str = "utf-8") -> bytes:
    """A table as a spreadsheet program writes it."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(codec)


def a_file(folder: Path, *rows: Sequence[str], header: Sequence[str] = HEADER) -> Path:
    """A CSV file with a header and rows."""
    file = folder / "past.csv"
    file.write_bytes(as_csv([header, *rows]))
    return file


def a_table(folder: Path, *rows: Sequence[str], header: Sequence[str] = HEADER) -> PastTable:
    """That file as it is read."""
    return read_table(a_file(folder, *rows, header=header))


def tried(
    table: PastTable,
    basis: ImportBasis = BASIS,
    choices: ImportChoices | None = None,
    mapping: ColumnMapping | None = None,
) -> Trial:
    """A dry run."""
    chosen = mapping or guess_mapping(table, basis.checklist)
    return try_table(table, chosen, basis, choices or ImportChoices())


def visits_in(
    table: PastTable,
    basis: ImportBasis = BASIS,
    choices: ImportChoices | None = None,
    mapping: ColumnMapping | None = None,
) -> list[Visit]:
    """The visits that would come in."""
    numbers = iter(range(100_000))
    return list(
        good_visits(
            table,
            mapping or guess_mapping(table, basis.checklist),
            basis,
            choices or ImportChoices(),
            lambda: VisitId(f"new-{next(numbers)}"),
        )
    )


WAKEFIELD = SuiteId("wakefield")
