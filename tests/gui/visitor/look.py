"""Draws a visitor's pages and the editor to PNG: `python -m tests.gui.visitor.look FOLDER [PART]`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import shiboken6
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from icv_app.domain.ids import ConcernId, MemberId, SuiteId, VisitId
from icv_app.domain.problem import Step
from icv_app.domain.review import ReviewState
from icv_app.domain.visit import Visit
from tests.builders import NOON, a_concern, a_filed_visit, a_visit, an_empty_draft
from tests.fakes.memory_store import MemoryStore
from tests.gui.visitor.desk import a_desk, a_store, a_workplace, an_editor
from ui.pages import register_pages
from ui.shell import Page, ShellWindow, visitor_places
from ui.theme import Look, Theme
from ui.visit.steps import step_makers
from ui.visit.view import VisitPage

SIZES = {"wide": QSize(1280, 800), "small": QSize(1024, 700)}
LOOKS = ((Look.LIGHT, 100), (Look.DARK, 100), (Look.LIGHT, 200))
WHO = "West Yorkshire · visitor"
FOOT = ("On this laptop: 1 draft", "Server has: 41 records", "Synced 2 min ago")


def shell(page: Page, size: QSize) -> ShellWindow:
    window = ShellWindow()
    places = visitor_places()
    for entry in places:
        window.register(entry.key, lambda: Page("Under"))
    window.show_role(places, WHO)
    window.show_place("visits")
    window.nav.set_foot(FOOT)
    window.resize(size)
    window.open_over(page)
    window.show()
    window.activateWindow()
    page.focus_first()
    return window


def save(window: ShellWindow, file: Path) -> None:
    for _round in range(5):
        QApplication.processEvents()
    window.grab().save(str(file))


def filed(number: int, back: timedelta, *, concern: bool) -> Visit:
    began = NOON - back
    shower = a_concern(concern_id=ConcernId("c2"), category="F2", text="Shower 2 broken.", put_right=True)
    return a_filed_visit(
        visit_id=VisitId(f"filed-{number}"),
        suite=SuiteId("leeds" if number % 2 else "wakefield"),
        arrived_at=began,
        entered_at=began,
        left_suite_at=began + timedelta(hours=1),
        left_station_at=began + timedelta(hours=1),
        submitted_at=began + timedelta(hours=2),
        concerns=(a_concern(), shower) if concern else (),
    )


def editors() -> Iterator[tuple[str, Visit, Step | None]]:
    half = a_visit(outcome=None, left_suite_at=None, left_station_at=None)
    yield "new", an_empty_draft(visitors=(MemberId("V-001"),)), None
    yield "arrival", replace(half, entered_at=NOON + timedelta(minutes=25)), Step.ARRIVAL
    yield "custody", half, Step.CUSTODY
    yield "people", half, Step.PEOPLE
    yield "suite", half, Step.SUITE
    yield "concerns", replace(half, concerns=(a_concern(),)), Step.CONCERNS
    yield "signoff", half, Step.SIGN_OFF
    yield "ready", a_visit(), Step.SIGN_OFF


def a_year() -> MemoryStore:
    drafts = (
        an_empty_draft(visitors=(MemberId("V-001"),), suite=SuiteId("leeds")),
        a_visit(visit_id=VisitId("draft-2"), outcome=None),
    )
    reports = [
        filed(number, timedelta(days=back), concern=bool(number % 2))
        for number, back in enumerate((3, 9, 16, 30, 41))
    ]
    store = a_store(*drafts, *reports)
    states = (ReviewState.RECEIVED, ReviewState.RETURNED, ReviewState.APPROVED)
    with store() as unit:
        for report, state in zip(reports[1:], states, strict=False):
            unit.visits.set_review(report.visit_id, state, NOON - timedelta(days=1))
        unit.commit()
    return store


def at_work(store: MemoryStore, size: QSize) -> ShellWindow:
    window = ShellWindow()
    workplace = a_workplace(a_desk(store), window)
    register_pages(workplace)
    window.show_role(visitor_places(), WHO)
    workplace.refresh_standing()
    window.resize(size)
    window.show()
    window.activateWindow()
    return window


def draw_editor(visit: Visit, step: Step | None, size: QSize, file: Path) -> None:
    store = a_store(visit, filed(2, timedelta(days=7), concern=True))
    page = an_editor(store, visit, makers=step_makers())
    window = shell(page, size)
    if step is not None:
        page.go_to(step)
    save(window, file)
    if step is Step.SIGN_OFF:
        press_submit(page)
        save(window, file.with_stem(f"{file.stem}-pressed"))
    if step is Step.SIGN_OFF and not page.problems():
        page.view_model.submit()
        save(window, file.with_stem(f"{file.stem}-filed"))
    shiboken6.delete(window)


def press_submit(page: VisitPage) -> None:
    from ui.visit.sign_off.view import SignOffStep

    for step in page.findChildren(SignOffStep):
        step.submit_button.click()


def main(folder: Path, part: str) -> None:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme = Theme(Look.LIGHT)
    theme.apply(app)
    folder.mkdir(parents=True, exist_ok=True)
    for look, percent in LOOKS:
        theme.set_look(look)
        theme.set_text_percent(percent)
        for size_name, size in SIZES.items():
            kind = f"{look}-{percent}-{size_name}"
            for name, visit, step in editors():
                if part in f"{name}-{kind}":
                    draw_editor(visit, step, size, folder / f"{name}-{kind}.png")
            for name, store in (("full", a_year()), ("empty", a_store())):
                for place in ("home", "visits"):
                    if part not in f"{place}-{name}-{kind}":
                        continue
                    window = at_work(store, size)
                    window.show_place(place)
                    if window.page is not None:
                        window.page.focus_first()
                    save(window, folder / f"{place}-{name}-{kind}.png")
                    shiboken6.delete(window)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
