"""Which reports are marked, and what became of approving them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QObject, Signal

from icv_app.domain.ids import VisitId
from icv_app.errors import IcvError
from icv_app.services.approvals import ApprovalService, LookedAt, NotApproved
from icv_app.words import _, plural
from ui.tasks import Lane, Tasks


class MarkingModel(QObject):
    """Marks stay until they are taken away or the reports were approved."""

    changed = Signal()
    looked = Signal(object)
    """Those marked, as they stand now: a tuple of `LookedAt`."""
    approved = Signal(str)
    """All of them were approved: the sentence for it."""
    not_all = Signal(object, int)
    """Those that were not approved, a tuple of `NotApproved`; and how many were asked for."""
    failed = Signal(str)

    def __init__(self, approvals: ApprovalService, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._approvals = approvals
        self._tasks = tasks
        self._marked: dict[VisitId, None] = {}
        self._busy = False

    @property
    def marked(self) -> tuple[VisitId, ...]:
        """What is marked, in the order it was."""
        return tuple(self._marked)

    def toggle(self, visit_id: VisitId) -> None:
        """Mark a report, or take its mark away."""
        if visit_id in self._marked:
            del self._marked[visit_id]
        else:
            self._marked[visit_id] = None
        self.changed.emit()

    def mark_all(self, waiting: Iterable[VisitId]) -> None:
        """Mark all of these; where there is nothing to add, take every mark away."""
        added = [one for one in waiting if one not in self._marked]
        if added:
            self._marked.update(dict.fromkeys(added))
        else:
            self._marked.clear()
        self.changed.emit()

    def keep(self, waiting: Iterable[VisitId]) -> None:
        """Forget the marks of reports that no longer wait."""
        still = set(waiting)
        kept = {one: None for one in self._marked if one in still}
        if kept != self._marked:
            self._marked = kept
            self.changed.emit()

    def look(self) -> None:
        """Look at those marked; `looked` follows."""
        marked = self.marked
        self._tasks.run(
            Lane.STORE,
            lambda: self._approvals.look(marked),
            then=self.looked.emit,
            otherwise=self._on_failed,
            owner=self,
        )

    def approve(self, looked: Sequence[LookedAt]) -> None:
        """Approve these as they were looked at; `approved` or `not_all` follows."""
        if self._busy:
            return
        self._busy = True
        self._tasks.run(
            Lane.STORE,
            lambda: self._approvals.approve(looked),
            then=lambda failed: self._on_approved(failed, len(looked)),
            otherwise=self._on_failed,
            owner=self,
        )

    def _on_approved(self, failed: tuple[NotApproved, ...], asked: int) -> None:
        self._busy = False
        self._marked = dict.fromkeys(one.visit_id for one in failed)
        self.changed.emit()
        if failed:
            self.not_all.emit(failed, asked)
        elif asked:
            self.approved.emit(plural("{n} report is approved.", "{n} reports are approved.", asked))
        else:
            self.approved.emit(_("The marks are taken away."))

    def _on_failed(self, error: IcvError) -> None:
        self._busy = False
        self.failed.emit(error.user_text)
