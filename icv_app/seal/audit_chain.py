"""The chain of the audit log: its order, its head, and what is missing, moved or put in.

Every line names the newest lines its author knew by their digests. Coordinators may write at the
same time and offline, so the log is a graph without circles; its order is made from the lines
alone, so everybody who holds the same lines gets the same order and the same head.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from heapq import heapify, heappop, heappush
from itertools import pairwise
from typing import NoReturn

from icv_app.domain.audit import AuditHead
from icv_app.seal.cipher import sha256_hex
from icv_app.seal.encoding import canonical_json
from icv_app.seal.refusals import refusal

ENTRY_LABEL = b"icv-audit-entry-v1\0"
HEAD_LABEL = b"icv-audit-head-v1\0"
BEFORE_THE_FIRST = bytes(32)


def _no_fraction(text: str) -> NoReturn:
    raise ValueError("only whole numbers")


_STRICT = json.JSONDecoder(parse_float=_no_fraction, parse_constant=_no_fraction)
"""Made once: a log has thousands of entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLink:
    """What a check of the log needs of a line.

    Attributes:
        digest: See `digest_of`.
        after: Digests of the lines it names.
        device: Key id of the device that signed it.
        chain_id, sequence: Its place among the records of that device; empty and 0 while it is not sealed.
        linked: Whether its version names the lines before it.
        head: What it says the log's head was.
        lacking: Digests of lines that its author knew of and did not have when giving the head.
    """

    record_id: str
    digest: str
    after: tuple[str, ...]
    at: datetime
    author: str
    device: str
    chain_id: str = ""
    sequence: int = 0
    linked: bool = True
    head: AuditHead | None = None
    lacking: tuple[str, ...] = ()


class AuditFault(StrEnum):
    """What can be wrong with the log."""

    MISSING = "names an earlier entry that is not here or is no longer the same"
    SKIPS = "does not know of the entry that the same laptop wrote before it"
    UNLINKED = "names no earlier entries, although the same laptop did so before"
    HEAD_DIFFERS = "gives another head for the log before it than its entries have"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditBreak:
    """One fault of the log.

    Attributes:
        number: Of the line in the log's order, from 1.
    """

    fault: AuditFault
    number: int
    record_id: str
    author: str
    device: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFork:
    """Two lines of one device that know nothing of each other: its vault came from a backup, or was copied.

    Attributes:
        numbers, record_ids: Of the two lines, in the log's order.
    """

    author: str
    device: str
    numbers: tuple[int, int]
    record_ids: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditCheck:
    """What a check of the log found.

    Attributes:
        breaks: In the log's order.
        forks: To be shown; no fault by themselves.
    """

    entries: int
    head: str
    breaks: tuple[AuditBreak, ...]
    forks: tuple[AuditFork, ...]


def digest_of(body: bytes) -> str:
    """Return the digest by which later lines name this one: of its canonical JSON, in hexadecimal.

    Fields that this version does not know count too.

    Raises:
        SealError: It is not JSON, or holds a fraction.
    """
    try:
        canonical = canonical_json(_STRICT.decode(body.decode("utf-8")))
    except (ValueError, RecursionError):
        raise refusal("audit entry: not JSON of whole numbers") from None
    return sha256_hex(ENTRY_LABEL + canonical)


def in_order(links: Iterable[AuditLink]) -> tuple[AuditLink, ...]:
    """Return the lines in the log's order.

    A line may follow once all it names (as far as they are here) stand before it; of those that may,
    the earliest comes next, of two of one moment the one with the smaller record id.
    """
    known = {link.digest: link for link in links}
    waiting = {digest: {one for one in link.after if one in known} for digest, link in known.items()}
    followers: dict[str, list[str]] = {}
    for digest, parents in waiting.items():
        for parent in parents:
            followers.setdefault(parent, []).append(digest)
    ready = [(known[one].at, known[one].record_id, one) for one, parents in waiting.items() if not parents]
    heapify(ready)
    ordered: list[AuditLink] = []
    while ready:
        digest = heappop(ready)[2]
        ordered.append(known[digest])
        for follower in followers.get(digest, ()):
            waiting[follower].discard(digest)
            if not waiting[follower]:
                heappush(ready, (known[follower].at, known[follower].record_id, follower))
    return tuple(ordered)


def tips(links: Iterable[AuditLink]) -> tuple[str, ...]:
    """Return the digests that no line names, sorted; the next line names them."""
    everything = tuple(links)
    named = {digest for link in everything for digest in link.after}
    return tuple(sorted({link.digest for link in everything} - named))


def lacking(links: Iterable[AuditLink]) -> tuple[str, ...]:
    """Return the digests, sorted, that these lines name and none of them has."""
    everything = tuple(links)
    named = {digest for link in everything for digest in link.after}
    return tuple(sorted(named - {link.digest for link in everything}))


def running_heads(ordered: Iterable[AuditLink]) -> Iterator[str]:
    """Return the head after each line, in hexadecimal."""
    before = BEFORE_THE_FIRST.hex()
    for link in ordered:
        before = next_head(before, link.digest)
        yield before


