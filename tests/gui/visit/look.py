"""Draws the editor of a visit, and a visitor's pages, to PNG: `python -m tests.gui.visit.look FOLDER`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from dataclasses import replace
from datetime import timedelta

import shiboken6
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from icv_app.domain.ids import VisitId
from icv_app.domain.problem import Step
from icv_app.domain.review import ReviewState
from tests.builders import NOON, a_concern, a_filed_visit, a_visit, an_empty_draft
from tests.gui.visit.desk import a_desk, a_store, a_workplace, an_editor
from ui.pages import register_pages
from ui.shell import Page, ShellWindow, visitor_places
from ui.theme import Look, Theme

SIZES = {"wide": QSize(1280, 800), "small": QSize(1024, 700)}
LOOKS = ((Look.LIGHT, 100), (Look.DARK, 100), (Look.LIGHT, 200))


def shell(page: Page, size: QSize) -> ShellWindow:
    window = ShellWindow()
    places = visitor_places()
    for entry in places:
        window.register(entry.key, lambda: Page("Under"))
    window.show_role(places, "West Yorkshire · visitor")
    window.show_place("visits")
    window.nav.set_foot(["On this laptop: 1 draft", "Server has: 41 records", "Synced 2 min ago"])
    window.resize(size)
    window.open_over(page)
    window.show()
    window.activateWindow()
    return window


def save(window: ShellWindow, file: Path) -> None:
    for _round in range(5):
        QApplication.processEvents()
    window.grab().save(str(file))


def earlier():
    return a_filed_visit(
        visit_id=VisitId("before"),
        arrived_at=NOON - timedelta(days=7),
        entered_at=NOON - timedelta(days=7),
        left_suite_at=NOON - timedelta(days=7, hours=-1),
        left_station_at=NOON - timedelta(days=7, hours=-1),
        submitted_at=NOON - timedelta(days=7, hours=-2),
        concerns=(
            a_concern(),
            a_concern(concern_id="c2", category="F2", text="Shower 2 broken.", put_right=True),
        ),
    )


def editors():
    half = a_visit(outcome=None, left_suite_at=None, left_station_at=None)
    yield "new", an_empty_draft(visitors=("V-001",)), None
    slow = replace(half, entered_at=NOON + timedelta(minutes=25))
    yield "arrival", slow, Step.ARRIVAL
    yield "custody", half, Step.CUSTODY
    yield "signoff", half, Step.SIGN_OFF
    yield "ready", a_visit(), Step.SIGN_OFF


def a_year():
    visits = [
        an_empty_draft(visitors=("V-001",), suite="leeds"),
        replace(a_visit(), visit_id="d2", outcome=None),
    ]
    for number, back in enumerate((3, 9, 16, 30, 41), start=1):
        by = timedelta(days=back)
        visits.append(
            a_filed_visit(
                visit_id=f"f{number}",
                suite="leeds" if number % 2 else "wakefield",
                arrived_at=NOON - by,
                entered_at=NOON - by,
                left_suite_at=NOON - by + timedelta(hours=1),
                left_station_at=NOON - by + timedelta(hours=1),
                submitted_at=NOON - by + timedelta(hours=2),
                concerns=(a_concern(),) if number % 2 else (),
            )
        )
    store = a_store(*visits)
    with store() as unit:
        for number, state in enumerate(
            (ReviewState.RECEIVED, ReviewState.RETURNED, ReviewState.APPROVED), start=2
        ):
            unit.visits.set_review(f"f{number}", state, NOON - timedelta(days=1))
        unit.commit()
    return store


def at_work(store, size):
    window = ShellWindow()
    workplace = a_workplace(a_desk(store), window)
    register_pages(workplace)
    window.show_role(visitor_places(), "West Yorkshire · visitor")
    workplace.refresh_standing()
    window.resize(size)
    window.show()
    window.activateWindow()
    return window


def main(folder: Path, only: str) -> None:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme = Theme(Look.LIGHT)
    theme.apply(app)
    folder.mkdir(parents=True, exist_ok=True)
    for look, percent in LOOKS:
        theme.set_look(look)
        theme.set_text_percent(percent)
        for size_name, size in SIZES.items():
            for name, visit, step in editors():
                tag = f"{name}-{look}-{percent}-{size_name}"
                if only not in tag:
                    continue
                store = a_store(visit, earlier())
                page = an_editor(store, visit)
                window = shell(page, size)
                if step is not None:
                    page.go_to(step)
                save(window, folder / f"{tag}.png")
                if name == "signoff":
                    page._on_submit()
                    save(window, folder / f"{tag}-insist.png")
                shiboken6.delete(window)
            for place in ("home", "visits"):
                for full in (True, False):
                    tag = f"{place}{'' if full else '-empty'}-{look}-{percent}-{size_name}"
                    if only not in tag:
                        continue
                    window = at_work(a_year() if full else a_store(), size)
                    window.show_place(place)
                    window.page.focus_first()
                    save(window, folder / f"{tag}.png")
                    shiboken6.delete(window)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "")
