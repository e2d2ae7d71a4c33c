"""What visitors read in redacted custody records: times as a real detention has them, and what is found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from icv_app.demo.sentences import Sentences
from icv_app.domain.concern import Severity
from icv_app.domain.detention_clocks import BASIC_LIMIT, FIRST_REVIEW, NEXT_REVIEW
from icv_app.domain.ids import ConcernId
from icv_app.domain.person import LegalStatus
from icv_app.domain.record_review import Finding, RecordRead, Said, Step, StepRead
from icv_app.domain.record_review_sample import Group
from icv_app.domain.times import LONDON

_LONG_AA = timedelta(hours=3)
_LONG_HEALTHCARE = timedelta(hours=2, minutes=30)
_WITH_ADULT = frozenset({Group.CHILD, Group.VULNERABLE})
_MOST_FOUND = 2


def draw_read(
    rng: Random, sentences: Sentences, group: Group, days: tuple[date, date], *, late: bool
) -> RecordRead:
    """Draw one finished questionnaire about somebody arrested on one of the days.

    Args:
        rng: Repeatable.
        sentences: For remarks and findings.
        group: Whom it is about.
        days: First and last day of arrest, London.
        late: The first review, if one was due, was held too late.
    """
    record = _Record(rng, group, _arrest(rng, days), late)
    record.fill()
    read = record.read()
    found = tuple(_findings(rng, sentences, read))[:_MOST_FOUND]
    remark = sentences.one(rng, "record_remark") if rng.random() < 0.3 else ""
    return replace(read, remark=remark, findings=found)


def _arrest(rng: Random, days: tuple[date, date]) -> datetime:
    day = days[0] + timedelta(days=rng.randrange((days[1] - days[0]).days))
    local = datetime(day.year, day.month, day.day, rng.randrange(24), rng.randrange(60), tzinfo=LONDON)
    return local.astimezone(UTC)


def _minutes(number: float) -> timedelta:
    return timedelta(minutes=round(number))


@dataclass(slots=True)
class _Record:
    """One detention, as far as its record tells."""

    rng: Random
    group: Group
    arrested: datetime
    late: bool
    steps: dict[Step, StepRead] = field(default_factory=dict)
    reviews: tuple[datetime, ...] = ()
    held_as: LegalStatus = LegalStatus.PRE_CHARGE

    def fill(self) -> None:
        rng = self.rng
        arrived = self.arrested + _minutes(rng.randint(14, 55))
        authorised = arrived + _minutes(rng.randint(8, 45) if rng.random() < 0.85 else rng.randint(50, 110))
        if rng.random() < 0.12:
            self.held_as = LegalStatus.WARRANT_OR_RECALL
        self._yes(Step.ARRESTED, self.arrested)
        self._yes(Step.ARRIVED, arrived)
        self._yes(Step.AUTHORISED, authorised)
        self._or_not_recorded(Step.RIGHTS, authorised + _minutes(rng.randint(2, 18)), 0.06)
        last = [authorised]
        adult = 1.0 if self.group in _WITH_ADULT else 0.0
        last += self._asked_and_came(Step.AA_ASKED, Step.AA_CAME, authorised, adult, 130)
        last += self._asked_and_came(Step.INTERPRETER_ASKED, Step.INTERPRETER_CAME, authorised, 0.22, 35)
        last += self._asked_and_came(Step.HEALTHCARE_ASKED, Step.HEALTHCARE_SEEN, authorised, 0.7, 85)
        last += self._asked_and_came(Step.SOLICITOR_ASKED, Step.SOLICITOR_CAME, authorised, 0.65, 150)
        meal = arrived + _minutes(rng.randint(70, 430))
        self._or_not_recorded(Step.FIRST_MEAL, meal, 0.2)
        self._end(arrived, authorised, max(*last, meal))

    def _end(self, arrived: datetime, authorised: datetime, latest: datetime) -> None:
        rng = self.rng
        stay = rng.uniform(5, 14) if self.group is Group.CHILD else rng.uniform(6, 22)
        released = max(arrived + timedelta(hours=stay), latest + _minutes(rng.randint(30, 90)))
        released = released.replace(second=0, microsecond=0)
        charged = released - _minutes(rng.randint(25, 70))
        is_charged = self.held_as is LegalStatus.PRE_CHARGE and rng.random() < 0.45
        self._said(Step.CHARGED, Said.YES if is_charged else Said.NOT_APPLICABLE, charged)
        extended = released - arrived > BASIC_LIMIT
        longer = Said.YES if extended else Said.NOT_APPLICABLE
        self._said(Step.EXTENDED, longer, arrived + timedelta(hours=22, minutes=10))
        self._yes(Step.RELEASED, released)
        self._hold_reviews(authorised, released)

    def _hold_reviews(self, authorised: datetime, released: datetime) -> None:
        """Held within the clock unless the first one is late; a few are not in the record."""
        rng = self.rng
        if released <= authorised + FIRST_REVIEW:
            self._said(Step.REVIEWS, Said.NOT_APPLICABLE)
            return
        at = authorised + FIRST_REVIEW + _minutes(rng.randint(15, 95) if self.late else -rng.randint(3, 50))
        held = []
        while at < released:
            held.append(at)
            at += NEXT_REVIEW - _minutes(rng.randint(5, 60))
        if held and (self.late or rng.random() > 0.08):
            self._said(Step.REVIEWS, Said.YES)
            self.reviews = tuple(held)
        else:
            self._said(Step.REVIEWS, Said.NOT_RECORDED)

    def _asked_and_came(
        self, asked: Step, came: Step, after: datetime, wanted: float, usual_minutes: int
    ) -> list[datetime]:
        """Two steps of which the second answers the first; returns when it ended."""
        rng = self.rng
        if rng.random() >= wanted:
            self._said(asked, Said.NOT_APPLICABLE)
            self._said(came, Said.NOT_APPLICABLE)
            return []
        if rng.random() < 0.05:
            self._said(asked, Said.NO)
            self._said(came, Said.NO)
            return []
        began = after + _minutes(rng.randint(5, 70))
        ended = began + _minutes(min(420.0, rng.lognormvariate(0, 0.55) * usual_minutes) + 5)
        self._yes(asked, began)
        self._or_not_recorded(came, ended, 0.1)
        return [ended]

    def _or_not_recorded(self, step: Step, at: datetime, share: float) -> None:
        self._said(step, Said.NOT_RECORDED if self.rng.random() < share else Said.YES, at)

    def _yes(self, step: Step, at: datetime) -> None:
        self._said(step, Said.YES, at)

    def _said(self, step: Step, said: Said, at: datetime | None = None) -> None:
        self.steps[step] = StepRead(step=step, said=said, at=at if said is Said.YES else None)

    def read(self) -> RecordRead:
        """Without remark and findings; the more it leaves out the worse it is kept."""
        missing = sum(one.said is Said.NOT_RECORDED for one in self.steps.values())
        quality = max(2, min(5, 5 - missing - self.rng.choice((0, 0, 1))))
        return RecordRead(
            group=self.group,
            held_as=self.held_as,
            steps=tuple(self.steps[step] for step in Step),
            reviews=self.reviews,
            quality=quality,
        )


def _findings(rng: Random, sentences: Sentences, read: RecordRead) -> Iterator[Finding]:
    """What visitors hold against a record, the gravest first; the smaller ones only now and then."""

    def found(kind: str, category: str, severity: Severity, n: int = 0) -> Finding:
        return Finding(
            finding_id=ConcernId(f"found-{category}"),
            category=category,
            severity=severity,
            text=sentences.record_finding(rng, kind).format(n=n),
        )

    child = read.group is Group.CHILD
    if read.said(Step.AA_ASKED) is Said.NO:
        yield found("aa_never", "C1", Severity.RED)
    elif (wait := _between(read, Step.AA_ASKED, Step.AA_CAME)) is not None and wait > _LONG_AA:
        yield found("aa_late", "C1", Severity.RED if child else Severity.AMBER, wait // timedelta(hours=1))
    begun = read.at(Step.AUTHORISED)
    if begun is not None and read.reviews and read.reviews[0] - begun > FIRST_REVIEW:
        late = (read.reviews[0] - begun - FIRST_REVIEW) // timedelta(minutes=1)
        yield found("review_late", "A6", Severity.AMBER, late)
    elif read.said(Step.REVIEWS) is Said.NOT_RECORDED:
        yield found("review_missing", "A6", Severity.AMBER)
    wait = _between(read, Step.HEALTHCARE_ASKED, Step.HEALTHCARE_SEEN)
    if wait is not None and wait > _LONG_HEALTHCARE:
        yield found("healthcare_late", "B1", Severity.AMBER, wait // timedelta(hours=1))
    if read.said(Step.RIGHTS) is Said.NOT_RECORDED and rng.random() < 0.8:
        yield found("rights_missing", "A1", Severity.AMBER)
    if read.said(Step.FIRST_MEAL) is Said.NOT_RECORDED and rng.random() < 0.5:
        yield found("meal_missing", "E1", Severity.GREEN)
    if read.quality is not None and read.quality <= 2:
        yield found("badly_kept", "G2", Severity.GREEN)


def _between(read: RecordRead, first: Step, then: Step) -> timedelta | None:
    begun, ended = read.at(first), read.at(then)
    return None if begun is None or ended is None else ended - begun
