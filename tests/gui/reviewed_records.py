"""A scheme in which custody records are read, and its screens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from PySide6.QtWidgets import QWidget

from icv_app.domain.ids import SuiteId
from icv_app.domain.record_review import RecordRead, Said, Step
from icv_app.domain.record_review_sample import Group
from tests.fakes.doors import FakeDoors
from tests.fakes.tasks import InlineTasks
from tests.memory_scheme import MemoryScheme, a_scheme
from tests.record_review_builders import ARRESTED, DAYS, LISTED, V1, a_finding, a_read
from ui.pages import register_pages
from ui.shell import ShellWindow, coordinator_places, visitor_places
from ui.tasks import Tasks
from ui.workplace import Workplace


def a_reviewed_scheme() -> MemoryScheme:
    """Three of four records are drawn; V-001 has two of them, and has read R-02 with one finding."""
    scheme = a_scheme()
    office = scheme["C-001"].desk.record_reviews
    sample = office.draw(SuiteId("leeds"), DAYS, 3, LISTED, (Group.CHILD,))
    office.assign(office.all().samples[0], sample.drawn[:2], V1)
    scheme.exchange()
    read = a_read(
        findings=(a_finding(),), remark="Clear and complete.", steps={Step.INTERPRETER_ASKED: Said.NO}
    )
    visitor = scheme["V-001"].desk.record_readings
    one = next(each for each in visitor.given() if each.assignment.reference == "R-02")
    visitor.send(one.assignment.record_id, read)
    scheme.exchange()
    return scheme


def shown_to(window: ShellWindow, scheme: MemoryScheme, name: str, tasks: Tasks | None = None) -> Workplace:
    """A member's pages in the window."""
    desk = scheme[name].desk
    workplace = Workplace(desk, FakeDoors(desk=desk), tasks or InlineTasks(), window, window)
    register_pages(workplace)
    places = coordinator_places() if desk.identity.coordinator else visitor_places()
    window.show_role(places, "West Yorkshire")
    workplace.refresh_standing()
    return workplace


def of_office(window: ShellWindow, then: str) -> QWidget:
    shown_to(window, a_reviewed_scheme(), "C-001")
    window.show_place("record_reviews")
    page = window.page
    assert page is not None
    if then == "draw":
        page.draw_button.click()  # type: ignore[attr-defined]
    elif then == "scores":
        page.results.parts.choose("scores")  # type: ignore[attr-defined]
    elif then == "sample":
        page.open_button.click()  # type: ignore[attr-defined]
    return window


def of_visitor(window: ShellWindow, then: str) -> QWidget:
    scheme = a_reviewed_scheme()
    if then == "begun":
        visitor = scheme["V-001"].desk.record_readings
        waits = visitor.given()[0]
        begun = a_read(quality=None, findings=(a_finding("f-2"),), reviews=(ARRESTED + timedelta(hours=5),))
        late = tuple(one for one in begun.steps if one.step is not Step.RELEASED)
        visitor.keep(
            waits.assignment.record_id, RecordRead(steps=late, reviews=begun.reviews, findings=begun.findings)
        )
    shown_to(window, scheme, "V-001")
    window.show_place("home")
    window.page.task_opened.emit(window.page.task_rows.row_at(0))  # type: ignore[union-attr]
    if then:
        window.page.read_button.click()  # type: ignore[union-attr]
    if then == "send":
        window.page.send_button.click()  # type: ignore[union-attr]
    return window


def review_screens() -> Iterator[tuple[str, partial[QWidget]]]:
    """Every screen of record reviews by its name."""
    for then in ("", "scores", "draw", "sample"):
        yield f"record reviews:{then}".rstrip(":"), partial(of_office, then=then)
    for then in ("", "read", "begun", "send"):
        yield f"my records:{then}".rstrip(":"), partial(of_visitor, then=then)
