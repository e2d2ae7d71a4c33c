"""Notices to visitors: the list at the left, the one chosen or the form at the right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from icv_app.words import _
from ui.kept_text import KeptText
from ui.notices.detail import NoticeDetail
from ui.notices.form import NoticeForm
from ui.notices.view_model import NoticesInSight, NoticesViewModel
from ui.notices.wording import days_words, file_name, read_words, state_tag, summary
from ui.shell.page import Page
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.data_table import DataTable
from ui.widgets.sides import Panes
from ui.widgets.table_model import Cell, Column, RowsModel
from ui.workplace import Workplace

if TYPE_CHECKING:
    from icv_app.domain.notices import Notice
    from icv_app.errors import IcvError
    from icv_app.services.notices import NoticeOnDesk, NoticeWords

_UNSENT = "notice"
"""Name of what is kept of a new notice while it is written."""
_UNSENT_TITLE = "notice title"


class NoticesPage(Page):
    """What visitors were told, and who has read it."""

    def __init__(
        self, view_model: NoticesViewModel, workplace: Workplace, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Notices"), parent=parent)
        self._view_model = view_model
        self._workplace = workplace
        self._wanted: str | None = None
        self.new_button = Button(_("New notice"), "main", icon="plus")
        self.set_actions(self.new_button)
        self.rows: RowsModel[NoticeOnDesk] = RowsModel(_columns(), key=lambda one: one.notice.notice_id)
        self.table = DataTable(
            _("Notices"),
            self.rows,
            _("No notice yet. Press “New notice” to tell visitors something, with a document if need be."),
        )
        board = Card(padded=False)
        board.body.addWidget(self.table, 1)
        self.detail = NoticeDetail()
        self.form = NoticeForm(view_model.today)
        self.form.hide()
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.detail, 1)
        column.addWidget(self.form, 1)
        panes = Panes(board, right, shares=(46, 54))
        for card in (self.detail, self.form):
            panes.stacked_changed.connect(card.area.set_whole)
        self.body.addWidget(panes, 1)
        self._kept = KeptText(self.form.text, workplace.desk.unsent, workplace.tasks, self)
        self._kept_title = KeptText(self.form.notice_title, workplace.desk.unsent, workplace.tasks, self)
        self._connect()

    def shown(self) -> None:
        """Read everything again."""
        self._view_model.load()
        self._view_model.load_guard()

    def table_rows(self) -> list[NoticeOnDesk]:
        """Return what the table shows, in its order."""
        return [self.rows.row_at(row) for row in range(self.rows.rowCount())]

    def choose(self, notice_id: str) -> None:
        """Show one notice."""
        self._close_form()
        self._wanted = notice_id
        if self.table.choose(notice_id):
            self._wanted = None

    def _connect(self) -> None:
        model, workplace = self._view_model, self._workplace
        self.new_button.clicked.connect(self._on_new)
        self.table.row_chosen.connect(lambda _row: self._show_chosen())
        self.form.told.connect(self._on_tell)
        self.form.given_up.connect(self._on_given_up)
        self.form.document_wanted.connect(self._on_attach)
        self.detail.replace_wanted.connect(self._on_replace)
        self.detail.withdrawn.connect(lambda seen: model.withdraw(seen.notice))
        self.detail.document_wanted.connect(self._on_save_document)
        self.detail.readers_wanted.connect(self._on_save_readers)
        model.guard_ready.connect(lambda guard, reasons: self.form.texts.use(guard, reasons, workplace.tasks))
        model.loaded.connect(self._on_loaded)
        model.document_refused.connect(self.form.document_field.set_problem)
        model.told.connect(self._on_told)
        model.refused.connect(self._on_refused)
        model.done.connect(workplace.tell_done)
        model.failed.connect(workplace.tell)
        model.changed.connect(workplace.data_changed)
        model.changed.connect(workplace.sync_quietly)
        workplace.data_changed.connect(self._on_data_changed)
        self._kept.failed.connect(self.form.text_field.set_problem)
        self._kept_title.failed.connect(self.form.title_field.set_problem)

    def _on_data_changed(self) -> None:
        if self.isVisible():
            self._view_model.load()

    def _on_loaded(self, seen: NoticesInSight) -> None:
        self.set_heading(_("Notices"), summary(seen.notices))
        self.form.show_visitors(seen.visitors)
        self.rows.show(seen.notices)
        if self._wanted is not None and self.table.choose(self._wanted):
            self._wanted = None
        elif seen.notices and self.table.chosen() is None:
            self.table.choose(seen.notices[0].notice.notice_id)
        self._show_chosen()

    def _show_chosen(self) -> None:
        self.detail.show_notice(self.table.chosen())

    def _on_new(self) -> None:
        if self.form.isHidden() or self.form.replaces is not None:
            self.form.start()
            self._kept.open(_UNSENT)
            self._kept_title.open(_UNSENT_TITLE)
        self._open_form()

    def _on_replace(self, seen: NoticeOnDesk) -> None:
        notice = seen.notice
        if notice.document is None:
            self._replace(notice, None)
        else:
            self._view_model.fetch_document(notice, lambda document: self._replace(notice, document))

    def _replace(self, notice: Notice, document: bytes | None) -> None:
        if self.form.isHidden():  # else another was begun while its document was fetched
            self._stop_keeping()
            self.form.start(notice, document)
            self._open_form()

    def _stop_keeping(self) -> None:
        self._kept.open("")
        self._kept_title.open("")

    def _open_form(self) -> None:
        self.detail.hide()
        self.form.show()
        self.form.title_field.set_focus()

    def _close_form(self) -> None:
        self.form.hide()
        self.detail.show()

    def _on_given_up(self) -> None:
        if self.form.replaces is None:
            self._kept.forget()
            self._kept_title.forget()
        self._stop_keeping()
        self.form.start()
        self._close_form()
        self.new_button.setFocus()

    def _on_tell(self, words: NoticeWords) -> None:
        self._view_model.tell(words, self.form.replaces)

    def _on_told(self, notice: Notice) -> None:
        self._wanted = notice.notice_id
        self._on_given_up()
        self.table.setFocus()

    def _on_refused(self, error: IcvError) -> None:
        self.form.refuse(error.user_text)

    def _on_attach(self) -> None:
        kinds = _("Documents (*.pdf *.png *.docx)")
        name, _kind = QFileDialog.getOpenFileName(self, _("Choose the document"), "", kinds)
        if not name:
            return
        begun = self.form.begun

        def attach(document: bytes) -> None:
            if begun == self.form.begun:  # else it was for a notice that is gone from the form
                self.form.set_document(document)

        self._view_model.read_document(Path(name), attach)

    def _on_save_document(self, seen: NoticeOnDesk) -> None:
        document = seen.notice.document
        if document is not None:
            file = _ask_where(self, file_name(seen.notice, document.ending), document.ending)
            if file is not None:
                self._view_model.save_document(seen.notice, file)

    def _on_save_readers(self, seen: NoticeOnDesk) -> None:
        file = _ask_where(self, "read-" + file_name(seen.notice, "csv"), "csv")
        if file is not None:
            self._view_model.save_readers(seen, file)


def _columns() -> tuple[Column[NoticeOnDesk], ...]:
    return (
        Column(
            _("Notice"),
            lambda one: Cell(one.notice.title, days_words(one.notice), bold=True),
            sort_key=lambda one: one.notice.first_day,
            stretch=3,
        ),
        Column(_("Standing"), lambda one: Cell(read_words(one), tags=(state_tag(one.state),)), stretch=2),
    )


def _ask_where(page: QWidget, name: str, ending: str) -> Path | None:
    kinds = f"{ending.upper()} (*.{ending})"
    chosen, _kind = QFileDialog.getSaveFileName(page, _("Save a copy"), name, kinds)
    if not chosen:
        return None
    file = Path(chosen)
    return file if file.suffix else file.with_name(f"{file.name}.{ending}")
