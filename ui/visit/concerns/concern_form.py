"""One concern, or one piece of good practice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from icv_app.domain.checklist import Checklist
from icv_app.domain.concern import GOOD_PRACTICE, Concern, Severity
from icv_app.domain.ids import PersonId
from icv_app.domain.person import Source
from icv_app.domain.visit import Visit
from icv_app.words import _
from ui.visit.bound_form import BoundForm
from ui.visit.people.details_form import moment_field
from ui.visit.view_model import VisitViewModel
from ui.visit.wording import options, person_name
from ui.widgets.choice import Choice
from ui.widgets.choice_buttons import ChoiceButtons
from ui.widgets.choice_flow import ChoiceFlow
from ui.widgets.message_bar import Kind, MessageBar
from ui.widgets.text_field import NoteField
from ui.widgets.tick_box import TickBox

_PERSON, _AREA, _SUITE = "person:", "area:", "suite"


class ConcernForm(BoundForm[Concern]):
    """Everything a concern records; good practice asks for less."""

    def __init__(
        self,
        view_model: VisitViewModel,
        edit: Callable[[Callable[[Concern], Concern]], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(edit, parent=parent)
        self._view_model = view_model
        self._about: list[tuple[str, str]] = []
        self.red = MessageBar()
        self._add_what()
        self._add_told()
        self._add_outcome()

    def show_record(self, record: Concern) -> None:
        """Show a concern; whom it can be about follows the visit."""
        about = about_options(self._view_model.visit, self._view_model.checklist)
        control = self.control("person_id")
        if about != self._about and isinstance(control, Choice):
            self._about = about
            control.set_options(about)
        super().show_record(record)
        self._show_red(_red(record) and record.officer_told_at is None)

    def _add_what(self) -> None:
        checklist = self._view_model.checklist
        kinds = [
            (category.category_id, f"{category.full_title} ({category.group_title})")
            for category in checklist.categories
            if category.category_id != GOOD_PRACTICE
        ]
        self.bind(
            "category",
            _("What kind of concern?"),
            Choice(_("What kind of concern?"), kinds),
            hint=_("Type a part of the word, such as “sol” for solicitor."),
            required=True,
            write=self._with_category,
            shown=_concern,
        )
        self.bind(
            "severity",
            _("How serious?"),
            ChoiceButtons(_("How serious?"), options(checklist, "severities")),
            hint=_("Red: safety or ill-treatment. Amber: a right was missed. Green: comfort or repair."),
            write=lambda concern, code: replace(concern, severity=Severity(code)) if code else concern,
            shown=_concern,
        )
        self.bind(
            "person_id",
            _("About whom or what?"),
            Choice(_("About whom or what?"), []),
            read=_read_about,
            write=_put_about,
        )
        words = NoteField(_("In a sentence"), least_lines=3)
        self.bind(
            "text", _("In a sentence"), words, hint=_("No names, nothing about the offence."), required=True
        )

    def _add_told(self) -> None:
        checklist = self._view_model.checklist
        self.column.addWidget(self.red)
        told = _("Custody officer told at")
        self.bind(
            "officer_told_at",
            told,
            moment_field(self._view_model, told),
            hint=_("Required for a red concern; type the time alone for today."),
            shown=_concern,
        )
        raised = _("Raised at")
        self.bind("raised_at", raised, moment_field(self._view_model, raised))
        self.bind("raised_with", _("Raised with"), Choice(_("Raised with"), options(checklist, "roles")))
        self.bind(
            "source",
            _("How do you know?"),
            ChoiceFlow(_("How do you know?"), options(checklist, "answer_sources")),
            write=lambda concern, code: replace(concern, source=Source(code) if code else None),
        )

    def _add_outcome(self) -> None:
        for field, words in (
            ("put_right", _("Put right during the visit")),
            ("opcat", _("A matter for the National Preventive Mechanism (OPCAT)")),
        ):
            self.bind(field, words, TickBox(words), shown=_concern)

    def _with_category(self, concern: Concern, code: str | None) -> Concern:
        """Another kind brings its usual severity, unless the concern is red already."""
        category = self._view_model.checklist.category(code) if code else None
        usual = category.default_severity if category else None
        severity = concern.severity
        if usual is not None and severity is not Severity.RED:
            severity = Severity(usual)
        return replace(concern, category=code or "", severity=severity)

    def _show_red(self, missing: bool) -> None:
        words = (
            _("A red concern is told to the custody officer at once: say when you did.") if missing else ""
        )
        if self.red.text() != words:
            self.red.show_message(words, Kind.WARNING)


def about_options(visit: Visit, checklist: Checklist) -> list[tuple[str, str]]:
    """Return whom or what a concern can be about, people first."""
    found = [(_SUITE, _("The suite"))]
    for place, person in enumerate(visit.people, start=1):
        found.append((_PERSON + person.person_id, person_name(person, place)))
    for item in checklist.areas:
        found.append((_AREA + item.item_id, _("Area: {title}").format(title=item.title)))
    for item in checklist.stocks:
        found.append((_AREA + item.item_id, _("Stock: {title}").format(title=item.title)))
    return found


def _read_about(concern: Concern) -> str:
    if concern.person_id is not None:
        return _PERSON + concern.person_id
    return _AREA + concern.area if concern.area else _SUITE


def _put_about(concern: Concern, code: str | None) -> Concern:
    kind, _colon, name = (code or _SUITE).partition(":")
    return replace(
        concern,
        person_id=PersonId(name) if f"{kind}:" == _PERSON else None,
        area=name if f"{kind}:" == _AREA else None,
    )


def _concern(concern: Concern) -> bool:
    return not concern.good_practice


def _red(concern: Concern) -> bool:
    return concern.severity is Severity.RED and not concern.good_practice
