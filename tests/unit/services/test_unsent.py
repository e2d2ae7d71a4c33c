"""Texts in the making, with why something found in them stays."""

from __future__ import annotations

import pytest

from icv_app.domain.justified import Justified
from icv_app.errors import StoreError
from icv_app.services.unsent import UnsentText, UnsentTexts
from tests.fakes.memory_store import MemoryStore

BOX = "addendum:visit-1"
STAYS = Justified(path="Addendum", found="Sgt Khan", hint="name", reason="other", note="A make of lamp")


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def texts(store: MemoryStore) -> UnsentTexts:
    return UnsentTexts(store.open_unit)


def test_a_text_is_kept_with_why_something_in_it_stays(store: MemoryStore) -> None:
    texts(store).keep(BOX, "Sgt Khan has it", [STAYS])
    assert texts(store).find(BOX) == UnsentText("Sgt Khan has it", (STAYS,))
    assert texts(store).find("answer:visit-1") == UnsentText()


def test_what_is_taken_back_is_forgotten(store: MemoryStore) -> None:
    texts(store).keep(BOX, "Sgt Khan has it", [STAYS])
    texts(store).keep(BOX, "The sergeant has it")
    assert texts(store).find(BOX) == UnsentText("The sergeant has it")


def test_a_text_keeps_its_place_until_it_is_forgotten(store: MemoryStore) -> None:
    texts(store).keep(BOX, "The second one too", place="areas.showers")
    assert texts(store).find(BOX) == UnsentText("The second one too", (), "areas.showers")
    texts(store).keep(BOX, "", place="areas.showers")
    assert texts(store).find(BOX) == UnsentText()
    texts(store).keep(BOX, "The second one too", place="areas.showers")
    with store.open_unit() as unit:
        unit.unsent.forget_about("visit-1")
        unit.commit()
    assert texts(store).find(BOX) == UnsentText()


def test_nothing_is_left_of_an_empty_text(store: MemoryStore) -> None:
    texts(store).keep(BOX, "Sgt Khan has it", [STAYS])
    texts(store).keep(BOX, "", [STAYS])
    texts(store).keep(BOX, "Another")
    assert texts(store).find(BOX) == UnsentText("Another")


def test_a_text_of_before_reasons_were_kept_is_found(store: MemoryStore) -> None:
    with store() as unit:
        unit.unsent.put(BOX, "The yard was cl")
        unit.commit()
    assert texts(store).find(BOX) == UnsentText("The yard was cl")


def test_a_full_disk_keeps_text_and_reason_as_they_were(store: MemoryStore) -> None:
    texts(store).keep(BOX, "Sgt Khan has it", [STAYS])
    store.fail_next_commit = True
    with pytest.raises(StoreError):
        texts(store).keep(BOX, "")
    assert texts(store).find(BOX) == UnsentText("Sgt Khan has it", (STAYS,))
