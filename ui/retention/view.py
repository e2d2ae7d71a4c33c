"""Retention: what is due at the left with the runs so far, legal holds at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.services.retention_preview import RunLine
from icv_app.words import _
from ui.retention.due_card import DueCard
from ui.retention.hold_card import HeldCard, HoldForm
from ui.retention.view_model import RetentionStanding, RetentionViewModel
from ui.retention.wording import done_words, run_title, run_words
from ui.shell.page import Page
from ui.theme.tokens import SPACE_S
from ui.widgets.busy_overlay import BusyOverlay
from ui.widgets.card import Card, stacked
from ui.widgets.labels import Heading, Line, Text
from ui.widgets.sides import Panes
from ui.workplace import Workplace

_LEAST_BESIDE = 760


class RetentionPage(Page):
    """Erases what is due, after asking; holds what must be kept."""

    def __init__(
        self, view_model: RetentionViewModel, workplace: Workplace, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Retention"), _("What is kept no longer, and what is held"), parent)
        self._view_model = view_model
        self._workplace = workplace
        self.due = DueCard()
        self.runs = RunsCard()
        self.held = HeldCard()
        self.form = HoldForm()
        left, right = stacked(self.due, self.runs), stacked(self.held, self.form)
        self.body.addWidget(Panes(left, right, shares=(1, 1), least=_LEAST_BESIDE))
        self.body.addStretch(1)
        self.busy = BusyOverlay(self)
        self._connect()

    def shown(self) -> None:
        """Read again what is due."""
        self._view_model.load()
        self._view_model.load_guard()

    def _connect(self) -> None:
        model, workplace = self._view_model, self._workplace
        self.due.erase_asked.connect(model.erase)
        self.due.finish_asked.connect(model.finish)
        self.held.lift_asked.connect(self.form.begin_lifting)
        self.form.hold_asked.connect(model.hold)
        model.guard_ready.connect(lambda guard, reasons: self.form.texts.use(guard, reasons, workplace.tasks))
        model.loaded.connect(self._on_loaded)
        model.erased.connect(self._on_erased)
        model.held.connect(self._on_held)
        model.busy_changed.connect(self._on_busy)
        model.failed.connect(workplace.tell)
        workplace.data_changed.connect(self._on_data_changed)

    def _on_data_changed(self) -> None:
        if self.isVisible():
            self._view_model.load()

    def _on_loaded(self, standing: RetentionStanding) -> None:
        self.due.show_due(standing)
        self.runs.show_runs(standing.runs)
        self.held.show_held(standing)
        self.form.show_visits(standing)

    def _on_erased(self, runs: Sequence[RunLine]) -> None:
        self._workplace.tell_done(done_words(runs))
        self._workplace.data_changed.emit()
        self._workplace.sync_quietly()

    def _on_held(self, lifted: bool) -> None:
        self.form.begin()
        self._workplace.tell_done(_("The hold is lifted.") if lifted else _("The visit is held."))
        self._workplace.sync_quietly()

    def _on_busy(self, words: str) -> None:
        if words:
            self.busy.start(words)
        else:
            self.busy.stop()


class RunsCard(Card):
    """Every run, newest first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Runs so far"), parent=parent)
        self._holder = QWidget()
        self.body.addWidget(self._holder)

    def show_runs(self, runs: Sequence[RunLine]) -> None:
        """Show all of them."""
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        if not runs:
            column.addWidget(Text(_("Nothing was erased yet.")))
        for at, run in enumerate(runs):
            if at:
                column.addWidget(Line())
            column.addWidget(Heading(run_title(run), 3))
            column.addWidget(Text(run_words(run)))
        self.body.replaceWidget(self._holder, holder)
        holder.show()
        self._holder.hide()
        self._holder.deleteLater()
        self._holder = holder

    def words(self) -> list[str]:
        """Return what stands in the list."""
        return [label.text() for label in self._holder.findChildren(Text)]
