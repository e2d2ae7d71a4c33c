"""A member's device in the demo: its desk, its clock, and one connection to the server kept open."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from icv_app.bootstrap.wiring import SystemClock, open_desk
from icv_app.demo.clock import SeededIds, SettableClock
from icv_app.seal.invitations import Invitation
from icv_app.seal.passphrases import KdfCost
from icv_app.services.desk import Desk
from icv_app.services.membership import PRESENT_AT, enrolment_answered
from icv_app.services.set_up import join_scheme
from icv_app.store.unlocking import create_vault
from icv_app.store.vault import Vault
from sync.client.channel import HttpChannel
from sync.client.enrol import send_enrolment
from sync.client.heads import HeadErrand
from sync.client.transport import HttpTransport
from sync.client.worker import SyncReport, sync_once


@dataclass(slots=True)
class Device:
    """One member's device, its vault unlocked.

    Attributes:
        clock: What the services go by; transport goes by real time.
    """

    vault: Vault
    desk: Desk
    clock: SettableClock
    channel: HttpChannel
    _sealed_until: datetime | None = field(default=None)

    @classmethod
    def of(cls, vault: Vault, clock: SettableClock, ids: SeededIds, server_url: str) -> Device:
        """Open the desk of a vault that belongs to a scheme."""
        desk = open_desk(vault, clock=clock, ids=ids)
        with desk.open_unit() as unit:
            signer = desk.keyring.device(unit)
        return cls(vault, desk, clock, HttpChannel(server_url, signer=signer))

    @classmethod
    def joining(
        cls, folder: Path, passphrase: str, cost: KdfCost, invitation: Invitation, seed: int, at: datetime
    ) -> Device:
        """Make a vault from an invitation and send its keys to the server; a coordinator approves them then.

        Args:
            folder: Of the vault.
            passphrase: Opens it.
            cost: Of trying one.
            invitation: For one device.
            seed: Of the demo.
            at: The day in the demo's year, UTC.

        Raises:
            IcvError: The vault or the server refuses.
        """
        real = SystemClock()
        clock = SettableClock(at)
        vault, _code = create_vault(folder, passphrase, kdf_parameters=cost, now=real.now())
        _identity, request = join_scheme(vault.open_unit, real, vault.identity_key, invitation)
        ids = SeededIds(clock, seed, invitation.member_id)
        device = cls.of(vault, clock, ids, invitation.server_url or "")
        send_enrolment(device.channel, invitation.locator, request)
        return device

    def enrolled(self) -> None:
        """Note that the coordinator has approved this device, and fetch the scheme."""
        with self.desk.open_unit() as unit:
            enrolment_answered(unit)
            unit.commit()
        self.synchronise()

    def synchronise(self) -> SyncReport:
        """Send and fetch everything once.

        What is sealed now was written before, so the envelope's time never goes backwards.

        Raises:
            SyncError: The server could not be reached, or refused.
        """
        now = self.clock.now()
        self._sealed_until = max(now, self._sealed_until or now)
        self.clock.set(self._sealed_until)
        transport = HttpTransport(self.channel, self.desk.identity.scheme_id)
        heads = HeadErrand(self.desk.heads, transport)
        report = sync_once(self.desk.sync, transport, clock=SystemClock().now, heads=heads)
        if report.failure is not None:
            raise report.failure
        return report

    def settle(self, present: datetime) -> None:
        """Mark the vault as living at a moment of the past (UTC), so that it is opened there."""
        self.desk.sync.note_sync_ended()
        with self.desk.open_unit() as unit:
            unit.meta.put(PRESENT_AT, present.isoformat())
            unit.commit()

    def close(self) -> None:
        """Close the connection and lock the vault."""
        self.channel.close()
        self.desk.lock()
