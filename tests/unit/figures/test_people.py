from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.person import Contact
from icv_app.domain.visit_facts import VisitFacts
from icv_app.errors import RuleBroken
from icv_app.figures import people
from icv_app.figures.measures import Share
from icv_app.figures.people import Outcomes, sum_outcomes
from icv_app.figures.rounding import percentage
from tests.facts_builders import a_visit_facts, contacts

SCOTLAND = Outcomes(
    in_custody=2553, spoken_to=853, observed_only=28, declined=375, not_available=498, not_offered=697
)
"""Independent Custody Visiting Scotland, April to October 2024, as published."""

OUTCOMES = st.fixed_dictionaries({contact: st.integers(0, 12) for contact in Contact})
VISITS = st.lists(st.builds(lambda by: a_visit_facts(by_contact=by), OUTCOMES), max_size=12)


def per_cent(share: Share) -> int:
    assert share.value is not None
    return int(percentage(share.value))


def test_scotlands_offers_and_acceptance_are_as_published() -> None:
    assert SCOTLAND.offered == 1228
    assert per_cent(people.offered(SCOTLAND)) == 48
    assert per_cent(people.acceptance(SCOTLAND)) == 69


def test_scotlands_total_is_refused_because_it_does_not_reconcile() -> None:
    assert SCOTLAND.accounted == 2451
    with pytest.raises(RuleBroken, match="do not reconcile: 2553 held, 2451"):
        people.publishable(SCOTLAND)


def test_a_visit_that_does_not_reconcile_is_named_even_where_the_total_happens_to() -> None:
    one_short, one_over = (
        a_visit_facts(by_contact=contacts(3), in_custody=4),
        a_visit_facts(by_contact=contacts(5), in_custody=4),
    )
    sound = a_visit_facts()
    assert sum_outcomes([one_short, one_over]).reconciles
    with pytest.raises(RuleBroken, match=one_short.visit_id) as refused:
        people.outcomes([one_short, one_over, sound])
    assert "2 of the visits" in refused.value.user_text
    integrity = people.integrity([one_short, one_over, sound])
    assert (integrity.part, integrity.of) == (1, 3)
    assert integrity.visits == (one_short.visit_id, one_over.visit_id)


def test_both_averages_of_the_share_spoken_to() -> None:
    # 1 of 2, 1 of 8 and an empty suite: pooled 2/10, mean of one half and one eighth.
    visits = [
        a_visit_facts(by_contact=contacts(1, not_offered=1)),
        a_visit_facts(by_contact=contacts(1, not_offered=7)),
        a_visit_facts(by_contact=contacts()),
    ]
    averages = people.spoken_to(visits)
    assert averages.pooled.value == Fraction(2, 10)
    assert averages.mean.value == Fraction(5, 16)
    assert averages.mean.n == 2
    assert averages.pooled.visits == tuple(visit.visit_id for visit in visits)


def test_nobody_in_custody_leaves_no_average_rather_than_nought() -> None:
    averages = people.spoken_to([a_visit_facts(by_contact=contacts())])
    assert averages.pooled.value is None
    assert averages.mean.value is None


@given(VISITS)
def test_the_averages_equal_the_definition_worked_out_visit_by_visit(visits: list[VisitFacts]) -> None:
    averages = people.spoken_to(visits)
    shares = [Fraction(visit.spoken_to, visit.in_custody) for visit in visits if visit.in_custody]
    assert averages.mean.value == (sum(shares, Fraction(0)) / len(shares) if shares else None)
    assert averages.pooled.part == sum(visit.by_contact[Contact.SPOKEN_TO] for visit in visits)
    assert averages.pooled.of == sum(visit.in_custody for visit in visits)


@given(VISITS)
def test_everybody_in_custody_has_exactly_one_outcome(visits: list[VisitFacts]) -> None:
    sums = people.outcomes(visits)
    shares = [people.share_of_custody(sums, contact).value or 0 for contact in Contact]
    assert sum(shares) == (1 if sums.in_custody else 0)
    assert people.not_available(sums).part == sums.not_available
    assert people.not_offered(sums).of == sums.in_custody


def test_reasons_are_of_everybody_not_spoken_to_and_add_up_to_their_outcome() -> None:
    visits = [
        a_visit_facts(
            by_contact=contacts(2, declined=3, not_available=4, not_offered=1),
            reasons={
                (Contact.NOT_AVAILABLE, "asleep"): 1,
                (Contact.NOT_AVAILABLE, "interview"): 2,
                (Contact.NOT_OFFERED, "time"): 1,
            },
        ),
        a_visit_facts(
            by_contact=contacts(1, not_available=2), reasons={(Contact.NOT_AVAILABLE, "asleep"): 2}
        ),
    ]
    reasons = people.reasons_not_spoken_to(visits)
    assert list(reasons) == [
        (Contact.DECLINED, people.UNSTATED),
        (Contact.NOT_AVAILABLE, "asleep"),
        (Contact.NOT_AVAILABLE, "interview"),
        (Contact.NOT_AVAILABLE, people.UNSTATED),
        (Contact.NOT_OFFERED, "time"),
    ]
    assert reasons[Contact.NOT_AVAILABLE, "asleep"].value == Fraction(3, 10)
    assert reasons[Contact.NOT_AVAILABLE, "asleep"].visits == tuple(visit.visit_id for visit in visits)
    assert sum(share.part for share in reasons.values()) == 10


def test_reach_is_of_everybody_detained_and_missing_without_the_forces_figure() -> None:
    visits = [a_visit_facts(by_contact=contacts(12)), a_visit_facts(by_contact=contacts(3))]
    reach = people.reach(visits, 51602)
    assert reach is not None
    assert reach.value == Fraction(15, 51602)
    assert people.reach(visits, None) is None


def test_priority_coverage_is_spoken_to_of_in_custody_for_each_group() -> None:
    visits = [
        a_visit_facts(group_in_custody={"children": 2, "women": 1}, group_spoken={"children": 1, "women": 1}),
        a_visit_facts(group_in_custody={"children": 1}, group_spoken={"children": 1}),
    ]
    coverage = people.priority_coverage(visits)
    assert coverage["children"].value == Fraction(2, 3)
    assert coverage["women"].visits == (visits[0].visit_id,)
    assert coverage["vulnerable"].value is None


def test_pace_beds_are_children_moved_of_those_charged_and_refused_bail() -> None:
    beds = people.pace_beds([a_visit_facts(beds_asked=3, beds_given=1), a_visit_facts()])
    assert (beds.part, beds.of, len(beds.visits)) == (1, 3, 1)


def test_not_known_never_counts_as_a_pass() -> None:
    checks = {("food", "yes"): 4, ("food", "no"): 1, ("food", "nk"): 5, ("food", "na"): 2, ("drink", "nk"): 1}
    results = people.check_results_of(checks)
    food = results["food"]
    assert (food.passed.part, food.passed.of) == (4, 5)
    assert (food.not_known, food.not_applicable) == (5, 2)
    assert results["drink"].passed.value is None
