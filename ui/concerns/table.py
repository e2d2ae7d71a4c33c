"""The columns of the list of concerns."""

from __future__ import annotations

from datetime import UTC, datetime

from icv_app.domain.concern import ConcernState
from icv_app.words import _
from ui.concerns.view_model import ConcernRow
from ui.report_reader.concern_wording import category_title, due_short, level_tag, severity_tag, state_tag
from ui.report_reader.times import ago
from ui.theme import Hue
from ui.widgets.table_model import Cell, Column
from ui.widgets.tag import Tagged

_STATES = tuple(ConcernState)
_NEVER = datetime.max.replace(tzinfo=UTC)
DUE = 3
"""The column of what is due; where there is no room for it, the one before says it in words."""


def concern_columns() -> tuple[Column[ConcernRow], ...]:
    """Return what it is about, where and when, where it stands, and until when the reply is due."""
    return (
        Column(_("Concern"), _concern, sort_key=lambda row: row.urgency, stretch=2),
        Column(_("Suite"), _suite, sort_key=lambda row: (row.suite_name, row.listed.began_at), stretch=1),
        Column(_("State"), _state, sort_key=lambda row: _STATES.index(row.listed.state), stretch=2),
        Column(_("Reply due"), _due, sort_key=lambda row: row.listed.due or _NEVER, stretch=1),
    )


def category_cell(row: ConcernRow) -> Cell:
    """Return a concern as it stands on the board."""
    late: tuple[Tagged, ...] = ((_("Overdue"), Hue.RED),) if row.overdue else ()
    where = f"{row.suite_name} · {ago(row.listed.began_at, row.now)}"
    return Cell(_title(row), where, tags=(*_kinds(row), *late), bold=True)


def _concern(row: ConcernRow) -> Cell:
    return Cell(_title(row), tags=_kinds(row), bold=True)


def _title(row: ConcernRow) -> str:
    return category_title(row.listed.category, row.checklist)


def _kinds(row: ConcernRow) -> tuple[Tagged, ...]:
    origin: tuple[Tagged, ...] = ((_("Record review"), Hue.PURPLE),) if row.listed.from_record else ()
    return (_kind(row), *origin)


def _kind(row: ConcernRow) -> Tagged:
    if row.listed.good_practice:
        return _("Thanks"), Hue.GREEN
    return severity_tag(row.listed.severity)


def _suite(row: ConcernRow) -> Cell:
    return Cell(row.suite_name, ago(row.listed.began_at, row.now))


def _state(row: ConcernRow) -> Cell:
    level = row.listed.level
    levels = (level_tag(level, row.checklist),) if level is not None else ()
    late: tuple[Tagged, ...] = ((_("Overdue"), Hue.RED),) if row.overdue else ()
    tags = (state_tag(row.listed.state, row.checklist), *late, *levels)
    return Cell(second=row.standing[0], tags=tags)


def _due(row: ConcernRow) -> Cell:
    return Cell(due_short(row.listed.due) if row.listed.due is not None else "")
