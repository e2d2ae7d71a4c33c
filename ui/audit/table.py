"""The columns of the audit log."""

from __future__ import annotations

from icv_app.words import _
from ui.audit.view_model import LogRow
from ui.audit.wording import act_words
from ui.report_reader.times import say_short_moment
from ui.widgets.table_model import Cell, Column, RowsModel


def log_table() -> RowsModel[LogRow]:
    """Return an empty table: when and by whom, what was done, about whom."""
    columns: tuple[Column[LogRow], ...] = (
        Column(_("When"), _when, sort_key=lambda row: (row.at, row.number)),
        Column(
            _("What was done"),
            lambda row: Cell(act_words(row.act), row.reason, bold=True),
            sort_key=lambda row: act_words(row.act),
            stretch=1,
        ),
        Column(
            _("Member"), lambda row: Cell(row.subject, row.subject_name), sort_key=lambda row: row.subject
        ),
    )
    return RowsModel(columns, key=lambda row: row.record_id)


def _when(row: LogRow) -> Cell:
    place = _("No. {n} · {by}").format(n=f"{row.number:,}", by=row.by)
    return Cell(say_short_moment(row.at), place)
