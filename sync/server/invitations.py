"""The server's part in enrolment: a letter box for details and requests it cannot open."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from sync.server import tables
from sync.server.database import Database
from sync.server.gate import Clock, Gate, SignedRequest, Visit, slow_down
from sync.server.limiter import RateLimiter
from sync.server.problems import Refused, bad_request
from sync.server.settings import Limits
from sync.wire import (
    Code,
    EnrolmentMessage,
    EnrolmentsMessage,
    InvitationMessage,
    InvitationPublication,
    MalformedMessage,
    unpacked,
)

REQUEST_BYTES = 64 * 1024


class Invitations:
    """Coordinators publish and withdraw invitations and collect requests; new devices answer, once each."""

    def __init__(self, gate: Gate, database: Database, limits: Limits, clock: Clock) -> None:
        self._gate = gate
        self._database = database
        self._clock = clock
        self._longest = timedelta(days=limits.invitation_days)
        self._addresses = RateLimiter(limits.address_per_s, limits.address_burst)

    def publish(self, request: SignedRequest, scheme_id: str, locator: str) -> None:
        """Keep an invitation; the same one again is fine.

        Raises:
            Refused: Not a coordinator, badly formed, too long a life, or the locator is taken.
        """
        checked = self._gate.check(request, scheme_id)
        try:
            publication = unpacked(InvitationPublication, request.body)
        except MalformedMessage as error:
            raise bad_request("an invitation holds details and a time of expiry") from error
        expires_at = publication.expires_at
        if expires_at.utcoffset() is None:
            raise bad_request("the time of expiry needs a time zone")

        def work(visit: Visit) -> None:
            held = _find(visit.connection, locator)
            if held is not None:
                if held.scheme_id == scheme_id and held.details == publication.details:
                    return
                raise Refused(409, Code.CONFLICT, "Another invitation has this locator already.")
            if expires_at > visit.now + self._longest:
                raise bad_request(f"an invitation lasts {self._longest.days} days at most")
            visit.connection.execute(
                insert(tables.invitations).values(
                    locator=locator,
                    scheme_id=scheme_id,
                    details=publication.details,
                    published_s=int(visit.now.timestamp()),
                    expires_s=int(expires_at.timestamp()),
                )
            )

        self._gate.enter(checked, work, coordinators_only=True)

    def withdraw(self, request: SignedRequest, scheme_id: str, locator: str) -> None:
        """Forget an invitation and any request for it; doing so twice is fine.

        Raises:
            Refused: Not a coordinator.
        """
        rows = tables.invitations

        def work(visit: Visit) -> None:
            visit.connection.execute(
                delete(rows).where(rows.c.locator == locator, rows.c.scheme_id == scheme_id)
            )

        self._gate.enter(self._gate.check(request, scheme_id), work, coordinators_only=True)

    def enrolments(self, request: SignedRequest, scheme_id: str) -> EnrolmentsMessage:
        """Return every request that waits, oldest first.

        Raises:
            Refused: Not a coordinator.
        """
        rows = tables.invitations

        def work(visit: Visit) -> EnrolmentsMessage:
            found = visit.connection.execute(
                select(rows.c.locator, rows.c.request, rows.c.requested_s)
                .where(rows.c.scheme_id == scheme_id, rows.c.request.is_not(None))
                .order_by(rows.c.requested_s, rows.c.locator)
            )
            return EnrolmentsMessage(
                enrolments=[
                    EnrolmentMessage(
                        locator=row.locator, request=row.request, received_at=_time(row.requested_s)
                    )
                    for row in found
                ]
            )

        return self._gate.enter(self._gate.check(request, scheme_id), work, coordinators_only=True)

    def look_up(self, address: str, locator: str) -> InvitationMessage:
        """Return what the holder of an invitation came for; unsigned, since the device is not enrolled yet.

        Raises:
            Refused: There is no such invitation, it has expired, or the address asks too often.
        """
        self._spare(address)
        with self._database.reading() as connection:
            held = _valid(_find(connection, locator), self._clock())
        return InvitationMessage(
            scheme_id=held.scheme_id,
            details=held.details,
            expires_at=_time(held.expires_s),
            used=held.request is not None,
        )

    def enrol(self, address: str, locator: str, body: bytes) -> datetime:
        """Keep the new device's request and return when it came; the same one again is fine.

        Raises:
            Refused: No such invitation, expired, or another device has used it.
        """
        self._spare(address)
        if not body:
            raise bad_request("an enrolment request is not empty")
        now = self._clock()
        rows = tables.invitations
        with self._database.writing() as connection:
            held = _valid(_find(connection, locator, lock=True), now)
            if held.request is not None and held.request != body:
                raise Refused(
                    409,
                    Code.INVITATION_USED,
                    "This invitation was already used by another device; ask the coordinator for a new one.",
                )
            if held.request is not None:
                return _time(held.requested_s)
            connection.execute(
                update(rows)
                .where(rows.c.locator == locator)
                .values(request=body, requested_s=int(now.timestamp()))
            )
        return now.replace(microsecond=0)

    def _spare(self, address: str) -> None:
        wait_s = self._addresses.wait_s(address, time.monotonic())
        if wait_s:
            raise slow_down(wait_s)


def _find(connection: Connection, locator: str, *, lock: bool = False) -> Row[*tuple[Any, ...]] | None:
    query = select(tables.invitations).where(tables.invitations.c.locator == locator)
    return connection.execute(query.with_for_update() if lock else query).one_or_none()


def _valid(held: Row[*tuple[Any, ...]] | None, now: datetime) -> Row[*tuple[Any, ...]]:
    if held is None:
        raise Refused(
            404,
            Code.INVITATION_UNKNOWN,
            "The server does not know this invitation: check the words, or ask for a new one.",
        )
    if held.expires_s <= now.timestamp():
        raise Refused(
            410, Code.INVITATION_EXPIRED, "This invitation is out of date; ask the coordinator for a new one."
        )
    return held


def _time(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
