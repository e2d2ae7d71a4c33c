"""Who asks: checks a request's signature, its age, that it is new, and the device's place in the roster."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from sqlalchemy import Connection, delete

from sync.server import tables
from sync.server.database import Database
from sync.server.limiter import RateLimiter
from sync.server.problems import Refused
from sync.server.rosters import Asker, Rosters, SchemeView
from sync.server.settings import Limits
from sync.server.writing import insert_nonces
from sync.signing import (
    ALLOWED_SKEW,
    RequestMessage,
    SignatureClaim,
    UnusableSignature,
    read_claim,
    verify_request,
)
from sync.wire import Code, Problem

T = TypeVar("T")

Clock = Callable[[], datetime]

NONCE_LIFE = 2 * ALLOWED_SKEW + timedelta(minutes=1)
PRUNE_EVERY_S = 60.0


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """A request as it arrived, its body read whole.

    Attributes:
        url: Absolute and percent-encoded, with the host the client asked for.
        headers: Names in lower case.
    """

    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Checked:
    """A request whose signature verified; whether it may come in is not yet decided."""

    scheme_id: str
    claim: SignatureClaim
    now: datetime


@dataclass(frozen=True, slots=True)
class Visit:
    """One request that was let in: its transaction, the scheme as it is now, and who asks."""

    connection: Connection
    scheme: SchemeView
    asker: Asker
    now: datetime


class Gate:
    """Lets signed requests in, each once.

    First `check`, before anything is done with the body; then `enter`, for the work itself.
    """

    def __init__(self, database: Database, rosters: Rosters, limits: Limits, clock: Clock) -> None:
        self.database = database
        self._rosters = rosters
        self._clock = clock
        self._devices = RateLimiter(limits.device_per_s, limits.device_burst)
        self._prune_after_s = time.monotonic() + PRUNE_EVERY_S

    def check(self, request: SignedRequest, scheme_id: str) -> Checked:
        """Verify the signature of a request.

        Raises:
            Refused: It is missing, wrong or too old, or its device is not of this scheme.
        """
        now = self._clock()
        claim = self._claim(request, now)
        # A key id never changes its key, so a roster known from earlier serves to verify.
        public_key = self._rosters.known_key(scheme_id, claim.key_id)
        if public_key is None:
            with self.database.reading() as connection:
                asker = self._rosters.view(connection, scheme_id).asker(claim.key_id)
            if asker is None:
                raise _unknown_device()
            public_key = asker.public_key
        message = RequestMessage(request.method, request.url, dict(request.headers))
        try:
            verify_request(message, request.body, claim, public_key)
        except UnusableSignature as error:
            raise _bad_signature() from error
        return Checked(scheme_id, claim, now)

    def knows(self, request: SignedRequest, scheme_id: str) -> bool:
        """Whether `check` can judge this request without asking the database."""
        try:
            claim = read_claim(request.headers)
        except UnusableSignature:
            return True
        return claim is None or self._rosters.known_key(scheme_id, claim.key_id) is not None

    def enter(
        self,
        checked: Checked,
        work: Callable[[Visit], T],
        *,
        coordinators_only: bool = False,
        removed_too: bool = False,
    ) -> T:
        """Run `work` for the device that signed the request, in one writing transaction.

        Args:
            checked: The request.
            work: What is done for it.
            coordinators_only: Whether only a coordinator's device may ask for this.
            removed_too: Whether a removed device, and the standby, may.

        Raises:
            Refused: The request may not come in, or `work` refused it; nothing else was written.
        """
        try:
            with self.database.writing() as connection:
                if not all(self.use_nonces(connection, [checked.claim])):
                    raise replayed()
                scheme = self._rosters.view(connection, checked.scheme_id)
                asker = self.admitted(scheme, checked.claim.key_id, removed_too=removed_too)
                if coordinators_only and not asker.is_coordinator:
                    raise Refused(403, Code.COORDINATOR_ONLY, "Only a coordinator's device may do this.")
                answer = work(Visit(connection, scheme, asker, checked.now))
        except Refused as refusal:
            if refusal.code not in (Code.REPLAYED, Code.UNAVAILABLE, Code.DISK_FULL):
                # What was refused was rolled back, the nonce with it; it counts as used all the same.
                with self.database.writing() as connection:
                    self.use_nonces(connection, [checked.claim])
            raise
        self.prune(checked.now)
        return answer

    def _claim(self, request: SignedRequest, now: datetime) -> SignatureClaim:
        try:
            claim = read_claim(request.headers)
        except UnusableSignature as error:
            raise _bad_signature() from error
        if claim is None:
            raise Refused(401, Code.SIGNATURE_MISSING, "This request must be signed by an enrolled device.")
        if abs(now - claim.created) > ALLOWED_SKEW:
            raise clock_skew(claim.created, now)
        return claim

    def admitted(self, scheme: SchemeView, key_id: str, *, removed_too: bool = False) -> Asker:
        """Return who asks.

        Raises:
            Refused: The device is not of the scheme, was removed, or asks too often.
        """
        asker = scheme.asker(key_id)
        if asker is None:
            raise _unknown_device()
        if asker.role is None and not removed_too:
            raise Refused(403, Code.DEVICE_REMOVED, "This device was removed from the scheme.")
        wait_s = self._devices.wait_s(key_id, time.monotonic())
        if wait_s:
            raise slow_down(wait_s)
        return asker

    def use_nonces(self, connection: Connection, claims: Sequence[SignatureClaim]) -> list[bool]:
        """Use up the nonces of these requests; return for each whether it was unused until now."""
        forget = {
            (claim.key_id, claim.nonce): int((claim.created + NONCE_LIFE).timestamp()) for claim in claims
        }
        unused = insert_nonces(connection, forget)
        answers = []
        for claim in claims:
            name = (claim.key_id, claim.nonce)
            answers.append(name in unused)
            unused.discard(name)
        return answers

    def prune(self, now: datetime) -> None:
        """Forget, from time to time, nonces so old that the check of the clock refuses them anyway."""
        if time.monotonic() < self._prune_after_s:
            return
        self._prune_after_s = time.monotonic() + PRUNE_EVERY_S
        with self.database.writing() as connection:
            connection.execute(delete(tables.nonces).where(tables.nonces.c.forget_s < int(now.timestamp())))


def slow_down(wait_s: int) -> Refused:
    """Return the refusal for a caller that asks too often."""
    return Refused(
        429,
        Code.SLOW_DOWN,
        f"Too many requests in a short time; try again in {wait_s} s.",
        retryable=True,
        retry_after_s=wait_s,
    )


def clock_skew(created: datetime, now: datetime) -> Refused:
    """Return the refusal for a device whose clock is wrong, with the server's time to compare."""
    minutes = round(abs(now - created).total_seconds() / 60)
    direction = "behind" if created < now else "ahead"
    message = f"This computer's clock is {minutes} minutes {direction} of the server's; set it and try again."
    problem = Problem(code=Code.CLOCK_SKEW, message=message, retryable=True, server_time=now.astimezone(UTC))
    return Refused(401, Code.CLOCK_SKEW, message, problem=problem)


def replayed() -> Refused:
    """Return the refusal for a request that was answered before."""
    return Refused(409, Code.REPLAYED, "This very request was answered before; it must be signed anew.")


def _unknown_device() -> Refused:
    return Refused(403, Code.UNKNOWN_DEVICE, "This device is not enrolled in the scheme.", retryable=True)


def _bad_signature() -> Refused:
    return Refused(401, Code.BAD_SIGNATURE, "The signature of this request does not verify.")
