"""Reading the sheets of an XLSX workbook row by row; a hostile file is refused before it is opened."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import IO, TYPE_CHECKING, Any
from xml.etree.ElementTree import ParseError

from icv_app.errors import BadInput
from icv_app.exchange.column_guess import header_score
from icv_app.exchange.tables_in import MOST_BEFORE_HEADER, Row, plain_cell, unusable
from icv_app.words import _

if TYPE_CHECKING:
    from openpyxl import Workbook

LAST_ROW = 1_048_576
"""No spreadsheet has more."""
MOST_ENTRIES = 2_000
LARGEST_WHOLE = 400 * 1024 * 1024
"""Of everything in the workbook, unpacked."""
LARGEST_TEXTS = 64 * 1024 * 1024
"""Of the shared texts, which are held in memory."""
MOST_MERGED = 20_000
_PIECE = 64 * 1024
_ANY_DAY = date(2000, 1, 1)
_SHORT = timedelta(milliseconds=500)
_WHOLE_BELOW = 1e15
"""Larger numbers of a spreadsheet are not exact."""
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_WIDE_LETTERS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
"""How XML begins in which a definition would be overlooked."""
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What openpyxl raises of a workbook that is not as it should be."""


class OpenBook:
    """A workbook being read.

    Attributes:
        sheets: Names of the sheets in sight, in their order.
    """

    def __init__(self, book: Workbook, package: zipfile.ZipFile) -> None:
        self._book = book
        self._package = package
        self.sheets = tuple(
            sheet.title for sheet in book.worksheets if getattr(sheet, "sheet_state", "visible") == "visible"
        )

    def choose(self, wanted: str) -> str:
        """The sheet to read: the one wanted, or the one that looks most like visits.

        Raises:
            BadInput: There is none of that name, or none at all.
        """
        if wanted:
            if wanted not in self.sheets:
                raise unusable(
                    _("The workbook has no sheet “{sheet}”: it has {sheets}.").format(
                        sheet=wanted, sheets=", ".join(self.sheets[:10])
                    )
                )
            return wanted
        if not self.sheets:
            raise unusable(_("The workbook has no sheet with cells."))
        return max(self.sheets, key=self._likeness)

    def rows(self, sheet: str) -> Iterator[Row]:
        """Every row of a sheet; what was merged downwards stands in each row of it.

        Raises:
            BadInput: The sheet cannot be read to its end.
        """
        merged = self._merged_downwards(sheet)
        below: dict[int, tuple[int, str]] = {}
        for number, cells in self._cells(sheet):
            filled = list(cells)
            for place, (last, text) in list(below.items()):
                if number > last:
                    del below[place]
                elif place < len(filled) and not filled[place]:
                    filled[place] = text
            for place, last in merged.pop(number, ()):
                if place < len(filled):
                    below[place] = (last, filled[place])
            yield number, tuple(filled)

    def _likeness(self, sheet: str) -> int:
        return max(
            (header_score(cells) for _n, cells in islice(self._cells(sheet), MOST_BEFORE_HEADER)), default=0
        )

    def _cells(self, sheet: str) -> Iterator[Row]:
        found: Any = self._book[sheet]
        found.reset_dimensions()  # what a file says of its own size need not be true
        before: tuple[Any, ...] | None = None
        text: tuple[str, ...] = ()
        try:
            for number, cells in enumerate(found.iter_rows(), start=1):
                if number > LAST_ROW:
                    raise _damaged(None)
                if cells is not before:  # rows that are not there at all are one and the same
                    before, text = cells, tuple(map(_text, cells))
                yield number, text
        except _UNREADABLE as error:
            raise _damaged(error) from None

    def _merged_downwards(self, sheet: str) -> dict[int, list[tuple[int, int]]]:
        """First row to columns (from 0) and last rows; openpyxl does not tell when it reads row by row."""
        found: Any = self._book[sheet]
        merged: dict[int, list[tuple[int, int]]] = {}
        try:
            with self._package.open(found._worksheet_path) as opened:
                for first, last, letters in islice(_merged_in(opened), MOST_MERGED):
                    if last > first:
                        merged.setdefault(first, []).append((_place(letters), last))
        except _UNREADABLE as error:
            raise _damaged(error) from None
        return merged


