"""Writing visits as CSV, JSON or XLSX; every file carries the marking OFFICIAL-SENSITIVE."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path

from icv_app.errors import BadInput
from icv_app.exchange.safe_cells import safe
from icv_app.exchange.visit_columns import COLUMNS, MARKING
from icv_app.exchange.whole_files import write_whole
from icv_app.services.archive import ExportedVisit
from icv_app.words import _

SCHEMA = "icv-visits-v1"


def export_visits(visits: Iterable[ExportedVisit], file: Path) -> int:
    """Write visits to a file whose ending says the format; return how many.

    The file is replaced only once it is whole.

    Raises:
        BadInput: The ending is not .csv, .json or .xlsx.
        StoreError: The file could not be written.
    """
    writers = {".csv": _csv, ".json": _json, ".xlsx": _xlsx}
    writer = writers.get(file.suffix.lower())
    if writer is None:
        raise BadInput(
            f"export to {file.suffix or 'no ending'}",
            user_text=_("Give the file a name that ends in .csv, .json or .xlsx."),
        )
    rows = [[safe(column.value(visit)) for column in COLUMNS] for visit in visits]
    write_whole(file, writer(rows))
    return len(rows)


def _csv(rows: list[list[str | int | float]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(column.name for column in COLUMNS)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _json(rows: list[list[str | int | float]]) -> bytes:
    body = {
        "schema": SCHEMA,
        "marking": MARKING,
        "columns": {column.name: column.meaning for column in COLUMNS},
        "visits": [{column.name: value for column, value in zip(COLUMNS, row, strict=True)} for row in rows],
    }
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def _xlsx(rows: list[list[str | int | float]]) -> bytes:
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=False)
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    sheet.title = "Visits"
    sheet.append([column.name for column in COLUMNS])
    for row in rows:
        sheet.append(row)
    for place, column in enumerate(COLUMNS, start=1):
        sheet.cell(1, place).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(place)].width = max(len(column.name) + 2, 12)
    sheet.freeze_panes = "C2"
    for edge in (sheet.oddHeader, sheet.oddFooter):
        if edge is not None:
            edge.center.text = MARKING
    meanings = book.create_sheet("Columns")
    meanings.append([MARKING])
    for column in COLUMNS:
        meanings.append([column.name, column.meaning])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
