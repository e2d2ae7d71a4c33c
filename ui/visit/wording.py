"""Words shared by the steps of the visit editor."""

from __future__ import annotations

from datetime import timedelta

from icv_app.domain.checklist import Checklist
from icv_app.domain.person import AgeBand, DetainedPerson, Gender
from icv_app.words import _
from ui.theme import Hue


def options(checklist: Checklist, list_name: str) -> list[tuple[str, str]]:
    """Return a list of the checklist as pairs of code and words."""
    return [(choice.choice_id, choice.label) for choice in checklist.reasons.get(list_name, ())]


def label(checklist: Checklist, list_name: str, code: str | None) -> str:
    """Return the words of a code; the code itself where the checklist does not have it."""
    choice = checklist.choice(list_name, code) if code else None
    return choice.label if choice else (code or "")


def lower_first(words: str) -> str:
    """Return words as they stand inside a sentence; abbreviations keep their capitals."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def say_duration(length: timedelta) -> str:
    """Return a length of time as "3 h 10" or "55 min"; its sign is dropped."""
    minutes = abs(int(length.total_seconds())) // 60
    if minutes < 60:
        return _("{minutes} min").format(minutes=minutes)
    return _("{hours} h {minutes:02}").format(hours=minutes // 60, minutes=minutes % 60)


def gender_word(person: DetainedPerson) -> str:
    """Return "Girl", "Man" and so on; nothing where it was not noted."""
    if person.gender is None:
        return _("Child") if person.child else ""
    words = {
        Gender.WOMAN: _("Girl") if person.child else _("Woman"),
        Gender.MAN: _("Boy") if person.child else _("Man"),
        Gender.OTHER: _("Other gender"),
        Gender.UNKNOWN: _("Gender not known"),
    }
    return words[person.gender]


def who_words(person: DetainedPerson, checklist: Checklist) -> str:
    """Return gender and age as "Girl, 14–17"."""
    known = person.age_band not in {None, AgeBand.UNKNOWN}
    age = label(checklist, "age_bands", person.age_band) if known else ""
    return ", ".join(part for part in (gender_word(person), age) if part)


def person_name(person: DetainedPerson, place: int) -> str:
    """Return what stands for a person: the custody number, or else their row."""
    return person.custody_number.strip() or _("Person {place}").format(place=place)


SEVERITY_HUES = {"red": Hue.RED, "amber": Hue.ORANGE, "green": Hue.GREEN}
