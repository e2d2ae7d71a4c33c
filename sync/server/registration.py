"""Registering a scheme: its root is made by the first coordinator, the server only keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from icv_app.errors import SealError
from icv_app.seal.envelope import read_envelope
from icv_app.seal.roster import fold_roster
from sync.server import tables
from sync.server.database import Database
from sync.server.filing import Admitted, file_under_lock, lock_scheme
from sync.server.problems import Refused
from sync.server.reading import BEGINNING
from sync.wire import Code


@dataclass(frozen=True, slots=True)
class Registered:
    """A scheme this server now knows.

    Attributes:
        fingerprint: Hash of the root, to compare with the coordinator on the telephone.
    """

    scheme_id: str
    scheme_name: str
    fingerprint: str


def register_scheme(database: Database, root: bytes, now: datetime) -> Registered:
    """Keep the root of a scheme as its first record.

    Raises:
        Refused: It is no root, or its scheme is registered already.
    """
    try:
        envelope = read_envelope(root)
        roster = fold_roster(envelope.hash, [envelope])
    except SealError as error:
        raise Refused(
            400,
            Code.BAD_ENVELOPE,
            "This file is not the root of a scheme: the first coordinator's ICV writes it when setting up.",
        ) from error
    rows = tables.schemes
    with database.writing() as connection:
        held = connection.execute(
            select(rows.c.root_digest).where(rows.c.scheme_id == roster.scheme_id)
        ).scalar_one_or_none()
        if held is not None:
            same = "with this very root" if held == envelope.hash else "with ANOTHER root"
            raise Refused(
                409,
                Code.CONFLICT,
                f"Scheme {roster.scheme_id} is registered here already, {same} (fingerprint {held}); "
                "nothing was changed.",
            )
        connection.execute(
            insert(rows).values(
                scheme_id=roster.scheme_id,
                root_digest=envelope.hash,
                head_position=0,
                head_history=BEGINNING,
                roster_position=0,
                registered_s=int(now.timestamp()),
            )
        )
        locked = lock_scheme(connection, roster.scheme_id)
        file_under_lock(connection, locked, [Admitted(envelope, root)], now)
    return Registered(roster.scheme_id, roster.scheme_name, envelope.hash)
