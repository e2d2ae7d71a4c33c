"""What the police are given of a visit: all they have to act on, and nothing that is no business of theirs.

Source: rule 14, the police copy leaves out the visitors' surnames; what else is left out is the
scheme's choice and is said in docs/adr/0010-police-copy.md.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from icv_app.domain.checklist import Checklist
from icv_app.domain.identifying import rewritten
from icv_app.domain.person import DetainedPerson, Resolved
from icv_app.domain.scheme import Member
from icv_app.domain.visit import SignOff, Visit

_HYPHEN = "[-\u2010-\u2015]"
_ACCENTS = "[\u0300-\u036f]*"
_WAYS = {
    "['`\u00b4\u02bc\u2018\u2019]": "['`\u00b4\u02bc\u2018\u2019]?",
    rf"{_HYPHEN}|\s": rf"(?:{_HYPHEN}|\s)*",
    "\u00df": "(?:\u00df|ss)",
}
"""Letters of a surname that are written in several ways, and those ways."""
_PARTICLE = 2
"""So many letters of a double-barrelled surname ("Al-") are no name by themselves."""

NOT_TO_BE_RAISED = "person_did_not_want"
"""The reason of the checklist's `no_not_raised_reasons` that a person asked for nothing to be said."""


@dataclass(frozen=True, slots=True)
class Surnames:
    """Puts a scheme number where a visitor's surname stands in a text, however it is written.

    Attributes:
        numbers: Surname and scheme number; longer surnames first, so that a double-barrelled one goes whole.
        ordinary: Words in small letters that are no names when written small: a call bell stays one even
            where a visitor is called Bell.
    """

    numbers: tuple[tuple[str, str], ...] = ()
    ordinary: frozenset[str] = frozenset()

    @classmethod
    def of(cls, members: Iterable[Member], checklist: Checklist) -> Surnames:
        """The surnames of these members; the words of the checklist are the ordinary ones."""
        known = {
            (member.surname.strip(), str(member.member_id))
            for member in members
            if any(map(str.isalpha, member.surname))
        }
        items = (*checklist.areas, *checklist.stocks, *checklist.observed_items)
        asked = (f"{check.text} {check.guidance}" for check in checklist.checks)
        spoken = " ".join((*asked, *(item.title for item in items)))
        words = frozenset(re.findall(r"\w+", spoken.lower()))
        return cls(tuple(sorted(known, key=lambda pair: (-len(pair[0]), pair))), words)

    def left_out(self, text: str) -> str:
        """Return the text with each surname replaced, and with each part of a double-barrelled one."""
        plain = unicodedata.normalize("NFD", text)
        left = plain
        for written, number in self.numbers:
            left = _put(number, written, left, lambda word: word in self.ordinary)
        for written, number in self._barrels():
            left = _put(number, written, left, lambda _word: True)
        return text if left == plain else unicodedata.normalize("NFC", left)

    def _barrels(self) -> list[tuple[str, str]]:
        """Parts of double-barrelled surnames; many are ordinary words, so small letters make them no name."""
        return [
            (part, number)
            for surname, number in self.numbers
            if len(parts := re.split(_HYPHEN, surname)) > 1
            for part in parts
            if len(part) > _PARTICLE
        ]


def _put(number: str, surname: str, text: str, stays: Callable[[str], bool]) -> str:
    """Put a number where a surname stands in decomposed text; `stays` judges a word in small letters."""

    def put(found: re.Match[str]) -> str:
        word = unicodedata.normalize("NFC", found[0])
        return found[0] if word.islower() and stays(word) else number

    return re.sub(_however_written(surname), put, text, flags=re.IGNORECASE)


def _however_written(surname: str) -> str:
    """A pattern of a surname in decomposed text, whatever its accents, apostrophe, hyphen or space."""
    letters = unicodedata.normalize("NFD", surname)
    pattern = "".join(
        next((many for one, many in _WAYS.items() if re.fullmatch(one, letter)), re.escape(letter)) + _ACCENTS
        for letter in letters
        if not unicodedata.combining(letter)
    )
    # An underscore may stand around a name, but inside a code ("too_young") nothing is one.
    return rf"(?<![^\W_])(?<![^\W_]_){pattern}(?![^\W_])(?!_[^\W_])"


def police_copy(visit: Visit, surnames: Surnames) -> Visit:
    """Return the visit as the police are given it.

    Left out: visitors' surnames, the visitors' wellbeing, travel and expenses, the words of a dissent, and
    whatever a person did not want raised.
    """
    bare = replace(
        visit,
        travel_minutes=None,
        expenses_pence=None,
        debrief_wanted=None,
        debrief_note="",
        justified=(),
        sign_off=_without_dissent(visit.sign_off),
        people=tuple(_without_what_was_not_to_be_raised(person) for person in visit.people),
    )
    return rewritten(bare, lambda _path, text, _about_a_person: surnames.left_out(text), frozenset())


def _without_dissent(sign_off: SignOff) -> SignOff:
    further = tuple(replace(word, dissent_note="") for word in sign_off.further)
    return replace(sign_off, dissent_note="", further=further)


def _without_what_was_not_to_be_raised(person: DetainedPerson) -> DetainedPerson:
    kept = tuple(
        answer
        for answer in person.answers
        if not (
            answer.resolution is not None
            and answer.resolution.resolved is Resolved.NOT_RAISED
            and answer.resolution.reason == NOT_TO_BE_RAISED
        )
    )
    return person if len(kept) == len(person.answers) else replace(person, answers=kept)
