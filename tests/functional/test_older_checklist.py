"""A draft begun under an older checklist finishes under it, while new visits use the new one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

import resources
from icv_app.bootstrap import wiring
from icv_app.domain.ids import VisitId
from icv_app.domain.problem import Step
from icv_app.domain.visit import ChecklistRef
from icv_app.exchange.checklists import ChecklistFolder
from tests.fakes.tasks import InlineTasks
from tests.memory_scheme import Device, MemoryScheme, a_scheme
from ui.doors import Doors
from ui.report_reader.people import AnswerLine, PersonBlock
from ui.report_reader.view import ReportPage
from ui.shell import ShellWindow
from ui.theme import Look, Theme
from ui.visit.people.view import PeopleStep
from ui.visit.view import VisitPage
from ui.visit.view_model import VisitViewModel
from ui.workplace import Workplace

OLD = "Knows why they are held and understands their rights"
NEW = "Can say why they are held and what their rights are"
SECOND = ChecklistRef(checklist_id="custody-visit", version=2)


@pytest.fixture(autouse=True)
def two_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The application ships a second version, in which a question has other words."""
    first = Path(str(resources.path("checklists/custody-visit-v1.yaml"))).read_text(encoding="utf-8")
    assert first.count(OLD) == 1
    second = first.replace("\nversion: 1\n", "\nversion: 2\n").replace(OLD, NEW)
    (tmp_path / "custody-visit-v1.yaml").write_text(first, encoding="utf-8")
    (tmp_path / "custody-visit-v2.yaml").write_text(second, encoding="utf-8")
    folder = ChecklistFolder(tmp_path)
    monkeypatch.setattr(wiring, "checklists", lambda: folder)
    wiring.checklist.cache_clear()
    yield
    wiring.checklist.cache_clear()


@pytest.fixture
def window(qtbot: QtBot) -> ShellWindow:
    theme = Theme(Look.LIGHT)
    assert theme.text_percent == 100
    made = ShellWindow()
    qtbot.addWidget(made)
    return made


def editor(device: Device, visit_id: VisitId, window: ShellWindow) -> VisitPage:
    visits = device.desk.visits
    page = VisitPage(VisitViewModel(visits, visits.open_draft(visit_id), InlineTasks()))
    window.open_over(page)
    return page


def questions(page: VisitPage) -> list[str]:
    page.go_to(Step.PEOPLE)
    people = page._made[Step.PEOPLE]
    assert isinstance(people, PeopleStep)
    people.show_row(page.view_model.visit.people[0].person_id)
    return [check.text for check in people.detail.checks.asked]


def the_second_version_is_published(scheme: MemoryScheme) -> None:
    scheme["C-001"].desk.settings.change(lambda now: replace(now, checklist=SECOND))
    scheme.exchange()


def test_a_draft_finishes_under_the_checklist_it_was_begun_under(window: ShellWindow) -> None:
    scheme = a_scheme()
    visitor = scheme["V-001"]
    draft = scheme.draft_by("V-001")
    open_page = editor(visitor, draft.visit_id, window)
    assert OLD in questions(open_page)

    the_second_version_is_published(scheme)

    # The editor that was open goes on, and so does one that is opened later.
    open_page.view_model.edit(lambda visit: replace(visit, travel_minutes=35))
    window.forget_pages()
    later = editor(visitor, draft.visit_id, window)
    assert OLD in questions(later)
    assert NEW not in questions(later)
    assert later.problems() == ()
    later.view_model.submit()
    filed = visitor.desk.visits.get(draft.visit_id)
    assert (filed.checklist.version, filed.travel_minutes) == (1, 35)


def test_a_new_visit_uses_the_new_checklist(window: ShellWindow) -> None:
    scheme = a_scheme()
    the_second_version_is_published(scheme)
    draft = scheme.draft_by("V-001")
    assert draft.checklist == SECOND
    asked = questions(editor(scheme["V-001"], draft.visit_id, window))
    assert NEW in asked
    assert OLD not in asked


def test_the_coordinator_reads_each_report_under_its_own_checklist(window: ShellWindow, qtbot: QtBot) -> None:
    scheme = a_scheme()
    older = scheme.draft_by("V-001")
    the_second_version_is_published(scheme)
    newer = scheme.draft_by("V-001")
    for draft in (older, newer):
        scheme["V-001"].desk.visits.submit(draft.visit_id)
    scheme.exchange()

    workplace = Workplace(scheme["C-001"].desk, cast(Doors, None), InlineTasks(), window, window)
    for visit, words, others in ((older, OLD, NEW), (newer, NEW, OLD)):
        page = ReportPage(workplace, visit.visit_id)
        window.open_over(page)
        page.shown()
        in_hand = page.view_model.in_hand
        assert in_hand is not None
        assert in_hand.checklist.version == visit.checklist.version
        page.reader.finish()
        fold = page.reader.findChildren(PersonBlock)[0].fold
        assert fold is not None
        fold.button.click()
        read = {line.accessibleName().partition(":")[0] for line in fold.findChildren(AnswerLine)}
        assert words in read
        assert others not in read
