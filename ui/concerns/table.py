"""The columns of the list of concerns."""

from __future__ import annotations

from icv_app.domain.concern import ConcernState
from icv_app.words import _
from ui.concerns.view_model import ConcernRow
from ui.report_reader.concern_wording import category_title, severity_tag, state_tag
from ui.report_reader.times import ago
from ui.widgets.table_model import Cell, Column

_STATES = tuple(ConcernState)


def concern_columns() -> tuple[Column[ConcernRow], ...]:
    """Return what it is about, where and when, and where it stands."""
    return (
        Column(_("Concern"), _concern, sort_key=lambda row: row.urgency, stretch=2),
        Column(_("Suite"), _suite, sort_key=lambda row: (row.suite_name, row.line.began_at), stretch=1),
        Column(_("State"), _state, sort_key=lambda row: _STATES.index(row.line.state), stretch=2),
    )


def _concern(row: ConcernRow) -> Cell:
    facts = row.line.facts
    return Cell(
        category_title(facts.category, row.checklist), tags=(severity_tag(facts.severity),), bold=True
    )


def _suite(row: ConcernRow) -> Cell:
    return Cell(row.suite_name, ago(row.line.began_at, row.now))


def _state(row: ConcernRow) -> Cell:
    return Cell(second=row.standing[0], tags=(state_tag(row.line.state, row.checklist),))
