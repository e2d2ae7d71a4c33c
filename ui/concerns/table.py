"""The columns of the list of concerns."""

from __future__ import annotations

from icv_app.words import _
from ui.concerns.view_model import ConcernRow
from ui.report_reader.concern_card import standing_of
from ui.report_reader.concern_wording import concern_tag, concern_title, state_tag
from ui.report_reader.times import ago
from ui.widgets.table_model import Cell, Column


def concern_columns() -> tuple[Column[ConcernRow], ...]:
    """Return what it is about, where and when, and where it stands."""
    return (
        Column(_("Concern"), _concern, sort_key=lambda row: row.urgency, stretch=2),
        Column(_("Suite"), _suite, sort_key=lambda row: (row.suite_name, row.began_at), stretch=1),
        Column(_("State"), _state, sort_key=lambda row: list(type(row.state)).index(row.state), stretch=2),
    )


def _concern(row: ConcernRow) -> Cell:
    one = row.one
    return Cell(concern_title(one.concern, one.checklist), tags=(concern_tag(one.concern),), bold=True)


def _suite(row: ConcernRow) -> Cell:
    return Cell(row.suite_name, ago(row.began_at, row.one.now))


def _state(row: ConcernRow) -> Cell:
    one = row.one
    line, _overdue = standing_of(one)
    return Cell(second=line, tags=(state_tag(row.state, one.checklist),))
