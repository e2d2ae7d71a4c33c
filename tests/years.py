"""A year of a lively scheme, made at random from a seed: for trials of whole reports."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from icv_app.domain.concern import ConcernStep, ConcernStepKind, Severity
from icv_app.domain.ids import ConcernId, MemberId, SuiteId, VisitId
from icv_app.domain.person import Contact
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.domain.times import FinancialYear
from icv_app.domain.visit import Outcome, VisitKind
from icv_app.domain.visit_facts import ConcernFacts, VisitFacts
from icv_app.figures.names import CodeNames
from tests.facts_builders import a_concern_facts, a_concern_step, a_member, a_scheme, a_suite, a_visit_facts

YEAR = FinancialYear(2023)
SUITES = ("Bradford", "Halifax", "Huddersfield", "Leeds", "Wakefield")
CONTINGENCY = ("Dewsbury", "Pudsey", "Stainbeck")
REASONS = {
    Contact.OBSERVED_ONLY: ("asleep", "distressed"),
    Contact.NOT_AVAILABLE: (
        "asleep",
        "interview",
        "solicitor",
        "healthcare",
        "court",
        "booking_in",
        "exercise",
    ),
    Contact.NOT_OFFERED: ("safety_advice", "time", "intoxicated", "judgement", "inspector"),
}
CATEGORIES = {
    "A": ("A1", "A2", "A5", "A6"),
    "B": ("B1", "B2", "B3"),
    "C": ("C1", "C2", "C4"),
    "D": ("D1", "D4", "D6"),
    "E": ("E1", "E3", "E4", "E5"),
    "F": ("F1", "F2", "F3", "F5"),
    "G": ("G1", "G2"),
    "H": ("H",),
    "I": ("I1", "I2"),
    "J": ("J1",),
}
NAMES = CodeNames(
    categories={
        "A": "Rights",
        "B": "Health",
        "C": "Safeguards",
        "D": "Dignity",
        "E": "Care",
        "F": "Estate",
        "G": "Process",
        "H": "Equality",
        "I": "Treatment",
        "J": "The visit",
        "A1": "Notice and understanding",
        "A2": "Solicitor",
        "A5": "Interpreter",
        "A6": "Review or time limit",
        "B1": "Wait for healthcare",
        "B2": "Medicine",
        "B3": "Mental health",
        "C1": "Appropriate adult",
        "C2": "Child in a cell or overnight",
        "C4": "Vulnerability and neurodiversity",
        "D1": "Menstrual care",
        "D4": "Anti-rip and other clothing",
        "D6": "Washing",
        "E1": "Food",
        "E3": "Bedding",
        "E4": "Exercise",
        "E5": "Reading",
        "F1": "Cleanliness",
        "F2": "Maintenance",
        "F3": "Heat, air and light",
        "F5": "Call bell and CCTV",
        "G1": "Staffing",
        "G2": "Record quality",
        "I1": "Attitude",
        "I2": "Force",
        "J1": "Delayed access",
    },
    reasons={
        "asleep": "asleep",
        "distressed": "distressed",
        "interview": "in interview",
        "solicitor": "with solicitor or appropriate adult",
        "healthcare": "with healthcare",
        "court": "at court or on video",
        "booking_in": "being booked in",
        "exercise": "at exercise",
        "safety_advice": "advised unsafe",
        "time": "no time left",
        "intoxicated": "intoxicated",
        "judgement": "visitors' judgement",
        "inspector": "refused by an inspector",
    },
    abandoned={"too_busy": "Suite too busy", "emergency": "Emergency in the suite", "no_answer": "No answer"},
)


@dataclass(frozen=True, slots=True)
class Year:
    """What `annual_figures` takes."""

    settings: SchemeSettings
    facts: tuple[VisitFacts, ...]
    steps: tuple[ConcernStep, ...]
    members: tuple[Member, ...]


def west_yorkshire() -> SchemeSettings:
    """Five suites and three contingency ones."""
    suites = [a_suite(name) for name in SUITES] + [a_suite(name, contingency=True) for name in CONTINGENCY]
    return a_scheme(suites=tuple(suites), quality_award="Gold")


def a_year(seed: int = 1, visits: int = 292) -> Year:
    """About 282 completed visits, some that were not, and the concerns of all."""
    random = Random(seed)
    facts, steps = [], []
    for number in range(visits):
        visit = _a_visit(random, number)
        facts.append(visit)
        for concern in visit.concerns:
            steps += _steps(random, visit, concern)
    members = [a_member(n) for n in range(1, 24)]
    members += [a_member(n, joined=date(2023, 9, 1)) for n in range(24, 29)]
    members[3] = a_member(4, left=date(2023, 11, 30))
    members[4] = a_member(5, left=date(2024, 1, 15))
    return Year(west_yorkshire(), tuple(facts), tuple(steps), tuple(members))


def _a_visit(random: Random, number: int) -> VisitFacts:
    hour = random.choices(
        range(24), [1, 1, 1, 1, 1, 2, 3, 3, 4, 6, 7, 6, 5, 6, 6, 5, 6, 7, 8, 7, 6, 4, 3, 2]
    )[0]
    began = YEAR.starts_at + timedelta(days=random.randrange(366), hours=hour, minutes=random.randrange(60))
    suite = random.choices((*SUITES, "Pudsey", "Dewsbury"), [58, 51, 54, 66, 53, 5, 3])[0]
    outcome, kind, reason = Outcome.COMPLETED, VisitKind.IN_PERSON, None
    if number % 42 == 5:
        outcome, reason = Outcome.ABANDONED, random.choice(("too_busy", "emergency", "no_answer"))
    elif number % 97 == 1:
        outcome = Outcome.PART
    elif number % 140 == 2:
        kind = VisitKind.TELEPHONE
    by_contact, reasons = _people(random) if outcome is not Outcome.ABANDONED else ({}, {})
    held, spoken = sum(by_contact.values()), by_contact.get(Contact.SPOKEN_TO, 0)
    children, vulnerable, women = (
        min(held, random.choice(of)) for of in ((0, 0, 1, 2), (1, 2, 3), (0, 1, 2, 3))
    )
    beds = random.random() < 0.08 and children > 0
    return a_visit_facts(
        visit_id=VisitId(f"visit-{number:04d}"),
        suite=SuiteId(suite.lower()),
        kind=kind,
        outcome=outcome,
        visitors=tuple(MemberId(f"V-{n:03d}") for n in sorted(random.sample(range(1, 29), 2))),
        began_at=began,
        in_custody=held,
        by_contact=by_contact,
        reasons=reasons,
        group_in_custody={"children": children, "vulnerable": vulnerable, "women": women},
        group_spoken={
            "children": min(spoken, children),
            "vulnerable": min(spoken, random.randint(0, vulnerable)),
            "women": min(spoken, random.randint(0, women)),
        },
        concerns=_concerns(random, number) if outcome is not Outcome.ABANDONED else (),
        wait_minutes=round(random.expovariate(1 / 5), 1) if outcome is not Outcome.ABANDONED else None,
        visit_minutes=float(random.randint(40, 110)) if outcome is not Outcome.ABANDONED else None,
        travel_minutes=random.randint(20, 90),
        abandoned_reason=reason,
        beds_asked=int(beds),
        beds_given=int(beds and random.random() < 0.3),
    )


def _people(random: Random) -> tuple[dict[Contact, int], dict[tuple[Contact, str], int]]:
    by_contact: Counter[Contact] = Counter()
    reasons: Counter[tuple[Contact, str]] = Counter()
    for contact in random.choices(list(Contact), [32, 4, 15, 22, 27], k=random.randint(6, 26)):
        by_contact[contact] += 1
        if contact in REASONS:
            reasons[contact, random.choice(REASONS[contact])] += 1
    return dict(by_contact), dict(reasons)


def _concerns(random: Random, number: int) -> tuple[ConcernFacts, ...]:
    found = []
    for place in range(random.choice((0, 0, 1, 1, 2, 3))):
        letter = random.choices(list(CATEGORIES), [8, 9, 5, 6, 8, 14, 4, 1, 3, 2])[0]
        category = "P" if random.random() < 0.1 else random.choice(CATEGORIES[letter])
        found.append(
            a_concern_facts(
                concern_id=ConcernId(f"concern-{number:04d}-{place}"),
                category=category,
                severity=random.choices(list(Severity), [1, 5, 7])[0],
                put_right=random.random() < 0.4,
            )
        )
    return tuple(found)


def _steps(random: Random, visit: VisitFacts, concern: ConcernFacts) -> list[ConcernStep]:
    if concern.put_right or concern.category == "P":
        return []
    sent = visit.began_at + timedelta(days=random.randint(0, 3), hours=2)
    found = [a_concern_step(concern, ConcernStepKind.SENT, sent)]
    at = sent
    if random.random() < 0.85:
        for kind, days in (
            (ConcernStepKind.REPLIED, random.randint(0, 20)),
            (ConcernStepKind.ACCEPTED, 2),
            (ConcernStepKind.CLOSED, 5),
        ):
            at += timedelta(days=days, hours=1)
            found.append(a_concern_step(concern, kind, at))
    return found
