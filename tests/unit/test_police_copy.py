from __future__ import annotations

import pytest

from icv_app.domain.police_copy import NOT_TO_BE_RAISED, Surnames, police_copy
from tests.builders import a_checklist, a_member
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


@pytest.mark.parametrize(
    ("surname", "written"),
    [
        ("O'Fennel", "O\u2019Fennel"),
        ("O\u2019Fennel", "ofennel"),
        ("Hale-Smithers", "Hale Smithers"),
        ("Hale Smithers", "Hale\u2013Smithers"),
        ("Hale Smithers", "Hale\nSmithers"),
        ("Hale-Smithers", "Smithers"),
        ("M\u00fcllner", "Mu\u0308llner"),
        ("Mu\u0308llner", "M\u00fcllner"),
        ("M\u00fcllner", "Mullner"),
        ("Mullner", "M\u00dcLLNER"),
        ("Wei\u00dfner", "WEISSNER"),
        ("Quillfeather", "_Quillfeather_"),
    ],
)
def test_a_surname_goes_however_it_is_written(surname: str, written: str) -> None:
    surnames = Surnames(numbers=((surname, "V-001"),))

    assert surnames.left_out(f"Then {written} came.") in {"Then V-001 came.", "Then _V-001_ came."}


def test_a_text_without_a_surname_stays_as_it_was_written() -> None:
    assert Surnames(numbers=(("Quillfeather", "V-001"),)).left_out("Cafe\u0301") == "Cafe\u0301"


def test_a_code_is_left_alone_and_a_sign_is_no_surname() -> None:
    assert Surnames(numbers=(("Young", "V-001"),)).left_out("too_young") == "too_young"
    assert Surnames.of((a_member(1, surname="-"),), a_checklist()).left_out("As it was.") == "As it was."


def test_a_part_of_a_surname_in_small_letters_is_a_word() -> None:
    surnames = Surnames(numbers=(("Hale-Young", "V-001"),))

    assert surnames.left_out("A young man said that Young came.") == "A young man said that V-001 came."
