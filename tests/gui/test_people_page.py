"""The register of members."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from icv_app.domain.audit import AuditAct
from icv_app.domain.fitness import PairRule
from icv_app.domain.ids import MemberId
from icv_app.domain.scheme import Member, Role
from icv_app.errors import StoreError
from icv_app.seal.invitations import Invitation, read_words
from icv_app.services.override_records import audit_of
from icv_app.services.scheme import MemberStanding
from tests.builders import a_member
from tests.fakes.office import an_office
from tests.gui.at_work import AtWork, at_work, go_to, press, show, write
from ui.people.standing import standing_tags
from ui.people.view import PeoplePage
from ui.theme import Hue, Theme
from ui.widgets.hit_lines import HitLine
from ui.widgets.labels import Text


@pytest.fixture
def work(qtbot: QtBot, theme: Theme) -> AtWork:
    members = [
        a_member(1, given_name="Amina", surname="Shah"),
        a_member(2, vetting_expires=date(2024, 2, 1)),
        a_member(3, term_ends=date(2024, 4, 20)),
        a_member(4, left=date(2024, 1, 31)),
    ]
    made = at_work(an_office(members, server_url="https://icv.example.org"))
    show(qtbot, made)
    made.window.show_place("people")
    return made


def page_of(work: AtWork) -> PeoplePage:
    page = work.window.page
    assert isinstance(page, PeoplePage)
    return page


def spoken(page: PeoplePage, member_id: str) -> str:
    model = page.table.model()
    for row in range(model.rowCount()):
        if model.index(row, 0).data() == member_id:
            return str(model.index(row, 1).data(Qt.ItemDataRole.AccessibleTextRole))
    raise AssertionError(f"{member_id} is not in the register")


def known(work: AtWork, member_id: str) -> Member:
    return next(one for one in work.office.desk.scheme.members() if one.member_id == member_id)


def save_as(monkeypatch: pytest.MonkeyPatch, file: Path | None) -> None:
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_args, **_named: (str(file) if file else "", "")
    )


def test_the_register_says_whose_vetting_is_out_of_date_and_whose_term_ends(work: AtWork) -> None:
    page = page_of(work)

    assert "Vetting out of date" in spoken(page, "V-002")
    assert "Term ends in 37 days" in spoken(page, "V-003")
    assert "Left" in spoken(page, "V-004")
    assert page.subtitle.startswith("3 visitors · 1 coordinator")


def test_a_member_is_added_by_keyboard(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    go_to(qtbot, page.add_button)
    press(qtbot, Qt.Key.Key_Return)
    write(qtbot, "v-027")
    for field, text in (
        (page.form.given, "Lucy"),
        (page.form.surname, "Okafor"),
        (page.form.joined, "1/3/2024"),
        (page.form.probation, "1/9"),
        (page.form.vetting_level, "NPPV 2"),
        (page.form.vetting, "1 March 2027"),
        (page.form.term, "1/3/27"),
        (page.form.id_card, "1/3/27"),
    ):
        go_to(qtbot, field)
        write(qtbot, text)
    go_to(qtbot, page.form.save_button)
    press(qtbot, Qt.Key.Key_Return)

    assert known(work, "V-027") == Member(
        member_id=MemberId("V-027"),
        role=Role.VISITOR,
        given_name="Lucy",
        surname="Okafor",
        joined=date(2024, 3, 1),
        probation_until=date(2024, 9, 1),
        term_ends=date(2027, 3, 1),
        vetting_level="NPPV 2",
        vetting_expires=date(2027, 3, 1),
        id_card_expires=date(2027, 3, 1),
    )
    assert page.detail.title.text() == "V-027 · Lucy Okafor"
    assert page.table.hasFocus()


@pytest.mark.parametrize(
    ("typed", "said"), [("", "Enter letters"), ("27", "Enter letters"), ("v-001", "V-001 is taken")]
)
def test_a_number_that_cannot_be_used_is_said_and_nothing_is_saved(
    qtbot: QtBot, work: AtWork, typed: str, said: str
) -> None:
    page = page_of(work)
    page.add_button.click()
    write(qtbot, typed)
    page.form.save_button.click()

    assert said in page.form.number_field.problem()
    assert said in page.form.errors.links[0].text()
    assert len(work.office.desk.scheme.members()) == 5


def test_the_summary_of_errors_leads_to_the_field(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    page.add_button.click()
    write(qtbot, "V-027")
    go_to(qtbot, page.form.term)
    write(qtbot, "31/31")
    go_to(qtbot, page.form.save_button)
    press(qtbot, Qt.Key.Key_Return)

    assert page.form.errors.hasFocus()
    press(qtbot, Qt.Key.Key_Tab)
    press(qtbot, Qt.Key.Key_Return)
    assert page.form.term.line.hasFocus()


def test_enter_on_a_row_changes_the_member_and_keeps_what_was_not_touched(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    page.choose("V-001")
    go_to(qtbot, page.table)
    press(qtbot, Qt.Key.Key_Return)
    go_to(qtbot, page.form.surname)
    write(qtbot, "Shah-Reid")
    go_to(qtbot, page.form.save_button)
    press(qtbot, Qt.Key.Key_Return)

    assert work.window.messages.text().startswith("V-001 is saved")
    before = a_member(1, given_name="Amina", surname="Shah")
    after = known(work, "V-001")
    assert after.surname == "Shah-Reid"
    assert (after.vetting_expires, after.term_ends) == (before.vetting_expires, before.term_ends)


def test_nobody_leaves_before_they_joined(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    page.choose("V-001")
    page.detail.edit_button.click()
    go_to(qtbot, page.form.left_on)
    write(qtbot, "1/1/2019")
    page.form.save_button.click()

    assert "before the day of joining" in page.form.errors.links[0].text()
    assert known(work, "V-001").left is None


def standing_of(work: AtWork, member_id: str) -> MemberStanding:
    return next(one for one in work.office.desk.scheme.standings() if one.member.member_id == member_id)


def test_a_last_day_that_is_over_is_asked_about_before_anything_is_signed(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    page.choose("V-001")
    page.detail.edit_button.click()
    go_to(qtbot, page.form.left_on)
    write(qtbot, "14/3/2024")
    page.form.save_button.click()

    assert "V-001 is taken out of the scheme" in page.form.leaving.text.text()
    assert page.form.leaving.no_button.hasFocus()
    press(qtbot, Qt.Key.Key_Return)
    assert known(work, "V-001").left is None
    page.form.save_button.click()
    go_to(qtbot, page.form.leaving.yes_button)
    press(qtbot, Qt.Key.Key_Return)

    assert known(work, "V-001").left == date(2024, 3, 14)
    assert not standing_of(work, "V-001").belongs


def test_a_last_day_to_come_is_noted_and_removes_nothing(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    page.choose("V-001")
    page.detail.edit_button.click()
    go_to(qtbot, page.form.left_on)
    write(qtbot, "31/3/2024")
    page.form.save_button.click()

    assert page.form.leaving.isHidden()
    assert known(work, "V-001").left == date(2024, 3, 31)
    standing = standing_of(work, "V-001")
    assert standing.belongs
    assert ("Leaves on 31 March 2024", Hue.ORANGE) in standing_tags(standing, page._view_model.today())


def test_cancel_returns_to_the_member_and_changes_nothing(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    page.choose("V-001")
    page.detail.edit_button.click()
    write(qtbot, "Somebody")
    go_to(qtbot, page.form.cancel_button)
    press(qtbot, Qt.Key.Key_Return)

    assert page.detail.isVisible()
    assert known(work, "V-001").given_name == "Amina"


def test_an_invitation_shows_its_words_and_is_saved_as_a_file(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = page_of(work)
    page.choose("V-002")
    save_as(monkeypatch, tmp_path / "V-002.icvinvite")
    go_to(qtbot, page.detail.invite_button)
    press(qtbot, Qt.Key.Key_Return)

    [issued] = work.office.store._contents.invitations.values()
    assert read_words(page.invitation.words.text()).secret == issued.secret
    assert "28 March 2024" in page.invitation.until.text()
    assert page.invitation.keep_button.hasFocus()
    press(qtbot, Qt.Key.Key_Return)
    written = work.doors.written[tmp_path / "V-002.icvinvite"]
    assert Invitation.from_bytes(written).member_id == "V-002"
    assert "V-002.icvinvite" in work.window.messages.text()
    assert "Invited" in spoken(page, "V-002")


def test_the_words_are_forgotten_when_the_page_is_left(work: AtWork) -> None:
    page = page_of(work)
    page.choose("V-002")
    page.detail.invite_button.click()
    work.window.show_place("settings")

    assert page.invitation.words.text() == ""
    assert page.invitation.invitation is None


def test_a_file_that_cannot_be_written_is_said_and_the_invitation_stays(
    work: AtWork, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    page = page_of(work)
    page.choose("V-002")
    page.detail.invite_button.click()
    save_as(monkeypatch, tmp_path / "V-002.icvinvite")
    work.doors.fail_next = StoreError("disk full", user_text="The disk is full. Nothing was written.")
    page.invitation.keep_button.click()

    assert work.window.messages.text() == "The disk is full. Nothing was written."
    assert page.invitation.words.text() != ""


def test_without_a_server_there_are_no_words_to_read_aloud(qtbot: QtBot, theme: Theme) -> None:
    work = at_work(an_office())
    show(qtbot, work)
    work.window.show_place("people")
    page = page_of(work)
    page.choose("V-002")
    page.detail.invite_button.click()

    assert page.invitation.words.text() == ""
    assert page.invitation.keep_button.isVisible()


def test_a_laptop_that_asks_to_join_comes_first_and_is_let_in(qtbot: QtBot, work: AtWork) -> None:
    office = work.office
    office.answer_invitation(office.desk.scheme.invite(MemberId("V-003")))
    work.window.show_place("settings")
    work.window.show_place("people")
    page = page_of(work)
    page.choose("V-003")
    assert "1 laptop waits for you" in page.subtitle
    assert "V-003 on 14 March 2024, 21:00" in page.detail.waiting.words.text()

    go_to(qtbot, page.detail.waiting.button)
    press(qtbot, Qt.Key.Key_Return)

    standing = next(one for one in office.desk.scheme.standings() if one.member.member_id == "V-003")
    assert (standing.devices, standing.asks_to_join) == (1, None)
    assert not page.detail.waiting.isVisible()
    assert "1 laptop" in spoken(page, "V-003")
    assert QApplication.focusWidget() is page.table


def test_a_full_disk_is_explained_and_the_form_keeps_what_was_typed(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    page.add_button.click()
    write(qtbot, "V-027")
    work.office.store.fail_next_commit = True
    page.form.save_button.click()

    assert work.window.messages.text() == "The disk is full. Nothing was changed."
    assert page.form.isVisible()
    assert page.form.number.value() == "V-027"


def test_a_visit_is_allowed_by_keyboard_with_a_reason_and_listed(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    page.choose("V-002")
    go_to(qtbot, page.detail.allow_button)
    press(qtbot, Qt.Key.Key_Return)
    form = page.allow_form
    assert form.title.text() == "Allow V-002 to visit although …"
    assert form.rules.values() == ("vetting",)

    go_to(qtbot, form.allow_button)
    press(qtbot, Qt.Key.Key_Return)
    assert [link.text() for link in form.errors.links] == ["Write the reason: it is kept in the audit log."]
    press(qtbot, Qt.Key.Key_Tab)
    press(qtbot, Qt.Key.Key_Return)
    write(qtbot, "Renewal is signed and in the post.")
    go_to(qtbot, form.last)
    write(qtbot, "20/3/2024")
    go_to(qtbot, form.allow_button)
    press(qtbot, Qt.Key.Key_Return)

    [allowed] = work.office.desk.overrides.all()
    override = allowed.override
    assert (override.member_id, override.rules, allowed.reason) == (
        "V-002",
        (PairRule.VETTING,),
        "Renewal is signed and in the post.",
    )
    assert (override.first, override.last) == (date(2024, 3, 14), date(2024, 3, 20))
    assert page.table.hasFocus()
    facts = dict(page.detail.facts.facts())
    assert facts["Visit allowed"] == (
        "14 March 2024 to 20 March 2024, although their vetting is out of date, or not noted: "
        "Renewal is signed and in the post. (C-001)"
    )

    go_to(qtbot, page.allowed_button)
    press(qtbot, Qt.Key.Key_Return)
    words = [label.text() for label in page.allowed.findChildren(Text)]
    assert "V-002 · 14 March 2024 to 20 March 2024" in words
    assert "Renewal is signed and in the post." in words
    press(qtbot, Qt.Key.Key_Return)
    assert page.table.hasFocus()


def test_a_reason_with_a_name_is_kept_only_when_it_is_said_why_it_stays(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    page.choose("V-002")
    page.detail.allow_button.click()
    form = page.allow_form
    form.reason.set_value("Sgt Khan sent the card")
    form.allow_button.click()
    assert form.reason_field.problem() == (
        "“Sgt Khan” looks like a name. Take it out, or say why it must stay."
    )
    assert work.office.desk.overrides.all() == ()

    form.reason.watch.look()
    [line] = form.findChildren(HitLine)
    line.why_button.setFocus()
    press(qtbot, Qt.Key.Key_Return)
    press(qtbot, Qt.Key.Key_3)
    press(qtbot, Qt.Key.Key_Return)
    form.allow_button.click()
    [allowed] = work.office.desk.overrides.all()
    assert allowed.reason == "Sgt Khan sent the card"
    with work.office.store() as unit:
        entries = unit.records.of_kinds(("audit.entry",))
        [record] = [one for one in entries if audit_of(one).act is AuditAct.VISIT_ALLOWED]
    [stays] = audit_of(record).justified
    assert (stays.found, stays.hint, stays.reason) == ("", "name", "thing")


def test_days_that_cannot_be_allowed_are_said_and_nothing_is_kept(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    page.choose("V-002")
    page.detail.allow_button.click()
    page.allow_form.rules.set_values(())
    page.allow_form.first.set_value(None)
    page.allow_form.allow_button.click()
    assert [link.text() for link in page.allow_form.errors.links] == [
        "Choose what the visit is allowed in spite of.",
        "First day: Enter a day.",
        "Write the reason: it is kept in the audit log.",
    ]
    page.allow_form.rules.set_values(("vetting",))
    page.allow_form.first.set_value(date(2024, 3, 20))
    page.allow_form.last.set_value(date(2024, 3, 14))
    page.allow_form.reason.set_value("Agreed on the telephone.")
    page.allow_form.allow_button.click()
    assert work.office.desk.overrides.all() == ()
    assert page.allow_form.isVisible()
    page.allow_form.cancel_button.click()
    assert page.detail.isVisible()


def test_nothing_is_allowed_for_a_coordinator_who_makes_no_visits(work: AtWork) -> None:
    page = page_of(work)
    page.choose("C-001")
    assert not page.detail.allow_button.isVisible()
