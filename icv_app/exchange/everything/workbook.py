"""The export as a workbook: a sheet for each table, written row by row."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from icv_app.exchange.everything.columns import Column, Value
from icv_app.exchange.everything.written import NO_CLOCK, About, Rows, Tell
from icv_app.exchange.safe_cells import safe, without_control
from icv_app.exchange.visit_columns import MARKING

MOST_ROWS = 1_048_576
"""Of one sheet, the heading among them; what is more goes on another sheet."""
PIECE = 16_000
"""Letters of a text that stand in one cell: no spreadsheet holds more than 32,767, some letters being two."""
LONG_TEXTS = "Long texts"


class AsWorkbook:
    """An XLSX file."""

    def __init__(self, most_rows: int = MOST_ROWS) -> None:
        self._most_rows = most_rows

    def row(self, _columns: Sequence[Column[Any]], row: Sequence[Value]) -> bytes:
        """See `Format.row`."""
        return json.dumps([without_control(safe(value)) for value in row]).encode() + b"\n"

    def put_together(self, about: About, tables: Sequence[Rows], out: BinaryIO, tell: Tell) -> None:
        """See `Format.put_together`."""
        from openpyxl import Workbook
        from openpyxl.writer.excel import ExcelWriter

        book = Workbook(write_only=True)
        book.properties.created = book.properties.modified = datetime(*NO_CLOCK)  # noqa: DTZ001 - no clock
        sheets = _Sheets(book, tables[0].file.parent if tables else Path())
        sheets.begin("About", ["", ""])
        for name, value in about.as_json().items():
            sheets.append([name, without_control(safe(value))])
        for rows in tables:
            sheets.append([rows.table.name, rows.table.meaning])
        with (sheets.folder / "long-texts.rows").open("w+b") as rest:
            long = _LongTexts(rest)
            for rows in tables:
                self._write(sheets, rows, tell, long)
            long.write(sheets)
        sheets.begin("Columns", ["table", "column", "holds", "meaning"])
        for rows in tables:
            for column in rows.columns:
                sheets.append([rows.table.name, column.name, column.kind.value, column.meaning])
        sheets.end()
        with _Undated(out, "w", zipfile.ZIP_DEFLATED) as archive:
            ExcelWriter(book, archive).save()

    def _write(self, sheets: _Sheets, rows: Rows, tell: Tell, long: _LongTexts) -> None:
        header = [column.name for column in rows.columns]
        sheets.begin(rows.table.name, header)
        for number, line in enumerate(rows.lines()):
            place, on_sheet = divmod(number, self._most_rows - 1)
            if place and not on_sheet:
                sheets.begin(f"{rows.table.name} ({place + 1})", header)
            sheets.append(long.shortened(rows.table.name, number + 1, header, json.loads(line)))
            tell(1)


class _LongTexts:
    """Texts that no cell holds, each piece with the table, row and column it belongs to."""

    def __init__(self, rest: BinaryIO) -> None:
        self._rest = rest
        self._any = False

    def shortened(self, table: str, row: int, header: Sequence[str], cells: list[Any]) -> list[Any]:
        """Return a row as it fits, and lay aside what of it does not."""
        for at, text in enumerate(cells):
            if not isinstance(text, str) or len(text) <= PIECE:
                continue
            self._any = True
            pieces = [text[begin : begin + PIECE] for begin in range(0, len(text), PIECE)]
            cells[at] = f"{pieces[0]}… [{LONG_TEXTS}: {len(pieces)}]"
            for part, piece in enumerate(pieces, 1):
                said = [table, row, header[at], part, safe(piece)]
                self._rest.write(json.dumps(said).encode() + b"\n")
        return cells

    def write(self, sheets: _Sheets) -> None:
        """Write them to a sheet of their own, if there are any."""
        if not self._any:
            return
        sheets.begin(LONG_TEXTS, ["table", "row", "column", "piece", "text"])
        self._rest.seek(0)
        for line in self._rest:
            sheets.append(json.loads(line))


class _Sheets:
    """One sheet after the other; each grows in a file of `folder`, and not where everybody's lie."""

    def __init__(self, book: Any, folder: Path) -> None:
        self._book = book
        self.folder = folder
        self._sheet: Any = None
        self._number = 0

    def begin(self, name: str, header: list[str]) -> None:
        """Begin a sheet with bold names of its columns."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Font
        from openpyxl.worksheet._writer import ALL_TEMP_FILES, WorksheetWriter

        self.end()
        self._number += 1
        self._sheet = self._book.create_sheet(name)
        self._sheet.freeze_panes = "A2"
        for edge in (self._sheet.HeaderFooter.oddHeader, self._sheet.HeaderFooter.oddFooter):
            edge.center.text = MARKING
        place = str(self.folder / f"sheet-{self._number}.xml")
        # The writer would take a file in the folder of all programs' temporary files, in plain text.
        self._sheet._writer = WorksheetWriter(self._sheet, place)
        ALL_TEMP_FILES.append(place)
        self._sheet._writer.write_top()
        cells = []
        for word in header:
            cell = WriteOnlyCell(self._sheet, word)
            cell.font = Font(bold=True)
            cells.append(cell)
        self._sheet.append(cells)

    def append(self, row: list[Any]) -> None:
        """Put a row on the sheet."""
        self._sheet.append(row)

    def end(self) -> None:
        """Close the sheet, if one is open."""
        if self._sheet is not None:
            self._sheet.close()
            self._sheet = None


class _Undated(zipfile.ZipFile):
    """An archive whose entries bear no date, whatever is said of them."""

    def writestr(
        self,
        zinfo_or_arcname: str | zipfile.ZipInfo,
        data: Any,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Add an entry."""
        super().writestr(_entry(str(zinfo_or_arcname)), data, compress_type, compresslevel)

    def write(self, filename: Any, arcname: Any = None, *_args: Any, **_named: Any) -> None:
        """Add a file, a piece at a time."""
        with (
            Path(filename).open("rb") as read,
            self.open(_entry(str(arcname)), "w", force_zip64=True) as file,
        ):
            shutil.copyfileobj(read, file)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, NO_CLOCK)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry
