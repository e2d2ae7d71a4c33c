"""The word lists the privacy guard reads texts with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WordLists:
    """Words by what they may be, all in lower case without accents; one word may stand in several lists.

    Attributes:
        given_names, surnames: Of people of every background.
        english: Words of English that a note may hold.
    """

    given_names: frozenset[str]
    surnames: frozenset[str]
    english: frozenset[str]
