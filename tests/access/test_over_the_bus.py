"""An outside program unlocks the vault, starts a visit and answers, over the accessibility bus alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.access.assistant import F1, Assistant, Role, State
from tests.access.desktop import Desktop, desktop, missing_packages
from tests.fault.a_visitor import PASSPHRASE, a_visitors_vault

LACKING = missing_packages()
pytestmark = pytest.mark.skipif(
    bool(LACKING),
    reason=f"the accessibility bus is not tried: this machine lacks Debian's {', '.join(LACKING)}",
)

NUMBER = "13WK/7731"
QUESTION = "Was given a written notice of their rights"
NOTE = "Shivering under a thin blanket by the wall"


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Desktop]:
    """A desktop with the application on a visitor's vault, locked."""
    vault = a_visitors_vault(tmp_path)
    with desktop() as made:
        made.start("icv_app.cli", "--vault", str(vault))
        yield made


@pytest.fixture
def assistant(screen: Desktop) -> Iterator[Assistant]:
    """An outside program that has found the application."""
    made = Assistant(screen.bus_address)
    try:
        made.meet("ICV")
        yield made
    finally:
        made.close()


def unlock(assistant: Assistant) -> None:
    assistant.enter(assistant.find(Role.PASSWORD_TEXT, "Passphrase"), PASSPHRASE)
    assistant.press(assistant.find(Role.BUTTON, "Unlock"))
    assistant.find(Role.BUTTON, "Start a visit")


def choose(assistant: Assistant, label: str, option: str) -> None:
    """Press one of the radio buttons under a label."""
    button = assistant.find(Role.RADIO_BUTTON, option, described=label)
    assistant.press(button)
    assistant.wait(lambda: assistant.has(button, State.CHECKED), f"{option!r} chosen for {label!r}")


def test_a_visit_is_started_and_an_answer_given_by_role_and_name(
    screen: Desktop, assistant: Assistant
) -> None:
    unlock(assistant)
    assistant.enter(assistant.find(Role.TEXT, "Custody suite"), "Wakefield")
    assistant.press(assistant.find(Role.BUTTON, "Start a visit"))
    assistant.press(assistant.find(Role.RADIO_BUTTON, "3. People"))
    assistant.press(assistant.find(Role.BUTTON, "Add a person"))
    assistant.enter(assistant.find(Role.TEXT, "Custody number"), NUMBER)
    choose(assistant, "Gender", "Woman or girl")
    choose(assistant, "Age", "25–59")
    assistant.press(assistant.find(Role.BUTTON, "Go on to the talk"))
    choose(assistant, "Did they agree to talk?", "Yes")
    assistant.enter(assistant.find(Role.TEXT, "Note"), NOTE)
    assistant.press(assistant.find(Role.BUTTON, "Go on to the questions"))
    assistant.wait_to_see("0 of 18")

    choose(assistant, QUESTION, "Yes")

    assistant.wait_to_see("1 of 18")
    assistant.press(assistant.find(Role.BUTTON, "Leave for now"))
    assistant.find(Role.BUTTON, "Start a visit")
    screen.give_keyboard()
    assistant.open_row("Drafts", "Wakefield")
    assistant.press(assistant.find(Role.RADIO_BUTTON, "3. People"))
    yes = assistant.find(Role.RADIO_BUTTON, "Yes", described=QUESTION)
    assert assistant.has(yes, State.CHECKED), "what was answered is not in the draft"
    assistant.press(assistant.find(Role.CHECK_BOX, "Talk and consent"))
    assert assistant.written(assistant.find(Role.TEXT, "Note")) == NOTE


def test_a_passphrase_is_never_told_neither_typed_nor_put_in(screen: Desktop, assistant: Assistant) -> None:
    field = assistant.find(Role.PASSWORD_TEXT, "Passphrase")
    screen.give_keyboard()
    assistant.focus(field)
    assistant.changes.clear()

    assistant.type(PASSPHRASE)
    assistant.wait(lambda: len(assistant.written(field)) == len(PASSPHRASE), "every letter of it")
    assert len(set(assistant.written(field))) == 1, "the field says more than how many letters there are"
    assistant.enter(field, PASSPHRASE)
    assistant.press(assistant.find(Role.BUTTON, "Unlock"))
    start = assistant.find(Role.BUTTON, "Start a visit")

    assert [text for text in told(assistant) if text in PASSPHRASE] == []
    # The same ears hear what is typed into an ordinary field.
    assistant.press(start)
    assistant.focus(assistant.find(Role.TEXT, "Arrived at the counter: time"))
    assistant.type("0005")
    assistant.wait(lambda: "0005" in "".join(told(assistant)), "what is typed in the open")


def told(assistant: Assistant) -> list[str]:
    """The texts that were told to have been put into fields."""
    return [text for kind, text in assistant.changes if kind == "insert"]


def test_the_keys_are_listed_and_the_look_is_chosen(screen: Desktop, assistant: Assistant) -> None:
    unlock(assistant)
    screen.give_keyboard()
    assistant.key(F1)
    assistant.find(Role.TABLE, "Keys")
    assistant.wait_to_see("Lock ICV")
    assistant.press(assistant.find(Role.BUTTON, "Close"))
    assistant.press(assistant.find(Role.RADIO_BUTTON, "Settings"))
    choose(assistant, "Colours", "High contrast")
    choose(assistant, "Text size", "200\u00a0%")
