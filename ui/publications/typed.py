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

    def show(self, field: Field, about: Hashable, stored: str) -> bool:
        """Show what is stored about something, or what was typed about it.

        Returns:
            Whether what was typed is stored by now.
        """
        stored = stored.strip()
        arrived = self._put_aside(field, about, stored)
        field.set_value(self._typed.get((field, about), stored))
        self._shown[field] = about, stored
        return arrived

    def untouched(self, field: Field) -> bool:
        """Whether a field shows what is stored."""
        return field in self._shown and field.value() == self._shown[field][1]

    def give(self, field: Field) -> None:
        """What stands in a field is given to be stored."""
        if field in self._shown:
            self._given[field, self._shown[field][0]] = field.value()

    def _put_aside(self, field: Field, about: Hashable, stored: str) -> bool:
        if field not in self._shown:
            return False
        before, was = self._shown[field]
        place, value = (field, before), field.value()
        new = stored if about == before else was
        given = self._given.get(place)
        arrived = given is not None and value == given and (new != was or value == new)
        if value in (was, new) or arrived:  # it may be stored in another form
            self._typed.pop(place, None)
            self._given.pop(place, None)
        else:
            self._typed[place] = value
        return arrived
