"""The quality framework, by keyboard."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from icv_app.domain.quality import Level, Standing
from icv_app.exchange.quality_files import written
from tests.fakes.doors import FakeDoors
from tests.fakes.tasks import InlineTasks
from tests.gui.at_work import go_to, press, write
from tests.memory_scheme import MemoryScheme, a_scheme
from tests.quality_builders import PDF, our_framework
from ui.pages import register_pages
from ui.quality.view import QualityPage
from ui.shell import ShellWindow, coordinator_places
from ui.theme import Theme
from ui.workplace import Workplace


@dataclass
class AtTheDesk:
    scheme: MemoryScheme
    window: ShellWindow
    page: QualityPage
    workplace: Workplace

    def standing_of(self, name: str) -> Standing:
        row = self.page.rows.row_of(name)
        assert row is not None
        return self.page.rows.row_at(row).standing


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme) -> AtTheDesk:
    scheme = a_scheme()
    scheme["C-001"].desk.quality.publish(our_framework())
    office = scheme["C-001"].desk
    window = ShellWindow()
    workplace = Workplace(office, FakeDoors(desk=office), InlineTasks(), window, window)
    register_pages(workplace)
    window.show_role(coordinator_places(), "West Yorkshire")
    qtbot.addWidget(window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    window.show_place("quality")
    assert isinstance(window.page, QualityPage)
    return AtTheDesk(scheme, window, window.page, workplace)


def choose(monkeypatch: pytest.MonkeyPatch, file: Path, kind: str = "") -> None:
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_args, **_named: (str(file), kind))


def test_readiness_is_said_in_words_for_each_level(desk: AtTheDesk) -> None:
    lines = desk.page.levels
    assert lines[Level.CODE_COMPLIANT].text() == (
        "Code Compliant: Missing. 0 of 2 criteria met, 0 partly, 2 missing."
    )
    assert not lines[Level.GOLD].isVisible()


def test_a_note_is_kept_as_evidence_and_the_level_is_judged_anew(qtbot: QtBot, desk: AtTheDesk) -> None:
    desk.page.table.choose("talks")
    card = desk.page.criterion
    assert card.lacking.text() == "Still lacking: a note."
    go_to(qtbot, card.note)
    write(qtbot, "A talk is offered after every visit.")
    go_to(qtbot, card.note_button)
    press(qtbot, Qt.Key.Key_Return)

    assert desk.standing_of("talks") is Standing.MET
    assert "A talk is offered after every visit." in card.evidence.text()
    assert card.note.value() == ""
    assert "kept as evidence" in desk.window.messages.text()
    assert desk.page.levels[Level.SILVER].text().endswith("Code Compliant is not yet.")


def test_an_empty_note_is_said_at_its_field(qtbot: QtBot, desk: AtTheDesk) -> None:
    desk.page.table.choose("talks")
    go_to(qtbot, desk.page.criterion.note_button)
    press(qtbot, Qt.Key.Key_Return)
    assert desk.page.criterion.note_field.problem() == "Write the note first."


def test_words_that_identify_somebody_are_told_at_the_field_and_nothing_is_kept(
    qtbot: QtBot, desk: AtTheDesk
) -> None:
    desk.page.table.choose("talks")
    card = desk.page.criterion
    go_to(qtbot, card.note)
    write(qtbot, "Ring 07700 900123 for the list of talks.")
    go_to(qtbot, card.note_button)
    press(qtbot, Qt.Key.Key_Return)
    assert "07700 900123" in card.note_field.problem()
    assert desk.standing_of("talks") is Standing.MISSING
    assert desk.scheme["C-001"].records("quality.evidence") == []


def test_what_was_typed_for_one_criterion_never_goes_to_another(qtbot: QtBot, desk: AtTheDesk) -> None:
    card = desk.page.criterion
    desk.page.table.choose("talks")
    go_to(qtbot, card.note)
    write(qtbot, "About talks.")
    desk.page.table.choose("pairs")
    assert card.note.value() == ""
    desk.page.table.choose("talks")
    assert card.note.value() == "About talks."


def test_a_document_is_named_chosen_and_kept(
    qtbot: QtBot, desk: AtTheDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, card = tmp_path / "march.pdf", desk.page.criterion
    file.write_bytes(PDF)
    choose(monkeypatch, file)
    desk.page.table.choose("minutes")
    go_to(qtbot, card.document_button)
    press(qtbot, Qt.Key.Key_Return)
    assert card.title_field.problem() == "Write what the document is first."
    go_to(qtbot, card.document_title)
    write(qtbot, "Minutes of March")
    go_to(qtbot, card.document_button)
    press(qtbot, Qt.Key.Key_Return)

    assert desk.standing_of("minutes") is Standing.MET
    assert card.document_title.value() == ""
    assert card.evidence.text().startswith("Document: Minutes of March (14")


def test_a_file_of_another_kind_is_refused_in_a_sentence_and_the_title_stays(
    qtbot: QtBot, desk: AtTheDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, card = tmp_path / "march.pdf", desk.page.criterion
    file.write_bytes(b"MZ a program")
    choose(monkeypatch, file)
    desk.page.table.choose("minutes")
    go_to(qtbot, card.document_title)
    write(qtbot, "Minutes of March")
    go_to(qtbot, card.document_button)
    press(qtbot, Qt.Key.Key_Return)

    assert "Only PDF, PNG and Word documents" in desk.window.messages.text()
    assert card.document_title.value() == "Minutes of March"
    assert desk.standing_of("minutes") is Standing.MISSING


def test_evidence_is_withdrawn(qtbot: QtBot, desk: AtTheDesk) -> None:
    desk.scheme["C-001"].desk.quality.add_note("talks", "A talk is offered.")
    desk.page.shown()
    desk.page.table.choose("talks")
    card = desk.page.criterion
    go_to(qtbot, card.chosen)
    write(qtbot, "A talk is offered")
    press(qtbot, Qt.Key.Key_Tab)
    go_to(qtbot, card.withdraw_button)
    press(qtbot, Qt.Key.Key_Return)
    assert desk.standing_of("talks") is Standing.MISSING
    assert not card.withdraw_button.isVisible()


def test_a_copy_of_a_document_is_saved_and_a_note_has_none(
    qtbot: QtBot, desk: AtTheDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quality, card = desk.scheme["C-001"].desk.quality, desk.page.criterion
    quality.add_document("minutes", "Minutes of March", PDF)
    quality.add_note("minutes", "They are published.")
    choose(monkeypatch, tmp_path / "copy")
    desk.page.shown()
    desk.page.table.choose("minutes")
    for typed, problem in (("", "first"), ("They are published", "a note is read here")):
        go_to(qtbot, card.chosen)
        write(qtbot, typed)
        press(qtbot, Qt.Key.Key_Tab)
        go_to(qtbot, card.copy_button)
        press(qtbot, Qt.Key.Key_Return)
        assert problem in card.chosen_field.problem()
    go_to(qtbot, card.chosen)
    write(qtbot, "Minutes of March")
    press(qtbot, Qt.Key.Key_Tab)
    go_to(qtbot, card.copy_button)
    press(qtbot, Qt.Key.Key_Return)
    assert (tmp_path / "copy.pdf").read_bytes() == PDF
    assert desk.scheme["C-001"].records("audit.entry")


def test_a_figure_opens_the_visits_behind_it(qtbot: QtBot, desk: AtTheDesk) -> None:
    visit = desk.scheme.filed_by("V-001")
    desk.scheme.exchange()
    opened: list[str] = []
    desk.workplace.open_report = opened.append
    card = desk.page.criterion
    desk.page.table.choose("talks")
    assert not card.open_button.isVisible()
    desk.page.shown()
    desk.page.table.choose("pairs")
    go_to(qtbot, card.open_button)
    press(qtbot, Qt.Key.Key_Return)
    assert card.visit_field.problem() == "Choose a visit first."
    go_to(qtbot, card.visit)
    press(qtbot, Qt.Key.Key_Down)
    go_to(qtbot, card.open_button)
    press(qtbot, Qt.Key.Key_Return)
    assert opened == [visit.visit_id]


def test_a_framework_is_exported_and_a_newer_one_imported(
    qtbot: QtBot, desk: AtTheDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "ours.yaml"
    choose(monkeypatch, file)
    go_to(qtbot, desk.page.export_button)
    press(qtbot, Qt.Key.Key_Return)
    assert file.read_text(encoding="utf-8") == written(our_framework())
    file.write_text(written(our_framework(2)), encoding="utf-8")
    go_to(qtbot, desk.page.import_button)
    press(qtbot, Qt.Key.Key_Return)
    assert desk.page.note.text() == "Version 2 of the framework."


def test_a_file_that_is_no_framework_is_told_with_its_lines(
    qtbot: QtBot, desk: AtTheDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text("a: &a [*a]", encoding="utf-8")
    choose(monkeypatch, file)
    go_to(qtbot, desk.page.import_button)
    press(qtbot, Qt.Key.Key_Return)
    assert "Line 1:" in desk.window.messages.text()


def test_the_evidence_pack_is_written(
    qtbot: QtBot, desk: AtTheDesk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, tmp_path / "evidence", "Everything (*.zip)")
    go_to(qtbot, desk.page.pack_button)
    press(qtbot, Qt.Key.Key_Return)
    assert (tmp_path / "evidence.zip").read_bytes().startswith(b"PK")
    assert "not encrypted" in desk.window.messages.text()


def test_what_the_other_coordinator_adds_is_there_after_a_sync(qtbot: QtBot, desk: AtTheDesk) -> None:
    scheme = desk.scheme
    scheme.exchange()
    scheme["C-002"].desk.quality.add_note("talks", "Talks are held each year.")
    scheme.exchange()
    desk.page.shown()
    assert desk.standing_of("talks") is Standing.MET
