"""A visitor's first page and list of visits, and the way into the editor."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from icv_app.domain.ids import MemberId, SuiteId, VisitId
from icv_app.domain.problem import Step
from icv_app.domain.review import ReviewState
from icv_app.domain.visit import SecondVisitor, SignOff, Stage, VisitKind
from tests.builders import NOON, a_filed_visit, a_visit, an_empty_draft
from tests.fakes.desk import file_report
from tests.fakes.memory_store import MemoryStore
from tests.gui.visitor.conftest import AtWork, Keys
from tests.gui.visitor.desk import a_store
from ui.home.tasks import TaskKind
from ui.home.view import HomePage
from ui.report_reader.view import ReportPage
from ui.visit.view import VisitPage
from ui.visits.view import VisitsPage
from ui.visits.view_model import Wanted
from ui.visits.wording import state_tag
from ui.workplace import Workplace


def home(workplace: Workplace) -> HomePage:
    page = workplace.window.page
    assert isinstance(page, HomePage)
    return page


def visits(workplace: Workplace) -> VisitsPage:
    workplace.window.show_place("visits")
    page = workplace.window.page
    assert isinstance(page, VisitsPage)
    return page


def a_busy_store() -> MemoryStore:
    """A draft, a report with a question, one approved."""
    store = a_store(
        a_visit(outcome=None),
        a_filed_visit(visit_id=VisitId("asked"), entered_at=NOON - timedelta(days=2), suite=SuiteId("leeds")),
        a_filed_visit(visit_id=VisitId("good"), entered_at=NOON - timedelta(days=9)),
    )
    with store() as unit:
        unit.visits.set_review(VisitId("asked"), ReviewState.RETURNED, NOON)
        unit.visits.set_review(VisitId("good"), ReviewState.APPROVED, NOON)
        unit.commit()
    return store


def shown(page: HomePage, rows: str) -> list[str]:
    model = page._rows[rows]
    return [model.row_at(row).visit_id for row in range(model.rowCount())]


def waiting(page: HomePage) -> list[tuple[TaskKind, str]]:
    """What waits, without the rota: nobody in these stories has said when they can go."""
    rows = [page.task_rows.row_at(row) for row in range(page.task_rows.rowCount())]
    return [(one.kind, one.key) for one in rows if one.kind is not TaskKind.SAY]


def test_a_visit_starts_with_one_key_at_the_suite_chosen(at_work: AtWork, keys: Keys) -> None:
    store = a_store()
    workplace = at_work(store)
    home(workplace).suite.setFocus()
    keys.type("leed")
    keys.press(Qt.Key.Key_Escape)
    keys.press(Qt.Key.Key_N, ctrl=True)
    page = workplace.window.page
    assert isinstance(page, VisitPage)
    assert page.title == "Visit to Leeds"
    assert [visit.suite for visit in store.saved.values()] == ["leeds"]
    assert keys.focused().accessibleName() == "Custody suite"


def test_home_shows_what_there_is_to_do(at_work: AtWork) -> None:
    page = home(at_work(a_busy_store()))
    assert shown(page, "drafts") == ["visit-1"]
    assert waiting(page) == [(TaskKind.ANSWER, "asked")]
    assert shown(page, "reports") == ["good"]


def test_a_draft_is_gone_on_with_by_enter_and_left_again(at_work: AtWork, keys: Keys) -> None:
    workplace = at_work(a_busy_store())
    page = home(workplace)
    page.drafts.setFocus()
    keys.press(Qt.Key.Key_Return)
    editor = workplace.window.page
    assert isinstance(editor, VisitPage)
    assert editor.step() is Step.CONCERNS
    editor.leave_button.setFocus()
    keys.press(Qt.Key.Key_Return)
    assert workplace.window.page is page


def test_a_question_opens_its_report(at_work: AtWork, keys: Keys) -> None:
    workplace = at_work(a_busy_store())
    opened: list[str] = []
    workplace.open_report = opened.append
    home(workplace).tasks.setFocus()
    keys.press(Qt.Key.Key_Return)
    assert opened == ["asked"]


def test_a_laptop_not_yet_approved_says_so_and_can_record(at_work: AtWork) -> None:
    page = home(at_work(a_store()))
    assert page.notice.text().startswith("Waiting for the coordinator to approve this laptop.")
    assert page.start_button.isEnabled()


def test_without_the_schemes_settings_no_visit_can_start(at_work: AtWork, keys: Keys) -> None:
    store = MemoryStore()
    workplace = at_work(store)
    page = home(workplace)
    assert not page.start_button.isEnabled()
    assert "as soon as the scheme's list of suites has arrived" in page.notice.text()
    keys.press(Qt.Key.Key_N, ctrl=True)
    assert workplace.window.page is page


def test_a_typed_suite_survives_a_synchronisation(at_work: AtWork, keys: Keys) -> None:
    workplace = at_work(a_store())
    page = home(workplace)
    page.suite.setFocus()
    keys.type("lee")
    workplace.data_changed.emit()
    assert page.suite.currentText() == "lee"


def test_a_filed_report_shows_on_home_as_not_sent_yet(at_work: AtWork, keys: Keys, qtbot: QtBot) -> None:
    store = a_store(a_visit())
    workplace = at_work(store)
    page = home(workplace)
    page.drafts.setFocus()
    keys.press(Qt.Key.Key_Return)
    editor = workplace.window.page
    assert isinstance(editor, VisitPage)
    editor.view_model.submit()
    keys.press(Qt.Key.Key_Return)
    assert workplace.window.page is page
    assert shown(page, "drafts") == []
    assert [page._rows["reports"].row_at(0).state_tag[0]] == ["On this laptop only"]


def test_where_a_visit_stands_is_said_in_words() -> None:
    said = [state_tag(state, on_server=True)[0] for state in (None, *ReviewState)]
    assert said == [
        "Draft",
        "The server has it",
        "Opened by the coordinator",
        "Returned with a question",
        "Answered",
        "Approved",
    ]
    assert state_tag(ReviewState.FILED, on_server=False)[0] == "On this laptop only"


def test_visits_are_narrowed_by_state_and_suite(at_work: AtWork, keys: Keys) -> None:
    page = visits(at_work(a_busy_store()))

    def listed() -> list[str]:
        return [page.rows.row_at(row).visit_id for row in range(page.rows.rowCount())]

    assert listed() == ["visit-1", "asked", "good"]
    assert page.subtitle == "3 visits · 1 draft"
    page.states.choose(Wanted.DRAFTS.value)
    assert listed() == ["visit-1"]
    page.states.choose(Wanted.ALL.value)
    page.filters.suite.setFocus()
    page.filters.suite.line.selectAll()
    keys.fill("leeds")
    assert listed() == ["asked"]


def test_a_draft_is_deleted_from_the_list_after_a_question(at_work: AtWork, keys: Keys) -> None:
    store = a_busy_store()
    page = visits(at_work(store))
    page.focus_first()
    keys.press(Qt.Key.Key_Delete, ctrl=True)
    assert "14 March 2024" in page.ask_delete.text.text()
    keys.back()
    keys.press(Qt.Key.Key_Return)
    assert VisitId("visit-1") not in store.saved
    assert page.rows.rowCount() == 2


def test_a_report_cannot_be_deleted(at_work: AtWork, keys: Keys) -> None:
    store = a_busy_store()
    page = visits(at_work(store))
    page.table.choose(VisitId("good"))
    page.table.setFocus()
    assert not page.delete_button.isEnabled()
    keys.press(Qt.Key.Key_Delete, ctrl=True)
    assert not page.ask_delete.isVisible()
    assert store.saved[VisitId("good")].stage is Stage.SUBMITTED


def test_a_visit_begun_elsewhere_and_filed_meanwhile_opens_as_a_report(at_work: AtWork) -> None:
    workplace = at_work(a_busy_store())
    opened: list[str] = []
    workplace.open_report = opened.append
    workplace.open_visit("good")
    assert opened == ["good"]
    workplace.open_visit("visit-1")
    assert isinstance(workplace.window.page, VisitPage)


def test_places_have_keys_that_f1_lists(at_work: AtWork) -> None:
    workplace = at_work(a_store(an_empty_draft()))
    assert ("Ctrl+N", "Start a visit") in home(workplace).keys
    workplace.open_visit("visit-1")
    page = workplace.window.page
    assert page is not None
    assert any("Ctrl+1" in written for written, _words in page.keys)


LATER = SignOff(no_names_used=True, nobody_known=True, second=SecondVisitor.LATER)
V1, V2 = MemberId("V-001"), MemberId("V-002")


def test_a_report_somebody_else_filed_waits_for_ones_agreement(at_work: AtWork, keys: Keys) -> None:
    store = a_store()
    theirs = a_filed_visit(visit_id=VisitId("theirs"), author=V2, visitors=(V2, V1), sign_off=LATER)
    file_report(store, theirs)
    workplace = at_work(store)
    page = home(workplace)

    assert page.owed.text() == "A report waits for your agreement."
    assert waiting(page) == [(TaskKind.AGREE, "theirs")]
    assert "Waits for your agreement" in str(
        page.tasks.model().index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole)
    )
    page.tasks.setFocus()
    keys.press(Qt.Key.Key_Return)
    report = workplace.window.page
    assert isinstance(report, ReportPage)
    report.agree_box.agree_button.setFocus()
    keys.press(Qt.Key.Key_Return)
    report.back_button.click()

    assert home(workplace).owed.text() == ""
    assert (waiting(page), shown(page, "reports")) == ([], ["theirs"])


def test_the_author_sees_who_has_not_agreed_yet_and_who_never_did(at_work: AtWork) -> None:
    store = a_store()
    file_report(store, a_filed_visit(sign_off=LATER))
    old = NOON - timedelta(days=30)
    times = ("arrived_at", "entered_at", "left_suite_at", "left_station_at", "submitted_at")
    file_report(store, a_filed_visit(visit_id=VisitId("old"), sign_off=LATER, **dict.fromkeys(times, old)))
    page = home(at_work(store))
    said = [
        str(page.reports.model().index(row, 2).data(Qt.ItemDataRole.AccessibleTextRole)) for row in (0, 1)
    ]
    assert page.owed.text() == ""
    assert "Waiting for V-002 to agree" in said[0]
    assert "V-002 unsigned after 7 days" in said[1]


def test_a_draft_of_a_terrorism_visit_is_never_quiet_and_cannot_be_deleted(at_work: AtWork) -> None:
    store = a_store(a_visit(kind=VisitKind.TACT, outcome=None))
    workplace = at_work(store)
    page = home(workplace)
    assert page.owed.text() == "The report of a terrorism visit is still a draft: it must be filed."
    spoken = str(page.drafts.model().index(0, 2).data(Qt.ItemDataRole.AccessibleTextRole))
    assert "Terrorism visit: must be filed" in spoken
    listed = visits(workplace)
    listed.table.choose("visit-1")
    assert not listed.delete_button.isEnabled()


def test_a_report_that_nobody_opens_is_said_to_wait(at_work: AtWork) -> None:
    """A server that holds it back would look like this; a report just filed does not."""
    old, new = a_filed_visit(visit_id=VisitId("held back")), a_filed_visit(visit_id=VisitId("new"))
    waited = NOON - timedelta(days=12)
    store = a_store(replace(old, submitted_at=waited), replace(new, submitted_at=NOON))

    page = home(at_work(store))

    assert "1 report of yours was not opened by a coordinator for up to 12 days" in page.unopened.text()
    with store() as unit:
        unit.visits.set_review(VisitId("held back"), ReviewState.RECEIVED, NOON)
        unit.commit()
    page.shown()
    assert page.unopened.text() == ""
