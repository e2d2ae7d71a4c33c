"""What was kept back is said on Today, in the register and on a visitor's first page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from icv_app.domain.ids import DeviceId
from icv_app.services.devices import WhyRemoved
from tests.fakes.office import Office, SettableClock
from tests.gui.at_work import AtWork, at_work, go_to, press, show
from tests.sly_courier import Story, a_story
from ui.home.view import HomePage
from ui.people.view import PeoplePage
from ui.theme import Theme
from ui.today.to_do import Kind
from ui.today.view import TodayPage
from ui.widgets.labels import Heading, Muted, Text


def work_of(qtbot: QtBot, story: Story, name: str) -> AtWork:
    device = story[name]
    made = at_work(Office(device.desk, device.store, SettableClock(story.scheme.clock.moment)))
    show(qtbot, made)
    return made


def with_a_tail_kept_back() -> Story:
    story = a_story()
    story.file_reports("V-001", 3)
    story.courier.keeps_back["C-001"] = story.nth_of("V-001", 2, 3)
    story.sync("V-001", "C-001")
    return story


def today(work: AtWork) -> TodayPage:
    page = work.window.page
    assert isinstance(page, TodayPage)
    return page


def people(work: AtWork) -> PeoplePage:
    work.window.show_place("people")
    page = work.window.page
    assert isinstance(page, PeoplePage)
    return page


def said(page: PeoplePage) -> list[str]:
    note = page.detail.missed
    return [
        label.text()
        for kind in (Heading, Text, Muted)
        for label in note.findChildren(kind)
        if not label.isHidden()
    ]


def test_today_begins_with_what_is_missing_and_opens_whoever_it_is_of(qtbot: QtBot, theme: Theme) -> None:
    work = work_of(qtbot, with_a_tail_kept_back(), "C-001")
    page = today(work)

    first = page.rows.row_at(0)
    assert first.title == "Records 2 to 3 of V-001 are missing"
    assert first.about == "The laptop said on 14 March 2024 that it had signed up to number 3."
    assert [word for word, _hue in first.tags] == ["Records missing"]
    assert "1 thing to look into" in page.subtitle

    go_to(qtbot, page.table)
    press(qtbot, Qt.Key.Key_Return)
    register = work.window.page
    assert isinstance(register, PeoplePage)
    assert register.detail.title.text().startswith("V-001")
    assert "Records 2 to 3 of V-001 are missing" in said(register)


def test_today_says_it_as_soon_as_a_sync_has_ended(qtbot: QtBot, theme: Theme) -> None:
    story = a_story()
    work = work_of(qtbot, story, "C-001")
    story.file_reports("V-001", 1)
    story.courier.keeps_back["C-001"] = story.by("V-001")
    story.sync("V-001", "C-001")

    work.workplace.syncing_changed.emit(False)  # no record came, only the head that tells of one

    assert today(work).rows.row_at(0).title == "Record 1 of V-001 is missing"


def test_the_register_says_what_to_do_and_it_can_be_noted_by_keyboard(qtbot: QtBot, theme: Theme) -> None:
    work = work_of(qtbot, with_a_tail_kept_back(), "C-001")
    page = people(work)
    page.choose("V-001")

    assert any(words.startswith("Sync again. If they stay away, ask V-001 to sync") for words in said(page))
    go_to(qtbot, page.detail.missed.button)
    press(qtbot, Qt.Key.Key_Return)

    assert page.detail.missed.isHidden()
    assert work.workplace.desk.withholding.missed() == []
    assert "Noted for V-001" in work.window.messages.text()


def test_where_all_is_well_nothing_is_said(qtbot: QtBot, theme: Theme) -> None:
    story = a_story()
    work = work_of(qtbot, story, "C-001")

    assert "look into" not in today(work).subtitle
    page = people(work)
    page.choose("V-001")
    assert page.detail.missed.isHidden()


def test_laptops_that_are_silent_together_stand_in_one_row(qtbot: QtBot, theme: Theme) -> None:
    story = a_story()
    for _week in range(7):
        story.scheme.clock.forward(days=7)
        story.sync("C-001", "C-002", "V-003")

    page = today(work_of(qtbot, story, "C-001"))

    shown = [page.rows.row_at(row) for row in range(page.rows.rowCount())]
    assert [one.title for one in shown if one.kind is Kind.MISSED] == [
        "Nothing heard from 2 laptops for long: V-001, V-002"
    ]


def test_one_silent_laptop_is_named_with_the_day(qtbot: QtBot, theme: Theme) -> None:
    story = a_story()
    for _week in range(7):
        story.scheme.clock.forward(days=7)
        story.sync("C-001", "C-002", "V-002", "V-003")

    page = today(work_of(qtbot, story, "C-001"))

    assert page.rows.row_at(0).title == "Nothing heard from the laptop of V-001 since 14 March 2024"


def test_a_visitor_reads_since_when_the_list_of_members_is_not_confirmed(qtbot: QtBot, theme: Theme) -> None:
    story = a_story()
    story.scheme.clock.forward(days=22)

    page = work_of(qtbot, story, "V-001").window.page
    assert isinstance(page, HomePage)

    assert page.missed.text() == (
        "The list of members was not confirmed by a coordinator since 14 March 2024. "
        "Sync; if this stays, ask your coordinator for a file."
    )


def test_a_visitor_reads_that_changes_have_not_reached_them(qtbot: QtBot, theme: Theme) -> None:
    story = a_story()
    story["C-001"].desk.devices.remove(DeviceId(story.device_id("V-003")), WhyRemoved.LOST)
    story.courier.keeps_back["V-001"] = lambda one: one.kind == "roster.device_removed"
    story.sync("C-001", "V-001")

    page = work_of(qtbot, story, "V-001").window.page
    assert isinstance(page, HomePage)

    assert page.missed.text().startswith("Changes to the list of members have not reached this laptop.")


def test_home_says_it_as_soon_as_a_sync_has_ended(qtbot: QtBot, theme: Theme) -> None:
    story = a_story()
    work = work_of(qtbot, story, "V-001")
    page = work.window.page
    assert isinstance(page, HomePage)
    story["C-001"].desk.devices.remove(DeviceId(story.device_id("V-003")), WhyRemoved.LOST)
    story.courier.keeps_back["V-001"] = lambda one: one.kind == "roster.device_removed"

    work.workplace.syncing_changed.emit(True)
    story.sync("C-001", "V-001")
    work.workplace.syncing_changed.emit(False)

    assert not page.missed.isHidden()


def test_a_visitor_for_whom_all_is_well_reads_nothing_of_it(qtbot: QtBot, theme: Theme) -> None:
    page = work_of(qtbot, a_story(), "V-001").window.page
    assert isinstance(page, HomePage)

    assert page.missed.isHidden()
