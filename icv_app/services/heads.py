"""Heads of devices: saying how far this one is, and keeping the newest of every other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from icv_app.domain.ids import DeviceId
from icv_app.domain.records import RecordKind
from icv_app.domain.scheme import HeadTimes
from icv_app.errors import NotFound, SealError
from icv_app.seal.envelope import read_envelope
from icv_app.seal.heads import MOST_CHAINS, DeviceHead, check_head, farthest, head_of, head_parts, newer
from icv_app.seal.sealing import Outgoing, seal_envelope
from icv_app.seal.statements import ChainPosition
from icv_app.seal.withholding import Evidence, HeldHead, confirmed_at
from icv_app.services.identity import Identity
from icv_app.services.keyring import KeyRing
from icv_app.services.membership import SERVER_URL
from icv_app.services.ports import CHAIN_ID, RESTORED, Clock, Ids, KeptHead, OpenUnit, UnitOfWork
from icv_app.services.roster_book import RosterBook
from icv_app.services.signed_again import links_given_up

_log = structlog.get_logger()

ASKED_AT = "heads_asked_at"
"""Meta name: when the server last handed out heads (ISO, UTC)."""
_STEP = timedelta(milliseconds=1)


class HeadBook:
    """The heads in a vault, in the caller's transaction."""

    def __init__(self, clock: Clock, ids: Ids, identity: Identity, keyring: KeyRing, rosters: RosterBook):
        self._clock = clock
        self._ids = ids
        self._identity = identity
        self._keyring = keyring
        self._rosters = rosters

    def say(self, unit: UnitOfWork) -> bool:
        """Sign a new head of this device if there is news, or the last one is of yesterday.

        Returns:
            Whether one was signed; nothing is said before this device was let in, or after it was removed.
        """
        if not self._rosters.known(unit):
            return False
        roster = self._rosters.current(unit)
        if roster.role_of(self._identity.device_id) is None:
            return False
        kept = unit.heads.find(self._identity.device_id)
        head = self._head(unit, kept)
        now = self._clock.now()
        # A date far ahead of this clock was set by a wrong one: what it says is said again.
        if kept is not None and abs(now - kept.at) < head_times(unit).every and _same(head, kept):
            return False
        draft = Outgoing(
            record_id=self._ids.new(),
            kind=RecordKind.DEVICE_HEAD,
            scheme_id=self._identity.scheme_id,
            # Outside the chains: nothing is ever numbered after it.
            chain_id=self._ids.new(),
            sequence=1,
            previous=None,
            sealed_at=now if kept is None else max(now, kept.at + _STEP),
            open_parts=head_parts(head),
        )
        self._keep(unit, seal_envelope(draft, self._keyring.device(unit), ()), head.chains)
        return True

    def take(self, unit: UnitOfWork, envelopes: Iterable[bytes]) -> int:
        """Keep those heads that are newer than what is held of their devices; return how many.

        What is forged, of a stranger or of a removed device is passed over.
        """
        if not self._rosters.known(unit):
            return 0
        taken = 0
        for data in envelopes:
            try:
                envelope = check_head(data, self._rosters.current(unit))
            except SealError as error:
                _log.warning("head passed over", why=str(error))
                continue
            device = DeviceId(envelope.header.author_device)
            kept = unit.heads.find(device)
            head = head_of(envelope)
            said = head.chains if head is not None else ()
            before = (kept.at, kept.envelope_hash) if kept is not None else None
            if newer(envelope.header.sealed_at, envelope.hash, before):
                self._keep(unit, data, said)
                taken += 1
            elif kept is not None and farthest(kept.farthest, said) != kept.farthest:
                grew_at = envelope.header.sealed_at
                unit.heads.put(replace(kept, farthest=farthest(kept.farthest, said), grew_at=grew_at))
        return taken

    def evidence(self, unit: UnitOfWork) -> Evidence:
        """Return all by which this vault can tell what is kept from it.

        Raises:
            NotFound: The roster has not arrived yet.
        """
        # Without a server nobody can be asked; what did not come by file by now has not come.
        asked = unit.meta.get(ASKED_AT) if unit.meta.get(SERVER_URL) else self._clock.now().isoformat()
        roster = self._rosters.current(unit)
        return Evidence(
            links=(*unit.records.links(), *links_given_up(unit, roster)),
            heads=_all_held(unit),
            roster=roster,
            here=self._identity.device_id,
            gets_everything=self._identity.coordinator,
            asked_at=datetime.fromisoformat(asked) if asked else None,
        )

    def confirmed_at(self, unit: UnitOfWork) -> datetime:
        """Return until when the roster here is known to be the coordinators' own, UTC.

        Raises:
            NotFound: The roster has not arrived yet.
        """
        roster = self._rosters.current(unit)
        return confirmed_at(roster, _all_held(unit), self._identity.device_id, self._clock.now())

    def _head(self, unit: UnitOfWork, kept: KeptHead | None) -> DeviceHead:
        """What this device can say of itself.

        What its own earlier heads say of a chain is said on: a vault that came from a backup has
        forgotten what it signed, and whoever lacks it must still see that it is missing.
        """
        begun = "" if unit.meta.get(RESTORED) == "yes" else unit.meta.get(CHAIN_ID)
        signed = [
            ChainPosition(chain_id=one.chain_id, sequence=one.sequence, hash=one.envelope_hash)
            for one in unit.records.chains_of(self._identity.device_id)
        ]
        chains = farthest(kept.farthest if kept is not None else (), signed)
        newest = sorted(chains, key=lambda one: (one.chain_id == begun, one.chain_id))[-MOST_CHAINS:]
        return DeviceHead(
            chains=farthest(newest),
            writing=begun or None,
            roster=self._rosters.current(unit).tips[:MOST_CHAINS],
            confirmed_at=self.confirmed_at(unit),
        )

    def _keep(self, unit: UnitOfWork, data: bytes, said: Sequence[ChainPosition]) -> None:
        envelope = read_envelope(data)
        header = envelope.header
        kept = unit.heads.find(DeviceId(header.author_device))
        before = kept.farthest if kept is not None else ()
        now_said = farthest(before, said)
        unit.heads.put(
            KeptHead(
                device=DeviceId(header.author_device),
                envelope=data,
                envelope_hash=envelope.hash,
                at=header.sealed_at,
                since=self._clock.now(),
                farthest=now_said,
                grew_at=header.sealed_at if kept is None or now_said != before else kept.grew_at,
            )
        )


