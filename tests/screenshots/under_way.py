"""What comes up while a visit is recorded: guidance, a "no", the privacy guard, scripts, undo."""

from __future__ import annotations

from icv_app.domain.problem import Step
from tests.functional.hands import Key
from tests.screenshots.stage import ALL, Stage
from ui.visit.view import VisitPage

BOARD = "People in custody"
TALKING = "13WK/4402"
ASKED = "The easy read notice was offered"


def draw_under_way(stage: Stage, page: VisitPage) -> None:
    """Draw the states of the steps; the draft is not what it was afterwards."""
    _draw_looking_again(stage, page)
    page.go_to(Step.PEOPLE)
    _draw_question(stage)
    _draw_scripts(stage)
    _draw_passing_over(stage, page)
    _draw_tally(stage, page)
    _draw_as_listed(stage, page)
    _draw_typing_up(stage, page)


def _draw_looking_again(stage: Stage, page: VisitPage) -> None:
    page.go_to(Step.ARRIVAL)
    stage.hands.choose("C1 Appropriate adult: looked at", "Still so")
    stage.hands.fill("Note on C1 Appropriate adult", "The same wait again tonight: five hours.")
    stage.hands.choose("C1 Appropriate adult: looked at", "Still so")
    stage.settle()
    stage.take("visit-look-again", ALL)


def _draw_question(stage: Stage) -> None:
    hands = stage.hands
    hands.open_row(BOARD, TALKING)
    assert hands.question() == ASKED
    hands.write("g")
    stage.settle()
    stage.take("visit-guidance", ALL)
    hands.write("gn")
    stage.settle()
    stage.take("visit-no", ALL)
    hands.write("r")
    hands.wait(lambda: hands.where() == "What is the concern?", "the words of the concern")
    stage.settle()
    stage.take("visit-no-concern", ALL)
    hands.write("Sgt Marsh said that there are none left. ")
    hands.wait_to_see("looks like")
    stage.settle()
    stage.take("visit-privacy", ALL)
    hands.press("Say why it must stay: “Sgt Marsh”")
    stage.settle()
    stage.take("visit-privacy-stays", ALL)
    hands.key(Key.Key_Escape)
    with hands.within_question():
        hands.fill("What is the concern?", "There are none left, the custody sergeant said.")
    stage.settle()
    hands.press("Undo the last change")
    hands.wait_to_see("Undone")
    stage.settle()
    stage.take("visit-undo", ALL)


def _draw_scripts(stage: Stage) -> None:
    stage.hands.press("All scripts")
    stage.settle()
    stage.take("visit-scripts", ALL)
    stage.hands.write("1")
    stage.settle()
    stage.take("visit-script", ALL)
    stage.hands.key(Key.Key_Escape)


def _draw_passing_over(stage: Stage, page: VisitPage) -> None:
    hands = stage.hands
    page.go_to(Step.PEOPLE)
    hands.key(Key.Key_Insert)
    hands.fill("Custody number", "13WK/4410")
    hands.choose("Gender", "Man or boy")
    hands.choose("Age", "25–59")
    hands.choose("Held as", "Before charge")
    stage.settle()
    stage.take("visit-person-new", ALL)
    hands.press("Go on to the talk")
    hands.wait_to_see("Say later")
    stage.settle()
    stage.take("visit-passing-over", ALL)
    hands.key(Key.Key_Escape)
    stage.settle()
    stage.take("visit-talk", ALL)


def _draw_tally(stage: Stage, page: VisitPage) -> None:
    page.go_to(Step.PEOPLE)
    stage.hands.press("Edit the tally")
    stage.settle()
    stage.take("visit-tally", ALL)
    stage.hands.press("Done")


def _draw_as_listed(stage: Stage, page: VisitPage) -> None:
    page.go_to(Step.SUITE)
    stage.hands.choose("Call bells", "Poor")
    stage.hands.fill("Call bells: what is wrong?", "The bell of cell M4 stays silent.")
    stage.hands.press("All good as listed, checked today")
    stage.settle()
    stage.take("visit-suite-as-listed", ALL)


def _draw_typing_up(stage: Stage, page: VisitPage) -> None:
    page.go_to(Step.ARRIVAL)
    stage.hands.tick("I am typing up from paper")
    stage.settle()
    page.go_to(Step.PEOPLE)
    stage.hands.open_row(BOARD, TALKING)
    stage.settle()
    stage.take("visit-typing-up", ALL)
