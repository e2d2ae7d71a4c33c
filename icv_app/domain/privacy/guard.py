"""One look through a text."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from functools import lru_cache

from icv_app.domain.custody_pattern import numbers_in
from icv_app.domain.privacy.found import Found, Hint
from icv_app.domain.privacy.word_lists import WordLists

_REMEMBERED = 2048
"""Sentences whose finds are kept: while somebody types, all but one stay as they were."""

_KEYS = dict.fromkeys(map(ord, "\u00a0\u1680\u202f\u205f\u3000"), " ")
_KEYS |= dict.fromkeys(range(0x2000, 0x200B), " ")
_KEYS |= {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_DASH = re.compile("(?<=\\d)[\u2010-\u2015\u2212](?=\\d)")

_FIRST = (
    Hint.EMAIL,
    Hint.NI_NUMBER,
    Hint.PNC_NUMBER,
    Hint.BIRTH_DATE,
    Hint.POSTCODE,
    Hint.REGISTRATION,
    Hint.PHONE,
    Hint.NAME,
    Hint.OFFENCE,
)
"""Where finds overlap, the one with the surer shape stays."""


class PrivacyGuard:
    """Finds what may identify somebody in free text, by rules and word lists; safe to use from any thread.

    Args:
        lists: The word lists.
        today: Tells birth dates from dates of visits; a few days' difference does not matter.
        never_names: Words of this scheme that are nobody's name: its suites, districts, the force.
        custody_number_pattern: Regular expression of the scheme's custody numbers, which are allowed;
            empty, or not one that can be published, none is known.
    """

    def __init__(
        self,
        lists: WordLists,
        *,
        today: date,
        never_names: Collection[str] = (),
        custody_number_pattern: str = "",
    ) -> None:
        # Imported here: compiling their patterns would take a tenth of the time the program has to start.
        from icv_app.domain.privacy.looking import Looking

        self._lists = lists
        self._today = today
        self._looking = Looking(lists, today, never_names)
        self._custody_number = custody_number_pattern
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._in_sentence)

    def for_scheme(self, *, never_names: Collection[str], custody_number_pattern: str) -> PrivacyGuard:
        """Return a guard with the same word lists and the words of this scheme."""
        return PrivacyGuard(
            self._lists,
            today=self._today,
            never_names=never_names,
            custody_number_pattern=custody_number_pattern,
        )

    def scan(self, text: str) -> tuple[Found, ...]:
        """Return what was found, in the order of the text, never overlapping; quick enough for every key."""
        found: list[Found] = []
        at = 0
        for sentence in self._looking.sentences(text):
            found += [
                Found(at + one.start, at + one.end, one.text, one.hint) for one in self._remembered(sentence)
            ]
            at += len(sentence)
        return tuple(found)

    def _in_sentence(self, written: str) -> tuple[Found, ...]:
        text = _plainly(written)
        allowed = numbers_in(self._custody_number, text)
        kept: list[Found] = []
        for piece in sorted(
            self._looking.all(text), key=lambda one: (_FIRST.index(one.hint), one.start, -one.end)
        ):
            free = all(piece.end <= other.start or piece.start >= other.end for other in kept)
            if free and not any(start <= piece.start and piece.end <= end for start, end in allowed):
                kept.append(piece)
        kept.sort(key=lambda one: one.start)
        return tuple(Found(one.start, one.end, written[one.start : one.end], one.hint) for one in kept)


def _plainly(text: str) -> str:
    """A text of the same length with the spaces, digits and dashes of a keyboard.

    What is copied from a message often has others, and numbers are known by what stands between.
    """
    if text.isascii():
        return text
    return _DASH.sub("-", text.translate(_KEYS))
