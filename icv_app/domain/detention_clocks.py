"""Detention clocks: when a review or a time limit falls. A prompt to ask, never a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from icv_app.domain.person import DetainedPerson, LegalStatus
from icv_app.domain.times import in_utc

FIRST_REVIEW = timedelta(hours=6)
NEXT_REVIEW = timedelta(hours=9)
TACT_REVIEW = timedelta(hours=12)
BASIC_LIMIT = timedelta(hours=24)
SUPERINTENDENT_LIMIT = timedelta(hours=36)
WARRANT_LIMIT = timedelta(hours=96)
TACT_LIMIT = timedelta(days=14)
S136_LIMIT = timedelta(hours=24)
S136_EXTENSION = timedelta(hours=12)
SOON = timedelta(hours=1)


class PromptKind(StrEnum):
    """What the visitors may want to ask about."""

    REVIEW_DUE = "review_due"
    REVIEW_LATE = "review_late"
    LIMIT_NEAR = "limit_near"
    LIMIT_PASSED = "limit_passed"
    CHILD_S136 = "child_s136"


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing to ask.

    Attributes:
        at: When the review or limit falls, UTC; `None` for a prompt without a moment.
        by: Time until then, negative when it has passed.
    """

    kind: PromptKind
    at: datetime | None
    by: timedelta | None
    red: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """The detention clock of one person.

    Attributes:
        next_review_at: UTC; `None` where none applies or the start is unknown.
        limit_at: The next limit on detention, UTC; `None` likewise.
        limit_name: `24h`, `36h`, `96h`, `s136`, `s136_extended` or `14d`.
    """

    next_review_at: datetime | None
    limit_at: datetime | None
    limit_name: str | None
    prompts: tuple[Prompt, ...]


def review_clock(status: LegalStatus | None) -> tuple[timedelta, timedelta] | None:
    """Return how soon after authorisation the first review falls due, and the others after the one before.

    `None` where no reviews are held.

    Source: PACE s.40: six hours after detention was authorised, then nine hours apart; Code H: twelve.
    """
    match status:
        case LegalStatus.S136:
            return None
        case LegalStatus.TACT:
            return TACT_REVIEW, TACT_REVIEW
        case _:
            return FIRST_REVIEW, NEXT_REVIEW


def _next_review(person: DetainedPerson) -> datetime | None:
    clock = review_clock(person.legal_status)
    if person.authorised_at is None or clock is None:
        return None
    if person.last_review_at is not None:
        return in_utc(person.last_review_at) + clock[1]
    return in_utc(person.authorised_at) + clock[0]


def review_fell_due(person: DetainedPerson, at: datetime) -> bool:
    """Whether a review could have been due by a moment (aware); true where nothing is known of it."""
    if person.last_review_at is not None:
        return True
    first = _next_review(person)
    return first is None or first <= at


def _limit(person: DetainedPerson, at: datetime) -> tuple[datetime | None, str | None]:
    """Source: PACE ss.41-44 before charge, from the relevant time; Mental Health Act s.136; Code H."""
    if person.held_from is None:
        return None, None
    start = in_utc(person.held_from)
    limits: tuple[tuple[str, timedelta], ...]
    match person.legal_status:
        case LegalStatus.PRE_CHARGE:
            limits = (("24h", BASIC_LIMIT), ("36h", SUPERINTENDENT_LIMIT), ("96h", WARRANT_LIMIT))
        case LegalStatus.S136:
            limits = (("s136", S136_LIMIT), ("s136_extended", S136_LIMIT + S136_EXTENSION))
        case LegalStatus.TACT:
            limits = (("14d", TACT_LIMIT),)
        case _:
            return None, None
    for name, limit in limits:
        if at <= start + limit:
            return start + limit, name
    name, limit = limits[-1]
    return start + limit, name


def detention_clock(person: DetainedPerson, at: datetime) -> Clock:
    """Work out the reviews and limits of one person as they stand at a moment (aware)."""
    prompts: list[Prompt] = []
    review = _next_review(person)
    if review is not None:
        left = review - at
        if left < timedelta(0):
            prompts.append(Prompt(PromptKind.REVIEW_LATE, review, left))
        elif left <= SOON:
            prompts.append(Prompt(PromptKind.REVIEW_DUE, review, left))
    limit_at, limit_name = _limit(person, at)
    if limit_at is not None:
        left = limit_at - at
        if left < timedelta(0):
            prompts.append(Prompt(PromptKind.LIMIT_PASSED, limit_at, left))
        elif left <= SOON * 5:
            prompts.append(Prompt(PromptKind.LIMIT_NEAR, limit_at, left))
    if person.child and person.legal_status is LegalStatus.S136:
        # Mental Health Act s.136A: a police station is not a place of safety for anyone under 18.
        prompts.insert(0, Prompt(PromptKind.CHILD_S136, None, None, red=True))
    return Clock(review, limit_at, limit_name, tuple(prompts))
