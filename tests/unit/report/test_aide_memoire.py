from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pytest

from icv_app.domain.checklist import Checklist
from icv_app.domain.conditions import CONDITION_FACTS
from icv_app.domain.paper import paper_numbers
from icv_app.errors import BadInput
from icv_app.report.aide_memoire import MOST_PEOPLE, write_aide_memoire
from icv_app.report.condition_words import ConditionWords, fact_words
from tests.builders import a_checklist
from tests.pdf_texts import fonts_not_embedded, pages_of, squeezed

TODAY = date(2024, 3, 14)


def printed(checklist: Checklist | None = None, people: int = 2) -> bytes:
    out = io.BytesIO()
    write_aide_memoire(checklist or a_checklist(), out, people=people, produced_on=TODAY)
    return out.getvalue()


@pytest.fixture(scope="module")
def paper() -> bytes:
    return printed()


@pytest.fixture(scope="module")
def pages(paper: bytes) -> tuple[str, ...]:
    return pages_of(paper)


def test_every_question_stands_on_paper_beside_its_number(pages: tuple[str, ...]) -> None:
    whole, numbers = "".join(pages), paper_numbers(a_checklist())
    missing = [
        check.check_id
        for check in a_checklist().checks
        if not any(
            squeezed(number + check.text) in whole
            for number in (numbers[check.check_id], numbers[check.check_id] + "*")
        )
    ]
    assert missing == []


def test_areas_stocks_reasons_scripts_and_codes_stand_on_paper(pages: tuple[str, ...]) -> None:
    checklist, whole = a_checklist(), "".join(pages)
    expected = [
        *(item.title for item in (*checklist.areas, *checklist.stocks, *checklist.observed_items)),
        *(choice.label for choice in checklist.reasons["not_seen_reasons"]),
        *(choice.label for choice in checklist.reasons["contact_outcomes"]),
        *(choice.label for choice in checklist.reasons["declarations"]),
        *(line for script in checklist.scripts.values() for line in script.lines),
        *(category.full_title for category in checklist.categories if category.category_id != "P"),
    ]
    assert [words for words in expected if squeezed(words) not in whole] == []


def test_a_changed_question_changes_the_paper() -> None:
    first, *others = a_checklist().checks
    changed = replace(a_checklist(), checks=(replace(first, text="Knows the way to the sea"), *others))

    whole = "".join(pages_of(printed(changed)))

    assert squeezed("1aKnows the way to the sea") in whole
    assert squeezed(first.text) not in whole


def test_every_page_forbids_names_and_says_when_it_becomes_sensitive(pages: tuple[str, ...]) -> None:
    for page in pages:
        assert page.count(squeezed("OFFICIAL-SENSITIVE when completed")) == 2
        assert squeezed("Never write a name.") in page
    assert pages[-1].count(squeezed(f"Page {len(pages)} of {len(pages)}")) == 1


def test_each_person_has_a_leaf_that_begins_on_an_odd_page() -> None:
    pages = pages_of(printed(people=5))
    for person in range(1, 6):
        fronts = [
            at for at, page in enumerate(pages, 1) if squeezed(f"Person {person}Ask for consent") in page
        ]
        backs = [
            at for at, page in enumerate(pages, 1) if squeezed(f"Person {person}: if it applies") in page
        ]
        assert len(fronts) == 1
        assert fronts[0] % 2 == 1
        assert backs == [fronts[0] + 1]


def test_the_number_of_sheets_is_kept_within_bounds() -> None:
    for people in (0, -1, MOST_PEOPLE + 1):
        with pytest.raises(BadInput) as refused:
            printed(people=people)
        assert "between 1 and 60" in refused.value.user_text


def test_a_full_suite_has_its_sheets() -> None:
    pages = pages_of(printed(people=23))

    assert sum("Askforconsentbeforeanythingelse" in page for page in pages) == 23


def test_the_same_checklist_gives_the_same_bytes_with_its_fonts_inside(paper: bytes) -> None:
    assert printed() == paper
    assert fonts_not_embedded(paper) == set()


def test_every_fact_a_condition_may_name_has_words() -> None:
    yes_no = {fact for fact, values in CONDITION_FACTS.items() if values == {True, False}}

    assert yes_no == set(fact_words())


def test_when_a_question_is_asked_is_said_by_the_numbers_of_others() -> None:
    words = ConditionWords(a_checklist(), paper_numbers(a_checklist()))
    contacted = a_checklist().check("solicitor_contacted")
    easy_read = a_checklist().check("notice_easy_read")
    assert contacted is not None
    assert easy_read is not None

    assert words.of(contacted) == "3b yes"
    assert words.of(easy_read) == "under 18; or vulnerable and 2a yes or no"


def test_two_more_questions_for_everybody_still_leave_one_leaf_a_person() -> None:
    checks = list(a_checklist().checks)
    everybody = [check for check in checks if check.default_path]
    more = [replace(check, check_id=f"again_{check.check_id}") for check in everybody[:2]]

    pages = pages_of(printed(replace(a_checklist(), checks=(*checks, *more)), people=2))

    fronts = [at for at, page in enumerate(pages) if "Askforconsent" in page]
    assert fronts[1] - fronts[0] == 2


def test_a_checklist_with_many_more_questions_runs_on_to_further_pages() -> None:
    checks = a_checklist().checks
    more = tuple(replace(check, check_id=f"again_{check.check_id}") for check in checks)
    crowded = replace(a_checklist(), checks=(*checks, *more))

    pages = pages_of(printed(crowded, people=1))

    assert sum(page.count(squeezed("Was told why they are being held")) for page in pages) == 2
