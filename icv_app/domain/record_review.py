"""What a visitor reads in one redacted custody record: every step, its time, and how well the record is kept.

Each step is answered by itself: yes with the time the record gives, no, not recorded, or does not apply.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import pairwise

from icv_app.domain.concern import Severity
from icv_app.domain.ids import ConcernId, MemberId, ReadingId, RecordId
from icv_app.domain.justified import Justified
from icv_app.domain.person import LegalStatus
from icv_app.domain.record_review_sample import Group
from icv_app.words import _

BEST_QUALITY = 5
MOST_REVIEWS = 60
"""A fortnight of them, twelve hours apart, and some to spare."""
MOST_FINDINGS = 20
LONGEST_TEXT = 2000


class Step(StrEnum):
    """What the record should give a time for, in the order of a detention."""

    ARRESTED = "arrested"
    ARRIVED = "arrived"
    AUTHORISED = "authorised"
    RIGHTS = "rights"
    AA_ASKED = "aa_asked"
    AA_CAME = "aa_came"
    INTERPRETER_ASKED = "interpreter_asked"
    INTERPRETER_CAME = "interpreter_came"
    HEALTHCARE_ASKED = "healthcare_asked"
    HEALTHCARE_SEEN = "healthcare_seen"
    SOLICITOR_ASKED = "solicitor_asked"
    SOLICITOR_CAME = "solicitor_came"
    FIRST_MEAL = "first_meal"
    REVIEWS = "reviews"
    EXTENDED = "extended"
    CHARGED = "charged"
    RELEASED = "released"


class Said(StrEnum):
    """What the record says of a step."""

    YES = "yes"
    NO = "no"
    NOT_RECORDED = "not_recorded"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRead:
    """One step as the record has it.

    Attributes:
        at: When, UTC; with `YES` of every step but the reviews, which have their own times.
    """

    step: Step
    said: Said
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a visitor holds against a record; a coordinator may raise it as a concern.

    Attributes:
        finding_id: The identifier its concern will have.
        category: Code of the checklist.
    """

    finding_id: ConcernId
    category: str
    severity: Severity
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRead:
    """The questionnaire about one record, finished or not.

    Attributes:
        group: Whom it is about, as the record shows.
        held_as: Why the law let the person be held when detention was authorised.
        reviews: When each review was held, UTC, earliest first.
        quality: How well the record is kept, 1 to 5.
        as_recorded: Times that are out of order are so in the record.
        justified: What the privacy guard found in the texts and why it stays.
    """

    group: Group | None = None
    held_as: LegalStatus | None = None
    steps: tuple[StepRead, ...] = ()
    reviews: tuple[datetime, ...] = ()
    quality: int | None = None
    remark: str = ""
    findings: tuple[Finding, ...] = ()
    as_recorded: bool = False
    justified: tuple[Justified, ...] = ()

    def said(self, step: Step) -> Said | None:
        """What was answered, if anything."""
        return next((one.said for one in self.steps if one.step is step), None)

    def at(self, step: Step) -> datetime | None:
        """When the record says it was, UTC."""
        return next((one.at for one in self.steps if one.step is step and one.said is Said.YES), None)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every free text with its path."""
        yield "remark", self.remark
        for one in self.findings:
            yield f"findings.{one.finding_id}", one.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one visitor read in one record, as it was sent; nobody edits it.

    Attributes:
        record_id: The reading's own.
        assignment: What gave the record to them.
        member_id: The visitor.
        at: When it was sent, UTC.
    """

    record_id: ReadingId
    sample_id: RecordId
    assignment: RecordId
    reference: str
    member_id: MemberId
    read: RecordRead
    at: datetime

    @property
    def sound(self) -> bool:
        """Whether it could have been sent: nothing is left out, and no time lies ahead of it."""
        return not any(True for _one in lacking(self.read, self.at))


