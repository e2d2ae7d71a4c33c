"""The file of key slots: the slots on the first line, their digest on the second.

With the digest a damaged file is told from a wrong passphrase; against
somebody who writes to the disk it guards nothing, and need not.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import replace
from pathlib import Path

import structlog

from icv_app.errors import StoreError
from icv_app.seal.slots import SLOT_FILE_LIMIT, SlotFile
from icv_app.store.atomic_files import read_whole, write_whole
from icv_app.store.failures import damaged
from icv_app.store.layout import SLOTS

_log = structlog.get_logger(__name__)

changing_slots = threading.RLock()
"""Held while slots are read to be written changed: a passphrase and the office key may change at once."""
_DIGEST_LINE_BYTES = 2 * hashlib.sha256().digest_size + 2


def read_slots(folder: Path) -> SlotFile:
    """Return the slots of the vault, or of the backup, in a folder.

    Raises:
        StoreError: The file is missing or damaged.
    """
    content = read_whole(folder / SLOTS, limit=SLOT_FILE_LIMIT + _DIGEST_LINE_BYTES)
    slots, digest = content[:-_DIGEST_LINE_BYTES], content[-_DIGEST_LINE_BYTES:]
    if digest != _digest_line(slots):
        raise damaged(SLOTS)
    return SlotFile.decode(slots)


def write_slots(folder: Path, slots: SlotFile) -> None:
    """Put the slots in place of earlier ones.

    Raises:
        StoreError: The earlier ones are still there.
    """
    encoded = slots.encode()
    write_whole(folder / SLOTS, encoded + _digest_line(encoded))


def replace_office_slots(folder: Path, slots: SlotFile) -> None:
    """Put the slots in place, after their office slot beside every other database of the vault.

    A slot file of another time that is damaged opens nothing and is passed over.

    Raises:
        StoreError: Some office slots are still the earlier ones, that of the vault itself among them.
    """
    main = folder / SLOTS
    for path in sorted(folder.rglob(SLOTS)):
        if path == main:
            continue
        try:
            other = read_slots(path.parent)
        except StoreError as error:
            _log.warning("slots of another time passed over", because=str(error))
            continue
        if other.vault_id == slots.vault_id:
            write_slots(path.parent, replace(other, office=slots.office))
    write_slots(folder, slots)


def _digest_line(slots: bytes) -> bytes:
    return b"\n" + hashlib.sha256(slots).hexdigest().encode("ascii") + b"\n"
