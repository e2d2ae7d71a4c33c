"""The coordinator's screens."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from PySide6.QtWidgets import QApplication

from icv_app.domain.record_review_list import listed_from
from icv_app.domain.record_review_sample import Group
from icv_app.domain.times import london_day
from icv_app.services.desk import Desk
from tests.screenshots.publications import draw_publications
from tests.screenshots.stage import ALL, Stage, staged
from tests.screenshots.sync_centre import draw_sync_centre


def draw_coordinator(app: QApplication, vault: Path, out: Path, look: str) -> None:
    """The office: what is to do, concerns, record reviews, people, publications, the audit log, settings."""
    with staged(app, vault, out, look) as stage:
        desk = stage.enter()
        stage.take("coordinator-today", ALL)
        _draw_reports(stage)
        stage.place("Concerns")
        stage.take("coordinator-concerns", ALL)
        _draw_record_reviews(stage, desk)
        _draw_people(stage)
        _draw_notices(stage)
        stage.place("Publications")
        stage.take("coordinator-publications", ALL)
        if look == "light":
            draw_publications(desk, out)
        stage.place("In and out")
        stage.take("coordinator-in-and-out", ALL)
        stage.place("Audit log")
        stage.hands.press("Check the log")
        stage.settle()
        stage.take("coordinator-audit", ALL)
        stage.place("Scheme")
        stage.take("coordinator-scheme", ALL)
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


def _draw_record_reviews(stage: Stage, desk: Desk) -> None:
    today = london_day(desk.clock.now())
    listed = listed_from("R-01 child\nR-02\nR-03 woman\nR-04\nR-05 vulnerable\nR-06")
    suite = desk.scheme.settings().suites[0].suite_id
    desk.record_reviews.draw(suite, (today - timedelta(days=28), today), 4, listed, (Group.CHILD,))
    stage.place("Record reviews")
    stage.settle()
    stage.take("coordinator-record-reviews", ALL)


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
    stage.hands.press("Add a member")
    stage.take("coordinator-member")
    stage.hands.press("Cancel")


def _draw_notices(stage: Stage) -> None:
    stage.place("Notices")
    stage.settle()
    stage.take("coordinator-notices", ALL)
    stage.hands.press("New notice")
    stage.take("coordinator-notice", ALL)
    stage.hands.press("Cancel")
