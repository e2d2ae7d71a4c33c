"""The two PDFs of a report in sight: whole for the scheme, and the copy for the police."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from icv_app.domain.times import london_day
from icv_app.domain.visit import Visit
from icv_app.words import _
from ui.paper.saving import PdfSaver
from ui.widgets.button import Button
from ui.workplace import Workplace


class ReportCopies(QObject):
    """Two buttons, one action each; whoever owns it puts them where they belong.

    Args:
        workplace: The member's desk and doors.
        visit: The report in sight, or `None`.
        covered: Waits while a file is written.
    """

    def __init__(self, workplace: Workplace, visit: Callable[[], Visit | None], covered: QWidget) -> None:
        super().__init__(covered)
        self._workplace = workplace
        self._visit = visit
        self._saver = PdfSaver(workplace.tasks, covered, workplace.tell_done, workplace.tell)
        self.pdf_button = Button(_("Save as PDF"), icon="download")
        self.police_button = Button(_("Police copy"), icon="file-text")
        self.pdf_button.setToolTip(_("The whole report. The file is not encrypted."))
        self.police_button.setToolTip(
            _("Without the visitors’ names and what is no business of the police. The file is not encrypted.")
        )
        self.pdf_button.clicked.connect(lambda: self._save(police=False))
        self.police_button.clicked.connect(lambda: self._save(police=True))
        self.offer(False)

    def offer(self, offered: bool) -> None:
        """Offer both, or neither while there is no report."""
        for button in (self.pdf_button, self.police_button):
            button.setEnabled(offered)

    def _save(self, *, police: bool) -> None:
        visit = self._visit()
        if visit is None:
            return
        desk, doors = self._workplace.desk, self._workplace.doors

        def write(file: Path) -> str:
            noted = doors.write_visit_pdf(desk, visit.visit_id, file, police=police)
            return _done(file.name, police=police, noted=noted)

        title = (
            _("Save the police copy (the file is not encrypted)")
            if police
            else _("Save the visit report (the file is not encrypted)")
        )
        then = self._workplace.data_changed.emit if police else lambda: None
        self._saver.save(title, suggested_name(visit, police=police), write, then=then)


def suggested_name(visit: Visit, *, police: bool) -> str:
    """Return a name for the file: the suite and the day, and nothing about a person."""
    day = london_day(visit.began_at or visit.created_at)
    return f"{'police-copy' if police else 'visit-report'}-{visit.suite or 'suite'}-{day.isoformat()}.pdf"


def _done(name: str, *, police: bool, noted: bool) -> str:
    if not police:
        return _("The report is in {file}. It is OFFICIAL-SENSITIVE and not encrypted.").format(file=name)
    if noted:
        return _(
            "The police copy is in {file}, and noted beside the report. "
            "It is OFFICIAL-SENSITIVE and not encrypted."
        ).format(file=name)
    return _(
        "The police copy is in {file}. It is OFFICIAL-SENSITIVE and not encrypted. "
        "Tell the coordinator when you hand it over."
    ).format(file=name)
