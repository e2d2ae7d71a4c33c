"""A visitor's screens, with the visit of the drawings under way."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from icv_app.domain.problem import Step
from tests.screenshots.stage import ALL, Stage, staged
from ui.visit.view import VisitPage

PICTURES = {
    Step.ARRIVAL: "visit-arrival",
    Step.CUSTODY: "visit-custody",
    Step.PEOPLE: "visit-people",
    Step.SUITE: "visit-suite",
    Step.CONCERNS: "visit-concerns",
    Step.SIGN_OFF: "visit-sign-off",
}


def draw_visitor(app: QApplication, vault: Path, out: Path, look: str, draft: str) -> None:
    """Home, visits, words found, the six steps, a question, a report to agree with, settings, keys."""
    with staged(app, vault, out, look) as stage:
        stage.enter()
        stage.take("home", ALL)
        stage.place("Visits")
        stage.take("visits")
        stage.hands.fill("Find words", "cell")
        stage.hands.wait(lambda: bool(stage.hands.rows("Places found")), "what was found")
        stage.settle()
        stage.take("visits-found", ALL)
        _draw_visit(stage, draft)
        stage.place("Home")
        stage.hands.open_row("Waits for you", "Leeds")
        stage.settle()
        stage.take("report-question", ALL)
        stage.place("Home")
        stage.hands.open_row("Waits for you", "Huddersfield")
        stage.settle()
        stage.take("report-agree", ALL)
        stage.place("Home")
        stage.hands.open_row("Your reports", "Wakefield")
        stage.settle()
        stage.take("report")
        stage.place("Settings")
        stage.take("settings", ALL)
        keys = stage.window.show_keys()
        stage.settle()
        stage.take("keys", of=keys)
        keys.close()


def _draw_visit(stage: Stage, draft: str) -> None:
    assert stage.application.workplace is not None
    stage.application.workplace.open_visit(draft)
    stage.hands.wait(lambda: isinstance(stage.window.page, VisitPage), "the editor")
    page = stage.window.page
    assert isinstance(page, VisitPage)
    for step, picture in PICTURES.items():
        page.go_to(step)
        if step is Step.PEOPLE:
            stage.hands.open_row("People in custody", "13WK/4402")
        if step is Step.CONCERNS:
            stage.hands.go_to_row("Concerns and good practice", "13WK/4402")
        page.refresh_status()
        stage.settle()
        stage.take(picture, ALL)
    stage.hands.press("Submit the report")
    stage.settle()
    stage.take("visit-problems")
