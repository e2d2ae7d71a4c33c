"""Waits worked out from the times of one custody record, and set against the clocks of the law.

Times are compared in UTC, so a night on which the clocks change is as long as it was. What the law asks is a
prompt to ask the force, never a verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from icv_app.domain.detention_clocks import (
    BASIC_LIMIT,
    S136_EXTENSION,
    S136_LIMIT,
    SUPERINTENDENT_LIMIT,
    TACT_LIMIT,
    WARRANT_LIMIT,
    review_clock,
)
from icv_app.domain.person import LegalStatus
from icv_app.domain.record_review import RecordRead, Said, Step
from icv_app.words import _


class Wait(StrEnum):
    """From one step to another."""

    ARREST_TO_ARRIVAL = "arrest_to_arrival"
    ARRIVAL_TO_AUTHORISED = "arrival_to_authorised"
    AUTHORISED_TO_RIGHTS = "authorised_to_rights"
    AA = "aa"
    INTERPRETER = "interpreter"
    HEALTHCARE = "healthcare"
    SOLICITOR = "solicitor"
    FIRST_MEAL = "first_meal"
    FIRST_REVIEW = "first_review"
    NEXT_REVIEW = "next_review"
    BEFORE_CHARGE = "before_charge"


class Outcome(StrEnum):
    """Whether a wait could be worked out."""

    MEASURED = "measured"
    NEVER = "never"
    """The record says that what was waited for did not happen."""
    NOT_RECORDED = "not_recorded"
    OUT_OF_ORDER = "out_of_order"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One wait in one record.

    Attributes:
        length: Where it was measured.
        within: Whether it kept to the clock of the law; `None` where there is none or it cannot be told.
    """

    wait: Wait
    outcome: Outcome
    length: timedelta | None = None
    within: bool | None = None


SPANS: Mapping[Wait, tuple[Step, Step]] = {
    Wait.ARREST_TO_ARRIVAL: (Step.ARRESTED, Step.ARRIVED),
    Wait.ARRIVAL_TO_AUTHORISED: (Step.ARRIVED, Step.AUTHORISED),
    Wait.AUTHORISED_TO_RIGHTS: (Step.AUTHORISED, Step.RIGHTS),
    Wait.AA: (Step.AA_ASKED, Step.AA_CAME),
    Wait.INTERPRETER: (Step.INTERPRETER_ASKED, Step.INTERPRETER_CAME),
    Wait.HEALTHCARE: (Step.HEALTHCARE_ASKED, Step.HEALTHCARE_SEEN),
    Wait.SOLICITOR: (Step.SOLICITOR_ASKED, Step.SOLICITOR_CAME),
    Wait.FIRST_MEAL: (Step.ARRIVED, Step.FIRST_MEAL),
}
"""Waits that the law sets no number of hours for."""

CLOCKED = (Wait.FIRST_REVIEW, Wait.NEXT_REVIEW, Wait.BEFORE_CHARGE)
"""Waits with a clock of the law."""


def waits_of(read: RecordRead) -> tuple[Measured, ...]:
    """Work out every wait of one record, in the order of `Wait`; each time between two reviews is one."""
    spans = (_span(wait, read, *ends) for wait, ends in SPANS.items())
    return (*spans, _first_review(read), *_next_reviews(read), _before_charge(read))


def _span(wait: Wait, read: RecordRead, first: Step, then: Step) -> Measured:
    said = {read.said(first), read.said(then)}
    if Said.NOT_APPLICABLE in said or read.said(first) is Said.NO:
        return Measured(wait=wait, outcome=Outcome.NOT_APPLICABLE)
    if read.said(then) is Said.NO:
        return Measured(wait=wait, outcome=Outcome.NEVER)
    return _between(wait, read.at(first), read.at(then))


def _between(
    wait: Wait, begun: datetime | None, ended: datetime | None, limit: timedelta | None = None
) -> Measured:
    if begun is None or ended is None:
        return Measured(wait=wait, outcome=Outcome.NOT_RECORDED)
    length = ended - begun
    if length < timedelta(0):
        return Measured(wait=wait, outcome=Outcome.OUT_OF_ORDER)
    within = None if limit is None else length <= limit
    return Measured(wait=wait, outcome=Outcome.MEASURED, length=length, within=within)


