"""What the list of concerns shows of each."""

from __future__ import annotations

from dataclasses import dataclass

from icv_app.domain.checklist import Checklist
from icv_app.domain.concern import GOOD_PRACTICE, Concern
from icv_app.domain.ids import ConcernId
from icv_app.domain.visit import Visit
from icv_app.words import _
from ui.theme import Hue
from ui.visit.wording import SEVERITY_HUES, label, person_name

Tags = tuple[tuple[str, Hue], ...]
_LONGEST = 90


@dataclass(frozen=True, slots=True)
class ConcernRow:
    """One line of the list."""

    concern_id: ConcernId
    title: str
    about: str
    tags: Tags
    text: str


def concern_rows(visit: Visit, checklist: Checklist, open_ones: frozenset[ConcernId]) -> list[ConcernRow]:
    """Return concerns in the order they were raised, good practice last.

    Args:
        open_ones: Those of which something must still be entered.
    """
    ordered = sorted(visit.concerns, key=lambda concern: concern.good_practice)
    return [_row(visit, concern, checklist, concern.concern_id in open_ones) for concern in ordered]


def category_words(concern: Concern, checklist: Checklist) -> str:
    """Return the kind of concern, code first."""
    category = checklist.category(concern.category) if concern.category else None
    if category is None:
        return concern.category or _("Kind not chosen yet")
    return category.title if concern.category == GOOD_PRACTICE else category.full_title


def about_words(visit: Visit, concern: Concern, checklist: Checklist) -> str:
    """Return the person, area or stock it is about; the suite where there is none."""
    for place, person in enumerate(visit.people, start=1):
        if person.person_id == concern.person_id:
            return person_name(person, place)
    items = (*checklist.areas, *checklist.stocks)
    return next((item.title for item in items if item.item_id == concern.area), _("The suite"))


def _row(visit: Visit, concern: Concern, checklist: Checklist, incomplete: bool) -> ConcernRow:
    tags: list[tuple[str, Hue]] = []
    if concern.good_practice:
        tags.append((_("Good practice"), Hue.GREEN))
    else:
        hue = SEVERITY_HUES[concern.severity.value]
        tags.append((label(checklist, "severities", concern.severity), hue))
    if concern.put_right:
        tags.append((_("Put right"), Hue.GREEN))
    if concern.opcat:
        tags.append((_("OPCAT"), Hue.PURPLE))
    if incomplete:
        tags.append((_("To complete"), Hue.BLUE))
    text = " ".join(concern.text.split())
    return ConcernRow(
        concern_id=concern.concern_id,
        title=category_words(concern, checklist),
        about=about_words(visit, concern, checklist),
        tags=tuple(tags),
        text=text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…",
    )
