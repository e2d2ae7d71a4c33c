"""What the windows ask of the layers below where somebody is locked out; part of `ui.doors.Doors`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from icv_app.domain.ids import MemberId

if TYPE_CHECKING:
    from icv_app.services.desk import Desk
    from icv_app.services.locked_out import HowKnown
    from ui.doors import Opened


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpAsked:
    """A request for help that was made on this laptop.

    Attributes:
        words: The twelve words of its fingerprint, to be read out.
        made_at: UTC.
        answered: The coordinator's answer was read, and only the passphrase is missing.
    """

    words: str
    made_at: datetime
    answered: bool


class HelpDoors(Protocol):
    """Asking for help, giving it, and coming back in."""

    def help_asked(self) -> HelpAsked | None:
        """Return the request that waits on this laptop; `None` where nobody has asked.

        Raises:
            StoreError: It cannot be read.
        """
        ...

    def ask_for_help(self, passphrase: str) -> HelpAsked:
        """Make a fresh key under a new passphrase, and a request; an earlier one is forgotten.

        Raises:
            BadInput: The passphrase cannot be used.
            NotFound: The office has no way into this vault.
            StoreError: Nothing was changed on disk.
        """
        ...

    def save_help_request(self, file: Path) -> None:
        """Write the waiting request to a file, which is of no use to whoever carries it.

        Raises:
            NotFound: Nobody has asked.
            StoreError: The file could not be written.
        """
        ...

    def let_back_in(self, answer: Path | None, passphrase: str) -> Opened:
        """Open the vault with the coordinator's answer and the passphrase chosen with the request.

        Args:
            answer: The file; `None` to go on with one that was read before.
            passphrase: As chosen with the request.

        Raises:
            BadInput: The file is no answer, or answers another request.
            VaultLocked: It is another passphrase, or too early for another try.
            NotFound: Nobody has asked.
            StoreError: The disk refuses; trying again goes on.
        """
        ...

    def answer_request(
        self, desk: Desk, member_id: MemberId, request: Path, words: str, how_known: HowKnown, answer: Path
    ) -> None:
        """Help a member back in and write the answer for their laptop; again with the same request, again.

        Raises:
            BadInput, RuleBroken, NotFound: As `LockedOutService.help_back_in`.
            StoreError: The answer could not be written; doing it again writes it.
        """
        ...
