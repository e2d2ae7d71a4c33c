"""Drawing a sample: suite, days, whom first, the list, and how many."""

from __future__ import annotations

from datetime import timedelta

from PySide6.QtWidgets import QWidget

from icv_app.domain.record_review_list import listed_from
from icv_app.domain.record_review_sample import FIRST_GROUPS, MOST_RECORDS, Group, ListedRecord, counted
from icv_app.errors import BadInput
from icv_app.words import _
from ui.record_reviews.view_model import RecordReviewsViewModel, ReviewsSeen
from ui.record_reviews.wording import group_words
from ui.shell.page import Page
from ui.widgets.button import Button
from ui.widgets.check_list import CheckList
from ui.widgets.choice import Choice
from ui.widgets.choice_flow import ChoiceFlow
from ui.widgets.date_field import DateField
from ui.widgets.error_summary import ErrorSummary
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Muted
from ui.widgets.number_field import NumberField
from ui.widgets.scroll_card import ScrollCard
from ui.widgets.text_field import NoteField

_LIST, _COUNT = "list", "count"


class DrawPage(Page):
    """A form; nothing is kept until the sample is drawn."""

    def __init__(self, view_model: RecordReviewsViewModel, parent: QWidget | None = None) -> None:
        super().__init__(_("Draw a sample of custody records"), parent=parent)
        self._view_model = view_model
        self.back_button = Button(_("Back"), icon="chevron-left")
        self.set_actions(self.back_button)
        self.summary = ErrorSummary()
        self.suite = Choice(_("Custody suite"), ())
        self.first_day = DateField(_("First day of arrest"), view_model.today)
        self.last_day = DateField(_("Last day of arrest"), view_model.today)
        self.how = ChoiceFlow(
            _("Draw from"), [(_LIST, _("A list of references")), (_COUNT, _("A number of records"))]
        )
        self.listed = NoteField(_("References"), least_lines=5)
        self.count = NumberField(_("How many there are"), least=1, most=MOST_RECORDS)
        words = group_words()
        self.first = CheckList(
            _("Whom first"), [(group.value, words[group]) for group in FIRST_GROUPS], columns=2
        )
        self.number = NumberField(_("How many to draw"), least=1, most=MOST_RECORDS)
        self.draw_button = Button(_("Draw the sample"), "main")
        self._make_fields()
        self._lay_out()
        self._connect()
        self.last_day.set_value(view_model.today())
        self.first_day.set_value(view_model.today() - timedelta(days=28))
        self.how.set_value(_LIST)
        self._offer()

    def shown(self) -> None:
        """Read the suites."""
        self._view_model.load()

    def _make_fields(self) -> None:
        self.suite_field = LabelledField(_("Custody suite"), self.suite, required=True)
        self.first_field = LabelledField(
            _("First day of arrest"), self.first_day, hint=_("Like 14/3."), required=True
        )
        self.last_field = LabelledField(_("Last day of arrest"), self.last_day, required=True)
        self.how_field = LabelledField(_("Draw from"), self.how)
        self.listed_field = LabelledField(
            _("References"),
            self.listed,
            hint=_(
                "One on each line, the scheme’s own, such as R-01: never a custody number. After it, if "
                "known: child, vulnerable, woman or longest held."
            ),
            required=True,
        )
        self.count_field = LabelledField(
            _("How many there are"),
            self.count,
            hint=_("They are called R-01, R-02 and so on."),
            required=True,
        )
        self.group_field = LabelledField(_("Whom first"), self.first, hint=_("In this order, then anybody."))
        self.number_field = LabelledField(_("How many to draw"), self.number, required=True)

    def _lay_out(self) -> None:
        self.card = ScrollCard(_("The sample"))
        explained = Muted(
            _(
                "Drawn at random with a seed that is kept, so that anybody can draw it again. The force "
                "keeps the list of what each reference stands for."
            )
        )
        for widget in (
            explained,
            self.suite_field,
            self.first_field,
            self.last_field,
            self.how_field,
            self.listed_field,
            self.count_field,
            self.group_field,
            self.number_field,
        ):
            self.card.body.addWidget(widget)
        self.card.body.addStretch(1)
        self.card.add_buttons(self.draw_button)
        self.body.addWidget(self.summary)
        self.body.addWidget(self.card, 1)

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.left)
        self.how.chosen.connect(lambda _how: self._offer())
        self.draw_button.clicked.connect(self._on_draw)
        self._view_model.loaded.connect(self._on_loaded)

    def _on_loaded(self, seen: ReviewsSeen) -> None:
        chosen = self.suite.value()
        self.suite.set_options([(one.suite_id, one.name) for one in seen.settings.suites])
        self.suite.set_value(chosen)

    def _offer(self) -> None:
        by_list = self.how.value() == _LIST
        self.listed_field.setVisible(by_list)
        self.group_field.setVisible(by_list)
        self.count_field.setVisible(not by_list)

    def _on_draw(self) -> None:
        for control in (self.suite, self.first_day, self.last_day, self.count, self.number):
            control.finish()
        self.listed.finish()
        listed = self._listed()
        suite, first, last = self.suite.value(), self.first_day.value(), self.last_day.value()
        size = self.number.value()
        self._say(self.suite_field, self.suite.problem() or ("" if suite else _("Choose the custody suite.")))
        self._say(self.first_field, self.first_day.problem() or ("" if first else _("Enter the first day.")))
        self._say(self.last_field, self.last_day.problem() or ("" if last else _("Enter the last day.")))
        self._say(self.number_field, self.number.problem() or ("" if size else _("Enter how many to draw.")))
        fields = (
            self.suite_field,
            self.first_field,
            self.last_field,
            self.listed_field,
            self.count_field,
            self.number_field,
        )
        wrong = [(one.problem(), one.control) for one in fields if one.problem() and not one.isHidden()]
        self.summary.show_problems(wrong)
        if wrong or suite is None or first is None or last is None or size is None:
            return
        groups = [Group(value) for value in self.first.values()] if self.how.value() == _LIST else []
        self._view_model.draw(suite, (first, last), size, listed, groups)

    def _listed(self) -> tuple[ListedRecord, ...]:
        self._say(self.listed_field, "")
        self._say(self.count_field, "")
        if self.how.value() == _COUNT:
            number = self.count.value()
            self._say(
                self.count_field, self.count.problem() or ("" if number else _("Enter how many there are."))
            )
            return counted(number) if number else ()
        try:
            return listed_from(self.listed.value())
        except BadInput as error:
            self._say(self.listed_field, error.user_text)
            return ()

    def _say(self, field: LabelledField, problem: str) -> None:
        field.set_problem(problem)
