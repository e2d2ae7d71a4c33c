"""The audit log's page: every use of keys in plain words, checked and handed out by keyboard."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from icv_app.domain.audit import AuditAct
from icv_app.domain.ids import MemberId, RecordId
from icv_app.errors import StoreError
from icv_app.services.override_records import AUDIT
from icv_app.services.ports import RESTORED
from tests.builders import a_member
from tests.fakes.office import an_office
from tests.gui.at_work import AtWork, at_work, go_to, press, show, write
from ui.audit.view import AuditPage
from ui.audit.view_model import LogLoaded, LogRow
from ui.audit.wording import act_words
from ui.theme import Theme
from ui.widgets.choice import Choice


@pytest.fixture
def work(qtbot: QtBot, theme: Theme) -> AtWork:
    office = an_office()
    office.desk.scheme.invite(MemberId("V-001"))
    office.desk.scheme.put_member(a_member(2, surname="Newname"))
    made = at_work(office)
    show(qtbot, made)
    made.window.show_place("audit")
    return made


def page_of(work: AtWork) -> AuditPage:
    page = work.window.page
    assert isinstance(page, AuditPage)
    return page


def pick(qtbot: QtBot, choice: Choice, words: str) -> None:
    go_to(qtbot, choice)
    write(qtbot, words)
    press(qtbot, Qt.Key.Key_Return)


def shown(page: AuditPage) -> list[tuple[str, str]]:
    rows = [page.rows.row_at(at) for at in range(page.rows.rowCount())]
    return [(act_words(row.act), row.subject) for row in rows]


def test_the_log_stands_in_time_order_newest_first_with_its_head(work: AtWork) -> None:
    page = page_of(work)

    assert shown(page)[:2] == [("Member’s details changed", "V-002"), ("Invitation issued", "V-001")]
    assert page.rows.row_at(0).reason == "surname"
    head = work.office.desk.audit.head()
    assert head is not None
    assert page.head.text().replace(" ", "").endswith(head.value)
    assert "6 entries · newest first" in page.subtitle


def test_it_is_narrowed_down_to_an_act_or_a_member_and_widened_again(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    pick(qtbot, page.act, "Invitation issued")
    assert shown(page) == [("Invitation issued", "V-001")]
    assert "1 shown" in page.subtitle
    pick(qtbot, page.act, "Everything that was done")
    pick(qtbot, page.member, "V-001")
    assert {subject for _act, subject in shown(page)} == {"V-001"}

    go_to(qtbot, page.clear_button)
    press(qtbot, Qt.Key.Key_Space)

    assert len(shown(page)) == 6
    assert page.table.hasFocus()


def test_the_line_chosen_by_keyboard_shows_its_particulars(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    go_to(qtbot, page.table)
    press(qtbot, Qt.Key.Key_Down)

    row = page.table.chosen()
    assert row.number == 5
    assert f"Entry 5 · record {row.record_id}" in page.chosen.text()


def test_a_whole_log_is_told_whole(qtbot: QtBot, work: AtWork) -> None:
    press(qtbot, Qt.Key.Key_F8)

    assert "The audit log is whole: 6 entries" in page_of(work).message.text()


def test_a_line_that_was_altered_is_named(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    with work.office.store() as unit:
        line = unit.records.of_kinds((AUDIT,))[2]
        report = (line.parts["report"] or b"").replace(b'"visitor"', b'"nobody"')
        unit.records.put(replace(line, parts={"report": report}))
        unit.commit()

    go_to(qtbot, page.check_button)
    press(qtbot, Qt.Key.Key_Space)

    assert "not whole. The first break: Entry " in page.message.text()
    assert "by C-001" in page.message.text()


def test_the_log_is_handed_out_and_that_is_logged(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_named: ("/anywhere/log", ""))
    QTest.keyClick(work.window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)

    assert Path("/anywhere/log.jsonl") in work.doors.written
    assert "6 entries are written to log.jsonl" in work.window.messages.text()
    assert shown(page_of(work))[0] == ("Audit log exported", "C-001")


def test_a_failed_export_is_said_and_not_logged(
    qtbot: QtBot, work: AtWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args, **_named: ("/anywhere/log.jsonl", ""))
    work.doors.fail_next = StoreError("full", user_text="The disk is full.")
    page = page_of(work)
    go_to(qtbot, page.export_button)
    press(qtbot, Qt.Key.Key_Space)

    assert "The disk is full." in work.window.messages.text()
    assert len(shown(page)) == 6


def test_a_laptop_that_went_on_from_a_backup_is_shown(work: AtWork) -> None:
    desk, store, page = work.office.desk, work.office.store, page_of(work)
    for name in desk.sync.pending():
        desk.sync.seal_pending(name)
    before = store.copy()
    desk.scheme.invite(MemberId("V-003"))
    [written] = desk.sync.pending()[-1:]
    desk.sync.seal_pending(written)
    with store() as unit:
        lost = unit.records.get(RecordId(written))
    store._contents = before._contents
    with store() as unit:
        unit.meta.put(RESTORED, "yes")
        unit.commit()
    desk.scheme.invite(MemberId("V-004"))
    for name in desk.sync.pending():
        desk.sync.seal_pending(name)
    with store() as unit:
        unit.records.put(lost)
        unit.commit()

    page.shown()

    assert page.fork.isVisible()
    assert "were written on one laptop of C-001 without knowing of each other" in page.fork.text()


def test_thousands_of_lines_are_listed_by_a_few(qtbot: QtBot, work: AtWork) -> None:
    page = page_of(work)
    first = page.rows.row_at(0)
    rows = tuple(
        LogRow(
            number=number,
            at=first.at + timedelta(minutes=number),
            act=AuditAct.INVITED,
            subject=f"V-{number % 90:03}",
            subject_name="",
            by="C-001",
            reason="",
            record_id=str(number),
            about="",
            digest="ab" * 32,
        )
        for number in range(5000, 0, -1)
    )
    page._view_model._take(LogLoaded(rows=rows, head="cd" * 32, forks=()))

    assert page.rows.rowCount() == 5000
    page._on_loaded()
    pick(qtbot, page.member, "V-017")
    assert page.rows.rowCount() == 56


def test_every_act_has_words_of_its_own() -> None:
    assert len({act_words(act) for act in AuditAct}) == len(AuditAct)
