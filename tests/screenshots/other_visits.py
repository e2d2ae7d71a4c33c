"""Visits out of the usual: one ready to submit, one to people held for terrorism, one that was allowed."""

from __future__ import annotations

from collections.abc import Callable

from icv_app.domain.problem import Step
from icv_app.domain.visit import Visit
from icv_app.services.desk import Desk
from tests.screenshots.stage import ALL, Stage
from tests.screenshots.story import a_terrorism_draft, an_allowed_draft, ready_to_submit
from ui.visit.view import VisitPage


def draw_submitting(stage: Stage, desk: Desk) -> None:
    """Everything filled in, the question before it is locked, and what happens next."""
    stage.place("Home")
    page = _begin(stage, desk, ready_to_submit)
    page.go_to(Step.SIGN_OFF)
    stage.hands.wait_to_see("Everything is filled in")
    stage.hands.press("Submit the report")
    stage.settle()
    stage.take("visit-submit", ALL)
    stage.hands.press("Submit and lock it")
    stage.hands.wait_to_see("The report is filed and locked.")
    stage.settle()
    stage.take("visit-filed", ALL)
    stage.hands.press("Go back to your visits")
    stage.settle()


def draw_out_of_the_usual(stage: Stage, desk: Desk) -> None:
    """A terrorism visit and how Home asks for its report; a visitor who may visit all the same."""
    _begin(stage, desk, an_allowed_draft).go_to(Step.ARRIVAL)
    stage.settle()
    stage.take("visit-allowed", ALL)
    stage.hands.press("Leave for now")
    page = _begin(stage, desk, a_terrorism_draft)
    page.go_to(Step.ARRIVAL)
    stage.settle()
    stage.take("visit-terrorism", ALL)
    stage.hands.press("Leave for now")
    stage.place("Home")
    stage.take("home-terrorism", ALL)


def _begin(stage: Stage, desk: Desk, made: Callable[[Visit], Visit]) -> VisitPage:
    visit_id = desk.visits.start().visit_id
    desk.visits.change(visit_id, made)
    return stage.edit(visit_id)
