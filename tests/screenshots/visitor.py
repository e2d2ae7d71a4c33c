"""A visitor's screens, with the visit of the drawings under way."""

from __future__ import annotations

import shutil
from pathlib import Path

from PySide6.QtWidgets import QApplication

from icv_app.domain.ids import VisitId
from icv_app.domain.problem import Step
from tests.screenshots.other_visits import draw_out_of_the_usual, draw_submitting
from tests.screenshots.paper import draw_paper
from tests.screenshots.stage import ALL, CONTRAST, EVERY, Stage, staged
from tests.screenshots.sync_centre import draw_sync_centre
from tests.screenshots.under_way import draw_under_way
from ui.visit.view import VisitPage

PICTURES = {
    Step.ARRIVAL: "visit-arrival",
    Step.CUSTODY: "visit-custody",
    Step.PEOPLE: "visit-people",
    Step.SUITE: "visit-suite",
    Step.CONCERNS: "visit-concerns",
    Step.SIGN_OFF: "visit-sign-off",
}


def draw_visitor(app: QApplication, vault: Path, out: Path, look: str, draft: VisitId) -> None:
    """Home, visits, words found, the six steps, reports to answer, the sync centre, settings."""
    with staged(app, vault, out, look) as stage:
        desk = stage.enter()
        stage.take("home", EVERY)
        page = stage.edit(draft)
        _draw_steps(stage, page)
        if look == CONTRAST:
            return
        _draw_stopped(app, vault, out, look)
        stage.hands.come_to_front()
        draw_under_way(stage, page)
        stage.hands.press("Leave for now")
        _draw_reports(stage)
        _draw_finding(stage)
        if look == "light":
            filed = (line for line in desk.visits.list() if line.review is not None)
            report = next(line.visit_id for line in filed if line.suite == "wakefield")
            draw_paper(stage.doors, desk, report, out)
        stage.place("Messages")
        stage.hands.go_to_row("Messages", "Appropriate adults")
        stage.settle()
        stage.take("messages", ALL)
        stage.place("My rota")
        stage.take("my-rota", ALL)
        draw_sync_centre(stage, "sync-centre")
        stage.place("Settings")
        stage.take("settings", ALL)
        draw_submitting(stage, desk)
        draw_out_of_the_usual(stage, desk)


def _draw_steps(stage: Stage, page: VisitPage) -> None:
    for step, picture in PICTURES.items():
        page.go_to(step)
        if step is Step.PEOPLE:
            stage.hands.open_row("People in custody", "13WK/4402")
        if step is Step.CONCERNS:
            stage.hands.go_to_row("Concerns and good practice", "13WK/4402")
        page.refresh_status()
        stage.settle()
        stage.take(picture, EVERY if step is Step.PEOPLE else ALL)
    keys = stage.window.show_keys()
    stage.settle()
    stage.take("keys", ALL, of=keys)
    keys.close()
    stage.hands.come_to_front()
    stage.hands.press("Submit the report")
    stage.settle()
    stage.take("visit-problems", ALL)


def _draw_stopped(app: QApplication, vault: Path, out: Path, look: str) -> None:
    """What a visitor sees after the power went: the vault as it lies on the disk, never closed."""
    stopped = vault.with_name(f"{vault.name}-stopped")
    shutil.copytree(vault, stopped, ignore=shutil.ignore_patterns("*.lock"))
    with staged(app, stopped, out, look) as stage:
        stage.enter()
        stage.take("home-stopped", ALL)


def _draw_reports(stage: Stage) -> None:
    stage.place("Home")
    stage.hands.open_row("Waits for you", "Leeds")
    stage.settle()
    stage.take("report-question", ALL)
    stage.place("Home")
    stage.hands.open_row("Waits for you", "Huddersfield")
    stage.settle()
    stage.take("report-agree", ALL)
    stage.hands.press("Agree with a note of dissent")
    stage.settle()
    stage.take("report-dissent", ALL)
    stage.place("Home")
    stage.hands.open_row("Your reports", "Wakefield")
    stage.settle()
    stage.take("report", ALL)
    stage.hands.press("Write an addendum")
    stage.settle()
    stage.take("report-addendum", ALL)


def _draw_finding(stage: Stage) -> None:
    stage.place("Visits")
    stage.take("visits", ALL)
    stage.hands.fill("Find words", "cell")
    stage.hands.wait(lambda: bool(stage.hands.rows("Places found")), "what was found")
    stage.settle()
    stage.take("visits-found", ALL)
