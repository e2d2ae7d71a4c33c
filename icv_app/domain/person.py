"""One detained person, as the visitors record them: never a name, never an offence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from icv_app.domain.ids import ConcernId, PersonId
from icv_app.domain.times import in_utc


class Gender(StrEnum):
    """As the person says, or as the record shows."""

    WOMAN = "woman"
    MAN = "man"
    OTHER = "other"
    UNKNOWN = "unknown"


class AgeBand(StrEnum):
    """Age in bands; a date of birth is never recorded."""

    A10_13 = "10-13"
    A14_17 = "14-17"
    A18_24 = "18-24"
    A25_59 = "25-59"
    A60_PLUS = "60+"
    UNKNOWN = "unknown"


CHILD_BANDS = frozenset({AgeBand.A10_13, AgeBand.A14_17})


class LegalStatus(StrEnum):
    """Why the law lets the person be held; never the alleged offence."""

    PRE_CHARGE = "pre_charge"
    CHARGED = "charged"
    WARRANT_OR_RECALL = "warrant_or_recall"
    IMMIGRATION = "immigration"
    S136 = "s136"
    BAIL = "bail"
    TACT = "tact"


class Contact(StrEnum):
    """What came of the visit for this person; exactly one once decided."""

    SPOKEN_TO = "spoken_to"
    OBSERVED_ONLY = "observed_only"
    DECLINED = "declined"
    NOT_AVAILABLE = "not_available"
    NOT_OFFERED = "not_offered"


class Consent(StrEnum):
    """Asked before anything else about the person is answered."""

    YES = "yes"
    NO = "no"
    UNABLE = "unable"


class Value(StrEnum):
    """The four answers. `NOT_KNOWN` never counts as a pass."""

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "na"
    NOT_KNOWN = "nk"


class Source(StrEnum):
    """How the visitors know."""

    PERSON_SAID = "person_said"
    CUSTODY_RECORD = "custody_record"
    SEEN = "seen"
    STAFF_SAID = "staff_said"


class Resolved(StrEnum):
    """What became of a "no"."""

    CONCERN = "concern"
    PUT_RIGHT = "put_right"
    NOT_RAISED = "not_raised"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """How a "no" was dealt with; every "no" needs one before submitting.

    Attributes:
        resolved: Which of the three ways.
        concern_id: The concern, where one was raised.
        reason: Reason code of the checklist, where it was not raised.
        note: Free text about a person.
    """

    resolved: Resolved
    concern_id: ConcernId | None = None
    reason: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The answer to one check.

    Attributes:
        check_id: Identifier in the visit's checklist.
        value: `Value` for a yes/no check; typed text for a time (ISO, UTC), hours, number, text or choice.
        source: How it is known; `None` until said.
        note: Free text about a person.
        resolution: For an answer that calls for action; `None` while open.
    """

    check_id: str
    value: str
    source: Source | None = None
    note: str = ""
    resolution: Resolution | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRefusal:
    """The police refused access to this person.

    Source: Code of Practice on Independent Custody Visiting: an inspector or above, on a stated ground.

    Attributes:
        rank: Role code, inspector or above.
        ground: Code of the checklist's grounds in law.
    """

    rank: str
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DetainedPerson:
    """A row of the people board. A draft may leave anything open.

    Attributes:
        custody_number: The force's number; identifies a person, so it is sealed and erased apart.
        cell: Identifies a person, likewise.
        ethnicity: Code of the checklist's 5+1 list, from the record; `None` where not noted.
        vulnerable: Vulnerable, or an appropriate adult is needed.
        observation_level: 1 to 4; `None` where not noted.
        authorised_at: When detention was authorised, UTC.
        relevant_time: When the detention clock began, UTC.
        last_review_at: When the last review was done, UTC; `None` before the first.
        contact: `None` while nothing was decided.
        contact_reason: Reason code for not available and not offered; `asleep` may go with observed only.
        refusal: Where the police refused access.
        passed_over_reason: Reason code: why somebody of a priority group was left out.
        introduced_by, place, interpreter: Codes of the checklist.
        not_private_reason: Reason code, where the talk was out of sight or within hearing.
        note: Free text about a person.
        scripts_given: Identifiers of the scripts shown and read out.
        talking_now: Marked so on the board.
    """

    person_id: PersonId
    custody_number: str = ""
    cell: str = ""
    gender: Gender | None = None
    age_band: AgeBand | None = None
    ethnicity: str | None = None
    vulnerable: bool = False
    neurodivergent: bool = False
    disabled_or_pregnant: bool = False
    non_english: bool = False
    non_uk: bool = False
    observation_level: int | None = None
    legal_status: LegalStatus | None = None
    charged_refused_bail: bool = False
    clothing_taken: bool = False
    strip_searched: bool = False
    force_used: bool = False
    authorised_at: datetime | None = None
    relevant_time: datetime | None = None
    last_review_at: datetime | None = None
    consent_talk: Consent | None = None
    consent_talk_reason: str = ""
    consent_record: Consent | None = None
    consent_record_reason: str = ""
    contact: Contact | None = None
    contact_reason: str | None = None
    refusal: AccessRefusal | None = None
    known_to_visitor: bool = False
    passed_over_reason: str | None = None
    introduced_by: str | None = None
    place: str | None = None
    in_sight: bool | None = None
    out_of_hearing: bool | None = None
    not_private_reason: str | None = None
    interpreter: str | None = None
    answers: tuple[Answer, ...] = ()
    note: str = ""
    scripts_given: tuple[str, ...] = ()
    talking_now: bool = False

    @property
    def child(self) -> bool:
        """Under 18. Source: PACE s.37(15), Code C 1.5."""
        return self.age_band in CHILD_BANDS

    @property
    def girl(self) -> bool:
        """A girl under 18, who must be in the care of a woman. Source: Code C 3.20A."""
        return self.child and self.gender is Gender.WOMAN

    @property
    def woman(self) -> bool:
        """A woman of 18 or over."""
        return self.gender is Gender.WOMAN and not self.child

    @property
    def asleep(self) -> bool:
        """Recorded as asleep: not woken, observation-only questions."""
        return self.contact_reason == "asleep"

    @property
    def held_from(self) -> datetime | None:
        """When the time in custody began: the relevant time, or else the authorisation."""
        return self.relevant_time or self.authorised_at

    def held_for(self, at: datetime) -> timedelta | None:
        """How long the person had been held at a moment; `None` where no time is known."""
        start = self.held_from
        return max(in_utc(at) - in_utc(start), timedelta(0)) if start else None

    def answer(self, check_id: str) -> Answer | None:
        """The answer to a check, if any."""
        return next((answer for answer in self.answers if answer.check_id == check_id), None)

    def with_answer(self, answer: Answer) -> DetainedPerson:
        """This person with one answer put in, replacing an earlier one to the same check."""
        others = tuple(old for old in self.answers if old.check_id != answer.check_id)
        return replace(self, answers=(*others, answer))

    def without_answer(self, check_id: str) -> DetainedPerson:
        """This person with the answer to a check taken back."""
        return replace(self, answers=tuple(old for old in self.answers if old.check_id != check_id))
