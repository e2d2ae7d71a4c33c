"""Somebody who comes first in the scheme's order is not passed over without a reason."""

from __future__ import annotations

from dataclasses import replace

from pytestqt.qtbot import QtBot

from icv_app.domain.ids import PersonId
from icv_app.domain.person import Contact, DetainedPerson, Gender
from tests.builders import a_girl_of_15, a_visit
from tests.fakes.memory_store import MemoryStore
from tests.gui.visit.conftest import OpenVisit
from tests.gui.visit.keys import Key, focused, press, show
from tests.gui.visit.test_one_person import NOBODY_YET
from ui.visit.people.view import PeopleStep

GIRL = replace(a_girl_of_15(), contact=None, consent_talk=None, answers=())


def at_the_man(qtbot: QtBot, open_visit: OpenVisit, *others: DetainedPerson) -> PeopleStep:
    visit = a_visit(people=(*others, NOBODY_YET), left_suite_at=None, left_station_at=None, outcome=None)
    step = PeopleStep(open_visit(visit))
    show(qtbot, step)
    step._on_opened(NOBODY_YET.person_id)
    return step


def saved(store: MemoryStore, person_id: PersonId) -> DetainedPerson:
    person = store.saved[a_visit().visit_id].person(person_id)
    assert person is not None
    return person


def test_a_talk_that_passes_a_child_over_asks_why_first(
    qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore
) -> None:
    step = at_the_man(qtbot, open_visit, GIRL)
    panel = step.detail.passed_over
    assert panel.words.text() == "13WK/4410 (child) comes first and was not seen yet. Why another person now?"

    press("1")
    assert saved(store, GIRL.person_id).passed_over_reason == "not_available_then"
    assert focused().accessibleDescription().startswith("Did they agree to talk?")
    assert not panel.isVisible()
    assert "Passed over: was not available at the time" in step.board._model.cell(0, 2).spoken()


def test_it_can_be_left_for_later_and_is_asked_before_the_next_talk_only_once(
    qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore
) -> None:
    step = at_the_man(qtbot, open_visit, GIRL)
    press(Key.Key_Escape)
    assert focused().accessibleDescription().startswith("Did they agree to talk?")
    assert saved(store, GIRL.person_id).passed_over_reason is None
    step._on_opened(GIRL.person_id)
    step._on_opened(NOBODY_YET.person_id)
    assert not step.detail.passed_over.isVisible()


def test_nobody_is_asked_about_who_was_seen(qtbot: QtBot, open_visit: OpenVisit) -> None:
    step = at_the_man(qtbot, open_visit, replace(GIRL, contact=Contact.DECLINED))
    assert not step.detail.passed_over.isVisible()


def test_the_reason_stays_if_they_are_left_out_in_the_end(
    qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore
) -> None:
    step = at_the_man(qtbot, open_visit, GIRL)
    press("6")
    step._on_opened(GIRL.person_id)
    step.detail.show_field("contact")
    press("5")
    girl = saved(store, GIRL.person_id)
    assert (girl.contact, girl.passed_over_reason) == (Contact.NOT_OFFERED, "no_time")


def test_it_is_asked_also_where_consent_was_entered_at_once(
    qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore
) -> None:
    visit = a_visit(people=(GIRL, NOBODY_YET), left_suite_at=None, left_station_at=None, outcome=None)
    step = PeopleStep(open_visit(visit))
    show(qtbot, step)
    step.show_field("consent_talk", NOBODY_YET.person_id, None)
    press("1")
    qtbot.waitUntil(step.detail.passed_over.isVisible)
    press("6")
    assert saved(store, GIRL.person_id).passed_over_reason == "no_time"
    assert saved(store, NOBODY_YET.person_id).contact is Contact.SPOKEN_TO
    assert focused().accessibleDescription().startswith("May we see the custody record?")


def test_each_of_several_is_asked_about(qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore) -> None:
    woman = replace(NOBODY_YET, person_id=PersonId("woman"), custody_number="13WK/4403", gender=Gender.WOMAN)
    step = at_the_man(qtbot, open_visit, GIRL, woman)
    assert step.detail.passed_over.isVisible()
    press("1", "3")
    reasons = [saved(store, who).passed_over_reason for who in (GIRL.person_id, woman.person_id)]
    assert reasons == ["not_available_then", "urgent_need"]
