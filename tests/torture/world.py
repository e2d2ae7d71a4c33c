"""Everybody of one scheme, the courier between them, and an observer who sees all of it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from pathlib import Path

from icv_app.errors import BadInput, SealError
from icv_app.exchange.bundles import load_bundle, save_bundle
from icv_app.seal.envelope import Envelope, read_envelope
from icv_app.services.desk import Desk
from icv_app.services.membership import enrolment_answered
from icv_app.services.ports import RecordState, StoredRecord
from icv_app.services.roster_book import ROSTER_KINDS
from sync.client.channel import HttpChannel
from sync.client.transport import HttpTransport, Outgoing
from tests.builders import NOON
from tests.memory_scheme import MemoryScheme, SettableClock, a_scheme
from tests.torture.keeping import COMING, add, invite
from tests.torture.laptops import ADDRESS, Laptop, a_laptop, a_new_laptop
from tests.torture.network import Line, Network, Trouble
from tests.torture.server_here import ServerHere

AFTERNOON = NOON + timedelta(hours=3)
MOST_BACKUPS = 4
MOST_LAPTOPS = 11


@dataclass
class Tally:
    """What came of it, over all worlds.

    Attributes:
        acknowledged: Records that the server acknowledged to their authors.
        destroyed: Records of which the last copy was destroyed, by losing every disk it was on.
    """

    worlds: int = 0
    acknowledged: int = 0
    destroyed: int = 0
    lost: int = 0
    duplicated: int = 0


@dataclass
class World:
    """One scheme.

    Attributes:
        laptops: The coordinators' first, then the visitors'; new ones at the end.
        signed: Device, chain and number → the envelope that was signed under them.
        ever: Every record that was ever seen anywhere.
        destroyed: Those of which the last copy was destroyed.
        void: Statements of devices that were removed; those the server lacks at the end had no effect.
    """

    folder: Path
    clock: SettableClock
    server: ServerHere
    laptops: list[Laptop]
    network: Network = field(init=False)
    server_backups: list[bytes] = field(default_factory=list)
    bundles: list[Path] = field(default_factory=list)
    signed: dict[tuple[str, str, int], str] = field(default_factory=dict)
    ever: set[str] = field(default_factory=set)
    destroyed: set[str] = field(default_factory=set)
    void: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.network = Network(self.server, self.saw)

    @property
    def offices(self) -> list[Laptop]:
        """Laptops of coordinators that are let in."""
        return [one for one in self.working if one.desk.identity.coordinator and one.enrolled]

    @property
    def visitors(self) -> list[Laptop]:
        return [one for one in self.laptops if not one.desk.identity.coordinator and not one.gone]

    @property
    def working(self) -> list[Laptop]:
        return [one for one in self.laptops if not one.gone]

    @property
    def honest(self) -> list[Laptop]:
        """Laptops that belong to the scheme, as the coordinator who is never removed knows.

        Who was let in by somebody who was being removed believes it too, and is mistaken.
        """
        roster = self.laptops[0].device.roster
        active = {str(device.key_id) for device in roster.active_devices()}
        return [one for one in self.working if one.enrolled and one.desk.identity.device_id in active]

    def one_of(self, laptops: list[Laptop], number: int) -> Laptop:
        return laptops[number % len(laptops)]

    def does(self, laptop: Laptop, work: Callable[[Desk], object], crash: int | None = None) -> None:
        """Let a member work, perhaps until a crash, and look at what it has led to."""
        with laptop.at_risk(crash):
            work(laptop.desk)
        self.look_at(laptop)

    def syncs(self, laptop: Laptop, troubles: list[Trouble], where: float, crash: int | None = None) -> None:
        self.network.troubles, self.network.where = list(troubles), where
        self.does(laptop, lambda _desk: laptop.sync(self.network), crash)
        self.network.troubles = []

    def invites(self, office: Laptop, member: str) -> None:
        """A coordinator invites a laptop of a member, new ones too, who sets it up at once."""
        if len(self.laptops) >= MOST_LAPTOPS:
            return
        if member in COMING:
            self.does(office, lambda desk: add(desk, member))
        invitation = invite(office.desk, member)
        if invitation is not None:
            name = f"{member} {len(self.laptops)}"
            self.laptops.append(a_new_laptop(name, invitation, self.clock))
        self.look_at(office)

    def server_loses_disk(self, number: int, *, told: bool) -> None:
        with self.disaster():
            self.server.lose_disk(self.server_backups[number % len(self.server_backups)], told=told)

    def restores(self, laptop: Laptop, number: int) -> None:
        with self.disaster():
            laptop.restore(number)
        self.look_at(laptop)

    def saves_bundle(self, laptop: Laptop, crash: int | None) -> None:
        stick = self.folder / f"{len(self.bundles)}.icvbundle"

        def save(desk: Desk) -> None:
            try:
                save_bundle(desk.bundles, stick)
            except BadInput:
                return

        self.does(laptop, save, crash)
        if stick.exists():
            self.bundles.append(stick)

    def reads_bundle(self, laptop: Laptop, number: int, damage: float | None, crash: int | None) -> None:
        stick = self.bundles[number % len(self.bundles)]
        if damage is not None:
            data = stick.read_bytes()
            stick = self.folder / "damaged.icvbundle"
            stick.write_bytes(data[: int(damage * len(data))])

        def read(desk: Desk) -> None:
            try:
                load_bundle(desk.bundles, stick)
            except (BadInput, SealError):
                return

        self.does(laptop, read, crash)

    @contextmanager
    def disaster(self) -> Iterator[None]:
        """A disk is lost; what was nowhere else is gone, and no software brings it back."""
        before = self.everywhere()
        yield
        gone = before - self.everywhere()
        self.destroyed |= gone
        self.ever -= gone

    def everywhere(self) -> set[str]:
        """Every record of which there is a copy."""
        there = {str(name) for (name,) in self.server.rows("SELECT record_id FROM envelopes")}
        return there.union(*(_held_by(laptop) for laptop in self.working))

    def saw(self, envelope: Envelope) -> None:
        """An envelope has left a laptop: nothing else may ever be signed under its number."""
        header = envelope.header
        place = (header.author_device, header.chain_id, header.sequence)
        other = self.signed.setdefault(place, envelope.hash)
        assert other == envelope.hash, f"two envelopes were signed under {place}"

    def look_at(self, laptop: Laptop) -> None:
        """Check what must hold at every moment."""
        if laptop.gone:
            # By design: a removed device hands over what it wrote, but signs nobody in or out any more.
            records = laptop.store.saved_records.values()
            self.void |= {one.record_id for one in records if one.kind in ROSTER_KINDS and one.written_here}
            return
        for record in laptop.store.saved_records.values():
            if record.envelope is not None and record.verified:
                assert record.device is not None
                assert record.chain_id is not None
                assert record.sequence is not None
                assert record.envelope_hash is not None
                place = (str(record.device), record.chain_id, record.sequence)
                other = self.signed.setdefault(place, record.envelope_hash)
                assert other == record.envelope_hash, f"two envelopes were signed under {place}"
            if record.state is RecordState.ACCEPTED:
                laptop.acknowledged[record.record_id] = record.kind
        for name, kind in laptop.acknowledged.items():
            kept = laptop.store.saved_records.get(name)  # type: ignore[call-overload]
            assert kept is not None, f"{kind} {name} was acknowledged and is gone from {laptop.name}"
            assert kept.envelope is not None, f"{kind} {name} was acknowledged and lost its envelope"
        self.ever |= _held_by(laptop) - self.destroyed

    def close(self) -> None:
        self.server.close()


def a_world(folder: Path) -> World:
    """A scheme of two coordinators and three visitors, all up to date; some have two laptops."""
    scheme, disk = _template()
    clock = SettableClock(AFTERNOON)
    laptops = [a_laptop(device, clock) for device in scheme]
    world = World(folder, clock, ServerHere(folder, clock.now, disk), laptops, server_backups=[disk])
    for laptop in laptops:
        laptop.back_up()
        world.look_at(laptop)
    return world


@cache
def _template() -> tuple[MemoryScheme, bytes]:
    """The scheme before anything happens, with the disk of its server."""
    scheme = a_scheme()
    scheme.join("C-002", "C-002 at home")
    scheme.join("V-001", "V-001 at home")
    scheme.exchange()
    for device in scheme:
        device.desk.sync.forget_cursor()
        with device.store.open_unit() as unit:
            enrolment_answered(unit)
            unit.commit()
    with tempfile.TemporaryDirectory(prefix="icv-torture-") as folder:
        server = ServerHere(Path(folder), scheme.clock.now)
        root, *others = scheme.courier.filed
        server.register(root)
        line = Line(Network(server, lambda _envelope: None), lambda: None)
        office = scheme["C-001"]
        with HttpChannel(ADDRESS, signer=office.keys, clock=scheme.clock.now, inner=line) as channel:
            batch = [Outgoing(read_envelope(data).record_id, data) for data in others]
            HttpTransport(channel, office.desk.identity.scheme_id).push(batch)
        disk = server.disk()
        server.close()
    return scheme, disk


def _held_by(laptop: Laptop) -> set[str]:
    if not laptop.enrolled:
        return set()  # what is written before being let in is nobody else's, and may never be
    return {str(name) for name, record in laptop.store.saved_records.items() if _is_record(record)}


def _is_record(record: StoredRecord) -> bool:
    """Not what a bad line has made of one."""
    return record.written_here or record.verified
