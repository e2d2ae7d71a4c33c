"""What follows a report: the second visitor's word, the coordinator's decision, every concern's way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from icv_app.demo.scheme import PRESENT
from icv_app.demo.sentences import Sentences
from icv_app.domain.concern import Concern, ConcernStepKind, Severity
from icv_app.domain.ids import ConcernId, MemberId
from icv_app.domain.times import LONDON, in_london
from icv_app.domain.visit import SecondVisitor, Visit
from icv_app.figures.working_days import is_working_day

COORDINATOR = MemberId("C-001")
DEPUTY = MemberId("C-002")
_LEAVE = ((date(2023, 8, 7), date(2023, 8, 18)), (date(2024, 1, 2), date(2024, 1, 12)))
"""When the deputy decides instead."""
_LAST_SITTING = datetime(2024, 3, 31, 10, 0, tzinfo=LONDON).astimezone(UTC)
"""On the last day of the year, a Sunday, the coordinator works off what is left."""
_NEVER = PRESENT + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Words:
    """Something said at a moment (UTC)."""

    at: datetime
    text: str
    by: MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep:
    """One step on a concern; `to_role` with sent and escalated, `outcome` with closed."""

    concern_id: ConcernId
    kind: ConcernStepKind
    at: datetime
    by: MemberId
    text: str = ""
    to_role: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A coordinator's words beside a report: a comment on the place `path`, or thanks where it is empty."""

    words: Words
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """What follows one report.

    Attributes:
        opened: When and by whom the report was first opened at the office; without text.
        agreement: The second visitor's word from their own device; its text is the dissent, if any.
        question: With which the report was given back; then `answer` is there, too.
        approval: How the report ended; all do.
        steps: On all concerns, oldest first.
        remarks: Said after the approval, oldest first.
    """

    opened: Words
    approval: Words
    question: Words | None = None
    answer: Words | None = None
    agreement: Words | None = None
    addendum: Words | None = None
    steps: tuple[PlannedStep, ...] = ()
    remarks: tuple[Remark, ...] = ()


def office_hour(rng: Random, after: datetime) -> datetime:
    """The next moment the office is at work, or in the last sitting of the year."""
    local = in_london(after + timedelta(minutes=rng.randint(4, 25)))
    if local.hour >= 17:
        local = _morning(rng, local.date() + timedelta(days=1))
    elif local.hour < 9:
        local = _morning(rng, local.date())
    while not is_working_day(local.date()):
        local = _morning(rng, local.date() + timedelta(days=1))
    moment = local.astimezone(UTC)
    if moment < _LAST_SITTING:
        return moment
    return max(after, _LAST_SITTING) + timedelta(seconds=rng.randint(120, 400))


def _morning(rng: Random, day: date) -> datetime:
    return datetime.combine(day, time(9 + rng.choice((0, 0, 1, 2, 4)), rng.randrange(60)), tzinfo=LONDON)


def at_the_desk(at: datetime) -> MemberId:
    """Which coordinator decides at a moment."""
    day = in_london(at).date()
    return DEPUTY if any(first <= day <= last for first, last in _LEAVE) else COORDINATOR


@dataclass(slots=True)
class Office:
    """Draws what follows the reports."""

    rng: Random
    sentences: Sentences

    def aftermath(
        self,
        visit: Visit,
        filed_at: datetime,
        *,
        returned: bool,
        unsigned: bool,
        dissent: bool,
        addendum: bool,
    ) -> Aftermath:
        """Draw what follows one report.

        Args:
            visit: As it is filed.
            filed_at: UTC.
            returned: It is given back with a question.
            unsigned: Where the second visitor's word is to come later: it never does.
            dissent: It comes, and it is a dissent.
            addendum: The author adds a correction without being asked.
        """
        rng = self.rng
        lies = timedelta(minutes=rng.randint(20, 900))
        opened_at = office_hour(rng, filed_at + lies if filed_at + lies < _LAST_SITTING else filed_at)
        decided_at = opened_at + timedelta(seconds=rng.randint(180, 1500))
        question = answer = None
        if returned:
            asked = rng.randrange(len(self.sentences.all("question")))
            question = self._said(decided_at, self.sentences.all("question")[asked])
            answered_at = decided_at + timedelta(hours=rng.uniform(5, 90))
            answer = Words(answered_at, self.sentences.all("answer")[asked], visit.author)
            decided_at = office_hour(rng, answered_at)
        note = self.sentences.one(rng, "approval") if rng.random() < 0.45 else ""
        return Aftermath(
            opened=self._said(opened_at, ""),
            approval=self._said(decided_at, note),
            question=question,
            answer=answer,
            agreement=None if unsigned else self._agreement(visit, filed_at, dissent),
            addendum=self._addendum(visit, filed_at) if addendum else None,
            steps=tuple(sorted(self._steps(visit, opened_at), key=lambda step: step.at)),
        )

    def _said(self, at: datetime, text: str) -> Words:
        return Words(at, text, at_the_desk(at))

    def _agreement(self, visit: Visit, filed_at: datetime, dissent: bool) -> Words | None:
        if visit.sign_off.second is not SecondVisitor.LATER:
            return None
        at = filed_at + timedelta(hours=self.rng.uniform(2, 110))
        second = next(member for member in visit.visitors if member != visit.author)
        text = self.sentences.one(self.rng, "dissent") if dissent else ""
        return Words(at, text, second) if at < PRESENT else None

    def _addendum(self, visit: Visit, filed_at: datetime) -> Words | None:
        at = filed_at + timedelta(hours=self.rng.uniform(20, 70))
        text = self.sentences.one(self.rng, "addendum")
        return Words(at, text, visit.author) if at < PRESENT else None

    def _steps(self, visit: Visit, opened_at: datetime) -> Iterator[PlannedStep]:
        for concern in visit.concerns:
            if not concern.good_practice and not concern.put_right:
                sent_at = opened_at + timedelta(seconds=self.rng.randint(60, 170))
                steps = ConcernWay(self.rng, self.sentences, concern, sent_at).steps()
                # What would come after the demo's date has not happened.
                yield from (step for step in steps if step.at < PRESENT)


