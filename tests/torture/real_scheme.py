"""A scheme of real vaults, large enough to torture: everybody is let in before it begins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from icv_app.bootstrap.wiring import StoppedClock, SystemClock, SystemIds, open_desk
from icv_app.domain.ids import MemberId, SchemeId
from icv_app.seal.passphrases import KdfCost
from icv_app.seal.slots import VaultKeys
from icv_app.services.desk import Desk
from icv_app.services.membership import enrolment_answered
from icv_app.services.ports_sync import EnrolmentReceived
from icv_app.services.set_up import found_scheme, join_scheme
from icv_app.store.layout import hold
from icv_app.store.slots_file import read_slots
from icv_app.store.unlocking import create_vault
from icv_app.store.vault import Vault
from tests.builders import NOON, a_coordinator, a_member, settings
from tests.memory_scheme import VISITORS

SCHEME_ID = SchemeId("0190a1f0-0000-7000-8000-000000000002")
PASSPHRASE = "kettle orchard lantern quarry"
CHEAP = KdfCost(iterations=1)
AFTERNOON = StoppedClock(NOON + timedelta(hours=3))
"""By which everybody works; requests go by real time."""


@dataclass(frozen=True)
class Seat:
    """Where a member's vault lies, and what opens it without its slow passphrase."""

    member: str
    folder: Path
    vault_id: str
    keys: VaultKeys

    @contextmanager
    def at_work(self, through: Callable[[Vault], Any] = lambda vault: vault) -> Iterator[Desk]:
        """The member's desk, until the block ends.

        Args:
            through: What its services see of the vault.
        """
        keys = VaultKeys(self.keys.content, self.keys.identity)
        with Vault(self.folder, self.vault_id, keys, hold(self.folder), AFTERNOON.now()) as vault:
            yield open_desk(through(vault), clock=AFTERNOON, ids=SystemIds(SystemClock()))


@dataclass(frozen=True)
class RealScheme:
    """Everybody of it, coordinators first; `root` is for `icv-server init-scheme`."""

    root: bytes
    seats: tuple[Seat, ...]


def a_real_scheme(folder: Path, members: int, server_url: str) -> RealScheme:
    """Found a scheme of so many members, two of them coordinators, and let all of them in."""
    first = _vault(folder, "C-001")
    founded = found_scheme(
        first.open_unit,
        AFTERNOON,
        SystemIds(SystemClock()),
        first.identity_key,
        coordinator=a_coordinator(),
        settings=replace(settings(), scheme_id=SCHEME_ID),
        server_url=server_url,
        kit_cost=CHEAP,
    )
    office = open_desk(first, clock=AFTERNOON, ids=SystemIds(SystemClock()))
    visitors = max(members - 2, len(VISITORS))
    for member in (a_coordinator(member_id=MemberId("C-002")), *map(a_member, range(1, visitors + 1))):
        office.scheme.put_member(member)
    others = ["C-002", *(f"V-{number:03d}" for number in range(1, members - 1))]
    for name in others:
        _let_in(office, folder, name)
    office.lock()
    return RealScheme(founded.root, tuple(_seat(folder, name) for name in ["C-001", *others]))


def _let_in(office: Desk, folder: Path, name: str) -> None:
    invitation = office.scheme.invite(MemberId(name))
    vault = _vault(folder, name)
    _identity, request = join_scheme(vault.open_unit, SystemClock(), vault.identity_key, invitation)
    with vault.open_unit() as unit:
        enrolment_answered(unit)
        unit.commit()
    vault.close()
    now = datetime.now(UTC)
    received = EnrolmentReceived(locator=invitation.locator, request=request, received_at=now)
    office.sync.save_enrolments([received])
    office.scheme.approve(invitation.locator)


def _vault(folder: Path, name: str) -> Vault:
    vault, _code = create_vault(folder / name, PASSPHRASE, kdf_parameters=CHEAP, now=AFTERNOON.now())
    return vault


def _seat(folder: Path, name: str) -> Seat:
    slots = read_slots(folder / name)
    return Seat(name, folder / name, slots.vault_id, slots.open_with_passphrase(PASSPHRASE))
