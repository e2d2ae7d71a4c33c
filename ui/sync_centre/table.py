"""The columns of the list of records."""

from __future__ import annotations

from dataclasses import dataclass

from icv_app.services.sync_centre import RecordPlace
from icv_app.words import _
from ui.sync_centre.wording import place_tag, second_line, short_why, title_of
from ui.widgets.table_model import Cell, Column


@dataclass(frozen=True, slots=True)
class CentreRow:
    """One record in the list; its words are made when somebody looks at it."""

    record: RecordPlace
    title: str

    @property
    def key(self) -> str:
        """What stays the same about it."""
        return self.record.record_id


def centre_row(record: RecordPlace, suites: dict[str, str]) -> CentreRow:
    """Return the row of a record."""
    return CentreRow(record, title_of(record, suites))


def centre_columns() -> tuple[Column[CentreRow], ...]:
    """Return what it is, and where."""
    return (
        Column(
            _("What"),
            lambda row: Cell(row.title, second_line(row.record), bold=True),
            sort_key=lambda row: row.title,
            stretch=3,
        ),
        Column(
            _("Where it is"),
            lambda row: Cell(second=short_why(row.record), tags=(place_tag(row.record),)),
            sort_key=lambda row: row.record.written_at,
            stretch=3,
        ),
    )
