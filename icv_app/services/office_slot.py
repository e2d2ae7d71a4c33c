"""This vault's slot for the office: sealed to its key of today, so that it can help a volunteer back in."""

from __future__ import annotations

from typing import Protocol

from icv_app.domain.ids import DeviceId
from icv_app.seal.devices import OfficePublicKey
from icv_app.seal.keys import KeyId
from icv_app.services.identity import Identity
from icv_app.services.ports import OpenUnit, UnitOfWork
from icv_app.services.roster_book import RosterBook


class SlotKeeper(Protocol):
    """As much of a vault as knows its slots."""

    def keep_office_slot(self, office: OfficePublicKey, *, scheme_id: str, device_id: str) -> bool:
        """Seal the content key to this office key instead of any earlier one; say whether it was due."""
        ...

    def asking_device(self) -> str | None:
        """Return the fresh device of a request for help that waits for its answer; `None` without one."""
        ...


class OfficeSlotService:
    """Keeps the office slot of one vault up to date. Holds no state of its own."""

    def __init__(
        self, open_reading: OpenUnit, identity: Identity, rosters: RosterBook, slots: SlotKeeper
    ) -> None:
        self._open_reading = open_reading
        self._identity = identity
        self._rosters = rosters
        self._slots = slots

    def renew(self) -> bool:
        """Seal the slot to the office's newest key, if it is not; return whether that was due.

        The slots for former keys are gone then, those beside backups too. A device that is not in
        the scheme, or not yet, gets none.

        Raises:
            StoreError: The earlier slot is still there; the next call goes on.
        """
        with self._open_reading() as unit:
            if not self._belongs(unit, self._identity.device_id):
                return False
            office = self._rosters.current(unit).office
        return self._slots.keep_office_slot(
            office, scheme_id=self._identity.scheme_id, device_id=self._identity.device_id
        )

    def successor_let_in(self) -> bool:
        """Whether the fresh device that this vault asked for help with has been let in already."""
        asking = self._slots.asking_device()
        with self._open_reading() as unit:
            return asking is not None and self._belongs(unit, DeviceId(asking))

    def _belongs(self, unit: UnitOfWork, device: DeviceId) -> bool:
        return self._rosters.known(unit) and self._rosters.current(unit).role_of(KeyId(device)) is not None
