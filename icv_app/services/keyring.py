"""The private keys of one vault: the device's own, and the office's on a coordinator's device."""

from __future__ import annotations

from collections.abc import Mapping

from icv_app.errors import NotFound
from icv_app.seal.devices import DeviceKeys, OfficeKey
from icv_app.seal.keys import KeyId, Opener
from icv_app.seal.own_keys import unwrap_device_keys, unwrap_office_key, wrap_device_keys, wrap_office_key
from icv_app.services.ports import UnitOfWork
from icv_app.words import _

_DEVICE = "device"
_OFFICE = "office/"


class KeyRing:
    """Reads and keeps private keys in a vault.

    The device's keys are wrapped once more by the vault's identity key, so that
    whoever can open the content (an office slot) still cannot sign as this device.

    What is kept between transactions names the keys it was read from, so that threads and
    transactions that were given up never leave a key here that the vault does not hold.
    """

    def __init__(self, identity_key: bytes) -> None:
        self._identity_key = identity_key
        self._device: DeviceKeys | None = None
        self._openers: tuple[tuple[str, ...], Mapping[KeyId, Opener]] | None = None

    def forget(self) -> None:
        """Drop every key: the vault was locked."""
        self._identity_key = b""
        self._device = None
        self._openers = None

    def keep_device(self, unit: UnitOfWork, keys: DeviceKeys) -> None:
        """Store this device's own keys."""
        unit.keys.put(_DEVICE, wrap_device_keys(keys, self._identity_key))
        self._device = None
        self._openers = None

    def device(self, unit: UnitOfWork) -> DeviceKeys:
        """Return this device's own keys.

        Raises:
            NotFound: The vault has none: it was never set up.
            SealError: They are damaged.
        """
        device = self._device
        if device is None:
            wrapped = unit.keys.find(_DEVICE)
            if wrapped is None:
                raise NotFound(
                    "vault without device keys",
                    user_text=_("This vault was not set up completely. Set it up again from an invitation."),
                )
            device = unwrap_device_keys(wrapped, self._identity_key)
            self._device = device
        return device

    def keep_office(self, unit: UnitOfWork, office: OfficeKey) -> None:
        """Store the office's key of one epoch."""
        name = f"{_OFFICE}{office.epoch}/{office.key_id}"
        unit.keys.put(name, wrap_office_key(office, self._identity_key))

    def office_keys(self, unit: UnitOfWork) -> tuple[OfficeKey, ...]:
        """Return the office keys this vault holds, oldest epoch first; none on a visitor's device."""
        found = []
        for name in unit.keys.names():
            raw = unit.keys.find(name) if name.startswith(_OFFICE) else None
            if raw is not None:
                epoch = int(name.split("/")[1])
                found.append(unwrap_office_key(raw, epoch, self._identity_key))
        return tuple(sorted(found, key=lambda key: key.epoch))

    def openers(self, unit: UnitOfWork) -> Mapping[KeyId, Opener]:
        """Return every key this vault can open envelopes with, by key id."""
        names, kept = tuple(unit.keys.names()), self._openers
        if kept is not None and kept[0] == names:
            return kept[1]
        device = self.device(unit)
        keys: dict[KeyId, Opener] = {device.key_id: device}
        keys.update({office.key_id: office for office in self.office_keys(unit)})
        self._openers = (names, keys)
        return keys
