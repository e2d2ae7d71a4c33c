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

from icv_app.domain.review import ReviewEventKind
from icv_app.services.desk import Desk
from icv_app.services.ports import RecordState
from icv_app.services.ports_sync import Receipt
from icv_app.store.unit_of_work import SqlUnitOfWork
from icv_app.store.vault import Vault
from sync.client.channel import HttpChannel, utc_now
from sync.client.heads import HeadErrand
from sync.client.transport import HttpTransport
from sync.client.worker import SyncReport, sync_once
from tests.torture import life
from tests.torture.real_scheme import Seat

MOST_PAUSE_S = 0.3
REPORTS_EACH = 3
HASTE_S = 60


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


def work_until_killed(seat: Seat, urls: Sequence[str], file: Path, seed: int, *, hasty: bool) -> None:
    """Write and synchronise for ever; never returns.

    Args:
        seat: Whose process this is.
        urls: Of the servers; one is drawn for every synchronisation.
        file: The ledger.
        seed: For what it does, and when.
        hasty: Say that a record is written a moment before it is: what the figures must show.
    """
    ledger = Ledger(file)
    try:
        chance = random.Random(seed)
        with seat.at_work(lambda vault: HastyVault(vault, ledger) if hasty else vault) as desk:
            while True:
                for _write in range(chance.randint(1, 4)):
                    _write_something(desk, ledger, chance, announced=hasty)
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
        server = HttpTransport(channel, desk.identity.scheme_id)
        return sync_once(
            Announcing(desk, ledger),
            server,
            clock=utc_now,
            heads=HeadErrand(desk.heads, server),
            pause=lambda _seconds: None,
        )


def _write_something(desk: Desk, ledger: Ledger, chance: random.Random, *, announced: bool) -> None:
    before = set(desk.sync.pending())
    if desk.identity.coordinator:
        _review(desk, chance)
    else:
        _report(desk, chance)
    if not announced:
        ledger.written([name for name in desk.sync.pending() if name not in before])


def _report(desk: Desk, chance: random.Random) -> None:
    """File a report, or add to one of one's own; no two additions of a member say the same."""
    member = desk.identity.member_id
    own = [line.visit_id for line in desk.reviews.list() if line.author == member]
    if not own or (len(own) < REPORTS_EACH and chance.random() < 0.2):
        life.file_report(desk)
        return
    words = [event for visit in own for event in desk.reviews.read(visit).review.events]
    said = sum(event.kind is ReviewEventKind.ADDENDUM and event.by == member for event in words)
    desk.reviews.add_addendum(chance.choice(own), f"Noted for the {said + 1}th time.")


def _review(desk: Desk, chance: random.Random) -> None:
    lines = desk.reviews.list()
    if lines:
        act = chance.choice(sorted(life.OFFICE_SAYS))
        life.say(desk, life.OFFICE_SAYS, act, chance.randrange(len(lines)))


class HastyVault:
    """A vault that says a record is kept a moment before it is."""

    def __init__(self, vault: Vault, ledger: Ledger) -> None:
        self._vault, self._ledger = vault, ledger

    def __getattr__(self, name: str) -> Any:
        return getattr(self._vault, name)

    def open_unit(self) -> Any:
        return _HastyUnit(self._vault.open_unit(), self._ledger)


class _HastyUnit:
    def __init__(self, unit: SqlUnitOfWork, ledger: Ledger) -> None:
        self._unit, self._ledger = unit, ledger

    def __getattr__(self, name: str) -> Any:
        return getattr(self._unit, name)

    def __enter__(self) -> _HastyUnit:
        self._unit.__enter__()
        return self

    def __exit__(self, *error: Any) -> None:
        self._unit.__exit__(*error)

    def commit(self) -> None:
        waiting = self._unit.records.in_states((RecordState.PENDING,))
        self._ledger.written([record.record_id for record in waiting])
        if waiting:
            time.sleep(HASTE_S)
        self._unit.commit()
