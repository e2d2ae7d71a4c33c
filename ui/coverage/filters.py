"""Year, quarter, suite and visitor: which visits the figures are about."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from icv_app.domain.ids import MemberId, SuiteId
from icv_app.domain.periods import Quarter
from icv_app.domain.times import FinancialYear
from icv_app.services.coverage import CoverageChoice, CoverageChoices
from icv_app.words import _
from ui.publications.view_model import written
from ui.theme.tokens import SPACE_L, SPACE_S
from ui.widgets.choice import Choice
from ui.widgets.flow import Flow
from ui.widgets.labelled_field import LabelledField

_ALL = "all"


class CoverageFilters(QWidget):
    """Four choices, each with its label."""

    chosen = Signal(object)
    """A `CoverageChoice`, after a person changed it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.year = Choice(_("Financial year"), ())
        self.quarter = Choice(_("Quarter"), _quarters())
        self.suite = Choice(_("Suite"), ((_ALL, _("Every suite")),))
        self.visitor = Choice(_("Visitor"), ((_ALL, _("Every visitor")),))
        row = Flow(self, gap=SPACE_L, line_gap=SPACE_S, tops_level=True)
        fields = (
            (_("Financial year"), self.year),
            (_("Quarter"), self.quarter),
            (_("Suite"), self.suite),
            (_("Visitor"), self.visitor),
        )
        for words, choice in fields:
            row.addWidget(LabelledField(words, choice))
            choice.value_changed.connect(self._on_changed)

    def show_choice(self, choices: CoverageChoices, choice: CoverageChoice) -> None:
        """Offer what there is, with what is chosen."""
        self.year.set_options([(one.label, written(one)) for one in choices.years])
        suites = [(str(one.suite_id), one.name) for one in choices.suites]
        self.suite.set_options([(_ALL, _("Every suite")), *suites])
        visitors = [(str(one), str(one)) for one in choices.visitors]
        self.visitor.set_options([(_ALL, _("Every visitor")), *visitors])
        self.year.set_value(choice.year.label)
        self.quarter.set_value(_ALL if choice.quarter is None else str(choice.quarter.value))
        self.suite.set_value(choice.suite or _ALL)
        self.visitor.set_value(choice.member or _ALL)

    def _on_changed(self, value: str | None) -> None:
        # An emptied field chooses nothing yet; the next choice in it counts.
        values = [one.value() for one in (self.year, self.quarter, self.suite, self.visitor)]
        if value is None or values[0] is None:
            return
        year, quarter, suite, visitor = (None if one == _ALL else one for one in values)
        if year is not None:
            self.chosen.emit(
                CoverageChoice(
                    year=FinancialYear.from_label(year),
                    quarter=Quarter(int(quarter)) if quarter is not None else None,
                    suite=SuiteId(suite) if suite is not None else None,
                    member=MemberId(visitor) if visitor is not None else None,
                )
            )


def _quarters() -> tuple[tuple[str, str], ...]:
    return (
        (_ALL, _("Whole year")),
        (str(Quarter.APRIL.value), _("April to June")),
        (str(Quarter.JULY.value), _("July to September")),
        (str(Quarter.OCTOBER.value), _("October to December")),
        (str(Quarter.JANUARY.value), _("January to March")),
    )
