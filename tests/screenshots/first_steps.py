"""Setting up and unlocking."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QApplication

from icv_app.domain.ids import MemberId
from icv_app.services.desk import Desk
from tests.screenshots.stage import ALL, Stage, staged
from ui.crash import CrashDialog
from ui.doors import InvitationAtHand, Opened
from ui.help_doors import HelpAsked
from ui.locked_out.view import LockedOutPage
from ui.set_up.view import SetUpPage
from ui.set_up.view_model import SetUpViewModel

INVITATION = InvitationAtHand(
    raw=None,
    scheme_name="West Yorkshire",
    member_id=MemberId("V-004"),
    coordinator=False,
    expires_at=datetime(2024, 4, 14, 11, 0, tzinfo=UTC),
)
ASKED_AT = datetime(2024, 3, 31, 9, 40, tzinfo=UTC)
FINGERPRINT = "cabin reward olive mimic thunder basket velvet pencil harbor lunch sponsor acid"
RECOVERY_CODE = "copper window lesson planet gravel autumn velvet ticket meadow orange silver canal"


def draw_first_steps(app: QApplication, vault: Path, out: Path, look: str) -> None:
    """Every form of the set-up screen."""
    with staged(app, vault, out, look) as stage:
        model = SetUpViewModel(stage.doors, stage.tasks)
        page = SetUpPage(model)
        stage.window.show_alone(page)
        stage.settle()
        stage.take("set-up", ALL)
        stage.hands.press("Enter the 24 words")
        stage.take("set-up-words")
        stage.hands.press("Back")
        stage.hands.press("I am a coordinator setting up a new scheme")
        stage.take("set-up-scheme")
        model.invitation_read.emit(INVITATION)
        stage.take("set-up-passphrase", ALL)
        # Nobody goes on from here, so there is no desk behind the codes.
        model.opened.emit(Opened(desk=cast("Desk", None), recovery_code=RECOVERY_CODE))
        stage.take("set-up-codes")
        page.codes.noted.setChecked(True)
        page.codes.file_button.click()
        stage.take("set-up-join-by-file")


def draw_unlocking(app: QApplication, vault: Path, out: Path, look: str) -> None:
    """The passphrase, a wrong one, the recovery code, help without it, and what a defect looks like."""
    with staged(app, vault, out, look) as stage:
        stage.take("unlock", ALL)
        stage.hands.fill("Passphrase", "not this one at all")
        stage.hands.press("Unlock")
        stage.settle()
        stage.take("unlock-refused")
        stage.hands.press("I have forgotten my passphrase")
        stage.take("recovery")
        stage.hands.press("I have no recovery code: ask my coordinator for help")
        stage.settle()
        stage.take("locked-out", ALL)
        page = stage.window.page
        assert isinstance(page, LockedOutPage)
        # The demo's vaults were never told of an office key, so nobody asks for help in earnest.
        page.show_request(HelpAsked(words=FINGERPRINT, made_at=ASKED_AT, answered=False))
        stage.take("locked-out-waiting", ALL)
        stage.hands.press("Back")
        _draw_crash(stage)


def _draw_crash(stage: Stage) -> None:
    dialog = CrashDialog("builtins.LookupError\n  ui/visit/people/board.py:57 in refresh", stage.window)
    dialog.open()
    stage.settle()
    stage.take("crash", of=dialog)
    dialog.close()
