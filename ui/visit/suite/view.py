"""The suite step: areas and stocks, what was seen happening, and what was said before leaving."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from icv_app.domain.checklist import SuiteItem
from icv_app.domain.ids import ConcernId, PersonId
from icv_app.domain.person import Value
from icv_app.domain.problem import Step
from icv_app.domain.visit import AreaState, Visit
from icv_app.words import _, plural
from ui.theme import current_theme
from ui.theme.tokens import SPACE_L, SPACE_S
from ui.visit.suite import findings
from ui.visit.suite.finding_card import FindingCard
from ui.visit.suite.finding_row import Finding, FindingRow
from ui.visit.suite.words_card import ObservedCard, WordsCard
from ui.visit.view_model import VisitViewModel
from ui.visit.wording import label, options
from ui.widgets.answer_buttons import NOT_KNOWN, AnswerButtons
from ui.widgets.choice_flow import ChoiceFlow
from ui.widgets.message_bar import Kind, MessageBar
from ui.widgets.scroll_area import ScrollArea

_LEAST_BESIDE = 900
"""Width, at 100 % text, from which areas and stocks stand side by side."""


class SuiteStep(QWidget):
    """Two columns of findings, one below the other where there is no room."""

    go_to_step = Signal(object)

    def __init__(self, view_model: VisitViewModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view_model = view_model
        checklist = view_model.checklist
        self.message = MessageBar()
        self.areas = FindingCard(_("Areas"), _("All good as listed, checked today"))
        self.stocks = FindingCard(_("Stocks"), _("All there as listed, checked today"))
        self.observed = ObservedCard(view_model)
        self.words = WordsCard(view_model)
        self.areas.set_rows([self._area_row(item) for item in checklist.areas])
        self.stocks.set_rows([self._stock_row(item) for item in checklist.stocks])
        self._undo: Callable[[Visit], Visit] | None = None
        self._lay_out()
        for card, answer_all, then in (
            (self.areas, self._on_all_areas, self.stocks.rows[0].set_focus),
            (self.stocks, self._on_all_stocks, self.observed.set_focus),
        ):
            card.all_button.clicked.connect(answer_all)
            card.all_button.clicked.connect(then)
        self.message.action.clicked.connect(self._on_undo)
        view_model.visit_changed.connect(self._on_visit_changed)
        view_model.stepped.connect(lambda _taken: self.message.clear())
        self._on_visit_changed(view_model.visit)

    def show_field(
        self, field: str, _person_id: PersonId | None = None, _concern_id: ConcernId | None = None
    ) -> None:
        """Put the keyboard on the field a problem names, such as `areas.cells`."""
        section, _dot, item_id = field.partition(".")
        if section in {"areas", "stocks"}:
            checklist = self._view_model.checklist
            items = checklist.areas if section == "areas" else checklist.stocks
            card = self.areas if section == "areas" else self.stocks
            at = next((at for at, item in enumerate(items) if item.item_id == item_id), 0)
            card.rows[at].show_problem(self._problem_text(field))
        elif section == "observed":
            self.observed.set_focus()
        elif not self.words.form.focus_field(field, self._problem_text(field)):
            self.areas.rows[0].set_focus()

    def item_ids(self, section: str) -> tuple[str, ...]:
        """Return what the rows of `areas` or `stocks` are about, in their order."""
        checklist = self._view_model.checklist
        items = checklist.areas if section == "areas" else checklist.stocks
        return tuple(item.item_id for item in items)

    def finish(self) -> None:
        """Take what was typed."""
        self.words.form.finish()
        for row in (*self.areas.rows, *self.stocks.rows):
            row.note.finish()

    def focus_first(self) -> None:
        """Put the keyboard on the first area."""
        self.areas.rows[0].set_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Put the columns below each other where there is no room beside."""
        super().resizeEvent(event)
        beside = event.size().width() >= current_theme().px(_LEAST_BESIDE)
        direction = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if self._columns.direction() != direction:
            self._columns.setDirection(direction)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Take what was typed before the step goes."""
        self.finish()
        super().hideEvent(event)

    def _lay_out(self) -> None:
        content = QWidget()
        outer = QVBoxLayout(content)
        outer.setContentsMargins(4, 4, SPACE_S, SPACE_L)
        outer.setSpacing(SPACE_L)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(SPACE_L)
        for cards in ((self.areas, self.observed), (self.stocks, self.words)):
            column = QVBoxLayout()
            column.setSpacing(SPACE_L)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
            self._columns.addLayout(column, 1)
        outer.addLayout(self._columns)
        outer.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(SPACE_S)
        whole.addWidget(self.message)
        whole.addWidget(ScrollArea(content), 1)

    def _area_row(self, item: SuiteItem) -> FindingRow:
        listed = options(self._view_model.checklist, "area_states")
        bar = ChoiceFlow(item.title, listed, kinds={AreaState.GOOD: "yes", AreaState.POOR: "no"})
        row = FindingRow(item.title, bar, self._offer(item))
        row.note.watch.stand_at(f"areas.{item.item_id}")
        row.found.connect(lambda state: self._edit(findings.with_area_state, item.item_id, AreaState(state)))
        row.taken_back.connect(lambda: self._edit(findings.with_area_state, item.item_id, None))
        row.noted.connect(lambda note: self._edit(findings.with_area_note, item.item_id, note))
        row.concern_wanted.connect(partial(self._on_concern, item))
        return row

    def _stock_row(self, item: SuiteItem) -> FindingRow:
        row = FindingRow(item.title, AnswerButtons(item.title), self._offer(item))
        row.note.watch.stand_at(f"stocks.{item.item_id}")
        row.found.connect(lambda word: self._edit(findings.with_stock_value, item.item_id, _value(word)))
        row.taken_back.connect(lambda: self._edit(findings.with_stock_value, item.item_id, None))
        row.noted.connect(lambda note: self._edit(findings.with_stock_note, item.item_id, note))
        row.concern_wanted.connect(partial(self._on_concern, item))
        return row

    def _offer(self, item: SuiteItem) -> str:
        category = (
            self._view_model.checklist.category(item.concern_category) if item.concern_category else None
        )
        if category is None:
            return _("Raise a concern")
        return _("Raise a concern ({category})").format(category=category.full_title)

    def _edit(self, change: Callable[..., Visit], *with_what: object) -> None:
        self._view_model.edit(lambda visit: change(visit, *with_what))

    def _on_concern(self, item: SuiteItem) -> None:
        concern_id = self._view_model.new_concern_id()
        self._edit(findings.with_concern_about, item, concern_id, self._view_model.checklist)
        self._undo = None
        text = _("A concern about “{item}” was raised. Its words are completed in the step Concerns.")
        self.message.show_message(text.format(item=item.title), Kind.DONE, action=_("Go to Concerns"))

    def _on_all_areas(self) -> None:
        found = findings.open_areas(self._view_model.visit, self._view_model.checklist)
        self._edit(findings.with_areas_good, found)
        self._offer_undo(
            plural("{n} area marked good.", "{n} areas marked good.", len(found)),
            lambda visit: findings.without_plain_areas(visit, found),
        )

    def _on_all_stocks(self) -> None:
        found = findings.open_stocks(self._view_model.visit, self._view_model.checklist)
        self._edit(findings.with_stocks_there, found)
        self._offer_undo(
            plural("{n} stock marked as there.", "{n} stocks marked as there.", len(found)),
            lambda visit: findings.without_plain_stocks(visit, found),
        )

    def _offer_undo(self, text: str, undo: Callable[[Visit], Visit]) -> None:
        self._undo = undo
        self.message.show_message(text, Kind.DONE, action=_("Undo"))

    def _on_undo(self) -> None:
        if self._undo is None:
            self.go_to_step.emit(Step.CONCERNS)
        else:
            self._view_model.edit(self._undo)
            self._undo = None
            self.message.clear()
            self.areas.all_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_visit_changed(self, visit: Visit) -> None:
        checklist = self._view_model.checklist
        areas = {found.area: found for found in visit.areas}
        for item, row in zip(checklist.areas, self.areas.rows, strict=True):
            area = areas.get(item.item_id)
            row.show_finding(
                Finding()
                if area is None
                else Finding(
                    area.state.value,
                    area.note,
                    area.state in findings.SHORT_AREAS,
                    self._concern_words(visit, area.concern_id),
                )
            )
        stocks = {found.stock: found for found in visit.stocks}
        for item, row in zip(checklist.stocks, self.stocks.rows, strict=True):
            stock = stocks.get(item.item_id)
            row.show_finding(
                Finding()
                if stock is None
                else Finding(
                    _word(stock.value),
                    stock.note,
                    stock.value is Value.NO,
                    self._concern_words(visit, stock.concern_id),
                )
            )
        self.areas.show_open(len(findings.open_areas(visit, checklist)))
        self.stocks.show_open(len(findings.open_stocks(visit, checklist)))
        self.observed.show_visit(visit)
        self.words.form.show_record(visit)

    def _concern_words(self, visit: Visit, concern_id: ConcernId | None) -> str:
        concern = visit.concern(concern_id) if concern_id else None
        if concern is None:
            return ""
        severity = label(self._view_model.checklist, "severities", concern.severity)
        return _("Concern {category}, {severity}").format(
            category=concern.category, severity=severity.lower()
        )

    def _problem_text(self, field: str) -> str:
        found = (
            problem.text
            for problem in self._view_model.problems()
            if problem.step is Step.SUITE and problem.field == field
        )
        return next(found, "")


def _value(word: str) -> Value:
    return Value.NOT_KNOWN if word == NOT_KNOWN else Value(word)


def _word(value: Value) -> str:
    return NOT_KNOWN if value is Value.NOT_KNOWN else value.value
