"""What a vault can tell has been kept from it, out of what it holds: a pure function.

Every envelope names its place in its author's chain, and every device says in its head how far its
chains go and which roster it knows. What was said and has not come shows as a `Missed`, with its
author and its place. A visitor is given only part of what others write, so on a visitor's device
gaps are looked for in its own chains alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from icv_app.domain.scheme import HeadTimes, Role
from icv_app.seal.chains import ChainBreak, ChainFault, ChainLink, check_chain
from icv_app.seal.heads import DeviceHead
from icv_app.seal.keys import KeyId
from icv_app.seal.roster import Roster
from icv_app.seal.statements import ChainPosition, RosterRoot, read_statement


class Sign(StrEnum):
    """What shows that something is kept back, or not as it should be."""

    GAP = "gap"
    """Envelopes before one that is here are missing."""
    TAIL = "tail"
    """The device says that it has signed more than is here."""
    BROKEN = "broken"
    """An envelope does not follow the one before it."""
    ONE_NUMBER = "one_number"
    """The device signed two things under one number."""
    STRANGER = "stranger"
    """Another device signed into its chain."""
    SILENT = "silent"
    """Nothing has been heard of the device for long."""
    ROSTER_BEHIND = "roster_behind"
    """The device knows roster statements that are not here."""
    ROSTER_UNCONFIRMED = "roster_unconfirmed"
    """No coordinator's head has confirmed the roster of this device for long."""
    ROSTER_OLD_THERE = "roster_old_there"
    """The device says that nobody has confirmed its roster for long."""


MISSING = frozenset({Sign.GAP, Sign.TAIL})
"""Signs of envelopes that are not here; only whoever is given everything of a chain can tell."""

