"""Starting a visit, and opening a draft over the page in sight."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from icv_app.domain.finding import Place
from icv_app.domain.ids import SuiteId, VisitId
from icv_app.domain.visit import Stage, Visit
from icv_app.errors import IcvError
from icv_app.services.visits import DiscardedDraft, VisitInHand
from icv_app.words import _
from ui.paper.aide_memoire import AideMemoirePrinter, usual_sheets
from ui.tasks import Lane
from ui.visit.view import VisitPage
from ui.visit.view_model import VisitViewModel
from ui.workplace import Workplace


class VisitDoor:
    """Opens the editor; one draft at a time."""

    def __init__(self, workplace: Workplace) -> None:
        self._workplace = workplace
        self._opening = False
        self._place: Place | None = None

    def start(self, suite: SuiteId | None) -> None:
        """Begin a visit and open its editor."""
        if self._opening:
            return
        self._opening = True
        desk = self._workplace.desk

        def work() -> VisitInHand:
            return desk.visits.open_draft(desk.visits.start(suite).visit_id)

        self._run(work)

    def open(self, visit_id: str, place: Place | None = None) -> None:
        """Open the editor on a draft, at a place if one is named.

        A report that was filed meanwhile opens as a report.
        """
        if self._opening:
            return
        self._opening = True
        self._place = place
        visits = self._workplace.desk.visits
        self._run(partial(visits.open_draft, VisitId(visit_id)))

    def _run(self, work: Callable[[], VisitInHand]) -> None:
        workplace = self._workplace
        workplace.tasks.run(Lane.STORE, work, then=self._show, otherwise=self._failed, owner=workplace)

    def _show(self, in_hand: VisitInHand) -> None:
        self._opening = False
        workplace = self._workplace
        if in_hand.visit.stage is not Stage.DRAFT:
            self._place = None
            workplace.open_report(in_hand.visit.visit_id)
            return
        model = VisitViewModel(workplace.desk.visits, in_hand, workplace.tasks)
        page = VisitPage(model)
        model.setParent(page)
        page.report_wanted.connect(partial(self._read_report, page))
        page.changed_outside.connect(workplace.data_changed)
        printer = AideMemoirePrinter(workplace, page)
        page.paper_wanted.connect(lambda: printer.print_for(usual_sheets(model.visit), model.visit.checklist))
        model.submitted.connect(lambda _visit: self._send())
        model.discarded.connect(self._offer_back)
        workplace.open_over(page)
        page.focus_first()
        place, self._place = self._place, None
        if place is not None:
            page.show_place(place)

    def _read_report(self, page: VisitPage, visit_id: str) -> None:
        page.left.emit()
        self._workplace.open_report(visit_id)

    def _offer_back(self, draft: DiscardedDraft) -> None:
        """A draft was deleted: until something else is said, it can be brought back."""
        workplace = self._workplace

        def bring_back() -> None:
            workplace.window.messages.clear()
            workplace.tasks.run(
                Lane.STORE,
                lambda: workplace.desk.visits.bring_back(draft),
                then=self._is_back,
                otherwise=workplace.tell,
                owner=workplace,
            )

        workplace.tell_done(_("The draft was deleted."), undo=bring_back)

    def _is_back(self, visit: Visit) -> None:
        self._workplace.data_changed.emit()
        self.open(visit.visit_id)

    def _send(self) -> None:
        if self._workplace.desk.server_url is not None:
            self._workplace.sync_quietly()

    def _failed(self, error: IcvError) -> None:
        self._opening, self._place = False, None
        self._workplace.tell(error)
