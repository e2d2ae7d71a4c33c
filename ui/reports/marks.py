"""Between the bar that marks reports and the reports that are marked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from icv_app.services.approvals import LookedAt, NotApproved
from icv_app.words import _, plural
from ui.reports.marking import MarkBar
from ui.reports.view_model import Part, ReportRow, ReportsViewModel


class Marks(QObject):
    """Shows which reports can be marked, asks once, and tells of each that could not be approved."""

    done = Signal(str)
    failed = Signal(str)

    def __init__(self, bar: MarkBar, model: ReportsViewModel, parent: QObject) -> None:
        super().__init__(parent)
        self._bar = bar
        self._model = model
        self._marking = model.marking
        bar.wanted.connect(self._marking.look)
        bar.confirmed.connect(self._marking.approve)
        self._marking.looked.connect(self._ask)
        self._marking.approved.connect(self.done)
        self._marking.not_all.connect(self._tell)
        self._marking.failed.connect(self.failed)

    def show(self, chosen: ReportRow | None, listed: Sequence[ReportRow]) -> None:
        """Say what can be marked of what is listed."""
        marked = self._marking.marked
        self._bar.show_marks(
            markable=chosen is not None and chosen.of(Part.TO_DECIDE),
            marked=chosen is not None and chosen.visit_id in marked,
            waiting=sum(row.of(Part.TO_DECIDE) for row in listed),
            marks=len(marked),
        )

    def toggle(self, row: ReportRow) -> None:
        """Mark a report that waits, or take its mark away."""
        if row.of(Part.TO_DECIDE) or row.visit_id in self._marking.marked:
            self._marking.toggle(row.visit_id)

    def mark_all(self, listed: Sequence[ReportRow]) -> None:
        """Mark everything listed that waits; where it is marked already, take every mark away."""
        self._marking.mark_all(row.visit_id for row in listed if row.of(Part.TO_DECIDE))

    def _ask(self, looked: tuple[LookedAt, ...]) -> None:
        waiting = [one for one in looked if one.waits]
        left_out = [one.visit_id for one in looked if not one.waits]
        names = self._model.named(one.visit_id for one in waiting)
        self._bar.ask_about(waiting, names, self._model.named(left_out))

    def _tell(self, failed: tuple[NotApproved, ...], asked: int) -> None:
        done = asked - len(failed)
        told = [plural("{n} report is approved.", "{n} reports are approved.", done)] if done else []
        told.append(plural("{n} report is not approved.", "{n} reports are not approved.", len(failed)))
        for one in failed:
            [name] = self._model.named((one.visit_id,)) or (_("A report"),)
            told.append(f"{name}: {one.why}")
        if done:
            self.done.emit(told[0])
        self.failed.emit(" ".join(told))
