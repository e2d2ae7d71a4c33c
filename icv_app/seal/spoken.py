"""Secrets as words that can be printed, read aloud and typed: BIP-39, English list, with checksum."""

from __future__ import annotations

import re
from functools import cache

from mnemonic import Mnemonic

from icv_app.errors import BadInput
from icv_app.words import _

_WORD = re.compile(r"[a-z]+")


def to_words(secret: bytes) -> str:
    """Return 16 bytes as 12 words or 32 bytes as 24, separated by spaces."""
    words: str = _list().to_mnemonic(secret)
    return words


def from_words(text: str, *, count: int) -> bytes:
    """Return the secret that `to_words` wrote.

    Case, line breaks, numbering and commas do not matter, and the first four letters of a word do.
    `count` is 12 or 24.

    Raises:
        BadInput: A word is not in the list, there are too few or too many, or they do not fit together.
    """
    words = _WORD.findall(text.casefold())
    if len(words) != count:
        raise BadInput(
            f"{len(words)} words instead of {count}",
            user_text=_("The code has {count} words, but {given} were entered.").format(
                count=count, given=len(words)
            ),
        )
    known = [_whole_word(word, place) for place, word in enumerate(words, start=1)]
    try:
        return bytes(_list().to_entropy(known))
    except ValueError:
        raise BadInput(
            "the checksum of the words is wrong",
            user_text=_("These words do not fit together. Check each of them and their order."),
        ) from None


def _whole_word(word: str, place: int) -> str:
    if word in _places():
        return word
    # Words of the list differ in their first four letters.
    matches = [whole for whole in _list().wordlist if len(word) >= 4 and whole.startswith(word)]
    if len(matches) != 1:
        raise BadInput(
            f"word {place} is not in the list",
            user_text=_("Word {place} is not one of the words used in codes. Check its spelling.").format(
                place=place
            ),
        )
    return matches[0]


@cache
def _list() -> Mnemonic:
    return Mnemonic("english")


@cache
def _places() -> frozenset[str]:
    return frozenset(_list().wordlist)
