"""Pence a mile, and the force's figures of each year."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.scheme_problems import MOST_PEOPLE
from icv_app.domain.times import FinancialYear
from icv_app.words import _
from ui.scheme_settings.bound import Bound, GroupCard, enter_number
from ui.scheme_settings.wording import field_words
from ui.widgets.choice import Choice
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Heading
from ui.widgets.number_field import NumberField

_YEARS_BACK = 12


class MoneyCard(GroupCard):
    """The figure of one year at a time; the same one that Publications asks for."""

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__(_("Money and figures of the force"))
        self.add_row(
            Bound(
                ("pence_a_mile", "", ""),
                NumberField(field_words("pence_a_mile")),
                lambda settings: settings.pence_a_mile,
                lambda settings, value: replace(settings, pence_a_mile=value),
                label=field_words("pence_a_mile"),
                hint=_("What a visitor is paid for driving. Claims already made keep their rate."),
                needed=enter_number(),
            )
        )
        self.body.addWidget(Heading(_("People detained in a financial year"), 3))
        latest = FinancialYear.containing(today())
        years = [FinancialYear(latest.first_calendar_year - back) for back in range(_YEARS_BACK)]
        self.year = Choice(
            _("Financial year"), [(year.label, year.label.replace("-", "\u2013")) for year in years]
        )
        self.year.set_value(latest.label)
        self.body.addWidget(LabelledField(_("Financial year"), self.year))
        self.people = Bound(
            ("people_detained", "", ""),
            NumberField(field_words("people_detained"), least=1, most=MOST_PEOPLE, characters=9),
            lambda settings: settings.people_detained.get(self._year()),
            self._with_people,
            label=field_words("people_detained"),
            hint=_("The force's figure for the whole year, like 51,602. Empty where it is not known."),
        )
        self.take_in(self.people)
        self.body.addWidget(self.people.field)
        self.body.addStretch(1)
        self._shown = self._year()
        self.year.value_changed.connect(lambda _year: self._on_year())

    def _year(self) -> str:
        return self.year.value() or ""

    def _with_people(self, settings: SchemeSettings, people: int | None) -> SchemeSettings:
        year = self._shown
        found = {key: number for key, number in settings.people_detained.items() if key != year}
        if people is not None and year:
            found[year] = people
        return replace(settings, people_detained=found)

    def _on_year(self) -> None:
        self.people.finish()  # of the year before
        self._shown = self._year()
        self.people.field.setEnabled(bool(self._shown))
        if self.settings is not None:
            self.people.show_value(self.people.get(self.settings))
