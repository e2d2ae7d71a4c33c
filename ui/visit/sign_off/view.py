"""How the visit ended, both visitors' word, and submitting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, time

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from icv_app.domain.ids import MemberId
from icv_app.domain.problem import Problem
from icv_app.domain.times import london_day
from icv_app.domain.visit import Outcome, SecondVisitor, Visit, VisitKind
from icv_app.words import _
from ui.entries.moments import nearest_day
from ui.visit.sign_off.further import add_further_word, further_visitors, word_options
from ui.visit.sign_off.submitting import AskToSubmit, lost_words
from ui.visit.sign_off.to_do import ToDoList
from ui.visit.view_model import VisitViewModel
from ui.visit.visit_form import FormStep, VisitForm
from ui.visit.wording import label, options
from ui.widgets.ask_in_place import AskInPlace
from ui.widgets.button import Button
from ui.widgets.choice import Choice
from ui.widgets.choice_flow import ChoiceFlow
from ui.widgets.date_time_field import DateTimeField
from ui.widgets.equal_columns import EqualColumns
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Muted, Text
from ui.widgets.money_field import MoneyField
from ui.widgets.number_field import NumberField
from ui.widgets.text_field import NoteField
from ui.widgets.tick_box import TickBox

_YES, _NO = "yes", "no"
_DECLARATIONS = {"no_names_used": "no_names", "nobody_known": "nobody_known", "both_agree": "both_agree"}
"""Fields of `SignOff` and the words of the checklist that go with them."""
_COLUMN = 180


class SignOffStep(FormStep):
    """The last step of the editor."""

    submit_asked = Signal()
    problem_followed = Signal(object)
    """The `Problem` whose field the person wants to go to."""

    def __init__(self, view_model: VisitViewModel, parent: QWidget | None = None) -> None:
        super().__init__(view_model, parent=parent)
        self._make_end()
        self._make_travel()
        self._make_second()
        self._make_submit()
        self._make_delete()
        self.show_visit(view_model.visit)

    def show_visit(self, visit: Visit) -> None:
        """Show a visit; the second visitor is named once known."""
        self._make_further(visit)
        super().show_visit(visit)
        self.delete_button.setVisible(visit.kind is not VisitKind.TACT)
        self.kept_words.setVisible(visit.kind is VisitKind.TACT)
        telephone = visit.kind is VisitKind.TELEPHONE
        self.left_field.label.setText(_("The call ended") if telephone else _("Left the suite"))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show what is left to do."""
        self.to_do.show_problems(problems)

    def insist(self) -> None:
        """Say that something stands in the way of submitting."""
        self.ask_submit.hide()
        self.to_do.insist()

    def confirm(self) -> None:
        """Say what submitting does, and ask."""
        model = self.view_model
        settings = model.context.settings
        left = model.visit.left_station_at or model.visit.left_suite_at or model.visit.began_at
        late = left is not None and model.now() - left > settings.filed_late_after
        self.ask_submit.ask_about(model.visit, settings.filed_late_after if late else None)

    def _make_end(self) -> None:
        checklist = self.view_model.checklist
        _card, form = self.add_card(self.left, _("How the visit ended"))
        self.left_field = self._moment(
            form,
            "left_suite_at",
            _("Left the suite"),
            lambda visit: visit.began_at,
            hint=_("Type the time, like 2225; the date is filled in."),
        )
        self._moment(
            form,
            "left_station_at",
            _("Left the station"),
            lambda visit: visit.left_suite_at or visit.began_at,
        )
        outcome = ChoiceFlow(_("Outcome"), options(checklist, "visit_outcomes"))
        form.field("outcome", _("Outcome"), outcome, take=Outcome, required=True)
        form.field(
            "part_reason",
            _("Why only part of a visit"),
            NoteField(_("Why only part of a visit"), least_lines=2),
            hint=_("Say why not everybody in custody is accounted for."),
            shown=lambda visit: visit.outcome is Outcome.PART or bool(visit.part_reason),
        )
        form.field(
            "abandoned_reason",
            _("Why it was abandoned"),
            Choice(_("Why it was abandoned"), options(checklist, "abandoned_reasons")),
            shown=_abandoned,
        )
        form.field(
            "abandoned_note",
            _("More about it"),
            NoteField(_("More about it"), least_lines=2),
            shown=lambda visit: _abandoned(visit) or bool(visit.abandoned_note),
        )

    def _make_travel(self) -> None:
        _card, form = self.add_card(self.left, _("Travel and care"))
        grid = EqualColumns(_COLUMN, 2)
        form.column.addLayout(grid)
        travel, expenses = _("Travel, in minutes"), _("Expenses, in pounds")
        hint = _("There and back, for one of you.")
        form.field("travel_minutes", travel, NumberField(travel, most=24 * 60), hint=hint, into=grid)
        hint = _("Like 12.40; leave it empty if none.")
        form.field("expenses_pence", expenses, MoneyField(expenses), hint=hint, into=grid)
        words = _("Would you like to talk the visit over with somebody?")
        form.bind(
            "debrief_wanted",
            words,
            ChoiceFlow(words, [(_YES, _("Yes")), (_NO, _("No"))]),
            read=lambda visit: _yes_no(visit.debrief_wanted),
            write=lambda visit, value: replace(visit, debrief_wanted={_YES: True, _NO: False}.get(value)),
        )
        form.field(
            "debrief_note",
            _("What about"),
            NoteField(_("What about"), least_lines=2),
            shown=lambda visit: bool(visit.debrief_wanted or visit.debrief_note),
        )

    def _make_second(self) -> None:
        checklist = self.view_model.checklist
        _card, form = self.add_card(self.right, _("Both visitors’ word"))
        self._words = form
        self._further: set[MemberId] = set()
        for field in ("no_names_used", "nobody_known"):
            words = label(checklist, "declarations", _DECLARATIONS[field])
            form.field(f"sign_off.{field}", "", TickBox(words))
        form.bind(
            "sign_off.second",
            _("The second visitor"),
            ChoiceFlow(_("The second visitor"), word_options()),
            required=True,
            read=lambda visit: visit.sign_off.second,
            write=_with_second,
        )
        form.field(
            "sign_off.both_agree",
            "",
            TickBox(label(checklist, "declarations", _DECLARATIONS["both_agree"])),
            shown=lambda visit: (
                visit.sign_off.second is SecondVisitor.AGREED_HERE or visit.sign_off.both_agree
            ),
        )
        self.dissent_note = NoteField(_("What the second visitor does not agree with"), least_lines=2)
        form.field(
            "sign_off.dissent_note",
            _("What the second visitor does not agree with"),
            self.dissent_note,
            shown=lambda visit: (
                visit.sign_off.second is SecondVisitor.DISSENTS_HERE or bool(visit.sign_off.dissent_note)
            ),
        )

    def _make_further(self, visit: Visit) -> None:
        """Ask for the word of each visitor after the second, once they are named."""
        for member in further_visitors(visit):
            if member not in self._further:
                self._further.add(member)
                add_further_word(self._words, member)

    def _make_submit(self) -> None:
        card, _form = self.add_card(self.right, _("Submit the report"))
        self.to_do = ToDoList(self.dissent_note)
        self.submit_button = Button(_("Submit the report"), "main", icon="send")
        self.ask_submit = AskToSubmit()
        card.body.addWidget(self.to_do)
        card.body.addWidget(
            Text(_("The report is locked and goes to the coordinator. Corrections are added with a date."))
        )
        card.body.addWidget(self.submit_button, alignment=Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(self.ask_submit)
        self.to_do.followed.connect(self.problem_followed)
        self.submit_button.clicked.connect(self.submit_asked)
        self.ask_submit.confirmed.connect(self.view_model.submit)

    def _make_delete(self) -> None:
        self.delete_button = Button(_("Delete this draft"), "link", icon="trash-2")
        self.ask_delete = AskInPlace()
        self.kept_words = Muted(
            _("A terrorism visit always has a report: this draft cannot be deleted. File it when it is done.")
        )
        self.right.addWidget(self.kept_words)
        self.right.addWidget(self.delete_button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.right.addWidget(self.ask_delete)
        self.delete_button.clicked.connect(self._on_delete)
        self.ask_delete.confirmed.connect(self.view_model.discard)

    def _moment(
        self,
        form: VisitForm,
        path: str,
        words: str,
        after: Callable[[Visit], datetime | None],
        *,
        hint: str = "",
    ) -> LabelledField:
        """A moment whose day is the one that lies nearest to an earlier moment of the visit."""
        model = self.view_model

        def usual_day(clock: time) -> date:
            return nearest_day(clock, after(model.visit) or model.now())

        field = DateTimeField(words, lambda: london_day(model.now()), usual_day=usual_day)
        framed = form.field(path, words, field, hint=hint)
        assert isinstance(framed, LabelledField)  # noqa: S101 - only tick boxes stand without a label
        return framed

    def _on_delete(self) -> None:
        model = self.view_model
        self.ask_delete.ask(lost_words(model.visit, model.context.settings), _("Delete the draft"))


def _abandoned(visit: Visit) -> bool:
    return visit.outcome is Outcome.ABANDONED or visit.abandoned_reason is not None


def _with_second(visit: Visit, value: str | None) -> Visit:
    """That both agree is taken back where the second visitor says anything else."""
    second = SecondVisitor(value) if value else None
    both = visit.sign_off.both_agree and second is SecondVisitor.AGREED_HERE
    return replace(visit, sign_off=replace(visit.sign_off, second=second, both_agree=both))


def _yes_no(wanted: bool | None) -> str | None:
    return None if wanted is None else (_YES if wanted else _NO)