def next_head(before: str, digest: str) -> str:
    """Return the head after one more line; before the first it is 64 noughts."""
    return sha256_hex(HEAD_LABEL + bytes.fromhex(before) + bytes.fromhex(digest))


def head_until(ordered: Sequence[AuditLink], until: datetime) -> AuditHead:
    """Return the head of the lines dated before a moment.

    Args:
        ordered: As `in_order` returns them.
        until: UTC.
    """
    entries, value = 0, BEFORE_THE_FIRST.hex()
    for value in running_heads(link for link in ordered if link.at < until):  # noqa: B007 - the last counts
        entries += 1
    return AuditHead(value=value, entries=entries, until=until)


def check_log(links: Iterable[AuditLink]) -> AuditCheck:
    """Return what is wrong with a log, and where one device wrote without knowing its own lines."""
    ordered = in_order(links)
    known = {link.digest: link for link in ordered}
    number = {link.digest: at for at, link in enumerate(ordered, 1)}
    chains = _chains(ordered)
    aware = _awareness(ordered, chains)
    breaks = [
        AuditBreak(
            fault=fault,
            number=number[link.digest],
            record_id=link.record_id,
            author=link.author,
            device=link.device,
        )
        for link, fault in _faults(ordered, known, chains, aware)
    ]
    last = BEFORE_THE_FIRST.hex()
    for last in running_heads(ordered):  # noqa: B007 - the last counts
        pass
    return AuditCheck(
        entries=len(ordered),
        head=last,
        breaks=tuple(sorted(breaks, key=lambda one: (one.number, one.fault))),
        forks=tuple(_forks(chains, aware, number)),
    )


_Chain = tuple[str, str]
_Chains = Mapping[_Chain, Sequence[AuditLink]]
_Aware = Mapping[str, Mapping[_Chain, int]]


def _chains(ordered: Iterable[AuditLink]) -> dict[_Chain, list[AuditLink]]:
    """The lines of each chain of each device, as signed; what is not sealed yet is a chain of its own."""
    chains: dict[_Chain, list[AuditLink]] = {}
    for link in ordered:
        chains.setdefault((link.device, link.chain_id), []).append(link)
    for own in chains.values():
        own.sort(key=lambda link: link.sequence)
    return chains


def _awareness(ordered: Iterable[AuditLink], chains: _Chains) -> dict[str, dict[_Chain, int]]:
    """How many lines of each chain each line knows, itself included."""
    place = {link.digest: (chain, at) for chain, own in chains.items() for at, link in enumerate(own, 1)}
    aware: dict[str, dict[_Chain, int]] = {}
    for link in ordered:
        knows: dict[_Chain, int] = {}
        for parent in link.after:
            for chain, count in aware.get(parent, {}).items():
                knows[chain] = max(count, knows.get(chain, 0))
        chain, at = place[link.digest]
        knows[chain] = max(at, knows.get(chain, 0))
        aware[link.digest] = knows
    return aware


def _faults(
    ordered: Iterable[AuditLink], known: Mapping[str, AuditLink], chains: _Chains, aware: _Aware
) -> Iterator[tuple[AuditLink, AuditFault]]:
    for link in ordered:
        if any(digest not in known for digest in link.after):
            yield link, AuditFault.MISSING
        elif link.head is not None and link.head != _head_before(link, known):
            yield link, AuditFault.HEAD_DIFFERS
    for chain, own in chains.items():
        for at, (before, link) in enumerate(pairwise(own), 1):
            if not link.linked:
                if before.linked:
                    yield link, AuditFault.UNLINKED
            elif all(one in aware for one in link.after) and at > max(
                (aware[one].get(chain, 0) for one in link.after), default=0
            ):
                yield link, AuditFault.SKIPS


def _head_before(link: AuditLink, known: Mapping[str, AuditLink]) -> AuditHead | None:
    """The head of all a line knows, up to the moment it names; what arrived since is left out."""
    found: dict[str, AuditLink] = {}
    ahead, unknown = list(link.after), frozenset(link.lacking)
    while ahead:
        digest = ahead.pop()
        if digest not in found and digest in known and digest not in unknown:
            found[digest] = known[digest]
            ahead += known[digest].after
    return head_until(in_order(found.values()), link.head.until) if link.head is not None else None


def _forks(chains: _Chains, aware: _Aware, number: Mapping[str, int]) -> Iterator[AuditFork]:
    """Where a chain begins without knowledge of another of the same device, and is unknown to it."""
    told: set[frozenset[str]] = set()
    for chain, own in chains.items():
        first = own[0]
        for other, theirs in chains.items():
            at = aware[first.digest].get(other, 0)
            if other == chain or other[0] != chain[0] or at >= len(theirs):
                continue
            unknown = theirs[at]
            pair = frozenset((first.digest, unknown.digest))
            linked = first.linked and unknown.linked
            if not linked or pair in told or aware[unknown.digest].get(chain, 0) > 0:
                continue
            told.add(pair)
            one, two = sorted((first, unknown), key=lambda link: number[link.digest])
            yield AuditFork(
                author=one.author,
                device=one.device,
                numbers=(number[one.digest], number[two.digest]),
                record_ids=(one.record_id, two.record_id),
            )
