"""The way back in for somebody locked out: implements `ui.help_doors.HelpDoors`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from icv_app.domain.ids import MemberId
from icv_app.errors import BadInput, NotFound
from icv_app.words import _
from ui.doors import Opened
from ui.help_doors import HelpAsked

if TYPE_CHECKING:
    from icv_app.seal.passphrases import KdfCost
    from icv_app.services.desk import Desk
    from icv_app.services.locked_out import HowKnown
    from icv_app.store.help_files import WaitingRequest
    from icv_app.store.vault import Vault


class VaultHelpDoors:
    """`HelpDoors` over one vault folder.

    Args:
        folder: Where the vault lies.
        cost: What a passphrase costs to try.
        keep: Takes the vault that was opened.
    """

    def __init__(self, folder: Path, cost: Callable[[], KdfCost], keep: Callable[[Vault], None]) -> None:
        self._folder = folder
        self._cost = cost
        self._keep = keep

    def help_asked(self) -> HelpAsked | None:
        """See `HelpDoors.help_asked`."""
        from icv_app.store.help_files import read_help_request

        waiting = read_help_request(self._folder)
        return None if waiting is None else _asked(waiting)

    def ask_for_help(self, passphrase: str) -> HelpAsked:
        """See `HelpDoors.ask_for_help`."""
        from icv_app.bootstrap.doors import check_passphrase
        from icv_app.store.help_files import read_help_request
        from icv_app.store.locked_out import ask_for_help

        check_passphrase(passphrase)
        ask_for_help(self._folder, passphrase, kdf_parameters=self._cost(), now=datetime.now(UTC))
        waiting = read_help_request(self._folder)
        assert waiting is not None  # noqa: S101 - it was written a moment ago
        return _asked(waiting)

    def save_help_request(self, file: Path) -> None:
        """See `HelpDoors.save_help_request`."""
        from icv_app.exchange.whole_files import write_whole
        from icv_app.store.help_files import read_help_request

        waiting = read_help_request(self._folder)
        if waiting is None:
            raise NotFound(
                "no help request waits",
                user_text=_("Nobody has asked for help on this laptop. Make a request first."),
            )
        write_whole(file, waiting.request.data)

    def let_back_in(self, answer: Path | None, passphrase: str) -> Opened:
        """See `HelpDoors.let_back_in`."""
        from icv_app.bootstrap.wiring import open_desk
        from icv_app.store.locked_out import let_back_in

        data = None if answer is None else _read(answer)
        vault, code = let_back_in(self._folder, passphrase, data, now=datetime.now(UTC))
        try:
            desk = open_desk(vault)
        except BaseException:
            vault.close()
            raise
        self._keep(vault)
        return Opened(desk=desk, recovery_code=code)

    def answer_request(
        self, desk: Desk, member_id: MemberId, request: Path, words: str, how_known: HowKnown, answer: Path
    ) -> None:
        """See `HelpDoors.answer_request`."""
        from icv_app.exchange.whole_files import write_whole

        write_whole(answer, desk.locked_out.help_back_in(member_id, _read(request), words, how_known))


def _asked(waiting: WaitingRequest) -> HelpAsked:
    request = waiting.request
    return HelpAsked(words=request.words(), made_at=request.made_at, answered=waiting.answer is not None)


def _read(file: Path) -> bytes:
    from icv_app.seal.locked_out import HELP_LIMIT

    try:
        with file.open("rb") as opened:
            return opened.read(HELP_LIMIT + 1)
    except OSError as error:
        raise BadInput(
            f"help file: {type(error).__name__}",
            user_text=_("The file could not be read. Choose it again."),
        ) from None
