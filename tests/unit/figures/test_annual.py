from __future__ import annotations

from collections import Counter
from dataclasses import fields, is_dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icv_app.domain.concern import Severity
from icv_app.domain.ids import SuiteId
from icv_app.domain.person import Contact
from icv_app.domain.visit import Outcome
from icv_app.errors import RuleBroken
from icv_app.figures.annual import AnnualFigures, annual_figures
from icv_app.figures.annual_concerns import OTHER_SUITES
from icv_app.figures.annual_people import people_figures, people_of, reason_key
from icv_app.figures.names import CodeNames
from icv_app.figures.published import PeopleCount, PeopleShare
from tests.facts_builders import a_concern_facts, a_member, a_scheme, a_visit_facts, contacts
from tests.years import NAMES, YEAR, Year, a_year

AS_OF = YEAR.last_day


def figures_of(year: Year, names: CodeNames = NAMES) -> AnnualFigures:
    return annual_figures(
        year.facts, year.steps, year.settings, year.members, year=YEAR, as_of=AS_OF, names=names
    )


def test_a_word_typed_in_a_check_of_words_is_no_answer_to_it() -> None:
    year = a_year(seed=5, visits=20)
    typed = {("officer_said", "yes"): 6, ("asked", "yes"): 6, ("asked", "no"): 6}
    facts = tuple(replace(visit, checks=typed) for visit in year.facts)
    names = replace(NAMES, checks={"asked": "Asked"}, typed=frozenset({"officer_said"}))
    found = figures_of(replace(year, facts=facts), names)
    assert [line.check_id for line in found.checks] == ["asked"]


def test_a_year_worked_out_a_second_way() -> None:
    year = a_year(seed=5)
    figures = figures_of(year)
    done = [v for v in year.facts if v.outcome is Outcome.COMPLETED and v.kind != "telephone"]
    spoken = sum(visit.by_contact.get(Contact.SPOKEN_TO, 0) for visit in done)
    held = sum(visit.in_custody for visit in done)
    shares = [Fraction(visit.by_contact.get(Contact.SPOKEN_TO, 0), visit.in_custody) for visit in done]
    assert figures.visits.completed == len(done)
    assert figures.people.spoken_pooled.value == Fraction(spoken, held)
    assert figures.people.spoken_mean.value == sum(shares, Fraction(0)) / len(shares)
    assert figures.people.reach is not None
    assert figures.people.reach.value == Fraction(spoken, 51602)
    by_suite = Counter(visit.suite for visit in done)
    assert {row.suite: row.against_target.part for row in figures.visits.suites} == {
        suite.suite_id: by_suite[suite.suite_id] for suite in year.settings.suites
    }
    letters = Counter(c.category[0] for visit in year.facts for c in visit.concerns if c.category != "P")
    assert figures.concerns.raised == sum(letters.values())
    assert {
        line.letter: line.total for line in figures.concerns.letters if line.total is not None
    }.items() <= (letters.items())
    assert figures.volunteers.turnover.end == 26


def people_counts(value: Any) -> list[int]:
    """Every count of people anywhere in the figures."""
    if isinstance(value, PeopleCount):
        return [] if value.value is None else [value.value]
    if isinstance(value, PeopleShare):
        return [count for count in (value.part, value.of) if count is not None]
    if isinstance(value, tuple | list):
        return [count for one in value for count in people_counts(one)]
    if is_dataclass(value):
        return [count for field in fields(value) for count in people_counts(getattr(value, field.name))]
    return []


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.integers(0, 6))
def test_no_small_count_of_people_is_in_the_figures(seed: int, visits: int) -> None:
    figures = figures_of(a_year(seed, visits))
    counts = people_counts(figures.people.funnel) + people_counts(figures.people.reasons)
    counts += people_counts(figures.people.groups) + people_counts(figures.people.offered)
    assert not [count for count in counts if 0 < count < 5]
    about_people = [line for line in figures.concerns.letters if line.letter not in {"F", "J"}]
    printed = [
        n for line in about_people for n in (*line.by_suite, line.total, *(c for _code, c in line.codes))
    ]
    assert not [count for count in printed if count is not None and 0 < count < 5]


