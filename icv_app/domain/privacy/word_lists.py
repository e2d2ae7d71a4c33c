"""The word lists the privacy guard reads texts with."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class WordLists:
    """Words by what they may be, in the form `words.folded` gives; one word may stand in several lists.

    Attributes:
        given_names, surnames: Of people of every background.
        english: Words of English, the common ones included; without those that are first of all names.
        common_english: Those everybody writes every day.
        places: Towns, counties, hospitals and the like; names of several words have spaces.
        known_words: What is written with a capital and names nobody: peoples, creeds, countries, months,
            medicines, brands, public bodies, ranks, custody terms.
        offences: Words and phrases that tell of an offence; `*` at the end of a word stands for any ending.
    """

    given_names: frozenset[str]
    surnames: frozenset[str]
    english: frozenset[str]
    common_english: frozenset[str]
    places: frozenset[str]
    known_words: frozenset[str]
    offences: frozenset[str]
