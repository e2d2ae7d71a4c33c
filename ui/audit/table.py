"""The columns of the audit log."""

from __future__ import annotations

from icv_app.words import _
from ui.audit.view_model import LogRow
from ui.audit.wording import act_words
from ui.report_reader.times import say_short_moment
from ui.widgets.table_model import Cell, Column, RowsModel


def log_table() -> RowsModel[LogRow]:
    """Return an empty table: when, what was done, about whom, by whom."""
    columns: tuple[Column[LogRow], ...] = (
        Column(_("No."), lambda row: Cell(f"{row.number:,}"), sort_key=lambda row: row.number, numeric=True),
        Column(_("When"), lambda row: Cell(say_short_moment(row.at)), sort_key=lambda row: row.at),
        Column(
            _("What was done"),
            lambda row: Cell(act_words(row.act), row.reason, bold=True),
            sort_key=lambda row: act_words(row.act),
            stretch=1,
        ),
        Column(
            _("Member"), lambda row: Cell(row.subject, row.subject_name), sort_key=lambda row: row.subject
        ),
        Column(_("By"), lambda row: Cell(row.by), sort_key=lambda row: row.by),
    )
    return RowsModel(columns, key=lambda row: row.record_id)
