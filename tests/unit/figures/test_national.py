"""The national return: its counts, what is withheld, and that nobody can work it out."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from datetime import date
from itertools import permutations
from random import Random

import pytest

from icv_app.domain.periods import Period, Quarter, QuarterOfYear, period_from_label, quarters_of
from icv_app.domain.person import Contact
from icv_app.domain.times import FinancialYear
from icv_app.domain.visit import Outcome
from icv_app.domain.visit_facts import VisitFacts
from icv_app.figures.annual import annual_figures, computed
from icv_app.figures.annual_counts import Sources
from icv_app.figures.count_tables import Published
from icv_app.figures.national import DEFINITIONS, NationalReturn, national_return
from tests.facts_builders import a_concern_facts, a_scheme, a_visit_facts, contacts
from tests.solving import Equation, worked_out
from tests.years import NAMES, YEAR, a_year

Q1, Q2, Q3, Q4 = quarters_of(YEAR)
LATER = date(2024, 6, 1)


def the_return(
    period: Period,
    facts: Iterable[VisitFacts],
    before: Sequence[NationalReturn] = (),
    *,
    with_suites: bool = False,
) -> NationalReturn:
    return national_return(
        Sources(facts=facts, steps=(), settings=a_scheme(), members=()),
        period=period,
        as_of=LATER,
        names=NAMES,
        with_suites=with_suites,
        published=told_by(before),
    )


def told_by(returns: Sequence[NationalReturn]) -> Published:
    """What is noted of returns that went out."""
    return {one.period.label: [two.counts for two in returns if two.period == one.period] for one in returns}


def in_order(order: Sequence[Period], facts: Sequence[VisitFacts]) -> list[NationalReturn]:
    """Returns as they are written one after the other, each knowing those before it."""
    made: list[NationalReturn] = []
    for period in order:
        made.append(the_return(period, facts, made))
    return made


def numbers(made: NationalReturn) -> dict[tuple[str, str], float | None]:
    return {(line.measure, line.code): line.value for line in made.lines}


Cell = tuple[Period, str, str]


def known(made: NationalReturn) -> dict[Cell, int | None]:
    return {
        (made.period, line.measure, line.code): None if line.value is None else int(line.value)
        for line in made.lines
        if line.withheld or isinstance(line.value, int)
    }


def equations(returns: Sequence[NationalReturn]) -> list[Equation]:
    """Whatever a reader knows adds up."""
    found: list[Equation] = []
    for made in returns:
        keys = list(known(made))
        period = made.period

        def cell(measure: str, code: str = "", period: Period = period) -> Cell:
            return (period, measure, code)

        def of(measure: str, letter: str = "", keys: list[Cell] = keys) -> list[Cell]:
            return [key for key in keys if key[1] == measure and key[2].startswith(letter)]

        outcomes = [contact.value for contact in Contact]
        found.append((cell("in_custody"), [cell(one) for one in outcomes]))
        found.append((cell("offered"), [cell("spoken_to"), cell("declined")]))
        found += [(cell(one), of(f"{one}_by_reason")) for one in outcomes if of(f"{one}_by_reason")]
        for measure in ("concerns_by_group", "concerns_by_severity"):
            found.append((cell("concerns"), of(measure)))
        found.append((cell("concerns"), [cell("concerns_put_right"), cell("not put right")]))
        found += [
            (cell("concerns_by_group", letter), of("concerns_by_category", letter))
            for letter in {key[2] for key in of("concerns_by_group")}
        ]
        for total, part in (("group_in_custody", "group_spoken_to"), ("beds_due", "beds_given")):
            codes = {key[2] for key in of(total)}
            found += [(cell(total, code), [cell(part, code), cell(f"not {part}", code)]) for code in codes]
    year = next((made for made in returns if isinstance(made.period, FinancialYear)), None)
    quarters = [made for made in returns if isinstance(made.period, QuarterOfYear)]
    if year is not None and quarters:
        for key in known(year):
            _period, measure, code = key
            if measure not in ADDS_UP:
                continue
            parts: list[Hashable] = [
                (q.period, measure, code)
                for q in quarters
                if (q.period, measure, code) in known(q) or silent(q, measure)
            ]
            found.append((key, parts if len(quarters) == 4 else [*parts, ("the rest", measure, code)]))
    return found


def silent(made: NationalReturn, measure: str) -> bool:
    """Whether a return says nothing at all of a measure, so that what is not there may be anything."""
    told = numbers(made)
    of_concerns = measure.startswith("concerns")
    gone = told["concerns" if of_concerns else "in_custody", ""] is None
    return gone and not any(key[0] == measure and key[1][:1] not in {"F", "J"} for key in told)


ADDS_UP = {
    name for name in DEFINITIONS if not name.startswith(("volunteers", "reply", "replies", "concerns_open"))
} - {"hours", "concerns_sent", "concerns_replied"}


def test_every_measure_has_a_definition() -> None:
    made = the_return(YEAR, a_year(seed=3).facts, with_suites=True)
    order = list(dict.fromkeys(line.measure for line in made.lines))
    assert set(order) <= set(DEFINITIONS)
    assert set(DEFINITIONS) - set(order) <= {"declined_by_reason", "visits_abandoned_by_reason"}


def test_the_counts_are_those_of_the_annual_report() -> None:
    year = a_year(seed=7)
    report = annual_figures(
        year.facts, year.steps, year.settings, year.members, year=YEAR, as_of=LATER, names=NAMES
    )
    sources = Sources(facts=year.facts, steps=year.steps, settings=year.settings, members=year.members)
    made = national_return(sources, period=YEAR, as_of=LATER, names=NAMES)
    said = numbers(made)
    assert said["visits_valid", ""] == report.visits.completed
    assert said["visits_abandoned", ""] == report.visits.abandoned
    assert said["in_custody", ""] == report.people.in_custody.value
    for line in report.people.funnel:
        assert said[line.contact.value, ""] == line.share.part
    for row in report.people.reasons:
        assert said[f"{row.contact.value}_by_reason", row.reason] == row.share.part
    assert said["concerns", ""] == report.concerns.raised
    assert {
        code: said["concerns_by_group", code] for code in (one.letter for one in report.concerns.letters)
    } == {one.letter: one.total for one in report.concerns.letters}
    assert said["concerns_sent", ""] == report.concerns.replies.sent
    assert said["volunteers_at_end", ""] == report.volunteers.turnover.end
    assert said["hours", ""] == round(report.volunteers.hours)


def test_a_quarter_counts_its_own_visits() -> None:
    july = a_visit_facts(began_at=Q2.starts_at, by_contact=contacts(9, 0, 6))
    june = a_visit_facts(began_at=Q1.ends_at.replace(hour=22, minute=59), by_contact=contacts(7, 0, 5))
    facts = (june, july)
    assert Q1.ends_at == Q2.starts_at
    said = {period: numbers(the_return(period, facts)) for period in (Q1, Q2, Q3)}
    assert [said[period]["visits_valid", ""] for period in (Q1, Q2, Q3)] == [1, 1, 0]


def test_small_counts_of_people_are_withheld_and_those_of_visits_and_of_the_estate_are_not() -> None:
    facts = [
        a_visit_facts(
            by_contact=contacts(8, 0, 3, 0, 9),
            concerns=(a_concern_facts(category="F1"), a_concern_facts(category="A2")),
        ),
        a_visit_facts(
            outcome=Outcome.ABANDONED, abandoned_reason="busy", by_contact=contacts(), in_custody=0
        ),
    ]
    said = numbers(the_return(YEAR, facts))
    assert said["declined", ""] is None
    assert said["concerns_by_group", "F"] == 1
    assert said["concerns_by_group", "A"] is None
    assert said["visits_abandoned_by_reason", "busy"] == 1
    withheld = {(line.measure, line.code) for line in the_return(YEAR, facts).lines if line.withheld}
    assert ("declined", "") in withheld
    assert ("visits_valid", "") not in withheld


def test_suites_are_named_only_where_that_is_allowed_and_then_with_visits_alone() -> None:
    facts = a_year(seed=1).facts
    assert "Leeds" not in repr(the_return(YEAR, facts).lines)
    allowed = the_return(YEAR, facts, with_suites=True)
    named = {line.measure for line in allowed.lines if line.name == "Leeds"}
    assert named == {"suite_visits_attempted", "suite_visits_valid"}


@pytest.mark.parametrize("seed", range(6))
def test_nobody_can_work_out_what_one_return_withholds(seed: int) -> None:
    periods: tuple[Period, ...] = (YEAR, *quarters_of(YEAR))
    for period in periods:
        made = the_return(period, some_visits(seed))
        assert_kept([made])


@pytest.mark.parametrize("seed", range(4))
def test_nobody_can_work_it_out_from_the_year_and_its_quarters_in_whatever_order_they_came(seed: int) -> None:
    facts = some_visits(seed)
    random = Random(seed)
    periods: list[Period] = [YEAR, Q1, Q2, Q3, Q4]
    orders = [list(one) for one in permutations(periods)]
    for order in [[*periods[1:], YEAR], periods, *random.sample(orders, 3)]:
        made = in_order(order, facts)
        for place in range(len(made)):
            assert_kept(made[: place + 1])


def test_without_a_thought_for_the_quarters_the_year_would_give_one_back() -> None:
    """The solver finds what it should: each return by itself is safe, all five together are not."""
    facts = [
        *(a_visit_facts(began_at=q.starts_at, by_contact=contacts(20, 9, 9, 9, 9)) for q in (Q1, Q2, Q3)),
        a_visit_facts(began_at=Q4.starts_at, by_contact=contacts(20, 9, 2, 9, 3)),
    ]
    alone = [the_return(period, facts) for period in (Q1, Q2, Q3, Q4, YEAR)]
    assert secrets(alone)
    order: list[Period] = [Q1, Q2, Q3, Q4, YEAR]
    together = in_order(order, facts)
    assert not secrets(together)
    assert numbers(together[-1])["declined", ""] is None


def test_the_annual_report_withholds_what_a_quarters_return_would_give_back() -> None:
    facts = [
        *(a_visit_facts(began_at=q.starts_at, by_contact=contacts(20, 9, 9, 9, 9)) for q in (Q1, Q2, Q3)),
        a_visit_facts(began_at=Q4.starts_at, by_contact=contacts(20, 9, 2, 9, 3)),
    ]

    def declined(published: Sequence[Period]) -> int | None:
        sources = Sources(facts=facts, steps=(), settings=a_scheme(), members=())
        report = computed(sources, YEAR, as_of=LATER, published=told_by(in_order(published, facts)))
        return next(
            line.share.part for line in report.figures.people.funnel if line.contact is Contact.DECLINED
        )

    assert declined(()) == 29
    assert declined((Q1, Q2, Q3, Q4)) is None


@pytest.mark.parametrize("label", ["2023-24", "2023-24 Q1", "2023-24 Q4"])
def test_a_period_is_read_as_it_is_written(label: str) -> None:
    assert period_from_label(label).label == label


@pytest.mark.parametrize("label", ["2023", "2023-24 Q5", "2023-24 1", "Q1", "2023-25"])
def test_another_way_of_writing_a_period_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match="is written like"):
        period_from_label(label)


def test_the_quarters_are_the_year() -> None:
    assert Q1.first_day == YEAR.first_day
    assert Q4.last_day == YEAR.last_day
    assert [one.ends_at for one in (Q1, Q2, Q3)] == [one.starts_at for one in (Q2, Q3, Q4)]
    assert Q4.quarter is Quarter.JANUARY


def some_visits(seed: int) -> list[VisitFacts]:
    """Few visits with few people, so that nearly every count is small somewhere."""
    random = Random(seed)
    facts = []
    for quarter in quarters_of(YEAR):
        for _visit in range(random.randint(2, 5)):
            by_contact = contacts(*(random.choice((0, 0, 1, 2, 4, 9)) for _one in Contact))
            reasons = {}
            for contact in (Contact.NOT_AVAILABLE, Contact.NOT_OFFERED):
                left = by_contact[contact]
                for reason in ("asleep", "interview", "time"):
                    part = random.randint(0, left)
                    if part:
                        reasons[contact, reason] = part
                    left -= part
            women = random.randint(0, sum(by_contact.values()))
            facts.append(
                a_visit_facts(
                    began_at=quarter.starts_at,
                    by_contact=by_contact,
                    reasons=reasons,
                    group_in_custody={"women": women, "children": min(women, 3)},
                    group_spoken={"women": random.randint(0, women), "children": 0},
                    concerns=tuple(
                        a_concern_facts(
                            category=random.choice(("A1", "A2", "B1", "C1", "F1", "F2")),
                            put_right=random.random() < 0.4,
                        )
                        for _concern in range(random.randint(0, 4))
                    ),
                )
            )
    return facts


def secrets(made: Sequence[NationalReturn]) -> dict[Hashable, int]:
    """Withheld counts below five that a reader works out."""
    printed: dict[Cell, int | None] = {}
    for one in made:
        printed |= known(one)
    # What replies there were is no count of people.
    printed = {key: value for key, value in printed.items() if key[1] in ADDS_UP}
    return {
        key: n
        for key, n in worked_out(printed, equations(made), bounds=len(made) == 1).items()
        if 0 < n < 5 and about(key)
    }


def about(key: Hashable) -> bool:
    """Whether a count is one of people: visits and the estate are not."""
    assert isinstance(key, tuple)
    return not (str(key[1]).startswith("concerns") and str(key[2])[:1] in {"F", "J"})


def assert_kept(made: Sequence[NationalReturn]) -> None:
    assert not secrets(made)
