"""A visitor's and a coordinator's laptop with real vaults, as every trial of a failing disk begins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from icv_app.bootstrap.wiring import StoppedClock, SystemClock, SystemIds, open_desk
from icv_app.domain.ids import MemberId, VisitId
from icv_app.seal.slots import VaultKeys
from icv_app.services.desk import Desk
from icv_app.services.ports_sync import PulledRecord
from icv_app.services.set_up import join_scheme
from icv_app.store.backup import backup
from icv_app.store.layout import hold
from icv_app.store.slots_file import read_slots
from icv_app.store.unlocking import create_vault
from icv_app.store.vault import Vault
from tests.builders import NOON
from tests.memory_scheme import CHEAP, Device, MemoryScheme, a_scheme

PASSPHRASE = "kettle orchard lantern quarry"
LATER = NOON + timedelta(hours=4)
CURSOR = "after the page"
EARLIER_KIT = b"an earlier kit"


@dataclass(frozen=True, slots=True)
class Laptop:
    """A locked vault in `folder / "vault"`.

    Attributes:
        draft: A draft that may be submitted, with one edit that may be undone.
        page: What the server would hand over next.
    """

    folder: Path
    draft: VisitId
    page: tuple[PulledRecord, ...]

    @property
    def vault(self) -> Path:
        return self.folder / "vault"

    def at(self, folder: Path) -> Laptop:
        """The same laptop, copied elsewhere by the caller."""
        return replace(self, folder=folder)


_KEYS: dict[str, VaultKeys] = {}


def opened(folder: Path) -> Vault:
    """Open a vault by its keys, derived once: a passphrase costs more than all the rest of a trial."""
    held = hold(folder)
    try:
        slots = read_slots(folder)
        if slots.vault_id not in _KEYS:
            _KEYS[slots.vault_id] = slots.open_with_passphrase(PASSPHRASE)
        keys = _KEYS[slots.vault_id]
        return Vault(folder, slots.vault_id, VaultKeys(keys.content, keys.identity), held, LATER)
    except BaseException:
        held.release()
        raise


def desk_of(vault: Vault) -> Desk:
    clock = StoppedClock(LATER)
    return open_desk(vault, clock=clock, transport_clock=clock, ids=SystemIds(SystemClock()))


def a_visitors_and_an_offices(folder: Path) -> tuple[Laptop, Laptop]:
    """Make both: members of one scheme, up to date, backed up, and locked."""
    scheme = a_scheme()
    made = {name: _join(scheme, folder / name, name) for name in ("V-003", "C-002")}
    drafts = {name: _draft(scheme, name) for name in made}
    for name, vault in made.items():
        scheme.courier.fetch(scheme[name])
        desk = scheme[name].desk
        desk.visits.change(drafts[name], lambda visit: replace(visit, travel_minutes=41))
        backup(vault, LATER)
    for name in ("V-001", "V-002"):
        scheme.courier.fetch(scheme[name])
    scheme.filed_by("V-001", visitors=(MemberId("V-001"), MemberId("V-003")))
    scheme.filed_by("V-002", visitors=(MemberId("V-002"), MemberId("V-003")))
    scheme.exchange("V-001", "V-002")
    laptops = []
    for name, vault in made.items():
        after = int(scheme[name].desk.sync.cursor() or "0")
        new = [one for one in scheme.courier.for_device(scheme[name]) if (one.position or 0) > after]
        laptops.append(Laptop(folder / name, drafts[name], tuple(new)))
        vault.close()
    visitor, office = laptops
    assert visitor.page
    assert office.page
    return visitor, office


def _join(scheme: MemoryScheme, folder: Path, name: str) -> Vault:
    folder.mkdir()
    (folder / "stick").mkdir()
    (folder / "stick" / "office.icvkit").write_bytes(EARLIER_KIT)
    vault, _code = create_vault(folder / "vault", PASSPHRASE, kdf_parameters=CHEAP, now=LATER)
    invitation = scheme.invite(name)
    _identity, request = join_scheme(vault.open_unit, scheme.clock, vault.identity_key, invitation)
    desk = open_desk(vault, clock=scheme.clock, transport_clock=scheme.clock, ids=SystemIds(SystemClock()))
    scheme.answered(invitation, request)
    scheme["C-001"].desk.scheme.approve(invitation.locator)
    scheme.courier.send(scheme["C-001"])
    # What is asked of a device of the kit is its desk and its clock.
    device = Device(name, vault, desk, scheme.clock)  # type: ignore[arg-type]
    scheme.devices[name] = device
    scheme.courier.fetch(device)
    return vault


def _draft(scheme: MemoryScheme, name: str) -> VisitId:
    if name.startswith("V"):
        return scheme.draft_by(name).visit_id
    return scheme[name].desk.visits.start().visit_id


def content_of(vault: Vault) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with vault._engine.connect() as connection:
        names = [
            row[0]
            for row in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        return {
            name: sorted(
                (tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name}")), key=repr
            )
            for name in names
        }


def without_shared_memory(_folder: str, names: list[str]) -> list[str]:
    """For copying a folder as a crash leaves it."""
    return [name for name in names if name.endswith(("-shm", ".lock"))]
