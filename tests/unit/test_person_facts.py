from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.conditions import FACTS, refuse_unknown_facts
from icv_app.domain.person import AgeBand, Consent, Contact, Gender, LegalStatus
from icv_app.domain.person_facts import person_facts
from tests.builders import NOON, a_girl_of_15, a_person


@given(
    st.fixed_dictionaries(
        {
            "contact": st.none() | st.sampled_from(Contact),
            "gender": st.none() | st.sampled_from(Gender),
            "age_band": st.none() | st.sampled_from(AgeBand),
            "legal_status": st.none() | st.sampled_from(LegalStatus),
            "consent_record": st.none() | st.sampled_from(Consent),
            "vulnerable": st.booleans(),
        }
    )
)
def test_everybody_has_facts_the_checklist_knows(changes: dict[str, Any]) -> None:
    facts = person_facts(a_person(**changes), NOON)
    refuse_unknown_facts(facts)
    assert set(FACTS) - set(facts) <= {"legal_status"}


def test_a_girl_of_15_is_a_child_and_a_girl() -> None:
    facts = person_facts(a_girl_of_15(non_english=True, strip_searched=True), NOON)
    for fact in ("child", "girl", "non_english", "strip_searched", "record_seen"):
        assert facts[fact] is True
    for fact in ("woman_adult", "asleep", "non_uk", "clothing_taken", "force_used", "held_over_24h"):
        assert facts[fact] is False


def test_a_legal_status_nobody_noted_is_left_out() -> None:
    assert "legal_status" not in person_facts(a_person(legal_status=None), NOON)
    assert person_facts(a_person(legal_status=LegalStatus.S136), NOON)["legal_status"] == "s136"


@pytest.mark.parametrize("trait", ["vulnerable", "neurodivergent"])
def test_neurodivergent_people_are_asked_what_vulnerable_people_are(trait: str) -> None:
    assert person_facts(a_person(**{trait: True}), NOON)["vulnerable"] is True


@pytest.mark.parametrize(
    ("consent", "seen"), [(Consent.YES, True), (Consent.UNABLE, True), (Consent.NO, False), (None, False)]
)
def test_the_record_may_be_seen_with_consent_or_where_nobody_can_give_it(
    consent: Consent | None, seen: bool
) -> None:
    assert person_facts(a_person(consent_record=consent), NOON)["record_seen"] is seen


def test_over_24_hours_is_judged_at_the_moment_asked() -> None:
    person = a_person(relevant_time=NOON - timedelta(hours=24))
    assert person_facts(person, NOON)["held_over_24h"] is False
    assert person_facts(person, NOON + timedelta(seconds=1))["held_over_24h"] is True
