"""Writing everything a scheme holds to one file, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from icv_app.errors import BadInput
from icv_app.exchange.everything.columns import Column, Table, values
from icv_app.exchange.everything.workbook import AsWorkbook
from icv_app.exchange.everything.written import About, AsCsv, AsJson, Format, Rows, tables_of
from icv_app.exchange.whole_files import work_folder, written_whole
from icv_app.services.progress import Progress, no_progress
from icv_app.services.whole_scheme import WholeScheme
from icv_app.words import _

_FORMATS: dict[str, Callable[[], Format]] = {".json": AsJson, ".zip": AsCsv, ".xlsx": AsWorkbook}
_TOLD_EVERY = 1000


@dataclass(slots=True)
class _Open:
    table: Table[Any]
    columns: tuple[Column[Any], ...]
    file: Path
    out: BinaryIO
    count: int = 0


def export_everything(scheme: WholeScheme, file: Path, *, progress: Progress = no_progress) -> int:
    """Write every table to a .json, .xlsx or .zip (of CSV) file; return how many visits are in it.

    Visits are read one after the other and no table is held in memory: their rows grow in files of a
    folder beside the target, which goes when this ends, however it ends.

    Raises:
        BadInput: The ending is another one.
        StoreError: The file could not be written; what was there is untouched.
    """
    form = format_for(file)
    about = About(
        scheme=scheme.settings.name,
        scheme_id=scheme.scheme_id,
        as_of=scheme.as_of,
        identifying=scheme.identifying,
    )
    visits = scheme.count_visits()
    total = 2 * max(visits, 1)
    progress(0, total)
    with work_folder(file) as folder:
        tables = _rows(scheme, form, folder, lambda done: progress(done, total))
        rows = max(sum(one.count for one in tables), 1)
        told = 0

        def tell(more: int) -> None:
            nonlocal told
            before, told = told, told + more
            if before // _TOLD_EVERY != told // _TOLD_EVERY:
                progress(total // 2 + (total // 2) * told // rows, total)

        with written_whole(file) as out:
            form.put_together(about, tables, out, tell)
            progress(total, total)
    return visits


def format_for(file: Path) -> Format:
    """Return how a file is written, by the ending of its name.

    Raises:
        BadInput: It has another ending.
    """
    made = _FORMATS.get(file.suffix.casefold())
    if made is None:
        raise BadInput(
            f"export to {file.suffix or 'no ending'}",
            user_text=_("Give the file a name that ends in .xlsx, .zip (for CSV) or .json."),
        )
    return made()


def _rows(scheme: WholeScheme, form: Format, folder: Path, told: Callable[[int], None]) -> list[Rows]:
    with ExitStack() as stack:
        tables = []
        for table, columns in tables_of(identifying=scheme.identifying):
            place = folder / f"{table.name}.rows"
            tables.append(_Open(table, columns, place, stack.enter_context(place.open("wb"))))
        for done, visit in enumerate(scheme.visits(), 1):
            for one in tables:
                if one.table.of_visit is not None:
                    _write(one, form, one.table.of_visit(visit))
            told(done)
        for one in tables:
            if one.table.of_scheme is not None:
                _write(one, form, one.table.of_scheme(scheme))
    return [Rows(one.table, one.columns, one.file, one.count) for one in tables]


def _write(one: _Open, form: Format, rows: Any) -> None:
    for row in rows:
        one.out.write(form.row(one.columns, values(one.columns, row)))
        one.count += 1
