"""Opening the questionnaire about one record, over whatever is shown."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from icv_app.domain.checklist import Checklist
from icv_app.domain.justified import TextGuard
from icv_app.errors import IcvError
from icv_app.services.record_readings import RecordToRead
from ui.my_records.questionnaire import QuestionnairePage
from ui.my_records.view_model import MyRecordsViewModel
from ui.workplace import Workplace


class RecordDoor(QObject):
    """Has the record as it is now come first, with the checklist and the privacy guard; one at a time."""

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self._opening = False

    def open(self, one: RecordToRead) -> None:
        """Open a record that waits."""
        if self._opening:
            return
        self._opening = True
        model = MyRecordsViewModel(self._workplace.desk, self._workplace.tasks, self)
        model.failed.connect(self._workplace.tell)
        model.failed.connect(self._on_failed)
        model.ready.connect(partial(self._show, model))
        model.prepare(one.assignment.record_id)

    def _on_failed(self, _error: IcvError) -> None:
        self._opening = False

    def _show(
        self, model: MyRecordsViewModel, one: RecordToRead, checklist: Checklist, guard: TextGuard
    ) -> None:
        self._opening = False
        page = QuestionnairePage(model, one, checklist, guard)
        model.setParent(page)
        model.done.connect(self._workplace.tell_done)
        model.sent.connect(self._workplace.refresh_standing)
        self._workplace.open_over(page)
        page.focus_first()
