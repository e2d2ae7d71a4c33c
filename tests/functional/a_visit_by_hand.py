"""One visit of three people, recorded by hand in the visitor's window, step by step.

The girl of fifteen is spoken to, one man is asleep, one refuses.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from icv_app.domain.times import in_london
from tests.functional.hands import Hands, Key, Modifier

COLD_CELL = "Shivering under a thin blanket by the wall"
NO_PILLOW = "Asked twice for a pillow before midnight"
LATE_REASON = "Three were booked in at once when we came"
BROKEN_BELL = "The bell beside the exercise yard stays silent"
WELL_DONE = "A quiet room was found so that she could read"
RAISED = "The pillow and the silent bell"
ANSWERED = "A pillow is brought and the bell reported tonight"
DEBRIEF = "How she wept when we left the room"
DECLINED = "Said that nobody listens anyway"
GIRL, SLEEPER, REFUSER = "13WK/7731", "13WK/7732", "13WK/7733"

SENTENCES = (
    COLD_CELL,
    NO_PILLOW,
    LATE_REASON,
    BROKEN_BELL,
    WELL_DONE,
    RAISED,
    ANSWERED,
    DEBRIEF,
    DECLINED,
    GIRL,
    SLEEPER,
    REFUSER,
)

_POOR = {"Has a clean mattress, pillow and blanket": "n"}
_ANSWERS = {
    "Is ill, hurt, distressed or needs medicine": "n",
    "Asks for or needs anything more": "n",
    "Has spent a night in the cells, or will": "n",
    "Wants a solicitor": "n",
}


def clock(moment: datetime) -> str:
    """A moment as it is typed: four digits."""
    return f"{in_london(moment):%H%M}"


def record(hands: Hands, now: datetime) -> None:
    """Fill in all six steps of the visit in hand; it ended two minutes before `now`."""
    _arrival(hands, now)
    _in_custody(hands)
    hands.go_to("3. People")
    _the_girl(hands)
    _the_one_asleep(hands)
    _the_one_who_refuses(hands)
    assert hands.sees("3 of 3")
    _suite(hands)
    _concerns(hands, now)
    _sign_off(hands, now)


def _arrival(hands: Hands, now: datetime) -> None:
    hands.wait_to_see("1. Arrival")
    assert hands.sees("Wakefield")
    hands.choose("Kind of visit", "In person")
    hands.fill("Arrived at the counter: time", clock(now - timedelta(minutes=80)))
    hands.fill("Entered the suite: time", clock(now - timedelta(minutes=60)))
    hands.wait_to_see("You waited 20 minutes.")
    hands.choose("Reason for the wait", "Staff busy")
    hands.choose("Who explained it", "Custody sergeant")
    hands.fill("Note on the wait", LATE_REASON)
    hands.choose("Second visitor", "V-002 Robin Hill")


def _in_custody(hands: Hands) -> None:
    hands.go_to("2. In custody")
    hands.fill("In custody", "3")
    hands.fill("Men and boys", "2")
    hands.fill("Women and girls", "1")
    hands.fill("Children 14 to 17", "1")
    hands.fill("Cells in use", "3")
    hands.fill("Custody sergeants", "2")
    hands.fill("Detention officers", "4")
    hands.choose("Healthcare professional present", "Yes")
    hands.choose("A woman on duty", "Yes")
    hands.choose("Briefed by", "Custody sergeant")
    hands.choose("Escorted by", "Detention officer")


def _a_person(hands: Hands, number: str, gender: str, age: str) -> None:
    hands.press("Add a person")
    hands.fill("Custody number", number)
    hands.choose("Gender", gender)
    hands.choose("Age", age)
    hands.choose("Held as", "Before charge")


def _the_girl(hands: Hands) -> None:
    _a_person(hands, GIRL, "Woman or girl", "14–17")
    hands.press("Go on to the talk")
    hands.choose("Did they agree to talk?", "Yes")
    hands.choose("May we see the custody record?", "Yes")
    hands.choose("Introduced by", "An officer")
    hands.choose("Where", "In a room")
    hands.choose("Was it private?", "In sight, not overheard")
    hands.fill("Note", COLD_CELL)
    hands.press("Go on to the questions")
    _questions(hands)


def _questions(hands: Hands) -> None:
    """Answer whatever the keyboard comes to, until it goes on no further."""
    asked: list[str] = []
    while (question := hands.question()) and question not in asked:
        asked.append(question)
        if question in _POOR:
            hands.write("nr")
            hands.wait(lambda: hands.where() == "What is the concern?", "the words of the concern")
            hands.write(NO_PILLOW)
            hands.key(Key.Key_Return, Modifier.ControlModifier)
        elif hands.where() in {"Yes", "No"}:
            hands.write(_ANSWERS.get(question, "y"))
        else:
            with hands.within_question():
                hands.tick("Not known")
    assert len(asked) > 15, f"only {asked} were asked of a girl of fifteen"
    assert "Is in the care of a named woman" in asked


def _the_one_asleep(hands: Hands) -> None:
    _a_person(hands, SLEEPER, "Man or boy", "25–59")
    hands.press("Go on to the talk")
    hands.choose("What came of it", "Not available")
    hands.choose("Why were they not spoken to?", "Asleep")


def _the_one_who_refuses(hands: Hands) -> None:
    _a_person(hands, REFUSER, "Man or boy", "18–24")
    hands.press("Go on to the talk")
    hands.choose("Did they agree to talk?", "No")
    hands.fill("Why", DECLINED)


def _suite(hands: Hands) -> None:
    hands.go_to("4. Suite")
    hands.choose("Call bells", "Poor")
    hands.fill("Call bells: what is wrong?", BROKEN_BELL)
    hands.press("All good as listed, checked today")
    hands.press("All there as listed, checked today")
    hands.tick("Cell rounds")
    hands.fill("What was done well", WELL_DONE)
    hands.fill("Raised with the custody officer", RAISED)
    hands.fill("What the custody officer answered", ANSWERED)


def _concerns(hands: Hands, now: datetime) -> None:
    hands.go_to("5. Concerns")
    hands.open_row("Concerns and good practice", NO_PILLOW)
    hands.choose("Raised with", "Custody sergeant")
    hands.press("Add a concern")
    hands.choose("What kind of concern?", "F5 Call bell and CCTV (Estate)")
    hands.choose("How serious?", "Red")
    hands.choose("About whom or what?", "Area: Call bells")
    hands.fill("In a sentence", BROKEN_BELL)
    hands.fill("Custody officer told at: time", clock(now - timedelta(minutes=10)))
    hands.press("Add good practice")
    hands.fill("In a sentence", WELL_DONE)
    assert len(hands.rows("Concerns and good practice")) == 3


def _sign_off(hands: Hands, now: datetime) -> None:
    hands.go_to("6. Sign off")
    hands.fill("Left the suite: time", clock(now - timedelta(minutes=2)))
    hands.fill("Left the station: time", clock(now - timedelta(minutes=1)))
    hands.choose("Outcome", "Completed")
    hands.fill("Travel, in minutes", "45")
    hands.fill("Expenses, in pounds", "12.40")
    hands.choose("Would you like to talk the visit over with somebody?", "Yes")
    hands.fill("What about", DEBRIEF)
    hands.tick("No names are used in this report")
    hands.tick("Nobody we spoke to is known to us")
    hands.choose("The second visitor", "Agrees here")
    hands.tick("Both visitors agree with this report")
    hands.wait_to_see("Everything is filled in")
    hands.press("Submit the report")
    hands.press("Submit and lock it")
    hands.wait_to_see("The report is filed and locked.")
