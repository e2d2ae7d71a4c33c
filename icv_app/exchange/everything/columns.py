"""What a table of the export is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from icv_app.domain.times import in_london
from icv_app.services.whole_scheme import WholeScheme
from icv_app.services.whole_visit import WholeVisit

Row = TypeVar("Row")
Value = str | int | float | bool | None
"""What stands in a cell; `None` is nothing."""
Read = Callable[[Row], Any]


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    DECIMAL = "decimal"
    FLAG = "yes/no"
    DAY = "day"
    MOMENT = "time"


def _moment(found: datetime) -> str:
    return in_london(found).isoformat(timespec="seconds")


def _day(found: date) -> str:
    return found.isoformat()


_WRITTEN: dict[Kind, Callable[[Any], Value]] = {
    Kind.TEXT: str,
    Kind.NUMBER: int,
    Kind.DECIMAL: float,
    Kind.FLAG: bool,
    Kind.DAY: _day,
    Kind.MOMENT: _moment,
}


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """One column.

    Attributes:
        meaning: For people, one line.
        read: Its value in the words of the domain; `None` or no words where there is nothing.
        identifying: Identifies people in custody, so it is there only where that was asked for.
        filled: Never empty.
    """

    name: str
    kind: Kind
    meaning: str
    read: Read[Row]
    identifying: bool = False
    filled: bool = False

    def value(self, row: Row) -> Value:
        """Its value as it is written: times of London with their offset, days as 2024-03-31."""
        found = self.read(row)
        return None if found is None or found == "" else _WRITTEN[self.kind](found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Generic[Row]):
    """One table; its rows come from one visit after the other, or from the scheme.

    Attributes:
        meaning: What a row is, one line.
        of_visit: The rows of one visit, in their order; `None` for a table of the scheme.
        of_scheme: The rows of the scheme, in their order; `None` for a table of visits.
    """

    name: str
    meaning: str
    columns: tuple[Column[Row], ...]
    of_visit: Callable[[WholeVisit], Iterable[Row]] | None = None
    of_scheme: Callable[[WholeScheme], Iterable[Row]] | None = None

    def columns_of(self, *, identifying: bool) -> tuple[Column[Row], ...]:
        """The columns an export has, with or without those that identify people in custody."""
        return tuple(one for one in self.columns if identifying or not one.identifying)


def text(name: str, meaning: str, read: Read[Row], *, filled: bool = False) -> Column[Row]:
    """A column of words or codes."""
    return Column(name, Kind.TEXT, meaning, read, filled=filled)


def identifying(name: str, meaning: str, read: Read[Row]) -> Column[Row]:
    """A column of words that identify somebody in custody."""
    return Column(name, Kind.TEXT, meaning, read, identifying=True)


def number(name: str, meaning: str, read: Read[Row], *, filled: bool = False) -> Column[Row]:
    """A column of whole numbers."""
    return Column(name, Kind.NUMBER, meaning, read, filled=filled)


def flag(name: str, meaning: str, read: Read[Row], *, filled: bool = True) -> Column[Row]:
    """A column of yes and no."""
    return Column(name, Kind.FLAG, meaning, read, filled=filled)


def day(name: str, meaning: str, read: Read[Row], *, filled: bool = False) -> Column[Row]:
    """A column of days in London."""
    return Column(name, Kind.DAY, meaning, read, filled=filled)


def moment(name: str, meaning: str, read: Read[Row], *, filled: bool = False) -> Column[Row]:
    """A column of times."""
    return Column(name, Kind.MOMENT, meaning, read, filled=filled)


def spaced(words: Iterable[str]) -> str:
    """Codes in one cell: none of them holds a space."""
    return " ".join(words)


def values(columns: Sequence[Column[Row]], row: Row) -> list[Value]:
    """One row as it is written."""
    return [column.value(row) for column in columns]
