"""Strategies: whole schemes with everything in them that a publication counts, plain cases and hard ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from icv_app.domain.census import Tally
from icv_app.domain.concern import Concern, ConcernStep, ConcernStepKind, EscalationLevel, Severity
from icv_app.domain.expenses import Claim, ClaimAnswer, ExpenseKind, QueryReason
from icv_app.domain.fitness import Override
from icv_app.domain.ids import ConcernId, MemberId, PersonId, RecordId, SuiteId, VisitId
from icv_app.domain.member_file import FileWord
from icv_app.domain.notices import Notice, NoticeRead
from icv_app.domain.periods import quarters_of
from icv_app.domain.person import AgeBand, Answer, Contact, DetainedPerson, Gender
from icv_app.domain.quality import Evidence, PublishedFramework
from icv_app.domain.record_review import Reading
from icv_app.domain.record_review_sample import Sample
from icv_app.domain.record_review_standing import Assignment
from icv_app.domain.scheme import DatedRules, Member, ReplyTarget, SchemeSettings
from icv_app.domain.times import FinancialYear, london_day
from icv_app.domain.visit import Outcome, Stage, Visit, VisitKind
from tests.facts_builders import a_scheme, a_suite
from tests.unit.figures.generated_office import OFFICE, YEAR, days, members_of, office_notes
from tests.unit.figures.generated_reviews import reviews
from tests.visit_builders import a_census, a_checklist_ref, a_concern, a_filed_visit, an_abandoned_visit

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EDGES = (
    datetime(2023, 3, 31, 22, 59, tzinfo=UTC),  # the last minute of the year before, in London
    datetime(2023, 3, 31, 23, 0, tzinfo=UTC),  # the first of this one
    datetime(2023, 6, 30, 22, 59, tzinfo=UTC),  # between two quarters
    datetime(2023, 6, 30, 23, 0, tzinfo=UTC),
    datetime(2023, 10, 29, 0, 30, tzinfo=UTC),  # half past one, twice that night
    datetime(2023, 10, 29, 1, 30, tzinfo=UTC),
    datetime(2024, 2, 29, 23, 50, tzinfo=UTC),  # the leap day, over midnight
    datetime(2024, 3, 31, 0, 59, tzinfo=UTC),  # the hour that is missing follows
    datetime(2024, 3, 31, 1, 0, tzinfo=UTC),
    datetime(2024, 3, 31, 22, 59, tzinfo=UTC),
    datetime(2024, 3, 31, 23, 0, tzinfo=UTC),  # the next year
)
TODAYS = (date(2024, 6, 30), date(2024, 3, 31), date(2023, 10, 29), date(2023, 5, 10))
"""On which the reports are written: after the year, on its last day, and while it runs."""
MANY = st.sampled_from([8, 6, 1, 7, 5])
begins = st.sampled_from(EDGES) | st.integers(-30 * 24 * 60, 366 * 24 * 60 - 1).map(
    lambda minute: YEAR.starts_at + timedelta(minutes=minute)
)
said = st.sampled_from(["yes", "yes", "", "no", "na", "nk"])

CHECKS = ("rights_understood", "solicitor_offered", "drink_given", "force_needed")
ABOUT_A_CHILD = (
    *("child_aa_called", "child_aa_came", "parent_told", "child_kept_from_adults", "child_night_in_cell"),
    *("la_bed_asked", "la_certificate", "strip_aa_present"),
)
SCRIPTS = (
    "",
    "sent",
    "sent replied",
    "sent replied",
    "sent replied accepted closed",
    "sent replied disputed sent replied",
    "sent replied disputed escalated replied accepted",
    "sent escalated escalated closed",
    "closed",
    "closed sent",  # two coordinators at once: the second step does not count
    "sent closed replied",
    "sent sent replied",
    "replied sent escalated",
    "escalated",
)


@dataclass(frozen=True, kw_only=True)
class Scheme:
    """Everything that is in the records of a scheme, on a day; far too much to be shown."""

    today: date
    settings: tuple[SchemeSettings, ...]
    visits: tuple[Visit, ...] = ()
    steps: tuple[ConcernStep, ...] = ()
    members: tuple[Member, ...] = ()
    claims: tuple[Claim | ClaimAnswer, ...] = ()
    reviews: tuple[Sample | Assignment | Reading, ...] = ()
    notes: tuple[FileWord | Notice | NoticeRead | Override | PublishedFramework | Evidence, ...] = ()

    def _repr_pretty_(self, printer: RepresentationPrinter, _cycle: bool) -> None:
        printer.text(f"<{len(self.visits)} visits on {self.today}>")


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    """Suites that may open and close within the year, visitors who come and go, and what they did."""
    found = [draw(visits_and_steps(number)) for number in range(draw(st.sampled_from([5, 1, 8, 0, 6, 5])))]
    today = draw(st.sampled_from(TODAYS))
    visits = [visit for visit, _steps in found if visit.submitted_at and visit.submitted_at.date() <= today]
    members = [draw(members_of(number)) for number in range(draw(st.integers(0, 5)))]
    return Scheme(
        today=today,
        settings=draw(settings_versions()),
        visits=tuple(visits),
        steps=tuple(step for _visit, steps in found for step in steps),
        members=tuple(members),
        claims=tuple(
            said for number in range(draw(st.sampled_from([3, 5, 0, 1]))) for said in draw(claims(number))
        ),
        reviews=draw(reviews()),
        notes=draw(office_notes(len(members))),
    )


@st.composite
def settings_versions(draw: st.DrawFn) -> tuple[SchemeSettings, ...]:
    """An older version and the one in force, of which some rules were changed within the year."""
    suites = tuple(
        a_suite(name, opened=draw(days), closed=draw(days), contingency=name == "Pudsey")
        for name in ("Leeds", "Halifax", "Pudsey")
    )
    edges = st.sampled_from([date(2023, 10, 29), date(2024, 2, 29), date(2023, 4, 1)])
    turns = sorted(draw(st.sets(edges | st.dates(date(2023, 3, 1), date(2024, 4, 2)), max_size=2)))
    rules = [draw(rules_until(day)) for day in (*turns, None)]
    now = rules.pop()
    detained = {YEAR.label: 51_602, f"{YEAR.label} Q1": 12_800}
    old = a_scheme(suites=suites, people_detained=detained, checklist=a_checklist_ref())
    targets = {
        Severity.RED: ReplyTarget(hours=24),
        Severity.AMBER: ReplyTarget(working_days=draw(st.sampled_from([1, 5]))),
        Severity.GREEN: draw(st.sampled_from([ReplyTarget(working_days=20), ReplyTarget()])),
    }
    new = replace(
        old,
        version=2,
        visits_per_suite_and_week=now.visits_per_suite_and_week,
        suite_targets=now.suite_targets,
        delay_threshold=now.delay_threshold,
        filed_late_after=now.filed_late_after,
        earlier=tuple(rules),
        reply_targets=targets,
        people_detained=detained if draw(st.booleans()) else {},
    )
    return old, new


@st.composite
def rules_until(draw: st.DrawFn, until: date | None) -> DatedRules:
    """Targets and limits that held until a day."""
    return DatedRules(
        until=until,
        visits_per_suite_and_week=draw(st.sampled_from([1.0, 0.5, 2.0, 0.1])),
        suite_targets=draw(st.sampled_from([{}, {SuiteId("halifax"): 0.25}])),
        delay_threshold=draw(st.sampled_from([timedelta(minutes=10), timedelta(minutes=5)])),
        filed_late_after=draw(st.sampled_from([timedelta(hours=24), timedelta(hours=2), timedelta(days=2)])),
    )


@st.composite
def visits_and_steps(draw: st.DrawFn, number: int) -> tuple[Visit, tuple[ConcernStep, ...]]:
    """A filed visit of any kind and outcome, and what was done about its concerns."""
    began = draw(begins) + number * draw(st.sampled_from([9, 0])) * DAY
    visitors = draw(st.lists(st.sampled_from(range(1, 7)), min_size=1, max_size=3, unique=True))
    changes: dict[str, Any] = {
        "visit_id": VisitId(f"visit-{number:03d}"),
        "suite": SuiteId(draw(st.sampled_from(["leeds", "halifax", "leeds", "pudsey", "elsewhere"]))),
        "visitors": tuple(MemberId(f"V-{one:03d}") for one in visitors),
        "author": MemberId(f"V-{visitors[0]:03d}"),
        "arrived_at": began,
        "travel_minutes": draw(st.none() | st.integers(0, 120)),
        "expenses_pence": draw(st.none() | st.integers(0, 2_000)),
        "stage": Stage.SUBMITTED,
    }
    concerns, steps = draw(concerns_of(number, began))
    if draw(st.integers(0, 5)) == 0:
        left = began + timedelta(minutes=30)
        reason = draw(st.sampled_from([None, "no_answer", "too_busy"]))
        given_up = an_abandoned_visit(
            **changes, left_station_at=left, submitted_at=left + HOUR, abandoned_reason=reason
        )
        return replace(given_up, concerns=concerns), steps
    inside = began + timedelta(minutes=draw(st.sampled_from([0, 3, 5, 10, 11, 40])))
    left = inside + timedelta(minutes=draw(st.integers(5, 150)))
    people, tallies = draw(people_of(number)), draw(tallies_of())
    visit = a_filed_visit(
        **changes,
        kind=draw(
            st.sampled_from(
                [VisitKind.IN_PERSON, VisitKind.TACT, VisitKind.TELEPHONE] + [VisitKind.IN_PERSON] * 3
            )
        ),
        outcome=draw(
            st.sampled_from([Outcome.COMPLETED, Outcome.COMPLETED, Outcome.PART, Outcome.COMPLETED])
        ),
        entered_at=inside,
        left_suite_at=left,
        left_station_at=draw(st.sampled_from([None, left, left + timedelta(minutes=10)])),
        submitted_at=left
        + draw(st.sampled_from([HOUR, 2 * HOUR, 24 * HOUR, 24 * HOUR + timedelta(minutes=11)])),
        people=people,
        tallies=tallies,
        census=a_census(people, tallies),
        concerns=concerns,
    )
    return visit, steps


@st.composite
def tallies_of(draw: st.DrawFn) -> tuple[Tally, ...]:
    """People by outcome and reason."""
    found = []
    for contact in Contact:
        people = draw(st.sampled_from([0, 1, 5, 9, 12]))
        if people:
            reason = (
                "" if contact is Contact.SPOKEN_TO else draw(st.sampled_from(["", "asleep", "interview"]))
            )
            part = draw(st.integers(0, people))
            found.append(
                Tally(contact=contact, reason=reason, count=people, children=part, women=people - part)
            )
    return tuple(found)


@st.composite
def people_of(draw: st.DrawFn, visit: int) -> tuple[DetainedPerson, ...]:
    """Up to two kinds of people, several alike of each."""
    kinds = [draw(a_kind_of_person()) for _ in range(draw(st.sampled_from([1, 2, 0])))]
    number = count()
    return tuple(
        replace(kind, person_id=PersonId(f"p-{visit}-{next(number)}"), custody_number=f"13WK/{place:04d}")
        for kind in kinds
        for place in range(draw(MANY))
    )


@st.composite
def a_kind_of_person(draw: st.DrawFn) -> DetainedPerson:
    """Somebody with answers; more of them about a child."""
    band = draw(st.sampled_from([AgeBand.A14_17, AgeBand.A14_17, AgeBand.A10_13, AgeBand.A25_59, None]))
    child = band in (AgeBand.A14_17, AgeBand.A10_13)
    contact = draw(st.sampled_from([Contact.SPOKEN_TO, *Contact]))
    asked = {check: draw(said) for check in (*CHECKS, *(ABOUT_A_CHILD if child else ()))}
    asked["custody_officer_answer"] = draw(st.sampled_from(["", "A cell was swapped."]))
    return DetainedPerson(
        person_id=PersonId("somebody"),
        gender=draw(st.sampled_from([Gender.WOMAN, Gender.MAN, None])),
        age_band=band,
        vulnerable=draw(st.booleans()),
        neurodivergent=draw(st.booleans()),
        charged_refused_bail=draw(st.sampled_from([True, True, False])),
        strip_searched=draw(st.booleans()),
        contact=contact,
        contact_reason=None if contact is Contact.SPOKEN_TO else draw(st.sampled_from([None, "asleep"])),
        answers=answers_of(asked | (draw(about_a_bed_and_an_adult()) if child else {})),
    )


@st.composite
def about_a_bed_and_an_adult(draw: st.DrawFn) -> dict[str, str]:
    """What came of asking for a bed, and when the appropriate adult was called and came."""
    called = datetime(2023, 10, 29, 0, 40, tzinfo=UTC)
    came = called + timedelta(minutes=draw(st.sampled_from([0, 35, -5, 90, 91])))  # over a change of clocks
    times = draw(st.sampled_from(["both", "both", "one", "words", "none"]))
    return {
        "la_bed_result": draw(st.sampled_from(["moved", "", "moved", "no_bed"])),
        "child_aa_called_at": "" if times == "none" else called.isoformat(),
        "child_aa_came_at": {"both": came.isoformat(), "words": "about two"}.get(times, ""),
    }


def answers_of(values: dict[str, str]) -> tuple[Answer, ...]:
    """Those that were given."""
    return tuple(Answer(check_id=check, value=value) for check, value in values.items() if value)


@st.composite
def concerns_of(
    draw: st.DrawFn, visit: int, began: datetime
) -> tuple[tuple[Concern, ...], tuple[ConcernStep, ...]]:
    """Up to three kinds of concerns and what was done about them, several alike of each."""
    concerns: list[Concern] = []
    steps: list[ConcernStep] = []
    for kind in range(draw(st.sampled_from([2, 3, 0, 1]))):
        code = draw(st.sampled_from(["A2", "C1", "F1", "A3", "P", "J1"]))
        severity, put_right = draw(st.sampled_from(list(Severity))), draw(st.booleans())
        script = draw(st.sampled_from(SCRIPTS))
        walk = draw(steps_along(script.split(), began + 2 * HOUR))
        for place in range(draw(MANY)):
            concern_id = ConcernId(f"concern-{visit}-{kind}-{place}")
            concerns.append(
                a_concern(
                    concern_id=concern_id,
                    category=code,
                    severity=severity,
                    put_right=put_right,
                    person_id=None,
                )
            )
            steps += about(concern_id, VisitId(f"visit-{visit:03d}"), walk)
    return tuple(concerns), tuple(steps)


@st.composite
def steps_along(draw: st.DrawFn, kinds: Iterable[str], after: datetime) -> list[ConcernStep]:
    """These steps one after the other, or at once."""
    at, found = after, []
    forward = draw(st.booleans())
    for place, kind in enumerate(kinds):
        at += draw(st.sampled_from([24, 0, 1, 25, 24, 7 * 24, 30 * 24])) * HOUR
        asks = kind in ("sent", "escalated")
        quarters = quarters_of(FinancialYear.containing(london_day(at)))
        quarter_over = next(one.ends_at for one in quarters if at < one.ends_at)
        due = draw(st.sampled_from([at + 24 * HOUR, None, quarter_over, at + 9 * DAY])) if asks else None
        found.append(
            ConcernStep(
                record_id=f"{place if forward else 9 - place}",
                concern_id=ConcernId(""),
                visit_id=VisitId(""),
                kind=ConcernStepKind(kind),
                at=at,
                by=OFFICE,
                to_role=draw(st.sampled_from(EscalationLevel)) if kind == "escalated" else None,
                due=due,
            )
        )
    return found


def about(concern_id: ConcernId, visit_id: VisitId, walk: Iterable[ConcernStep]) -> list[ConcernStep]:
    """The same steps about one concern."""
    return [
        replace(step, record_id=f"{concern_id}-{step.record_id}", concern_id=concern_id, visit_id=visit_id)
        for step in walk
    ]


@st.composite
def claims(draw: st.DrawFn, number: int) -> list[Claim | ClaimAnswer]:
    """A claim and what became of it."""
    edges = st.sampled_from([YEAR.last_day, YEAR.first_day, date(2023, 3, 31), date(2024, 4, 1)])
    day = draw(edges | st.dates(date(2023, 3, 20), date(2024, 4, 10)))
    kind = draw(st.sampled_from([ExpenseKind.FARE, ExpenseKind.MILEAGE, *ExpenseKind]))
    miles = draw(st.integers(1, 80)) if kind is ExpenseKind.MILEAGE else 0
    at = datetime.combine(day, time(20), tzinfo=UTC)
    claim = Claim(
        record_id=RecordId(f"claim-{number}"),
        member_id=MemberId("V-001"),
        day=day,
        kind=kind,
        at=at,
        pence=0 if miles else draw(st.integers(1, 5_000)),
        miles=miles,
        pence_a_mile=45 if miles else 0,
    )
    answers: dict[str, list[QueryReason | None]] = {
        "approved": [None],
        "queried": [QueryReason.RECEIPT],
        "both": [None, QueryReason.DAY],
    }
    fate = draw(st.sampled_from(["approved", "waits", "approved", "queried", "approved", "both", "replaced"]))
    found: list[Claim | ClaimAnswer] = [claim]
    for place, query in enumerate(answers.get(fate, [])):
        answer = ClaimAnswer(
            record_id=RecordId(f"answer-{number}-{place}"),
            claim=claim.record_id,
            member_id=claim.member_id,
            at=at + DAY,
            by=OFFICE,
            query=query,
        )
        found.append(answer)
    if fate == "replaced":
        found.append(
            replace(claim, record_id=RecordId(f"again-{number}"), instead_of=claim.record_id, at=at + HOUR)
        )
    return found
