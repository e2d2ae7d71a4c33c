"""Who somebody is, as far as a visit records it: never a name, never an offence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from icv_app.domain.person import AgeBand, DetainedPerson, Gender, LegalStatus
from icv_app.domain.times import london_day
from icv_app.words import _
from ui.visit.bound_form import BoundForm
from ui.visit.view_model import VisitViewModel
from ui.visit.wording import options
from ui.widgets.choice import Choice
from ui.widgets.choice_flow import ChoiceFlow
from ui.widgets.date_time_field import DateTimeField
from ui.widgets.flow import Flow
from ui.widgets.labels import Heading
from ui.widgets.text_field import TextField
from ui.widgets.tick_box import TickBox

_LEVELS = (1, 2, 3, 4)
_SHORT = 220

Edit = Callable[[Callable[[DetainedPerson], DetainedPerson]], None]


class DetailsForm(BoundForm[DetainedPerson]):
    """Everything about one person that does not come from talking to them."""

    def __init__(self, view_model: VisitViewModel, edit: Edit, parent: QWidget | None = None) -> None:
        super().__init__(edit, parent=parent)
        self.keys_go_on = True
        self._view_model = view_model
        self._add_identity()
        self._add_marks()
        self._add_times()
        self._add_custody()

    def _add_identity(self) -> None:
        example = self._view_model.custody_number_example()
        hint = _("Like {example}. Never a name.").format(example=example) if example else _("Never a name.")
        number = TextField(_("Custody number"), most=40)
        self.bind("custody_number", _("Custody number"), number, hint=hint, required=True)
        number.setMaximumWidth(_SHORT)
        self._add_list("gender", _("Gender"), "genders", Gender)
        self._add_list("age_band", _("Age"), "age_bands", AgeBand)
        self._add_list("legal_status", _("Held as"), "legal_statuses", LegalStatus)
        self._add_time("authorised_at", _("Detention authorised"), _("The time alone will do, like 1305."))

    def _add_list(self, field: str, label: str, list_name: str, kind: type[Any]) -> None:
        control = ChoiceFlow(label, options(self._view_model.checklist, list_name))
        self.bind(field, label, control, write=_code(field, kind))

    def _add_marks(self) -> None:
        self.column.addWidget(Heading(_("What applies"), 3))
        flow = Flow(gap=16)
        self.column.addLayout(flow)
        for field, words in (
            ("vulnerable", _("Vulnerable, or needs an appropriate adult")),
            ("neurodivergent", _("Neurodivergent")),
            ("disabled_or_pregnant", _("Disabled or pregnant")),
            ("non_english", _("Does not speak English")),
            ("non_uk", _("Not a UK national")),
        ):
            self.bind(field, words, TickBox(words), into=flow)

    def _add_times(self) -> None:
        self.column.addWidget(Heading(_("Time in custody"), 3))
        self._add_time("relevant_time", _("Relevant time"), _("Usually the arrival at the station."))
        self._add_time("last_review_at", _("Last review"), _("Leave it empty before the first review."))

    def _add_time(self, field: str, words: str, hint: str) -> None:
        self.bind(field, words, moment_field(self._view_model, words), hint=hint)

    def _add_custody(self) -> None:
        checklist = self._view_model.checklist
        self.column.addWidget(Heading(_("In custody"), 3))
        cell = TextField(_("Cell"), most=20)
        cell.setMaximumWidth(_SHORT)
        self.bind("cell", _("Cell"), cell, hint=_("As the board names it."))
        levels = ChoiceFlow(_("Observation level"), [(str(n), str(n)) for n in _LEVELS])
        self.bind(
            "observation_level",
            _("Observation level"),
            levels,
            read=lambda person: str(person.observation_level) if person.observation_level else None,
            write=lambda person, level: replace(person, observation_level=int(level) if level else None),
        )
        flow = Flow(gap=16)
        self.column.addLayout(flow)
        for field, words, shown in (
            ("charged_refused_bail", _("Charged and refused bail"), _child_or_marked),
            ("clothing_taken", _("Clothing was taken"), None),
            ("strip_searched", _("Was strip searched"), None),
            ("force_used", _("Force was used in custody"), None),
        ):
            self.bind(field, words, TickBox(words), shown=shown, into=flow)
        ethnicity = Choice(_("Ethnicity"), options(checklist, "ethnicities"))
        self.bind(
            "ethnicity", _("Ethnicity"), ethnicity, hint=_("Optional, from the custody record. Do not ask.")
        )


def moment_field(view_model: VisitViewModel, name: str) -> DateTimeField:
    """Return a field for a moment of the visit, whose day is filled in when only a time is typed."""
    return DateTimeField(name, lambda: london_day(view_model.now()), usual_day=view_model.usual_day)


def _code(field: str, kind: type[Any]) -> Callable[[DetainedPerson, Any], DetainedPerson]:
    def put(person: DetainedPerson, code: Any) -> DetainedPerson:
        changes: dict[str, Any] = {field: kind(code) if code else None}
        return replace(person, **changes)

    return put


def _child_or_marked(person: DetainedPerson) -> bool:
    return person.child or person.charged_refused_bail
