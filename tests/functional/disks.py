"""Losing disks: a scheme of real vaults whose server, or laptop, goes on from an old backup."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from icv_app.domain.visit import Stage
from icv_app.services.desk import Desk
from icv_app.services.ports_visits import VisitFilter
from icv_app.store.backup import Backup, backup
from icv_app.store.restore import restore
from icv_app.store.unlocking import unlock
from sync.client.channel import HttpChannel
from sync.client.transport import HttpTransport
from tests.functional.scheme_in_life import PASSPHRASE, SchemeInLife

DATABASE = "icv-server.sqlite"


def backed_up_server(data: Path) -> bytes:
    """What a backup of a server's SQLite holds, taken while it runs."""
    with closing(sqlite3.connect(data / DATABASE)) as connection:
        return connection.serialize()


def put_back(data: Path, disk: bytes) -> None:
    """Put a backup in the place of a stopped server's database."""
    for file in data.glob(f"{DATABASE}*"):
        file.unlink()
    (data / DATABASE).write_bytes(disk)


def opened_anew(scheme: SchemeInLife, name: str) -> Desk:
    """Lock a laptop and unlock it again."""
    scheme.desks[name].lock()
    vault = unlock(scheme.folder / name, PASSPHRASE, now=scheme.clock.now())
    return scheme._desk(name, vault)


def backed_up_laptop(scheme: SchemeInLife, name: str) -> Backup:
    """Back a laptop's vault up; it is open again afterwards."""
    scheme.desks[name].lock()
    with unlock(scheme.folder / name, PASSPHRASE, now=scheme.clock.now()) as vault:
        made = backup(vault, scheme.clock.now())
    opened_anew(scheme, name)
    return made


def restored_laptop(scheme: SchemeInLife, name: str, made: Backup) -> Desk:
    """Put a backup in the place of a laptop's vault."""
    scheme.desks[name].lock()
    restore(scheme.folder / name, made.folder, scheme.clock.now())
    vault = unlock(scheme.folder / name, PASSPHRASE, now=scheme.clock.now())
    return scheme._desk(name, vault)


def on_server(desk: Desk, url: str) -> Mapping[str, str]:
    """Record id → digest of what the server shows this device."""
    with desk.open_unit() as unit:
        signer = desk.keyring.device(unit)
    with HttpChannel(url, signer=signer) as channel:
        return HttpTransport(channel, desk.identity.scheme_id).heads()


def filed(desk: Desk) -> set[str]:
    """The filed reports a desk shows."""
    return {line.visit_id for line in desk.visits.list(VisitFilter(stage=Stage.SUBMITTED))}


@dataclass
class Witness:
    """Remembers every envelope that was ever seen, and under which number it was signed."""

    seen: dict[tuple[str, str, int], str] = field(default_factory=dict)

    def look(self, *desks: Desk) -> None:
        """Look at all that these desks hold: no number may have been used for two things."""
        for desk in desks:
            with desk.open_unit() as unit:
                records = [unit.records.get(name) for name, _digest in unit.records.enveloped_ids()]
            for record in records:
                if record.chain_id is None or record.sequence is None or record.envelope_hash is None:
                    continue
                place = (str(record.device), record.chain_id, record.sequence)
                assert self.seen.setdefault(place, record.envelope_hash) == record.envelope_hash, place

    def chains_of(self, desk: Desk) -> set[str]:
        """The chains that a desk's device has signed."""
        return {chain for device, chain, _number in self.seen if device == desk.identity.device_id}
