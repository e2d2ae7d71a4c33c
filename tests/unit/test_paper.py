from __future__ import annotations

import random

from icv_app.domain.conditions import AllOf, AnswerIs, AnyOf, FactIs
from icv_app.domain.paper import EVERYBODY, FURTHER, in_paper_order, paper_blocks, paper_numbers
from tests.builders import a_checklist


def test_a_question_alone_in_its_row_has_the_number_and_others_have_letters() -> None:
    numbers = paper_numbers(a_checklist())

    assert numbers["consulate_offered"] == "7"
    assert [numbers[f"solicitor_{name}"] for name in ("offered", "wanted", "contacted")] == ["3a", "3b", "3c"]
    assert len(set(numbers.values())) == len(a_checklist().checks)


def test_every_question_is_in_one_block() -> None:
    blocks = paper_blocks(a_checklist())
    placed = [check.check_id for block in blocks for check in block.checks]

    assert sorted(placed) == sorted(check.check_id for check in a_checklist().checks)
    assert [block.name for block in blocks[:2]] == [EVERYBODY, FURTHER]


def test_follow_ups_stand_in_the_block_of_the_question_they_follow() -> None:
    names = {check.check_id: block.name for block in paper_blocks(a_checklist()) for check in block.checks}

    assert names["woman_met"] == "girl"
    assert names["la_certificate"] == "child"
    assert names["anti_rip_alternatives"] == "clothing_taken"
    assert names["strip_aa_present"] == "strip_searched"
    assert names["solicitor_seen"] == FURTHER
    assert names["notice_easy_read"] == FURTHER


def test_a_question_for_either_of_two_groups_is_in_no_groups_block() -> None:
    by_group = {block.name: block.checks for block in paper_blocks(a_checklist())}
    for name in ("girl", "child", "vulnerable"):
        for check in by_group[name]:
            assert isinstance(check.when, FactIs | AllOf | AnswerIs | AnyOf)
    assert "phone_call" in {check.check_id for check in by_group[FURTHER]}


def test_any_questions_come_back_in_the_order_of_the_sheet() -> None:
    on_paper = [check for block in paper_blocks(a_checklist()) for check in block.checks]
    shuffled = random.Random(1).sample(on_paper, len(on_paper))

    assert list(in_paper_order(shuffled, a_checklist())) == on_paper
