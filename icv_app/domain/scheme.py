"""The scheme: suites, members and the settings a visit is made under."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from icv_app.domain.concern import Severity
from icv_app.domain.ids import MemberId, SchemeId, SuiteId
from icv_app.domain.times import FinancialYear
from icv_app.domain.training import TrainingKind, usual_training
from icv_app.domain.visit import ChecklistRef

MOST_VERSIONS = 1_000_000
MOST_YEARS = 100
MOST_HOURS = 10_000
MOST_MONTHS = 120
MOST_VISITS = 1_000
"""A week, at one suite."""
FIRST_DAY, LAST_DAY = date(1980, 1, 1), date(2200, 1, 1)
"""Between these lie the days that rules change on."""
_NO_TIME, _LONGEST = timedelta(0), timedelta(days=3660)
_DAY = timedelta(days=1)


class Role(StrEnum):
    """What a member does in the scheme; it decides which screens they have."""

    VISITOR = "visitor"
    COORDINATOR = "coordinator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """One custody suite.

    Attributes:
        district: The police district it serves.
        contingency: Opened only when needed; it has no weekly target.
        opened, closed: First and last day it held people, London; `None` where open-ended.
        police_codes: What the police call it, as in its custody numbers.
        panel: Identifier of the panel of visitors who visit it; empty where the scheme has none.
    """

    suite_id: SuiteId
    name: str
    district: str
    contingency: bool = False
    opened: date | None = None
    closed: date | None = None
    police_codes: tuple[str, ...] = ()
    panel: str = ""

    def open_on(self, day: date) -> bool:
        """Whether it held people on a day."""
        return (self.opened is None or self.opened <= day) and (self.closed is None or day <= self.closed)

    def days_open(self, first: date, last: date) -> int:
        """Days it was open from `first` to `last`, both included."""
        begin = max(first, self.opened or first)
        end = min(last, self.closed or last)
        return max((end - begin).days + 1, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A group of visitors who visit certain suites."""

    panel_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedRules:
    """Rules that figures of a period go by: a change of them leaves what was before it as it was.

    Attributes:
        until: The first London day on which later ones hold; `None` for those of today.
        visits_per_suite_and_week: The target for each suite that is not a contingency one.
        suite_targets: Suites with a target of their own.
        delay_threshold, filed_late_after: As in `SchemeSettings`.
    """

    until: date | None = None
    visits_per_suite_and_week: float
    suite_targets: dict[SuiteId, float]
    delay_threshold: timedelta
    filed_late_after: timedelta

    def weekly(self, suite: Suite) -> Fraction:
        """Visits a week that a suite should have; none for a contingency suite."""
        if suite.contingency:
            return Fraction(0)
        own = self.suite_targets.get(suite.suite_id, self.visits_per_suite_and_week)
        return Fraction(str(own))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyTarget:
    """How soon the force must reply: in hours, or in working days."""

    hours: int | None = None
    working_days: int | None = None


