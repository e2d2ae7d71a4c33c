"""An unlocked vault, as far as the services are wired over it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from icv_app.seal.devices import OfficePublicKey
from icv_app.services.ports import UnitOfWork


class UnlockedVault(Protocol):
    """What the services need of a vault; `icv_app.store.vault.Vault` is one."""

    @property
    def identity_key(self) -> bytes:
        """Wraps the device's private keys."""
        ...

    @property
    def ended_uncleanly(self) -> bool:
        """Whether whoever had it open last never closed it."""
        ...

    @property
    def missing_changes(self) -> int:
        """How many of the last changes were lost; 0 once told."""
        ...

    def missing_changes_were_told(self) -> None:
        """Note that the user has been told of the lost changes."""
        ...

    def open_unit(self) -> UnitOfWork:
        """A transaction that may write."""
        ...

    def open_reading(self) -> UnitOfWork:
        """A transaction that only reads, beside a writer."""
        ...

    def clear_traces(self, erase: Callable[[UnitOfWork], None]) -> bool:
        """Remove from its files what may be left of what was erased."""
        ...

    def check(self) -> None:
        """Read and authenticate every page."""
        ...

    def close(self) -> None:
        """Lock it."""
        ...

    def destroy(self) -> None:
        """Lock it for good: destroy every slot that opens it or a backup of it."""
        ...

    def keep_office_slot(self, office: OfficePublicKey, *, scheme_id: str, device_id: str) -> bool:
        """Seal the content key to this office key; say whether it was due."""
        ...

    def asking_device(self) -> str | None:
        """The fresh device of a request for help that waits for its answer."""
        ...
