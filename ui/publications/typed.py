"""What was typed and not kept yet: it stays where something else is kept, chosen or received."""

from __future__ import annotations

from collections.abc import Hashable

from ui.widgets.text_field import NoteField, TextField

Field = NoteField | TextField


class TypedTexts:
    """Shows what is stored in fields, unless somebody has typed something else about the same thing.

    Held in memory, for as long as the page lives.
    """

    def __init__(self) -> None:
        self._shown: dict[Field, tuple[Hashable, str]] = {}
        self._typed: dict[tuple[Field, Hashable], str] = {}
        self._given: dict[tuple[Field, Hashable], str] = {}

    def show(self, field: Field, about: Hashable, stored: str) -> None:
        """Show what is stored about something, or what was typed about it."""
        stored = stored.strip()
        self._put_aside(field, about, stored)
        field.set_value(self._typed.get((field, about), stored))
        self._shown[field] = about, stored

    def give(self, field: Field) -> None:
        """What stands in a field is given to be stored."""
        if field in self._shown:
            self._given[field, self._shown[field][0]] = field.value()

    def _put_aside(self, field: Field, about: Hashable, stored: str) -> None:
        if field not in self._shown:
            return
        before, was = self._shown[field]
        place, value = (field, before), field.value()
        new = stored if about == before else was
        arrived = new != was and value == self._given.get(place)  # it may be stored in another form
        if value in (was, new) or arrived:
            self._typed.pop(place, None)
            self._given.pop(place, None)
        else:
            self._typed[place] = value
