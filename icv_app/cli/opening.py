"""Opening a vault from the command line."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from icv_app.bootstrap.doors import VaultDoors
from icv_app.bootstrap.places import vault_folder
from icv_app.errors import BadInput
from icv_app.words import _

if TYPE_CHECKING:
    from icv_app.services.desk import Desk

_LONGEST_FILE = 4096


@contextmanager
def opened(vault: Path | None, passphrase_file: Path | None) -> Iterator[tuple[VaultDoors, Desk]]:
    """Unlock a vault for as long as the block lasts.

    Args:
        vault: Its folder; this user's own where not given.
        passphrase_file: Its first line is the passphrase; asked for at the terminal where not given.

    Raises:
        BadInput: There is no passphrase to be had.
        StoreError: It does not open the vault, or the vault is damaged or in use.
    """
    doors = VaultDoors(vault_folder(vault))
    desk = doors.unlock(passphrase_from(passphrase_file))
    try:
        yield doors, desk
    finally:
        desk.lock()


def passphrase_from(file: Path | None, prompt: str = "") -> str:
    """Return the first line of a file, or ask at the terminal.

    Raises:
        BadInput: There is neither, or the file cannot be read.
    """
    if file is not None:
        return _first_line(file)
    if not sys.stdin.isatty():
        # Reading it from a pipe would echo it on some systems.
        raise BadInput(
            "no terminal to ask for the passphrase",
            user_text=_("There is no terminal to ask for the passphrase. Give it with --passphrase-file."),
        )
    return getpass.getpass(prompt or _("Passphrase: "))


def _first_line(file: Path) -> str:
    try:
        with file.open("rb") as opened_file:
            data = opened_file.read(_LONGEST_FILE)
        return data.decode("utf-8-sig").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            f"passphrase file: {type(error).__name__}",
            user_text=_("The passphrase file {file} cannot be read.").format(file=file),
        ) from None
