"""The coordinator's places from concerns to settings of the scheme."""

from __future__ import annotations

import tempfile
from pathlib import Path
from unittest.mock import patch

from PySide6.QtWidgets import QFileDialog

from tests.screenshots.stage import ALL, LIGHT, Stage

_PAST = """Date,Station,Start,Finish,ICVs,In custody,Seen,Asleep
14/02/2023,Leeds,18:05,19:20,V-001 V-002,11,8,3
20/02/2023,Halifax,10:00,11:05,V-003 V-004,4,3,1
31/02/2023,Bradford,09:00,10:00,V-005 V-006,7,7,0
"""


def draw_concerns(stage: Stage) -> None:
    """The list, a reply that is noted, the board."""
    stage.place("Concerns")
    stage.take("coordinator-concerns", ALL)
    _tag(stage, "With the force")
    stage.hands.go_to_row("Concerns", "B4 Injury")
    stage.settle()
    stage.hands.press("Note the reply")
    stage.take("coordinator-reply", LIGHT)
    stage.hands.press("Cancel")
    _tag(stage, "Board by state")
    stage.take("coordinator-board", ALL)
    _tag(stage, "List")
    _tag(stage, "To do")


def draw_coverage(stage: Stage) -> None:
    """Visits against the target, and when in the week they were made."""
    stage.place("Coverage")
    stage.take("coordinator-coverage", ALL)
    _tag(stage, "Weekday and hour")
    stage.take("coordinator-coverage-hours", LIGHT)


def draw_record_reviews(stage: Stage) -> None:
    """The samples and their results, a sample, the form that draws one."""
    stage.place("Record reviews")
    stage.take("coordinator-record-reviews", ALL)
    stage.hands.press("Open the sample chosen")
    stage.settle()
    stage.take("coordinator-sample", ALL)
    stage.hands.press("Back")
    stage.hands.press("Draw a sample")
    stage.take("coordinator-sample-draw", LIGHT)
    stage.hands.press("Back")


def draw_lists_of_people(stage: Stage) -> None:
    """What runs out, the training matrix, the claims."""
    for button in ("Coming up", "Training", "Expenses"):
        stage.hands.press(button)
        stage.settle()
        stage.take(f"coordinator-{button.lower().replace(' ', '-')}", ALL)
        stage.hands.press("Back")
        stage.settle()


def draw_quality(stage: Stage) -> None:
    """The quality framework, with one criterion open."""
    stage.place("Quality")
    stage.hands.go_to_row("Criteria", "recruited openly")
    stage.settle()
    stage.take("coordinator-quality", ALL)


def draw_in_and_out(stage: Stage) -> None:
    """What goes out, and past visits tried before they come in."""
    stage.place("In and out")
    stage.take("coordinator-in-and-out", ALL)
    stage.hands.press("Bring in past visits…")
    stage.settle()
    with tempfile.TemporaryDirectory() as made:
        table = Path(made, "past-visits.csv")
        table.write_text(_PAST, encoding="utf-8")
        with patch.object(QFileDialog, "getOpenFileName", lambda *_args: (str(table), "")):
            stage.hands.press("Choose a file")
        stage.settle()
        for column, here in (("Custody suite", "Station"), ("Not available: Asleep", "Asleep")):
            stage.hands.choose(column, here)
        stage.hands.press("Try it")
        stage.settle()
        stage.take("coordinator-bring-in", LIGHT)
    stage.hands.press("Back")


def draw_audit_and_retention(stage: Stage) -> None:
    """The log, checked, and what is erased and held."""
    stage.place("Audit log")
    stage.hands.press("Check the log")
    stage.settle()
    stage.take("coordinator-audit", ALL)
    stage.place("Retention")
    stage.take("coordinator-retention", ALL)


def draw_scheme(stage: Stage) -> None:
    """The settings, and a change before it is published."""
    stage.place("Scheme")
    stage.take("coordinator-scheme", ALL)
    stage.hands.fill("Quality award", "Platinum")
    stage.hands.press("Review and publish")
    stage.settle()
    stage.take("coordinator-scheme-review", LIGHT)
    stage.hands.press("Take everything back")


def _tag(stage: Stage, word: str) -> None:
    """Choose a part of what is shown, by the word before its count."""
    [name] = [said for said in stage.hands.read() if said.rstrip("0123456789 ") == word]
    stage.hands.go_to(name)
    stage.settle()
