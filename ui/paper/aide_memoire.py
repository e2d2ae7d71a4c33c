"""Printing an aide-memoire: how many sheets for people, and the button."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from icv_app.domain.visit import ChecklistRef, Visit
from icv_app.words import _
from ui.paper.saving import PdfSaver
from ui.tasks import Lane
from ui.theme.tokens import SPACE_M
from ui.widgets.button import Button
from ui.widgets.flow import Flow
from ui.widgets.labelled_field import LabelledField
from ui.widgets.number_field import NumberField
from ui.workplace import Workplace

USUAL_PEOPLE = 6
MOST_PEOPLE = 60


def usual_sheets(visit: Visit) -> int:
    """Return how many sheets for people a visit needs: as many as were counted, or the usual number."""
    return min(visit.census.total or USUAL_PEOPLE, MOST_PEOPLE)


class AideMemoireBox(QWidget):
    """How many sheets, and the button that makes the file."""

    wanted = Signal(int)
    """Make one with so many sheets for people."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = _("Sheets for people")
        self.people = NumberField(name, least=1, most=MOST_PEOPLE)
        self.people.set_value(USUAL_PEOPLE)
        self.button = Button(_("Print an aide-memoire"), icon="printer")
        row = Flow(gap=SPACE_M, line_gap=SPACE_M)
        self.setLayout(row)
        row.addWidget(self.button)
        row.addWidget(LabelledField(name, self.people))
        self.button.clicked.connect(self._on_wanted)

    def _on_wanted(self) -> None:
        self.people.finish()
        if not self.people.problem():
            self.wanted.emit(self.people.value() or USUAL_PEOPLE)


class AideMemoirePrinter(QObject):
    """Makes the file for whoever asks.

    Args:
        workplace: The member's desk and doors.
        covered: Waits while the file is written.
    """

    def __init__(self, workplace: Workplace, covered: QWidget) -> None:
        super().__init__(covered)
        self._workplace = workplace
        self._saver = PdfSaver(workplace.tasks, covered, workplace.tell_done, workplace.tell)

    def print_for(self, people: int, checklist: ChecklistRef | None = None) -> None:
        """Ask where and write it; under the scheme's checklist of today where none is given."""
        desk, doors = self._workplace.desk, self._workplace.doors

        def write(file: Path) -> str:
            doors.write_aide_memoire(desk, file, people=people, checklist=checklist)
            words = _(
                "The aide-memoire is in {file}. Open it and print it on both sides; it holds no data yet."
            )
            return words.format(file=file.name)

        title = _("Save the aide-memoire to print it")
        self._saver.save(title, "aide-memoire.pdf", write, lane=Lane.NETWORK)
