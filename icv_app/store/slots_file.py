"""The file of key slots: the slots on the first line, their digest on the second.

With the digest a damaged file is told from a wrong passphrase; against
somebody who writes to the disk it guards nothing, and need not.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from icv_app.seal.slots import SLOT_FILE_LIMIT, SlotFile
from icv_app.store.atomic_files import read_whole, write_whole
from icv_app.store.failures import damaged
from icv_app.store.layout import SLOTS

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


def _digest_line(slots: bytes) -> bytes:
    return b"\n" + hashlib.sha256(slots).hexdigest().encode("ascii") + b"\n"
