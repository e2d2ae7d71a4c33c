"""What the windows ask of the layers they may not import; `icv_app.bootstrap.doors` answers.

Every method blocks: call it through `ui.tasks`, never on the GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from icv_app.domain.ids import MemberId
from icv_app.domain.visit import ChecklistRef
from ui.bring_in_doors import BringInDoors
from ui.help_doors import HelpDoors
from ui.notice_doors import NoticeDoors
from ui.out_doors import OutDoors
from ui.publication_doors import PublicationDoors
from ui.quality_doors import QualityDoors
from ui.scheme_doors import SchemeDoors

if TYPE_CHECKING:
    from icv_app.domain.audit import AuditHead
    from icv_app.figures.coverage_of_cells import Coverage
    from icv_app.figures.coverage_parts import CoveragePart
    from icv_app.services.bundles import BundleTaken
    from icv_app.services.desk import Desk
    from icv_app.services.last_backup import LastBackup


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationAtHand:
    """An invitation that was read, as people see it.

    Attributes:
        raw: For handing back to `Doors.join`.
        expires_at: UTC.
    """

    raw: object
    scheme_name: str
    member_id: str
    coordinator: bool
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A vault that was just made.

    Attributes:
        recovery_code: Twelve words to print or write down once.
    """

    desk: Desk
    recovery_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A backup that was opened in place of the vault."""

    desk: Desk
    backup: LastBackup


@dataclass(frozen=True, slots=True, kw_only=True)
class NewScheme:
    """What the first coordinator says of a scheme.

    Attributes:
        suites: Name and district of each; the name alone will do.
        kit_file: Where the office recovery kit is written; best on a USB stick.
        server_url: `None` for a scheme that works by file.
    """

    name: str
    policing_body: str
    force: str
    member_id: str
    given_name: str
    surname: str
    suites: tuple[tuple[str, str], ...]
    custody_number_pattern: str
    server_url: str | None
    kit_file: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Founded:
    """A scheme that was just founded.

    Attributes:
        kit_code: Opens the recovery kit; printed and kept apart from it.
        root_file: For `icv-server init-scheme`.
    """

    desk: Desk
    recovery_code: str
    kit_code: str
    root_file: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncOutcome:
    """What one synchronisation did, in numbers.

    Attributes:
        apart: Of those received, the ones that cannot be used.
        same: Whether both sides hold the same now.
        mended: Whether a difference was found and repaired.
        cancelled: Whether it ended early because nobody wanted it any more.
    """

    sent: int
    received: int
    apart: int
    enrolments: int
    same: bool = True
    mended: bool = False
    cancelled: bool = False


class SyncPhase(StrEnum):
    """What a synchronisation is at."""

    FETCHING = "fetching"
    SENDING = "sending"
    COMPARING = "comparing"
    MENDING = "mending"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class SyncTold:
    """How far a synchronisation is.

    Attributes:
        done: Records fetched or sent so far.
        total: How many there are to fetch or send; `None` where nobody knows.
    """

    phase: SyncPhase
    done: int
    total: int | None


@dataclass(frozen=True, slots=True)
class NextSync:
    """When to synchronise again by itself.

    Attributes:
        at: UTC, by this computer's clock.
        wait: From now.
    """

    at: datetime
    wait: timedelta


class Doors(Protocol):
    """The way in, and the ways out of the application."""

    @property
    def help(self) -> HelpDoors:
        """For somebody who is locked out."""
        ...

    @property
    def publications(self) -> PublicationDoors:
        """For publications."""
        ...

    @property
    def quality(self) -> QualityDoors:
        """For files of the quality framework."""
        ...

    @property
    def out(self) -> OutDoors:
        """For everything a scheme holds, and the national return, in files."""
        ...

    @property
    def scheme(self) -> SchemeDoors:
        """For files of the scheme's settings."""
        ...

    @property
    def notices(self) -> NoticeDoors:
        """For files of notices."""
        ...

    @property
    def bring_in(self) -> BringInDoors:
        """For past visits from a table."""
        ...

    @property
    def folder(self) -> Path:
        """Where the vault lies or will lie."""
        ...

    def has_vault(self) -> bool:
        """Whether there is a vault to unlock."""
        ...

    def unlock(self, passphrase: str) -> Desk:
        """Open the vault.

        Raises:
            VaultLocked: The passphrase is wrong, or it is too early for another try.
            StoreError: The vault is damaged or open elsewhere.
        """
        ...

    def unlock_with_recovery_code(self, code: str, new_passphrase: str) -> Desk:
        """Open the vault by its twelve words and set a new passphrase.

        Raises:
            VaultLocked: The words are wrong.
            StoreError, BadInput: As `unlock`; or the new passphrase cannot be used.
        """
        ...

    def back_up(self) -> None:
        """Make today's encrypted backup of the open vault, unless there is one.

        Raises:
            StoreError: No backup was made; the vault itself is untouched.
        """
        ...

    def last_backup(self) -> LastBackup | None:
        """Look for the newest backup that is whole; `None` where there is none.

        Raises:
            StoreError: The folder cannot be read.
        """
        ...

    def unlock_last_backup(self, passphrase: str) -> Restored:
        """Open that backup in place of the vault; what was there is set aside, never deleted.

        Raises:
            VaultLocked: The passphrase is wrong; nothing was moved.
            StoreError: There is none, the vault is open elsewhere, or the disk refuses.
        """
        ...

    def change_passphrase(self, old: str, new: str) -> None:
        """Set a new passphrase; the data is not touched.

        Raises:
            VaultLocked: The old one is wrong.
            BadInput: The new one cannot be used.
            StoreError: Nothing was changed on disk.
        """
        ...

    def read_invitation(self, file: Path) -> InvitationAtHand:
        """Read an invitation file.

        Raises:
            BadInput: It is none, or out of date.
        """
        ...

    def read_spoken_invitation(self, words: str, server_url: str) -> InvitationAtHand:
        """Fetch the invitation that 24 words name from its server.

        Raises:
            BadInput: A word is wrong, or the invitation is out of date.
            SyncError: The server could not be reached or does not know it.
        """
        ...

    def join(self, invitation: InvitationAtHand, passphrase: str) -> Opened:
        """Make a vault from an invitation.

        Raises:
            BadInput: The passphrase cannot be used, or the invitation is out of date.
            StoreError: There is a vault already, or the disk refuses.
        """
        ...

    def found(self, scheme: NewScheme, passphrase: str) -> Founded:
        """Make a vault and a new scheme in it.

        Raises:
            BadInput: Something said of the scheme cannot be used.
            StoreError: There is a vault already, or the disk refuses.
        """
        ...

    def recover(
        self, kit_file: Path, code: str, server_url: str, passphrase: str, member_id: str = ""
    ) -> Opened:
        """Bring the office back on this bare machine; the lost laptop is signed out.

        Raises:
            BadInput, SealError: The kit, its code or the passphrase cannot be used.
            SyncError: The server could not be reached or refused.
            StoreError: There is a vault already, or the disk refuses.
        """
        ...

    def renew_kit(self, desk: Desk, file: Path) -> str:
        """Write a new office recovery kit; return the 12 words that open it.

        Raises:
            RuleBroken, NotFound: Not a coordinator, or the newest office key is not here.
            StoreError: The file could not be written; the earlier kit is still the one.
        """
        ...

    def synchronise(
        self, desk: Desk, progress: Callable[[SyncTold], None], cancelled: Callable[[], bool]
    ) -> SyncOutcome:
        """Send and fetch everything once.

        Raises:
            SyncError: In one sentence; nothing was lost.
        """
        ...

    def next_sync(self, failures: int, asked_s: int | None) -> NextSync:
        """Say when to synchronise again by itself; the one method here that blocks nothing.

        Args:
            failures: Synchronisations in a row that failed; 0 after a good one.
            asked_s: How long the server asked to be left alone, seconds.
        """
        ...

    def save_bundle(self, desk: Desk, file: Path, for_member: MemberId | None = None) -> int:
        """Write everything that may travel to a file for a USB stick; return how many records are in it.

        Raises:
            BadInput: There is nothing to carry, or nobody to carry it to.
            StoreError: The file could not be written.
        """
        ...

    def read_bundle(self, desk: Desk, file: Path) -> BundleTaken:
        """Take everything from such a file, or nothing.

        Raises:
            BadInput: It cannot be read, is of another scheme or was made by a stranger.
            SealError: It is damaged or was altered.
            StoreError: The vault could not be written.
        """
        ...

    def coverage_chart(self, coverage: Coverage, part: CoveragePart, width: float, *, dark: bool) -> bytes:
        """Return the chart of one part of the coverage as SVG, `width` points wide, to stand on a card."""
        ...

    def export_audit_log(self, desk: Desk, file: Path) -> AuditHead:
        """Write the whole audit log to a file that anybody can check; return its head.

        Raises:
            RuleBroken: Not a coordinator.
            StoreError: The file could not be written, or that it was not logged: then there is no file.
        """
        ...

    def write_visit_pdf(self, desk: Desk, visit_id: str, file: Path, *, police: bool) -> bool:
        """Write the report of one visit as PDF, whole or for the police; the file is not encrypted.

        Returns whether the police copy was noted beside the report: only a coordinator's is.

        Raises:
            NotFound, RuleBroken: It is not here, or still a draft.
            StoreError: The file could not be written, or the copy not noted.
        """
        ...

    def write_concern_pdf(
        self, desk: Desk, visit_id: str, concern_id: str, file: Path, *, to_role: str
    ) -> None:
        """Write the letter about one concern to the force as PDF; the file is not encrypted.

        Raises:
            NotFound, RuleBroken: It is not here, or the member is not a coordinator.
            StoreError: The file could not be written, or not logged.
        """
        ...

    def write_aide_memoire(
        self, desk: Desk, file: Path, *, people: int, checklist: ChecklistRef | None = None
    ) -> None:
        """Write the aide-memoire as PDF, by the scheme's present checklist where none is given.

        Raises:
            BadInput: Too few or too many sheets for people.
            NotFound: The scheme's settings have not arrived yet, or the checklist is not here.
            StoreError: The file could not be written.
        """
        ...

    def export_visits(self, desk: Desk, file: Path) -> int:
        """Write every filed visit to a .csv, .json or .xlsx file; return how many.

        Raises:
            BadInput: Another ending.
            StoreError: The file could not be written.
        """
        ...

    def write_duties_calendar(self, desk: Desk, file: Path) -> None:
        """Write this visitor's duties as a calendar file.

        Raises:
            StoreError: The file could not be written.
        """
        ...

    def write_invitation(self, invitation_file: bytes, file: Path) -> None:
        """Write an invitation file.

        Raises:
            StoreError: The file could not be written.
        """
        ...
