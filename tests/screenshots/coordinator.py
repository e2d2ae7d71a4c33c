"""The coordinator's screens."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.screenshots.office import (
    draw_audit_and_retention,
    draw_concerns,
    draw_coverage,
    draw_in_and_out,
    draw_lists_of_people,
    draw_quality,
    draw_record_reviews,
    draw_scheme,
)
from tests.screenshots.publications import draw_publications
from tests.screenshots.rota import draw_rota
from tests.screenshots.stage import ALL, LIGHT, Stage, staged
from tests.screenshots.sync_centre import draw_sync_centre


def draw_coordinator(app: QApplication, vault: Path, out: Path, look: str) -> None:
    """The office: what is to do, and every other place in the order of the navigation."""
    with staged(app, vault, out, look) as stage:
        desk = stage.enter()
        stage.take("coordinator-today", ALL)
        _draw_reports(stage)
        draw_concerns(stage)
        draw_coverage(stage)
        draw_record_reviews(stage)
        _draw_people(stage)
        draw_lists_of_people(stage)
        draw_rota(stage, desk)
        _draw_notices(stage)
        stage.place("Publications")
        stage.take("coordinator-publications", ALL)
        if look == "light":
            draw_publications(desk, out)
        draw_quality(stage)
        draw_in_and_out(stage)
        draw_audit_and_retention(stage)
        draw_scheme(stage)
        draw_sync_centre(stage, "coordinator-sync-centre")
        stage.place("Settings")
        stage.take("coordinator-settings")


def _draw_reports(stage: Stage) -> None:
    stage.place("Reports")
    stage.hands.go_to_row("Reports", "Wakefield")
    stage.hands.wait_to_see("Wakefield, Saturday 30 March 2024")
    stage.settle()
    stage.take("coordinator-reports", ALL)
    stage.hands.press("Return with a question")
    stage.take("coordinator-question")
    stage.hands.press("Cancel")
    stage.hands.press("Comment on a part")
    stage.hands.choose("On", "The delay")
    stage.take("coordinator-comment", LIGHT)
    stage.hands.press("Cancel")
    stage.hands.press("Mark all 4 that wait")
    stage.hands.press("Approve 4 marked")
    stage.settle()
    stage.take("coordinator-approve-many", LIGHT)
    stage.hands.press("Not now")
    stage.hands.press("Take all marks away")


def _draw_people(stage: Stage) -> None:
    stage.place("People")
    stage.settle()
    stage.take("coordinator-people", ALL)
    stage.hands.go_to_row("Members", "V-004")
    stage.hands.press("Invite a laptop")
    stage.hands.wait_to_see("Invitation for V-004")
    stage.settle()
    stage.take("coordinator-invitation")
    stage.hands.press("Done")
    stage.hands.press("Allow a visit although …")
    stage.take("coordinator-allow", ALL)
    stage.hands.press("Cancel")
    stage.hands.press("Help back in")
    stage.take("coordinator-help", ALL)
    stage.hands.press("Close")
    stage.hands.press("Laptops")
    stage.settle()
    stage.take("coordinator-laptops", LIGHT)
    stage.hands.press("Close")
    stage.hands.press("Office file")
    stage.settle()
    stage.take("coordinator-office-file", LIGHT)
    stage.hands.press("Close")
    stage.hands.press("Recovery kit")
    stage.take("coordinator-recovery-kit", LIGHT)
    stage.hands.press("Close")
    stage.hands.press("Add a member")
    stage.take("coordinator-member")
    stage.hands.press("Cancel")


def _draw_notices(stage: Stage) -> None:
    stage.place("Notices")
    stage.hands.go_to_row("Notices", "Appropriate adults")
    stage.settle()
    stage.take("coordinator-notices", ALL)
    stage.hands.press("New notice")
    stage.take("coordinator-notice", ALL)
    stage.hands.press("Cancel")
