"""Every way of looking at one text, put together."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date

from icv_app.domain.privacy.birth_dates import find_birth_dates
from icv_app.domain.privacy.found import Found
from icv_app.domain.privacy.identifiers import find_identifiers
from icv_app.domain.privacy.names import NameFinder
from icv_app.domain.privacy.offences import OffenceFinder
from icv_app.domain.privacy.phones import find_phones
from icv_app.domain.privacy.vocabulary import Kind, Vocabulary
from icv_app.domain.privacy.word_lists import WordLists
from icv_app.domain.privacy.words import sentences_of, words_of


class Looking:
    """Looks at texts; see `PrivacyGuard` for the arguments."""

    def __init__(self, lists: WordLists, today: date, never_names: Collection[str]) -> None:
        self._today = today
        self._vocabulary = Vocabulary(lists, never_names)
        self._names = NameFinder(self._vocabulary)
        self._offences = OffenceFinder(lists.offences, lambda low: not self._is_word(low))

    def sentences(self, text: str) -> list[str]:
        """Cut a text into pieces that can be looked at one by one; together they are the text."""
        return sentences_of(text)

    def all(self, text: str) -> Iterator[Found]:
        """Yield whatever is found, in no order; pieces may overlap."""
        words = words_of(text)
        yield from find_identifiers(text, self._is_word)
        yield from find_birth_dates(text, self._today)
        yield from find_phones(text)
        yield from self._names.find(text, words)
        yield from self._offences.find(text, words)

    def _is_word(self, low: str) -> bool:
        return self._vocabulary.kind(low) is not Kind.UNKNOWN
