"""One visit to one custody suite. A draft may be unfinished; a submitted visit is not."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from icv_app.domain.census import Census, Reconciliation, Tally, reconcile
from icv_app.domain.concern import Concern
from icv_app.domain.follow_up import FollowUp
from icv_app.domain.ids import ConcernId, MemberId, PersonId, SuiteId, VisitId
from icv_app.domain.justified import Justified
from icv_app.domain.person import DetainedPerson, Value
from icv_app.domain.times import in_utc


class VisitKind(StrEnum):
    """How the visit was made. A custody record review is never a visit."""

    IN_PERSON = "in_person"
    TELEPHONE = "telephone"
    TACT = "tact"
    CONTINGENCY = "contingency"


class Outcome(StrEnum):
    """How the visit ended."""

    COMPLETED = "completed"
    PART = "part"
    ABANDONED = "abandoned"


class Stage(StrEnum):
    """Whether the report can still be edited: it is locked at the first signature."""

    DRAFT = "draft"
    SUBMITTED = "submitted"


class AreaState(StrEnum):
    """What was found in an area of the suite."""

    NOT_CHECKED = "not_checked"
    GOOD = "good"
    MINOR = "minor"
    POOR = "poor"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistRef:
    """The checklist a visit was made under; it finishes under the same one."""

    checklist_id: str
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayExplanation:
    """Why entry was not immediate.

    Source: Code of Practice on Independent Custody Visiting: only danger to the visitors is a ground.

    Attributes:
        reason: Reason code of the checklist.
        explained_by: Role code, never a name.
        danger: Whether danger to the visitors was the ground given.
    """

    reason: str | None = None
    explained_by: str | None = None
    danger: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """Who was on duty. `None` means not asked."""

    sergeants: int | None = None
    detention_officers: int | None = None
    healthcare_present: Value | None = None
    woman_on_duty: Value | None = None
    briefed_by: str | None = None
    escorted_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaFinding:
    """The state of one area. A `MINOR` or `POOR` one says why in `note` or by a concern."""

    area: str
    state: AreaState
    note: str = ""
    concern_id: ConcernId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StockFinding:
    """Whether one stock item is there: yes, no, not applicable or not known."""

    stock: str
    value: Value
    note: str = ""
    concern_id: ConcernId | None = None


class SecondVisitor(StrEnum):
    """How the second visitor's agreement stands in the report as filed."""

    AGREED_HERE = "agreed_here"
    DISSENTS_HERE = "dissents_here"
    LATER = "later"


