"""The numbers of officers and staff: PC 4471, collar number 6213, PCSO7712."""

from __future__ import annotations

import re
from collections.abc import Iterator

from icv_app.domain.privacy.found import Found, Hint
from icv_app.domain.privacy.name_context import COUNTED, NUMBER_WORDS, NUMBERED
from icv_app.domain.privacy.words import Word, word_set

_JOINED_RANK = re.compile(r"\b(?:PCSO|PC|DC|DS|PS|SGT|DO|DDO|CDO)\d{2,5}\b", re.IGNORECASE)


def find_rank_numbers(text: str, words: list[Word]) -> Iterator[Found]:
    """Yield them in no order."""
    for match in _JOINED_RANK.finditer(text):
        yield Found(match.start(), match.end(), match.group(), Hint.NAME)
    for at, word in enumerate(words):
        if not word.number or not re.fullmatch(r"\d{2,6}", word.text):
            continue
        first = _rank_before(text, words, at)
        if first is None or _counts(text, words, at):
            continue
        start = words[first].start
        yield Found(start, word.end, text[start : word.end], Hint.NAME)


def _rank_before(text: str, words: list[Word], at: int) -> int | None:
    """Where the rank or the like stands whose number the word at `at` is."""
    for back in range(at - 1, max(at - 5, -1), -1):
        if any(mark in text[words[back].end : words[back + 1].start] for mark in ".,;!?\n") and not (
            words[back].low in NUMBERED | NUMBER_WORDS
            and text[words[back].end : words[back + 1].start].strip() == "."
        ):
            return None
        if words[back].low in NUMBERED:
            return back
        joining = words[back].low in {"and", "or"} or words[back].number
        if words[back].low not in NUMBER_WORDS and not joining:
            return None
    return None


def _counts(text: str, words: list[Word], at: int) -> bool:
    after = text[words[at].end : words[at].end + 2]
    if after[:1] in ("%", ":", "/") or text[words[at].start - 1 : words[at].start] in ("£", "$", "€"):
        return True
    if at + 1 == len(words) or not words[at + 1].joined:
        return False
    low = words[at + 1].low
    strong = len(words[at].text) >= 3
    return low in (COUNTED - _VERBS if strong else COUNTED)


_VERBS = word_set("was were is are had have and or with who on at but for in to not")
