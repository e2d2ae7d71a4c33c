"""Who was on duty, and the count of everybody in custody when the visitors entered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from icv_app.domain.census import Census
from icv_app.domain.completeness_custody import PARTS
from icv_app.domain.person import Value
from icv_app.domain.visit import Outcome, Visit
from icv_app.words import _
from ui.theme import Hue
from ui.visit.custody.sums import gender_sum
from ui.visit.view_model import VisitViewModel
from ui.visit.visit_form import FormStep, VisitForm
from ui.visit.wording import options
from ui.widgets.button import Button
from ui.widgets.choice import Choice
from ui.widgets.choice_flow import ChoiceFlow
from ui.widgets.equal_columns import EqualColumns
from ui.widgets.flow import Flow
from ui.widgets.labels import Heading, Muted, Text
from ui.widgets.number_field import NumberField
from ui.widgets.tag import Tag

_COLUMN = 132
_COLUMNS = 4


class CustodyStep(FormStep):
    """The second step of the editor."""

    def __init__(self, view_model: VisitViewModel, parent: QWidget | None = None) -> None:
        super().__init__(view_model, shares=(64, 36), parent=parent)
        self.numbers: dict[str, NumberField] = {}
        self._headings: dict[Heading, tuple[str, ...]] = {}
        self._make_count()
        self._make_staff()
        self.show_visit(view_model.visit)

    def show_visit(self, visit: Visit) -> None:
        """Show a visit, with the sums of its count."""
        super().show_visit(visit)
        summed = gender_sum(visit.census)
        self.sum_words.setVisible(summed is not None)
        self.sum_tag.setVisible(summed is not None)
        if summed is not None:
            sentence, verdict, hue = summed
            self.sum_words.setText(sentence)
            self.sum_tag.show_word(verdict, hue)
        for heading, names in self._headings.items():
            heading.setVisible(any(_counted(name)(visit) for name in names))
        nothing_counted = visit.outcome is Outcome.ABANDONED and visit.census != Census()
        self.empty_button.setVisible(nothing_counted)

    def _make_count(self) -> None:
        _card, form = self.add_card(self.left, _("The count when you entered"))
        hint = _("Leave a number empty if you were not told; empty is not the same as 0.")
        form.column.addWidget(Muted(hint))
        self.empty_button = Button(_("Take all these numbers out"), icon="trash-2")
        self.empty_button.clicked.connect(self._on_empty)
        form.column.addWidget(self.empty_button, alignment=Qt.AlignmentFlag.AlignLeft)
        genders = {"men": _("Men and boys"), "women": _("Women and girls"), "other": _("Other or not known")}
        self._grid(form, "", {"total": _("In custody"), **genders})
        self.sum_words, self.sum_tag = Text(wrap=False), Tag("", Hue.GREEN)
        row = Flow()
        row.addWidget(self.sum_words)
        row.addWidget(self.sum_tag)
        form.column.addLayout(row)
        self._grid(
            form,
            _("Of everybody in custody"),
            {
                "children_10_13": _("Children 10 to 13"),
                "children_14_17": _("Children 14 to 17"),
                "vulnerable": _("Vulnerable, or appropriate adult needed"),
                "non_english": _("Do not speak English"),
                "immigration": _("Immigration"),
                "s136": _("Mental Health Act s.136"),
                "tact": _("Terrorism (TACT)"),
                "over_24h": _("Held over 24 hours"),
                "high_observation": _("Observation level 3 or 4"),
            },
        )
        apart = {
            "arrived_during": _("People arrived during the visit"),
            "cells_in_use": _("Cells in use"),
            "cells_out_of_use": _("Cells out of use"),
        }
        self._grid(form, _("Counted apart"), apart)

    def _grid(self, form: VisitForm, title: str, names: dict[str, str]) -> None:
        if title:
            heading = Heading(title, 3)
            self._headings[heading] = tuple(names)
            form.column.addWidget(heading)
        grid = EqualColumns(_COLUMN, _COLUMNS)
        form.column.addLayout(grid)
        for name, words in names.items():
            field = NumberField(words)
            self.numbers[name] = field
            form.field(
                f"census.{name}", words, field, required=name == "total", shown=_counted(name), into=grid
            )

    def _make_staff(self) -> None:
        checklist = self.view_model.checklist
        _card, form = self.add_card(self.right, _("Staff on duty"))
        grid = EqualColumns(_COLUMN, _COLUMNS)
        form.column.addLayout(grid)
        sergeants, officers = _("Custody sergeants"), _("Detention officers")
        form.field("staffing.sergeants", sergeants, NumberField(sergeants), into=grid)
        form.field("staffing.detention_officers", officers, NumberField(officers), into=grid)
        for path, words in (
            ("staffing.healthcare_present", _("Healthcare professional present")),
            ("staffing.woman_on_duty", _("A woman on duty")),
        ):
            form.field(path, words, ChoiceFlow(words, _answers()), take=Value)
        hint = _("Their role, never a name.")
        for path, words in (
            ("staffing.briefed_by", _("Briefed by")),
            ("staffing.escorted_by", _("Escorted by")),
        ):
            form.field(path, words, Choice(words, options(checklist, "roles")), hint=hint)

    def _on_empty(self) -> None:
        self.view_model.edit(lambda visit: replace(visit, census=Census()))
        self.numbers["total"].setFocus(Qt.FocusReason.OtherFocusReason)


def _counted(name: str) -> Callable[[Visit], bool]:
    """In an empty suite nothing is asked about its people."""

    def shown(visit: Visit) -> bool:
        return visit.census.total != 0 or name not in PARTS or getattr(visit.census, name) is not None

    return shown


def _answers() -> list[tuple[str, str]]:
    return [
        (Value.YES.value, _("Yes")),
        (Value.NO.value, _("No")),
        (Value.NOT_APPLICABLE.value, _("N/A")),
        (Value.NOT_KNOWN.value, _("Not known")),
    ]
