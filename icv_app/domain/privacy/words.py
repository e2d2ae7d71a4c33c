"""A text cut into words, each with what its letters and its place say of it."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise


def word_set(words: str) -> frozenset[str]:
    """Return the words of one string, which is easier to read and to keep than quotes around each."""
    return frozenset(words.split())


_WORD = re.compile(r"[^\W\d_]+(?:['’`-][^\W\d_]+)*|\d+(?:[:./]\d+)*")
_SENTENCE_END = re.compile(r"(?:[.!?:;…\n\r\t•*/|>=“\"(\[]|\s[-–—]\s)[\s\W]*$")
_BETWEEN = re.compile(r"[.!?]\s+(?=[^\W\d_])|\s*\n\s*")
_LAST_WORD = re.compile(r"[^\W\d_]+$")
_LETTERS = str.maketrans({"ł": "l", "đ": "d", "ı": "i", "ø": "o", "ß": "ss", "æ": "ae", "ð": "d", "þ": "th"})
_APOSTROPHES = re.compile("['’`]")
SHORTENED = word_set("mr mrs ms dr pc ds dc sgt insp no nos prof rev st supt det approx tel cons")
"""A full stop after one of these ends no sentence."""
_SHOUTED_SHARE = 0.6
_FEWEST_SHOUTED = 3


@dataclass(frozen=True, slots=True)
class Word:
    """One word or number of a text.

    Attributes:
        start, end: Its place; a possessive ’s is left out.
        text: As written.
        low: Lower case, without accents and apostrophes; the form the word lists hold.
        capital: Its first letter is a capital that means something: not in a text all in capitals.
        upper: It has several letters, all capitals, in a text that is not.
        opens: It begins a sentence, a line or a quotation, where any word has a capital.
        possessive: An ’s follows.
        mark: What stands before it, without spaces.
        joined: Only spaces, or a full stop after a title or an initial, stand before it.
        number: It is a number.
    """

    start: int
    end: int
    text: str
    low: str
    capital: bool
    upper: bool
    opens: bool
    possessive: bool
    mark: str
    joined: bool
    number: bool


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Return a word as the lists hold it: lower case, without accents and apostrophes."""
    plain = unicodedata.normalize("NFKD", _APOSTROPHES.sub("", text.casefold()).translate(_LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def sentences_of(text: str) -> list[str]:
    """Cut a text after sentences and lines; put together again, the pieces are the text."""
    cuts = [0]
    for match in _BETWEEN.finditer(text):
        last = _LAST_WORD.search(text, cuts[-1], match.start())
        low = last.group().lower() if last else ""
        if "\n" in match.group() or not (match.group()[0] == "." and (low in SHORTENED or len(low) == 1)):
            cuts.append(match.end())
    cuts.append(len(text))
    return [text[start:end] for start, end in pairwise(cuts) if start < end]


def words_of(text: str) -> list[Word]:
    """Return the words and numbers of a text in order."""
    matches = list(_WORD.finditer(text))
    loud = _capitals_mean_nothing([match.group() for match in matches])
    words: list[Word] = []
    end = 0
    for match in matches:
        written = match.group()
        possessive = len(written) > 3 and written[-2:].lower() in ("'s", "’s", "`s")
        bare = written[:-2] if possessive else written
        gap = text[end : match.start()]
        words.append(
            Word(
                start=match.start(),
                end=match.start() + len(bare),
                text=bare,
                low=folded(bare),
                capital=bare[0].isupper() and not loud,
                upper=len(bare) > 1 and bare.isupper() and not loud,
                opens=_opens(gap, words[-1] if words else None),
                possessive=possessive,
                mark=gap.strip(),
                joined=bool(words) and (gap.isspace() or (gap.strip(" ") == "." and _shortened(words[-1]))),
                number=bare[0].isdigit(),
            )
        )
        end = match.end()
    return words


def _opens(gap: str, before: Word | None) -> bool:
    if before is None:
        return True
    if gap.strip(" ") == "." and _shortened(before):
        return False
    return _SENTENCE_END.search(gap) is not None if gap != " " else False


def _shortened(word: Word) -> bool:
    return word.low in SHORTENED or len(word.text) == 1


def _capitals_mean_nothing(written: list[str]) -> bool:
    """Whether most longer words have a capital, so that one more says nothing."""
    longer = [word for word in written if len(word) > 3 and word[0].isalpha()]
    capital = sum(word[0].isupper() for word in longer)
    return (
        len(longer) >= _FEWEST_SHOUTED
        and capital > _SHOUTED_SHARE * len(longer)
        and (all(word.isupper() for word in longer if word[0].isupper()) or capital == len(longer) > 4)
    )
