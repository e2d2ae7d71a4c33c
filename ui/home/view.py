"""A visitor's first page: start a visit, go on with one, answer a question, see how reports stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.ids import SuiteId
from icv_app.services.sync_desk import SyncStanding
from icv_app.words import _, plural
from ui.entries.london import wall_clock
from ui.entries.moments import say_moment
from ui.entries.times import say_time
from ui.home.tasks import tasks_table
from ui.home.view_model import DraftInHand, HomeLoaded, HomeViewModel
from ui.paper.aide_memoire import AideMemoireBox
from ui.shell.page import Page
from ui.theme.tokens import SPACE_L, SPACE_M
from ui.visits.table import visits_table
from ui.visits.wording import VisitLine
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.data_table import DataTable
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Muted
from ui.widgets.message_bar import Kind, MessageBar
from ui.widgets.sides import Panes

_LEAST_CHOICE = 160
_START_KEYS = "Ctrl+N"


class HomePage(Page):
    """What there is to do, most pressing first."""

    start_wanted = Signal(object)
    """The `SuiteId` chosen, or `None`."""
    draft_opened = Signal(str)
    report_opened = Signal(str)
    task_opened = Signal(object)
    """A `HomeTask`."""
    sync_wanted = Signal()
    join_by_file_wanted = Signal()

    def __init__(self, view_model: HomeViewModel, who: str, parent: QWidget | None = None) -> None:
        super().__init__(_("Home"), who, parent)
        self._view_model = view_model
        self.sync_words = Muted(wrap=False)
        self.sync_button = Button(_("Sync now"), icon="refresh-cw")
        self.notice = MessageBar()
        self.owed = MessageBar()
        self.unopened = MessageBar()
        self.missed = MessageBar()
        self.message = MessageBar()
        self.suite = Choice(_("Custody suite"), [])
        self.start_button = Button(_("Start a visit"), "main")
        self.paper = AideMemoireBox()
        self.go_on_button = Button("", icon="chevron-right")
        self._in_hand: DraftInHand | None = None
        self._syncing = False
        self._rows = {name: visits_table(short=True) for name in ("drafts", "reports")}
        self.task_rows = tasks_table()
        self.drafts = self._list(
            "drafts", _("Drafts"), _("Nothing begun. A visit you leave for now waits here.")
        )
        self.tasks = DataTable(
            _("Waits for you"), self.task_rows, _("Nothing waits for you: no question, no message, no duty.")
        )
        self.reports = self._list(
            "reports",
            _("Your reports"),
            _("Nothing filed yet. A report you submit shows here how it stands."),
        )
        self._lay_out()
        self._connect()
        self._allow_start(False)
        self._show_in_hand(None)

    def shown(self) -> None:
        """Read everything again."""
        self._view_model.refresh()

    def show_syncing(self, syncing: bool) -> None:
        """Say that a synchronisation is under way, or over."""
        if self._syncing and not syncing:
            self._view_model.look_for_missed()
        self._syncing = syncing
        self.sync_button.setEnabled(not syncing)
        self.sync_button.setText(_("Syncing …") if syncing else _("Sync now"))

    def show_standing(self, standing: SyncStanding) -> None:
        """Say what the server does not have yet."""
        if standing.waiting:
            words = plural("{n} record to send", "{n} records to send", standing.waiting)
        elif standing.since_last_sync is None:
            words = _("Not synced yet")
        else:
            words = _("Everything is with the server")
        self.sync_words.setText(words)

    def offer_sync(self, offered: bool) -> None:
        """Offer to synchronise, or not where the scheme works by file."""
        self.set_actions(*((self.sync_words, self.sync_button) if offered else ()))

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self._start_card())
        left.addWidget(self._card(_("Go on with"), self.drafts, self.go_on_button), 1)
        right.addWidget(self._card(_("Waits for you"), self.tasks), 3)
        right.addWidget(self._card(_("Your reports"), self.reports), 2)
        sides = []
        for column in (left, right):
            side = QWidget()
            side.setLayout(column)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(SPACE_L)
            sides.append(side)
        self.body.addWidget(self.notice)
        self.body.addWidget(self.owed)
        self.body.addWidget(self.unopened)
        self.body.addWidget(self.missed)
        self.body.addWidget(self.message)
        self.body.addWidget(Panes(*sides, shares=(44, 56)), 1)

    def _start_card(self) -> Card:
        card = Card(_("Start a visit"), _START_KEYS)
        field = LabelledField(
            _("Custody suite"), self.suite, hint=_("Type a part of its name. You can choose it later, too.")
        )
        card.body.addWidget(field)
        card.body.addWidget(self.start_button, alignment=Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(self.paper)
        return card

    def _list(self, rows: str, name: str, empty: str) -> DataTable:
        return DataTable(name, self._rows[rows], empty)

    def _card(self, title: str, table: DataTable, above: QWidget | None = None) -> Card:
        card = Card(title, padded=False)
        if above is not None:
            holder = QVBoxLayout()
            holder.setContentsMargins(SPACE_L, 0, SPACE_L, SPACE_M)
            holder.addWidget(above, alignment=Qt.AlignmentFlag.AlignLeft)
            card.body.addLayout(holder)
        card.body.addWidget(table, 1)
        return card

    def _connect(self) -> None:
        self._view_model.loaded.connect(self._on_loaded)
        self._view_model.missed_changed.connect(self._show_missed)
        self._view_model.message_changed.connect(lambda text: self.message.show_message(text, Kind.ERROR))
        self.start_button.clicked.connect(self._on_start)
        self.go_on_button.clicked.connect(self._on_go_on)
        self.sync_button.clicked.connect(self.sync_wanted)
        self.notice.action.clicked.connect(self.join_by_file_wanted)
        QShortcut(QKeySequence(_START_KEYS), self).activated.connect(self._on_start)
        self.keys = ((_START_KEYS, _("Start a visit")),)
        for table in (self.drafts, self.reports):
            table.row_opened.connect(self._on_opened)
        self.tasks.row_opened.connect(self.task_opened)

    def _on_loaded(self, loaded: HomeLoaded) -> None:
        self.notice.show_message(
            _notice(loaded), Kind.INFORMATION, action="" if loaded.enrolled else _("Join by file")
        )
        owed = any(line.must_be_filed for line in loaded.drafts)
        self.owed.show_message(_owed(loaded), Kind.WARNING if owed else Kind.INFORMATION)
        self.unopened.show_message(unopened_words(loaded.unopened_days), Kind.WARNING)
        self._show_missed(loaded.missed)
        self._allow_start(loaded.can_start)
        self.suite.setEnabled(loaded.can_start)
        self.suite.set_options(loaded.suites)
        self._show_in_hand(loaded.in_hand)
        self._rows["drafts"].show(loaded.drafts)
        self.task_rows.show(loaded.tasks)
        self._rows["reports"].show(loaded.reports)

    def _allow_start(self, allowed: bool) -> None:
        for button in (self.start_button, self.paper.button):
            button.setEnabled(allowed)

    def _show_missed(self, words: str) -> None:
        self.missed.show_message(words, Kind.WARNING)

    def _show_in_hand(self, draft: DraftInHand | None) -> None:
        """Offer the draft worked on last; the keyboard is on it where it is nowhere else yet."""
        self._in_hand = draft
        self.go_on_button.setVisible(draft is not None)
        if draft is None:
            return
        self.go_on_button.setText(go_on_words(draft, self._view_model.today()))
        focused = self.window().focusWidget()
        if self.isVisible() and (focused is None or not focused.isVisible()):
            self.go_on_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_go_on(self) -> None:
        if self._in_hand is not None:
            self.draft_opened.emit(self._in_hand.visit_id)

    def _on_start(self) -> None:
        if self.start_button.isEnabled():
            self.suite.finish()
            chosen = self.suite.value()
            self.start_wanted.emit(SuiteId(chosen) if chosen else None)

    def _on_opened(self, line: VisitLine) -> None:
        (self.draft_opened if line.draft else self.report_opened).emit(line.visit_id)


def _notice(loaded: HomeLoaded) -> str:
    if loaded.enrolled:
        return ""
    if loaded.can_start:
        return _("Waiting for the coordinator to approve this laptop. You can record visits meanwhile.")
    return _(
        "Waiting for the coordinator to approve this laptop. "
        "You can start a visit as soon as the scheme's list of suites has arrived."
    )


def go_on_words(draft: DraftInHand, today: date) -> str:
    """Return "Go on with the visit to Leeds, started 21:40", with the day where it was another one."""
    day, clock = wall_clock(draft.started)
    when = say_time(clock) if day == today else say_moment(draft.started)
    if draft.suite:
        words = _("Go on with the visit to {suite}, started {when}")
        return words.format(suite=draft.suite, when=when)
    return _("Go on with the visit started {when}").format(when=when)


def unopened_words(days: Sequence[int]) -> str:
    """Say that reports were sent and not opened; nothing where none has waited long."""
    if not days:
        return ""
    reports = plural("{n} report of yours was", "{n} reports of yours were", len(days))
    longest = plural("{n} day", "{n} days", days[0])
    words = _("{reports} not opened by a coordinator for up to {days}. Ask whether it arrived.")
    return words.format(reports=reports, days=longest)


def _owed(loaded: HomeLoaded) -> str:
    """What others wait for: one's word on a report, or a report that there must be."""
    agree, drafts = len(loaded.to_agree), sum(line.must_be_filed for line in loaded.drafts)
    return " ".join(
        words
        for words in (
            plural(
                "The report of a terrorism visit is still a draft: it must be filed.",
                "{n} reports of terrorism visits are still drafts: they must be filed.",
                drafts,
            )
            if drafts
            else "",
            plural("A report waits for your agreement.", "{n} reports wait for your agreement.", agree)
            if agree
            else "",
        )
        if words
    )
