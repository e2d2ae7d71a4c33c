"""Beginning a rota: from when, for how long, and which reserve suites are open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from icv_app.domain.duties import LONGEST_ROTA
from icv_app.domain.ids import SuiteId
from icv_app.domain.rota import QUARTER_WEEKS, monday_of
from icv_app.domain.scheme import Suite
from icv_app.words import _
from ui.entries.dates import Lean
from ui.widgets.button import Button
from ui.widgets.check_list import CheckList
from ui.widgets.date_field import DateField
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Muted
from ui.widgets.number_field import NumberField
from ui.widgets.scroll_card import ScrollCard


class BeginCard(ScrollCard):
    """A rota begins with an empty place for every visit the target asks for."""

    begin_asked = Signal(object, int, object)
    """First day, number of weeks, suites in reserve to be visited, too."""
    left = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(_("Begin a rota"), parent)
        self._today = today
        self.first = DateField(_("First week"), today, Lean.FUTURE)
        self.weeks = NumberField(_("Weeks"), least=1, most=LONGEST_ROTA)
        self.reserve: CheckList | None = None
        self._reserve_field: LabelledField | None = None
        self.begin_button = Button(_("Begin the rota"), "main")
        self.cancel_button = Button(_("Cancel"))
        self.first_field = LabelledField(
            _("First week"), self.first, hint=_("Any day in it. Weeks go from Monday to Sunday.")
        )
        self.weeks_field = LabelledField(_("Weeks"), self.weeks, hint=_("13 are a quarter."))
        self.explained = Muted(
            _("A rota still in the making here is dropped; duties that were published stay.")
        )
        for widget in (self.first_field, self.weeks_field, self.explained):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.add_buttons(self.begin_button, self.cancel_button)
        self.begin_button.clicked.connect(self._on_begin)
        self.cancel_button.clicked.connect(self.left)

    def show_form(self, reserve: Sequence[Suite], *, may_leave: bool) -> None:
        """Start with the quarter after this week."""
        if self._reserve_field is not None:
            self._reserve_field.hide()
            self._reserve_field.deleteLater()
            self.reserve = self._reserve_field = None
        if reserve:
            options = [(str(suite.suite_id), suite.name) for suite in reserve]
            self.reserve = CheckList(_("Reserve suites that are open"), options)
            self._reserve_field = LabelledField(_("Reserve suites that are open"), self.reserve)
            self.body.insertWidget(2, self._reserve_field)
        self.first.set_value(monday_of(self._today()) + timedelta(days=7))
        self.weeks.set_value(QUARTER_WEEKS)
        self.cancel_button.setVisible(may_leave)

    def _on_begin(self) -> None:
        for field in (self.first, self.weeks):
            field.finish()
        first, weeks = self.first.value(), self.weeks.value()
        self.first_field.set_problem(self.first.problem() or ("" if first else _("Enter a day.")))
        self.weeks_field.set_problem(self.weeks.problem() or ("" if weeks else _("Enter a number.")))
        if first is None or weeks is None or self.first.problem() or self.weeks.problem():
            return
        opened = tuple(SuiteId(name) for name in (self.reserve.values() if self.reserve else ()))
        self.begin_asked.emit(first, weeks, opened)
