"""Processes that tests start, kill and starve: `python -m tests.store.children NAME FOLDER`."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from icv_app.domain.ids import VisitId
from icv_app.errors import StoreError
from icv_app.seal.passphrases import KdfCost
from icv_app.seal.slots import VaultKeys
from icv_app.store.backup import backup, backups
from icv_app.store.layout import hold
from icv_app.store.slots_file import read_slots
from icv_app.store.unlocking import create_vault, unlock
from icv_app.store.vault import Vault
from tests.builders import a_visit

NOW = datetime(2024, 3, 31, 12, 0, tzinfo=UTC)
PASSPHRASE = "correct horse battery staple"


def opened(folder: Path) -> Vault:
    """The vault in a folder, by its keys in hex on standard input."""
    content, identity = (bytes.fromhex(line) for line in sys.stdin.readline().split())
    return Vault(folder, read_slots(folder).vault_id, VaultKeys(content, identity), hold(folder), NOW)


def edit_forever(folder: Path) -> None:
    """Commit one edit after another; print the number of each once it is committed."""
    vault = opened(folder)
    number = 0
    while True:
        number += 1
        with vault.open_unit() as unit:
            unit.visits.put(a_visit(travel_minutes=number))
            unit.commit()
        print(number, flush=True)


def keep_open(folder: Path) -> None:
    """Open the vault, say so, and keep it until standard input ends."""
    with opened(folder):
        print("open", flush=True)
        sys.stdin.read()


def fill_disk(folder: Path) -> None:
    """Commit ever more until the disk is full, then say as JSON what was said and what is there."""
    vault, _code = create_vault(folder, PASSPHRASE, kdf_parameters=KdfCost(iterations=1), now=NOW)
    answer: dict[str, object] = {}
    committed = 0
    try:
        while True:
            with vault.open_unit() as unit:
                unit.visits.put(
                    a_visit(visit_id=VisitId(f"visit-{committed}"), force_comment="words " * 5000)
                )
                unit.commit()
            committed += 1
    except StoreError as error:
        answer["sentence"] = error.user_text
    try:
        backup(vault, NOW)
    except StoreError as error:
        answer["backup"] = error.user_text
    answer["backups"] = len(backups(folder))
    answer["in_backups"] = len(list((folder / "backups").iterdir()))
    vault.close()
    with unlock(folder, PASSPHRASE, now=NOW) as again, again.open_reading() as unit:
        answer["committed"] = committed
        answer["found"] = sum(
            unit.visits.find(VisitId(f"visit-{number}")) is not None for number in range(committed + 1)
        )
        answer["missing"] = int(unit.meta.get("missing_changes") or 0)
    print(json.dumps(answer), flush=True)


def fill_allowance(folder: Path) -> None:
    """`fill_disk` where a file may not grow beyond a megabyte."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))
    fill_disk(folder)


if __name__ == "__main__":
    globals()[sys.argv[1]](Path(sys.argv[2]))