def test_where_the_people_spoken_to_are_withheld_nothing_gives_them_back() -> None:
    visit = a_visit_facts(
        by_contact=contacts(3, not_offered=9), concerns=(a_concern_facts(category="F1"),) * 6
    )
    people = annual_figures([visit], [], a_scheme(), [], year=YEAR, as_of=AS_OF).people
    assert people.spoken_pooled.part is None
    assert people.spoken_pooled.value is None
    assert people.spoken_mean.value is None
    assert people.per_visit.value is None
    assert people.reach is not None
    assert people.reach.value is None
    assert people.not_spoken_to.value is None or people.in_custody.value is None
    concerns = annual_figures([visit], [], a_scheme(), [], year=YEAR, as_of=AS_OF).concerns
    assert concerns.rate is None


def test_children_kept_in_a_cell_are_not_given_away_by_those_moved() -> None:
    moved_most = a_visit_facts(beds_asked=9, beds_given=7)
    beds = annual_figures([moved_most], [], a_scheme(), [], year=YEAR, as_of=AS_OF).people.beds
    assert beds.part is None or beds.of is None


def test_the_place_of_a_withheld_reason_does_not_tell_how_many_it_is_of() -> None:
    reasons = {(Contact.NOT_AVAILABLE, reason): n for reason, n in (("a", 9), ("b", 8), ("c", 8), ("d", 7))}
    visit = a_visit_facts(in_custody=32, by_contact=contacts(not_available=32), reasons=reasons)
    for hidden in ("b", "c"):
        found = people_figures(people_of([visit]), None, {reason_key(Contact.NOT_AVAILABLE, hidden)}).reasons
        assert [line.share.part for line in found] == [9, 8, 7, None]


def test_concerns_about_the_estate_are_always_printed() -> None:
    concerns = tuple(a_concern_facts(category=category) for category in ("F1", "F2", "J1", "A2"))
    found = annual_figures(
        [a_visit_facts(concerns=concerns)], [], a_scheme(), [], year=YEAR, as_of=AS_OF
    ).concerns
    by_letter = {line.letter: line for line in found.letters}
    assert (by_letter["F"].total, by_letter["F"].codes) == (2, (("F1", 1), ("F2", 1)))
    assert by_letter["J"].by_suite == (1,)
    assert by_letter["A"].total is None


def test_contingency_and_unlisted_suites_share_a_column_of_concerns() -> None:
    visits = [
        a_visit_facts(suite=SuiteId(suite), concerns=(a_concern_facts(category="F1"),))
        for suite in ("pudsey", "long gone", "leeds")
    ]
    found = annual_figures(visits, [], a_scheme(), [], year=YEAR, as_of=AS_OF).concerns
    assert found.suites == ("leeds", OTHER_SUITES)
    assert found.suite_totals == (1, 2)


def test_a_year_without_visits_has_figures_all_the_same() -> None:
    figures = annual_figures([], [], a_scheme(), [a_member()], year=YEAR, as_of=AS_OF)
    assert figures.empty
    assert figures.people.spoken_mean.value is None
    assert figures.concerns.raised == 0
    assert [line.severity for line in figures.concerns.severities] == list(Severity)
    assert figures.volunteers.turnover.end == 1


def test_an_early_cut_off_shortens_the_target() -> None:
    figures = annual_figures([], [], a_scheme(), [], year=YEAR, as_of=date(2023, 4, 14))
    assert figures.until == date(2023, 4, 14)
    assert figures.visits.total_target.of == 4  # two suites, two weeks


def test_a_visit_that_does_not_reconcile_stops_the_publication() -> None:
    with pytest.raises(RuleBroken):
        annual_figures([a_visit_facts(in_custody=99)], [], a_scheme(), [], year=YEAR, as_of=AS_OF)
