"""The rows that were refused, as a file to mend and bring in again."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from icv_app.errors import BadInput
from icv_app.exchange.safe_cells import safe, without_control
from icv_app.exchange.visit_columns import MARKING
from icv_app.exchange.whole_files import write_whole
from icv_app.services.past_visits import PastTable, Trial
from icv_app.words import _


def save_rejected_rows(table: PastTable, trial: Trial, file: Path) -> int:
    """Write every refused row as it was, with its number and the reasons in columns of their own.

    Args:
        table: What was tried.
        trial: What was found.
        file: Its ending says how: .csv or .xlsx.

    Returns:
        How many rows are in it.

    Raises:
        BadInput: There is none, or the ending is another.
        StoreError: The file could not be written.
    """
    if not trial.problems:
        raise BadInput("no rejected rows", user_text=_("No row was refused: there is nothing to save."))
    writers = {".csv": _csv, ".xlsx": _xlsx}
    writer = writers.get(file.suffix.casefold())
    if writer is None:
        raise BadInput(
            f"rejected rows to {file.suffix or 'no ending'}",
            user_text=_("Give the file a name that ends in .csv or .xlsx."),
        )
    rows = list(_rows(table, trial))
    write_whole(file, writer(rows))
    return len(rows) - 1


def _rows(table: PastTable, trial: Trial) -> Iterator[list[str]]:
    reasons: defaultdict[int, list[str]] = defaultdict(list)
    for problem in trial.problems:
        reasons[problem.row].append(f"{problem.column}: {problem.words}")
    width = len(table.columns)
    yield [*table.columns, _("Row in the file"), _("Why it was refused"), _("Marking")]
    for number, cells in table.rows:
        if number in reasons:
            whole = [*cells[:width], *[""] * (width - len(cells))]
            yield [*map(safe, whole), str(number), safe("; ".join(reasons[number])), MARKING]


def _csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def _xlsx(rows: list[list[str]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Refused rows"))
    for row in rows:
        sheet.append([*map(without_control, row)])
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()
