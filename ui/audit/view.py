"""The audit log in time order, with its head; it is checked and handed out from here."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from icv_app.words import _, plural
from ui.audit.table import log_table
from ui.audit.view_model import AuditViewModel, LogRow, fork_words
from ui.audit.wording import about_words, act_words, head_words
from ui.shell.page import Page
from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from ui.widgets.busy_overlay import BusyOverlay
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.data_table import DataTable
from ui.widgets.flow import Flow
from ui.widgets.labels import Line, Muted, Text
from ui.widgets.message_bar import Kind, MessageBar
from ui.workplace import Workplace

_ALL = "all"


class AuditPage(Page):
    """Filters and list; under it the line chosen, and the head of the whole log."""

    def __init__(
        self, view_model: AuditViewModel, workplace: Workplace, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Audit log"), parent=parent)
        self._view_model = view_model
        self._workplace = workplace
        self.check_button = Button(_("Check the log"), icon="shield-check")
        self.export_button = Button(_("Export"), icon="download")
        self.set_actions(self.check_button, self.export_button)
        self.message = MessageBar()
        self.act = Choice(_("What was done"), ())
        self.member = Choice(_("Member"), ())
        self.clear_button = Button(_("Show everything"), "link")
        self.rows = log_table()
        self.table = DataTable(
            _("Audit log"),
            self.rows,
            _("Nothing here. Every use of keys is logged by itself; show everything to see the rest."),
        )
        self.chosen = Muted()
        self.head = Text(weight="semibold")
        self.fork = Muted()
        for label in (self.chosen, self.head):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._lay_out()
        self.busy = BusyOverlay(self)
        self._connect()
        self._show_rows()

    def shown(self) -> None:
        """Read the log again."""
        self._view_model.load()

    def focus_first(self) -> None:
        """Put the keyboard on the newest line."""
        if self.rows.rowCount():
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            super().focus_first()

    def _lay_out(self) -> None:
        card = Card(padded=False)
        above = QWidget()
        filters = Flow(above, gap=SPACE_M, line_gap=SPACE_S)
        filters.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        for part in (self.act, self.member, self.clear_button):
            filters.addWidget(part)
        card.body.addWidget(above)
        card.body.addWidget(Line())
        card.body.addWidget(self.table, 1)
        foot = QWidget()
        column = QVBoxLayout(foot)
        column.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        column.setSpacing(SPACE_XS)
        for label in (self.chosen, self.head, self.fork):
            column.addWidget(label)
        card.add_foot(foot)
        self.body.addWidget(self.message)
        self.body.addWidget(card, 1)

    def _connect(self) -> None:
        model, workplace = self._view_model, self._workplace
        self.act.value_changed.connect(lambda _value: self._show_rows())
        self.member.value_changed.connect(lambda _value: self._show_rows())
        self.clear_button.clicked.connect(self._clear)
        self.check_button.clicked.connect(model.check)
        self.export_button.clicked.connect(self._on_export)
        self.table.row_chosen.connect(self._on_chosen)
        model.loaded.connect(self._on_loaded)
        model.checked.connect(self._on_checked)
        model.busy_changed.connect(self._on_busy)
        model.done.connect(workplace.tell_done)
        model.failed.connect(workplace.tell)
        workplace.data_changed.connect(self._on_data_changed)
        keys = (("Ctrl+E", self._on_export), ("F8", model.check))
        for written, act in keys:
            QShortcut(QKeySequence(written), self).activated.connect(act)
        self.keys = (("Ctrl+E", _("Export the log")), ("F8", _("Check the log")))

    def _on_data_changed(self) -> None:
        if self.isVisible():
            self._view_model.load()

    def _on_loaded(self) -> None:
        model = self._view_model
        acts = [(act.value, act_words(act)) for act in model.acts()]
        members = [(number, f"{number} {name}".strip()) for number, name in model.members()]
        for choice, options, words in (
            (self.act, sorted(acts, key=lambda one: one[1]), _("Everything that was done")),
            (self.member, members, _("All members")),
        ):
            kept = choice.value()
            choice.set_options([(_ALL, words), *options])
            choice.set_value(kept if kept in dict(options) else _ALL)
        self.head.setText(_("Head of the log: {head}").format(head=head_words(model.log.head)))
        self.fork.setText(fork_words(model.log.forks))
        self.fork.setVisible(bool(model.log.forks))
        self._show_rows()

    def _show_rows(self) -> None:
        chosen = self.table.chosen()
        rows = self._view_model.rows(_asked(self.act), _asked(self.member))
        self.rows.show(rows)
        entries = plural("{n} entry", "{n} entries", len(self._view_model.log.rows))
        narrowed = len(rows) != len(self._view_model.log.rows)
        shown = _("{n} shown, newest first").format(n=f"{len(rows):,}") if narrowed else _("newest first")
        self.set_heading(self.title, f"{entries} · {shown}")
        self.clear_button.setVisible(narrowed)
        if chosen is None or not self.table.choose(chosen.record_id):
            self._on_chosen(None)

    def _on_chosen(self, row: LogRow | None) -> None:
        if row is None:
            self.chosen.setText(_("Choose an entry to see its particulars."))
            return
        parts = (
            _("Entry {n}").format(n=f"{row.number:,}"),
            _("record {record}").format(record=row.record_id),
            about_words(row.act, row.about),
            _("digest {digest}").format(digest=head_words(row.digest[:16])),
        )
        self.chosen.setText(" · ".join(part for part in parts if part))

    def _clear(self) -> None:
        for choice in (self.act, self.member):
            choice.set_value(_ALL)
        self._show_rows()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_checked(self, whole: bool, words: str) -> None:
        self.message.show_message(words, Kind.DONE if whole else Kind.ERROR)

    def _on_export(self) -> None:
        name, _kind = QFileDialog.getSaveFileName(
            self, _("Export the audit log"), "audit-log.jsonl", _("JSON lines (*.jsonl)")
        )
        if name:
            file = Path(name)
            self._view_model.export(file if file.suffix else file.with_name(f"{file.name}.jsonl"))

    def _on_busy(self, words: str) -> None:
        if words:
            self.busy.start(words)
        else:
            self.busy.stop()


def _asked(choice: Choice) -> str | None:
    value = choice.value()
    return None if value in {None, _ALL} else value
