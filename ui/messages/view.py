"""A visitor's messages at the left, the one chosen at the right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from icv_app.words import _, plural
from ui.messages.view_model import MessagesInSight, MessagesViewModel
from ui.messages.wording import message_about, message_tags, message_text, message_title
from ui.notices.wording import document_words, file_name
from ui.shell.page import Page
from ui.theme.tokens import SPACE_M
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.data_table import DataTable
from ui.widgets.flow import Flow
from ui.widgets.labels import Muted, Text
from ui.widgets.scroll_card import ScrollCard
from ui.widgets.sides import Panes
from ui.widgets.table_model import Cell, Column, RowsModel
from ui.workplace import Workplace

if TYPE_CHECKING:
    from icv_app.services.messages import Message


class MessagesPage(Page):
    """What is chosen is opened: from then on it is not unread any more."""

    def __init__(
        self, view_model: MessagesViewModel, workplace: Workplace, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Messages"), parent=parent)
        self._view_model = view_model
        self._workplace = workplace
        self._seen = MessagesInSight((), {})
        self._wanted: str | None = None
        self.all_button = Button(_("Mark all as read"))
        self.set_actions(self.all_button)
        self.rows: RowsModel[Message] = RowsModel(self._columns(), key=lambda one: one.key)
        self.table = DataTable(
            _("Messages"),
            self.rows,
            _("No messages. Notices, questions, comments and thanks of the office appear here."),
        )
        board = Card(padded=False)
        board.body.addWidget(self.table, 1)
        self.panes = Panes(board, self._detail(), shares=(48, 52))
        self.panes.stacked_changed.connect(self.card.area.set_whole)
        self.body.addWidget(self.panes, 1)
        self.keys = ((_("Enter"), _("Open the report that is spoken of")),)
        self._connect()
        self._show_chosen()

    def shown(self) -> None:
        """Read everything again, unread ones first."""
        self._view_model.begin()

    def table_rows(self) -> list[Message]:
        """Return what the table shows, in its order."""
        return [self.rows.row_at(row) for row in range(self.rows.rowCount())]

    def choose(self, key: str) -> None:
        """Open one message."""
        self._wanted = key
        if self.table.choose(key):
            self._wanted = None
            self._on_chosen()

    def _detail(self) -> ScrollCard:
        self.card = ScrollCard(_("Message"))
        self.subject = Text(weight="semibold")
        self.about = Muted()
        self.text = Text()
        self.document = Muted()
        self.document_button = Button(_("Save a copy of the document"), icon="download")
        self.read_button = Button(_("I have read this"), "main")
        self.report_button = Button(_("Open the report"))
        for widget in (self.subject, self.about, self.text, self.document):
            self.card.body.addWidget(widget)
        buttons = Flow(gap=SPACE_M)
        for button in (self.document_button, self.read_button, self.report_button):
            buttons.addWidget(button)
        self.card.body.addLayout(buttons)
        self.card.body.addStretch(1)
        return self.card

    def _connect(self) -> None:
        model, workplace = self._view_model, self._workplace
        self.table.row_chosen.connect(lambda _row: self._on_chosen())
        self.table.row_opened.connect(lambda _row: self._on_report())
        self.all_button.clicked.connect(lambda: model.note_opened(self._seen.messages))
        self.read_button.clicked.connect(self._on_read)
        self.report_button.clicked.connect(self._on_report)
        self.document_button.clicked.connect(self._on_document)
        model.loaded.connect(self._on_loaded)
        model.done.connect(workplace.tell_done)
        model.failed.connect(workplace.tell)
        model.word_given.connect(workplace.refresh_standing)
        model.word_given.connect(workplace.sync_quietly)
        workplace.data_changed.connect(self._on_data_changed)

    def _on_data_changed(self) -> None:
        if self.isVisible():
            self._view_model.load()

    def _on_loaded(self, seen: MessagesInSight) -> None:
        self._seen = seen
        count = (
            plural("{n} unread", "{n} unread", seen.unread)
            if seen.unread
            else plural("{n} message", "{n} messages", len(seen.messages))
        )
        self.set_heading(_("Messages"), count)
        self.all_button.setEnabled(any(one.unread and not _owes_word(one) for one in seen.messages))
        self.rows.show(seen.messages)
        if self._wanted is not None and self.table.choose(self._wanted):
            self._wanted = None
        self._show_chosen()

    def _on_chosen(self) -> None:
        message: Message | None = self.table.chosen()
        self._show_chosen()
        if message is not None and self.isVisible() and not _owes_word(message):
            self._view_model.note_opened((message,))

    def _show_chosen(self) -> None:
        message: Message | None = self.table.chosen()
        notice = message.notice.notice if message is not None and message.notice is not None else None
        self.text.setVisible(message is not None and bool(message_text(message)))
        self.about.setVisible(message is not None)
        self.document.setVisible(notice is not None and notice.document is not None)
        self.document_button.setVisible(notice is not None and notice.document is not None)
        self.read_button.setVisible(message is not None and _owes_word(message))
        self.report_button.setVisible(message is not None and message.visit_id is not None)
        if message is None:
            self.subject.setText(_("Choose a message in the table."))
            return
        self.subject.setText(message_title(message, self._seen.suites))
        self.about.setText(message_about(message))
        self.text.setText(message_text(message))
        if notice is not None:
            self.document.setText(_("With a document: {what}").format(what=document_words(notice.document)))

    def _on_read(self) -> None:
        message: Message | None = self.table.chosen()
        if message is not None and message.notice is not None:
            self.table.setFocus()
            self._view_model.say_read(message.notice.notice)

    def _on_report(self) -> None:
        message: Message | None = self.table.chosen()
        if message is not None and message.visit_id is not None:
            self._workplace.open_report(message.visit_id)

    def _on_document(self) -> None:
        message: Message | None = self.table.chosen()
        notice = message.notice.notice if message is not None and message.notice is not None else None
        if notice is None or notice.document is None:
            return
        ending = notice.document.ending
        kinds = f"{ending.upper()} (*.{ending})"
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Save a copy"), file_name(notice, ending), kinds)
        if chosen:
            file = Path(chosen)
            file = file if file.suffix else file.with_name(f"{file.name}.{ending}")
            self._view_model.save_document(notice, file)

    def _columns(self) -> tuple[Column[Message], ...]:
        return (
            Column(
                _("Message"),
                lambda one: Cell(message_title(one, self._seen.suites), message_about(one), bold=one.unread),
                stretch=3,
            ),
            Column(_("Standing"), lambda one: Cell(tags=message_tags(one)), stretch=1),
        )


def _owes_word(message: Message) -> bool:
    return message.notice is not None and message.notice.owes_word
