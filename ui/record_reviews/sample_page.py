"""One sample: its records, who reads them, and what was read in the one chosen."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QWidget

from icv_app.domain.ids import ConcernId, RecordId
from icv_app.domain.record_review_standing import Assignment, RecordStanding, SampleStanding
from icv_app.words import _, plural
from ui.entries.dates import say_date
from ui.entries.moments import say_moment
from ui.record_reviews.reading_card import ReadingCard
from ui.record_reviews.view import progress_words
from ui.record_reviews.view_model import RecordReviewsViewModel, ReviewsSeen
from ui.record_reviews.wording import group_words
from ui.shell.page import Page
from ui.theme import Hue
from ui.theme.tokens import SPACE_M, SPACE_S
from ui.widgets.ask_in_place import AskInPlace
from ui.widgets.button import Button
from ui.widgets.card import Card
from ui.widgets.choice import Choice
from ui.widgets.data_table import DataTable
from ui.widgets.flow import Flow
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Muted
from ui.widgets.sides import Panes
from ui.widgets.table_model import Cell, Column, RowsModel

_ALL_LEFT = "all"
_ONE = "one"


class SamplePage(Page):
    """The records at the left, in the order they were drawn; the reading at the right."""

    def __init__(
        self, view_model: RecordReviewsViewModel, sample_id: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Sample"), parent=parent)
        self._view_model = view_model
        self._sample_id = RecordId(sample_id)
        self._standing: SampleStanding | None = None
        self._visitors: frozenset[str] = frozenset()
        self._raised: frozenset[ConcernId] = frozenset()
        self.back_button = Button(_("Back"), icon="chevron-left")
        self.close_button = Button(_("Close the sample"))
        self.set_actions(self.back_button, self.close_button)
        self.closing = AskInPlace()
        self.how_drawn = Muted("")
        self.rows: RowsModel[RecordStanding] = RowsModel(self._columns(), key=lambda one: one.reference)
        self.table = DataTable(_("Records"), self.rows, _("This sample has no records."))
        self.visitor = Choice(_("Visitor"), ())
        self.visitor_field = LabelledField(_("Visitor"), self.visitor)
        self.give_button = Button(_("Give the record chosen"))
        self.give_all_button = Button(_("Give all that nobody has"))
        self.take_back_button = Button(_("Take the record chosen back"))
        self.reading = ReadingCard()
        self.body.addWidget(self.closing)
        self.body.addWidget(self.how_drawn)
        panes = Panes(self._board(), self.reading, shares=(50, 50), least=900)
        panes.stacked_changed.connect(self.reading.area.set_whole)
        self.body.addWidget(panes, 1)
        self._connect()
        self._show_chosen()

    def shown(self) -> None:
        """Read the sample again."""
        self._view_model.load()

    def _board(self) -> Card:
        board = Card(_("Records"), padded=False)
        board.body.addWidget(self.table, 1)
        foot = QWidget()
        flow = Flow(foot, gap=SPACE_M, line_gap=SPACE_S)
        flow.setContentsMargins(SPACE_M, SPACE_M, SPACE_M, SPACE_M)
        for widget in (self.visitor_field, self.give_button, self.give_all_button, self.take_back_button):
            flow.addWidget(widget)
        board.add_foot(foot)
        return board

    def _connect(self) -> None:
        model = self._view_model
        self.back_button.clicked.connect(self.left)
        self.close_button.clicked.connect(self._ask_to_close)
        self.closing.confirmed.connect(self._on_close)
        self.table.row_chosen.connect(lambda _one: self._show_chosen())
        self.give_button.clicked.connect(lambda: self._on_give(_ONE))
        self.give_all_button.clicked.connect(lambda: self._on_give(_ALL_LEFT))
        self.take_back_button.clicked.connect(self._on_take_back)
        self.reading.raise_wanted.connect(model.raise_concern)
        model.loaded.connect(self._on_loaded)

    def _on_loaded(self, seen: ReviewsSeen) -> None:
        standing = seen.sample(self._sample_id)
        if standing is None:
            self.left.emit()
            return
        self._standing, self._raised = standing, seen.raised
        self._visitors = frozenset(one.member_id for one in seen.visitors)
        sample = standing.sample
        title = _("Sample: {suite}, {first} to {last}").format(
            suite=seen.settings.suite_name(sample.suite),
            first=say_date(sample.first_day),
            last=say_date(sample.last_day),
        )
        self.set_heading(title, progress_words(standing))
        since = (
            [_("Something was found since.")] if standing.closed is not None and self._found_since() else []
        )
        self.how_drawn.setText(" ".join([_how_drawn(standing), *since]))
        chosen = self.visitor.value()
        names = [
            (one.member_id, f"{one.member_id} {one.given_name} {one.surname}".strip())
            for one in seen.visitors
        ]
        self.visitor.set_options(names)
        self.visitor.set_value(chosen if chosen in {value for value, _name in names} else None)
        self.reading.use(seen.checklist, seen.raised)
        self.rows.show(standing.records)
        if standing.records and self.table.chosen() is None:
            with QSignalBlocker(self.table):
                self.table.choose(standing.records[0].reference)
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen: RecordStanding | None = self.table.chosen()
        is_open = self._standing is not None and self._standing.closed is None
        unread = chosen is not None and chosen.reading is None
        self.give_button.setEnabled(is_open and unread)
        self.take_back_button.setEnabled(
            is_open and unread and chosen is not None and chosen.assignment is not None
        )
        self.give_all_button.setEnabled(is_open and bool(self._left()))
        self.visitor.setEnabled(is_open)
        self.close_button.setEnabled(is_open or self._found_since())
        self.reading.show_record(chosen)

    def _left(self) -> list[str]:
        records = self._standing.records if self._standing is not None else ()
        return [
            one.reference
            for one in records
            if one.reading is None and (one.assignment is None or self._has_left(one.assignment))
        ]

    def _has_left(self, assignment: Assignment) -> bool:
        return assignment.member_id not in self._visitors

    def _found_since(self) -> bool:
        """Whether something waits that nobody had before them who closed the sample."""
        readings = self._standing.not_closed if self._standing is not None else ()
        return any(
            one.finding_id not in self._raised for reading in readings for one in reading.read.findings
        )

    def _on_give(self, which: str) -> None:
        self.visitor.finish()
        to, chosen = self.visitor.value(), self.table.chosen()
        self.visitor_field.set_problem(self.visitor.problem() or ("" if to else _("Choose the visitor.")))
        if to is None or self._standing is None:
            self.visitor_field.set_focus()
            return
        references = self._left() if which == _ALL_LEFT else [chosen.reference] if chosen else []
        self._view_model.assign(self._standing, references, to)
        self.table.setFocus()

    def _on_take_back(self) -> None:
        chosen: RecordStanding | None = self.table.chosen()
        if chosen is not None and self._standing is not None:
            self._view_model.assign(self._standing, [chosen.reference], None)
            self.table.setFocus()

    def _ask_to_close(self) -> None:
        self.closing.ask(
            _(
                "Close this sample? What nobody has read is taken back, and findings that are no concerns "
                "wait no longer. It cannot be opened again."
            ),
            _("Close the sample"),
            _("Not now"),
        )

    def _on_close(self) -> None:
        if self._standing is not None:
            self._view_model.close(self._standing)
            self.back_button.setFocus()

    def _columns(self) -> tuple[Column[RecordStanding], ...]:
        words = group_words()
        return (
            Column(
                _("Record"),
                lambda one: Cell(one.reference, words[one.group], bold=True),
                sort_key=lambda one: one.reference,
                stretch=1,
            ),
            Column(_("Read by"), _reader, sort_key=lambda one: _reader(one).text, stretch=1),
            Column(_("Standing"), self._stands, sort_key=lambda one: one.reading is not None, stretch=2),
        )

    def _stands(self, one: RecordStanding) -> Cell:
        if one.reading is None and one.assignment is not None and self._has_left(one.assignment):
            return Cell(second=_("Give it to somebody else"), tags=((_("Has left"), Hue.ORANGE),))
        return _standing(one)


def _how_drawn(standing: SampleStanding) -> str:
    sample, words = standing.sample, group_words()
    drawn = _("{n} of {all} drawn at random by {member}, {when}; seed {seed}.").format(
        n=len(sample.drawn),
        all=len(sample.listed),
        member=sample.by,
        when=say_moment(sample.at),
        seed=sample.seed,
    )
    if sample.groups_first:
        first = ", ".join(words[group].lower() for group in sample.groups_first)
        drawn = _("{drawn} First: {groups}.").format(drawn=drawn, groups=first)
    if standing.closed is not None:
        closed = _("Closed by {member}, {when}.").format(
            member=standing.closed.by, when=say_moment(standing.closed.at)
        )
        drawn = f"{drawn} {closed}"
    return drawn


def _reader(one: RecordStanding) -> Cell:
    if one.reading is not None:
        return Cell(str(one.reading.member_id))
    if one.assignment is None:
        return Cell(_("Nobody"))
    others = [str(other.member_id) for other in one.assignments[1:] if other.member_id is not None]
    also = _("given to {member} at the same time").format(member=", ".join(others)) if others else ""
    return Cell(str(one.assignment.member_id), also)


def _standing(one: RecordStanding) -> Cell:
    if one.reading is None:
        given = one.assignment is not None
        tag = (_("Waits to be read"), Hue.BLUE) if given else (_("Not given"), Hue.GREY)
        return Cell(tags=(tag,))
    found = sum(len(reading.read.findings) for reading in one.readings)
    second = plural("{n} finding", "{n} findings", found) if found else ""
    return Cell(second=second, tags=((_("Read"), Hue.GREEN),))