def _default_targets() -> dict[Severity, ReplyTarget]:
    return {
        Severity.RED: ReplyTarget(hours=24),
        Severity.AMBER: ReplyTarget(working_days=5),
        Severity.GREEN: ReplyTarget(working_days=20),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long what is kept; the scheme's choice.

    Attributes:
        identifying_years: After the financial year ends, for what identifies a person.
        visits_years: For visits and concerns.
        office_years: After the financial year in which they were done with ends, for papers of the
            office: availability, duties, swaps, expenses, files on members, words on notices. Six is
            ours: so long a claim under a simple contract can be brought. Source: Limitation Act 1980 s.5.
        visitor_copy_days: On a visitor's device, after the coordinator has the report.
    """

    identifying_years: int = 2
    visits_years: int = 6
    visitor_copy_days: int = 30
    office_years: int = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadTimes:
    """How often devices say how far they are, and when their silence is shown.

    Attributes:
        every: A device says so again after this, even if nothing has changed.
        silent_after: A device that was not heard of for longer is shown to the coordinators.
        unconfirmed_after: Shown where no coordinator's device has confirmed the roster for longer.
    """

    every: timedelta = timedelta(days=1)
    silent_after: timedelta = timedelta(days=42)
    unconfirmed_after: timedelta = timedelta(days=21)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeSettings:
    """Everything a scheme decides for itself, published to all as a record with a version.

    Attributes:
        custody_number_pattern: Regular expression a custody number must match; empty accepts any.
        visits_per_suite_and_week: The target for each suite that is not a contingency one.
        night_share, weekend_share: Shares of the visits that the rota asks for then, from 0 to 1.
        delay_threshold: A longer wait needs a reason and who explained it.
        filed_late_after: After leaving the station.
        unsigned_after: The second visitor's word is shown as missing after this.
        over_24h: Whoever was held for longer comes to the top of the board.
        repeat_months: Concerns of one category at one suite within so many months are shown together.
        people_detained: Force figure for each financial year label, entered by the coordinator.
        training: Kinds of training the scheme asks of its visitors, in order.
        pence_a_mile: What a visitor is paid for driving.
        panels: In order.
        suite_targets: Visits a week of suites that have a target of their own.
        earlier: Rules that held before those of today, by `until`.
        record_id: Of the record that published it; empty in settings of an older ICV.
        made_over: The `record_id` of the settings it was made from; empty likewise, and in the first.
    """

    scheme_id: SchemeId
    version: int
    name: str
    policing_body: str
    force: str
    contact_email: str = ""
    quality_award: str = ""
    suites: tuple[Suite, ...] = ()
    checklist: ChecklistRef
    custody_number_pattern: str = ""
    visits_per_suite_and_week: float = 1.0
    night_share: float = 0.15
    weekend_share: float = 0.25
    delay_threshold: timedelta = timedelta(minutes=10)
    filed_late_after: timedelta = timedelta(hours=24)
    unsigned_after: timedelta = timedelta(days=7)
    over_24h: timedelta = timedelta(hours=24)
    reply_targets: dict[Severity, ReplyTarget] = field(default_factory=_default_targets)
    repeat_months: int = 6
    retention: Retention = field(default_factory=Retention)
    heads: HeadTimes = field(default_factory=HeadTimes)
    people_detained: dict[str, int] = field(default_factory=dict)
    training: tuple[TrainingKind, ...] = field(default_factory=usual_training)
    pence_a_mile: int = 45
    panels: tuple[Panel, ...] = ()
    suite_targets: dict[SuiteId, float] = field(default_factory=dict)
    earlier: tuple[DatedRules, ...] = ()
    record_id: str = ""
    made_over: str = ""

    @property
    def training_asked(self) -> tuple[TrainingKind, ...]:
        """The kinds of training that the scheme still asks for."""
        return tuple(kind for kind in self.training if not kind.stopped)

    @property
    def sound(self) -> bool:
        """Whether every number is one that a scheme could mean; dates reckoned from others have no end."""
        kept, heads = self.retention, self.heads
        spans = (self.delay_threshold, self.filed_late_after, self.unsigned_after, self.over_24h)
        years = (kept.identifying_years, kept.visits_years, kept.office_years, kept.visitor_copy_days / 365)
        replies = [one for it in self.reply_targets.values() for one in (it.hours or 0, it.working_days or 0)]
        return (
            1 <= self.version <= MOST_VERSIONS
            and all(0 <= one <= MOST_YEARS for one in years)
            and all(_NO_TIME <= one <= _LONGEST for one in spans)
            and all(
                _NO_TIME < one <= _LONGEST
                for one in (heads.every, heads.silent_after, heads.unconfirmed_after)
            )
            and all(0 <= one <= MOST_HOURS for one in replies)
            and 0 <= self.repeat_months <= MOST_MONTHS
            and all(0 <= one <= 1 for one in (self.night_share, self.weekend_share))
            and all(_rules_sound(one) for one in (self.rules, *self.earlier))
        )

    def suite(self, suite_id: SuiteId | None) -> Suite | None:
        """One suite by its short name, or `None`."""
        return next((suite for suite in self.suites if suite.suite_id == suite_id), None)

    def suite_name(self, suite_id: SuiteId | None) -> str:
        """The suite's name, or its short name where the settings do not list it."""
        suite = self.suite(suite_id)
        return suite.name if suite else (suite_id or "")

    @property
    def rules(self) -> DatedRules:
        """The dated rules of today."""
        return DatedRules(
            visits_per_suite_and_week=self.visits_per_suite_and_week,
            suite_targets=self.suite_targets,
            delay_threshold=self.delay_threshold,
            filed_late_after=self.filed_late_after,
        )

    def rules_on(self, day: date) -> DatedRules:
        """The rules that held on a London day."""
        return next((one for one in self.earlier if one.until is not None and day < one.until), self.rules)

    def since(self, day: date, before: SchemeSettings) -> SchemeSettings:
        """These settings, where each changed dated rule holds from a London day on and `before` before it.

        A rule that was not changed keeps its own past and future.
        """
        if self.rules == before.rules:
            return replace(self, earlier=before.earlier)
        held: list[DatedRules] = []
        for until in sorted({day, *(one.until for one in before.earlier if one.until is not None)}):
            rules = before.rules_on(until - _DAY)
            held.append(replace(rules if until <= day else _with_changed(rules, before, self), until=until))
        turns = [
            one
            for one, after in zip(held, (*held[1:], self.rules), strict=True)
            if replace(one, until=None) != replace(after, until=None)
        ]
        return replace(self, earlier=tuple(turns))

    def target_between(self, suite: Suite, first: date, last: date) -> Fraction:
        """Visits due from `first` to `last`: target per week x days open / 7, as it held on each day."""
        if last < first:
            return Fraction(0)
        turns = [one.until for one in self.earlier if one.until is not None and first < one.until <= last]
        due, begin = Fraction(0), first
        for end in (*(turn - _DAY for turn in turns), last):
            due += self.rules_on(begin).weekly(suite) * suite.days_open(begin, end) / 7
            begin = end + _DAY
        return due

    def target(self, suite: Suite, year: FinancialYear) -> float:
        """Visits a suite should have had in a year: target per week times the weeks it was open."""
        return float(self.target_between(suite, year.first_day, year.last_day))


def _with_changed(rules: DatedRules, before: SchemeSettings, after: SchemeSettings) -> DatedRules:
    """Rules of some days with what is different between two versions put in; of targets, suite by suite."""
    old, new = before.rules, after.rules
    changed = {
        one.name: getattr(new, one.name)
        for one in fields(DatedRules)
        if one.name != "suite_targets" and getattr(old, one.name) != getattr(new, one.name)
    }
    targets = dict(rules.suite_targets)
    for suite in {*old.suite_targets, *new.suite_targets}:
        own = new.suite_targets.get(suite)
        if old.suite_targets.get(suite) == own:
            continue
        if own is None:
            targets.pop(suite, None)
        else:
            targets[suite] = own
    return replace(rules, **changed, suite_targets=targets)


def _rules_sound(rules: DatedRules) -> bool:
    targets = (rules.visits_per_suite_and_week, *rules.suite_targets.values())
    spans = (rules.delay_threshold, rules.filed_late_after)
    return (
        (rules.until is None or FIRST_DAY < rules.until < LAST_DAY)
        and all(0 <= one <= MOST_VISITS for one in targets)
        and all(_NO_TIME <= one <= _LONGEST for one in spans)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A visitor or coordinator, with what decides whether they may visit.

    Dates are London days; `None` where the scheme has not noted one.

    Attributes:
        probation_until: A probationer until this day; two probationers may not visit together.
        joined, left: First and last day in the scheme.
    """

    member_id: MemberId
    role: Role
    given_name: str = ""
    surname: str = ""
    joined: date | None = None
    left: date | None = None
    probation_until: date | None = None
    term_ends: date | None = None
    vetting_level: str = ""
    vetting_expires: date | None = None
    id_card_expires: date | None = None
    tact_trained: bool = False

    def in_scheme_on(self, day: date) -> bool:
        """Whether the member belonged to the scheme on a day."""
        return (self.joined is None or self.joined <= day) and (self.left is None or day <= self.left)

    def on_probation(self, day: date) -> bool:
        """Whether the member was still on probation on a day."""
        return self.probation_until is not None and day <= self.probation_until

    def lapsed_on(self, day: date) -> tuple[str, ...]:
        """Which of `term`, `vetting`, `id_card` were out of date on a day."""
        return tuple(name for name, end in self._ends().items() if end is not None and end < day)

    def undated(self) -> tuple[str, ...]:
        """Which of `term`, `vetting`, `id_card` have no date noted: nobody can say they are in date."""
        return tuple(name for name, end in self._ends().items() if end is None)

    def _ends(self) -> dict[str, date | None]:
        return {"term": self.term_ends, "vetting": self.vetting_expires, "id_card": self.id_card_expires}
