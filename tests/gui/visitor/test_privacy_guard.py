"""Rule 1 in the editor: a name is marked as it is typed, and is taken out or justified before submitting."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QAbstractButton, QWidget

from icv_app.domain.free_texts import free_texts
from icv_app.domain.justified import Justified
from icv_app.domain.person import Consent
from icv_app.domain.problem import Step
from icv_app.domain.visit import Outcome, Stage, Visit
from icv_app.services.report_records import visit_of
from tests.builders import a_checklist, a_concern, a_person, a_visit, answered, somebody_who_declined
from tests.fakes.memory_store import MemoryStore
from tests.fakes.tasks import InlineTasks
from tests.gui.visitor.conftest import Keys, OpenEditor
from tests.gui.visitor.desk import a_store
from ui.tasks import Lane
from ui.visit.steps import step_makers
from ui.visit.view import VisitPage
from ui.widgets.hit_lines import HitLine, HitLines
from ui.widgets.text_field import NoteField, TextField

Key = Qt.Key
NAMED = "Mr Khan will see to it"
STAYS = Justified(path="officer_response", found="Mark", hint="name", reason="thing")


@pytest.fixture
def open_whole(open_editor: OpenEditor) -> OpenEditor:
    """The editor with all its steps."""

    def opened(store: MemoryStore, visit: Visit) -> VisitPage:
        return open_editor(store, visit, makers=step_makers())

    return opened


def field(page: VisitPage, path: str) -> NoteField | TextField:
    """The field that shows a text of the visit."""
    fields: list[NoteField | TextField] = [*page.findChildren(NoteField), *page.findChildren(TextField)]
    [shown] = [one for one in fields if one.watch.path == path and one.isVisible()]
    return shown


def lines(page: VisitPage) -> list[HitLine]:
    return [line for line in page.findChildren(HitLine) if line.isVisible()]


def words(page: VisitPage) -> list[str]:
    return [line.text() for line in lines(page)]


def tab_to(keys: Keys, name: str) -> QWidget:
    for _at in range(80):
        found = keys.focused()
        said = found.accessibleName() or (found.text() if isinstance(found, QAbstractButton) else "")
        if said.startswith(name):
            return found
        keys.tab()
    raise AssertionError(f"Tab never came to {name}")


def write(page: VisitPage, keys: Keys, text: str) -> NoteField | TextField:
    """Go to the suite and write down what the custody officer answered."""
    page.go_to(Step.SUITE)
    note = field(page, "officer_response")
    note.setFocus()
    keys.type(text)
    keys.tab()
    return note


def submit(page: VisitPage, keys: Keys) -> None:
    page.go_to(Step.SIGN_OFF)
    page._made[Step.SIGN_OFF].submit_button.setFocus()  # type: ignore[attr-defined]
    keys.press(Key.Key_Return)


def test_a_name_is_marked_where_it_stands_and_spoken_of_below(open_whole: OpenEditor, keys: Keys) -> None:
    page = open_whole(a_store(a_visit()), a_visit())
    note = write(page, keys, NAMED)

    assert words(page) == ["“Mr Khan” looks like a name. Take it out, or say why it must stay."]
    assert isinstance(note, NoteField)
    [mark] = note.extraSelections()
    assert mark.cursor.selectedText() == "Mr Khan"
    assert mark.format.underlineStyle() is QTextCharFormat.UnderlineStyle.SingleUnderline
    assert "“Mr Khan” looks like a name" in note.accessibleDescription()


def test_a_word_being_typed_is_not_marked_until_it_is_finished(open_whole: OpenEditor, keys: Keys) -> None:
    page = open_whole(a_store(a_visit()), a_visit())
    page.go_to(Step.SUITE)
    note = field(page, "officer_response")
    note.setFocus()
    keys.type("Seen by Mark")
    note.watch._look()
    assert not note.watch.hits
    keys.type(" and")
    note.watch._look()
    assert [hit.found.text for hit in note.watch.hits] == ["Mark"]


def test_without_leaving_the_field_it_is_marked_after_a_pause(
    open_whole: OpenEditor, keys: Keys, qtbot: object
) -> None:
    page = open_whole(a_store(a_visit()), a_visit())
    page.go_to(Step.SUITE)
    note = field(page, "officer_response")
    note.setFocus()
    keys.type("Mr Khan said")
    qtbot.waitUntil(lambda: bool(lines(page)))  # type: ignore[attr-defined]
    assert keys.focused() is note


def test_a_name_taken_out_leaves_nothing_behind(open_whole: OpenEditor, keys: Keys) -> None:
    visit = a_visit()
    store = a_store(visit)
    page = open_whole(store, visit)
    note = write(page, keys, NAMED)

    note.setFocus()
    keys.tab()
    tab_to(keys, "Show it in the text")
    keys.press(Key.Key_Return)
    assert keys.focused() is note
    keys.type("The sergeant")
    keys.tab()

    assert words(page) == []
    assert note.extraSelections() == []  # type: ignore[union-attr]
    submit(page, keys)
    keys.press(Key.Key_Return)
    assert store.saved[visit.visit_id].officer_response == "The sergeant will see to it"
    assert store.saved[visit.visit_id].stage is Stage.SUBMITTED


def test_a_name_keeps_the_visit_from_being_submitted_and_the_list_leads_to_it(
    open_whole: OpenEditor, keys: Keys
) -> None:
    visit = a_visit()
    store = a_store(visit)
    page = open_whole(store, visit)
    note = write(page, keys, NAMED)
    submit(page, keys)

    assert store.saved[visit.visit_id].stage is Stage.DRAFT
    to_do = page._made[Step.SIGN_OFF].to_do  # type: ignore[attr-defined]
    [link] = to_do.links
    assert link.text().startswith("What the custody officer answered: “Mr Khan” looks like a name.")
    link.setFocus()
    keys.press(Key.Key_Return)
    assert (page.step(), keys.focused()) == (Step.SUITE, note)


def test_a_justified_name_is_filed_with_the_reason(open_whole: OpenEditor, keys: Keys) -> None:
    visit = a_visit()
    store = a_store(visit)
    page = open_whole(store, visit)
    note = write(page, keys, NAMED)
    note.setFocus()
    keys.tab()
    tab_to(keys, "Say why it must stay")
    keys.press(Key.Key_Return)
    keys.press(Key.Key_3)
    tab_to(keys, "More about it")
    keys.type("A make of radio")
    keys.press(Key.Key_Return)

    assert keys.focused() is note
    assert words(page) == ["“Mr Khan” stays. A form, a product or a medicine: A make of radio."]
    assert note.extraSelections() == []  # type: ignore[union-attr]
    submit(page, keys)
    keys.press(Key.Key_Return)

    with store() as unit:
        [record] = unit.records.of_kinds(("visit.report",))
    one = replace(STAYS, found="Mr Khan", note="A make of radio")
    assert visit_of(record).justified == (one,)


def test_a_reason_that_asks_for_words_is_not_taken_without(open_whole: OpenEditor, keys: Keys) -> None:
    page = open_whole(a_store(a_visit()), a_visit())
    write(page, keys, NAMED).setFocus()
    keys.tab()
    tab_to(keys, "Say why it must stay")
    keys.press(Key.Key_Return, Key.Key_6)
    [line] = lines(page)
    tab_to(keys, "It stays")
    keys.press(Key.Key_Return)
    assert line.why.problem.text() == "Say in a few words why it must stay."
    keys.type("Mark is his name")
    keys.press(Key.Key_Return)
    assert line.why.problem.text() == "Say it without naming anybody else."
    assert page.view_model.visit.justified == ()


def test_escape_leaves_the_question_open(open_whole: OpenEditor, keys: Keys) -> None:
    page = open_whole(a_store(a_visit()), a_visit())
    write(page, keys, NAMED).setFocus()
    keys.tab()
    tab_to(keys, "Say why it must stay")
    keys.press(Key.Key_Return, Key.Key_Escape)
    assert keys.focused().accessibleName().startswith("Say why it must stay")
    assert not lines(page)[0].why.isVisible()


def test_what_stays_can_be_looked_at_again(open_whole: OpenEditor, keys: Keys) -> None:
    visit = a_visit(officer_response="A Mark of trust", justified=(STAYS,))
    page = open_whole(a_store(visit), visit)
    page.go_to(Step.SUITE)
    note = field(page, "officer_response")
    note.watch.look()
    assert words(page) == ["“Mark” stays. A form, a product or a medicine."]

    note.setFocus()
    keys.tab()
    keys.press(Key.Key_Return)
    note.watch.look()
    assert page.view_model.visit.justified == ()
    assert words(page)[0].startswith("“Mark” looks like a name")


def test_a_line_is_marked_as_a_note_is(open_whole: OpenEditor, keys: Keys) -> None:
    person = answered(a_person(consent_talk=Consent.NO, contact=None))
    visit = a_visit(people=(person, somebody_who_declined()))
    page = open_whole(a_store(visit), visit)
    page.go_to(Step.PEOPLE)
    detail = page._made[Step.PEOPLE].detail  # type: ignore[attr-defined]
    page.view_model.edit_person(
        person.person_id, lambda one: replace(one, consent_talk_reason="told by Mr Khan")
    )
    page._made[Step.PEOPLE].show_field("consent_talk_reason", person.person_id)  # type: ignore[attr-defined]
    line = field(page, f"people.{person.person_id}.consent_talk_reason")
    line.watch.look()

    assert isinstance(line, TextField)
    assert detail.isAncestorOf(line)
    assert words(page) == ["“Mr Khan” looks like a name. Take it out, or say why it must stay."]
    assert line.text() == "told by Mr Khan"
    lines(page)[0].show_button.click()
    assert (keys.focused(), line.selectedText()) == (line, "Mr Khan")


def test_the_note_at_an_answer_is_guarded_and_reached_from_the_list(
    open_whole: OpenEditor, keys: Keys
) -> None:
    person = answered(a_person())
    answer = replace(person.answers[0], note="So said Mr Khan")
    person = person.with_answer(answer)
    visit = a_visit(people=(person, somebody_who_declined()))
    page = open_whole(a_store(visit), visit)
    [problem] = page.problems()
    page.show_problem(problem)

    note = keys.focused()
    assert isinstance(note, NoteField)
    assert note.toPlainText() == "So said Mr Khan"
    note.watch.look()
    assert len(lines(page)) == 1
    before = page.view_model.visit
    keys.tab()
    assert keys.focused() is lines(page)[0].show_button
    keys.type("ynk1")
    assert page.view_model.visit == before


def test_letters_outside_the_plain_set_do_not_move_the_mark(open_whole: OpenEditor) -> None:
    visit = a_visit(officer_response="😀😀 says Mr Khan")
    page = open_whole(a_store(visit), visit)
    page.go_to(Step.SUITE)
    note = field(page, "officer_response")
    note.watch.look()
    assert isinstance(note, NoteField)
    assert [mark.cursor.selectedText() for mark in note.extraSelections()] == ["Mr Khan"]


def test_fields_outside_a_guarded_page_are_left_alone(qtbot: object, theme: object) -> None:
    note = NoteField("Recovery code")
    below = HitLines(note)
    qtbot.addWidget(note)  # type: ignore[attr-defined]
    note.show()
    note.setPlainText("Mr Khan")
    note.watch.look()
    assert note.watch.hits == ()
    assert below.isHidden()


def test_every_text_field_of_the_editor_is_guarded(open_whole: OpenEditor) -> None:
    visit = a_visit(concerns=(a_concern(),))
    page = open_whole(a_store(visit), visit)
    for step in Step:
        page.go_to(step)
    page._made[Step.PEOPLE].show_field("note", a_person().person_id)  # type: ignore[attr-defined]
    page._made[Step.CONCERNS].show_field("text", None, a_concern().concern_id)  # type: ignore[attr-defined]

    fields: list[NoteField | TextField] = [*page.findChildren(NoteField), *page.findChildren(TextField)]
    unguarded = {one.accessibleName() for one in fields if not one.watch.path}
    assert unguarded == {"Custody number"}
    assert len(fields) > 30


def test_what_is_written_in_a_field_stands_under_the_path_it_is_looked_at_by(open_whole: OpenEditor) -> None:
    visit = a_visit(concerns=(a_concern(),), outcome=Outcome.PART)
    page = open_whole(a_store(visit), visit)
    for step in (Step.SUITE, Step.CONCERNS, Step.SIGN_OFF):
        page.go_to(step)
    page._made[Step.CONCERNS].show_field("text", None, a_concern().concern_id)  # type: ignore[attr-defined]
    page.go_to(Step.PEOPLE)
    page._made[Step.PEOPLE].show_field("note", a_person().person_id)  # type: ignore[attr-defined]

    written = {}
    for at, note in enumerate(page.findChildren(NoteField)):
        if not note.watch.path.startswith(("areas", "stocks", "people.person-1.answers")):
            written[note.watch.path] = f"text {at}"
            note.setPlainText(f"text {at}")
            note.finish()

    found = {text.path: text.text for text in free_texts(page.view_model.visit, a_checklist())}
    assert len(written) > 6
    assert {path: found.get(path) for path in written} == written


def test_a_long_text_is_looked_through_away_from_the_gui_thread(open_whole: OpenEditor, keys: Keys) -> None:
    page = open_whole(a_store(a_visit()), a_visit())
    tasks = page.view_model.tasks
    assert isinstance(tasks, InlineTasks)
    write(page, keys, "Mr Khan came.")
    assert Lane.TEXTS not in tasks.lanes
    note = write(page, keys, "It was cold. " * 20)
    assert Lane.TEXTS in tasks.lanes
    assert [hit.found.text for hit in note.watch.hits] == ["Mr Khan"]
