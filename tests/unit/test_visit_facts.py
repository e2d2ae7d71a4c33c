from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from icv_app.domain.census import Census, Tally
from icv_app.domain.concern import Severity
from icv_app.domain.ids import ConcernId, PersonId
from icv_app.domain.person import AgeBand, Answer, Contact, Gender
from icv_app.domain.visit import Outcome, VisitKind
from icv_app.domain.visit_facts import ConcernFacts, visit_facts
from tests.builders import (
    a_concern,
    a_filed_visit,
    a_girl_of_15,
    a_person,
    a_visit,
    an_abandoned_visit,
    somebody_asleep,
    somebody_who_declined,
)

ASLEEP = Tally(contact=Contact.NOT_AVAILABLE, reason="asleep", count=4, children=1, women=2)


def test_only_a_filed_visit_has_facts() -> None:
    with pytest.raises(ValueError, match="not filed"):
        visit_facts(a_visit())


@pytest.mark.parametrize(
    "changes",
    [{"suite": None}, {"outcome": None}, {"submitted_at": None}, {"arrived_at": None, "entered_at": None}],
)
def test_what_every_filed_visit_has_is_not_made_up(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not filed"):
        visit_facts(a_filed_visit(**changes))


def test_people_are_counted_by_outcome_and_reason() -> None:
    people = (a_person(), a_girl_of_15(), somebody_asleep(), somebody_who_declined())
    facts = visit_facts(a_filed_visit(people=people, tallies=(ASLEEP,)))
    assert facts.in_custody == 8
    assert facts.spoken_to == 2
    assert facts.by_contact == {
        Contact.SPOKEN_TO: 2,
        Contact.OBSERVED_ONLY: 0,
        Contact.DECLINED: 1,
        Contact.NOT_AVAILABLE: 5,
        Contact.NOT_OFFERED: 0,
    }
    assert facts.reasons == {(Contact.NOT_AVAILABLE, "asleep"): 5}


def test_groups_are_counted_in_custody_and_among_those_spoken_to() -> None:
    woman = a_person(person_id=PersonId("woman"), gender=Gender.WOMAN, neurodivergent=True)
    unseen = somebody_asleep(age_band=AgeBand.A10_13)
    facts = visit_facts(a_filed_visit(people=(a_girl_of_15(), woman, unseen), tallies=(ASLEEP,)))
    assert facts.group_in_custody == {"children": 3, "vulnerable": 1, "women": 4}
    assert facts.group_spoken == {"children": 1, "vulnerable": 1, "women": 2}


@pytest.mark.parametrize("trait", ["vulnerable", "neurodivergent"])
def test_vulnerable_and_neurodivergent_people_are_one_group(trait: str) -> None:
    facts = visit_facts(a_filed_visit(people=(a_person(**{trait: True}),)))
    assert facts.group_spoken["vulnerable"] == 1


def test_a_reason_without_an_outcome_is_not_counted() -> None:
    assert visit_facts(a_filed_visit(people=(somebody_asleep(contact=None),))).reasons == {}


def test_only_closed_answers_are_counted() -> None:
    one = a_person(
        answers=(Answer(check_id="drink_given", value="yes"), Answer(check_id="note", value="typed"))
    )
    two = a_person(answers=(Answer(check_id="drink_given", value="nk"),))
    three = a_person(answers=(Answer(check_id="drink_given", value="yes"),))
    assert visit_facts(a_filed_visit(people=(one, two, three))).checks == {
        ("drink_given", "yes"): 2,
        ("drink_given", "nk"): 1,
    }


def test_a_concern_is_kept_without_its_words_and_with_the_group_it_is_about() -> None:
    concern = a_concern(person_id=PersonId("girl"), severity=Severity.RED, category="C1", opcat=True)
    general = a_concern(concern_id=ConcernId("concern-2"), put_right=True)
    facts = visit_facts(a_filed_visit(people=(a_girl_of_15(),), concerns=(concern, general)))
    assert facts.concerns == (
        ConcernFacts(
            concern_id=ConcernId("concern-1"),
            category="C1",
            severity=Severity.RED,
            put_right=False,
            opcat=True,
            group="children",
        ),
        ConcernFacts(
            concern_id=ConcernId("concern-2"),
            category="A2",
            severity=Severity.AMBER,
            put_right=True,
            opcat=False,
            group=None,
        ),
    )


def test_children_charged_and_refused_bail_are_counted_with_those_moved_to_a_bed() -> None:
    due = a_girl_of_15(charged_refused_bail=True)
    moved = replace(due, answers=(Answer(check_id="la_bed_result", value="moved"),))
    kept = replace(due, answers=(Answer(check_id="la_bed_result", value="no_bed"),))
    adult = a_person(charged_refused_bail=True, answers=moved.answers)
    bailed = replace(moved, charged_refused_bail=False)
    facts = visit_facts(a_filed_visit(people=(due, moved, kept, kept, adult, bailed)))
    assert (facts.beds_asked, facts.beds_given) == (4, 1)


def test_wait_and_visit_are_in_minutes() -> None:
    facts = visit_facts(a_filed_visit())
    assert (facts.wait_minutes, facts.visit_minutes) == (4.0, 60.0)


def test_an_abandoned_visit_has_nobody_and_does_not_count() -> None:
    facts = visit_facts(replace(an_abandoned_visit(), submitted_at=a_filed_visit().submitted_at))
    assert (facts.in_custody, facts.wait_minutes, facts.visit_minutes) == (0, None, None)
    assert facts.abandoned_reason == "no_answer"
    assert not facts.counts


@pytest.mark.parametrize(
    ("kind", "outcome", "counts"),
    [
        (VisitKind.IN_PERSON, Outcome.COMPLETED, True),
        (VisitKind.TACT, Outcome.COMPLETED, True),
        (VisitKind.CONTINGENCY, Outcome.COMPLETED, True),
        (VisitKind.TELEPHONE, Outcome.COMPLETED, False),
        (VisitKind.IN_PERSON, Outcome.PART, False),
    ],
)
def test_only_completed_visits_in_person_count_towards_a_target(
    kind: VisitKind, outcome: Outcome, counts: bool
) -> None:
    assert visit_facts(a_filed_visit(kind=kind, outcome=outcome)).counts is counts


def test_nobody_counted_is_nobody_in_custody() -> None:
    facts = visit_facts(a_filed_visit(people=(), census=Census(), kind=VisitKind.TELEPHONE))
    assert facts.in_custody == 0
    assert facts.group_in_custody == {"children": 0, "vulnerable": 0, "women": 0}
