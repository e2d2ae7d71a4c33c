"""The list of concerns, with the steps on the one chosen."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from icv_app.domain.concern import ConcernStepKind, levels_above
from icv_app.domain.concern_list import ConcernPart
from icv_app.domain.concern_mail import repeat_words
from icv_app.domain.times import london_day
from icv_app.words import _
from ui.concerns.board import ConcernBoard
from ui.concerns.repeats import RepeatsSection
from ui.concerns.step_box import USUAL_ROLE, StepBox, step_verb
from ui.concerns.table import DUE, concern_columns
from ui.concerns.to_force import MailFold, ToForce
from ui.concerns.view_model import ConcernRow, ConcernsViewModel, StepToTake
from ui.kept_text import KeptText
from ui.report_reader.concern_card import ConcernCard, ConcernInSight
from ui.report_reader.concern_wording import step_words
from ui.report_reader.justified import stays_words
from ui.report_reader.parts import Flowed, Section, Words
from ui.report_reader.times import say_moment
from ui.report_reader.wording import heading
from ui.shell.page import Page
from ui.theme import Hue, current_theme
from ui.theme.tokens import SPACE_L, SPACE_M
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.data_table import DataTable
from ui.widgets.filter_tags import FilterTags
from ui.widgets.guarded_texts import GuardedTexts
from ui.widgets.labels import Heading, Muted, Text
from ui.widgets.message_bar import Kind, MessageBar
from ui.widgets.scroll_area import ScrollArea
from ui.widgets.sides import Panes
from ui.widgets.table_foot import TableFoot
from ui.widgets.table_model import RowsModel
from ui.widgets.tag import Tag
from ui.workplace import Workplace

_LEAST_HEIGHT = 160
_WIDE_TABLE = 620
_LIST, _BOARD = "list", "board"


class ConcernsPage(Page):
    """Filters and list at the left, the chosen concern with its steps at the right."""

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        super().__init__(_("Concerns"), parent=parent)
        self._workplace = workplace
        self._chosen: ConcernRow | None = None
        self.view_model = ConcernsViewModel(workplace.desk, workplace.tasks, self)
        words = {
            ConcernPart.TO_DO: _("To do"),
            ConcernPart.OVERDUE: _("Overdue"),
            ConcernPart.WITH_FORCE: _("With the force"),
            ConcernPart.SETTLED: _("Settled"),
            ConcernPart.THANKS: _("Good practice"),
            ConcernPart.ALL: _("All"),
        }
        self.views = FilterTags(_("Shown as"), [(_LIST, _("List")), (_BOARD, _("Board by state"))])
        self.parts = FilterTags(_("Concerns shown"), list(words.items()))
        self.rows: RowsModel[ConcernRow] = RowsModel(concern_columns(), key=lambda row: row.concern_id)
        empty = _("No concern here. Concerns come with the reports; see the other parts above.")
        self.table = DataTable(_("Concerns"), self.rows, empty)
        self.foot = TableFoot()
        self.message = MessageBar()
        self.detail = QWidget()
        self._detail_column = QVBoxLayout(self.detail)
        self._detail_column.setContentsMargins(0, 0, 0, 0)
        self._detail_column.setSpacing(0)
        self._said: QWidget = QWidget()
        self.repeats = RepeatsSection()
        self.mail = MailFold()
        self.box = StepBox(lambda: london_day(workplace.desk.clock.now()))
        self.texts = GuardedTexts(self)
        self._kept = KeptText(self.box.text, workplace.desk.unsent, workplace.tasks, self)
        self.steps: dict[ConcernStepKind, Button] = {}
        self.report_button = Button(_("Open the report"))
        self.to_force = ToForce(workplace, lambda: self._chosen, self._to_role, self.view_model.mail, self)
        self.board = ConcernBoard()
        self.set_actions(self.views)
        self._lay_out()
        self._connect()
        self._show(None)
        self._choose_row(None)
        current_theme().changed.connect(self._fit)
        self._fit()

    def shown(self) -> None:
        """Read the list again."""
        self.view_model.refresh()

    def choose(self, concern_id: str) -> None:
        """Show one concern in the list, whatever part of it it is in."""
        self._show_as(_LIST)
        self.view_model.show_concern(concern_id)

    def show_part(self, part: ConcernPart) -> None:
        """Show the list of one part."""
        self._show_as(_LIST)
        self.parts.set_value(part)
        self.view_model.show_part(part)

    def _lay_out(self) -> None:
        board = Card(padded=False)
        board.add_above(self.parts)
        board.body.addWidget(self.table, 1)
        board.body.addWidget(self.foot)
        card = Card(padded=False)
        card.body.addWidget(self.message)
        self._detail_column.addWidget(self._said)
        self._detail_column.addWidget(self.repeats)
        buttons = Flowed(self.to_force.pdf_button, self.to_force.mail_button, gap=10)
        self.for_force = Section().add(Heading(_("For the force"), 3), buttons, self.mail)
        self._detail_column.addWidget(self.for_force)
        self._detail_column.addStretch(1)
        self._scroll = ScrollArea(self.detail)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._scroll.setAccessibleName(_("The chosen concern"))
        card.body.addWidget(self._scroll, 1)
        boxes = QVBoxLayout()
        boxes.setContentsMargins(SPACE_L + 4, 0, SPACE_L + 4, SPACE_M)
        boxes.addWidget(self.box)
        card.body.addLayout(boxes)
        card.add_foot(self._foot())
        self.panes = Panes(board, card, shares=(52, 48), least=760)
        self._board_scroll = ScrollArea(self.board)
        self.body.addWidget(self.panes, 1)
        self.body.addWidget(self._board_scroll, 1)
        self._board_scroll.hide()

    def _foot(self) -> QWidget:
        for kind in ConcernStepKind:
            button = Button(step_verb(kind))
            button.clicked.connect(lambda _checked=False, kind=kind: self._open_box(kind))
            self.steps[kind] = button
        foot = QWidget()
        row = QVBoxLayout(foot)
        row.setContentsMargins(SPACE_L + 4, SPACE_M, SPACE_M, SPACE_M)
        row.addWidget(Flowed(*self.steps.values(), self.report_button, gap=10))
        return foot

    def _connect(self) -> None:
        model = self.view_model
        self.parts.chosen.connect(lambda part: model.show_part(ConcernPart(part)))
        self.views.chosen.connect(self._show_as)
        self.board.opened.connect(self._open_from_board)
        self.repeats.opened.connect(self._open_earlier)
        self.table.row_chosen.connect(self._choose_row)
        self.table.row_opened.connect(lambda _row: self._first_step())
        self.report_button.clicked.connect(self._open_report)
        self.box.written.connect(self._take)
        self.box.role.value_changed.connect(lambda _role: self._show_mail())
        model.rows_changed.connect(self._show_rows)
        model.concern_changed.connect(self._show)
        model.failed.connect(lambda text: self.message.show_message(text, Kind.ERROR))
        model.done.connect(self._on_done)
        self._kept.failed.connect(lambda text: self.message.show_message(text, Kind.ERROR))
        self._workplace.data_changed.connect(self._on_data_changed)

    def _fit(self) -> None:
        for part in (self.table, self._scroll):
            part.setMinimumHeight(current_theme().px(_LEAST_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Show when the reply is due in a column of its own where there is room."""
        super().resizeEvent(event)
        wide = self.width() * 0.52 >= current_theme().px(_WIDE_TABLE)
        self.table.hide_columns(() if wide else (DUE,))

    def _show_rows(self) -> None:
        """Show what was read; the concern asked for is chosen, or else the one that was stays so."""
        shown = self.view_model.shown
        self.board.show_columns(shown)
        self.parts.set_value(shown.part)
        self.parts.show_counts(shown.tags())
        self.set_heading(_("Concerns"), shown.in_words())
        self.rows.show(shown.rows)
        self.foot.show_left(shown.total - len(shown.rows))
        if shown.asked_for is not None:
            self.table.choose(shown.asked_for)
        elif self.table.chosen() is None and shown.rows:
            self.table.setCurrentIndex(self.rows.index(0, 0))
        self._choose_row(self.table.chosen())

    def _choose_row(self, row: ConcernRow | None) -> None:
        if self._chosen is None or row is None or row.concern_id != self._chosen.concern_id:
            self.box.hide()
            self.message.clear()
        self._chosen = row
        allowed = self.view_model.steps_for(row) if row is not None else ()
        for kind, button in self.steps.items():
            button.setVisible(kind in allowed)
        self.steps[ConcernStepKind.SENT].setText(
            step_verb(ConcernStepKind.SENT, thanks=row is not None and row.listed.good_practice)
        )
        self.for_force.setVisible(row is not None)
        self.report_button.setVisible(row is not None)
        self.report_button.setText(
            _("Open the record reviews")
            if row is not None and row.listed.from_record
            else _("Open the report")
        )
        self.view_model.open(row)

    def _show(self, one: ConcernInSight | None) -> None:
        old, self._said = self._said, _detail(one)
        self._detail_column.replaceWidget(old, self._said)
        old.hide()
        old.deleteLater()
        words = repeat_words(one.repeats, one.settings, one.visit.suite) if one is not None else ""
        self.repeats.show_repeats(words, self.view_model.earlier())
        self._show_mail()

    def _first_step(self) -> None:
        button = next((b for b in self.steps.values() if b.isVisible()), self.report_button)
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_box(self, kind: ConcernStepKind) -> None:
        if self._chosen is not None:
            self.texts.use(
                self._chosen.guard, self._chosen.checklist.reasons["privacy_reasons"], self._workplace.tasks
            )
            self._kept.open("")
            one = self._chosen.listed
            levels = levels_above(one.level)
            self.box.open_box(kind, self._chosen.checklist, levels, thanks=one.good_practice)
            self._kept.open(f"{kind}:{self._chosen.concern_id}")
            self._show_mail()

    def _to_role(self) -> str:
        """To whom it goes: as is being written down, or as it went last, or as is usual."""
        asked = self.box.to_role()
        counted = self._chosen.line.progress.counted if self._chosen is not None else ()
        went = next((step.to_role for step in reversed(counted) if step.to_role), None)
        return asked or went or USUAL_ROLE

    def _show_mail(self) -> None:
        self.mail.show_mail(self.view_model.mail(self._to_role()))

    def _show_as(self, view: str) -> None:
        self.views.set_value(view)
        self.panes.setVisible(view == _LIST)
        self._board_scroll.setVisible(view == _BOARD)
        self.view_model.show_board(view == _BOARD)

    def _open_from_board(self, row: ConcernRow) -> None:
        self.choose(row.concern_id)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_earlier(self, concern_id: str) -> None:
        self.choose(concern_id)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, step: StepToTake) -> None:
        if self._chosen is not None:
            self.view_model.take(self._chosen, step)

    def _open_report(self) -> None:
        if self._chosen is None:
            return
        if self._chosen.listed.from_record:
            self._workplace.window.show_place("record_reviews")
        else:
            self._workplace.open_report(self._chosen.listed.visit_id)

    def _on_done(self, text: str) -> None:
        self._kept.forget()
        self._kept.open("")
        self.box.hide()
        if self._chosen is not None:
            self.view_model.seek(self._chosen.concern_id)
        self._workplace.tell_done(text)
        self._workplace.data_changed.emit()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_data_changed(self) -> None:
        if self.isVisible():
            self.view_model.refresh()


def _detail(one: ConcernInSight | None) -> QWidget:
    if one is None:
        return Section().add(Text(_("Choose a concern in the list to follow it up here."), tone="muted"))
    section = Section().add(
        Heading(heading(one.visit, one.settings)),
        Muted(_("Visitors: {visitors}").format(visitors=", ".join(one.visit.visitors))),
        ConcernCard(one),
    )
    if one.steps:
        section.add(Heading(_("Steps"), 3))
    passed_over = one.progress.passed_over
    for step in one.steps:
        who = Muted(f"{step.by} · {say_moment(step.at)}", wrap=False)
        late = [Tag(_("Came too late to count"), Hue.GREY)] if step in passed_over else []
        section.add(Flowed(Words(step_words(step, one.checklist), weight="semibold"), who, *late))
        section.add(*(Muted(words) for words in stays_words(step.justified, one.checklist)))
    return section
