"""The rosters of the schemes on this server, folded from the statements it stores."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, bindparam, select

from icv_app.domain.scheme import Role
from icv_app.seal.envelope import Envelope, read_envelope
from icv_app.seal.header import OPEN_KIND_PREFIX
from icv_app.seal.keys import KeyId
from icv_app.seal.roster import Roster, fold_roster
from sync.server import tables
from sync.server.problems import unknown_scheme

_SCHEMES = tables.schemes.c
_SCHEME = select(
    _SCHEMES.root_digest, _SCHEMES.head_position, _SCHEMES.head_history, _SCHEMES.roster_position
).where(_SCHEMES.scheme_id == bindparam("scheme"))
_SCHEME_LOCKED = _SCHEME.with_for_update()


@dataclass(frozen=True, slots=True)
class Asker:
    """The device that signed a request.

    Attributes:
        role: Of the device's member; `None` if the device, or the member, was removed.
        member_id: Whose device it is; nobody's for the standby.
        is_standby: It is no device: somebody brings the office back with the recovery kit.
    """

    device_id: str
    role: Role | None
    public_key: Ed25519PublicKey
    member_id: str = ""
    is_standby: bool = False

    @property
    def is_coordinator(self) -> bool:
        """Whether it may do what only coordinators may."""
        return self.role is Role.COORDINATOR


@dataclass(frozen=True, slots=True)
class SchemeView:
    """A scheme as it was when its row was read.

    Attributes:
        head_position: The last position given out; everything up to it is committed.
        head_history: Running hash there.
        roster_position: Position of the newest roster statement; `roster` holds all up to it.
    """

    scheme_id: str
    head_position: int
    head_history: str
    roster_position: int
    roster: Roster

    def asker(self, key_id: str) -> Asker | None:
        """Return a device of the scheme, removed ones included, or the standby of the office's kit."""
        return asker_in(self.roster, key_id)

    @property
    def office_key_ids(self) -> frozenset[str]:
        """The ids of the office's keys of every epoch."""
        return frozenset(key.key_id for key in self.roster.office_keys)


def asker_in(roster: Roster, key_id: str) -> Asker | None:
    """Return a device of the roster, removed ones included, or the standby of the office's kit."""
    standby = roster.standby
    if key_id == standby.key_id:
        return Asker(key_id, None, Ed25519PublicKey.from_public_bytes(standby.raw), is_standby=True)
    device = roster.devices.get(KeyId(key_id))
    if device is None:
        return None
    public_key = Ed25519PublicKey.from_public_bytes(device.keys.signing.raw)
    return Asker(key_id, roster.role_of(key_id), public_key, device.member_id)


class Rosters:
    """Keeps each scheme's folded roster and extends it when newer statements are stored.

    Other server processes store statements too, so a view is always compared with the
    scheme's row in the transaction that uses it. Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[int, Roster]] = {}
        self._lock = threading.Lock()

    def known_key(self, scheme_id: str, key_id: str) -> Ed25519PublicKey | None:
        """Return a device's signing key if it is known without asking the database."""
        known = self.known(scheme_id)
        device = known[1].devices.get(KeyId(key_id)) if known else None
        return Ed25519PublicKey.from_public_bytes(device.keys.signing.raw) if device else None

    def known(self, scheme_id: str) -> tuple[int, Roster] | None:
        """Return the roster as last read, with its position; another process may know a newer one."""
        with self._lock:
            return self._known.get(scheme_id)

    def view(self, connection: Connection, scheme_id: str, *, lock: bool = False) -> SchemeView:
        """Return the scheme as this transaction sees it.

        With `lock`, nobody else gives out a position of it until the transaction ends.

        Raises:
            Refused: It is not registered here.
        """
        row = connection.execute(_SCHEME_LOCKED if lock else _SCHEME, {"scheme": scheme_id}).one_or_none()
        if row is None:
            raise unknown_scheme()
        known = self.known(scheme_id)
        if known is not None and known[0] == row.roster_position:
            roster = known[1]
        else:
            roster = _extended(connection, scheme_id, row.root_digest, row.roster_position, known)
            with self._lock:
                self._known[scheme_id] = (row.roster_position, roster)
        return SchemeView(scheme_id, row.head_position, row.head_history, row.roster_position, roster)


def _extended(
    connection: Connection, scheme_id: str, root: str, position: int, known: tuple[int, Roster] | None
) -> Roster:
    if known is not None and known[0] < position and known[1].fingerprint == root:
        return known[1].apply(_statements(connection, scheme_id, known[0], position))
    return fold_roster(root, _statements(connection, scheme_id, 0, position))


def _statements(connection: Connection, scheme_id: str, after: int, upto: int) -> list[Envelope]:
    rows = tables.envelopes
    found = connection.execute(
        select(rows.c.envelope)
        .where(
            rows.c.scheme_id == scheme_id,
            rows.c.kind.startswith(OPEN_KIND_PREFIX, autoescape=True),
            rows.c.position > after,
            rows.c.position <= upto,
        )
        .order_by(rows.c.position)
    )
    return [read_envelope(data) for data in found.scalars()]
