from __future__ import annotations

from icv_app.domain.police_copy import NOT_TO_BE_RAISED, Surnames, police_copy
from tests.builders import a_checklist
from tests.visit_contents import FIRST, SECOND, a_full_visit

SURNAMES = Surnames.of((FIRST, SECOND), a_checklist())


def test_wellbeing_travel_expenses_and_the_words_of_a_dissent_are_taken_out() -> None:
    copy = police_copy(a_full_visit(), SURNAMES)

    assert (copy.travel_minutes, copy.expenses_pence) == (None, None)
    assert (copy.debrief_wanted, copy.debrief_note) == (None, "")
    assert copy.sign_off.dissent_note == ""


def test_only_what_was_not_to_be_raised_is_taken_out_of_the_answers() -> None:
    whole, copy = a_full_visit(), police_copy(a_full_visit(), SURNAMES)
    gone = {
        answer.check_id
        for before, after in zip(whole.people, copy.people, strict=True)
        for answer in before.answers
        if after.answer(answer.check_id) is None
    }

    assert gone == {"treated_with_respect"}
    reasons = [choice.choice_id for choice in a_checklist().reasons["no_not_raised_reasons"]]
    assert NOT_TO_BE_RAISED in reasons


def test_concerns_findings_and_the_count_stay_as_they_are() -> None:
    whole, copy = a_full_visit(), police_copy(a_full_visit(), SURNAMES)

    assert copy.concerns == whole.concerns
    assert copy.areas == whole.areas
    assert copy.stocks == whole.stocks
    assert copy.reconciliation == whole.reconciliation


def test_the_longer_of_two_surnames_goes_first() -> None:
    surnames = Surnames(numbers=(("Hale-Smith", "V-002"), ("Smith", "V-001")))

    assert surnames.left_out("Hale-Smith met Smith.") == "V-002 met V-001."


def test_a_name_inside_a_word_is_no_name() -> None:
    assert Surnames(numbers=(("Cell", "V-001"),)).left_out("A cellar") == "A cellar"
