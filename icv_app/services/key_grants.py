"""Key grants: how a coordinator hands older keys to a device that joined later."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from icv_app.domain.ids import DeviceId, RecordId
from icv_app.domain.records import RecordKind
from icv_app.errors import SealError
from icv_app.seal.devices import DevicePublicKeys, OfficeKey, open_office_key, seal_office_key
from icv_app.seal.keys import Opener
from icv_app.seal.roster import Roster
from icv_app.seal.sealing import ContentKeys
from icv_app.services.ports import COUNTS, StoredRecord, UnitOfWork
from icv_app.words import _

_PART = "grant"


@dataclass(frozen=True, slots=True)
class Grant:
    """What a grant holds.

    Attributes:
        office: Epoch to the private office key, sealed once more to the one device it is for.
        content_keys: Part keys of single records.
    """

    office: Mapping[int, bytes]
    content_keys: Mapping[RecordId, ContentKeys]

    def open_office_keys(self, roster: Roster, opener: Opener) -> tuple[OfficeKey, ...]:
        """Open the office keys granted to this device.

        Raises:
            SealError: They are for another device, or not the keys the roster names.
        """
        epochs = {key.epoch for key in roster.office_keys}
        return tuple(
            _opened(sealed, roster, epoch, opener) for epoch, sealed in self.office.items() if epoch in epochs
        )


def grant_parts(
    scheme_id: str,
    device: DevicePublicKeys,
    office: Iterable[OfficeKey],
    content_keys: Iterable[ContentKeys],
) -> dict[str, bytes]:
    """Write a grant for one device; the record must be sealed to that device."""
    body = {
        "office": {str(key.epoch): _text(seal_office_key(key, scheme_id, device.sealing)) for key in office},
        "content_keys": {keys.record_id: _text(keys.keys) for keys in content_keys},
    }
    return {_PART: json.dumps(body).encode()}


def read_grant(record: StoredRecord) -> Grant:
    """Read a grant.

    Raises:
        SealError: It is malformed.
    """
    try:
        body = json.loads(record.parts.get(_PART) or b"")
        return Grant(
            {int(epoch): _bytes(sealed) for epoch, sealed in body["office"].items()},
            {RecordId(name): ContentKeys(name, _bytes(keys)) for name, keys in body["content_keys"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise SealError(
            f"record {record.record_id}: malformed key grant",
            user_text=_("A key from the coordinator could not be read. Ask them to grant it again."),
        ) from None


def granted_to(unit: UnitOfWork, device: DeviceId) -> Mapping[RecordId, ContentKeys]:
    """Keys of single records that were granted to a device; a record may come after its grant."""
    keys: dict[RecordId, ContentKeys] = {}
    for record in unit.records.about(device, (RecordKind.OFFICE_KEY_GRANT,)):
        if record.state in COUNTS and record.parts:
            keys |= read_grant(record).content_keys
    return keys


def _opened(sealed: bytes, roster: Roster, epoch: int, opener: Opener) -> OfficeKey:
    """Open the key of an epoch; two coordinators who begin one at once begin it with a key each."""
    first, *others = [key for key in roster.office_keys if key.epoch == epoch]
    for public in others:
        try:
            return open_office_key(sealed, roster.scheme_id, public, opener)
        except SealError:
            continue
    return open_office_key(sealed, roster.scheme_id, first, opener)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
