"""The columns in which what was found is listed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from icv_app.words import _
from ui.finding.wording import FoundLine
from ui.theme import Hue
from ui.widgets.data_table import DataTable
from ui.widgets.table_model import Cell, Column, RowsModel


class FoundTable(DataTable):
    """Places found, one a row; the narrow one puts place and words in one column."""

    def __init__(self, *, narrow: bool = False, parent: QWidget | None = None) -> None:
        columns = [Column(_("Visit"), _visit, sort_key=lambda line: (line.suite, line.began_at), stretch=1)]
        if narrow:
            columns.append(Column(_("Found"), _found_there, stretch=3))
        else:
            columns.append(Column(_("Where"), _where, stretch=1))
            columns.append(Column(_("Found"), _found, stretch=4))
        self._lines: RowsModel[FoundLine] = RowsModel(columns, key=lambda line: (line.visit_id, line.place))
        super().__init__(
            _("Places found"),
            self._lines,
            _("Nothing found. Try fewer words, or the beginning of one, or clear the filters."),
            parent,
        )

    def show_rows(self, lines: Sequence[FoundLine]) -> None:
        """Show these places."""
        self._lines.show(lines)

    def rows_shown(self) -> tuple[FoundLine, ...]:
        """Return the places shown, in their order."""
        return tuple(self._lines.row_at(at) for at in range(self._lines.rowCount()))


def _visit(line: FoundLine) -> Cell:
    return Cell(line.suite, line.when, tags=((_("Draft"), Hue.BLUE),) if line.draft else (), bold=True)


def _where(line: FoundLine) -> Cell:
    return Cell(line.where, line.about)


def _found(line: FoundLine) -> Cell:
    return Cell(line.words, marks=line.marks)


def _found_there(line: FoundLine) -> Cell:
    where = f"{line.where}, {line.about}" if line.about else line.where
    return Cell(line.words, where, marks=line.marks)
