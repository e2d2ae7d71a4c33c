"""Bringing the office back on a bare machine, over the network."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from icv_app.bootstrap.unlocked import UnlockedVault
from icv_app.bootstrap.wiring import SystemClock, SystemIds, open_desk, sync_with_server
from icv_app.errors import BadInput, SyncError
from icv_app.seal.envelope import read_envelope
from icv_app.seal.recovery_kit import KIT_LIMIT, open_recovery_kit
from icv_app.services.desk import Desk
from icv_app.services.ports_sync import PulledRecord, Refusal
from icv_app.services.recovering import Recovery
from icv_app.words import _
from sync.client.channel import HttpChannel
from sync.client.failures import ServerRefused
from sync.client.transport import HttpTransport, Outgoing
from sync.wire import Code


def recover_office(
    vault: UnlockedVault, kit_file: Path, code: str, server_url: str, member_id: str = ""
) -> Desk:
    """Fill a fresh vault from the recovery kit and the server, and sign the lost laptop out.

    Blocks for as long as fetching everything takes. Where it fails, the vault is of no use; what
    was signed so far does no harm, and trying again signs the unfinished device out too.

    Raises:
        BadInput: The file is no kit, the words are mistyped, or a newer kit was made.
        SealError: The code belongs to another kit, or the server's records are not the kit's scheme's.
        SyncError: The server could not be reached or refused.
        StoreError: The disk refuses.
    """
    kit = open_recovery_kit(_read(kit_file), code)
    clock = SystemClock()
    with HttpChannel(server_url, signer=kit.standby) as channel:
        transport = HttpTransport(channel, kit.scheme_id)
        recovery = Recovery(
            vault.open_unit,
            clock,
            SystemIds(clock),
            vault.identity_key,
            kit,
            _roster(transport),
            member_id,
        )
        joined = recovery.begin(server_url)
        _send(transport, joined)
        desk = open_desk(vault)
        sync_with_server(desk)
        removed = recovery.remove_lost()
        _send(transport, removed)
    recovery.finish([*joined, *removed])
    sync_with_server(desk)
    return desk


def _roster(transport: HttpTransport) -> list[PulledRecord]:
    try:
        return transport.roster()
    except ServerRefused as refused:
        if refused.code != Code.UNKNOWN_DEVICE:
            raise
        raise BadInput(
            "recovery kit: the server does not know its standby",
            user_text=_(
                "The server does not know this recovery kit: a newer one was made since. Use the newest one."
            ),
        ) from None


def _send(transport: HttpTransport, statements: Sequence[bytes]) -> None:
    if not statements:
        return
    records = [Outgoing(read_envelope(data).record_id, data) for data in statements]
    for answer in transport.hand_over(records):
        if isinstance(answer, Refusal):
            raise SyncError(f"recovery refused: {answer.code}", user_text=answer.message)


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(KIT_LIMIT + 1)
    except OSError as error:
        raise BadInput(
            f"recovery kit: {type(error).__name__}",
            user_text=_("The recovery kit could not be read. Choose the file again."),
        ) from None
