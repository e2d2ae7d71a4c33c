"""One notice, and who has read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from icv_app.domain.notices import NoticeState, Reader, Reading
from icv_app.words import _
from ui.notices.wording import (
    days_words,
    document_words,
    read_at_words,
    read_words,
    reading_tag,
    to_words,
)
from ui.people.standing import full_name
from ui.report_reader.times import say_moment
from ui.theme.tokens import SPACE_M
from ui.widgets.ask_in_place import AskInPlace
from ui.widgets.button import Button
from ui.widgets.data_table import DataTable
from ui.widgets.facts import Facts
from ui.widgets.flow import Flow
from ui.widgets.labels import Heading, Text
from ui.widgets.scroll_card import ScrollCard
from ui.widgets.table_model import Cell, Column, RowsModel

if TYPE_CHECKING:
    from icv_app.services.notices import NoticeOnDesk

_LEAST_TABLE = 260


class NoticeDetail(ScrollCard):
    """Shows the notice chosen; what is to be done with it stands at its foot."""

    replace_wanted = Signal(object)
    """A `NoticeOnDesk`, like the following."""
    withdrawn = Signal(object)
    document_wanted = Signal(object)
    readers_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Notice"), parent)
        self._seen: NoticeOnDesk | None = None
        self.notice_title = Text(weight="semibold")
        self.text = Text()
        self.facts = Facts()
        self.document_button = Button(_("Save a copy of the document"), icon="download")
        self.readers_heading = Heading(_("Who has read it"), 3)
        self.rows: RowsModel[Reader] = RowsModel(self._columns(), key=lambda one: one.member.member_id)
        self.readers = DataTable(_("Who has read it"), self.rows, _("There is no visitor to read it."))
        self.readers.setMinimumHeight(_LEAST_TABLE)
        self.asking = AskInPlace()
        self.replace_button = Button(_("Replace it"), icon="pencil")
        self.withdraw_button = Button(_("Withdraw it"))
        self.readers_button = Button(_("Save the list"), icon="download")
        for widget in (self.notice_title, self.text, self.facts):
            self.body.addWidget(widget)
        buttons = Flow(gap=SPACE_M)
        buttons.addWidget(self.document_button)
        self.body.addLayout(buttons)
        self.body.addWidget(self.readers_heading)
        self.body.addWidget(self.readers, 1)
        self.body.addWidget(self.asking)
        self.add_buttons(self.replace_button, self.withdraw_button, self.readers_button)
        self._connect()
        self.show_notice(None)

    def show_notice(self, seen: NoticeOnDesk | None) -> None:
        """Show one notice, or that none is chosen."""
        if seen is None or self._seen is None or seen.notice.record_id != self._seen.notice.record_id:
            self.asking.hide()
        self._seen = seen
        self.facts.setVisible(seen is not None)
        answers = seen is not None and (
            seen.notice.must_read or seen.count(Reading.READ, Reading.EARLIER) > 0
        )
        for widget in (self.readers_heading, self.readers, self.readers_button):
            widget.setVisible(answers)
        self.text.setVisible(seen is not None and bool(seen.notice.text))
        self.document_button.setVisible(seen is not None and seen.notice.document is not None)
        counts = seen is not None and seen.state is not NoticeState.WITHDRAWN
        for button in (self.replace_button, self.withdraw_button):
            button.setVisible(counts)
        if seen is None:
            self.notice_title.setText(_("Choose a notice in the table, or write a new one."))
            self.rows.show(())
            return
        notice = seen.notice
        self.notice_title.setText(notice.title)
        self.text.setText(notice.text)
        facts = [
            (_("Shown"), days_words(notice)),
            (_("To"), to_words(notice.to)),
            (_("Document"), document_words(notice.document)),
            (_("Word asked for"), read_words(seen) if notice.must_read else _("No")),
            (_("Told"), _("{when} by {member}").format(when=say_moment(notice.at), member=notice.by)),
        ]
        if seen.standing.withdrawn_at is not None:
            facts.append((_("Withdrawn"), say_moment(seen.standing.withdrawn_at)))
        self.facts.show_facts(facts)
        self.rows.show(seen.readers)

    def _connect(self) -> None:
        self.document_button.clicked.connect(lambda: self.document_wanted.emit(self._seen))
        self.readers_button.clicked.connect(lambda: self.readers_wanted.emit(self._seen))
        self.replace_button.clicked.connect(lambda: self.replace_wanted.emit(self._seen))
        self.withdraw_button.clicked.connect(self._ask)
        self.asking.confirmed.connect(lambda: self.withdrawn.emit(self._seen))

    def _ask(self) -> None:
        self.asking.ask(
            _("Withdraw this notice? Visitors see it no more; who has read it stays known."),
            _("Withdraw it"),
        )

    def _columns(self) -> tuple[Column[Reader], ...]:
        return (
            Column(
                _("Visitor"),
                lambda one: Cell(str(one.member.member_id), full_name(one.member), bold=True),
                stretch=2,
            ),
            Column(_("Standing"), self._standing, stretch=2),
            Column(_("When"), lambda one: Cell(read_at_words(one)), stretch=2),
        )

    def _standing(self, reader: Reader) -> Cell:
        asked = self._seen is not None and self._seen.notice.must_read
        return Cell(tags=(reading_tag(reader, asked=asked),))
