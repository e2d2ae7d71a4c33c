"""Opening the last backup of a vault in place of its damaged files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from icv_app.errors import StoreError
from icv_app.services.last_backup import LastBackup
from icv_app.store.backup import Backup, read_backup
from icv_app.store.restore import changes_after, newest_sound
from icv_app.store.unlocking import unlock_backup
from icv_app.store.vault import Vault
from icv_app.words import _


def last_backup(folder: Path) -> LastBackup | None:
    """Return what is known of the newest whole backup, or `None`.

    Raises:
        StoreError: The folder cannot be read.
    """
    chosen = newest_sound(folder)
    return None if chosen is None else _known_of(folder, chosen)


def unlock_backup_of(
    folder: Path, passphrase: str, now: datetime, *, chosen: Path | None = None
) -> tuple[Vault, LastBackup]:
    """Open a backup in place of a vault: the newest whole one where none is chosen.

    Raises:
        VaultLocked: The passphrase is wrong; nothing was moved.
        BadInput: The chosen one is of another vault.
        StoreError: There is none, it is damaged, the vault is open, or the disk refuses.
    """
    backup = read_backup(chosen) if chosen is not None else newest_sound(folder)
    if backup is None:
        raise StoreError(
            "no whole backup",
            user_text=_(
                "There is no whole backup of this vault on this computer. Nothing was changed. "
                "Ask your coordinator for an invitation: what was sent comes back with it."
            ),
        )
    known = _known_of(folder, backup)
    return unlock_backup(folder, backup.folder, passphrase, now=now), known


def _known_of(folder: Path, backup: Backup) -> LastBackup:
    return LastBackup(taken_at=backup.manifest.taken_at, changes_after=changes_after(folder, backup))
