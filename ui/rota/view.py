"""The rota in the making: a table of visits, and the one chosen beside it."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.ids import SuiteId
from icv_app.words import _, plural
from ui.rota.begin_card import BeginCard
from ui.rota.duty_card import DutyCard
from ui.rota.swaps_card import SwapsCard
from ui.rota.view_model import DutyRow, RotaInSight, RotaViewModel
from ui.rota.wording import empty_words, pair_words
from ui.rota_words import week_words, window_words
from ui.shell.page import Page
from ui.shell.whole_page import PageStack
from ui.theme import Hue
from ui.theme.tokens import SPACE_M, SPACE_S
from ui.widgets.busy_overlay import BusyOverlay
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.data_table import DataTable
from ui.widgets.flow import Flow
from ui.widgets.labels import Muted
from ui.widgets.sides import Panes
from ui.widgets.table_model import Cell, Column, RowsModel
from ui.workplace import Workplace


class RotaPage(Page):
    """Begin, draw, change by hand, publish; and swaps."""

    def __init__(
        self, view_model: RotaViewModel, workplace: Workplace, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Rota"), parent=parent)
        self._view_model = view_model
        self._workplace = workplace
        self._seen: RotaInSight | None = None
        self.begin_button = Button(_("Begin a rota"))
        self.draw_button = Button(_("Draw the rota"))
        self.take_over_button = Button(_("Take over what is published"))
        self.swaps_button = Button(_("Swaps"))
        self.publish_button = Button(_("Publish"), "main")
        self.rows: RowsModel[DutyRow] = RowsModel(_columns(), key=lambda row: row.duty.place)
        self.table = DataTable(
            _("Visits of the rota"), self.rows, _("No rota is in the making. Begin one at the right.")
        )
        self.note = Muted()
        self.duty = DutyCard()
        self.begin = BeginCard(view_model.today)
        self.swaps = SwapsCard()
        self._side = PageStack()
        panes = Panes(self._board(), self._side, shares=(58, 42))
        for card in (self.duty, self.begin, self.swaps):
            self._side.add(card)
            panes.stacked_changed.connect(card.area.set_whole)
        self.body.addWidget(panes, 1)
        self.busy = BusyOverlay(self)
        self._side.show_page(self.begin)
        self._wanted: tuple[date, SuiteId, int] | None = None
        self._connect()
        for button in (self.draw_button, self.begin_button, self.take_over_button):
            button.hide()
        self.begin.begin_button.setEnabled(False)  # until it is known whether one is in the making

    def shown(self) -> None:
        """Read the rota again."""
        self._view_model.load()

    def show_swaps(self) -> None:
        """Show the swaps that visitors ask for."""
        self.swaps_button.click()

    def choose(self, week: date, suite_id: SuiteId) -> None:
        """Show the first duty of a suite in a week, now or as soon as the rota is read."""
        self._wanted = (week, suite_id, 1)
        self._choose_wanted()

    def _choose_wanted(self) -> None:
        if self._wanted is not None and self.table.choose(self._wanted):
            self._wanted = None

    def _board(self) -> Card:
        board = Card(padded=False)
        board.body.addWidget(self.table, 1)
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        column.addWidget(self.note)
        buttons = Flow(gap=SPACE_M, line_gap=SPACE_S)
        for button in (self.draw_button, self.swaps_button, self.take_over_button, self.begin_button):
            buttons.addWidget(button)
        column.addLayout(buttons)
        board.add_foot(foot)
        return board

    def _connect(self) -> None:
        model = self._view_model
        self.begin_button.clicked.connect(self._on_begin)
        self.draw_button.clicked.connect(model.draw)
        self.take_over_button.clicked.connect(model.take_over)
        self.publish_button.clicked.connect(model.publish)
        self.swaps_button.clicked.connect(lambda: self._side.show_page(self.swaps))
        self.begin.begin_asked.connect(self._begin)
        self.begin.left.connect(self._show_chosen)
        self.swaps.left.connect(self._show_chosen)
        self.swaps.settled.connect(model.settle_swap)
        self.duty.set_asked.connect(
            lambda row, pair, window, locked: model.set_duty(row, pair, window, locked=locked)
        )
        self.table.row_chosen.connect(lambda _row: self._show_chosen())
        model.loaded.connect(self._on_loaded)
        model.busy_changed.connect(self._on_busy)
        model.done.connect(self._workplace.tell_done)
        model.failed.connect(self._workplace.tell)
        model.changed_elsewhere.connect(self._workplace.data_changed)
        self._workplace.data_changed.connect(self._on_data_changed)

    def _on_data_changed(self) -> None:
        if self.isVisible():
            self._view_model.load()

    def _on_loaded(self, seen: RotaInSight) -> None:
        first = self._seen is None
        self._seen = seen
        self.begin.begin_button.setEnabled(True)
        begun = seen.on_the_desk is not None
        self.rows.show(_rows(seen))
        self._choose_wanted()
        self.note.setText(_note(seen))
        self.duty.offer(seen.visitors)
        self.swaps.show_swaps(seen.swaps, seen.visitors, seen.suites)
        self.swaps_button.setText(
            plural("{n} swap", "{n} swaps", len(seen.swaps)) if seen.swaps else _("Swaps")
        )
        self.set_actions(*((self.publish_button,) if begun else ()))
        for button in (self.draw_button, self.begin_button):
            button.setVisible(begun)
        self.take_over_button.setVisible(seen.on_the_desk is not None and seen.on_the_desk.behind)
        self.set_heading(_("Rota"), _heading(seen))
        if not begun:
            self._on_begin()
        elif first or self._side.page is self.duty:
            self._show_chosen()

    def _on_begin(self) -> None:
        if self._seen is not None:
            self.begin.show_form(self._seen.reserve, may_leave=self._seen.on_the_desk is not None)
        self._side.show_page(self.begin)

    def _begin(self, first: object, weeks: int, opened: object) -> None:
        self._view_model.begin(first, weeks, opened)  # type: ignore[arg-type]
        self._side.show_page(self.duty)

    def _show_chosen(self) -> None:
        self.duty.show_row(self.table.chosen())
        self._side.show_page(self.duty)

    def _on_busy(self, words: str) -> None:
        if words:
            self.busy.start(words)
        else:
            self.busy.stop()


def _columns() -> tuple[Column[DutyRow], ...]:
    return (
        Column(
            _("Week"),
            lambda row: Cell(str(row.week_number), week_words(row.duty.week), bold=True),
            sort_key=lambda row: row.duty.place,
            stretch=1,
        ),
        Column(
            _("Suite"),
            lambda row: Cell(row.suite_name, window_words(row.duty.window)),
            sort_key=lambda row: (row.suite_name, row.duty.week),
            stretch=1,
        ),
        Column(_("Visitors"), _visitors, sort_key=lambda row: (row.duty.pair, row.duty.week), stretch=2),
    )


def _visitors(row: DutyRow) -> Cell:
    tags: list[tuple[str, Hue]] = []
    if row.breaches:
        tags.append((_("To look at"), Hue.ORANGE))
    if not row.duty.pair:
        tags.append((_("Nobody"), Hue.RED))
    if row.duty.locked:
        tags.append((_("By hand"), Hue.BLUE))
    return Cell(pair_words(row.duty), tags=tuple(tags))


def _rows(seen: RotaInSight) -> tuple[DutyRow, ...]:
    desk = seen.on_the_desk
    if desk is None:
        return ()
    numbers = {week: number for number, week in enumerate(desk.draft.weeks, 1)}
    why = {one.place: empty_words(one, seen.suites) for one in desk.draft.empty}
    return tuple(
        DutyRow(
            duty=duty,
            week_number=numbers.get(duty.week, 0),
            suite_name=seen.suites.get(duty.suite_id, duty.suite_id),
            breaches=tuple(one for one in desk.breaches if one.place == duty.place),
            why_empty=why.get(duty.place, "") if not duty.pair else "",
        )
        for duty in desk.draft.duties
    )


def _heading(seen: RotaInSight) -> str:
    if seen.on_the_desk is None:
        return ""
    draft = seen.on_the_desk.draft
    filled = sum(duty.filled for duty in draft.duties)
    words = _("{first} to {last}: {filled} of {all} visits have a pair")
    return words.format(
        first=week_words(draft.weeks[0]),
        last=week_words(draft.weeks[-1]),
        filled=filled,
        all=len(draft.duties),
    )


def _note(seen: RotaInSight) -> str:
    if seen.on_the_desk is None:
        return _("The pair choose day and hour within the week; nobody else knows them.")
    said = []
    draft = seen.on_the_desk.draft
    if draft.seed:
        said.append(_("Pairs drawn from seed {seed}.").format(seed=draft.seed))
    if seen.on_the_desk.silent:
        names = ", ".join(seen.on_the_desk.silent)
        said.append(_("Said nothing of these weeks, so not asked: {names}.").format(names=names))
    said.append(
        _("Published, version {n}.").format(n=draft.version) if draft.version else _("Not published yet.")
    )
    return " ".join(said)
