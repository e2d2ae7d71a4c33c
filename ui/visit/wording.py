"""Words shared by the steps of the visit editor."""

from __future__ import annotations

from icv_app.domain.checklist import Checklist
from icv_app.domain.person import DetainedPerson
from icv_app.domain.wording import gender_word, label, lower_first, say_duration, who_words
from icv_app.words import _
from ui.theme import Hue

__all__ = [
    "SEVERITY_HUES",
    "gender_word",
    "label",
    "lower_first",
    "options",
    "person_name",
    "say_duration",
    "who_words",
]


def options(checklist: Checklist, list_name: str) -> list[tuple[str, str]]:
    """Return a list of the checklist as pairs of code and words."""
    return [(choice.choice_id, choice.label) for choice in checklist.reasons.get(list_name, ())]


def person_name(person: DetainedPerson, place: int) -> str:
    """Return what stands for a person: the custody number, or else their row."""
    return person.custody_number.strip() or _("Person {place}").format(place=place)


SEVERITY_HUES = {"red": Hue.RED, "amber": Hue.ORANGE, "green": Hue.GREEN}