@dataclass(frozen=True, slots=True, kw_only=True)
class FurtherWord:
    """The word of a third or later visitor, before the first signature."""

    member_id: MemberId
    word: SecondVisitor
    dissent_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOff:
    """Declarations and the other visitors' words, before the first signature.

    Attributes:
        second: Declared on this laptop, or to come from their own device.
        dissent_note: What the second visitor does not agree with.
        further: Words of the visitors after the second; who is not among them says theirs later.
    """

    no_names_used: bool = False
    nobody_known: bool = False
    both_agree: bool = False
    second: SecondVisitor | None = None
    dissent_note: str = ""
    further: tuple[FurtherWord, ...] = ()

    def further_word(self, member: MemberId) -> FurtherWord:
        """The word of a visitor after the second."""
        found = (word for word in self.further if word.member_id == member)
        return next(found, FurtherWord(member_id=member, word=SecondVisitor.LATER))

    def with_further(self, word: FurtherWord) -> SignOff:
        """This sign-off with the word of one visitor after the second."""
        others = tuple(old for old in self.further if old.member_id != word.member_id)
        return replace(self, further=(*others, word))

    def word_of(self, member: MemberId, place: int) -> tuple[SecondVisitor | None, str]:
        """The word and the note of one of the visitors who did not file, by their place among them from 0."""
        if place == 0:
            return self.second, self.dissent_note
        further = self.further_word(member)
        return further.word, further.dissent_note

    def with_second(self, was: MemberId | None, now: MemberId | None) -> SignOff:
        """This sign-off after somebody else became the second visitor: a word stays with whose it is.

        What was said before anybody was named is of whoever is named then.
        """
        found = next((word for word in self.further if word.member_id == now), None)
        if was == now or (was is None and found is None):
            return self
        kept = self
        if was is not None and (self.second is not None or self.dissent_note):
            said = self.second or SecondVisitor.LATER
            kept = self.with_further(FurtherWord(member_id=was, word=said, dissent_note=self.dissent_note))
        return replace(
            kept,
            second=found.word if found else None,
            dissent_note=found.dissent_note if found else "",
            both_agree=False,
            further=tuple(word for word in kept.further if word.member_id != now),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One visit, with everything recorded on it.

    Attributes:
        author: The visitor on whose laptop it is recorded; signs first.
        visitors: Scheme numbers of the visitors, at least two when submitted; the author among them.
        trainee: A member in training who comes along and does not count as one of the pair.
        observers: Roles of other people along, such as `icva_assessor`; never names.
        arrived_at, entered_at, left_suite_at, left_station_at: UTC.
        abandoned_reason: Reason code, with `Outcome.ABANDONED`.
        abandoned_note: More about it, where the reason asks for words.
        part_reason: Why a part visit's count does not reconcile.
        follow_ups: Concerns of earlier visits to the suite, looked at again.
        observed: Codes of what was seen happening: booking in, release, cell rounds, a review.
        travel_minutes: Both ways, for one visitor.
        expenses_pence: Claimed for this visit.
        settings_version: The scheme settings the visit was made under.
        settings_record: Which of several published as one version at once; empty from an older ICV.
        justified: What the privacy guard found in its texts and why it stays.
        typed_from_paper: Written on paper during the visit and typed up after it.
        submitted_at: When it was filed and locked, UTC.
    """

    visit_id: VisitId
    suite: SuiteId | None = None
    kind: VisitKind = VisitKind.IN_PERSON
    author: MemberId
    visitors: tuple[MemberId, ...] = ()
    trainee: MemberId | None = None
    observers: tuple[str, ...] = ()
    checklist: ChecklistRef
    settings_version: int = 1
    settings_record: str = ""
    arrived_at: datetime | None = None
    entered_at: datetime | None = None
    left_suite_at: datetime | None = None
    left_station_at: datetime | None = None
    delay: DelayExplanation = field(default_factory=DelayExplanation)
    outcome: Outcome | None = None
    abandoned_reason: str | None = None
    abandoned_note: str = ""
    part_reason: str = ""
    staffing: Staffing = field(default_factory=Staffing)
    census: Census = field(default_factory=Census)
    people: tuple[DetainedPerson, ...] = ()
    tallies: tuple[Tally, ...] = ()
    areas: tuple[AreaFinding, ...] = ()
    stocks: tuple[StockFinding, ...] = ()
    observed: tuple[str, ...] = ()
    positive_practice: str = ""
    force_comment: str = ""
    raised_with_officer: str = ""
    officer_response: str = ""
    concerns: tuple[Concern, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    sign_off: SignOff = field(default_factory=SignOff)
    travel_minutes: int | None = None
    expenses_pence: int | None = None
    debrief_wanted: bool | None = None
    debrief_note: str = ""
    justified: tuple[Justified, ...] = ()
    typed_from_paper: bool = False
    stage: Stage = Stage.DRAFT
    created_at: datetime
    submitted_at: datetime | None = None

    @property
    def wait(self) -> timedelta | None:
        """From the counter to the suite; `None` where either is missing."""
        if self.arrived_at is None or self.entered_at is None:
            return None
        return in_utc(self.entered_at) - in_utc(self.arrived_at)

    @property
    def duration(self) -> timedelta | None:
        """From the suite to leaving it; `None` where either is missing."""
        if self.entered_at is None or self.left_suite_at is None:
            return None
        return in_utc(self.left_suite_at) - in_utc(self.entered_at)

    @property
    def began_at(self) -> datetime | None:
        """The moment the visit is counted under: entry, or arrival where nobody got in."""
        return self.entered_at or self.arrived_at

    @property
    def in_person(self) -> bool:
        """Whether it can count towards a target; a telephone visit cannot."""
        return self.kind is not VisitKind.TELEPHONE

    @property
    def reconciliation(self) -> Reconciliation:
        """How rows and tallies stand against the census."""
        return reconcile(self.census, self.people, self.tallies)

    def person(self, person_id: PersonId) -> DetainedPerson | None:
        """The row of one person, if it is there."""
        return next((person for person in self.people if person.person_id == person_id), None)

    def concern(self, concern_id: ConcernId) -> Concern | None:
        """One concern, if it is there."""
        return next((concern for concern in self.concerns if concern.concern_id == concern_id), None)

    def follow_up(self, concern_id: ConcernId) -> FollowUp | None:
        """What was found of an earlier concern, if somebody looked."""
        return next((found for found in self.follow_ups if found.concern_id == concern_id), None)

    def with_visitors(self, visitors: tuple[MemberId, ...]) -> Visit:
        """This visit made by these visitors; nobody takes over what another had said on signing off."""
        seconds = (
            next((one for one in pair if one != self.author), None) for pair in (self.visitors, visitors)
        )
        return replace(self, visitors=visitors, sign_off=self.sign_off.with_second(*seconds))

    def with_follow_up(self, found: FollowUp) -> Visit:
        """This visit with what was found of one earlier concern, replacing what was said before."""
        others = tuple(old for old in self.follow_ups if old.concern_id != found.concern_id)
        return replace(self, follow_ups=(*others, found))

    def with_person(self, person: DetainedPerson) -> Visit:
        """This visit with one person put in, in place where they already stand."""
        if self.person(person.person_id) is None:
            return replace(self, people=(*self.people, person))
        people = tuple(person if old.person_id == person.person_id else old for old in self.people)
        return replace(self, people=people)

    def without_person(self, person_id: PersonId) -> Visit:
        """This visit without one person and without their concerns."""
        return replace(
            self,
            people=tuple(old for old in self.people if old.person_id != person_id),
            concerns=tuple(old for old in self.concerns if old.person_id != person_id),
        )

    def with_concern(self, concern: Concern) -> Visit:
        """This visit with one concern put in, in place where it already stands."""
        if self.concern(concern.concern_id) is None:
            return replace(self, concerns=(*self.concerns, concern))
        concerns = tuple(concern if old.concern_id == concern.concern_id else old for old in self.concerns)
        return replace(self, concerns=concerns)

    def without_concern(self, concern_id: ConcernId) -> Visit:
        """This visit without one concern; answers that led to it become open again."""
        people = tuple(
            replace(
                person,
                answers=tuple(
                    replace(answer, resolution=None)
                    if answer.resolution and answer.resolution.concern_id == concern_id
                    else answer
                    for answer in person.answers
                ),
            )
            for person in self.people
        )
        return replace(
            self,
            people=people,
            areas=tuple(replace(a, concern_id=None) if a.concern_id == concern_id else a for a in self.areas),
            stocks=tuple(
                replace(s, concern_id=None) if s.concern_id == concern_id else s for s in self.stocks
            ),
            concerns=tuple(old for old in self.concerns if old.concern_id != concern_id),
        )

    def with_area(self, finding: AreaFinding) -> Visit:
        """This visit with the finding for one area, replacing an earlier one."""
        others = tuple(old for old in self.areas if old.area != finding.area)
        return replace(self, areas=(*others, finding))

    def with_stock(self, finding: StockFinding) -> Visit:
        """This visit with the finding for one stock item, replacing an earlier one."""
        others = tuple(old for old in self.stocks if old.stock != finding.stock)
        return replace(self, stocks=(*others, finding))

    def with_justified(self, one: Justified) -> Visit:
        """This visit with one justification, replacing an earlier one of the same words in the same field."""
        return replace(self, justified=(*self.without_justified(one).justified, one))

    def without_justified(self, one: Justified) -> Visit:
        """This visit without the justification of these words in this field."""
        spoken_of = (one.path, one.found, one.hint)
        others = (old for old in self.justified if (old.path, old.found, old.hint) != spoken_of)
        return replace(self, justified=tuple(others))