def _merged_in(opened: IO[bytes]) -> Iterator[tuple[int, int, str]]:
    """First and last row and the column of everything merged in the XML of a sheet."""
    before = b""
    while piece := opened.read(_PIECE):
        text = before + piece
        end = 0
        for match in _MERGED.finditer(text):
            end = match.end()
            yield int(match[2]), int(match[3]), match[1].decode()
        before = text[max(end, len(text) - 200) :]


@contextmanager
def open_workbook(data: bytes) -> Iterator[OpenBook]:
    """Open a workbook to be read row by row.

    Raises:
        BadInput: It is none, damaged, or would take more memory than a spreadsheet of visits ever does.
    """
    from openpyxl import load_workbook

    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except _UNREADABLE as error:
        raise _damaged(error) from None
    with package:
        _check(package)
        try:
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        except BadInput:
            raise
        except Exception as error:  # noqa: BLE001 - whatever openpyxl stumbles over, the file is at fault
            raise _damaged(error) from None
        try:
            yield OpenBook(book, package)
        finally:
            book.close()


def _check(package: zipfile.ZipFile) -> None:
    """Refuse what would unpack to more than memory holds; zipfile never unpacks more than is declared."""
    entries = package.infolist()
    texts = sum(one.file_size for one in entries if "sharedstrings" in one.filename.casefold())
    whole = sum(one.file_size for one in entries)
    if len(entries) > MOST_ENTRIES or whole > LARGEST_WHOLE or texts > LARGEST_TEXTS:
        raise unusable(
            _("The workbook is too large when it is unpacked. Save the sheet of visits alone, or as CSV.")
        )
    for entry in entries:
        _check_plain(package, entry)


def _check_plain(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Refuse XML that defines things of its own, which can grow without end; no spreadsheet program does.

    Whatever it is called: a workbook says itself which of its parts is a sheet.
    """
    named_so = entry.filename.casefold().endswith((".xml", ".rels"))
    try:
        with package.open(entry) as opened:
            before = opened.read(4)
            if before.startswith(_WIDE_LETTERS) or (named_so and b"\0" in before):
                raise _damaged(None)
            while piece := opened.read(_PIECE):
                text = before + piece
                if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                    raise _damaged(None)
                before = text[-16:]
    except _UNREADABLE as error:
        raise _damaged(error) from None


def _text(cell: Any) -> str:
    """A cell as one would type it."""
    value = cell.value
    if value is None or isinstance(value, str):
        return plain_cell(value or "")
    if isinstance(value, datetime):
        shows_hour = "h" in str(cell.number_format).casefold()
        whole_day = value.time() == time() and not shows_hour
        return value.date().isoformat() if whole_day else _to_the_minute(value)
    if isinstance(value, timedelta):
        return _clock(value)
    if isinstance(value, time):
        return _to_the_minute(datetime.combine(_ANY_DAY, value)).partition("T")[2]
    return _number(value)


def _to_the_minute(value: datetime) -> str:
    """Without its seconds; parts of a day that are written with few digits fall just short of a minute."""
    with suppress(OverflowError):
        value += _SHORT
    return value.isoformat(timespec="minutes")


def _number(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE_BELOW:
        return str(int(value))
    return str(value)


def _clock(value: timedelta) -> str:
    minutes = round(value.total_seconds() / 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _place(letters: str) -> int:
    place = 0
    for letter in letters:
        place = place * 26 + ord(letter) - ord("A") + 1
    return place - 1


def _damaged(error: Exception | None) -> BadInput:
    return BadInput(
        f"import: workbook not readable, {type(error).__name__ if error else 'refused'}",
        user_text=_(
            "The workbook is damaged or not a spreadsheet. Open it in a spreadsheet program and save it "
            "again, as .xlsx or CSV."
        ),
    )
