"""`icv recover`: the office comes back on a bare machine."""

from __future__ import annotations

from pathlib import Path

from icv_app.bootstrap.doors import VaultDoors
from icv_app.cli.opening import passphrase_from
from icv_app.words import _


def recovered(
    kit: Path, code: str | None, server: str, vault: Path, member: str, passphrase_file: Path | None
) -> list[str]:
    """Recover into a new vault and return what the coordinator must be told.

    Raises:
        IcvError: In one sentence; there is no vault in the folder then.
    """
    words = code or passphrase_from(None, _("The kit's 12 words: "))
    passphrase = passphrase_from(passphrase_file, _("New passphrase: "))
    made = VaultDoors(vault).recover(kit, words, server, passphrase, member)
    made.desk.lock()
    return [
        _("Everything is back, and the lost laptop is signed out of the scheme."),
        _("Recovery code of the new vault, to be written down and kept apart: {code}").format(
            code=made.recovery_code
        ),
        _("The office has a new key. Open ICV and renew the recovery kit under People."),
    ]
