"""Fields that each stand for one field of the scheme's settings, and the card that holds a group of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.scheme_changes import Place
from icv_app.words import _
from ui.widgets.labelled_field import LabelledField
from ui.widgets.pairs import Pairs
from ui.widgets.scroll_card import ScrollCard
from ui.widgets.text_field import TextField
from ui.widgets.tick_box import TickBox

Edit = Callable[[SchemeSettings], SchemeSettings]
Get = Callable[[SchemeSettings], Any]
Put = Callable[[SchemeSettings, Any], SchemeSettings]


class Bound:
    """One field of the screen.

    Args:
        place: Where it stands in the settings; of an item of a list the item is filled in later.
        control: Takes the value.
        get: Reads the value.
        put: Writes what was entered.
        label: What to enter.
        hint: How, or what it is for.
        needed: What to say where it is left empty; empty where it may be.
    """

    def __init__(
        self,
        place: Place,
        control: Any,
        get: Get,
        put: Put,
        *,
        label: str = "",
        hint: str = "",
        needed: str = "",
    ) -> None:
        self.place = place
        self.control = control
        self.get = get
        self.put = put
        self.needed = needed
        self.field: QWidget = (
            control
            if isinstance(control, TickBox)
            else LabelledField(label, control, hint=hint, required=bool(needed))
        )

    def show_value(self, value: Any) -> None:
        """Put a value in without signalling it."""
        if isinstance(self.control, TickBox):
            self.control.blockSignals(True)
            self.control.setChecked(bool(value))
            self.control.blockSignals(False)
        else:
            self.control.set_value("" if value is None and isinstance(self.control, TextField) else value)
            self.show_problem("")

    def unreadable(self) -> str:
        """Say what is wrong with what stands in the field, before the settings as a whole are looked at."""
        if isinstance(self.control, TickBox):
            return ""
        problem = getattr(self.control, "problem", None)
        found = str(problem()) if problem is not None else ""
        return found or (self.needed if self.control.value() in (None, "") else "")

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong at the field."""
        if isinstance(self.field, LabelledField):
            self.field.set_problem(sentence)

    def finish(self) -> None:
        """Take what is being typed."""
        if not isinstance(self.control, TickBox):
            self.control.finish()


class GroupCard(ScrollCard):
    """A group of fields."""

    edited = Signal(object)
    """An `Edit`."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.bounds: list[Bound] = []
        self.settings: SchemeSettings | None = None

    def add_row(self, *bounds: Bound) -> None:
        """Put fields below the others, beside each other where there is room."""
        for one in bounds:
            self.take_in(one)
        self.body.addWidget(bounds[0].field if len(bounds) == 1 else Pairs(*(one.field for one in bounds)))

    def take_in(self, bound: Bound) -> None:
        """Listen to a field that stands somewhere in the card."""
        self.bounds.append(bound)
        signal = bound.control.toggled if isinstance(bound.control, TickBox) else bound.control.value_changed
        signal.connect(lambda value, one=bound: self._on_changed(one, value))

    def fill(self, settings: SchemeSettings) -> None:
        """Fill every field."""
        self.settings = settings
        for bound in self.bounds:
            bound.show_value(bound.get(settings))

    def note(self, settings: SchemeSettings) -> None:
        """Know what was edited, here or elsewhere; what is being typed stays."""
        self.settings = settings

    def finish(self) -> None:
        """Take what is being typed."""
        for bound in self.bounds:
            bound.finish()

    def unreadable(self) -> list[tuple[str, Place]]:
        """What cannot be understood, with its place."""
        return [
            (sentence, self.place_of(bound))
            for bound in self.bounds
            if bound.field.isEnabled() and (sentence := bound.unreadable())
        ]

    def show_problems(self, sentences: Mapping[Place, str]) -> None:
        """Say at each field what is wrong."""
        for bound in self.bounds:
            bound.show_problem(sentences.get(self.place_of(bound), "") or self._own_problem(bound))

    def field_at(self, place: Place) -> QWidget | None:
        """The control of a place, brought into sight; `None` where it is not here."""
        found = next((one for one in self.bounds if self.place_of(one) == place), None)
        return found.control if found is not None else None

    def place_of(self, bound: Bound) -> Place:
        """Where a field stands now."""
        return bound.place

    def _own_problem(self, bound: Bound) -> str:
        problem = getattr(bound.control, "problem", None)
        return str(problem()) if problem is not None else ""

    def _on_changed(self, bound: Bound, value: Any) -> None:
        if value in (None, "") and bound.needed:
            bound.show_problem(bound.needed)
            return
        bound.show_problem("")
        self.edited.emit(lambda settings: bound.put(settings, value))


def enter_number() -> str:
    """What to say where a number is missing."""
    return _("Enter a number.")
