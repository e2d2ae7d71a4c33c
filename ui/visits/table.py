"""The columns in which visits are listed."""

from __future__ import annotations

from icv_app.words import _
from ui.visits.wording import VisitLine
from ui.widgets.table_model import Cell, Column, RowsModel


def visits_table(*, short: bool = False) -> RowsModel[VisitLine]:
    """Return an empty table of visits; the short one leaves out what was found."""
    columns: list[Column[VisitLine]] = [
        Column(
            _("Visit"),
            lambda line: Cell(line.suite, line.when, bold=True),
            sort_key=lambda line: (line.suite, line.began_at),
            stretch=1,
        ),
        Column(_("With"), lambda line: Cell(line.with_whom), sort_key=lambda line: line.with_whom),
    ]
    if not short:
        columns += [
            Column(_("People"), lambda line: Cell(line.people), stretch=1),
            Column(_("Concerns"), lambda line: Cell(tags=line.concerns), stretch=1),
        ]
    columns.append(
        Column(
            _("State"),
            lambda line: Cell(second=line.state_note, tags=(line.state_tag, *line.more_tags)),
            sort_key=lambda line: line.state_tag[0],
            stretch=1,
        )
    )
    return RowsModel(columns, key=lambda line: line.visit_id)
