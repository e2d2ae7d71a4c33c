"""Rule 1 for one text: what the privacy guard found in it is taken out, or it is said why it must stay.

What was found may identify somebody, so it is set apart with everything else that does; what it looked
like and why it stays are kept. A digest would not do instead: whoever has a list of names finds the name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from icv_app.words import _

if TYPE_CHECKING:
    # The rules are heavy, and every record holds a `Justified`.
    from icv_app.domain.privacy import Found

_LONGEST_SHOWN = 60
OWN_TEXT = "text"
"""Path of the words of a record that has no other, such as an addendum."""


class TextGuard(Protocol):
    """Finds what may identify somebody; `icv_app.domain.privacy.PrivacyGuard` is one."""

    def scan(self, text: str) -> tuple[Found, ...]:
        """Return what was found, in the order of the text."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Justified:
    """Why a piece of a text stays although it looks as if it identified somebody.

    It holds for these words in this field, wherever in it they stand; where the words change, the new
    ones are looked at again.

    Attributes:
        path: Of the free text, as in `free_texts`.
        found: The words; empty once they were erased.
        hint: What they look like, a value of `Hint`.
        reason: Code of the checklist's `privacy_reasons`.
        note: More about it in the visitors' words; empty once erased.
    """

    path: str
    found: str
    hint: str
    reason: str
    note: str = ""

    def covers(self, path: str, found: Found) -> bool:
        """Whether it speaks of this find in this text."""
        return (self.path, self.found, self.hint) == (path, found.text, found.hint)


def still_open(
    guard: TextGuard, path: str, text: str, justified: Iterable[Justified] = ()
) -> tuple[Found, ...]:
    """What was found in a text and is not justified, in its order.

    A justification that itself tells of somebody else does not count.
    """
    given = [one for one in justified if one.path == path and one.reason and not told_in_note(guard, one)]
    return tuple(found for found in guard.scan(text) if not any(one.covers(path, found) for one in given))


def told_in_note(guard: TextGuard, one: Justified) -> tuple[Found, ...]:
    """What was found in the words of a justification, apart from what it speaks of."""
    return tuple(found for found in guard.scan(one.note) if found.text.casefold() not in one.found.casefold())


def in_force(
    guard: TextGuard, texts: Iterable[tuple[str, str]], justified: Iterable[Justified]
) -> tuple[Justified, ...]:
    """The justifications of which the words still stand; texts are pairs of path and text."""
    found = {(path, one.text, one.hint.value) for path, text in texts for one in guard.scan(text)}
    return tuple(one for one in justified if (one.path, one.found, one.hint) in found)


def looks_like(hint: str) -> str:
    """What a find looks like, in words after "looks like"."""
    words = {
        "name": _("a name"),
        "birth_date": _("a date of birth"),
        "phone": _("a telephone number"),
        "email": _("an e-mail address"),
        "postcode": _("a postcode"),
        "ni_number": _("a National Insurance number"),
        "pnc_number": _("a Police National Computer number"),
        "registration": _("a vehicle registration"),
        "offence": _("something about the offence"),
    }
    return words.get(hint, _("something that identifies a person"))


def take_out(found: Found) -> str:
    """What to do about a find, as a sentence."""
    shown = found.text if len(found.text) <= _LONGEST_SHOWN else f"{found.text[: _LONGEST_SHOWN - 1]}…"
    return _("“{found}” looks like {what}. Take it out, or say why it must stay.").format(
        found=shown, what=looks_like(found.hint)
    )
