"""What lies beside a vault whose owner was locked out: the request for help, and the fresh device's keys.

`help-request.json` is there from asking until the vault is open again. `new-device.json` stays: a
backup of the time before is brought to the fresh device by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from icv_app.errors import BadInput, SealError
from icv_app.seal.devices import DeviceKeys
from icv_app.seal.encoding import Base64, KeyIdText, decode, encode
from icv_app.seal.locked_out import HelpRequest
from icv_app.seal.own_keys import unwrap_device_keys
from icv_app.seal.slots import SlotFile
from icv_app.store.atomic_files import read_whole, sync_folder, write_whole
from icv_app.store.failures import damaged, files_explained
from icv_app.store.layout import HELP_REQUEST, NEW_DEVICE

_LIMIT = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class _RequestFile:
    slots: SlotFile
    device: Base64
    request: Base64
    answer: Base64 | None
    format: Literal["icv-help-waiting"] = "icv-help-waiting"
    version: Literal[1] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class _DeviceFile:
    device_id: KeyIdText
    device: Base64
    format: Literal["icv-new-device"] = "icv-new-device"
    version: Literal[1] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRequest:
    """A request for help that was made on this laptop.

    Attributes:
        slots: Open to the new passphrase; they hold the identity key to come, and no content key.
        device: The fresh device's keys under that identity key.
        answer: The coordinator's answer, once it was read.
    """

    slots: SlotFile
    device: bytes
    request: HelpRequest
    answer: bytes | None = None

    def keys(self, passphrase: str) -> tuple[bytes, DeviceKeys]:
        """Return the identity key to come, and the fresh device's keys.

        Raises:
            VaultLocked: It is not the passphrase that was chosen with the request.
            StoreError: The file is damaged.
        """
        identity = self.slots.open_with_passphrase(passphrase).identity
        try:
            return identity, unwrap_device_keys(self.device, identity)
        except SealError as error:
            raise damaged(f"{HELP_REQUEST}: {error}") from None


def read_help_request(folder: Path) -> WaitingRequest | None:
    """Return the request that waits in a vault's folder; `None` where nobody has asked.

    Raises:
        StoreError: It cannot be read.
    """
    path = folder / HELP_REQUEST
    with files_explained(path):
        if not path.exists():
            return None
    try:
        file = decode(_RequestFile, read_whole(path, limit=_LIMIT), limit=_LIMIT, what=HELP_REQUEST, newest=1)
        request = HelpRequest.from_bytes(file.request)
    except (SealError, BadInput) as error:
        raise damaged(f"{HELP_REQUEST}: {error}") from None
    return WaitingRequest(slots=file.slots, device=file.device, request=request, answer=file.answer)


def write_help_request(folder: Path, waiting: WaitingRequest) -> None:
    """Keep a request instead of any earlier one.

    Raises:
        StoreError: The earlier one is still there.
    """
    file = _RequestFile(
        slots=waiting.slots, device=waiting.device, request=waiting.request.data, answer=waiting.answer
    )
    write_whole(folder / HELP_REQUEST, encode(file))


def remove_help_request(folder: Path) -> None:
    """Forget the request; nothing happens where there is none.

    Raises:
        StoreError: It is still there.
    """
    path = folder / HELP_REQUEST
    with files_explained(path):
        path.unlink(missing_ok=True)
        sync_folder(folder)


def write_new_device(folder: Path, device_id: str, wrapped: bytes) -> None:
    """Keep the keys of the fresh device, as its vault's identity key wraps them.

    Raises:
        StoreError: An earlier device's are still there.
    """
    write_whole(folder / NEW_DEVICE, encode(_DeviceFile(device_id=device_id, device=wrapped)))


def read_new_device(folder: Path, identity_key: bytes) -> DeviceKeys | None:
    """Return the keys of the device this laptop was let in anew as; `None` where it never was.

    Not before its slots are in place, either: until then another identity key opens the vault.

    Raises:
        StoreError: The file cannot be read.
    """
    path = folder / NEW_DEVICE
    with files_explained(path):
        if not path.exists():
            return None
    try:
        file = decode(_DeviceFile, read_whole(path, limit=_LIMIT), limit=_LIMIT, what=NEW_DEVICE, newest=1)
    except SealError as error:
        raise damaged(f"{NEW_DEVICE}: {error}") from None
    try:
        return unwrap_device_keys(file.device, identity_key)
    except SealError:
        return None