class Lack(StrEnum):
    """Why a questionnaire cannot be sent yet."""

    GROUP = "group"
    HELD_AS = "held_as"
    ANSWER = "answer"
    TIME = "time"
    AHEAD = "ahead"
    REVIEWS = "reviews"
    QUALITY = "quality"
    ORDER = "order"
    FINDING = "finding"
    TOO_MUCH = "too_much"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is lacking.

    Attributes:
        step: The step it is about, if it is about one.
        finding: The finding it is about, likewise.
    """

    lack: Lack
    step: Step | None = None
    finding: ConcernId | None = None


ORDER: tuple[tuple[Step, Step], ...] = (
    (Step.ARRESTED, Step.ARRIVED),
    (Step.ARRIVED, Step.AUTHORISED),
    (Step.AUTHORISED, Step.RIGHTS),
    (Step.AA_ASKED, Step.AA_CAME),
    (Step.INTERPRETER_ASKED, Step.INTERPRETER_CAME),
    (Step.HEALTHCARE_ASKED, Step.HEALTHCARE_SEEN),
    (Step.SOLICITOR_ASKED, Step.SOLICITOR_CAME),
    (Step.ARRIVED, Step.FIRST_MEAL),
    (Step.AUTHORISED, Step.EXTENDED),
    (Step.ARRIVED, Step.CHARGED),
    (Step.AUTHORISED, Step.RELEASED),
    (Step.CHARGED, Step.RELEASED),
)
"""Steps of which the first cannot come after the second."""


def out_of_order(read: RecordRead) -> tuple[tuple[Step, Step], ...]:
    """Return pairs of steps whose times are the wrong way round."""
    found = [
        (first, then)
        for first, then in ORDER
        if (before := read.at(first)) is not None and (after := read.at(then)) is not None and after < before
    ]
    begun, ended = read.at(Step.AUTHORISED), read.at(Step.RELEASED)
    if read.said(Step.REVIEWS) is Said.YES and read.reviews:
        if begun is not None and read.reviews[0] < begun:
            found.append((Step.AUTHORISED, Step.REVIEWS))
        if ended is not None and read.reviews[-1] > ended:
            found.append((Step.REVIEWS, Step.RELEASED))
    return tuple(found)


def lacking(read: RecordRead, now: datetime) -> Iterator[Problem]:
    """What must be mended before a questionnaire can be sent, in the order of the page.

    Args:
        read: The questionnaire.
        now: No time may lie after it, aware.
    """
    if read.group is None:
        yield Problem(Lack.GROUP)
    if read.held_as is None:
        yield Problem(Lack.HELD_AS)
    if len({one.step for one in read.steps}) != len(read.steps):
        yield Problem(Lack.ANSWER)
    for step in Step:
        yield from _lacking_of(read, step, now)
    if out_of_order(read) and not read.as_recorded:
        yield Problem(Lack.ORDER)
    if read.quality is None or not 1 <= read.quality <= BEST_QUALITY:
        yield Problem(Lack.QUALITY)
    for one in read.findings:
        if not one.category or not one.text.strip():
            yield Problem(Lack.FINDING, finding=one.finding_id)
    if _too_much(read):
        yield Problem(Lack.TOO_MUCH)


def _lacking_of(read: RecordRead, step: Step, now: datetime) -> Iterator[Problem]:
    said, at = read.said(step), read.at(step)
    if said is None:
        yield Problem(Lack.ANSWER, step)
    elif step is Step.REVIEWS:
        ordered = all(before < after for before, after in pairwise(read.reviews))
        if (said is Said.YES) is not bool(read.reviews) or not ordered:
            yield Problem(Lack.REVIEWS, step)
        elif any(one > now for one in read.reviews):
            yield Problem(Lack.AHEAD, step)
    elif said is Said.YES and at is None:
        yield Problem(Lack.TIME, step)
    elif at is not None and at > now:
        yield Problem(Lack.AHEAD, step)


def _too_much(read: RecordRead) -> bool:
    ids = {one.finding_id for one in read.findings}
    return (
        len(read.reviews) > MOST_REVIEWS
        or len(read.findings) > MOST_FINDINGS
        or len(ids) != len(read.findings)
        or any(len(text) > LONGEST_TEXT for _path, text in read.texts())
    )


def answered(read: RecordRead) -> int:
    """How many of the steps are answered."""
    return sum(read.said(step) is not None for step in Step)


def step_words() -> Mapping[Step, str]:
    """What each step is called."""
    return {
        Step.ARRESTED: _("Arrested"),
        Step.ARRIVED: _("Arrived at the police station"),
        Step.AUTHORISED: _("Detention authorised"),
        Step.RIGHTS: _("Rights given"),
        Step.AA_ASKED: _("Appropriate adult asked for"),
        Step.AA_CAME: _("Appropriate adult came"),
        Step.INTERPRETER_ASKED: _("Interpreter asked for"),
        Step.INTERPRETER_CAME: _("Interpreter came, or interpreted by telephone"),
        Step.HEALTHCARE_ASKED: _("Healthcare asked for"),
        Step.HEALTHCARE_SEEN: _("Seen by healthcare"),
        Step.SOLICITOR_ASKED: _("Solicitor asked for"),
        Step.SOLICITOR_CAME: _("Solicitor spoken to"),
        Step.FIRST_MEAL: _("First meal given"),
        Step.REVIEWS: _("Reviews of detention held"),
        Step.EXTENDED: _("Longer detention authorised"),
        Step.CHARGED: _("Charged"),
        Step.RELEASED: _("Released, or taken to court"),
    }
