"""What the columns of somebody else's table most likely stand for, by their names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from icv_app.domain.checklist import Checklist
from icv_app.exchange.column_words import COLUMN_WORDS
from icv_app.exchange.visit_columns import COLUMNS
from icv_app.services.past_visits import VISITORS, WORDS, ColumnMapping, PastTable, past_fields

_AGAIN = re.compile(r" \(\d+\)$")
"""What tells columns of one name apart; see `tables_in`."""
_PLAIN = re.compile(r"[^a-z0-9+&]+")
_DAYS = re.compile(r"\s*(\d{1,2})[./-](\d{1,2})[./-]\d{2,4}")


def plain(name: str) -> str:
    """A name without capitals and signs."""
    return " ".join(_PLAIN.sub(" ", name.casefold().replace("’", "").replace("'", "")).split())


def header_score(cells: Iterable[str]) -> int:
    """How many cells of a row are names of columns."""
    return len({found for cell in cells if cell and len(cell) <= 80 and (found := _field_of(cell))})


def guess_mapping(table: PastTable, checklist: Checklist) -> ColumnMapping:
    """Return what the columns of a table most likely stand for.

    What two columns are called alike, or is called like nothing known, is left to the coordinator.
    """
    reasons = {
        plain(field.title.partition(": ")[2]): field.name
        for field in past_fields(checklist)
        if "/" in field.name
    }
    found: dict[str, list[str]] = {}
    for column in table.columns:
        name = _field_of(_AGAIN.sub("", column)) or reasons.get(plain(column))
        if name is not None:
            found.setdefault(name, []).append(column)
    columns: dict[str, str] = dict(zip(VISITORS, found.pop("visitors", ())[: len(VISITORS)], strict=False))
    for name, alike in found.items():
        if len(alike) == 1:
            columns[name] = alike[0]
        elif name in alike and f"{name} (2)" not in alike:  # as in an export of ICV
            columns[name] = name
    if "reasons" in columns:  # what stands in it is not counted twice
        columns = {name: column for name, column in columns.items() if "/" not in name}
    return ColumnMapping(columns=columns, month_first=_month_first(table, columns))


@cache
def _field_of(column: str) -> str | None:
    if column in _own_names():
        return column
    name = plain(column)
    return next((field for field, pattern in _compiled() if pattern.fullmatch(name)), None)


@cache
def _own_names() -> frozenset[str]:
    """Names in an export that are read, and ICV's own names of what an export leaves out."""
    return frozenset({column.name for column in COLUMNS if column.imported} | set(WORDS))


@cache
def _compiled() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((field, re.compile("|".join(names))) for field, names in COLUMN_WORDS)


def _month_first(table: PastTable, columns: dict[str, str]) -> bool:
    """Whether dates can only be read with the month first."""
    column = columns.get("date") or columns.get("arrived_at") or columns.get("entered_at")
    if column is None:
        return False
    at = table.columns.index(column)
    found = [_DAYS.match(cells[at]) for _number, cells in table.rows if at < len(cells)]
    pairs = [(int(one[1]), int(one[2])) for one in found if one]
    return any(second > 12 for _first, second in pairs) and not any(first > 12 for first, _second in pairs)
