"""The coordinator's inbox: the list stays, the report beside it changes."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.ids import ConcernId
from icv_app.domain.review import ReviewState
from icv_app.domain.visit import Visit
from icv_app.words import _
from ui.finding.filters import FiltersButton, Narrowed, VisitFilters
from ui.finding.found_table import FoundTable
from ui.finding.search_bar import SearchBar
from ui.finding.view_model import FindingViewModel, FoundInWords
from ui.finding.wording import FoundLine
from ui.kept_text import KeptText
from ui.paper.report_copies import ReportCopies
from ui.report_reader.parts import Flowed
from ui.report_reader.reader import ReportReader
from ui.report_reader.say_box import SayBox
from ui.report_reader.view_model import ReportInHand, ReportViewModel
from ui.reports.beside import BesideReport
from ui.reports.keys_hint import keys_hint
from ui.reports.marking import MarkBar
from ui.reports.marks import Marks
from ui.reports.send_box import SendBox
from ui.reports.table import report_columns
from ui.reports.view_model import Age, Part, ReportRow, ReportsViewModel
from ui.shell.page import Page
from ui.theme import current_theme
from ui.theme.tokens import SPACE_L, SPACE_M, SPACE_S
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.data_table import DataTable
from ui.widgets.filter_tags import FilterTags
from ui.widgets.guarded_texts import GuardedTexts
from ui.widgets.message_bar import Kind, MessageBar
from ui.widgets.sides import Panes
from ui.widgets.table_model import RowsModel
from ui.workplace import Workplace

_LEAST_HEIGHT = 160
SETTLE_MS = 150
"""A report is opened when the choice rests on it so long: passing by does not mark it as opened."""


class ReportsPage(Page):
    """Filters and list at the left, the chosen report with its actions at the right."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(_("Reports"), parent=parent)
        self._workplace = workplace
        self.view_model = ReportsViewModel(workplace.desk, workplace.tasks, self)
        self.report = ReportViewModel(workplace.desk, workplace.tasks, self)
        self._asking_about = ""
        self.finding = FindingViewModel(workplace.desk, workplace.tasks, self)
        self._at = 0
        self._wanted = ""
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._make_list()
        self._make_detail()
        self._lay_out()
        self._connect()
        self._add_keys()
        self._offer()
        current_theme().changed.connect(self._fit)
        self._fit()

    def shown(self) -> None:
        """Read the list again, and what was found."""
        self.view_model.refresh()
        if self.finding.looking:
            self.finding.refresh()

    def open_report(self, visit_id: str) -> None:
        """Show one report, now or as soon as the list is read: among those to decide, or among all."""
        self.search.clear()
        self.filters.clear()
        self.ages.set_value(Age.ANY)
        self._at = 0
        self._wanted = visit_id
        if self.view_model.loaded:
            self._show_rows()

    def _choose_wanted(self) -> None:
        """Choose the report that was asked for, in the part of the list in which it is."""
        visit_id, self._wanted = self._wanted, ""
        waits = any(row.visit_id == visit_id for row in self.view_model.rows(Part.TO_DECIDE))
        self.parts.set_value(Part.TO_DECIDE if waits else Part.ALL)
        self._show_rows()
        if not self.table.choose(visit_id):
            self.report.open(visit_id)

    def _fit(self) -> None:
        """Where list and report stand below each other, both keep room for some lines of large text."""
        for part in (self.table, self.found, self.reader):
            part.setMinimumHeight(current_theme().px(_LEAST_HEIGHT))

    def _make_list(self) -> None:
        self.texts = GuardedTexts(self)
        words = {
            Part.TO_DECIDE: _("To decide"),
            Part.RECEIVED: _("Received"),
            Part.ANSWERED: _("Answered"),
            Part.RETURNED: _("Returned"),
            Part.APPROVED: _("Approved"),
            Part.ALL: _("All"),
        }
        self.parts = FilterTags(_("Reports shown"), list(words.items()))
        ages = {
            Age.ANY: _("Any age"),
            Age.FRESH: _("Up to 2 days"),
            Age.WEEK: _("3 to 7 days"),
            Age.OLDER: _("Older"),
        }
        self.ages = FilterTags(_("Filed how long ago"), list(ages.items()))
        self.rows: RowsModel[ReportRow] = RowsModel(report_columns(), key=lambda row: row.visit_id)
        self.table = DataTable(
            _("Reports"),
            self.rows,
            _("No report here. They appear once visitors have synced them; see the other parts above."),
        )
        self.search = SearchBar()
        self.found = FoundTable(narrow=True)
        self.found.hide()
        self.filters = VisitFilters()
        self.filters_button = FiltersButton(self.filters)
        self.marks = MarkBar(self.filters_button)

    def _make_detail(self) -> None:
        self.message = MessageBar()
        self.reader = ReportReader(_("The chosen report"), _("Choose a report in the list to read it here."))
        self.return_box = SayBox(
            _("Your question to the visitors"),
            _("Return with this question"),
            hint=_("They answer with a dated addendum; the report itself stays as filed."),
            hue="orange",
        )
        workplace = self._workplace
        self._kept = KeptText(self.return_box.text, workplace.desk.unsent, workplace.tasks, self)
        self.send_box = SendBox()
        self.beside = BesideReport(workplace, self.report, self)
        self.copy_box = SayBox(
            _("How the copy was sent"),
            _("Note as sent"),
            hint=_("For example: by secure e-mail to the Independent Reviewer’s office. No names."),
        )
        self.approve_button = Button(_("Approve"), "main")
        self.return_button = Button(_("Return with a question"))
        self.send_button = Button(_("Send concern to the force"))
        self.copies = ReportCopies(self._workplace, self._visit, self)
        self.copy_button = Button(_("Note the Independent Reviewer’s copy"), parent=self)
        self.copy_button.hide()

    def _lay_out(self) -> None:
        board = Card(padded=False)
        board.add_above(self.search, self.parts, self.ages, self.marks, self.filters, gap=SPACE_S)
        board.body.addWidget(self.table, 1)
        board.body.addWidget(self.found, 1)
        board.add_foot(keys_hint())
        detail = Card(padded=False)
        detail.body.addWidget(self.message)
        detail.body.addWidget(self.reader, 1)
        boxes = QVBoxLayout()  # asks for no room while both are hidden
        boxes.setContentsMargins(SPACE_L + 4, 0, SPACE_L + 4, SPACE_M)
        beside = (self.beside.comment_box, self.beside.thanks_box)
        for box in (self.return_box, *beside, self.send_box, self.copy_box):
            boxes.addWidget(box)
        detail.body.addLayout(boxes)
        detail.add_foot(self._foot())
        self.body.addWidget(Panes(board, detail, shares=(44, 56)), 1)

    def _foot(self) -> QWidget:
        foot = QWidget()
        row = QVBoxLayout(foot)
        row.setContentsMargins(SPACE_L + 4, SPACE_M, SPACE_M, SPACE_M)
        copies = (self.copies.pdf_button, self.copies.police_button)
        deciding = (self.approve_button, self.return_button, self.send_button)
        beside = (self.beside.comment_button, self.beside.thanks_button)
        buttons = (*deciding, *beside, *copies, self.copy_button)
        row.addWidget(Flowed(*buttons, gap=10))
        return foot

    def _connect(self) -> None:
        self.parts.chosen.connect(self._on_part_chosen)
        self.ages.chosen.connect(self._on_part_chosen)
        self.table.row_chosen.connect(self._on_row_chosen)
        self.table.row_opened.connect(lambda _row: self.reader.setFocus(Qt.FocusReason.OtherFocusReason))
        self.filters.changed.connect(self._on_narrowed)
        self.search.field.text_settled.connect(self._look_for)
        self.search.field.down.connect(lambda: self._listed().setFocus(Qt.FocusReason.ShortcutFocusReason))
        self.found.row_chosen.connect(lambda _line: self._on_line_chosen())
        self.found.row_opened.connect(self._on_place_opened)
        self.finding.found.connect(self._on_found)
        self._settle.timeout.connect(self._open_chosen)
        self.view_model.rows_changed.connect(self._show_rows)
        self.report.report_changed.connect(self._show_report)
        for model in (self.view_model, self.report, self.finding):
            model.failed.connect(self._on_failed)
        self.report.done.connect(self._on_done)
        self.beside.failed.connect(self._on_failed)
        self.beside.opening.connect(self._close_others)
        self._marking = Marks(self.marks, self.view_model, self)
        self._marking.done.connect(self._on_marked_done)
        self._marking.failed.connect(self._on_failed)
        self.marks.mark.connect(self.mark)
        self.marks.mark_all.connect(lambda: self._marking.mark_all(self._rows_listed()))
        self.approve_button.clicked.connect(self.approve)
        self.return_button.clicked.connect(self.ask)
        self.send_button.clicked.connect(self._on_send)
        self.copy_button.clicked.connect(self._on_copy)
        self.copy_box.said.connect(self.report.note_reviewers_copy)
        self.return_box.said.connect(self.report.return_with_question)
        self.return_box.left.connect(self._kept.forget)
        self._kept.found.connect(lambda _text: self.return_box.open_box(focus=False))
        self._kept.failed.connect(self._on_failed)
        self.send_box.send.connect(lambda concern, role: self.report.send_concern(ConcernId(concern), role))
        self._workplace.data_changed.connect(self._on_data_changed)

    def _add_keys(self) -> None:
        keys = (
            ("J", _("Next report"), self.next_report),
            ("K", _("Previous report"), self.previous_report),
            ("A", _("Approve the report"), self.approve),
            ("R", _("Return the report with a question"), self.ask),
            ("C", _("Comment on a part of the report"), self.beside.open_comment),
            ("T", _("Thank the visitors"), self.beside.open_thanks),
            ("M", _("Mark the report, or take its mark away"), self.mark),
        )
        for key, _words, act in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
        find = QShortcut(QKeySequence("Ctrl+F"), self)
        find.activated.connect(self.search.take_focus)
        self.keys = (*((key, words) for key, words, _act in keys), ("Ctrl+F", _("Find words in reports")))

    def next_report(self) -> None:
        """Choose the report below."""
        self._move(1)

    def previous_report(self) -> None:
        """Choose the report above."""
        self._move(-1)

    def approve(self) -> None:
        """Approve the report in sight."""
        if self.approve_button.isEnabled():
            self.report.approve()

    def mark(self) -> None:
        """Mark the chosen report, or take its mark away."""
        row = None if self.finding.looking else self.table.chosen()
        if row is not None:
            self._marking.toggle(row)

    def ask(self) -> None:
        """Open the box for a question."""
        if self.return_button.isEnabled():
            self.beside.hide()
            self.send_box.hide()
            self.return_box.open_box()

    def _move(self, by: int) -> None:
        listed = self._listed()
        count = listed.model().rowCount()
        if count:
            now = listed.currentIndex().row()
            self._choose_row(max(0, min(count - 1, now + by)))

    def _choose_row(self, row: int) -> None:
        listed = self._listed()
        listed.setCurrentIndex(listed.model().index(row, 0))

    def _listed(self) -> DataTable:
        return self.found if self.finding.looking else self.table

    def _on_narrowed(self, narrowed: Narrowed) -> None:
        self._at = 0
        self.view_model.narrow(narrowed)
        self._look_for(self.finding.text)

    def _look_for(self, text: str) -> None:
        self.finding.ask(text, self.view_model.filter())

    def _on_found(self, found: FoundInWords | None) -> None:
        # Words are looked for in every part of the list.
        self.marks.offer(found is None)
        for one in (self.parts, self.ages):
            one.setVisible(found is None)
        self.table.setVisible(found is None)
        self.found.setVisible(found is not None)
        self.search.say(found.words if found is not None else "")
        self.found.show_rows(found.lines if found is not None else ())

    def _on_line_chosen(self) -> None:
        self._settle.start()
        self._offer()

    def _on_place_opened(self, _line: FoundLine) -> None:
        self._settle.stop()
        self._open_chosen()
        self.reader.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_part_chosen(self, _part: str) -> None:
        self._at = 0
        self.search.clear()
        self._show_rows()

    def _show_rows(self) -> None:
        """Keep the row; where it left this part of the list, go on with the one that took its place."""
        if not self.view_model.loaded:
            return
        if self._wanted:
            self._choose_wanted()
            return
        rows = self._rows_listed()
        self.parts.show_counts(self.view_model.counts())
        self.ages.show_counts(self.view_model.age_counts(Part(self.parts.value())))
        self.set_heading(_("Reports"), self.view_model.in_words())
        self.filters.set_suites(self.view_model.suites)
        self.rows.show(rows)
        self._marking.show(self.table.chosen(), rows)
        if self.finding.looking:
            return
        if self.table.chosen() is None and rows:
            self._choose_row(min(self._at, len(rows) - 1))
        elif not rows:
            self._settle.stop()
            self.report.open(None)

    def _rows_listed(self) -> tuple[ReportRow, ...]:
        return self.view_model.rows(Part(self.parts.value()), Age(self.ages.value()))

    def _close_others(self) -> None:
        self.return_box.hide()
        self.send_box.hide()
        self.copy_box.hide()

    def _on_row_chosen(self, row: ReportRow) -> None:
        self._marking.show(row, self._rows_listed())
        self._at = self.table.currentIndex().row()
        if row.visit_id != self.report.wanted:
            self._settle.start()
        else:
            self._settle.stop()
        self._offer()

    def _open_chosen(self) -> None:
        row = self._listed().chosen()
        if isinstance(row, FoundLine):
            self.reader.show_place(row.visit_id, row.place)
        if row is None or row.visit_id == self.report.wanted:
            self._offer()
            return
        self.return_box.text.finish()
        self._kept.open("")
        self._asking_about = ""
        self.beside.leave()
        self.message.clear()
        self.return_box.close_box()
        self.copy_box.close_box()
        self.send_box.hide()
        self.report.open(row.visit_id)
        self._offer()

    def _offer(self) -> None:
        """Offer what may be done with the report in sight; nothing while another is on its way."""
        in_hand = self.report.in_hand
        chosen = self._listed().chosen() if self._settle.isActive() else None
        wanted = self.report.wanted if chosen is None else chosen.visit_id
        if in_hand is not None and in_hand.visit_id != wanted:
            in_hand = None
        approvable = in_hand is not None and in_hand.report.review.state is not ReviewState.APPROVED
        self.approve_button.setEnabled(approvable)
        self.return_button.setEnabled(in_hand is not None)
        self.send_button.setEnabled(in_hand is not None and bool(in_hand.to_send()))
        self.beside.show_for(in_hand)
        self.copies.offer(in_hand is not None)
        self.copy_button.setVisible(in_hand is not None and in_hand.owes_reviewer)
        if in_hand is not None:
            self.texts.use(in_hand.guard, in_hand.checklist.reasons["privacy_reasons"], self._workplace.tasks)
            if self._asking_about != in_hand.visit_id:
                self._asking_about = in_hand.visit_id
                self._kept.open(f"question:{in_hand.visit_id}")

    def _show_report(self, in_hand: ReportInHand | None) -> None:
        self.reader.show_report(in_hand)
        self._offer()
        if in_hand is None:
            return
        listed = next(
            (row for row in self.view_model.rows(Part.ALL) if row.visit_id == in_hand.visit_id), None
        )
        if listed is None or listed.summary.review is not in_hand.report.review.state:
            self._workplace.data_changed.emit()  # reading it noted that it was opened

    def _on_send(self) -> None:
        in_hand = self.report.in_hand
        if in_hand is not None and in_hand.to_send():
            self.return_box.hide()
            self.beside.hide()
            self.send_box.open_box(in_hand.to_send(), in_hand.report.visit, in_hand.checklist)

    def _on_copy(self) -> None:
        self.return_box.hide()
        self.beside.hide()
        self.send_box.hide()
        self.copy_box.open_box()

    def _on_done(self, text: str) -> None:
        self.return_box.close_box()
        self._kept.forget()
        self.beside.said()
        self.copy_box.close_box()
        self.send_box.hide()
        self._workplace.tell_done(text)
        self._workplace.data_changed.emit()
        self._listed().setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_marked_done(self, text: str) -> None:
        self.message.clear()
        self._workplace.tell_done(text)
        self._workplace.data_changed.emit()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_failed(self, text: str) -> None:
        self.message.show_message(text, Kind.ERROR)

    def _visit(self) -> Visit | None:
        in_hand = self.report.in_hand
        return in_hand.report.visit if in_hand is not None else None

    def _on_data_changed(self) -> None:
        if self.isVisible():
            self.view_model.refresh()
            self.report.refresh()
            self.finding.refresh()
