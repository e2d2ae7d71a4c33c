"""What follows from consent, outcome and reason: a row never says two things."""

from __future__ import annotations

import pytest

from icv_app.domain.completeness import problems
from icv_app.domain.person import AccessRefusal, AgeBand, Consent, Contact, DetainedPerson
from icv_app.domain.priority import LONG_HELD
from tests.builders import a_checklist, a_context, a_person, a_visit, answered, somebody_asleep
from ui.visit.people import contact_rules as rules
from ui.visit.people.custody_numbers import example_of


def said(person: DetainedPerson) -> list[str]:
    """What is wrong (not merely missing) about the row."""
    found = problems(a_visit(people=(person,)), a_context())
    return [problem.field for problem in found if problem.wrong and problem.person_id]


def test_agreeing_begins_the_talk_and_a_no_ends_it_as_declined() -> None:
    talking = rules.with_consent(a_person(contact=None, consent_talk=None), "yes")
    assert (talking.contact, talking.talking_now) == (Contact.SPOKEN_TO, True)
    declined = rules.with_consent(talking, "no")
    assert (declined.contact, declined.talking_now) == (Contact.DECLINED, False)


def test_taking_consent_back_leaves_the_outcome_open() -> None:
    assert rules.with_consent(a_person(), None).contact is None


@pytest.mark.parametrize("contact", list(Contact))
def test_no_change_of_outcome_leaves_a_contradiction(contact: Contact) -> None:
    before = rules.with_reason(
        rules.with_contact(a_person(), "not_offered"), "inspector_refusal", a_checklist()
    )
    refused = rules.with_refusal(before, rank="inspector", ground="danger")
    assert said(rules.with_contact(answered(refused), contact)) in ([], ["answers"])


def test_asleep_stays_the_reason_between_not_available_and_observed() -> None:
    assert rules.with_contact(somebody_asleep(), "observed_only").contact_reason == "asleep"
    assert rules.with_contact(somebody_asleep(), "not_offered").contact_reason is None


def test_the_reason_known_declares_and_another_takes_it_back() -> None:
    left_out = rules.with_contact(a_person(), "not_offered")
    known = rules.with_reason(left_out, "known_to_visitor", a_checklist())
    assert known.known_to_visitor
    assert not rules.with_reason(known, "intoxicated", a_checklist()).known_to_visitor


def test_declaring_somebody_known_takes_consent_and_outcome_along() -> None:
    known = rules.with_known(a_person(), True)
    assert (known.contact, known.consent_talk) == (Contact.NOT_OFFERED, None)
    again = rules.with_known(known, False)
    assert (again.contact, again.contact_reason) == (None, None)


def test_a_refusal_goes_with_its_reason() -> None:
    refused = rules.with_refusal(a_person(), rank="inspector")
    assert refused.refusal == AccessRefusal(rank="inspector", ground="")
    assert rules.with_reason(refused, "intoxicated", a_checklist()).refusal is None
    assert rules.with_refusal(refused, rank="").refusal is None


def test_the_record_is_asked_about_of_whoever_may_be_seen() -> None:
    assert rules.record_consent_asked(a_person())
    assert rules.record_consent_asked(somebody_asleep())
    assert not rules.record_consent_asked(a_person(contact=Contact.DECLINED, consent_talk=Consent.NO))


def test_only_a_choice_of_the_visitors_passes_a_child_over() -> None:
    at = a_visit().created_at
    child = rules.with_contact(a_person(age_band=AgeBand.A14_17), "not_offered")
    assert rules.passed_over(child, at, LONG_HELD)
    assert not rules.passed_over(rules.with_known(child, True), at, LONG_HELD)


@pytest.mark.parametrize(
    ("pattern", "example"),
    [
        (r"\d{2}[A-Z]{2}/\d{4}", "12DE/5678"),
        (r"^[A-Z]{2}-[0-9]{3}$", "BC-345"),
        ("", ""),
        ("(", ""),
        ("(?i)x.*", ""),
    ],
)
def test_the_example_of_a_custody_number_follows_the_pattern(pattern: str, example: str) -> None:
    assert example_of(pattern) == example
