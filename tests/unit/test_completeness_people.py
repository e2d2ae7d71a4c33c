"""Rules 5, 6, 7, 8 and 12: each person in custody."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from icv_app.domain.completeness import Step, problems
from icv_app.domain.ids import PersonId
from icv_app.domain.person import (
    AccessRefusal,
    AgeBand,
    Answer,
    Consent,
    Contact,
    DetainedPerson,
    Gender,
    Source,
)
from tests.builders import (
    NOON,
    a_context,
    a_person,
    a_visit,
    an_empty_draft,
    answered,
    settings,
    somebody_asleep,
    somebody_who_declined,
    to_do,
)

REFUSED = {"contact": Contact.NOT_OFFERED, "contact_reason": "inspector_refusal"}
NOT_OFFERED = {"contact": Contact.NOT_OFFERED, "contact_reason": "time_or_resources"}


def about(*people: DetainedPerson, **settings_changed: Any) -> list[tuple[str, str]]:
    return to_do(a_visit(people=people), a_context(settings=settings(**settings_changed)))


def spoken(**changes: Any) -> list[tuple[str, str]]:
    return about(answered(a_person(**changes)))


def not_seen(**changes: Any) -> list[tuple[str, str]]:
    return about(somebody_asleep(**changes))


def test_a_problem_about_a_person_names_them_and_stands_in_the_step_of_the_people() -> None:
    visit = a_visit(people=(answered(a_person()), somebody_asleep(gender=None)))
    (problem,) = problems(visit, a_context())
    assert (problem.step, problem.person_id, problem.concern_id) == (Step.PEOPLE, "asleep", None)
    assert problem.text == "13WK/4395: choose the gender, or that it is not known."


def test_people_are_judged_before_any_time_of_the_visit_is_known() -> None:
    draft = an_empty_draft(people=(somebody_asleep(**NOT_OFFERED, gender=Gender.WOMAN),))
    fields = [problem.field for problem in problems(draft, a_context()) if problem.person_id]
    assert fields == ["passed_over_reason"]


def test_somebody_without_a_number_is_named_by_their_row() -> None:
    assert about(answered(a_person()), somebody_asleep(custody_number=" ")) == [
        ("custody_number", "Person 2: enter the custody number.")
    ]


@pytest.mark.parametrize("number", ["13WK/440", "13wk/4402", "13WK/4402x", "x13WK/4402", "John"])
def test_a_custody_number_is_written_as_the_force_writes_it(number: str) -> None:
    assert not_seen(custody_number=number) == [
        (
            "custody_number",
            f"{number}: check the custody number; it is not written as the force writes it.",
        )
    ]


def test_a_space_around_a_custody_number_does_no_harm() -> None:
    assert not_seen(custody_number=" 13WK/4402 ") == []


@pytest.mark.parametrize("pattern", ["", "(not a pattern"])
def test_a_scheme_without_a_usable_pattern_takes_any_number(pattern: str) -> None:
    assert about(somebody_asleep(custody_number="LS 12"), custody_number_pattern=pattern) == []


def test_nobody_is_recorded_twice() -> None:
    one = somebody_asleep(person_id=PersonId("1"), custody_number="ab/1")
    two = somebody_asleep(person_id=PersonId("2"), custody_number="AB/1 ")
    found = about(one, two, custody_number_pattern="")
    assert found == [
        ("custody_number", "ab/1 is recorded twice: take one row out or correct its number."),
        ("custody_number", "AB/1 is recorded twice: take one row out or correct its number."),
    ]


def test_the_cell_may_be_left_open() -> None:
    assert spoken(cell="") == []


def test_everybody_with_an_outcome_has_gender_and_age_band() -> None:
    assert not_seen(gender=None, age_band=None) == [
        ("gender", "13WK/4395: choose the gender, or that it is not known."),
        ("age_band", "13WK/4395: choose the age band, or that it is not known."),
    ]
    assert not_seen(gender=Gender.UNKNOWN, age_band=AgeBand.UNKNOWN) == []


def test_a_row_without_an_outcome_is_not_asked_for_more() -> None:
    row = DetainedPerson(person_id=PersonId("new"), custody_number="13WK/4400")
    assert about(row) == [("contact", "13WK/4400: say whether you spoke to them, or why not.")]


@pytest.mark.parametrize(("level", "stands"), [(None, True), (0, False), (1, True), (4, True), (5, False)])
def test_an_observation_level_is_one_of_four(level: int | None, stands: bool) -> None:
    sentence = "13WK/4395: choose an observation level from 1 to 4."
    assert not_seen(observation_level=level) == ([] if stands else [("observation_level", sentence)])


@pytest.mark.parametrize("field", ["ethnicity", "introduced_by", "place", "interpreter"])
def test_what_is_chosen_from_a_list_is_never_in_own_words(field: str) -> None:
    assert spoken(**{field: "in own words"}) == [(field, "13WK/4402: choose from the list again.")]
    assert spoken(ethnicity="white", introduced_by="officer", place="hatch", interpreter="phone") == []


@pytest.mark.parametrize("field", ["authorised_at", "relevant_time", "last_review_at"])
def test_no_time_of_a_person_lies_in_the_future(field: str) -> None:
    # `a_context` is three hours after noon.
    found = not_seen(**{field: NOON + timedelta(hours=3, seconds=1)})
    assert found == [(field, "13WK/4395: check this time; it lies in the future.")]
    assert not_seen(**{field: NOON + timedelta(hours=3)}) == []


def test_a_review_comes_after_the_authorisation() -> None:
    assert not_seen(authorised_at=NOON, last_review_at=NOON - timedelta(minutes=1)) == [
        ("last_review_at", "13WK/4395: check the last review; it is before detention was authorised.")
    ]
    assert not_seen(authorised_at=NOON, last_review_at=NOON) == []


@pytest.mark.parametrize("contact", [Contact.NOT_AVAILABLE, Contact.NOT_OFFERED])
def test_not_seeing_somebody_has_a_reason(contact: Contact) -> None:
    assert not_seen(contact=contact, contact_reason=None) == [
        ("contact_reason", "13WK/4395: say why you did not speak to them.")
    ]


@pytest.mark.parametrize(
    ("contact", "reason"),
    [
        (Contact.NOT_AVAILABLE, "intoxicated"),
        (Contact.NOT_OFFERED, "asleep"),
        (Contact.NOT_AVAILABLE, "in own words"),
        (Contact.OBSERVED_ONLY, "intoxicated"),
    ],
)
def test_the_reason_goes_with_the_outcome(contact: Contact, reason: str) -> None:
    assert not_seen(contact=contact, contact_reason=reason) == [
        ("contact_reason", "13WK/4395: the reason does not go with the outcome; choose again.")
    ]


def test_somebody_spoken_to_cannot_have_been_asleep() -> None:
    found = about(a_person(contact_reason="asleep"))
    assert found == [("contact_reason", "13WK/4402: the reason does not go with the outcome; choose again.")]


@pytest.mark.parametrize("reason", [None, "asleep"])
def test_somebody_only_observed_may_have_been_asleep(reason: str | None) -> None:
    assert not_seen(contact=Contact.OBSERVED_ONLY, contact_reason=reason) == []


def test_the_visitors_own_judgement_is_put_in_words() -> None:
    judged = {"contact": Contact.NOT_OFFERED, "contact_reason": "visitors_judgement"}
    assert not_seen(**judged) == [("note", "13WK/4395: say in a few words why you did not speak to them.")]
    assert not_seen(**judged, note="Very agitated.") == []


def test_a_refusal_has_a_rank_and_a_ground() -> None:
    asked = [
        ("refusal.rank", "13WK/4395: say who refused access, an inspector or above."),
        ("refusal.ground", "13WK/4395: say on what ground access was refused."),
    ]
    assert not_seen(**REFUSED) == asked
    assert not_seen(**REFUSED, refusal=AccessRefusal(rank="", ground="")) == asked
    assert not_seen(**REFUSED, refusal=AccessRefusal(rank="inspector", ground="danger")) == []


def test_only_an_inspector_or_above_may_refuse_and_only_on_a_ground_in_law() -> None:
    assert not_seen(**REFUSED, refusal=AccessRefusal(rank="sergeant", ground="busy")) == [
        ("refusal.rank", "13WK/4395: only an inspector or above may refuse access; choose again."),
        ("refusal.ground", "13WK/4395: choose the ground of the refusal from the list again."),
    ]


def test_a_refusal_is_the_reason_nobody_was_offered_a_talk() -> None:
    assert not_seen(refusal=AccessRefusal(rank="inspector", ground="danger")) == [
        (
            "refusal",
            "13WK/4395: access was refused; choose the refusal as the reason, or take it back.",
        )
    ]


def test_talking_needs_consent() -> None:
    assert spoken(consent_talk=None) == [("consent_talk", "13WK/4402: say whether they agreed to talk.")]


@pytest.mark.parametrize("consent", [Consent.NO, Consent.UNABLE])
def test_nobody_is_spoken_to_who_did_not_agree(consent: Consent) -> None:
    assert spoken(consent_talk=consent, consent_talk_reason="Tired.") == [
        ("consent_talk", "13WK/4402 did not agree to talk: change the outcome or the agreement.")
    ]


def test_the_custody_record_has_a_consent_of_its_own() -> None:
    assert spoken(consent_record=None) == [
        ("consent_record", "13WK/4402: say whether they agreed to you seeing their record.")
    ]


@pytest.mark.parametrize("consent", [Consent.NO, Consent.UNABLE])
def test_a_refused_or_impossible_consent_says_why(consent: Consent) -> None:
    assert spoken(consent_record=consent) == [
        (
            "consent_record_reason",
            "13WK/4402: say why they did not or could not agree about their record.",
        )
    ]
    assert spoken(consent_record=consent, consent_record_reason="Private.") == []
    assert about(somebody_who_declined(consent_talk=consent, consent_talk_reason="")) == [
        ("consent_talk_reason", "13WK/4399: say why they did not or could not agree to talk.")
    ]


def test_somebody_who_declined_did_not_agree() -> None:
    assert about(somebody_who_declined(consent_talk=None)) == []
    assert about(somebody_who_declined(consent_talk=Consent.YES)) == [
        ("consent_talk", "13WK/4399 declined but is marked as agreeing to talk: change one.")
    ]


@pytest.mark.parametrize(
    "person",
    [
        somebody_who_declined(),
        somebody_asleep(contact_reason="interview"),
        somebody_asleep(**NOT_OFFERED),
        somebody_asleep(contact=None, contact_reason=None),
    ],
)
def test_nothing_is_answered_about_somebody_who_was_not_spoken_to(person: DetainedPerson) -> None:
    found = about(person.with_answer(Answer(check_id="drink_given", value="yes")))
    sentence = " was not spoken to: take the answers out or change the outcome."
    assert ("answers", person.custody_number + sentence) in found


def test_a_childs_own_consent_is_enough() -> None:
    assert spoken(age_band=AgeBand.A10_13) == []


@pytest.mark.parametrize("contact", [Contact.NOT_AVAILABLE, Contact.OBSERVED_ONLY])
def test_of_somebody_asleep_only_what_is_seen_or_recorded_is_answered(contact: Contact) -> None:
    person = somebody_asleep(contact=contact)
    assert about(person.with_answer(Answer(check_id="cell_fit", value="yes", source=Source.SEEN))) == []
    assert about(person.with_answer(Answer(check_id="solicitor_offered", value="yes"))) == [
        (
            "answers.solicitor_offered",
            "13WK/4395 was not awake or not spoken to: take out what cannot be seen or in the record.",
        )
    ]
    said = Answer(check_id="cell_fit", value="yes", source=Source.PERSON_SAID)
    assert about(person.with_answer(said)) == [
        ("answers.cell_fit", "13WK/4395: an answer cannot come from there; say again how you know.")
    ]


@pytest.mark.parametrize(
    ("consent", "stands"), [(Consent.YES, True), (Consent.UNABLE, True), (Consent.NO, False)]
)
def test_an_answer_comes_from_the_record_only_where_it_may_be_seen(consent: Consent, stands: bool) -> None:
    person = answered(a_person(consent_record=consent, consent_record_reason="Said so."))
    recorded = Answer(check_id="drink_given", value="yes", source=Source.CUSTODY_RECORD)
    sentence = "13WK/4402: an answer cannot come from there; say again how you know."
    found = about(person.with_answer(recorded))
    assert found == ([] if stands else [("answers.drink_given", sentence)])


def test_a_talk_says_whether_it_was_in_sight_and_out_of_hearing() -> None:
    assert spoken(in_sight=None, out_of_hearing=None) == [
        ("in_sight", "13WK/4402: say whether you talked in sight of staff."),
        ("out_of_hearing", "13WK/4402: say whether you talked out of staff's hearing."),
    ]


@pytest.mark.parametrize("field", ["in_sight", "out_of_hearing"])
def test_a_talk_that_was_not_private_says_why(field: str) -> None:
    assert spoken(**{field: False}) == [
        ("not_private_reason", "13WK/4402: say why the talk was overheard or out of sight.")
    ]
    assert spoken(**{field: False}, not_private_reason="layout") == []
    assert spoken(**{field: False}, not_private_reason="in own words") == [
        ("not_private_reason", "13WK/4402: choose from the list why the talk was not private.")
    ]
    assert spoken(**{field: False}, not_private_reason="other") == [
        ("note", "13WK/4402: say in a few words why the talk was not private.")
    ]
    assert spoken(**{field: False}, not_private_reason="other", note="Building work.") == []


@pytest.mark.parametrize("contact", [Contact.OBSERVED_ONLY, Contact.DECLINED])
def test_somebody_known_to_a_visitor_is_not_contacted(contact: Contact) -> None:
    sentence = "13WK/4395 is known to a visitor: record them as not offered a talk."
    assert not_seen(contact=contact, contact_reason=None, known_to_visitor=True) == [("contact", sentence)]
    assert spoken(known_to_visitor=True) == [("contact", sentence.replace("4395", "4402"))]


def test_somebody_known_to_a_visitor_is_declared() -> None:
    known = {"contact": Contact.NOT_OFFERED, "contact_reason": "known_to_visitor"}
    assert not_seen(**known, known_to_visitor=True) == []
    assert not_seen(**known) == [("known_to_visitor", "13WK/4395: declare that they are known to a visitor.")]


@pytest.mark.parametrize(
    "group",
    [
        {"age_band": AgeBand.A14_17},
        {"vulnerable": True},
        {"neurodivergent": True},
        {"gender": Gender.WOMAN},
        {"relevant_time": NOON - timedelta(hours=24)},
    ],
)
def test_leaving_out_somebody_of_a_priority_group_asks_for_a_reason(group: dict[str, Any]) -> None:
    asked = [("passed_over_reason", "13WK/4395 is in a priority group: say why they were left out.")]
    assert not_seen(**NOT_OFFERED, **group) == asked
    assert not_seen(**NOT_OFFERED, **group, passed_over_reason="no_time") == []
    assert not_seen(**group) == []


def test_leaving_out_somebody_of_no_group_asks_for_nothing_more() -> None:
    assert not_seen(**NOT_OFFERED) == []


def test_the_reason_for_leaving_somebody_out_comes_from_the_list() -> None:
    woman = {**NOT_OFFERED, "gender": Gender.WOMAN}
    assert not_seen(**woman, passed_over_reason="in own words") == [
        ("passed_over_reason", "13WK/4395: choose from the list why they were left out.")
    ]
    assert not_seen(**woman, passed_over_reason="other") == [
        ("note", "13WK/4395: say in a few words why they were left out.")
    ]
    assert not_seen(**woman, passed_over_reason="other", note="She was on the phone.") == []


def test_whoever_the_visitors_could_not_choose_needs_no_such_reason() -> None:
    refused = AccessRefusal(rank="inspector", ground="danger")
    assert not_seen(**REFUSED, refusal=refused, gender=Gender.WOMAN) == []
    known = {"contact": Contact.NOT_OFFERED, "contact_reason": "known_to_visitor"}
    assert not_seen(**known, known_to_visitor=True, gender=Gender.WOMAN) == []
