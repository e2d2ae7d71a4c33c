"""Laptops that crash between any two steps, and go on from what was committed or from an old backup."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from icv_app.bootstrap.wiring import answer_invitation, end_for_good
from icv_app.errors import SyncError
from icv_app.seal.invitations import Invitation
from icv_app.services.desk import Desk
from icv_app.services.membership import waiting_enrolment
from icv_app.services.ports import RESTORED
from icv_app.services.set_up import join_scheme
from sync.client.channel import HttpChannel
from sync.client.failures import ServerRefused
from sync.client.heads import HeadErrand
from sync.client.transport import HttpTransport
from sync.client.worker import SyncReport, sync_once
from sync.wire import Code
from tests.fakes.memory_store import MemoryStore, MemoryUnit
from tests.memory_scheme import Device, MemoryVault, SettableClock, opened
from tests.torture.network import Line, Network

ADDRESS = "http://courier.example"
PAGE = 5
"""So many records come in one page: what belongs together comes in several."""


class Crash(BaseException):
    """The process ends here."""


@dataclass
class Fuse:
    """Ends the process after so many steps; `None` never does."""

    steps: int | None = None

    def step(self) -> None:
        if self.steps is not None:
            self.steps -= 1
            if self.steps < 0:
                self.steps = None
                raise Crash


class FragileUnit(MemoryUnit):
    """A transaction that may end before or after it is committed."""

    def __init__(self, store: MemoryStore, fuse: Fuse) -> None:
        super().__init__(store)
        self._fuse = fuse

    def commit(self) -> None:
        self._fuse.step()
        super().commit()
        self._fuse.step()


@dataclass
class FragileVault(MemoryVault):
    """A vault whose process may end at every commit.

    Attributes:
        destroyed: Its slots are gone: nothing opens it, or a backup of it.
    """

    fuse: Fuse = field(default_factory=Fuse)
    destroyed: bool = False

    def open_unit(self) -> MemoryUnit:
        return FragileUnit(self.store, self.fuse)

    def destroy(self) -> None:
        self.destroyed = True
        super().destroy()


@dataclass
class Laptop:
    """One device of a member, through crashes and restores.

    Attributes:
        starts: How often the application was started on it.
        backups: Copies of its vault, oldest first, with what the server had acknowledged.
        acknowledged: Record id → digest of what the server acknowledged, as this vault knows.
    """

    name: str
    vault: FragileVault
    device: Device
    starts: int = 0
    backups: list[tuple[MemoryStore, dict[str, str]]] = field(default_factory=list)
    acknowledged: dict[str, str] = field(default_factory=dict)

    @property
    def desk(self) -> Desk:
        return self.device.desk

    @property
    def store(self) -> MemoryStore:
        return self.vault.store

    @property
    def member(self) -> str:
        return self.desk.identity.member_id

    @property
    def enrolled(self) -> bool:
        return self.desk.scheme.enrolled()

    @property
    def gone(self) -> bool:
        """Whether it was removed and its slots are destroyed."""
        return self.vault.destroyed

    def start(self) -> None:
        """Start the application anew over what was committed."""
        self.starts += 1
        self.vault.fuse.steps = None
        clock = self.device.clock
        self.device = opened(self.name, self.vault, clock, seed=f"start {self.starts}")

    def back_up(self) -> None:
        copy = self.store.copy()
        with copy.open_unit() as unit:
            unit.meta.put(RESTORED, "yes")
            unit.commit()
        self.backups.append((copy, dict(self.acknowledged)))

    def restore(self, number: int) -> None:
        """Put a backup in the place of the vault."""
        copy, acknowledged = self.backups[number % len(self.backups)]
        self.vault.store = copy.copy()
        self.acknowledged = dict(acknowledged)
        self.start()

    @contextmanager
    def at_risk(self, steps: int | None) -> Iterator[None]:
        """Work that ends after so many steps, if it takes so many; then the application is started anew."""
        self.vault.fuse.steps = steps
        try:
            yield
        except Crash:
            self.start()
        finally:
            self.vault.fuse.steps = None

    def sync(self, network: Network) -> SyncReport | SyncError:
        """Synchronise as the application does, over this network; return how it went."""
        clock, desk = self.device.clock, self.desk
        line = Line(network, self.vault.fuse.step)
        with HttpChannel(ADDRESS, signer=self.device.keys, clock=clock.now, inner=line) as channel:
            try:
                return _synchronised(desk, channel, clock)
            except SyncError as error:
                return error


def a_laptop(device: Device, clock: SettableClock) -> Laptop:
    """A laptop that goes on from a device's vault, which stays as it is."""
    vault = FragileVault(device.store.copy(), device.vault.identity_key)
    return Laptop(device.name, vault, opened(device.name, vault, clock))


def a_new_laptop(name: str, invitation: Invitation, clock: SettableClock) -> Laptop:
    """A laptop set up with an invitation, and not let in yet."""
    vault = FragileVault(MemoryStore(), name.encode().ljust(32, b"."))
    join_scheme(vault.open_unit, clock, vault.identity_key, invitation)
    laptop = Laptop(name, vault, opened(name, vault, clock))
    laptop.back_up()
    return laptop


def _synchronised(desk: Desk, channel: HttpChannel, clock: SettableClock) -> SyncReport:
    with desk.open_unit() as unit:
        enrolment = waiting_enrolment(unit)
    if enrolment is not None:
        try:
            answer_invitation(desk, channel, *enrolment)
        except ServerRefused as refused:
            if refused.code == Code.DEVICE_REMOVED:
                end_for_good(desk, channel)
            raise
    server = HttpTransport(channel, desk.identity.scheme_id, page_items=PAGE)
    report = sync_once(
        desk.sync,
        server,
        clock=clock.now,
        heads=HeadErrand(desk.heads, server),
        pause=lambda seconds: clock.forward(seconds=seconds),
        jitter=lambda: 0.5,
    )
    if isinstance(report.failure, ServerRefused) and report.failure.code == Code.DEVICE_REMOVED:
        end_for_good(desk, channel)
    if report.complete:
        desk.devices.replace_lost_office_key()
        desk.scheme.hand_on_keys()
    return report
