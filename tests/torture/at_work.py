"""What the process of one member does until it is killed: write, synchronise, and say what is certain.

What it says goes into a ledger, a file that no kill empties: `written ID` once a record is committed
on the laptop, `acknowledged ID DIGEST` once the server's receipt has come.
"""

from __future__ import annotations

import os
import random
import time
import traceback
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from icv_app.services.desk import Desk
from icv_app.services.ports_sync import Receipt
from sync.client.channel import HttpChannel
from sync.client.transport import HttpTransport
from sync.client.worker import SyncReport, sync_once
from tests.torture.real_scheme import Seat

MOST_PAUSE_S = 0.3
REPORTS_EACH = 3


class Ledger:
    """Where one member's processes say what is certain."""

    def __init__(self, file: Path) -> None:
        self._file = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._say("")  # a line that a kill has cut off ends here

    def written(self, names: Sequence[str]) -> None:
        for name in names:
            self._say(f"written {name}")

    def acknowledged(self, receipts: Sequence[Receipt]) -> None:
        for receipt in receipts:
            self._say(f"acknowledged {receipt.record_id} {receipt.digest}")

    def failed(self, what: str) -> None:
        self._say(f"failed {what!r}")

    def _say(self, line: str) -> None:
        os.write(self._file, f"{line}\n".encode())


class Announcing:
    """The vault as synchronising sees it; receipts are announced before the vault keeps them."""

    def __init__(self, desk: Desk, ledger: Ledger) -> None:
        self._sync, self._ledger = desk.sync, ledger

    def __getattr__(self, name: str) -> Any:
        return getattr(self._sync, name)

    def mark_accepted(self, receipts: Sequence[Receipt]) -> None:
        self._ledger.acknowledged(receipts)
        self._sync.mark_accepted(receipts)


def work_until_killed(seat: Seat, urls: Sequence[str], file: Path, seed: int, *, careless: bool) -> None:
    """Write and synchronise for ever; never returns.

    Args:
        seat: Whose process this is.
        urls: Of the servers; one is drawn for every synchronisation.
        file: The ledger.
        seed: For what it does, and when.
        careless: Say that a record is written before it is.
    """
    ledger = Ledger(file)
    try:
        chance = random.Random(seed)
        with seat.at_work() as desk:
            while True:
                for _write in range(chance.randint(1, 4)):
                    _write_something(desk, ledger, chance, careless=careless)
                synchronised(desk, chance.choice(urls), ledger)
                # So that twenty of them leave the machine some air, and kills find them anywhere.
                time.sleep(chance.uniform(0, MOST_PAUSE_S))
    except BaseException:  # noqa: BLE001 - whatever it is, it must not have happened
        ledger.failed(traceback.format_exc())
    os._exit(1)


def synchronised(desk: Desk, url: str, ledger: Ledger) -> SyncReport:
    """Synchronise once with one server."""
    with desk.open_unit() as unit:
        signer = desk.keyring.device(unit)
    with closing(HttpChannel(url, signer=signer)) as channel:
        return sync_once(
            Announcing(desk, ledger),
            HttpTransport(channel, desk.identity.scheme_id),
            clock=life_clock,
            pause=lambda _seconds: None,
        )


def _write_something(desk: Desk, ledger: Ledger, chance: random.Random, *, careless: bool) -> None:
    if careless:
        with _announced_too_early(desk, ledger):
            _say_something(desk, chance)
        return
    before = set(desk.sync.pending())
    _say_something(desk, chance)
    ledger.written([name for name in desk.sync.pending() if name not in before])
