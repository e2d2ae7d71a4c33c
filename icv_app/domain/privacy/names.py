"""Names of people, nicknames, initials and officers' numbers in a text.

A word is judged by what the lists say of it, by whether it has a capital that
means something, and by its neighbours: what a list alone cannot settle (Grace,
Brown, Chelsea) the sentence often does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from icv_app.domain.privacy.found import Found, Hint
from icv_app.domain.privacy.name_context import (
    FUNCTION,
    INITIALS_OF_WORDS,
    RANKS,
    TITLES,
)
from icv_app.domain.privacy.rank_numbers import find_rank_numbers
from icv_app.domain.privacy.vocabulary import Kind, Vocabulary
from icv_app.domain.privacy.word_in_place import MAYBE, WordInPlace
from icv_app.domain.privacy.words import Word

_INITIALS = re.compile(r"(?<![\w.])(?:[A-Z]\.\s?){2,3}(?![A-Za-z]{2})|(?<![\w.])[A-Z]\.[A-Z]\b(?!\.)")
_HANDLE = re.compile(r"(?<![\w.@])@[A-Za-z_][\w.]{2,}")
_OTHER_SCRIPT = re.compile(r"[^\W\d_A-Za-zÀ-ʯ̀-ͯḀ-ỿªºµ]{2,}")


class NameFinder:
    """Finds names by the words of a text."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def find(self, text: str, words: list[Word]) -> Iterator[Found]:
        """Yield likely names, in no order; neighbouring names come as one."""
        kinds = [self._kind(word) for word in words]
        for at in self._vocabulary.in_phrases([word.low for word in words]):
            kinds[at] = Kind.KNOWN
        names = [WordInPlace(words, kinds, at, self._vocabulary).is_name() for at in range(len(words))]
        for at in range(1, len(words)):
            names[at] = names[at] or (names[at - 1] and _goes_on(words[at], kinds[at]))
        for at in range(len(words) - 2, -1, -1):
            names[at] = names[at] or (names[at + 1] and _leads(words[at], kinds[at], words[at + 1]))
        yield from _joined(text, words, names)
        yield from find_rank_numbers(text, words)
        for pattern in (_HANDLE, _OTHER_SCRIPT):
            for match in pattern.finditer(text):
                yield Found(match.start(), match.end(), match.group(), Hint.NAME)
        for match in _INITIALS.finditer(text):
            if re.sub(r"[\s.]", "", match.group()).lower() not in INITIALS_OF_WORDS:
                stripped = match.group().rstrip()
                yield Found(match.start(), match.start() + len(stripped), stripped, Hint.NAME)

    def _kind(self, word: Word) -> Kind:
        if word.number or (word.possessive and self._vocabulary.kind(word.low + "s") is Kind.KNOWN):
            return Kind.KNOWN
        return self._vocabulary.kind(word.low)


def _goes_on(word: Word, kind: Kind) -> bool:
    """Whether the word right after a name belongs to it."""
    if not word.joined or not word.capital:
        return False
    return kind not in {Kind.WORD, Kind.KNOWN} or len(word.text) == 1


def _leads(word: Word, kind: Kind, after: Word) -> bool:
    """Whether the word right before a name belongs to it."""
    if not after.joined:
        return False
    if word.low in TITLES | RANKS:
        return True
    if word.capital and len(word.text) == 1 and word.text not in ("I", "A"):
        return True
    return (
        word.capital
        and kind in MAYBE | {Kind.NAME, Kind.RARE_NAME, Kind.UNKNOWN}
        and word.low not in FUNCTION
    )


def _joined(text: str, words: list[Word], names: list[bool]) -> Iterator[Found]:
    at = 0
    while at < len(words):
        if not names[at]:
            at += 1
            continue
        last = at
        while last + 1 < len(words) and names[last + 1] and words[last + 1].joined:
            last += 1
        start, end = words[at].start, words[last].end
        yield Found(start, end, text[start:end], Hint.NAME)
        at = last + 1
