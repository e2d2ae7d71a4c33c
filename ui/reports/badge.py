"""How many reports wait, beside the word in the navigation."""

from __future__ import annotations

from PySide6.QtCore import QObject

from ui.report_reader.view_model import TO_DECIDE
from ui.tasks import Lane
from ui.workplace import Workplace


class ReportsBadge(QObject):
    """Counts anew whenever something in the vault is other than before."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self._workplace = workplace
        workplace.standing_changed.connect(self._count)

    def _count(self, _standing: object) -> None:
        workplace = self._workplace
        workplace.tasks.run(
            Lane.STORE,
            lambda: len(workplace.desk.reviews.list(*TO_DECIDE)),
            then=lambda count: workplace.window.nav.set_badge("reports", count),
            otherwise=workplace.tell,
            owner=self,
        )
