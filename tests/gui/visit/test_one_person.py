"""One person: consent before any question, one outcome with its reason, checks by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from icv_app.domain.concern import Severity
from icv_app.domain.ids import PersonId
from icv_app.domain.person import (
    AccessRefusal,
    AgeBand,
    Answer,
    Consent,
    Contact,
    DetainedPerson,
    Gender,
    Resolved,
    Source,
)
from tests.builders import NOON, a_girl_of_15, a_person, a_visit, somebody_asleep, somebody_who_declined
from tests.fakes.memory_store import MemoryStore
from tests.gui.visit.conftest import OpenVisit
from tests.gui.visit.keys import Key, focused, named, pick, press, press_with_control, show, tab_to, write
from ui.visit.people.answer_strips import SourceStrip
from ui.visit.people.check_row import CheckRow
from ui.visit.people.typed_row import TypedRow
from ui.visit.people.view import PeopleStep
from ui.visit.view_model import VisitViewModel


class Opened:
    """The people step with one person open, over a visit that goes on."""

    def __init__(
        self, qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore, person: DetainedPerson
    ) -> None:
        self.visit = a_visit(people=(person,), left_suite_at=None, left_station_at=None, outcome=None)
        self.store = store
        self.person_id = person.person_id
        self.model: VisitViewModel = open_visit(self.visit)
        self.step = PeopleStep(self.model)
        show(qtbot, self.step)
        self.step._on_opened(person.person_id)

    @property
    def saved(self) -> DetainedPerson:
        """The person as stored."""
        person = self.store.saved[self.visit.visit_id].person(self.person_id)
        assert person is not None
        return person

    def asked(self) -> list[str]:
        """The checks in sight."""
        return [check.check_id for check in self.step.detail.checks.asked]

    def row(self, check_id: str) -> CheckRow:
        """The row of a check in sight."""
        row = self.step.detail.checks.row(check_id)
        assert isinstance(row, CheckRow)
        return row

    def answer(self, check_id: str) -> Answer:
        """The stored answer to a check."""
        answer = self.saved.answer(check_id)
        assert answer is not None
        return answer


OpenPerson = Callable[[DetainedPerson], Opened]


@pytest.fixture
def open_person(qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore) -> OpenPerson:
    """Open one person over a visit that goes on."""
    return lambda person: Opened(qtbot, open_visit, store, person)


NOBODY_YET = DetainedPerson(
    person_id=PersonId("new"), custody_number="13WK/4402", gender=Gender.MAN, age_band=AgeBand.A25_59
)


def test_no_question_is_asked_before_consent(open_person: OpenPerson) -> None:
    opened = open_person(NOBODY_YET)
    assert opened.asked() == []
    assert focused().accessibleDescription().startswith("Did they agree to talk?")

    press("1")

    assert opened.saved.consent_talk is Consent.YES
    assert opened.saved.contact is Contact.SPOKEN_TO
    assert "rights_understood" in opened.asked()


def test_declined_hides_every_question(open_person: OpenPerson) -> None:
    opened = open_person(NOBODY_YET)
    press("2")
    assert opened.saved.contact is Contact.DECLINED
    assert opened.asked() == []
    assert opened.step.detail.checks.why_none.text() == "Declined: nothing is asked about them."


def test_only_what_is_seen_or_recorded_is_asked_of_somebody_asleep(open_person: OpenPerson) -> None:
    opened = open_person(somebody_asleep(consent_record=Consent.UNABLE, consent_record_reason="Asleep"))
    assert "food_given" in opened.asked()
    assert "rights_understood" not in opened.asked()
    sources = opened.step.detail.checks.usual_source
    assert [b.segment.value for b in sources.buttons if not b.isHidden()] == ["custody_record", "seen"]
    assert sources.value() == "seen"


def test_a_refusal_of_access_needs_rank_and_ground(open_person: OpenPerson) -> None:
    opened = open_person(replace(NOBODY_YET, contact=Contact.NOT_OFFERED, age_band=AgeBand.A14_17))
    opened.step.detail.show_field("contact_reason")
    pick("refused")
    assert opened.saved.contact_reason == "inspector_refusal"
    press("1")
    tab_to(lambda widget: widget.accessibleDescription().startswith("On what ground?"))
    press("2")
    assert opened.saved.refusal == AccessRefusal(rank="inspector", ground="interference")


def test_leaving_out_a_child_asks_why(open_person: OpenPerson) -> None:
    child = replace(NOBODY_YET, age_band=AgeBand.A14_17, contact=Contact.NOT_OFFERED)
    opened = open_person(replace(child, contact_reason="time_or_resources"))
    opened.step.detail.show_field("passed_over_reason")
    pick("no time left")
    assert opened.saved.passed_over_reason == "no_time"


def test_somebody_known_is_declared_and_not_contacted(open_person: OpenPerson) -> None:
    opened = open_person(NOBODY_YET)
    opened.step.detail.show_field("known_to_visitor")
    press(Key.Key_Space)
    saved = opened.saved
    assert (saved.contact, saved.contact_reason) == (Contact.NOT_OFFERED, "known_to_visitor")
    assert saved.consent_talk is None


def test_answers_are_given_by_keys_and_the_keyboard_goes_on(open_person: OpenPerson) -> None:
    opened = open_person(a_person())
    press("y", "k", "a")
    assert opened.answer("rights_understood").value == "yes"
    assert opened.answer("rights_understood").source is Source.PERSON_SAID
    # "Not known" opens nothing, so the next default question had the third key.
    assert [answer.value for answer in opened.saved.answers] == ["yes", "nk", "na"]


def test_source_and_note_are_a_key_away(open_person: OpenPerson) -> None:
    opened = open_person(a_person())
    press("y", Key.Key_Up, "s", "3")
    assert opened.answer("rights_understood").source is Source.SEEN
    assert opened.row("rights_understood").isAncestorOf(focused())
    press("w")
    write("Yes, no problem")
    press_with_control(Key.Key_Return)
    assert opened.answer("rights_understood").note == "Yes, no problem"
    assert opened.answer("rights_understood").value == "yes"
    assert opened.row("notice_given").isAncestorOf(focused())
    strip = opened.row("rights_understood").findChild(SourceStrip)
    assert strip is not None
    assert strip.isHidden()


def test_a_no_is_raised_in_place_with_its_words(open_person: OpenPerson) -> None:
    opened = open_person(a_girl_of_15())
    opened.row("woman_named").set_focus()
    press("n", "r")
    write("No woman was named, she said.")
    press_with_control(Key.Key_Return)

    visit = opened.store.saved[opened.visit.visit_id]
    concern = visit.concerns[0]
    assert (concern.category, concern.person_id) == ("D2", opened.person_id)
    assert concern.text == "No woman was named, she said."
    resolution = opened.answer("woman_named").resolution
    assert resolution is not None
    assert (resolution.resolved, resolution.concern_id) == (Resolved.CONCERN, concern.concern_id)


def test_putting_right_after_raising_changes_the_concern_and_makes_no_second(open_person: OpenPerson) -> None:
    opened = open_person(a_girl_of_15())
    opened.row("woman_named").set_focus()
    press("n", "r")
    opened.row("woman_named").focus_open_question()
    press("f")
    concerns = opened.store.saved[opened.visit.visit_id].concerns
    assert [concern.put_right for concern in concerns] == [True]


def test_another_reason_is_chosen_from_the_list(open_person: OpenPerson) -> None:
    opened = open_person(a_person())
    press("n", "o", "2")
    resolution = opened.answer("rights_understood").resolution
    assert resolution is not None
    assert (resolution.resolved, resolution.reason) == (Resolved.NOT_RAISED, "too_early")


def test_a_yes_falls_short_where_the_good_answer_is_no(open_person: OpenPerson) -> None:
    opened = open_person(a_girl_of_15())
    row = opened.row("child_night_in_cell")
    row.set_focus()
    press("y")
    assert row.what_next is not None
    assert row.what_next.isVisible()
    press("f")
    assert opened.store.saved[opened.visit.visit_id].concerns[0].put_right


def test_a_changed_answer_drops_the_concern_nothing_was_written_in(open_person: OpenPerson) -> None:
    opened = open_person(a_person())
    press("n", "r")
    opened.row("rights_understood").set_focus()
    press("y")
    assert opened.store.saved[opened.visit.visit_id].concerns == ()
    assert opened.answer("rights_understood").resolution is None


def test_the_answer_already_given_is_not_given_again(open_person: OpenPerson) -> None:
    opened = open_person(a_person())
    press("y")
    commits = opened.store.commits
    opened.row("rights_understood").set_focus()
    press("y")
    assert opened.store.commits == commits


def test_self_harm_stops_the_talk_with_a_script(open_person: OpenPerson) -> None:
    opened = open_person(a_person(vulnerable=True))
    opened.row("self_harm_said").set_focus()
    press("y")
    script = opened.step.detail.script
    assert script.isVisible()
    assert focused().accessibleName() == "Custody officer told at: time"
    write("1244")
    press(Key.Key_Return)
    assert focused() is script.followed_button
    press(Key.Key_Return)
    assert opened.saved.scripts_given == ("self_harm",)
    assert not script.isVisible()

    [concern] = opened.store.saved[opened.visit.visit_id].concerns
    assert (concern.category, concern.severity) == ("B5", Severity.RED)
    assert concern.officer_told_at == NOON + timedelta(minutes=44)
    assert concern.text == "Says or shows that they may harm themselves", "never what was said"
    resolution = opened.answer("self_harm_said").resolution
    assert resolution is not None
    assert resolution.concern_id == concern.concern_id
    assert not opened.row("self_harm_said").isAncestorOf(focused()), "the keyboard has gone on"


def test_the_words_about_the_offence_are_always_at_hand(open_person: OpenPerson) -> None:
    opened = open_person(somebody_who_declined())
    opened.step.detail.offence_button.setFocus()
    press(Key.Key_Return)
    assert opened.step.detail.script.script_id == "offence"
    press(Key.Key_Return)
    assert opened.saved.scripts_given == ("offence",)


def test_a_time_is_typed_without_its_day(open_person: OpenPerson) -> None:
    opened = open_person(a_girl_of_15())
    opened.row("child_aa_called").set_focus()
    press("y")
    tab_to(named("Appropriate adult called at: time"))
    write("1105")
    press(Key.Key_Return)
    assert opened.answer("child_aa_called_at").value == NOON.replace(hour=11, minute=5).isoformat()


def test_hours_and_not_known_are_answers(open_person: OpenPerson) -> None:
    opened = open_person(a_person())
    for check_id in ("solicitor_offered", "solicitor_wanted"):
        opened.row(check_id).set_focus()
        press("y")
    tab_to(named("Hours waited for the solicitor"))
    write("1½")
    press(Key.Key_Return)
    assert opened.answer("solicitor_hours_waited").value == "1.5"
    row = opened.step.detail.checks.row("solicitor_hours_waited")
    assert isinstance(row, TypedRow)
    row.not_known.click()
    assert opened.answer("solicitor_hours_waited").value == "nk"


def test_typing_is_never_disturbed_by_what_is_saved(open_person: OpenPerson) -> None:
    opened = open_person(a_person(custody_number=""))
    number = focused()
    assert number.accessibleName() == "Custody number"
    write("13WK")
    opened.model.edit_person(opened.person_id, lambda person: replace(person, cell="M9"))
    write("/4402")
    assert focused() is number
    press(Key.Key_Tab)
    assert opened.saved.custody_number == "13WK/4402"
    assert opened.saved.cell == "M9"


def test_what_was_typed_last_is_kept_when_another_person_is_chosen(
    qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore
) -> None:
    first, second = a_person(), a_girl_of_15()
    visit = a_visit(people=(first, second), left_suite_at=None, left_station_at=None, outcome=None)
    step = PeopleStep(open_visit(visit))
    show(qtbot, step)
    step.show_field("note", first.person_id, None)
    write("Quiet and tired")
    step.show_field("note", second.person_id, None)

    saved = store.saved[visit.visit_id]
    assert [person.note for person in saved.people] == ["Quiet and tired", ""]


@pytest.mark.parametrize(
    "field",
    [
        "custody_number",
        "cell",
        "gender",
        "age_band",
        "legal_status",
        "vulnerable",
        "neurodivergent",
        "disabled_or_pregnant",
        "non_english",
        "non_uk",
        "observation_level",
        "authorised_at",
        "relevant_time",
        "last_review_at",
        "ethnicity",
        "charged_refused_bail",
        "clothing_taken",
        "strip_searched",
        "force_used",
        "known_to_visitor",
        "consent_talk",
        "contact",
        "consent_record",
        "introduced_by",
        "place",
        "in_sight",
        "out_of_hearing",
        "interpreter",
        "note",
    ],
)
def test_every_field_of_a_person_can_be_reached(open_person: OpenPerson, field: str) -> None:
    opened = open_person(a_girl_of_15(non_english=True))
    opened.step.board.table.setFocus()
    opened.step.show_field(field, opened.person_id, None)
    assert opened.step.detail.isAncestorOf(focused())
    control = (opened.step.detail.details._bound | opened.step.detail.talk._bound)[field].control
    assert control is focused() or control.isAncestorOf(focused())


def test_only_one_talk_goes_on_at_a_time(qtbot: QtBot, open_visit: OpenVisit, store: MemoryStore) -> None:
    visit = a_visit(people=(a_person(talking_now=True), NOBODY_YET), left_suite_at=None, outcome=None)
    step = PeopleStep(open_visit(visit))
    show(qtbot, step)
    step._on_opened(NOBODY_YET.person_id)
    press("1")
    assert [person.talking_now for person in store.saved[visit.visit_id].people] == [False, True]


def test_a_problem_names_its_field_in_place(open_person: OpenPerson) -> None:
    opened = open_person(a_person(custody_number="what"))
    opened.step.show_field("custody_number", opened.person_id, None)
    form = opened.step.detail.details
    assert "not written as the force writes it" in form.problem("custody_number")
    press(Key.Key_Backspace, Key.Key_Backspace, Key.Key_Backspace, Key.Key_Backspace)
    write("13WK/4402")
    press(Key.Key_Tab)
    assert form.problem("custody_number") == ""
