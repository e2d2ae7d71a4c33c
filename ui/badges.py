"""Counts beside the places, kept up as things arrive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from icv_app.domain.ids import VisitId
from ui.tasks import Lane
from ui.workplace import Workplace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from icv_app.services.agenda import Agenda
    from icv_app.services.messages import Message


class VisitorBadges(QObject):
    """Unread messages; lives as long as its workplace."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self._workplace = workplace
        workplace.data_changed.connect(self.refresh)
        workplace.window.page_changed.connect(self.refresh)

    def refresh(self, _place: str = "") -> None:
        """Count again."""
        work = self._workplace
        work.tasks.run(Lane.STORE, work.desk.messages.all, then=self._show, otherwise=work.tell, owner=self)

    def _show(self, messages: Sequence[Message]) -> None:
        self._workplace.window.nav.set_badge("messages", sum(one.unread for one in messages))


class ReportsOpened(QObject):
    """Notes which reports a visitor has opened: messages about them are not unread any more."""

    def __init__(self, workplace: Workplace, badges: VisitorBadges) -> None:
        super().__init__(workplace)
        self._workplace = workplace
        self._badges = badges
        self._open = workplace.open_report
        workplace.open_report = self._on_open

    def _on_open(self, visit_id: str) -> None:
        work = self._workplace
        self._open(visit_id)
        work.tasks.run(
            Lane.STORE,
            lambda: work.desk.messages.note_report_opened(VisitId(visit_id)),
            then=lambda _none: self._badges.refresh(),
            otherwise=work.tell,
            owner=self,
        )


class CoordinatorBadges(QObject):
    """Reports to decide, open red concerns and laptops that wait; lives as long as its workplace."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__(workplace)
        self._workplace = workplace
        workplace.data_changed.connect(self.refresh)
        workplace.window.page_changed.connect(self.refresh)

    def refresh(self, _place: str = "") -> None:
        """Count again."""
        work = self._workplace
        work.tasks.run(Lane.STORE, work.desk.agenda.waiting, then=self._show, otherwise=work.tell, owner=self)

    def _show(self, agenda: Agenda) -> None:
        nav = self._workplace.window.nav
        nav.set_badge("reports", agenda.reports_waiting)
        nav.set_badge("concerns", agenda.red_waiting)
        nav.set_badge("people", len(agenda.joining))
