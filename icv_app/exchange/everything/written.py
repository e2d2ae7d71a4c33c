"""Writing the tables: each row is written once into a file of its table, and these become the export."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Protocol

from icv_app.exchange.everything.columns import Column, Table, Value
from icv_app.exchange.everything.tables import SCHEMA, TABLES
from icv_app.exchange.safe_cells import safe
from icv_app.exchange.visit_columns import MARKING

NO_CLOCK = (1980, 1, 1, 0, 0, 0)
"""The same records give the same bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What an export says of itself."""

    scheme: str
    scheme_id: str
    as_of: date
    identifying: bool

    def as_json(self) -> dict[str, Value]:
        """Return it as it stands at the head of a JSON export."""
        return {
            "schema": SCHEMA,
            "marking": MARKING,
            "scheme": self.scheme,
            "scheme_id": self.scheme_id,
            "as_of": self.as_of.isoformat(),
            "identifying": self.identifying,
        }


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one table, written to a file of their own, one line each."""

    table: Table[Any]
    columns: tuple[Column[Any], ...]
    file: Path
    count: int

    def lines(self) -> Iterator[bytes]:
        """Each row as its format wrote it."""
        with self.file.open("rb") as opened:
            yield from opened


Tell = Callable[[int], None]
"""Takes how many more rows are done."""


class Format(Protocol):
    """A way to write an export."""

    def row(self, columns: Sequence[Column[Any]], row: Sequence[Value]) -> bytes:
        """Return one row as one line, or for CSV as one record."""
        ...

    def put_together(self, about: About, tables: Sequence[Rows], out: BinaryIO, tell: Tell) -> None:
        """Write the export from the rows of its tables."""
        ...


class AsJson:
    """One JSON object; see docs/export-schema.md."""

    def row(self, columns: Sequence[Column[Any]], row: Sequence[Value]) -> bytes:
        """See `Format.row`."""
        named = {column.name: value for column, value in zip(columns, row, strict=True)}
        return json.dumps(named, ensure_ascii=False).encode("utf-8", "replace") + b"\n"

    def put_together(self, about: About, tables: Sequence[Rows], out: BinaryIO, tell: Tell) -> None:
        """See `Format.put_together`."""
        head = json.dumps(about.as_json(), ensure_ascii=False, indent=1)
        out.write(head.removesuffix("\n}").encode() + b',\n "tables": {')
        for place, rows in enumerate(tables):
            out.write(b",\n" if place else b"\n")
            out.write(f'  "{rows.table.name}": ['.encode())
            for at, line in enumerate(rows.lines()):
                out.write((b",\n" if at else b"\n") + b"   " + line.rstrip(b"\n"))
                tell(1)
            out.write(b"\n  ]" if rows.count else b"]")
        out.write(b"\n }\n}\n")


class AsCsv:
    """One ZIP with a CSV file for each table, one of all columns, and what the export says of itself."""

    def row(self, _columns: Sequence[Column[Any]], row: Sequence[Value]) -> bytes:
        """See `Format.row`."""
        return _record([_said(value) for value in row])

    def put_together(self, about: About, tables: Sequence[Rows], out: BinaryIO, tell: Tell) -> None:
        """See `Format.put_together`."""
        with zipfile.ZipFile(out, "w") as pack:
            _add(pack, "about.json", json.dumps(about.as_json(), ensure_ascii=False, indent=1).encode())
            named = [_record(["table", "column", "holds", "meaning"])]
            named += [
                _record([rows.table.name, column.name, column.kind.value, column.meaning])
                for rows in tables
                for column in rows.columns
            ]
            _add(pack, "columns.csv", "\ufeff".encode() + b"".join(named))
            for rows in tables:
                header = "\ufeff".encode() + _record([column.name for column in rows.columns])
                with (
                    pack.open(_entry(f"{rows.table.name}.csv"), "w", force_zip64=True) as file,
                    rows.file.open("rb") as read,
                ):
                    file.write(header)
                    shutil.copyfileobj(read, file)
                tell(rows.count)


def _said(value: Value) -> str | int | float:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else safe(value)


def _record(cells: Sequence[str | int | float]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(cells)
    return text.getvalue().encode("utf-8", "replace")


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, NO_CLOCK)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def _add(pack: zipfile.ZipFile, name: str, data: bytes) -> None:
    pack.writestr(_entry(name), data)


def tables_of(*, identifying: bool) -> list[tuple[Table[Any], tuple[Column[Any], ...]]]:
    """Every table with the columns an export of this kind has."""
    return [(table, table.columns_of(identifying=identifying)) for table in TABLES]
