"""What was found, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from icv_app.domain.finding import Place
from icv_app.domain.ids import VisitId
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.visit import Stage
from icv_app.services.finding import Found, Hit
from icv_app.words import _, plural
from ui.entries.moments import say_moment
from ui.visit.step_titles import step_titles
from ui.widgets.marked_text import Mark


@dataclass(frozen=True, slots=True)
class FoundLine:
    """One place with what was looked for.

    Attributes:
        marks: Which pieces of `words` were looked for.
    """

    visit_id: VisitId
    draft: bool
    suite: str
    began_at: datetime
    when: str
    where: str
    about: str
    words: str
    marks: tuple[Mark, ...]
    place: Place


def found_lines(found: Found, settings: SchemeSettings | None) -> tuple[FoundLine, ...]:
    """Return the places as lists show them."""
    return tuple(_line(hit, settings) for hit in found.hits)


def found_words(found: Found) -> str:
    """Return "12 places in 8 visits"."""
    if not found.asked:
        return _("Type a word or a number to look for.")
    if not found.hits:
        return _("Nothing found")
    visits = len({hit.visit.visit_id for hit in found.hits})
    words = _("{places} in {visits}").format(
        places=plural("{n} place", "{n} places", len(found.hits)),
        visits=plural("{n} visit", "{n} visits", visits),
    )
    return _("The newest {found}; type more to narrow it down").format(found=words) if found.more else words


def where_words(place: Place) -> str:
    """Return where in a visit something stands."""
    if place.record_id is not None:
        return _("Said about a concern") if place.concern_id is not None else _("Said about the report")
    if place.concern_id is not None:
        return _("Concern")
    if place.person_id is not None:
        return _("Person in custody")
    return step_titles()[place.step] if place.step is not None else _("The visit")


def _line(hit: Hit, settings: SchemeSettings | None) -> FoundLine:
    summary = hit.visit
    name = settings.suite_name(summary.suite) if settings else (summary.suite or "")
    words, marks = _marked(hit.snippet)
    return FoundLine(
        visit_id=summary.visit_id,
        draft=summary.stage is Stage.DRAFT,
        suite=name or _("No suite yet"),
        began_at=summary.began_at,
        when=say_moment(summary.began_at),
        where=where_words(hit.place),
        about=hit.about,
        words=words,
        marks=marks,
        place=hit.place,
    )


def _marked(snippet: Sequence[tuple[str, bool]]) -> tuple[str, tuple[Mark, ...]]:
    text, marks = "", []
    for piece, is_it in snippet:
        shown = piece.replace("\n", " ")
        if is_it:
            marks.append((len(text), len(shown)))
        text += shown
    return text, tuple(marks)