@dataclass(slots=True)
class ConcernWay:
    """The way of one concern through the force."""

    rng: Random
    sentences: Sentences
    concern: Concern
    at: datetime

    def steps(self) -> Iterator[PlannedStep]:
        """Every step, from the sending on; those after the demo's date as well."""
        yield self._step(ConcernStepKind.SENT, to_role="custody_inspector")
        draw = self.rng.random()
        outcome = self.rng.choices(
            ("put_right", "practice_changed", "not_upheld", "outside_police", "risk_accepted"),
            (52, 17, 15, 11, 5),
        )[0]
        if draw < 0.02:
            yield from self._never_answered()
            return
        if draw < 0.07:
            self._pass(days=9)
            yield self._escalated("chief_inspector")
        yield self._replied("not_upheld" if 0.07 <= draw < 0.15 else outcome)
        if 0.07 <= draw < 0.15:
            yield from self._disputed(outcome)
        self.at = office_hour(self.rng, self.at)
        yield self._step(ConcernStepKind.ACCEPTED)
        self.at += timedelta(seconds=self.rng.randint(30, 90))
        yield self._step(ConcernStepKind.CLOSED, outcome=outcome)

    def _disputed(self, outcome: str) -> Iterator[PlannedStep]:
        self.at = office_hour(self.rng, self.at)
        yield self._step(ConcernStepKind.DISPUTED, text=self.sentences.after_dispute(self.rng, "note"))
        self.at += timedelta(minutes=self.rng.randint(1, 9))
        yield self._escalated("chief_inspector")
        yield self._replied(outcome)

    def _never_answered(self) -> Iterator[PlannedStep]:
        for level in ("chief_inspector", "governance_meeting"):
            self._pass(days=12)
            yield self._escalated(level)
        self._pass(days=30)
        yield self._step(ConcernStepKind.CLOSED, outcome="no_reply")

    def _escalated(self, level: str) -> PlannedStep:
        text = self.sentences.after_dispute(self.rng, "escalation")
        return self._step(ConcernStepKind.ESCALATED, to_role=level, text=text)

    def _replied(self, outcome: str) -> PlannedStep:
        rng = self.rng
        in_time = rng.random() < 0.84
        match self.concern.severity:
            case Severity.RED:
                self.at += timedelta(hours=rng.uniform(2, 22) if in_time else rng.uniform(26, 70))
            case Severity.AMBER:
                self._pass(days=rng.randint(1, 4) if in_time else rng.randint(7, 13))
            case Severity.GREEN:
                self._pass(days=rng.randint(4, 18) if in_time else rng.randint(21, 27))
        return self._step(ConcernStepKind.REPLIED, text=self.sentences.reply(rng, outcome))

    def _pass(self, *, days: int) -> None:
        """Let working days pass."""
        while days:
            self.at += timedelta(days=1)
            days -= is_working_day(in_london(self.at).date())
        self.at = office_hour(self.rng, self.at)

    def _step(
        self, kind: ConcernStepKind, *, text: str = "", to_role: str = "", outcome: str = ""
    ) -> PlannedStep:
        # After the demo's date nobody is asked who was at the desk.
        at = self.at if self.at < PRESENT else _NEVER
        return PlannedStep(
            concern_id=self.concern.concern_id,
            kind=kind,
            at=at,
            by=at_the_desk(at),
            text=text,
            to_role=to_role,
            outcome=outcome,
        )
