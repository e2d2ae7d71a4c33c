"""Reading any table of past visits from a CSV or XLSX file, with every cell as text and memory bounded."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from icv_app.errors import BadInput
from icv_app.exchange.column_guess import header_score
from icv_app.services.past_visits import PastTable
from icv_app.services.progress import Progress, no_progress
from icv_app.words import _

LARGEST_FILE = 64 * 1024 * 1024
MOST_ROWS = 100_000
MOST_COLUMNS = 200
LONGEST_COLUMN_NAME = 80
MOST_BEFORE_HEADER = 30
"""The row that names the columns is looked for among so many."""
MOST_CELL_TEXT = 96 * 1024 * 1024
"""Letters of all cells together: what a table may take of the memory."""

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_SEPARATORS = (",", ";", "\t", "|")
_SAID_SEPARATOR = re.compile(r"sep=(.)\r?\n?", re.IGNORECASE)
_SNIFFED = 64 * 1024

Row = tuple[int, tuple[str, ...]]


def read_table(
    file: Path,
    *,
    sheet: str = "",
    header_row: int | None = None,
    progress: Progress = no_progress,
) -> PastTable:
    """Read a table.

    Args:
        file: CSV with any separator in UTF-8, UTF-16 with its mark or Windows-1252; or XLSX.
        sheet: The one to read; the first that looks like visits where not given.
        header_row: The row that names the columns, from 1; looked for where not given.
        progress: Told how many rows were read; what it raises goes through.

    Raises:
        BadInput: It is no such file, is damaged, too large, or has no such sheet or row.
    """
    data = _bytes_of(file)
    digest = hashlib.sha256(data).hexdigest()
    if data.startswith(_OLD_EXCEL):
        raise unusable(
            _(
                "This is an old or password-protected Excel file. Open it in a spreadsheet program and save "
                "it as .xlsx without a password, or as CSV."
            )
        )
    if data.startswith(b"PK"):
        from icv_app.exchange.workbooks_in import open_workbook

        with open_workbook(data) as book:
            chosen = book.choose(sheet)
            rows = _bounded(book.rows(chosen), progress)
            return _table(rows, file, digest, header_row, chosen, book.sheets, _("Excel workbook"))
    text, encoding = _decoded(data)
    del data
    separator, text = _separator(text)
    rows = _bounded(_csv_rows(text, separator), progress)
    names = {",": _("commas"), ";": _("semicolons"), "\t": _("tabs"), "|": _("bars")}
    how = _("{encoding} text, separated by {separators}").format(
        encoding=encoding, separators=names.get(separator, separator)
    )
    return _table(rows, file, digest, header_row, "", (), how)


def unusable(sentence: str) -> BadInput:
    """The refusal of a whole file."""
    return BadInput("import: unusable file", user_text=sentence)


def _bytes_of(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            data = opened.read(LARGEST_FILE + 1)
    except OSError as error:
        raise BadInput(
            f"import file: {type(error).__name__}",
            user_text=_("The file {file} cannot be read.").format(file=file),
        ) from None
    if len(data) > LARGEST_FILE:
        raise unusable(_("The file is larger than 64 MB. Import it in parts."))
    if not data.strip():
        raise unusable(_("The file is empty."))
    return data


def _decoded(data: bytes) -> tuple[str, str]:
    for mark, codec in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig")):
        if data.startswith(mark):
            try:
                text, name = data.decode(codec), codec.removesuffix("-sig").upper()
                break
            except UnicodeDecodeError:
                continue
    else:
        try:
            text, name = data.decode("cp1252"), "Windows-1252"
        except UnicodeDecodeError:
            raise _no_text() from None
    if "\0" in text:  # UTF-16 without its mark, or no text at all
        raise _no_text()
    return text, name


def _separator(text: str) -> tuple[str, str]:
    """Find what stands between the cells: what Excel says in a first line, or what cuts most lines alike."""
    said = _SAID_SEPARATOR.match(text)
    if said:
        return said[1], "\n" + text[said.end() :]  # the line keeps its number
    beginning = text[:_SNIFFED]
    best = max(_SEPARATORS, key=lambda separator: _evenness(beginning, separator))
    return best, text


def _evenness(beginning: str, separator: str) -> tuple[int, int]:
    widths: Counter[int] = Counter()
    try:
        for at, cells in enumerate(csv.reader(io.StringIO(beginning, newline=""), delimiter=separator)):
            widths[len(cells)] += 1
            if at == MOST_BEFORE_HEADER * 2:
                break
    except csv.Error:
        return (0, 0)
    several = {width: lines for width, lines in widths.items() if width > 1}
    return max(((lines, width) for width, lines in several.items()), default=(0, 0))


def _csv_rows(text: str, separator: str) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, tuple(map(plain_cell, cells))
    except csv.Error:
        raise unusable(
            _("Row {row} is not proper CSV. Save the file from a spreadsheet again.").format(row=number + 1)
        ) from None


def plain_cell(cell: str) -> str:
    """A cell without the blanks around it and the apostrophe that keeps a text from being a formula."""
    text = cell.replace("\u00a0", " ").replace("\u202f", " ").strip()
    return text[1:].lstrip() if text.startswith("'") else text


def _bounded(rows: Iterable[Row], progress: Progress) -> Iterator[Row]:
    """Only rows in which something stands, as long as they are not too many."""
    kept = letters = 0
    for number, cells in rows:
        if number % 500 == 0:
            progress(number, 0)
        if not any(cells):
            continue
        letters += sum(map(len, cells))
        kept += 1
        if kept > MOST_ROWS:
            raise unusable(
                _("The table has more than {most} rows. Import it in parts.").format(most=f"{MOST_ROWS:,}")
            )
        if len(cells) > MOST_COLUMNS and any(cells[MOST_COLUMNS:]):
            raise unusable(
                _("Row {row} has more than {most} cells. Keep only the columns of the visits.").format(
                    row=number, most=MOST_COLUMNS
                )
            )
        if letters > MOST_CELL_TEXT:
            raise unusable(_("The table holds too much text. Import it in parts."))
        yield number, cells[:MOST_COLUMNS]


def _table(
    rows: Iterator[Row],
    file: Path,
    digest: str,
    header_row: int | None,
    sheet: str,
    sheets: tuple[str, ...],
    how: str,
) -> PastTable:
    shared: dict[str, str] = {}  # the same few words stand in most rows
    kept = [(number, tuple(shared.setdefault(cell, cell) for cell in cells)) for number, cells in rows]
    at = _header_at(kept, header_row)
    columns = _names(kept, at)
    return PastTable(
        file_name=file.name,
        digest=digest,
        sheet=sheet,
        sheets=sheets,
        header_row=kept[at][0],
        width=len(kept[at][1]),
        columns=columns,
        rows=kept[at + 1 :],
        how_read=how,
    )


def _header_at(rows: Sequence[Row], wanted: int | None) -> int:
    if wanted is not None:
        for at, (number, _cells) in enumerate(rows):
            if number == wanted:
                return at
        raise unusable(_("Row {row} is empty: it cannot name the columns.").format(row=wanted))
    if not rows:
        raise unusable(_("Nothing stands in this table."))
    among = range(min(len(rows), MOST_BEFORE_HEADER))
    best = max(among, key=lambda at: (header_score(rows[at][1]), -at))
    if header_score(rows[best][1]) < 2:
        # Nothing is known by name: the first row that is as wide as most names the columns.
        widest = max(sum(map(bool, rows[at][1])) for at in among)
        best = next(at for at in among if sum(map(bool, rows[at][1])) * 2 >= widest)
    return best


def _names(rows: Sequence[Row], at: int) -> tuple[str, ...]:
    """What the columns are called, each once; one without a name takes what stands above it."""
    number, cells = rows[at]
    above = [cells for other, cells in rows[max(at - 2, 0) : at] if number - other <= 2]
    width = len(cells)
    while width > 1 and not cells[width - 1]:
        width -= 1
    names: list[str] = []
    for place in range(width):
        name = cells[place] or next((row[place] for row in reversed(above) if place < len(row)), "")
        name = " ".join(name.split())[:LONGEST_COLUMN_NAME] or _("Column {letters}").format(
            letters=_letters(place)
        )
        taken, again = name, 1
        while taken in names:
            again += 1
            taken = f"{name} ({again})"
        names.append(taken)
    return tuple(names)


def _letters(place: int) -> str:
    """A column as spreadsheets call it: A, B, … Z, AA."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _no_text() -> BadInput:
    return unusable(
        _("The file is neither a spreadsheet (.xlsx) nor text. Save it as “CSV UTF-8” from a spreadsheet.")
    )