def _first_review(read: RecordRead) -> Measured:
    """Source: PACE s.40; none is due of somebody released before. A review that was not held is late."""
    wait, clock = Wait.FIRST_REVIEW, review_clock(read.held_as)
    said, begun = read.said(Step.REVIEWS), read.at(Step.AUTHORISED)
    if clock is None or said is Said.NOT_APPLICABLE:
        return Measured(wait=wait, outcome=Outcome.NOT_APPLICABLE)
    if said is Said.YES and read.reviews:
        return _between(wait, begun, read.reviews[0], clock[0])
    ended = read.at(Step.RELEASED)
    if begun is None or ended is None:
        return Measured(wait=wait, outcome=Outcome.NOT_RECORDED)
    if ended <= begun + clock[0]:
        return Measured(wait=wait, outcome=Outcome.NOT_APPLICABLE)
    if said is Said.NO:
        return Measured(wait=wait, outcome=Outcome.NEVER, within=False)
    return Measured(wait=wait, outcome=Outcome.NOT_RECORDED)


def _next_reviews(read: RecordRead) -> Iterator[Measured]:
    """Source: PACE s.40. From each review to the next one, and to a release that came too late for none."""
    clock = review_clock(read.held_as)
    if clock is None or read.said(Step.REVIEWS) is not Said.YES:
        return
    for before, after in pairwise(read.reviews):
        yield _between(Wait.NEXT_REVIEW, before, after, clock[1])
    ended = read.at(Step.RELEASED)
    if read.reviews and ended is not None and ended > read.reviews[-1] + clock[1]:
        yield Measured(wait=Wait.NEXT_REVIEW, outcome=Outcome.NEVER, within=False)


def _before_charge(read: RecordRead) -> Measured:
    """From arrival at the police station, the relevant time, to charge or else release.

    Under the Terrorism Act time runs from the arrest.

    Source: PACE ss.41-44; Mental Health Act s.136; Terrorism Act 2000 s.41 and Schedule 8, Code H. An arrest
    elsewhere in the country can make the relevant time another one: the questionnaire does not ask for it.
    """
    first = Step.ARRESTED if read.held_as is LegalStatus.TACT else Step.ARRIVED
    wait, begun = Wait.BEFORE_CHARGE, read.at(first)
    limit = _limit(read)
    if limit is None:
        return Measured(wait=wait, outcome=Outcome.NOT_APPLICABLE)
    charged, released = read.at(Step.CHARGED), read.at(Step.RELEASED)
    ended = charged or released
    found = _between(wait, begun, ended, limit)
    if charged is None and read.said(Step.CHARGED) is Said.NOT_RECORDED and found.within is False:
        # Released in time is charged in time; released later says nothing of when the charge came.
        return Measured(wait=wait, outcome=Outcome.NOT_RECORDED)
    if found.within is False and begun is not None and found.length is not None:
        return _extended(read, begun, limit, found)
    return found


def _limit(read: RecordRead) -> timedelta | None:
    match read.held_as:
        case LegalStatus.PRE_CHARGE:
            return BASIC_LIMIT
        case LegalStatus.S136:
            return S136_LIMIT
        case LegalStatus.TACT:
            return TACT_LIMIT
        case _:
            return None


def _extended(read: RecordRead, begun: datetime, limit: timedelta, found: Measured) -> Measured:
    """Over the limit: in time where it was extended before it ended, and never beyond what the law allows.

    How long a warrant was for is not asked: what one could have allowed is not judged.
    """
    extended, said = read.at(Step.EXTENDED), read.said(Step.EXTENDED)
    length = found.length or timedelta(0)
    by_warrant = read.held_as is LegalStatus.PRE_CHARGE and length > SUPERINTENDENT_LIMIT
    within: bool | None = extended is not None and extended <= begun + limit
    if length > _longest(read, limit):
        within = False
    elif said is Said.NOT_RECORDED or (extended is not None and by_warrant):
        within = None
    return Measured(wait=found.wait, outcome=found.outcome, length=length, within=within)


def _longest(read: RecordRead, limit: timedelta) -> timedelta:
    match read.held_as:
        case LegalStatus.PRE_CHARGE:
            return WARRANT_LIMIT
        case LegalStatus.S136:
            return S136_LIMIT + S136_EXTENSION
        case _:
            return limit


def wait_words() -> Mapping[Wait, str]:
    """What each wait is called."""
    return {
        Wait.ARREST_TO_ARRIVAL: _("Arrest to arrival"),
        Wait.ARRIVAL_TO_AUTHORISED: _("Arrival to authorisation"),
        Wait.AUTHORISED_TO_RIGHTS: _("Authorisation to rights"),
        Wait.AA: _("Wait for the appropriate adult"),
        Wait.INTERPRETER: _("Wait for an interpreter"),
        Wait.HEALTHCARE: _("Wait for healthcare"),
        Wait.SOLICITOR: _("Wait for the solicitor"),
        Wait.FIRST_MEAL: _("Arrival to first meal"),
        Wait.FIRST_REVIEW: _("Authorisation to first review"),
        Wait.NEXT_REVIEW: _("One review to the next"),
        Wait.BEFORE_CHARGE: _("Arrival to charge or release"),
    }
