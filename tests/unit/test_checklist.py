"""The shipped checklist: what it asks of whom."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.checklist import (
    ANSWERS,
    SHORT_SET_ROWS,
    Check,
    CheckKind,
    Checklist,
    Extent,
    applicable_checks,
    extent_of,
    sources_allowed,
)
from icv_app.domain.concern import ConcernState, Severity
from icv_app.domain.conditions import FACTS, AllOf, AnswerIs, AnyOf, FactIs, Not, person_facts
from icv_app.domain.person import Consent, Source
from icv_app.domain.priority import PriorityReason
from icv_app.domain.visit import AreaState, Outcome, VisitKind
from icv_app.exchange.checklists import load_checklist

SHIPPED = Path(__file__).parents[2] / "resources" / "checklists" / "custody-visit-v1.yaml"

CATEGORIES = (
    [f"A{n}" for n in range(1, 8)]
    + [f"B{n}" for n in range(1, 7)]
    + [f"C{n}" for n in range(1, 6)]
    + [f"D{n}" for n in range(1, 8)]
    + [f"E{n}" for n in range(1, 7)]
    + [f"F{n}" for n in range(1, 10)]
    + [f"G{n}" for n in range(1, 7)]
    + ["H"]
    + [f"I{n}" for n in range(1, 6)]
    + [f"J{n}" for n in range(1, 5)]
    + ["P"]
)


@cache
def shipped() -> Checklist:
    return load_checklist(SHIPPED)


def asked(answers: Mapping[str, str] | None = None, /, **person: Any) -> list[str]:
    """The ids asked about an ordinary man who agreed to talk, with something changed."""
    ordinary: dict[str, Any] = {"contact": "spoken_to", "gender": "man", "age_band": "25-59"}
    facts = person_facts(**{**ordinary, **person})
    return [check.check_id for check in applicable_checks(shipped(), facts, answers or {})]


def the(check_id: str) -> Check:
    check = shipped().check(check_id)
    assert check is not None, check_id
    return check


ORDINARY_MAN = [
    "rights_understood",
    "notice_given",
    "solicitor_offered",
    "someone_told",
    "health_need",
    "food_given",
    "drink_given",
    "toilet_usable",
    "bedding_adequate",
    "cell_fit",
    "call_bell_works",
    "other_needs",
    "treated_with_respect",
]


def test_an_ordinary_man_before_charge_is_asked_about_a_dozen_yes_and_no_questions() -> None:
    assert asked() == ORDINARY_MAN
    assert all(the(check_id).kind is CheckKind.YES_NO for check_id in ORDINARY_MAN)


def test_the_default_path_is_what_everybody_spoken_to_is_asked() -> None:
    assert [check.check_id for check in shipped().checks if check.default_path] == ORDINARY_MAN


def test_good_answers_all_the_way_add_only_what_becomes_of_the_solicitor() -> None:
    answers = {check_id: the(check_id).good_answer or "no" for check_id in ORDINARY_MAN}
    assert set(asked(answers)) - set(ORDINARY_MAN) == {"solicitor_wanted"}


def test_every_row_of_the_printed_checklist_is_covered() -> None:
    assert {check.number for check in shipped().checks} == set(range(1, 33))


def test_every_category_of_concern_is_there_and_only_good_practice_has_no_severity() -> None:
    assert [category.category_id for category in shipped().categories] == CATEGORIES
    unrated = [found.category_id for found in shipped().categories if found.default_severity is None]
    assert unrated == ["P"]


def test_areas_and_stocks_are_all_there() -> None:
    assert (len(shipped().areas), len(shipped().stocks), len(shipped().observed_items)) == (15, 17, 4)


GIRL = {"woman_named", "child_aa_called", "parent_told", "child_kept_from_adults", "child_night_in_cell"}
WOMAN = {"menstrual_asked", "woman_staff_named", "private_talk_offered"}
VULNERABLE = {"need_found", "vulnerable_aa_called", "adjustments_made"}
CLOTHING = {"clothing_replaced", "anti_rip_worn"}
STRIP = {"strip_same_sex", "strip_dignity", "strip_reason_recorded", "strip_outcome_recorded"}
FORCE = {"injury_seen", "force_injury", "force_hcp_seen", "assault_said"}
BED = {"la_bed_asked"}
BLOCKS = GIRL | WOMAN | VULNERABLE | CLOTHING | STRIP | FORCE | BED


@pytest.mark.parametrize(
    ("person", "opened"),
    [
        ({}, set()),
        ({"gender": "woman", "age_band": "14-17"}, GIRL | {"private_talk_offered"}),
        ({"age_band": "14-17"}, GIRL - {"woman_named"} | {"private_talk_offered"}),
        ({"gender": "woman", "age_band": "25-59"}, WOMAN),
        ({"vulnerable": True}, VULNERABLE | {"private_talk_offered"}),
        ({"clothing_taken": True}, CLOTHING),
        ({"strip_searched": True}, STRIP),
        ({"force_used": True}, FORCE),
        (
            {"age_band": "10-13", "legal_status": "charged", "charged_refused_bail": True},
            GIRL - {"woman_named"} | {"private_talk_offered"} | BED,
        ),
        ({"legal_status": "charged", "charged_refused_bail": True}, set()),
    ],
)
def test_a_block_opens_only_for_whom_it_is_meant(person: dict[str, Any], opened: set[str]) -> None:
    assert set(asked(**person)) & BLOCKS == opened


@pytest.mark.parametrize(
    ("person", "check_id"),
    [
        ({"non_english": True}, "interpreter_used"),
        ({"non_uk": True}, "consulate_offered"),
        ({"record_seen": True}, "review_in_time"),
        ({"held_over_24h": True}, "exercise_offered"),
        ({"gender": "other"}, "gender_identity_respected"),
        ({"age_band": "60+"}, "sensory_aids"),
        ({"strip_searched": True, "age_band": "14-17"}, "strip_aa_present"),
    ],
)
def test_a_single_check_appears_when_it_applies(person: dict[str, Any], check_id: str) -> None:
    assert check_id in asked(**person)
    assert check_id not in asked()


def test_a_vulnerable_child_is_asked_about_the_appropriate_adult_once() -> None:
    ids = asked(age_band="14-17", vulnerable=True)
    assert "child_aa_called" in ids
    assert "vulnerable_aa_called" not in ids


def test_each_follow_up_on_the_solicitor_waits_for_the_answer_before_it() -> None:
    answers: dict[str, str] = {}
    for check_id, answer, next_id in (
        ("solicitor_offered", "yes", "solicitor_wanted"),
        ("solicitor_wanted", "yes", "solicitor_contacted"),
        ("solicitor_contacted", "yes", "solicitor_seen"),
    ):
        assert next_id not in asked(answers)
        answers[check_id] = answer
        assert next_id in asked(answers)


def test_a_follow_up_goes_when_the_question_it_followed_goes() -> None:
    answers = {"solicitor_offered": "yes", "solicitor_wanted": "yes", "solicitor_contacted": "yes"}
    assert "solicitor_seen" in asked(answers)
    # What was answered further down the chain is still stored, and must not count.
    assert "solicitor_seen" not in asked({**answers, "solicitor_offered": "na"})


def test_asking_for_more_opens_the_rest_of_the_entitlements() -> None:
    opened = set(asked({"other_needs": "yes"})) - set(asked())
    assert {the(check_id).number for check_id in opened} == {5, 6, 11, 13, 14, 17, 18, 19, 20, 25, 30, 31, 32}


def test_a_child_not_moved_needs_a_certificate_and_one_moved_does_not() -> None:
    child: dict[str, Any] = {"age_band": "14-17", "legal_status": "charged", "charged_refused_bail": True}
    told = {"la_bed_asked": "yes"}
    assert "la_certificate" in asked({**told, "la_bed_result": "no_bed"}, **child)
    assert "la_certificate" not in asked({**told, "la_bed_result": "moved"}, **child)
    assert "la_certificate" in asked({"la_bed_asked": "no"}, **child)


@pytest.mark.parametrize(
    "person",
    [
        {"asleep": True},
        {"asleep": True, "contact": "not_available"},
        {"asleep": True, "gender": "woman", "age_band": "14-17", "strip_searched": True, "vulnerable": True},
        {"contact": "observed_only", "held_over_24h": True, "force_used": True, "record_seen": True},
    ],
)
def test_of_someone_asleep_or_observed_only_rows_8_to_18_are_answered(person: dict[str, Any]) -> None:
    found = [the(check_id) for check_id in asked({"health_need": "yes"}, **person)]
    assert found
    assert {check.number for check in found} <= set(SHORT_SET_ROWS)


@pytest.mark.parametrize(
    ("contact", "asleep"),
    [
        ("declined", False),
        ("declined", True),
        ("not_offered", True),
        ("not_available", False),
        ("not_yet", False),
    ],
)
def test_without_consent_or_a_sight_of_the_person_nothing_is_asked(contact: str, asleep: bool) -> None:
    assert asked({"health_need": "yes"}, contact=contact, asleep=asleep) == []


def test_the_custody_record_is_a_source_only_with_consent_to_it() -> None:
    talked = person_facts(contact="spoken_to")
    assert sources_allowed(talked) == ("person_said", "seen", "staff_said")
    assert sources_allowed({**talked, "record_seen": True})[1] == "custody_record"
    assert sources_allowed({**talked, "contact": "observed_only"}) == ("seen",)
    assert sources_allowed({**talked, "contact": "observed_only", "record_seen": True}) == (
        "custody_record",
        "seen",
    )
    assert sources_allowed({**talked, "contact": "declined"}) == ()


def test_only_the_opposite_of_the_good_answer_falls_short() -> None:
    food, injury, wanted = the("food_given"), the("injury_seen"), the("complaint_wanted")
    assert [answer for answer in ANSWERS if food.falls_short(answer)] == ["no"]
    assert [answer for answer in ANSWERS if injury.falls_short(answer)] == ["yes"]
    assert [answer for answer in ANSWERS if wanted.falls_short(answer)] == []
    assert not food.falls_short(None)


def test_a_shortfall_asks_whether_the_custody_officer_was_told() -> None:
    assert "custody_officer_told" not in asked({"food_given": "nk"})
    assert "custody_officer_told" in asked({"food_given": "no"})


@pytest.mark.parametrize(
    ("check_id", "script"),
    [("self_harm_said", "self_harm"), ("assault_said", "assault"), ("complaint_wanted", "complaint")],
)
def test_a_yes_brings_up_the_script(check_id: str, script: str) -> None:
    assert the(check_id).script_at("yes") == script
    assert the(check_id).script_at("no") is None
    assert shipped().scripts[script].lines


def test_a_child_without_an_appropriate_adult_is_red_and_an_adult_without_one_is_amber() -> None:
    assert the("child_aa_called").default_severity == "red"
    assert the("vulnerable_aa_called").default_severity == "amber"


def test_every_check_with_a_good_answer_offers_a_category_and_a_severity() -> None:
    for check in shipped().checks:
        if check.good_answer is not None:
            assert check.concern_category in CATEGORIES
            assert check.default_severity in {"red", "amber", "green"}


def test_only_words_typed_about_a_person_are_identifying() -> None:
    assert [check.check_id for check in shipped().checks if check.identifying] == ["custody_officer_answer"]


def test_nothing_asks_for_the_offence_a_name_or_medical_notes() -> None:
    # `\w*` so that "offences" and "charged with" would be found too.
    forbidden = re.compile(
        r"offence|suspected|accused|charged with|diagnos|medical notes|\bname\b", re.IGNORECASE
    )
    assert [check.check_id for check in shipped().checks if forbidden.search(check.text)] == []
    assert all(not forbidden.search(check.check_id) for check in shipped().checks)


def test_reasons_for_not_seeing_someone_belong_to_one_outcome_each() -> None:
    away, not_asked = shipped().not_seen_reasons("not_available"), shipped().not_seen_reasons("not_offered")
    assert (len(away), len(not_asked)) == (9, 6)
    refused = shipped().choice("not_seen_reasons", "inspector_refusal")
    assert refused is not None
    assert refused.requires == ("role", "ground")


def test_danger_is_the_only_lawful_reason_for_a_delay() -> None:
    lawful = [reason.choice_id for reason in shipped().reasons["delay_reasons"] if reason.lawful_ground]
    assert lawful == ["danger"]


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("answer_sources", Source),
        ("area_states", AreaState),
        ("concern_states", ConcernState),
        ("consent_answers", Consent),
        ("visit_kinds", VisitKind),
        ("visit_outcomes", Outcome),
        ("severities", Severity),
    ],
)
def test_the_lists_name_every_code_the_program_uses(name: str, codes: type[StrEnum]) -> None:
    assert {choice.choice_id for choice in shipped().reasons[name]} == {code.value for code in codes}


def test_every_reason_for_priority_has_its_words() -> None:
    assert {reason.value for reason in PriorityReason} <= {
        choice.choice_id for choice in shipped().reasons["priority_reasons"]
    }


def test_an_id_that_is_not_there_gives_none() -> None:
    assert shipped().check("no_such_check") is None
    assert shipped().category("Z9") is None
    assert shipped().choice("roles", "no_such_role") is None


@pytest.mark.parametrize("facts", [{"contact": "spoken"}, {"chidl": True}, {"shortfall": True}])
def test_a_misspelt_fact_is_a_defect_and_not_a_hidden_question(facts: dict[str, str | bool]) -> None:
    with pytest.raises(ValueError, match="not known"):
        applicable_checks(shipped(), facts, {})


def test_a_fact_left_out_matches_nothing() -> None:
    assert not FactIs("gender", ("woman",)).holds({}, {})
    assert Not(FactIs("gender", ("woman",))).holds({}, {})
    assert extent_of({}) is Extent.NOTHING


def test_conditions_combine_as_their_names_say() -> None:
    child, told = FactIs("child", (True,)), AnswerIs(("someone_told", "parent_told"), ("no", "nk"))
    facts, answers = {"child": True}, {"parent_told": "nk"}
    assert told.holds({}, answers)
    assert not told.holds({}, {"parent_told": "yes"})
    assert AllOf((child, told)).holds(facts, answers)
    assert not AllOf((child, told)).holds(facts, {})
    assert AnyOf((child, told)).holds(facts, {})
    assert AllOf(()).holds({}, {})
    assert not AnyOf(()).holds({}, {})


people = st.fixed_dictionaries(
    {}, optional={fact: st.sampled_from(sorted(values, key=str)) for fact, values in FACTS.items()}
)
answers_given = st.dictionaries(
    st.sampled_from([check.check_id for check in load_checklist(SHIPPED).checks]),
    st.sampled_from([*ANSWERS, "moved", "no_bed"]),
)


@given(facts=people, answers=answers_given)
def test_for_any_facts_and_answers_the_order_is_the_files_and_nothing_is_asked_twice(
    facts: dict[str, str | bool], answers: dict[str, str]
) -> None:
    found = applicable_checks(shipped(), facts, answers)
    places = [shipped().checks.index(check) for check in found]
    assert places == sorted(set(places))
    backwards = dict(reversed(answers.items()))
    assert applicable_checks(shipped(), facts, backwards) == found


@given(facts=people, answers=answers_given)
def test_answers_to_questions_that_do_not_apply_change_nothing(
    facts: dict[str, str | bool], answers: dict[str, str]
) -> None:
    found = applicable_checks(shipped(), facts, answers)
    ids = {check.check_id for check in found}
    counting = {check_id: answer for check_id, answer in answers.items() if check_id in ids}
    assert applicable_checks(shipped(), facts, counting) == found


@given(facts=people, answers=answers_given, last=st.data())
def test_an_answer_never_changes_what_was_asked_before_it(
    facts: dict[str, str | bool], answers: dict[str, str], last: st.DataObject
) -> None:
    before = applicable_checks(shipped(), facts, answers)
    if not before:
        return
    changed = last.draw(st.sampled_from(before))
    after = applicable_checks(
        shipped(), facts, {**answers, changed.check_id: last.draw(st.sampled_from(ANSWERS))}
    )
    upto = before.index(changed) + 1
    assert after[:upto] == before[:upto]
