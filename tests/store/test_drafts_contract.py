"""What every store promises of what is kept beside drafts: the encrypted file and the dicts alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Protocol

import pytest

from icv_app.domain.ids import PersonId, VisitId
from icv_app.domain.problem import Step
from icv_app.domain.visit_changes import EditorPlace
from icv_app.services.ports import UnitOfWork
from icv_app.services.ports_drafts import DraftStep
from icv_app.store.vault import Vault
from tests.builders import NOON, a_visit
from tests.fakes.memory_store import MemoryStore

DRAFT = VisitId("visit-1")
HERE = EditorPlace(step=Step.PEOPLE, field="answers.food", person_id=PersonId("p-1"), part="Note", cursor=7)


class Store(Protocol):
    def open_unit(self) -> UnitOfWork: ...


@pytest.fixture(params=["memory", "vault"])
def store(request: pytest.FixtureRequest) -> Store:
    store: Store = MemoryStore() if request.param == "memory" else request.getfixturevalue("vault")
    assert isinstance(store, (MemoryStore, Vault))
    with store.open_unit() as unit:
        unit.visits.put(a_visit())
        unit.visits.put(a_visit(visit_id=VisitId("visit-2")))
        unit.commit()
    return store


def a_step(number: int, *, undone: bool = False) -> DraftStep:
    return DraftStep(
        number=number,
        at=12,
        before=b"null",
        after=b'"leeds"',
        check_before=4_294_967_295,
        check_after=number,
        made_at=NOON,
        undone=undone,
    )


def test_steps_come_back_in_order_each_draft_by_itself(store: Store) -> None:
    with store.open_unit() as unit:
        for number in (2, 1, 10):
            unit.drafts.put_step(DRAFT, a_step(number))
        unit.drafts.put_step(VisitId("visit-2"), a_step(4))
        unit.commit()
    with store.open_unit() as unit:
        assert unit.drafts.steps(DRAFT) == [a_step(1), a_step(2), a_step(10)]
        assert unit.drafts.last_done(DRAFT) == a_step(10)
        assert unit.drafts.first_undone(DRAFT) is None


def test_undone_steps_stand_after_the_others_until_they_are_dropped(store: Store) -> None:
    with store.open_unit() as unit:
        for number in range(1, 5):
            unit.drafts.put_step(DRAFT, a_step(number))
        for number in (3, 4):
            unit.drafts.put_step(DRAFT, replace(a_step(number), undone=True))
        unit.commit()
        assert unit.drafts.last_done(DRAFT) == a_step(2)
        assert unit.drafts.first_undone(DRAFT) == a_step(3, undone=True)
        unit.drafts.drop_undone(DRAFT)
        unit.drafts.drop_until(DRAFT, 1)
        assert unit.drafts.steps(DRAFT) == [a_step(2)]


def test_the_draft_in_hand_is_the_one_whose_place_was_noted_last(store: Store) -> None:
    with store.open_unit() as unit:
        assert unit.drafts.in_hand() is None
        unit.drafts.put_place(VisitId("visit-2"), HERE, NOON + timedelta(minutes=1))
        unit.drafts.put_place(DRAFT, HERE, NOON)
        unit.commit()
        assert unit.drafts.in_hand() == "visit-2"
        unit.drafts.put_place(DRAFT, replace(HERE, cursor=None), NOON + timedelta(minutes=2))
        unit.commit()
    with store.open_unit() as unit:
        assert unit.drafts.in_hand() == DRAFT
        assert unit.drafts.place(DRAFT) == replace(HERE, cursor=None)
        assert unit.drafts.place(VisitId("visit-2")) == HERE


def test_history_and_place_go_with_the_draft(store: Store) -> None:
    with store.open_unit() as unit:
        unit.drafts.put_step(DRAFT, a_step(1))
        unit.drafts.put_place(DRAFT, HERE, NOON)
        unit.visits.remove_draft(DRAFT)
        unit.commit()
    with store.open_unit() as unit:
        assert not unit.drafts.steps(DRAFT)
        assert unit.drafts.place(DRAFT) is None


def test_a_text_not_sent_is_kept_until_it_is_emptied(store: Store) -> None:
    with store.open_unit() as unit:
        assert unit.unsent.find("answer:visit-1") == ""
        unit.unsent.put("answer:visit-1", "A detention")
        unit.unsent.put("answer:visit-1", "A detention officer did")
        unit.commit()
    with store.open_unit() as unit:
        assert unit.unsent.find("answer:visit-1") == "A detention officer did"
        unit.unsent.put("answer:visit-1", "")
        assert unit.unsent.find("answer:visit-1") == ""