_SIGNS = {
    ChainFault.GAP: Sign.GAP,
    ChainFault.WITHHELD: Sign.TAIL,
    ChainFault.BROKEN_LINK: Sign.BROKEN,
    ChainFault.FORK: Sign.ONE_NUMBER,
    ChainFault.HEAD_DIFFERS: Sign.ONE_NUMBER,
    ChainFault.TWO_AUTHORS: Sign.STRANGER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldHead:
    """The newest head of one device, as it is held here.

    Attributes:
        head: `None` where a newer ICV wrote it: then only its date counts.
        at: The date it bears, UTC.
        since: When it came here, UTC; a clock that runs ahead gains nothing by it.
        farthest: How far each chain goes by any head of the device that was ever here.
        grew_at: The date of the head by which it last grew.
    """

    device_id: str
    head: DeviceHead | None
    at: datetime
    since: datetime
    farthest: tuple[ChainPosition, ...]
    grew_at: datetime

    @property
    def heard_at(self) -> datetime:
        """When the device was last known to be at work, UTC."""
        return min(self.at, self.since)


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """One thing that was noticed.

    Attributes:
        member: Scheme number of whoever the device belongs to; empty where the roster knows none.
        device_id: Whose chain or head it shows by; this device itself for its own roster.
        chain_id: Of the chain; empty where it is not about one.
        sequence, until: First and last number concerned; 0 where it is not about a chain.
        since: The day to name: of the head that told, or since when nothing came, UTC.
        record_ids: The envelopes concerned, where they are here.
        given_up: The device goes on with another chain: its vault came from a backup, and what is
            missing may be lost to it too.
    """

    sign: Sign
    member: str
    device_id: str
    chain_id: str = ""
    sequence: int = 0
    until: int = 0
    since: datetime | None = None
    record_ids: tuple[str, ...] = ()
    given_up: bool = False

    @property
    def count(self) -> int:
        """How many envelopes are concerned."""
        return self.until - self.sequence + 1 if self.sequence else 0

    @property
    def name(self) -> str:
        """One name for the same thing noticed again, so that it can be noted as looked into."""
        place = f"{self.chain_id}:{self.sequence}:{self.until}" if self.chain_id else f"{self.since}"
        return f"{self.sign}:{self.device_id}:{place}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a vault holds.

    Attributes:
        links: Of every verified envelope, roster statements included, heads not.
        heads: The newest of each device; that of this device too, where another copy of it came.
        here: This device.
        gets_everything: Whether it is given all that others write, as a coordinator's is.
        asked_at: When it last asked for heads and got an answer; `None` if never.
    """

    links: tuple[ChainLink, ...]
    heads: tuple[HeldHead, ...]
    roster: Roster
    here: str
    gets_everything: bool
    asked_at: datetime | None


def what_is_missed(evidence: Evidence, times: HeadTimes, now: datetime) -> tuple[Missed, ...]:
    """Return all that the evidence shows, by member, device and place; nothing where all is well."""
    ripe = replace(evidence, heads=tuple(_ripe(evidence, times, now)))
    found = [
        *_in_chains(ripe),
        *_roster_behind(ripe),
        *_roster_unconfirmed(evidence, times, now),
    ]
    if evidence.gets_everything:
        found += [*_silent(evidence, times), *_roster_old_there(evidence, times)]
    return tuple(sorted(found, key=lambda one: (one.member, one.device_id, one.chain_id, one.sequence)))


def confirmed_at(roster: Roster, heads: Iterable[HeldHead], here: str, now: datetime) -> datetime:
    """Return until when a device knows its roster to be the coordinators' own, UTC.

    A coordinator's head confirms it if every statement it names is here, and so does their newest
    statement. Where no other coordinator's device could change it, it is confirmed now.
    """
    others = {
        str(device.key_id)
        for device in roster.active_devices()
        if roster.role_of(device.key_id) is Role.COORDINATOR and device.key_id != here
    }
    if not others:
        return now
    told = [
        held.heard_at
        for held in heads
        if held.device_id in others and held.head is not None and all(map(roster.knows, held.head.roster))
    ]
    told += [one.header.sealed_at for one in roster.statements if one.header.author_device in others]
    told += [device.added_at for device in roster.devices.values() if device.key_id == here]
    return min(max(told, default=now), now)


def _ripe(evidence: Evidence, times: HeadTimes, now: datetime) -> Iterator[HeldHead]:
    """The heads whose records must be here by now.

    What came by file may speak of what is still on its way through the server: it is given until
    the server was asked again, or a day.
    """
    for held in evidence.heads:
        asked = evidence.asked_at is not None and held.since <= evidence.asked_at
        if asked or now - held.since > times.every:
            yield held


def _in_chains(evidence: Evidence) -> list[Missed]:
    chains: dict[str, list[ChainLink]] = {}
    for link in sorted(evidence.links, key=lambda one: (one.sequence, one.hash)):
        chains.setdefault(link.chain_id, []).append(link)
    # Whoever signed the first envelope here: nobody else can say how long the chain is.
    authors = {chain_id: links[0].author_device for chain_id, links in chains.items()}
    heads = {held.device_id: held for held in evidence.heads}
    told: dict[str, dict[str, ChainPosition]] = {}
    for device_id in map(str, evidence.roster.devices):
        for position in _told_by(evidence, heads, device_id):
            if authors.setdefault(position.chain_id, device_id) == device_id:
                told.setdefault(device_id, {})[position.chain_id] = position
    found: list[Missed] = []
    for chain_id, device_id in authors.items():
        said = told.get(device_id, {}).get(chain_id)
        if chain_id in chains:
            breaks = check_chain(chains[chain_id], () if said is None else (said,)).breaks
        else:
            breaks = () if said is None else (_all_of(said),)
        found += _as_missed(evidence, heads.get(device_id), device_id, breaks)
    return found


def _all_of(said: ChainPosition) -> ChainBreak:
    return ChainBreak(fault=ChainFault.WITHHELD, chain_id=said.chain_id, sequence=1, until=said.sequence)


def _told_by(evidence: Evidence, heads: Mapping[str, HeldHead], device_id: str) -> tuple[ChainPosition, ...]:
    """How far the chains of a device go: by its heads or, once it was removed, by who removed it."""
    device = evidence.roster.devices.get(KeyId(device_id))
    if device is None:
        return ()
    if not device.active:
        return device.accepted
    return heads[device_id].farthest if device_id in heads else ()


def _as_missed(
    evidence: Evidence, held: HeldHead | None, device_id: str, breaks: Iterable[ChainBreak]
) -> list[Missed]:
    device = evidence.roster.devices.get(KeyId(device_id))
    own = evidence.gets_everything or device_id == evidence.here
    counts_up_to = None
    if device is not None and not device.active:
        counts_up_to = {one.chain_id: one.sequence for one in device.accepted}
    found = []
    for one in breaks:
        sign = _SIGNS[one.fault]
        if sign in MISSING and not own:
            continue
        if counts_up_to is not None and one.sequence > counts_up_to.get(one.chain_id, 0):
            continue  # what a removed device made later waits for a decision or never counts
        writing = held.head.writing if held is not None and held.head is not None else one.chain_id
        found.append(
            Missed(
                sign=sign,
                member=device.member_id if device is not None else "",
                device_id=device_id,
                chain_id=one.chain_id,
                sequence=one.sequence,
                until=one.until,
                since=held.grew_at if held is not None and sign is Sign.TAIL else None,
                record_ids=one.record_ids,
                given_up=sign in MISSING and writing != one.chain_id,
            )
        )
    return found


def _silent(evidence: Evidence, times: HeadTimes) -> list[Missed]:
    """Devices of which nothing was heard for long, by the last time that anything could be heard."""
    if evidence.asked_at is None:
        return []
    last = {held.device_id: held.heard_at for held in evidence.heads}
    for link in evidence.links:
        if link.made_at is not None and link.made_at <= evidence.asked_at:
            before = last.get(link.author_device)
            last[link.author_device] = max(before, link.made_at) if before else link.made_at
    found = []
    for device in evidence.roster.active_devices():
        heard = max(last.get(device.key_id, device.added_at), device.added_at)
        if device.key_id != evidence.here and evidence.asked_at - heard > times.silent_after:
            found.append(_about(evidence, Sign.SILENT, device.key_id, heard))
    return found


def _roster_behind(evidence: Evidence) -> list[Missed]:
    """Devices that name statements of the roster that are not here, by a head or by a statement."""
    found: dict[str, Missed] = {}
    for held in evidence.heads:
        if held.head is None or evidence.roster.role_of(held.device_id) is None:
            continue
        if not all(map(evidence.roster.knows, held.head.roster)):
            found[held.device_id] = _about(evidence, Sign.ROSTER_BEHIND, held.device_id, held.heard_at)
    for envelope in evidence.roster.waiting:
        author = envelope.header.author_device
        if KeyId(author) not in evidence.roster.devices or author in found:
            continue
        statement = read_statement(envelope)
        after: Collection[str] = () if isinstance(statement, RosterRoot) else statement.after
        if not all(map(evidence.roster.knows, after)):
            found[author] = _about(evidence, Sign.ROSTER_BEHIND, author, envelope.header.sealed_at)
    return list(found.values())


def _roster_unconfirmed(evidence: Evidence, times: HeadTimes, now: datetime) -> list[Missed]:
    confirmed = confirmed_at(evidence.roster, evidence.heads, evidence.here, now)
    # A visitor is told whatever the reason; among coordinators only what somebody else keeps back counts.
    until = evidence.asked_at if evidence.gets_everything else now
    if until is None or evidence.asked_at is None or until - confirmed <= times.unconfirmed_after:
        return []
    return [_about(evidence, Sign.ROSTER_UNCONFIRMED, evidence.here, confirmed)]


def _roster_old_there(evidence: Evidence, times: HeadTimes) -> list[Missed]:
    return [
        _about(evidence, Sign.ROSTER_OLD_THERE, held.device_id, held.head.confirmed_at)
        for held in evidence.heads
        if held.head is not None
        and held.device_id != evidence.here
        and evidence.roster.role_of(held.device_id) is not None
        and held.heard_at - held.head.confirmed_at > times.unconfirmed_after
    ]


def _about(evidence: Evidence, sign: Sign, device_id: str, since: datetime) -> Missed:
    device = evidence.roster.devices.get(KeyId(device_id))
    return Missed(
        sign=sign, member=device.member_id if device is not None else "", device_id=device_id, since=since
    )
