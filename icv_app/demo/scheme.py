"""The demo scheme: its published figures, its settings and its members."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from icv_app.domain.ids import MemberId, SchemeId, SuiteId
from icv_app.domain.scheme import Member, Role, SchemeSettings, Suite
from icv_app.domain.times import FinancialYear
from icv_app.domain.visit import ChecklistRef

FACTS = "demo/west-yorkshire-2023-24.toml"
"""Name of the resource."""

YEAR = FinancialYear(2023)
FOUNDED_AT = datetime(2023, 3, 6, 9, 30, tzinfo=UTC)
"""When the demo scheme was set up."""
PRESENT = datetime(2024, 3, 31, 19, 0, tzinfo=UTC)
"""The moment the demo scheme lives in: lateness, reminders, terms and retention are judged by it."""

CHECKLIST = "custody-visit"
CUSTODY_NUMBER = r"13[A-Z]{2}/\d{4}"
SUITE_CODES: Mapping[str, str] = {
    "bradford": "BR",
    "halifax": "HX",
    "huddersfield": "HD",
    "leeds": "LE",
    "wakefield": "WK",
    "dewsbury": "DW",
    "pudsey": "PU",
    "stainbeck": "ST",
}
"""The two letters in a suite's custody numbers, such as 13WK/4402; invented."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFacts:
    """What the scheme published about its year.

    Attributes:
        suites: Regular and contingency ones.
        people_detained: Arrested and detained in the year, a figure of the force.
    """

    scheme: str
    policing_body: str
    force: str
    contact_email: str
    quality_award: str
    suites: tuple[Suite, ...]
    people_detained: int
    visitors: int
    visits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Targets:
    """What the records of the year add up to.

    Attributes:
        visits: Completed visits in person, by suite.
        quarters: Of these, begun in 00-06, 06-12, 12-18 and 18-24, London time.
        weekends: Of these, begun on a Saturday or Sunday, London time.
        in_custody, spoken_to: People, summed over the completed visits.
        children, children_spoken_to: Of these, under 18.
        beds_due, beds_asked, beds_given: Children charged and refused bail; for how many a bed was asked
            for, and how many were moved.
        returned: Reports given back with a question.
        spoken_share: Between which bounds the mean of the visits' own shares spoken to lies.
    """

    visitors: int
    visits: Mapping[str, int]
    abandoned: int
    part: int
    telephone: int
    quarters: tuple[int, int, int, int]
    weekends: int
    in_custody: int
    spoken_to: int
    children: int
    children_spoken_to: int
    beds_due: int
    beds_asked: int
    beds_given: int
    returned: int
    spoken_share: tuple[float, float]

    @property
    def completed(self) -> int:
        """Completed visits in person."""
        return sum(self.visits.values())


FULL = Targets(
    visitors=26,
    visits={"bradford": 58, "halifax": 51, "huddersfield": 54, "leeds": 66, "wakefield": 53},
    abandoned=9,
    part=4,
    telephone=3,
    quarters=(68, 68, 72, 74),
    weekends=76,
    in_custody=4712,
    spoken_to=1489,
    children=233,
    children_spoken_to=212,
    beds_due=18,
    beds_asked=15,
    beds_given=6,
    returned=24,
    spoken_share=(0.3185, 0.3215),
)
"""West Yorkshire 2023-24: 282 visits, 26 visitors, just under 1,500 people, 32 % on average."""

SMALL = Targets(
    visitors=6,
    visits={"bradford": 2, "halifax": 1, "huddersfield": 1, "leeds": 2, "wakefield": 2},
    abandoned=1,
    part=1,
    telephone=1,
    quarters=(2, 2, 2, 2),
    weekends=3,
    in_custody=128,
    spoken_to=40,
    children=6,
    children_spoken_to=5,
    beds_due=2,
    beds_asked=2,
    beds_given=1,
    returned=2,
    spoken_share=(0.29, 0.35),
)
"""The same in small, for tests."""


def read_facts(path: Path) -> PublishedFacts:
    """Read the published figures."""
    facts = tomllib.loads(path.read_text(encoding="utf-8"))
    suites = [_suite(one, contingency=False) for one in facts["suites"]]
    spare = [_suite(one, contingency=True) for one in facts["contingency_suites"]]
    return PublishedFacts(
        scheme=facts["scheme"],
        policing_body=facts["policing_body"],
        force=facts["force"],
        contact_email=facts["contact_email"],
        quality_award=facts["quality_award"],
        suites=(*suites, *spare),
        people_detained=facts["people_detained"],
        visitors=facts["visitors"],
        visits=facts["visits"],
    )


def _suite(one: Mapping[str, str], *, contingency: bool) -> Suite:
    name = one["name"]
    return Suite(suite_id=SuiteId(name.lower()), name=name, district=one["district"], contingency=contingency)


def scheme_settings(facts: PublishedFacts, scheme_id: SchemeId, checklist: ChecklistRef) -> SchemeSettings:
    """The settings the year's visits are made under."""
    return SchemeSettings(
        scheme_id=scheme_id,
        version=1,
        name=facts.scheme,
        policing_body=facts.policing_body,
        force=facts.force,
        contact_email=facts.contact_email,
        quality_award=facts.quality_award,
        suites=facts.suites,
        checklist=checklist,
        custody_number_pattern=CUSTODY_NUMBER,
        people_detained={YEAR.label: facts.people_detained},
    )


COORDINATORS = (
    Member(member_id=MemberId("C-001"), role=Role.COORDINATOR, joined=date(2016, 9, 1)),
    Member(member_id=MemberId("C-002"), role=Role.COORDINATOR, joined=date(2021, 5, 4)),
)

_PROBATION_ENDS = date(2023, 9, 5)
_SOON = {3: date(2024, 4, 22), 7: date(2024, 5, 14), 11: date(2024, 6, 3), 19: date(2024, 6, 24)}
"""Visitors whose identity card, term, vetting or card again runs out soon after the demo's date."""


def visitors(number: int) -> tuple[Member, ...]:
    """The volunteers, `V-001` onwards, in the scheme all year; the last two began it on probation."""
    return tuple(_visitor(place, number) for place in range(1, number + 1))


def _visitor(place: int, number: int) -> Member:
    new = place > number - 2
    joined = date(2023, 3, 6) if new else date(2014 + place * 7 % 9, 1 + place * 5 % 12, 1 + place * 3 % 28)
    ends: dict[str, date] = {
        "term_ends": date(2026, 3, 5) if new else date(2024 + place % 3, 7 + place % 6, 1 + place % 28),
        "vetting_expires": date(2025 + place % 3, 1 + place % 12, 1 + place * 2 % 28),
        "id_card_expires": date(2024 + place % 2, 8 + place % 5, 15),
    }
    if place in _SOON:
        ends[("id_card_expires", "term_ends", "vetting_expires")[place % 3]] = _SOON[place]
    return Member(
        member_id=MemberId(f"V-{place:03d}"),
        role=Role.VISITOR,
        joined=joined,
        probation_until=_PROBATION_ENDS if new else None,
        vetting_level="NPPV 2",
        tact_trained=place in {2, 5, 9, 14},
        term_ends=ends["term_ends"],
        vetting_expires=ends["vetting_expires"],
        id_card_expires=ends["id_card_expires"],
    )
