"""The coordinator's home."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from icv_app.domain.concern import Severity
from icv_app.domain.ids import ConcernId, MemberId, VisitId
from icv_app.domain.visit import VisitKind
from tests.builders import NOON, a_concern, a_filed_visit, a_member, settings
from tests.fakes.desk import file_report
from tests.fakes.office import an_office
from tests.gui.at_work import AtWork, at_work, go_to, press, show, write
from ui.concerns.view import ConcernsPage
from ui.people.view import PeoplePage
from ui.reports.view import ReportsPage
from ui.theme import Theme
from ui.today.to_do import Kind
from ui.today.view import TodayPage
from ui.widgets.tag import Tag

DAY = timedelta(days=1)


@pytest.fixture
def work(qtbot: QtBot, theme: Theme) -> AtWork:
    office = an_office()
    red = a_concern(concern_id=ConcernId("red"), severity=Severity.RED, category="C1")
    later = NOON + timedelta(hours=5)
    file_report(office.store, a_filed_visit(visit_id=VisitId("second"), submitted_at=later, concerns=(red,)))
    file_report(office.store, a_filed_visit(visit_id=VisitId("first")))
    office.answer_invitation(office.desk.scheme.invite(MemberId("V-003")))
    made = at_work(office)
    show(qtbot, made)
    return made


def page_of(work: AtWork) -> TodayPage:
    page = work.window.page
    assert isinstance(page, TodayPage)
    return page


def titles(page: TodayPage) -> list[str]:
    """What waits, without suites nobody has visited yet and years of service, which every story has."""
    shown = [page.rows.row_at(row) for row in range(page.rows.rowCount())]
    return [one.title for one in shown if one.kind not in {Kind.SUITE, Kind.YEARS}]


def test_the_coordinator_begins_with_what_waits_in_the_order_of_the_work(work: AtWork) -> None:
    page = page_of(work)

    assert titles(page) == [
        "Follow up C1 Appropriate adult at Wakefield",
        "Decide on the report from Wakefield",
        "Decide on the report from Wakefield",
        "Approve the new laptop of V-003",
    ]
    assert page.rows.row_at(1).key == ("first", "")
    assert page.subtitle == (
        "Thursday 14 March 2024 · 1 open red concern · 2 reports to decide · 1 new laptop · "
        "1 suite overdue · 4 other things"
    )


def test_a_report_decided_and_a_concern_put_right_wait_no_longer(work: AtWork) -> None:
    desk = work.office.desk
    for visit in ("first", "second"):
        desk.reviews.approve(VisitId(visit))
    desk.concerns.close(VisitId("second"), ConcernId("red"), outcome="put_right")
    work.workplace.data_changed.emit()

    assert titles(page_of(work)) == ["Approve the new laptop of V-003"]


def test_a_returned_report_waits_for_its_visitors_not_for_the_coordinator(work: AtWork) -> None:
    work.office.desk.reviews.return_with_question(VisitId("first"), "Which cell?")
    work.workplace.data_changed.emit()

    assert page_of(work).rows.row_at(1).key == ("second", "")


def test_nothing_to_do_is_said_in_words(qtbot: QtBot, theme: Theme) -> None:
    work = at_work(an_office([a_member(1, joined=NOON.date())], settings(suites=())))
    show(qtbot, work)

    assert "Nothing waits for you" in page_of(work).table.accessibleDescription()
    assert page_of(work).subtitle == "Thursday 14 March 2024"


def test_enter_on_a_report_opens_it_where_it_is_decided(qtbot: QtBot, work: AtWork) -> None:
    go_to(qtbot, page_of(work).table)
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)

    page = work.window.page
    assert isinstance(page, ReportsPage)
    assert page.table.chosen().visit_id == "first"


def test_enter_on_a_red_concern_opens_it_in_the_list_of_concerns(qtbot: QtBot, work: AtWork) -> None:
    go_to(qtbot, page_of(work).table)
    press(qtbot, Qt.Key.Key_Return)

    page = work.window.page
    assert isinstance(page, ConcernsPage)
    assert page.table.chosen().concern_id == "red"


def test_enter_on_a_laptop_opens_the_member_who_asks(qtbot: QtBot, work: AtWork) -> None:
    go_to(qtbot, page_of(work).table)
    press(qtbot, Qt.Key.Key_Down, 3)
    press(qtbot, Qt.Key.Key_Return)

    page = work.window.page
    assert isinstance(page, PeoplePage)
    assert page.detail.title.text().startswith("V-003")
    assert page.detail.waiting.isVisible()


def test_the_year_so_far_comes_with_what_it_is_of(work: AtWork) -> None:
    spoken = [tile.accessibleName() for tile in page_of(work).tiles]

    assert page_of(work).year_heading.text() == "The year since 1 April 2023"
    assert spoken[0].startswith("2 visits target so far 100 · 2")
    assert spoken[1] == "50\u00a0% of people in custody spoken to mean of 2 visits"
    assert spoken[3] == "1 concern open of 1 raised"


def test_the_counts_stand_beside_the_places(work: AtWork) -> None:
    badges = {button.entry.key: button.badge for button in work.window.nav.buttons}

    assert badges["reports"] == 2
    assert badges["people"] == 1


def test_the_reviewers_copy_of_a_terrorism_report_waits_until_it_is_noted(qtbot: QtBot, theme: Theme) -> None:
    office = an_office()
    file_report(office.store, a_filed_visit(visit_id=VisitId("tact"), kind=VisitKind.TACT))
    work = at_work(office)
    show(qtbot, work)
    page = page_of(work)
    assert titles(page)[0] == "Send the Independent Reviewer a copy of the report from Wakefield"
    assert "1 copy to send · 1 report to decide" in page.subtitle

    go_to(qtbot, page.table)
    press(qtbot, Qt.Key.Key_Return)
    reports = work.window.page
    assert isinstance(reports, ReportsPage)
    qtbot.waitUntil(lambda: reports.reader.shown is not None)
    assert "Copy to the Independent Reviewer due" in [tag.text() for tag in reports.reader.findChildren(Tag)]
    go_to(qtbot, reports.copy_button)
    press(qtbot, Qt.Key.Key_Return)
    write(qtbot, "By secure e-mail to the Reviewer's office.")
    go_to(qtbot, reports.copy_box.say_button)
    press(qtbot, Qt.Key.Key_Return)

    assert not reports.copy_button.isVisible()
    assert "Copy to the Independent Reviewer sent on 14 March 2024" in reports.reader.text()
    assert "By secure e-mail to the Reviewer's office." in reports.reader.text()
    work.window.show_place("today")
    assert "Send the Independent Reviewer" not in " ".join(titles(page_of(work)))


def test_a_member_whose_last_day_is_over_is_signed_out_with_a_press_and_a_word(
    qtbot: QtBot, theme: Theme
) -> None:
    office = an_office(
        [a_member(1), a_member(2, left=NOON.date() + DAY), a_member(3, left=NOON.date() + 2 * DAY)]
    )
    made = at_work(office)
    show(qtbot, made)
    page = page_of(made)
    for _day in range(2):
        # Up to their last day, that day included, nobody is reminded.
        assert titles(page) == []
        office.clock.moment += DAY
        page.shown()
    assert titles(page) == ["Remove the laptops of V-002"]
    assert "yesterday" in page.rows.cell(0, 0).second
    assert "1 member to remove" in page.subtitle

    go_to(qtbot, page.table)
    press(qtbot, Qt.Key.Key_Return)
    assert "V-002 is taken out of the scheme" in page.leaving.text.text()
    assert page.leaving.no_button.hasFocus()
    press(qtbot, Qt.Key.Key_Escape)
    assert office.desk.scheme.standings()[2].belongs
    go_to(qtbot, page.table)
    press(qtbot, Qt.Key.Key_Return)
    go_to(qtbot, page.leaving.yes_button)
    press(qtbot, Qt.Key.Key_Return)

    assert titles(page) == []
    assert [one.member.member_id for one in office.desk.scheme.standings() if not one.belongs] == ["V-002"]
    assert "V-002 is out of the scheme" in made.window.messages.text()
