from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from icv_app.domain.ids import PersonId
from icv_app.domain.priority import PriorityReason, in_priority_order, in_written_order
from icv_app.domain.problem import Step
from icv_app.domain.visit_changes import step_of
from icv_app.services.documents import to_json, visit_from_json
from tests.builders import NOON, a_girl_of_15, a_person, a_visit


def test_a_visit_from_before_was_not_typed_from_paper() -> None:
    written = json.loads(to_json(a_visit()))
    del written["typed_from_paper"]

    assert visit_from_json(json.dumps(written).encode()) == a_visit()


def test_that_a_visit_was_typed_from_paper_is_kept() -> None:
    typed = replace(a_visit(), typed_from_paper=True)

    assert visit_from_json(to_json(typed)).typed_from_paper


def test_in_the_order_of_the_paper_people_keep_their_reasons() -> None:
    man, girl = a_person(person_id=PersonId("man")), a_girl_of_15()
    at = NOON + timedelta(hours=1)

    written, ranked = in_written_order((man, girl), at), in_priority_order((man, girl), at)

    assert [placed.person for placed in written] == [man, girl]
    assert [placed.place for placed in written] == [1, 2]
    assert [placed.person for placed in ranked] == [girl, man]
    assert written[1].reasons == (PriorityReason.CHILD,)


def test_the_switch_stands_in_the_first_step() -> None:
    assert step_of("typed_from_paper") is Step.ARRIVAL
