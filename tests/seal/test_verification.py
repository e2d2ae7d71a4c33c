"""Checking a vault names the first thing wrong and takes nothing on trust."""

from __future__ import annotations

import json
import os
import tracemalloc
from collections.abc import Iterable, Iterator

import pytest

from icv_app.domain.records import RecordKind
from icv_app.errors import SealError, UpdateNeeded
from icv_app.seal.chains import ChainFault
from icv_app.seal.envelope import read_envelope, without_part
from icv_app.seal.heads import DeviceHead, head_parts
from icv_app.seal.roster import Roster, Standing
from icv_app.seal.sealing import seal_envelope
from icv_app.seal.statements import ChainPosition
from icv_app.seal.verification import RecordVerifier, VerifyReport, check_record
from tests.seal.builders import (
    NOON,
    a_device,
    a_draft,
    a_scheme,
    an_id,
    opened_container,
    packed_container,
    sealed,
    with_header,
)

ROSTER = a_scheme().fold()
V1 = a_device("V1")


def a_chain(count: int) -> list[tuple[str, bytes]]:
    records: list[tuple[str, bytes]] = []
    previous = None
    for number in range(1, count + 1):
        data = sealed(a_draft(record_id=an_id(100 + number), sequence=number, previous=previous), V1)
        previous = read_envelope(data).hash
        records.append((an_id(100 + number), data))
    return records


def verify_records(records: Iterable[tuple[str, bytes]], roster: Roster) -> VerifyReport:
    """Every signature and every chain, from name and bytes of each."""
    verifier = RecordVerifier(roster)
    for name, data in records:
        verifier.take(name, data)
    return verifier.report()


def test_a_whole_vault_verifies() -> None:
    maker = a_scheme()
    records = a_chain(3)
    records[1] = (records[1][0], without_part(records[1][1], "person"))
    statements = [(one.record_id, one.encode()) for one in maker.statements]

    report = verify_records([*statements, *records], maker.fold())

    assert report.first_break is None
    assert (report.checked, report.faults, report.erased) == (8, (), 1)
    assert all(chain.whole for chain in report.chains)


def test_the_first_forged_record_is_named() -> None:
    records = a_chain(3)
    container = opened_container(records[1][1])
    container[3] = a_device("stranger").sign(b"x")
    records[1] = (records[1][0], packed_container(container))

    report = verify_records(records, ROSTER)

    assert [fault.name for fault in report.faults] == [an_id(102)]
    assert report.first_break is not None
    assert report.first_break.startswith(an_id(102))


def test_a_missing_record_is_named_by_its_place() -> None:
    records = a_chain(3)

    report = verify_records([records[0], records[2]], ROSTER)

    assert report.faults == ()
    assert report.chains[0].breaks[0].fault is ChainFault.GAP
    assert report.first_break == f"chain {an_id(8)} at 2: envelopes are missing"


def a_head(*chains: ChainPosition) -> DeviceHead:
    return DeviceHead(chains=chains, confirmed_at=NOON)


def test_a_withheld_tail_is_found_by_the_head() -> None:
    said = a_head(ChainPosition(chain_id=an_id(8), sequence=5, hash="a" * 64))
    draft = a_draft(
        record_id=an_id(300),
        kind=RecordKind.DEVICE_HEAD,
        chain_id=an_id(9),
        parts={},
        open_parts=head_parts(said),
    )
    records = [*a_chain(2), (an_id(300), seal_envelope(draft, V1, []))]

    report = verify_records(records, ROSTER)

    assert [one.fault for one in report.chains[0].breaks] == [ChainFault.WITHHELD]


def test_a_record_of_a_device_not_in_the_roster_is_held_and_not_believed() -> None:
    checked = check_record(sealed(author=a_device("stranger")), ROSTER)

    assert checked.standing is Standing.UNKNOWN_DEVICE


def test_a_forged_record_is_refused() -> None:
    with pytest.raises(SealError, match="signature"):
        check_record(with_header(sealed(author=V1), a_device("stranger")), ROSTER)


def test_a_record_of_another_scheme_is_refused() -> None:
    with pytest.raises(SealError, match="another scheme"):
        check_record(sealed(a_draft(scheme_id=an_id(3)), V1), ROSTER)


def test_a_visitor_cannot_approve_a_report() -> None:
    decision = sealed(a_draft(kind=RecordKind.REVIEW_DECISION), V1)

    assert check_record(decision, ROSTER).standing is Standing.NOT_ALLOWED
    assert verify_records([("r", decision)], ROSTER).first_break is not None


def test_what_a_newer_version_made_is_counted_and_is_no_break() -> None:
    newer = with_header(sealed(author=V1), V1, version=2)
    container = packed_container([b"ICVE", 2])

    report = verify_records([("a", newer), ("b", container)], ROSTER)

    assert [(fault.name, fault.update_needed) for fault in report.faults] == [("a", True), ("b", True)]
    assert report.first_break is None
    with pytest.raises(UpdateNeeded):
        check_record(container, ROSTER)


def test_a_chain_of_which_only_its_head_arrives_is_withheld_whole() -> None:
    said = a_head(ChainPosition(chain_id=an_id(77), sequence=4, hash="ab" * 32))
    draft = a_draft(kind=RecordKind.DEVICE_HEAD, parts={}, open_parts=head_parts(said), chain_id=an_id(30))

    report = verify_records([(draft.record_id, seal_envelope(draft, V1, []))], ROSTER)

    assert [(one.fault, one.sequence, one.until) for one in report.withheld] == [(ChainFault.WITHHELD, 1, 4)]
    assert report.first_break == f"chain {an_id(77)} at 1: the device has made more than has arrived"
    assert verify_records(a_chain(2), ROSTER).withheld == ()


def test_memory_stays_small_however_much_is_checked() -> None:
    """60 records of half a megabyte each: of every one only its place in its chain is kept."""

    def large() -> Iterator[tuple[str, bytes]]:
        previous = None
        for number in range(1, 61):
            part = json.dumps(os.urandom(256 * 1024).hex()).encode()
            draft = a_draft(
                record_id=an_id(500 + number), sequence=number, previous=previous, parts={"report": part}
            )
            data = sealed(draft, V1)
            previous = read_envelope(data).hash
            yield an_id(500 + number), data

    tracemalloc.start()
    try:
        report = verify_records(large(), ROSTER)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert (report.checked, report.first_break) == (60, None)
    assert peak < 8 * 1024 * 1024
