"""The plan of the demo year: it adds up to the published figures, keeps every rule, and is repeatable."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

import resources
from icv_app.bootstrap.wiring import guard_for
from icv_app.demo.plan import Plan, PlannedVisit
from icv_app.demo.run import DEFAULT_SEED, draw_plan
from icv_app.demo.scheme import COORDINATORS, FACTS, FULL, PRESENT, SMALL, YEAR, read_facts, scheme_settings
from icv_app.demo.sentences import SENTENCES, Sentences
from icv_app.domain.completeness import SubmitContext, problems
from icv_app.domain.concern import GOOD_PRACTICE, ConcernState, ConcernStep, Severity, state_after
from icv_app.domain.ids import MemberId, SchemeId
from icv_app.domain.person import Contact, DetainedPerson, Gender, LegalStatus
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.domain.times import in_london, london_day
from icv_app.domain.visit import Outcome, SecondVisitor, Stage, VisitKind
from icv_app.domain.visit_facts import VisitFacts, visit_facts
from icv_app.figures.annual import computed
from icv_app.figures.annual_counts import Sources
from icv_app.figures.delay import delay
from icv_app.figures.people import priority_coverage, spoken_to
from icv_app.figures.rounding import percentage
from tests.builders import a_checklist, a_checklist_ref

ROOT = Path(__file__).parents[3]
OTHER_SEEDS = (1, 77, 20240331)

planned = cache(draw_plan)
"""One plan for each seed and size, for all tests of this process."""


def the_plan() -> Plan:
    return planned(DEFAULT_SEED)[0]


def the_settings() -> SchemeSettings:
    return scheme_settings(read_facts(resources.path(FACTS)), SchemeId("demo"), a_checklist_ref())


def facts_of(plan: Plan) -> list[VisitFacts]:
    return [
        visit_facts(replace(one.visit, stage=Stage.SUBMITTED, submitted_at=one.filed_at))
        for one in plan.visits
    ]


def completed(plan: Plan) -> list[VisitFacts]:
    return [facts for facts in facts_of(plan) if facts.counts]


def everybody(plan: Plan) -> Iterator[DetainedPerson]:
    for one in plan.visits:
        yield from one.visit.people


def real_steps(one: PlannedVisit) -> list[ConcernStep]:
    return [
        ConcernStep(
            record_id=f"{place:03d}",
            concern_id=step.concern_id,
            visit_id=one.visit.visit_id,
            kind=step.kind,
            at=step.at,
            by=step.by,
        )
        for place, step in enumerate(one.aftermath.steps)
    ]


@pytest.mark.parametrize("seed", [DEFAULT_SEED, *OTHER_SEEDS])
def test_every_seed_gives_the_published_figures_of_the_year(seed: int) -> None:
    published = read_facts(resources.path(FACTS))
    plan, members = planned(seed)
    year = completed(plan)
    shares = spoken_to(year)

    assert len(year) == published.visits == 282
    assert len(members) == published.visitors == 26
    assert {member for facts in facts_of(plan) for member in facts.visitors} == {m.member_id for m in members}
    assert (shares.pooled.part, shares.pooled.of) == (1489, 4712)
    assert shares.mean.value is not None
    assert percentage(shares.mean.value) == 32
    assert shares.pooled.value is not None
    assert str(percentage(shares.pooled.value, 1)) == "31.6"
    assert priority_coverage(year)["children"].part == 212
    assert priority_coverage(year)["children"].of == 233
    assert (sum(facts.beds_given for facts in year), sum(facts.beds_asked for facts in year)) == (6, 18)
    assert Counter(facts.suite for facts in year) == FULL.visits


@pytest.mark.parametrize("seed", [DEFAULT_SEED, *OTHER_SEEDS])
def test_no_total_of_the_report_has_to_be_withheld(seed: int) -> None:
    plan = planned(seed)[0]
    sources = Sources(facts=facts_of(plan), steps=(), settings=the_settings(), members=())
    figures = computed(sources, YEAR, as_of=YEAR.last_day).figures.people

    assert not figures.spoken_pooled.withheld
    assert not figures.beds.withheld
    assert figures.reach is not None
    assert not figures.reach.withheld


@pytest.mark.parametrize("seed", [DEFAULT_SEED, *OTHER_SEEDS])
def test_visits_are_spread_over_nights_and_weekends_as_the_year_was(seed: int) -> None:
    began = [in_london(facts.began_at) for facts in completed(planned(seed)[0])]

    assert Counter(moment.hour // 6 for moment in began) == dict(enumerate(FULL.quarters))
    assert sum(moment.weekday() >= 5 for moment in began) == FULL.weekends == 76
    assert all(YEAR.contains(moment) for moment in began)


def test_abandoned_part_and_telephone_visits_are_extra() -> None:
    attempts = Counter(
        (one.visit.kind is VisitKind.TELEPHONE, one.visit.outcome) for one in the_plan().visits
    )

    assert attempts == {
        (False, Outcome.COMPLETED): 282,
        (False, Outcome.ABANDONED): 9,
        (False, Outcome.PART): 4,
        (True, Outcome.COMPLETED): 3,
    }
    emergency = [one.visit for one in the_plan().visits if one.visit.abandoned_reason == "emergency"]
    assert any(
        visit.suite == "halifax" and visit.arrived_at and london_day(visit.arrived_at) == date(2023, 12, 2)
        for visit in emergency
    )


@pytest.mark.parametrize("seed", [DEFAULT_SEED, OTHER_SEEDS[0]])
def test_every_planned_visit_may_be_submitted(seed: int) -> None:
    plan, members = planned(seed)
    everyone: dict[MemberId, Member] = {one.member_id: one for one in (*members, *COORDINATORS)}
    for one in plan.visits:
        context = SubmitContext(
            settings=the_settings(),
            checklist=a_checklist(),
            members=everyone,
            now=one.filed_at,
            guard=guard_for(the_settings()),
        )
        assert problems(one.visit, context) == (), one.visit.visit_id


def test_every_completed_visit_reconciles() -> None:
    for one in the_plan().visits:
        if one.visit.outcome is Outcome.COMPLETED and one.visit.in_person:
            assert one.visit.reconciliation.reconciles


def test_the_same_seed_draws_the_same_plan_and_another_seed_another() -> None:
    assert draw_plan(5, SMALL) == draw_plan(5, SMALL)
    assert draw_plan(5, SMALL) != draw_plan(6, SMALL)


def test_the_plan_does_not_hang_on_how_python_orders_its_sets() -> None:
    program = (
        "import hashlib; from icv_app.demo.run import draw_plan; from icv_app.demo.scheme import SMALL;"
        "print(hashlib.sha256(repr(draw_plan(5, SMALL)).encode()).hexdigest())"
    )

    def digest(hash_seed: str) -> str:
        return subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    assert digest("1") == digest("2")


def test_visits_last_over_both_changes_of_the_clocks_the_leap_day_and_midnight() -> None:
    stays = [
        (one.visit.entered_at, one.visit.left_suite_at)
        for one in the_plan().visits
        if one.visit.outcome is Outcome.COMPLETED and one.visit.entered_at and one.visit.left_suite_at
    ]

    def offset(moment: datetime) -> timedelta | None:
        return in_london(moment).utcoffset()

    turned = [(entered, left) for entered, left in stays if offset(entered) != offset(left)]
    assert {london_day(left) for _entered, left in turned} == {date(2023, 10, 29), date(2024, 3, 31)}
    assert date(2024, 2, 29) in {london_day(entered) for entered, _left in stays}
    assert sum(london_day(entered) != london_day(left) for entered, left in stays) >= 5


def test_pairs_keep_the_rules_and_nobody_is_in_two_places() -> None:
    plan, members = planned(DEFAULT_SEED)
    by_number = {member.member_id: member for member in members}
    out: dict[MemberId, list[tuple[datetime, datetime]]] = {}
    for one in plan.visits:
        visit = one.visit
        began, left = visit.arrived_at or visit.entered_at, visit.left_station_at
        assert began is not None
        assert left is not None
        assert len(set(visit.visitors)) == 2
        assert not all(by_number[member].on_probation(london_day(began)) for member in visit.visitors)
        for member in (*visit.visitors, *filter(None, [visit.trainee])):
            out.setdefault(member, []).append((began, left))
    for times in out.values():
        times.sort()
        assert all(before[1] < after[0] for before, after in pairwise(times))
    visits = [len(times) for times in out.values()]
    assert min(visits) >= 15
    assert max(visits) <= 32


def test_delays_are_mostly_short_and_sometimes_long_with_a_reason() -> None:
    waits = delay(completed(the_plan()), timedelta(minutes=10))

    assert waits.median is not None
    assert 3 <= waits.median <= 5
    assert 10 <= waits.longer.part <= 40
    long = [
        one.visit for one in the_plan().visits if (one.visit.wait or timedelta(0)) > timedelta(minutes=10)
    ]
    assert all(visit.delay.reason and visit.delay.explained_by for visit in long)


def test_people_are_as_various_as_in_a_real_year() -> None:
    people = list(everybody(the_plan()))
    outcomes = Counter(person.contact for person in people)
    reasons = {person.contact_reason for person in people}

    assert set(outcomes) == set(Contact)
    assert {"asleep", "interview", "inspector_refusal", "known_to_visitor", "hospital"} <= reasons
    assert {LegalStatus.S136, LegalStatus.IMMIGRATION, LegalStatus.CHARGED} <= {
        p.legal_status for p in people
    }
    assert sum(person.gender is Gender.WOMAN for person in people) > 200
    for mark in (
        lambda person: person.vulnerable,
        lambda person: person.non_english and person.interpreter,
        lambda person: person.strip_searched,
        lambda person: person.force_used,
        lambda person: person.clothing_taken,
        lambda person: person.girl,
        lambda person: person.passed_over_reason,
        lambda person: person.out_of_hearing is False,
    ):
        assert any(mark(person) for person in people)
    answered = {answer.check_id for person in people for answer in person.answers}
    assert {"anti_rip_worn", "menstrual_asked", "woman_named", "la_certificate", "strip_same_sex"} <= answered
    assert any(one.visit.tallies for one in the_plan().visits)


def test_everybody_spoken_to_has_a_row_with_answers() -> None:
    for person in everybody(the_plan()):
        if person.contact is Contact.SPOKEN_TO:
            assert len(person.answers) >= 13
    for one in the_plan().visits:
        assert all(tally.contact is not Contact.SPOKEN_TO for tally in one.visit.tallies)


def test_concerns_cover_most_categories_and_go_every_way() -> None:
    concerns = [(one, concern) for one in the_plan().visits for concern in one.visit.concerns]
    raised = [(one, concern) for one, concern in concerns if not concern.good_practice]
    states = Counter(
        state_after(concern, [step for step in real_steps(one) if step.concern_id == concern.concern_id])
        for one, concern in raised
    )
    kinds = Counter(step.kind.value for one in the_plan().visits for step in one.aftermath.steps)
    outcomes = {step.outcome for one in the_plan().visits for step in one.aftermath.steps if step.outcome}

    assert {concern.severity for _one, concern in raised} == set(Severity)
    assert len({concern.category for _one, concern in raised}) >= 50
    assert sum(concern.category == GOOD_PRACTICE for _one, concern in concerns) > 30
    assert states[ConcernState.PUT_RIGHT] > 150
    assert 3 <= len(raised) - states[ConcernState.PUT_RIGHT] - states[ConcernState.CLOSED] <= 40
    assert min(kinds["disputed"], kinds["escalated"]) > 10
    assert {"put_right", "practice_changed", "not_upheld", "outside_police", "no_reply"} <= outcomes


def test_every_step_may_follow_the_one_before() -> None:
    for one in the_plan().visits:
        for concern in one.visit.concerns:
            steps = [step for step in real_steps(one) if step.concern_id == concern.concern_id]
            if steps:
                assert state_after(concern, steps).value == steps[-1].kind.value


def test_everything_happens_in_order_and_before_the_demo_s_date() -> None:
    for one in the_plan().visits:
        after = one.aftermath
        assert one.visit.left_station_at is not None
        moments = [one.visit.left_station_at, one.filed_at, after.opened.at]
        if after.question and after.answer:
            moments += [after.question.at, after.answer.at]
        moments += [after.approval.at, PRESENT]
        assert moments == sorted(moments), one.visit.visit_id
        assert all(after.opened.at < step.at < PRESENT for step in after.steps)
        assert one.started_at <= one.filed_at


def test_some_reports_are_returned_late_unsigned_or_disagreed_with() -> None:
    visits = the_plan().visits
    later = [one for one in visits if one.visit.sign_off.second is SecondVisitor.LATER]

    assert sum(one.aftermath.question is not None for one in visits) == FULL.returned
    assert 3 <= sum(_filed_late(one) for one in visits) <= 30
    assert 4 <= sum(one.aftermath.agreement is None for one in later) < len(later)
    assert any(one.aftermath.agreement and one.aftermath.agreement.text for one in later)
    assert any(one.visit.sign_off.second is SecondVisitor.DISSENTS_HERE for one in visits)
    assert sum(one.aftermath.addendum is not None for one in visits) == 3


def _filed_late(one: PlannedVisit) -> bool:
    left = one.visit.left_station_at
    return left is not None and one.filed_at - left > timedelta(hours=24)


def test_there_is_a_sentence_for_every_category_of_concern() -> None:
    sentences = Sentences.read(resources.path(SENTENCES))
    categories = {one.category_id for one in a_checklist().categories}

    assert sentences.categories == categories - {GOOD_PRACTICE}
    assert len(sentences.all("question")) == len(sentences.all("answer"))
