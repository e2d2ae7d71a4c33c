"""The people in custody when the visitors come: who they are as far as a visit may know, and never a name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

from icv_app.demo.headcounts import Headcount
from icv_app.demo.scheme import SUITE_CODES, YEAR, Targets
from icv_app.domain.ids import PersonId, SuiteId
from icv_app.domain.person import AgeBand, DetainedPerson, Gender, LegalStatus

BED_NOT_ASKED = "not_asked"
_BED_RESULTS = ("no_bed", "no_bed", "no_secure_bed", "no_answer", "impracticable")
_STATUSES = (
    LegalStatus.PRE_CHARGE,
    LegalStatus.CHARGED,
    LegalStatus.WARRANT_OR_RECALL,
    LegalStatus.IMMIGRATION,
    LegalStatus.BAIL,
    LegalStatus.S136,
)
_STATUS_WEIGHTS = (62, 21, 10, 2, 3, 2)
_ETHNICITIES = ("white", "asian", "black", "mixed", "other", "not_stated")
_ETHNICITY_WEIGHTS = (62, 20, 6, 5, 2, 5)
_DAILY_THROUGHPUT = 28.2
"""People brought to a suite each day: 51,602 over five suites and 366 days."""


@dataclass(frozen=True, slots=True)
class Children:
    """The children at one visit.

    Attributes:
        beds: For each of the `spoken_to` who was charged and refused bail, what came of the bed.
    """

    in_custody: int = 0
    spoken_to: int = 0
    beds: tuple[str, ...] = ()


NO_CHILDREN = Children()


def children_by_visit(rng: Random, targets: Targets, counts: Sequence[Headcount]) -> tuple[Children, ...]:
    """Spread the year's children over its visits; the sums are exact."""
    held = [0] * len(counts)
    weights = [count.in_custody for count in counts]
    while sum(held) < targets.children:
        (place,) = rng.choices(range(len(counts)), weights)
        if held[place] < min(3, counts[place].spoken_to):
            held[place] += 1
    spoken = list(held)
    while sum(spoken) > targets.children_spoken_to:
        place = rng.randrange(len(spoken))
        spoken[place] -= spoken[place] > 0
    beds: list[list[str]] = [[] for _count in counts]
    for result in _bed_results(rng, targets):
        place = rng.choice([place for place, number in enumerate(spoken) if number > len(beds[place])])
        beds[place].append(result)
    return tuple(Children(*one) for one in zip(held, spoken, map(tuple, beds), strict=True))


def _bed_results(rng: Random, targets: Targets) -> list[str]:
    asked = targets.beds_asked - targets.beds_given
    found = [_BED_RESULTS[place % len(_BED_RESULTS)] for place in range(asked)]
    results = (
        ["moved"] * targets.beds_given + found + [BED_NOT_ASKED] * (targets.beds_due - targets.beds_asked)
    )
    rng.shuffle(results)
    return results


def in_custody(rng: Random, suite: SuiteId, at: datetime, number: int, children: int) -> list[DetainedPerson]:
    """Draw the people held at a moment (UTC), children first; nothing is said yet of how they were seen."""
    serial = int((at - YEAR.starts_at) / timedelta(days=1) * _DAILY_THROUGHPUT) + 400
    people = []
    for place in range(number):
        serial -= rng.randint(1, 3)
        person = DetainedPerson(
            person_id=PersonId(f"person-{place + 1:02d}"),
            custody_number=f"13{SUITE_CODES[suite]}/{serial % 10_000:04d}",
            gender=_gender(rng, place < children),
            age_band=_age_band(rng, place < children),
        )
        people.append(_in_cell(place, _held(rng, at, _needs(rng, person))))
    return people


def _gender(rng: Random, child: bool) -> Gender:
    women = 0.21 if child else 0.138
    draw = rng.random()
    if draw < women:
        return Gender.WOMAN
    return Gender.OTHER if draw > 0.996 else Gender.MAN


def _age_band(rng: Random, child: bool) -> AgeBand:
    if child:
        return AgeBand.A10_13 if rng.random() < 0.06 else AgeBand.A14_17
    bands = (AgeBand.A18_24, AgeBand.A25_59, AgeBand.A60_PLUS, AgeBand.UNKNOWN)
    return rng.choices(bands, (24, 71, 4, 1))[0]


def _needs(rng: Random, person: DetainedPerson) -> DetainedPerson:
    vulnerable = rng.random() < (0.34 if person.child else 0.19)
    non_uk = rng.random() < 0.11
    level = rng.choices((1, 2, 3, 4), (40, 45, 12, 3) if vulnerable else (78, 20, 2, 0))[0]
    return replace(
        person,
        vulnerable=vulnerable,
        neurodivergent=rng.random() < (0.3 if vulnerable else 0.02),
        disabled_or_pregnant=rng.random() < 0.03,
        non_uk=non_uk,
        non_english=non_uk and rng.random() < 0.6,
        observation_level=level,
        ethnicity=rng.choices(_ETHNICITIES, _ETHNICITY_WEIGHTS)[0],
    )


def _held(rng: Random, at: datetime, person: DetainedPerson) -> DetainedPerson:
    status = rng.choices(_STATUSES, _STATUS_WEIGHTS)[0]
    if person.child and status in {LegalStatus.S136, LegalStatus.IMMIGRATION, LegalStatus.CHARGED}:
        status = LegalStatus.PRE_CHARGE
    longest = 1900 if status in {LegalStatus.CHARGED, LegalStatus.WARRANT_OR_RECALL} else 1380
    minutes = min(longest, max(45, round(rng.expovariate(1 / (640 if longest > 1500 else 470)))))
    if status is LegalStatus.PRE_CHARGE and rng.random() < 0.03:
        minutes = rng.randint(1460, 2100)
    relevant = at.replace(second=0, microsecond=0) - timedelta(minutes=minutes)
    authorised = relevant + timedelta(minutes=rng.randint(12, 40))
    reviewed = authorised + timedelta(minutes=rng.randint(280, 355))
    while (again := reviewed + timedelta(minutes=rng.randint(430, 535))) < at:
        reviewed = again
    return replace(
        person,
        legal_status=status,
        charged_refused_bail=status is LegalStatus.CHARGED and rng.random() < 0.6,
        relevant_time=relevant,
        authorised_at=None if status is LegalStatus.S136 else authorised,
        last_review_at=reviewed if reviewed < at and status is not LegalStatus.S136 else None,
        clothing_taken=rng.random() < 0.045,
        strip_searched=rng.random() < 0.022,
        force_used=rng.random() < 0.022,
    )


def _in_cell(place: int, person: DetainedPerson) -> DetainedPerson:
    wing = "C" if person.child else "F" if person.gender is Gender.WOMAN else "M"
    return replace(person, cell=f"{wing}{place + 1}")


def charged_child(person: DetainedPerson) -> DetainedPerson:
    """The child as one who was charged and refused bail, for whom a local authority bed is due."""
    return replace(person, legal_status=LegalStatus.CHARGED, charged_refused_bail=True)
