"""The chain of a device's envelopes: what is missing, forked or broken in it.

Every envelope names its place in its author's chain and the hash of the one before. A signed head
(`icv_app.seal.heads`) says how long the chain is, so that a withheld tail shows too. Heads stand
outside the chains.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from icv_app.seal.envelope import Envelope
from icv_app.seal.statements import ChainPosition


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLink:
    """What a chain check needs of an envelope.

    Attributes:
        hash: The envelope's hash.
        previous: Hash of the one before; `None` for the first.
        made_at: As its author claims, UTC; `None` where nobody asks.
    """

    chain_id: str
    sequence: int
    hash: str
    previous: str | None
    record_id: str
    author_device: str
    made_at: datetime | None = None


class ChainFault(StrEnum):
    """What can be wrong with a chain."""

    GAP = "envelopes are missing"
    FORK = "two envelopes have one number"
    BROKEN_LINK = "an envelope does not follow the one before it"
    TWO_AUTHORS = "two devices write in one chain"
    WITHHELD = "the device has made more than has arrived"
    HEAD_DIFFERS = "the device's head names another envelope"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainBreak:
    """One fault of a chain.

    Attributes:
        sequence: Where it begins.
        until: Where it ends, this number included; the same as `sequence` unless a range is missing.
        record_ids: The envelopes concerned; empty where they are missing.
    """

    fault: ChainFault
    chain_id: str
    sequence: int
    until: int
    record_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """A chain as far as it is known.

    Attributes:
        last_sequence: Greatest number seen.
        last_hash: Its envelope's hash.
        breaks: In order of `sequence`; empty for a whole chain.
    """

    chain_id: str
    author_device: str
    last_sequence: int
    last_hash: str
    breaks: tuple[ChainBreak, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing is missing, forked or broken."""
        return not self.breaks


def link_of(envelope: Envelope) -> ChainLink:
    """Return an envelope's link."""
    header = envelope.header
    return ChainLink(
        chain_id=header.chain_id,
        sequence=header.sequence,
        hash=envelope.hash,
        previous=header.previous,
        record_id=header.record_id,
        author_device=header.author_device,
        made_at=header.sealed_at,
    )


def check_chain(links: Iterable[ChainLink], heads: Iterable[ChainPosition] = ()) -> ChainReport:
    """Return what is wrong with one chain; the links may come in any order.

    Args:
        links: At least one, all of one chain; repeats of one envelope are ignored.
        heads: What its device said of it, if anything.

    Raises:
        ValueError: There are no links, or they are of several chains.
    """
    by_sequence: dict[int, dict[str, ChainLink]] = {}
    chain_ids = set()
    for link in links:
        chain_ids.add(link.chain_id)
        by_sequence.setdefault(link.sequence, {})[link.hash] = link
    if len(chain_ids) != 1:
        raise ValueError("check_chain takes the links of exactly one chain")
    chain_id = chain_ids.pop()
    breaks = [*_faults_in_order(chain_id, by_sequence), *_faults_by_heads(by_sequence, heads)]
    last = max(by_sequence)
    newest = min(by_sequence[last].values(), key=lambda link: link.hash)
    return ChainReport(
        chain_id=chain_id,
        author_device=min(by_sequence[min(by_sequence)].values(), key=lambda link: link.hash).author_device,
        last_sequence=last,
        last_hash=newest.hash,
        breaks=tuple(sorted(breaks, key=lambda one: (one.sequence, one.until, one.fault))),
    )


def _faults_in_order(chain_id: str, by_sequence: dict[int, dict[str, ChainLink]]) -> list[ChainBreak]:
    breaks: list[ChainBreak] = []
    author: str | None = None
    before = 0
    for sequence in sorted(by_sequence):
        links = list(by_sequence[sequence].values())
        if sequence > before + 1:
            breaks.append(
                ChainBreak(fault=ChainFault.GAP, chain_id=chain_id, sequence=before + 1, until=sequence - 1)
            )
        if len(links) > 1:
            breaks.append(_at(ChainFault.FORK, links))
        author = author or links[0].author_device
        strangers = [link for link in links if link.author_device != author]
        if strangers:
            breaks.append(_at(ChainFault.TWO_AUTHORS, strangers))
        earlier = by_sequence.get(sequence - 1)
        loose = [link for link in links if earlier is not None and link.previous not in earlier]
        if loose:
            breaks.append(_at(ChainFault.BROKEN_LINK, loose))
        before = sequence
    return breaks


def _faults_by_heads(
    by_sequence: dict[int, dict[str, ChainLink]], heads: Iterable[ChainPosition]
) -> list[ChainBreak]:
    last = max(by_sequence)
    breaks: list[ChainBreak] = []
    for head in heads:
        if head.sequence > last:
            breaks.append(
                ChainBreak(
                    fault=ChainFault.WITHHELD,
                    chain_id=head.chain_id,
                    sequence=last + 1,
                    until=head.sequence,
                )
            )
        elif head.sequence in by_sequence and head.hash not in by_sequence[head.sequence]:
            breaks.append(_at(ChainFault.HEAD_DIFFERS, list(by_sequence[head.sequence].values())))
    return breaks


def _at(fault: ChainFault, links: list[ChainLink]) -> ChainBreak:
    sequence = links[0].sequence
    return ChainBreak(
        fault=fault,
        chain_id=links[0].chain_id,
        sequence=sequence,
        until=sequence,
        record_ids=tuple(sorted(link.record_id for link in links)),
    )
