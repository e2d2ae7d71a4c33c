"""A scheme with real vaults and a real server process: a coordinator, and visitors who join it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from icv_app.bootstrap.wiring import SystemIds, open_desk, sync_with_server
from icv_app.domain.ids import MemberId, SchemeId
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.errors import NotYetEnrolled
from icv_app.seal.invitations import Invitation
from icv_app.seal.passphrases import KdfCost
from icv_app.services.desk import Desk
from icv_app.services.set_up import FoundedScheme, found_scheme, join_scheme
from icv_app.store.unlocking import create_vault
from icv_app.store.vault import Vault
from tests.builders import NOON, a_coordinator, a_member
from tests.builders import settings as some_settings
from tests.servers import RunningServer

CHEAP = KdfCost(iterations=1)
PASSPHRASE = "correct horse battery"
SCHEME_ID = SchemeId("0190a1f0-0000-7000-8000-000000000001")


@dataclass
class SettableClock:
    """The time of the story, moved by the test."""

    moment: datetime = NOON

    def now(self) -> datetime:
        return self.moment

    def forward(self, **by: float) -> None:
        self.moment += timedelta(**by)


@dataclass
class RealClock:
    """The time of the transport."""

    def now(self) -> datetime:
        return datetime.now(UTC)


@dataclass
class SchemeInLife:
    """Everybody of one scheme on one machine."""

    folder: Path
    server: RunningServer
    clock: SettableClock = field(default_factory=SettableClock)
    desks: dict[str, Desk] = field(default_factory=dict)
    vaults: dict[str, Vault] = field(default_factory=dict)
    founded: FoundedScheme | None = None

    def found(self, members: Sequence[Member] = (), settings: SchemeSettings | None = None) -> Desk:
        """The first coordinator founds the scheme and registers it with the server."""
        vault = self._vault("C-001")
        self.founded = found_scheme(
            vault.open_unit,
            self.clock,
            SystemIds(RealClock()),
            vault.identity_key,
            coordinator=a_coordinator(),
            settings=replace(settings or some_settings(), scheme_id=SCHEME_ID),
            server_url=self.server.url,
            kit_cost=CHEAP,
        )
        self.server.register(self.founded.root)
        desk = self._desk("C-001", vault)
        for member in members or (a_member(1), a_member(2)):
            desk.scheme.put_member(member)
        sync_with_server(desk)
        return desk

    def invite(self, member_id: str) -> Invitation:
        coordinator = self.desks["C-001"]
        invitation = coordinator.scheme.invite(MemberId(member_id))
        sync_with_server(coordinator)
        return invitation

    def join(self, member_id: str) -> Desk:
        """A member answers an invitation and is approved."""
        desk = self.a_new_laptop(member_id, self.invite(member_id))
        try:
            sync_with_server(desk)
        except NotYetEnrolled:
            pass
        else:
            raise AssertionError("let in without the coordinator")
        coordinator = self.desks["C-001"]
        sync_with_server(coordinator)
        for waiting in coordinator.scheme.waiting_to_join():
            coordinator.scheme.approve(waiting.locator)
        sync_with_server(coordinator)
        sync_with_server(desk)
        return desk

    def a_new_laptop(self, name: str, invitation: Invitation) -> Desk:
        """A device that was set up from an invitation and has told nobody yet."""
        vault = self._vault(name)
        join_scheme(vault.open_unit, RealClock(), vault.identity_key, invitation)
        return self._desk(name, vault)

    def close(self) -> None:
        for desk in self.desks.values():
            desk.lock()

    def _vault(self, name: str) -> Vault:
        vault, _code = create_vault(
            self.folder / name, PASSPHRASE, kdf_parameters=CHEAP, now=self.clock.now()
        )
        return vault

    def _desk(self, name: str, vault: Vault) -> Desk:
        desk = open_desk(vault, clock=self.clock, transport_clock=RealClock(), ids=SystemIds(RealClock()))
        self.desks[name] = desk
        self.vaults[name] = vault
        return desk
