"""One look through a text."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from functools import lru_cache

from icv_app.domain.privacy.found import Found, Hint
from icv_app.domain.privacy.word_lists import WordLists

_REMEMBERED = 256
"""Texts whose finds are kept: a screen asks for the same ones again and again."""

_RULES = (
    (Hint.EMAIL, re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")),
    (Hint.POSTCODE, re.compile(r"\b[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}\b")),
    (Hint.NAME, re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Sgt|PC|Insp)\.? (?:[A-Z]\w+|\d{2,5})")),
)


class PrivacyGuard:
    """Finds what may identify somebody in free text, by rules and word lists; safe to use from any thread.

    Args:
        lists: The word lists.
        today: Tells birth dates from dates of visits; a few days' difference does not matter.
        never_names: Words of this scheme that are nobody's name: its suites, districts, the force.
        custody_number_pattern: Regular expression of the scheme's custody numbers, which are allowed;
            empty or not a regular expression, none is known.
    """

    def __init__(
        self,
        lists: WordLists,
        *,
        today: date,
        never_names: Collection[str] = (),
        custody_number_pattern: str = "",
    ) -> None:
        self._lists = lists
        self._today = today
        self._never_names = tuple(never_names)
        self._custody_number_pattern = custody_number_pattern
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._scan)

    def for_scheme(self, *, never_names: Collection[str], custody_number_pattern: str) -> PrivacyGuard:
        """Return a guard with the same word lists and the words of this scheme."""
        return PrivacyGuard(
            self._lists,
            today=self._today,
            never_names=never_names,
            custody_number_pattern=custody_number_pattern,
        )

    def scan(self, text: str) -> tuple[Found, ...]:
        """Return what was found, in the order of the text; finds never overlap. Quick enough to run at each key."""
        return self._remembered(text)

    def _scan(self, text: str) -> tuple[Found, ...]:
        found: list[Found] = []
        for hint, rule in _RULES:
            found += [Found(m.start(), m.end(), m.group(), hint) for m in rule.finditer(text)]
        kept: list[Found] = []
        for piece in sorted(found, key=lambda one: (one.start, -one.end)):
            if not kept or piece.start >= kept[-1].end:
                kept.append(piece)
        return tuple(kept)
