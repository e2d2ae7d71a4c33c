"""Private keys as a vault keeps them: sealed once more, under the vault's identity key.

The office slot opens a vault's content but not its identity key, so whoever helps a volunteer back
in can read, and can never sign as that volunteer.
"""

from __future__ import annotations

from icv_app.seal.cipher import derive_key, open_bytes, seal_bytes
from icv_app.seal.devices import DeviceKeys, OfficeKey
from icv_app.seal.encoding import canonical_json
from icv_app.seal.keys import SealingKeys

_LABEL = "icv-own-key-v1"


def wrap_device_keys(keys: DeviceKeys, identity_key: bytes) -> bytes:
    """Return a device's private keys, sealed under the vault's 32-byte identity key."""
    return _wrap(["device"], keys.private_bytes(), identity_key)


def unwrap_device_keys(wrapped: bytes, identity_key: bytes) -> DeviceKeys:
    """Return the keys that `wrap_device_keys` sealed.

    Raises:
        SealError: The identity key is another, or the bytes are damaged.
    """
    return DeviceKeys.from_private_bytes(_unwrap(["device"], wrapped, identity_key))


def wrap_office_key(office: OfficeKey, identity_key: bytes) -> bytes:
    """Return an office key, sealed under a coordinator's vault's identity key."""
    return _wrap(["office", office.epoch], office.keys.private_bytes(), identity_key)


def unwrap_office_key(wrapped: bytes, epoch: int, identity_key: bytes) -> OfficeKey:
    """Return the key of this epoch that `wrap_office_key` sealed.

    Raises:
        SealError: The identity key or the epoch is another, or the bytes are damaged.
    """
    private = _unwrap(["office", epoch], wrapped, identity_key)
    return OfficeKey(epoch, SealingKeys.from_private_bytes(private))


def _wrap(name: list[str | int], private: bytes, identity_key: bytes) -> bytes:
    return seal_bytes(derive_key(identity_key, _LABEL), private, canonical_json([_LABEL, *name]))


def _unwrap(name: list[str | int], wrapped: bytes, identity_key: bytes) -> bytes:
    key = derive_key(identity_key, _LABEL)
    return open_bytes(key, wrapped, canonical_json([_LABEL, *name]), what=f"own key {name[0]}")
