"""A list of things in the settings: a table, the fields of the one chosen, and adding one."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.scheme_changes import Place
from icv_app.domain.scheme_problems import LONGEST_NAME
from icv_app.words import _
from ui.scheme_settings.bound import Bound, GroupCard
from ui.widgets.button import Button
from ui.widgets.data_table import DataTable
from ui.widgets.flow import Flow
from ui.widgets.labelled_field import LabelledField
from ui.widgets.labels import Heading
from ui.widgets.table_model import Column, RowsModel
from ui.widgets.text_field import TextField

T = TypeVar("T")


class ItemsCard(GroupCard, Generic[T]):
    """Items keep the key they were added under, whatever they are called later.

    Args:
        title: Of the card and the table.
        field: The list in the settings.
        key: What an item goes by.
        columns: Of the table.
        new: Makes an item of a key and a name.
        verb: Of the button that adds one.
    """

    def __init__(
        self,
        title: str,
        field: str,
        key: Callable[[T], str],
        columns: Sequence[Column[T]],
        new: Callable[[str, str], T],
        verb: str,
    ) -> None:
        super().__init__(title)
        self._field = field
        self._key = key
        self._new = new
        self._chosen = ""
        self._published: frozenset[str] = frozenset()
        self.rows: RowsModel[T] = RowsModel(columns, key=key)
        self.table = DataTable(title, self.rows, _("There is none yet. Add one below."))
        self.up_button = Button(_("Move up"))
        self.down_button = Button(_("Move down"))
        self.out_button = Button(_("Take out"))
        self.name = TextField(_("Name of the new one"), most=LONGEST_NAME)
        self.name_field = LabelledField(_("Name of the new one"), self.name)
        self.add_button = Button(verb)
        self.form: list[QWidget] = []
        self.body.addWidget(self.table)
        buttons = Flow()
        for button in (self.up_button, self.down_button, self.out_button):
            buttons.addWidget(button)
        self.body.addLayout(buttons)

    def lay_out_rest(self) -> None:
        """Put below the fields of an item what adds another one; called when those are there."""
        self.body.addWidget(Heading(_("Add another"), 3))
        self.body.addWidget(self.name_field)
        self.body.addWidget(self.add_button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        self.table.row_chosen.connect(lambda item: self._choose(self._key(item)))
        self.add_button.clicked.connect(self._on_add)
        self.name.returnPressed.connect(self._on_add)
        self.up_button.clicked.connect(lambda: self._move(-1))
        self.down_button.clicked.connect(lambda: self._move(1))
        self.out_button.clicked.connect(self._on_out)

    def bound(self, part: str, control: Any, *, label: str = "", hint: str = "", needed: str = "") -> Bound:
        """Return a field for one part of the item chosen."""

        def get(settings: SchemeSettings) -> Any:
            item = self.item(settings)
            return getattr(item, part) if item is not None else None

        return Bound(
            (self._field, "", part),
            control,
            get,
            lambda settings, value: self.with_part(settings, part, value),
            label=label,
            hint=hint,
            needed=needed,
        )

    def with_part(self, settings: SchemeSettings, part: str, value: Any) -> SchemeSettings:
        """Return settings in which a part of the item chosen is another."""
        items = tuple(
            replace(one, **{part: value}) if self._key(one) == self._chosen else one
            for one in self.items(settings)
        )
        return self._with(settings, items)

    def _with(self, settings: SchemeSettings, items: tuple[Any, ...]) -> SchemeSettings:
        changed: dict[str, Any] = {self._field: items}
        return replace(settings, **changed)

    def items(self, settings: SchemeSettings) -> tuple[Any, ...]:
        """The list."""
        found: tuple[Any, ...] = getattr(settings, self._field)
        return found

    def item(self, settings: SchemeSettings) -> Any:
        """The item chosen; `None` where there is none."""
        return next((one for one in self.items(settings) if self._key(one) == self._chosen), None)

    @property
    def chosen(self) -> str:
        """The key of the item chosen."""
        return self._chosen

    def fill(self, settings: SchemeSettings) -> None:
        """Show the list, and the item that was chosen before, or the first."""
        self.settings = settings
        self.rows.show(self.items(settings))
        if self.item(settings) is None:
            items = self.items(settings)
            self._chosen = self._key(items[0]) if items else ""
        self.table.choose(self._chosen)
        self._fill_form(settings)

    def note(self, settings: SchemeSettings) -> None:
        """Show the list anew; what is being typed stays."""
        self.settings = settings
        self.rows.show(self.items(settings))
        self._allow()

    def note_published(self, settings: SchemeSettings) -> None:
        """Know what is in use: what was published is not taken out."""
        self._published = frozenset(map(self._key, self.items(settings)))
        self._allow()

    def place_of(self, bound: Bound) -> Place:
        """The field of the item chosen."""
        field, _item, part = bound.place
        return field, self._chosen, part

    def field_at(self, place: Place) -> QWidget | None:
        """Choose the item of a place, and return its control."""
        if self.settings is not None and place[1] in map(self._key, self.items(self.settings)):
            self.table.choose(place[1])
            self._choose(place[1])
        return super().field_at(place) or (self.name if place == (self._field, "", "") else None)

    def may_go(self, settings: SchemeSettings, key: str) -> bool:
        """Whether an item may be taken out: nobody was ever told of it."""
        return key not in self._published

    def _choose(self, key: str) -> None:
        if key != self._chosen and self.settings is not None:
            self.finish()
            self._chosen = key
            self._fill_form(self.settings)

    def _fill_form(self, settings: SchemeSettings) -> None:
        super().fill(settings)
        there = self.item(settings) is not None
        for bound in self.bounds:
            bound.field.setEnabled(there)
        self._allow()

    def _allow(self) -> None:
        settings = self.settings
        keys = [self._key(one) for one in self.items(settings)] if settings is not None else []
        there = self._chosen in keys
        self.up_button.setEnabled(there and keys[0] != self._chosen)
        self.down_button.setEnabled(there and keys[-1] != self._chosen)
        self.out_button.setEnabled(there and settings is not None and self.may_go(settings, self._chosen))

    def _on_add(self) -> None:
        name, settings = self.name.value(), self.settings
        if settings is None:
            return
        taken = {self._key(one) for one in self.items(settings)}
        key = key_for(name, taken)
        if not key:
            self.name_field.set_problem(_("Give it a name first."))
            self.name_field.set_focus()
            return
        self.finish()
        self.name_field.set_problem("")
        self.name.set_value("")
        self.edited.emit(lambda found: self._with(found, (*self.items(found), self._new(key, name))))
        self.table.choose(key)
        self._choose(key)

    def _on_out(self) -> None:
        key = self._chosen
        self.edited.emit(
            lambda found: self._with(found, tuple(one for one in self.items(found) if self._key(one) != key))
        )
        if self.settings is not None:
            self.fill(self.settings)

    def _move(self, by: int) -> None:
        key = self._chosen

        def moved(found: SchemeSettings) -> SchemeSettings:
            items = list(self.items(found))
            at = next(at for at, one in enumerate(items) if self._key(one) == key)
            items.insert(at + by, items.pop(at))
            return self._with(found, tuple(items))

        self.edited.emit(moved)


def key_for(name: str, taken: set[str]) -> str:
    """Return what a new item goes by: its name without blanks, and a number where that is taken."""
    plain = re.sub(r"[^\w]+", "-", name.strip().casefold()).strip("-")[:40]
    keys = (plain if number == 1 else f"{plain}-{number}" for number in range(1, len(taken) + 2))
    return next(key for key in keys if key not in taken) if plain else ""
