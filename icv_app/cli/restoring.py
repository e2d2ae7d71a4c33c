"""`icv restore`: a backup comes in place of a damaged or lost vault."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from icv_app.bootstrap.places import vault_folder
from icv_app.bootstrap.restoring import unlock_backup_of
from icv_app.cli.opening import passphrase_from
from icv_app.services.last_backup import what_was_opened


def restored(backup: Path | None, vault: Path | None, passphrase_file: Path | None) -> str:
    """Open a backup in place of the vault, lock it again and say what may be missing.

    Raises:
        IcvError: In one sentence; the vault is as it was.
    """
    opened, chosen = unlock_backup_of(
        vault_folder(vault), passphrase_from(passphrase_file), datetime.now(UTC), chosen=backup
    )
    opened.close()
    return what_was_opened(chosen)
