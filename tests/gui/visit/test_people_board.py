"""The board of the people step: who is there, in which order, and how the count stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from icv_app.domain.census import Census, Tally
from icv_app.domain.ids import PersonId
from icv_app.domain.person import Contact, DetainedPerson, LegalStatus
from icv_app.domain.visit import Visit
from tests.builders import NOON, a_girl_of_15, a_person, a_visit, an_empty_draft, somebody_who_declined
from tests.fakes.memory_store import MemoryStore
from tests.gui.visit.conftest import OpenVisit
from tests.gui.visit.keys import Key, focused, pick, press, show, write
from ui.visit.people.view import PeopleStep

NOW = NOON + timedelta(minutes=50)


def under_way(*people: DetainedPerson, **changes: object) -> Visit:
    """A visit that goes on, with these people on the board."""
    visit = a_visit(people=people, left_suite_at=None, left_station_at=None, outcome=None)
    return replace(visit, **changes)  # type: ignore[arg-type]


def words(step: PeopleStep, column: int) -> list[str]:
    """What a column of the board says, row by row."""
    model = step.board.table.model()
    at = range(model.rowCount())
    return [step.board._model.cell(row, column).spoken() for row in at]


def test_children_come_first_and_whoever_was_held_longest_is_marked(
    qtbot: QtBot, open_visit: OpenVisit
) -> None:
    man = a_person(person_id=PersonId("man"), relevant_time=NOW - timedelta(hours=19, minutes=20))
    step = PeopleStep(open_visit(under_way(man, a_girl_of_15())))
    show(qtbot, step)

    assert words(step, 1) == ["13WK/4410, Girl, 14–17", "13WK/4402, Man, 25–59"]
    assert words(step, 2) == ["Child", "Held longest"]
    assert words(step, 3)[1] == "19 h 20, 24 h limit at 17:30 – ask what is planned"


def test_a_late_review_is_a_prompt_to_ask_and_never_a_verdict(qtbot: QtBot, open_visit: OpenVisit) -> None:
    authorised = NOW - timedelta(hours=6, minutes=20)
    late = a_person(authorised_at=authorised, relevant_time=authorised)
    step = PeopleStep(open_visit(under_way(late)))
    show(qtbot, step)

    assert words(step, 3) == ["6 h 20, Review due at 12:30 – ask whether it was done"]


def test_a_review_of_another_day_is_asked_about_with_its_date(qtbot: QtBot, open_visit: OpenVisit) -> None:
    authorised = NOW - timedelta(hours=25)
    charged = a_person(authorised_at=authorised, relevant_time=authorised, legal_status=LegalStatus.CHARGED)
    step = PeopleStep(open_visit(under_way(charged)))
    show(qtbot, step)

    assert words(step, 3) == ["25 h 00, Review due at 13 March 2024, 17:50 – ask whether it was done"]


def test_a_child_under_section_136_is_prompted_in_red(qtbot: QtBot, open_visit: OpenVisit) -> None:
    girl = a_girl_of_15(legal_status=LegalStatus.S136)
    step = PeopleStep(open_visit(under_way(girl)))
    show(qtbot, step)

    assert "Under 18, s.136: ask" in words(step, 3)[0]


def test_the_count_at_the_foot_says_who_is_still_to_see(qtbot: QtBot, open_visit: OpenVisit) -> None:
    tallies = (Tally(contact=Contact.NOT_AVAILABLE, reason="interview", count=2),)
    visit = under_way(a_person(), somebody_who_declined(), tallies=tallies, census=Census(total=5))
    step = PeopleStep(open_visit(visit))
    show(qtbot, step)

    assert step.board.accounted.text() == "4 of 5 accounted for"
    assert step.board.left.text() == "1 still to see"
    assert step.board.breakdown.text() == "spoken to 1 · declined 1 · tally 2"
    assert step.board.tally.text() == "Tally: in interview 2"


def test_insert_adds_a_row_and_the_number_can_be_typed_at_once(
    qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore
) -> None:
    visit = an_empty_draft()
    step = PeopleStep(open_visit(visit))
    show(qtbot, step)
    step.board.table.setFocus()

    press(Key.Key_Insert)
    assert focused().accessibleName() == "Custody number"
    write("13WK/4402")
    press(Key.Key_Return)
    press("2", "4", "1")

    saved = store.saved[visit.visit_id].people[0]
    assert (saved.custody_number, saved.gender, saved.age_band, saved.legal_status) == (
        "13WK/4402",
        "man",
        "25-59",
        "pre_charge",
    )
    assert focused().accessibleName() == "Detention authorised: time"
    assert words(step, 1) == ["13WK/4402, Man, 25–59"]


def test_enter_opens_a_person_where_the_work_goes_on(qtbot: QtBot, open_visit: OpenVisit) -> None:
    step = PeopleStep(open_visit(under_way(a_girl_of_15(), a_person())))
    show(qtbot, step)
    step.board.table.setFocus()

    press(Key.Key_Down, Key.Key_Return)

    assert step.detail.head.number.text() == "13WK/4402"
    row = step.detail.checks.row("rights_understood")
    assert row is not None
    assert row.isAncestorOf(focused())


def test_an_answer_redraws_one_row_of_sixty_and_builds_nothing_anew(
    qtbot: QtBot, open_visit: OpenVisit
) -> None:
    many = [
        a_person(person_id=PersonId(f"p{n}"), custody_number=f"13WK/{5000 + n}", contact=None)
        for n in range(60)
    ]
    model = open_visit(under_way(*many))
    step = PeopleStep(model)
    show(qtbot, step)
    drawn: list[tuple[int, int]] = []
    resets: list[None] = []

    def note(first: QModelIndex, last: QModelIndex) -> None:
        drawn.append((first.row(), last.row()))

    step.board._model.dataChanged.connect(note)
    step.board._model.modelReset.connect(lambda: resets.append(None))

    model.edit_person(PersonId("p30"), lambda person: replace(person, contact=Contact.DECLINED))

    assert drawn == [(30, 30)]
    assert resets == []


def test_removing_a_person_asks_first_and_names_what_is_lost(
    qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore
) -> None:
    visit = under_way(a_person())
    step = PeopleStep(open_visit(visit))
    show(qtbot, step)
    step._on_opened(PersonId("person-1"))

    step.detail.remove_button.click()
    assert step.detail.ask.text.text() == "Remove 13WK/4402 with 0 answers?"
    press(Key.Key_Escape)
    assert len(store.saved[visit.visit_id].people) == 1

    step.detail.remove_button.click()
    step.detail.ask.yes_button.setFocus()
    press(Key.Key_Space)
    assert store.saved[visit.visit_id].people == ()
    assert step.board.table.hasFocus()


def test_an_empty_board_says_how_to_begin(qtbot: QtBot, open_visit: OpenVisit) -> None:
    step = PeopleStep(open_visit(an_empty_draft()))
    show(qtbot, step)

    assert "Press Insert" in step.board.table.accessibleDescription()
    assert step.board.left.text() == "In custody not counted yet"


def test_in_a_narrow_window_the_person_takes_the_place_of_the_board(
    qtbot: QtBot, open_visit: OpenVisit
) -> None:
    step = PeopleStep(open_visit(under_way(a_person())))
    show(qtbot, step, width=776)
    step.board.table.setFocus()

    press(Key.Key_Return)
    assert (step.board.isVisible(), step.detail.isVisible()) == (False, True)
    step.detail.head.back_button.click()
    QApplication.processEvents()
    assert (step.board.isVisible(), step.detail.isVisible()) == (True, False)
    assert step.board.table.hasFocus()


def test_the_tally_is_entered_by_keyboard_and_reconciles(
    qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore
) -> None:
    visit = under_way(a_person(), census=Census(total=3))
    step = PeopleStep(open_visit(visit))
    show(qtbot, step)
    step.board.tally_button.setFocus()

    press(Key.Key_Return)
    press(Key.Key_Return)
    pick("in interview")
    write("2")
    press(Key.Key_Tab)
    write("1")
    press(Key.Key_Tab)

    tally = store.saved[visit.visit_id].tallies[0]
    assert tally == Tally(contact=Contact.NOT_AVAILABLE, reason="interview", count=2, children=1)
    assert step.board.left.text() == "All accounted for"


def test_enter_goes_through_a_line_of_the_tally_to_done(qtbot: QtBot, open_visit: OpenVisit) -> None:
    step = PeopleStep(open_visit(under_way(a_person(), census=Census(total=3))))
    show(qtbot, step)
    step.board.tally_button.setFocus()
    press(Key.Key_Return, Key.Key_Return)
    pick("in interview")
    write("2")
    press(Key.Key_Return, Key.Key_Return, Key.Key_Return, Key.Key_Return)
    assert focused() is step.tallies.done_button


def test_a_problem_of_the_tally_is_shown_at_its_field(qtbot: QtBot, open_visit: OpenVisit) -> None:
    tallies = (Tally(contact=Contact.NOT_AVAILABLE, reason="interview", count=0),)
    step = PeopleStep(open_visit(under_way(a_person(), tallies=tallies)))
    show(qtbot, step)

    step.show_field("tallies.0.count", None, None)

    assert focused().accessibleName() == "How many"
    assert "at least one" in step.tallies.forms[0].problem("count")


def test_a_step_that_is_still_being_built_may_be_shown_resized_and_hidden(
    qtbot: QtBot, open_visit: OpenVisit
) -> None:
    step = PeopleStep(open_visit(under_way(a_girl_of_15())), part_by_part=True)
    show(qtbot, step)
    step.resize(1200, 700)
    step.hide()

    step.complete()

    step.show()
    assert words(step, 1) == ["13WK/4410, Girl, 14–17"]
