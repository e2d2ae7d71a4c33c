"""The newest head of each device: kept and handed out beside the positions, so that it can be replaced."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import Connection, delete, insert, select

from icv_app.errors import SealError
from icv_app.seal.envelope import Envelope
from icv_app.seal.heads import check_head, newer
from sync.server import tables
from sync.server.filing import lock_scheme
from sync.server.gate import Gate, SignedRequest, Visit
from sync.server.problems import bad_request
from sync.server.rosters import SchemeView
from sync.wire import DeviceHeadsAnswer, DeviceHeadsAsked, MalformedMessage, unpacked

log = structlog.stdlib.get_logger("icv.server")

_HEADS = tables.device_heads.c
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class DeviceHeads:
    """Takes heads in, whoever brings them, and hands out those that a device lacks."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate

    def exchange(self, request: SignedRequest, scheme_id: str) -> DeviceHeadsAnswer:
        """Keep what is newer of the heads in a request and answer with those that the device lacks.

        A head that is forged, older or of no device of the scheme is passed over: it may have come
        from far, and who brings it cannot help it.

        Raises:
            Refused: The request may not come in, or cannot be read.
        """
        checked = self._gate.check(request, scheme_id)
        try:
            asked = unpacked(DeviceHeadsAsked, request.body)
        except MalformedMessage as error:
            raise bad_request("heads come as a list, with a hash for each device that is known") from error

        def work(visit: Visit) -> DeviceHeadsAnswer:
            _keep(visit.connection, visit.scheme, asked.heads)
            if asked.known is None:
                return DeviceHeadsAnswer(heads=[], lacking=[])
            return _beyond(visit.connection, scheme_id, asked.known)

        return self._gate.enter(checked, work)


def _keep(connection: Connection, scheme: SchemeView, brought: Sequence[bytes]) -> None:
    if not brought:
        return
    # Under the scheme's lock, so that of two that come at once the newer one stays.
    lock_scheme(connection, scheme.scheme_id)
    for data in brought:
        try:
            envelope = check_head(data, scheme.roster)
        except SealError as error:
            log.warning("head passed over", scheme=scheme.scheme_id, why=str(error))
            continue
        _replace_older(connection, scheme.scheme_id, envelope, data)


def _replace_older(connection: Connection, scheme_id: str, envelope: Envelope, data: bytes) -> None:
    device = envelope.header.author_device
    mine = (_HEADS.scheme_id == scheme_id, _HEADS.device == device)
    held = connection.execute(select(_HEADS.sealed_us, _HEADS.digest).where(*mine)).one_or_none()
    before = (_EPOCH + held.sealed_us * _MICROSECOND, held.digest) if held is not None else None
    if not newer(envelope.header.sealed_at, envelope.hash, before):
        return
    connection.execute(delete(tables.device_heads).where(*mine))
    connection.execute(
        insert(tables.device_heads).values(
            scheme_id=scheme_id,
            device=device,
            sealed_us=(envelope.header.sealed_at - _EPOCH) // _MICROSECOND,
            digest=envelope.hash,
            envelope=data,
        )
    )


def _beyond(connection: Connection, scheme_id: str, known: Mapping[str, str]) -> DeviceHeadsAnswer:
    names = {
        row.device: row.digest
        for row in connection.execute(
            select(_HEADS.device, _HEADS.digest).where(_HEADS.scheme_id == scheme_id)
        )
    }
    wanted = sorted(device for device, digest in names.items() if known.get(device) != digest)
    found = connection.execute(
        select(_HEADS.envelope)
        .where(_HEADS.scheme_id == scheme_id, _HEADS.device.in_(wanted))
        .order_by(_HEADS.device)
    )
    return DeviceHeadsAnswer(heads=list(found.scalars()), lacking=sorted(known.keys() - names.keys()))