class HeadDesk:
    """Implements `icv_app.services.ports_sync.HeadPort` over one vault."""

    def __init__(
        self,
        open_unit: OpenUnit,
        clock: Clock,
        book: HeadBook,
        rosters: RosterBook,
        open_reading: OpenUnit | None = None,
    ) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._clock = clock
        self._book = book
        self._rosters = rosters

    def known(self) -> Mapping[str, str]:
        """Return device → hash of the newest head held of each."""
        with self._open_reading() as unit:
            return {head.device: head.envelope_hash for head in unit.heads.all()}

    def settle(self, given: Sequence[bytes], lacking: Iterable[str]) -> Sequence[bytes]:
        """Take the heads that the server gave, say how far this device is, and return what to hand over.

        Args:
            given: The heads that differ from those held here, asked for before this device pulled.
            lacking: Devices of which the server has none.

        Returns:
            This device's head where it is new to the server, and heads of others that are newer here:
            brought by a bundle, or lost by a server that goes on from a backup.
        """
        theirs = {device: hash_of for device, hash_of in map(_named, given) if device}
        with self._open_unit() as unit:
            before = {head.device: head.envelope_hash for head in unit.heads.all()}
            self._book.take(unit, given)
            self._book.say(unit)
            unit.meta.put(ASKED_AT, self._clock.now().isoformat())
            missing = set(lacking)
            wanted = [
                head.envelope
                for head in unit.heads.all()
                if self._is_active(unit, head.device)
                and (
                    head.device in missing
                    or head.envelope_hash != theirs.get(head.device, before.get(head.device))
                )
            ]
            unit.commit()
        return wanted

    def _is_active(self, unit: UnitOfWork, device: DeviceId) -> bool:
        if not self._rosters.known(unit):
            return False
        return self._rosters.current(unit).role_of(device) is not None


def _all_held(unit: UnitOfWork) -> tuple[HeldHead, ...]:
    return tuple(_held(kept) for kept in unit.heads.all())


def _held(kept: KeptHead) -> HeldHead:
    return HeldHead(
        device_id=kept.device,
        head=head_of(read_envelope(kept.envelope)),
        at=kept.at,
        since=kept.since,
        farthest=kept.farthest,
        grew_at=kept.grew_at,
    )


def _named(data: bytes) -> tuple[str, str]:
    try:
        envelope = read_envelope(data)
    except SealError:
        return "", ""
    return envelope.header.author_device, envelope.hash


def _same(head: DeviceHead, kept: KeptHead) -> bool:
    """Whether a head would say nothing new; that the roster was confirmed again is no news by itself."""
    before = head_of(read_envelope(kept.envelope))
    return before is not None and replace(before, confirmed_at=head.confirmed_at) == head


def head_times(unit: UnitOfWork) -> HeadTimes:
    """Return the scheme's times for heads; the usual ones where its settings have not arrived."""
    try:
        return unit.settings.current().heads
    except NotFound:
        return HeadTimes()
