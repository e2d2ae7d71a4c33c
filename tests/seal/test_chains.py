"""What is missing, forked or broken in a chain shows, and nothing else does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.seal.chains import (
    ChainFault,
    ChainLink,
    check_chain,
    link_of,
)
from icv_app.seal.envelope import read_envelope
from icv_app.seal.statements import ChainPosition
from tests.seal.builders import a_draft, an_id, sealed

CHAIN = an_id(8)


def links(count: int, chain: str = CHAIN) -> list[ChainLink]:
    return [
        ChainLink(
            chain_id=chain,
            sequence=number,
            hash=f"{number:064x}",
            previous=f"{number - 1:064x}" if number > 1 else None,
            record_id=an_id(number),
            author_device="ab" * 16,
        )
        for number in range(1, count + 1)
    ]


def head(sequence: int, digest: str | None = None) -> ChainPosition:
    return ChainPosition(chain_id=CHAIN, sequence=sequence, hash=digest or f"{sequence:064x}")


@given(st.permutations(links(6)))
def test_a_whole_chain_is_whole_in_any_order(some: list[ChainLink]) -> None:
    report = check_chain([*some, some[0]], [head(6)])

    assert report.whole
    assert (report.last_sequence, report.last_hash) == (6, f"{6:064x}")


@given(missing=st.sets(st.integers(1, 8), min_size=1, max_size=7))
def test_missing_envelopes_show_as_gaps_that_cover_exactly_them(missing: set[int]) -> None:
    there = [link for link in links(9) if link.sequence not in missing]

    report = check_chain(there)

    assert {one.fault for one in report.breaks} == {ChainFault.GAP}
    assert {number for one in report.breaks for number in range(one.sequence, one.until + 1)} == missing


def test_two_envelopes_of_one_number_are_a_fork() -> None:
    chain = links(3)
    twin = replace(chain[1], hash="f" * 64, record_id=an_id(50))

    report = check_chain([*chain, twin])

    assert [(one.fault, one.sequence) for one in report.breaks] == [(ChainFault.FORK, 2)]
    assert report.breaks[0].record_ids == (an_id(2), an_id(50))


def test_an_envelope_that_does_not_follow_shows() -> None:
    chain = links(4)
    chain[2] = replace(chain[2], previous="e" * 64)

    report = check_chain(chain)

    assert [(one.fault, one.sequence) for one in report.breaks] == [(ChainFault.BROKEN_LINK, 3)]


def test_a_second_device_in_a_chain_shows() -> None:
    chain = links(3)
    chain[2] = replace(chain[2], author_device="cd" * 16)

    assert [one.fault for one in check_chain(chain).breaks] == [ChainFault.TWO_AUTHORS]


def test_a_withheld_tail_shows_by_the_devices_head() -> None:
    report = check_chain(links(3), [head(5)])

    assert [(one.fault, one.sequence, one.until) for one in report.breaks] == [(ChainFault.WITHHELD, 4, 5)]


def test_a_head_that_names_another_envelope_shows() -> None:
    report = check_chain(links(3), [head(2, "d" * 64)])

    assert [(one.fault, one.sequence) for one in report.breaks] == [(ChainFault.HEAD_DIFFERS, 2)]


def test_faults_come_in_the_order_of_the_chain() -> None:
    chain = [link for link in links(9) if link.sequence not in {2, 7}]
    chain[2] = replace(chain[2], previous="e" * 64)

    found = [(one.sequence, one.fault) for one in check_chain(chain, [head(11)]).breaks]

    assert found == [
        (2, ChainFault.GAP),
        (4, ChainFault.BROKEN_LINK),
        (7, ChainFault.GAP),
        (10, ChainFault.WITHHELD),
    ]


@pytest.mark.parametrize("some", [[], [*links(2), *links(2, an_id(9))]])
def test_one_chain_at_a_time(some: list[ChainLink]) -> None:
    with pytest.raises(ValueError, match="exactly one"):
        check_chain(some)


def test_chains_of_real_envelopes_link_by_their_hashes() -> None:
    first = read_envelope(sealed())
    second = read_envelope(sealed(a_draft(record_id=an_id(20), sequence=2, previous=first.hash)))

    report = check_chain([link_of(second), link_of(first)], [head(2, second.hash)])

    assert (report.last_sequence, report.whole) == (2, True)
    assert link_of(second).previous == first.hash
