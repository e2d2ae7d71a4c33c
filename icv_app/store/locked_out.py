"""The way back into a vault whose passphrase is forgotten, with the office's help.

Everything that is needed to go on lies beside the vault at every moment, so a laptop that is
switched off between two steps goes on where it was. Until the new slots are in place, the old
passphrase and the recovery code open the vault as before.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import structlog
from filelock import FileLock

from icv_app.domain.ids import DeviceId, uuid7
from icv_app.errors import BadInput, NotFound, StoreError, VaultLocked
from icv_app.seal.devices import DeviceKeys
from icv_app.seal.locked_out import HelpRequest, make_request, open_answer
from icv_app.seal.own_keys import wrap_device_keys
from icv_app.seal.passphrases import KdfCost
from icv_app.seal.slots import SlotFile, VaultKeys
from icv_app.services.locked_out import take_over
from icv_app.services.membership import read_belonging
from icv_app.store.backup import refresh_slots
from icv_app.store.help_files import (
    WaitingRequest,
    read_help_request,
    read_new_device,
    remove_help_request,
    write_help_request,
    write_new_device,
)
from icv_app.store.layout import hold
from icv_app.store.slots_file import changing_slots, read_slots, write_slots
from icv_app.store.vault import Vault
from icv_app.store.wrong_tries import WrongTries
from icv_app.words import _

_log = structlog.get_logger(__name__)


def ask_for_help(folder: Path, passphrase: str, *, kdf_parameters: KdfCost, now: datetime) -> HelpRequest:
    """Make a fresh device key under a new passphrase, and the request that goes to the coordinator.

    An earlier request is forgotten: an answer to it opens nothing any more.

    Raises:
        BadInput: The passphrase is empty or not text.
        NotFound: The office has no slot in this vault.
        StoreError: The vault is open elsewhere, or the disk refuses.
    """
    held = hold(folder)
    try:
        slots = read_slots(folder)
        if slots.office is None:
            raise NotFound(
                "vault without an office slot",
                user_text=_(
                    "This laptop has never heard from the office, so nobody there can open it. "
                    "Only the passphrase or the recovery code can."
                ),
            )
        keys, device = VaultKeys.generate(), DeviceKeys.generate()
        request = make_request(slots.vault_id, slots.office, device, now)
        waiting = WaitingRequest(
            # The content key is not known here: what stands in its place opens nothing.
            slots=SlotFile(vault_id=slots.vault_id).with_passphrase(keys, passphrase, kdf_parameters),
            device=wrap_device_keys(device, keys.identity),
            request=request,
        )
        write_help_request(folder, waiting)
    finally:
        held.release()
    _log.info("asked for help", vault=slots.vault_id, device=device.key_id)
    return request


def let_back_in(folder: Path, passphrase: str, answer: bytes | None, *, now: datetime) -> tuple[Vault, str]:
    """Open the vault with the coordinator's answer; return it with its new recovery code.

    Args:
        folder: Of the vault.
        passphrase: The one chosen with the request.
        answer: The coordinator's file; `None` to go on with one that was read before.
        now: UTC.

    Raises:
        NotFound: No request waits here, or no answer was read yet.
        VaultLocked: It is not that passphrase, or the delay after wrong ones is not over.
        BadInput: The answer is none, or answers another request.
        StoreError: The vault is damaged or open elsewhere, or the disk refuses; calling again goes on.
    """
    held = hold(folder)
    try:
        waiting = _waiting(folder)
        identity, device = _tried(folder, waiting, passphrase, now)
        given = answer if answer is not None else waiting.answer
        if given is None:
            raise NotFound(
                "help request: no answer yet", user_text=_("Choose the coordinator's answer first.")
            )
        content = open_answer(given, waiting.request, device)
        keys = VaultKeys(content, identity)
        vault = _opened(folder, waiting, keys, held, now)
    except BaseException:
        held.release()
        raise
    try:
        write_help_request(folder, replace(waiting, answer=given))
        write_new_device(folder, device.key_id, wrap_device_keys(device, identity))
        _take_over(vault, device, now)
        code = _renew_slots(folder, waiting, keys, passphrase)
        remove_help_request(folder)
    except BaseException:
        vault.close()
        raise
    _log.info("let back in", vault=vault.vault_id, device=device.key_id)
    return vault, code


def settle_new_device(vault: Vault, now: datetime) -> None:
    """Bring a vault that was just unlocked to the device it was let in anew as, where it is another's.

    So after a restored backup of the time before, and after a crash while being let back in.

    Raises:
        VaultLocked: It was opened as before, and an answer that was read waits to be used to its end.
        StoreError: The disk refuses; the next unlocking goes on.
    """
    device = read_new_device(vault.folder, vault.identity_key)
    waiting = read_help_request(vault.folder)
    if device is None:
        if waiting is not None and waiting.answer is not None:
            raise VaultLocked(
                "the coordinator's answer was read and not used to its end",
                user_text=_(
                    "Your coordinator's answer was read but not used to its end. Choose “I have forgotten my "
                    "passphrase” and go on with the passphrase you chose when you asked for help."
                ),
            )
        return
    with vault.open_reading() as unit:
        belonging = read_belonging(unit)
    if belonging is not None and belonging.identity.device_id != DeviceId(device.key_id):
        _take_over(vault, device, now)
    if waiting is not None and waiting.request.keys.key_id == device.key_id:
        remove_help_request(vault.folder)


def _waiting(folder: Path) -> WaitingRequest:
    waiting = read_help_request(folder)
    if waiting is None:
        raise NotFound(
            "no help request waits",
            user_text=_("No request for help waits on this laptop, so there is nothing to answer."),
        )
    return waiting


def _tried(folder: Path, waiting: WaitingRequest, passphrase: str, now: datetime) -> tuple[bytes, DeviceKeys]:
    tries = WrongTries(folder)
    tries.refuse_too_soon(now)
    try:
        found = waiting.keys(passphrase)
    except VaultLocked as error:
        tries.count(now)
        raise VaultLocked(
            str(error),
            user_text=_(
                "That is not the passphrase you chose when you asked for help. "
                "Try again, or ask for help once more with another."
            ),
        ) from None
    tries.forget()
    return found


def _opened(folder: Path, waiting: WaitingRequest, keys: VaultKeys, held: FileLock, now: datetime) -> Vault:
    try:
        return Vault(folder, waiting.slots.vault_id, keys, held, now)
    except StoreError as error:
        if "NOTADB" not in str(error):
            raise
        raise BadInput(
            f"help answer: does not open the vault: {error}",
            user_text=_("This answer does not open this vault. Nothing was changed; ask for help once more."),
        ) from None


def _take_over(vault: Vault, device: DeviceKeys, now: datetime) -> None:
    chain_id = uuid7(int(now.timestamp() * 1000), os.urandom(10))
    with vault.open_unit() as unit:
        take_over(unit, device, vault.identity_key, chain_id)
        unit.commit()


def _renew_slots(folder: Path, waiting: WaitingRequest, keys: VaultKeys, passphrase: str) -> str:
    """Put slots in place that only the new passphrase and a new recovery code open, backups' too."""
    cost = waiting.slots.secrets[0].cost
    with changing_slots:
        slots = SlotFile(vault_id=waiting.slots.vault_id).with_passphrase(keys, passphrase, cost)
        slots, code = slots.with_recovery_code(keys, cost)
        write_slots(folder, slots)
        refresh_slots(folder)
    return code
