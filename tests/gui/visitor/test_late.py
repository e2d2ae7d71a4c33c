"""Rule 14: a report that is filed late is said to be so before it is filed, and after."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt

from icv_app.domain.ids import VisitId
from tests.builders import NOON, a_filed_visit, a_visit
from tests.fakes.desk import file_report
from tests.gui.visitor.conftest import AtWork, Keys, OpenEditor
from tests.gui.visitor.desk import SettableClock, a_store
from tests.gui.visitor.test_home import home
from tests.gui.visitor.test_sign_off import sign_off

LEFT = NOON + timedelta(minutes=70)
WORDS = "More than 24 hours have passed since you left: it will be marked as filed late."


@pytest.mark.parametrize(
    ("after", "late"), [(timedelta(hours=24), False), (timedelta(hours=24, minutes=1), True)]
)
def test_submitting_late_says_so_before_it_is_done(
    open_editor: OpenEditor, keys: Keys, after: timedelta, late: bool
) -> None:
    page = open_editor(a_store(a_visit()), a_visit(), SettableClock(LEFT + after))
    step = sign_off(page)
    step.submit_button.setFocus()
    keys.press(Qt.Key.Key_Return)
    assert step.ask_submit.isVisible()
    assert (WORDS in step.ask_submit.text.text()) is late


def test_a_visitor_sees_which_of_their_reports_were_late(at_work: AtWork) -> None:
    store = a_store()
    file_report(store, a_filed_visit(submitted_at=LEFT + timedelta(hours=25)))
    in_time = {"left_station_at": LEFT - timedelta(days=3), "submitted_at": LEFT - timedelta(days=3)}
    began = {"arrived_at": NOON - timedelta(days=3), "entered_at": NOON - timedelta(days=3)}
    file_report(store, a_filed_visit(visit_id=VisitId("in time"), **in_time, **began))
    page = home(at_work(store))
    said = [
        str(page.reports.model().index(row, 2).data(Qt.ItemDataRole.AccessibleTextRole)) for row in (0, 1)
    ]
    assert "Filed late" in said[0]
    assert "Filed late" not in said[1]
