"""What a coordinator says beside a filed report: a comment on one place of it, or thanks to its visitors.

It decides nothing and changes no word of the report.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from icv_app.domain.finding import VISIT_PATH
from icv_app.domain.ids import ConcernId, MemberId, PersonId, RecordId, VisitId
from icv_app.domain.justified import Justified
from icv_app.domain.person import DetainedPerson
from icv_app.domain.visit import Visit

WHOLE = VISIT_PATH
"""The place that stands for the report as a whole."""
FIELDS = (
    "arrived_at",
    "delay",
    "visitors",
    "follow_ups",
    "census",
    "staffing",
    "tallies",
    "positive_practice",
    "force_comment",
    "raised_with_officer",
    "officer_response",
    "outcome",
    "left_suite_at",
    "debrief_note",
    "sign_off",
)
"""Places that every report has, in the order of the steps; what is about somebody or something is apart."""


class CommentKind(StrEnum):
    """What is said."""

    COMMENT = "comment"
    THANKS = "thanks"
    """Thanks and feedback to the visitors, about the report as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportComment:
    """One word of a coordinator beside a report; never edited, another is said beside it.

    Attributes:
        path: The place, see `is_place`.
        at: When it was said, UTC.
        justified: What the privacy guard found in the text and why it stays.
    """

    record_id: RecordId
    visit_id: VisitId
    kind: CommentKind
    path: str
    at: datetime
    by: MemberId
    text: str = ""
    justified: tuple[Justified, ...] = ()


def is_place(visit: Visit, kind: CommentKind, path: str) -> bool:
    """Whether something of this kind can be said at this place of a report.

    It goes by what stands in the report when nobody is identified in it any more, so the answer stays
    the same after erasing.
    """
    if kind is CommentKind.THANKS or path == WHOLE:
        return path == WHOLE
    first, _dot, rest = path.partition(".")
    name, _dot, field = rest.partition(".")
    match first:
        case "people":
            person = visit.person(PersonId(name)) if name else None
            return person is not None and _is_answer(person, field)
        case "areas":
            return any(found.area == rest for found in visit.areas)
        case "stocks":
            return any(found.stock == rest for found in visit.stocks)
        case "concerns":
            return visit.concern(ConcernId(rest)) is not None
    return path in FIELDS


def _is_answer(person: DetainedPerson, field: str) -> bool:
    kind, _dot, check = field.partition(".")
    return not field or (kind == "answers" and any(one.check_id == check for one in person.answers))


def places_in(visit: Visit) -> tuple[str, ...]:
    """Every place of a report but single answers, in the order of the steps; the whole of it first."""
    at = FIELDS.index("tallies")
    suite = FIELDS.index("positive_practice")
    return (
        WHOLE,
        *FIELDS[:at],
        *(f"people.{person.person_id}" for person in visit.people),
        *FIELDS[at:suite],
        *(f"areas.{found.area}" for found in visit.areas),
        *(f"stocks.{found.stock}" for found in visit.stocks),
        *(f"concerns.{concern.concern_id}" for concern in visit.concerns),
        *FIELDS[suite:],
    )


def answers_of(person: DetainedPerson) -> tuple[str, ...]:
    """The places of the answers about one person, in their order."""
    return tuple(f"people.{person.person_id}.answers.{answer.check_id}" for answer in person.answers)
