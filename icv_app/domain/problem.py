"""What still stands in the way of submitting a visit, and in which step of the editor it is put right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from icv_app.domain.checklist import Checklist
from icv_app.domain.fitness import Override
from icv_app.domain.ids import ConcernId, MemberId, PersonId
from icv_app.domain.justified import TextGuard
from icv_app.domain.person import DetainedPerson
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.words import _


class Step(StrEnum):
    """The six steps of the visit editor, in their order."""

    ARRIVAL = "arrival"
    CUSTODY = "custody"
    PEOPLE = "people"
    SUITE = "suite"
    CONCERNS = "concerns"
    SIGN_OFF = "sign_off"


class StepStatus(StrEnum):
    """How far a step has come."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    NEEDS_ATTENTION = "needs_attention"


STEP_OF_FIELD: Mapping[str, Step] = {
    "suite": Step.ARRIVAL,
    "visitors": Step.ARRIVAL,
    "trainee": Step.ARRIVAL,
    "arrived_at": Step.ARRIVAL,
    "entered_at": Step.ARRIVAL,
    "delay": Step.ARRIVAL,
    "follow_ups": Step.ARRIVAL,
    "staffing": Step.CUSTODY,
    "census": Step.CUSTODY,
    "people": Step.PEOPLE,
    "tallies": Step.PEOPLE,
    "areas": Step.SUITE,
    "stocks": Step.SUITE,
    "positive_practice": Step.SUITE,
    "force_comment": Step.SUITE,
    "raised_with_officer": Step.SUITE,
    "officer_response": Step.SUITE,
    "concerns": Step.CONCERNS,
    "outcome": Step.SIGN_OFF,
    "abandoned_reason": Step.SIGN_OFF,
    "abandoned_note": Step.SIGN_OFF,
    "part_reason": Step.SIGN_OFF,
    "left_suite_at": Step.SIGN_OFF,
    "left_station_at": Step.SIGN_OFF,
    "travel_minutes": Step.SIGN_OFF,
    "expenses_pence": Step.SIGN_OFF,
    "debrief_note": Step.SIGN_OFF,
    "sign_off": Step.SIGN_OFF,
}
"""Where each field of a visit is asked, by the first word of its path.

What is known only at the end (when they left, how the visit ended) is asked on
signing off, so that the earlier steps can be done while the visit goes on.
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to do before the visit can be submitted.

    Attributes:
        field: Path of the field, such as `arrived_at`, `census.total`, `tallies.0.count`, `areas.cells`;
            within a person (`person_id` set) such as `contact` or `answers.solicitor_offered`; within a
            concern (`concern_id` set) such as `officer_told_at`.
        text: A plain sentence saying what to do. Holds the custody number of the person it is about, so it
            is shown and never logged.
        wrong: Something entered cannot stand; otherwise something is not entered yet.
    """

    step: Step
    field: str
    person_id: PersonId | None
    concern_id: ConcernId | None
    text: str
    wrong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitContext:
    """What a visit is judged by when it is submitted.

    Attributes:
        checklist: The one the visit was made under.
        members: Everybody who is or was in the scheme.
        now: UTC.
        guard: Looks through the free texts, with the words of this scheme.
        overrides: What a coordinator has allowed although a rule of the pair stands against it.
    """

    settings: SchemeSettings
    checklist: Checklist
    members: Mapping[MemberId, Member]
    now: datetime
    guard: TextGuard
    overrides: tuple[Override, ...] = ()


def missing(field: str, text: str) -> Problem:
    """A field of the visit that is not filled in yet."""
    return Problem(STEP_OF_FIELD[field.partition(".")[0]], field, None, None, text)


def wrong(field: str, text: str) -> Problem:
    """A field of the visit that holds something that cannot stand."""
    return Problem(STEP_OF_FIELD[field.partition(".")[0]], field, None, None, text, wrong=True)


@dataclass(frozen=True, slots=True)
class PersonProblems:
    """Makes the problems of one person; every text names them as `{who}`.

    Attributes:
        place: From 1, in the order of the rows: what names somebody without a custody number.
    """

    person: DetainedPerson
    place: int

    @property
    def who(self) -> str:
        """The custody number, or the row where there is none."""
        return self.person.custody_number.strip() or _("Person {place}").format(place=self.place)

    def missing(self, field: str, text: str, **words: str) -> Problem:
        """A field of the person that is not filled in yet."""
        return Problem(Step.PEOPLE, field, self.person.person_id, None, text.format(who=self.who, **words))

    def wrong(self, field: str, text: str, **words: str) -> Problem:
        """A field of the person that holds something that cannot stand."""
        return Problem(
            Step.PEOPLE, field, self.person.person_id, None, text.format(who=self.who, **words), wrong=True
        )
