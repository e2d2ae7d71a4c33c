"""What the word lists say of a single word."""

from __future__ import annotations

import re
from collections.abc import Collection
from enum import Enum, auto
from functools import cached_property, lru_cache

from icv_app.domain.privacy.word_lists import WordLists
from icv_app.domain.privacy.words import folded

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORT = 3
_SOUNDS = (
    *(("ee", "i"), ("ea", "i"), ("ie", "i"), ("ey", "i"), ("y", "i"), ("oo", "u"), ("ou", "u"), ("aa", "a")),
    *(("ph", "f"), ("ck", "k"), ("kh", "k"), ("gh", "g"), ("sch", "sh"), ("tch", "ch"), ("q", "k")),
    *(("z", "s"), ("w", "v"), ("c", "k")),
)
"""Spellings that sound alike, replaced in this order."""
_LONG_ENOUGH_TO_MISSPELL = 6
LONGEST_MISSPELT = 24
"""Longer ones are no names, and have too many neighbours to look at."""


class Kind(Enum):
    """What a word may be, apart from its place in the sentence."""

    NAME = auto()
    """A name and nothing else."""
    RARE_NAME = auto()
    """A name that is short or close to an English word, so that without a capital it is more often a slip."""
    GIVEN_OR_WORD = auto()
    """A given name and an English word: Grace, Mark."""
    SURNAME_OR_WORD = auto()
    """A surname and an English word: Brown, Cook."""
    GIVEN_OR_PLACE = auto()
    """A given name and a place, month, creed or the like: Chelsea, April."""
    SURNAME_OR_PLACE = auto()
    """A surname and a place or the like: Bradford, England."""
    WORD = auto()
    """An English word and no name."""
    KNOWN = auto()
    """A place, brand, medicine, language and the like, and no name."""
    UNKNOWN = auto()
    """In none of the lists."""


class Vocabulary:
    """Answers for words in the form `folded` gives."""

    def __init__(self, lists: WordLists, never_names: Collection[str]) -> None:
        self._lists = lists
        self._written_with_capital = lists.known_words | lists.places
        self._never = frozenset(part for name in never_names for part in map(folded, name.split()))
        self._phrases: dict[str, list[list[str]]] = {}
        for phrase in (place for place in lists.places if " " in place):
            first, *rest = phrase.split()
            self._phrases.setdefault(first, []).append(rest)
        self.kind = lru_cache(maxsize=8192)(self._kind)
        self.slip = lru_cache(maxsize=2048)(self._slip)
        self.misspelt_name = lru_cache(maxsize=2048)(self._misspelt_name)

    def is_common(self, low: str) -> bool:
        """Whether everybody writes this word every day."""
        return low in self._lists.common_english

    def is_place(self, low: str) -> bool:
        """Whether a place is called so."""
        return low in self._lists.places or low in self._never

    def in_phrases(self, lows: list[str]) -> list[int]:
        """Return which words belong to a place or thing named by several."""
        found: list[int] = []
        for at, low in enumerate(lows):
            for rest in self._phrases.get(low, ()):
                if lows[at + 1 : at + 1 + len(rest)] == rest:
                    found += range(at, at + 1 + len(rest))
        return found

    def _kind(self, low: str) -> Kind:
        if "-" in low:
            return self._hyphenated(low)
        lists = self._lists
        given, surname = low in lists.given_names, low in lists.surnames
        known = low in self._written_with_capital or low in self._never
        known = known or (low.endswith("s") and low[:-1] in lists.known_words)
        if known and low not in lists.english:
            return Kind.GIVEN_OR_PLACE if given else Kind.SURNAME_OR_PLACE if surname else Kind.KNOWN
        if known:
            return Kind.GIVEN_OR_PLACE if given else Kind.KNOWN
        if low in lists.english or self._inflected(low):
            return Kind.GIVEN_OR_WORD if given else Kind.SURNAME_OR_WORD if surname else Kind.WORD
        if not given and not surname:
            of_name = low.endswith("s") and low[:-1] in lists.given_names and low[:-1] not in lists.english
            return Kind.NAME if of_name and len(low) > _SHORT + 1 else Kind.UNKNOWN
        if len(low) <= _SHORT - given or (not given and self._slip(low)):
            return Kind.RARE_NAME
        return Kind.NAME

    def _hyphenated(self, low: str) -> Kind:
        if low in self._lists.known_words or low in self._lists.english:
            return Kind.KNOWN
        if low in self._lists.given_names or low in self._lists.surnames:
            return Kind.NAME
        kinds = {self.kind(part) for part in low.split("-") if part}
        if Kind.NAME in kinds:
            return Kind.NAME
        return Kind.UNKNOWN if kinds == {Kind.UNKNOWN} else Kind.KNOWN

    def _inflected(self, low: str) -> bool:
        """Whether taking off a usual ending leaves a common English word."""
        common = self._lists.common_english
        for ending, instead in (
            ("s", ""),
            ("es", ""),
            ("ed", ""),
            ("d", ""),
            ("ing", ""),
            ("ing", "e"),
            ("ly", ""),
            ("ness", ""),
        ):
            if (
                low.endswith(ending)
                and len(low) > len(ending) + 3
                and low[: -len(ending)] + instead in common
            ):
                return low not in self._lists.given_names and low not in self._lists.surnames
        return False

    def _slip(self, low: str) -> bool:
        """Whether one slip of the keyboard lies between a word and a common English or known one."""
        if not 4 <= len(low) <= LONGEST_MISSPELT:
            return False
        lists = self._lists
        return any(
            near in lists.common_english
            or (len(low) > _LONG_ENOUGH_TO_MISSPELL - 1 and near in self._written_with_capital)
            for near in one_slip_away(low)
        )

    def _misspelt_name(self, low: str) -> bool:
        """Whether a long unknown word is one slip away from a long given name, and from no English word."""
        if not _LONG_ENOUGH_TO_MISSPELL <= len(low) <= LONGEST_MISSPELT or self.slip(low):
            return False
        return any(
            near in self._lists.given_names and near not in self._lists.english for near in one_slip_away(low)
        ) or (sounded(low) in self._sounds)

    @cached_property
    def _sounds(self) -> frozenset[str]:
        return frozenset(
            sounded(name)
            for name in self._lists.given_names - self._lists.english
            if len(name) >= _LONG_ENOUGH_TO_MISSPELL
        )


def sounded(low: str) -> str:
    """Return a word without what spellings of one name differ in: long vowels, doubled letters."""
    for written, instead in _SOUNDS:
        low = low.replace(written, instead)
    return re.sub(r"(.)\1+", r"\1", low).rstrip("eh")


def one_slip_away(low: str) -> set[str]:
    """Return every string one letter left out, added, changed or swapped away."""
    halves = [(low[:at], low[at:]) for at in range(len(low) + 1)]
    near = {left + right[1:] for left, right in halves if right}
    near |= {left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1}
    near |= {left + letter + right[1:] for left, right in halves if right for letter in _LETTERS}
    near |= {left + letter + right for left, right in halves for letter in _LETTERS}
    near.discard(low)
    return near
