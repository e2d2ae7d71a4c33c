"""What is looked for, and where in a visit words stand."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice

from icv_app.domain.identifying import texts_by_path
from icv_app.domain.ids import ConcernId, PersonId, RecordId
from icv_app.domain.person import DetainedPerson
from icv_app.domain.problem import STEP_OF_FIELD, Step
from icv_app.domain.visit import Visit

MOST_CHARACTERS = 1_000
"""Of what was typed, no more than this is read."""
MOST_TERMS = 16
LEAST_TO_GO_ON = 2
"""A word of fewer letters is taken as it stands, not as the beginning of another."""

_QUOTES = str.maketrans("“”„«»", '"""""')
_CHUNK = re.compile(r'"([^"]*)("?)|([^\s"]+)')
# Typed into the text of a check, but chosen or computed: codes, numbers and times.
_CODE = re.compile(r"[a-z_]+|[0-9.:TZ+-]+")


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand one after the other.

    Attributes:
        words: In small letters, only letters and digits.
        unfinished: The last word may go on.
    """

    words: tuple[str, ...]
    unfinished: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of one visit, at one place.

    Attributes:
        path: The place, see `place_of`; each stands once in a visit.
        about: The custody number of whom it is about, so that number and words are found together.
    """

    path: str
    words: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a visit words stand.

    Attributes:
        step: The step of the editor; `None` for what was said after filing, and for the visit as a whole.
        field: Path of the field as in `Problem`.
        person_id: Whom it is about, where it stands in the row of a person.
        concern_id: Which concern it belongs to.
        record_id: What was said after filing.
    """

    step: Step | None = None
    field: str = ""
    person_id: PersonId | None = None
    concern_id: ConcernId | None = None
    record_id: RecordId | None = None


VISIT_PATH = "visit"
"""The path of the passage that stands for the visit as a whole."""
_SAID, _REPLIES = "said", "replies"


def words_in(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, as the index tells them apart."""
    plain = unicodedata.normalize("NFC", text).casefold()
    letters = "".join(letter if _in_word(letter) else " " for letter in plain)
    return tuple(letters.split())


def search_terms(text: str) -> tuple[Term, ...]:
    """What a person asks for: words in any order, and "words in quotes" together.

    Anything may be typed; what holds no letter and no digit asks for nothing.
    """
    found: dict[Term, None] = {}
    for chunk in _CHUNK.finditer(text[:MOST_CHARACTERS].translate(_QUOTES)):
        quoted, closed, bare = chunk.groups()
        words = words_in(bare if quoted is None else quoted)
        if words:
            unfinished = not closed and len(words[-1]) >= LEAST_TO_GO_ON
            found[Term(words, unfinished)] = None
    return tuple(islice(found, MOST_TERMS))


def holds(term: Term, text: str) -> bool:
    """Whether a text has the words of a term, one after the other; marks over letters make no difference."""
    words, wanted = tuple(map(_bare, words_in(text))), tuple(map(_bare, term.words))
    for at in range(len(words) - len(wanted) + 1):
        *first, last = words[at : at + len(wanted)]
        ends = last.startswith(wanted[-1]) if term.unfinished else last == wanted[-1]
        if ends and tuple(first) == wanted[:-1]:
            return True
    return False


def passages_of(visit: Visit) -> tuple[Passage, ...]:
    """Everything written in a visit: custody numbers, free texts, and who made it."""
    people = {person.person_id: person for person in visit.people}
    passages = [Passage(VISIT_PATH, ", ".join(visit.visitors))]
    for path, text in texts_by_path(visit).items():
        if path.startswith("justified."):  # words of a text that is looked through itself
            continue
        if text.strip() and not (path.endswith(".value") and _CODE.fullmatch(text)):
            passages.append(Passage(path, text, _about(path, visit, people)))
    return tuple(passages)


def said_path(record_id: str) -> str:
    """The place of what was said about a filed report."""
    return f"{_SAID}.{record_id}"


def reply_path(concern_id: str, record_id: str) -> str:
    """The place of what was said about a concern."""
    return f"{_REPLIES}.{concern_id}.{record_id}"


def after_filing(path: str) -> bool:
    """Whether a passage comes from a record of its own, not from the visit."""
    return path.partition(".")[0] in {_SAID, _REPLIES}


def place_of(path: str) -> Place:
    """The place a path names."""
    first, _dot, rest = path.partition(".")
    name, _dot, field = rest.partition(".")
    match first:
        case "people":
            return Place(Step.PEOPLE, _field_of_person(field), person_id=PersonId(name))
        case "concerns":
            return Place(Step.CONCERNS, "text", concern_id=ConcernId(name))
        case "said":
            return Place(record_id=RecordId(rest))
        case "replies":
            return Place(concern_id=ConcernId(name), record_id=RecordId(field))
    return Place(STEP_OF_FIELD.get(first), path)


def _field_of_person(field: str) -> str:
    """A note beside an answer is reached by its check."""
    parts = field.split(".")
    return ".".join(parts[:2]) if parts[0] == "answers" else field


def _about(path: str, visit: Visit, people: dict[PersonId, DetainedPerson]) -> str:
    place = place_of(path)
    concern = visit.concern(place.concern_id) if place.concern_id else None
    person = people.get(place.person_id or (concern.person_id if concern else None) or PersonId(""))
    return person.custody_number if person else ""


def _in_word(letter: str) -> bool:
    category = unicodedata.category(letter)
    return category[0] in "LNM" or category == "Co"


def _bare(word: str) -> str:
    """A word without the marks over its letters."""
    apart = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in apart if unicodedata.category(letter) != "Mn")
