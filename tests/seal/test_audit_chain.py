"""The chain of the audit log: one order and one head for the same lines, and every tampering is named."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.domain.audit import AuditHead
from icv_app.errors import SealError
from icv_app.seal.audit_chain import (
    AuditFault,
    AuditLink,
    check_log,
    digest_of,
    head_until,
    in_order,
    running_heads,
    tips,
)
from tests.builders import NOON

LATER = NOON + timedelta(days=400)


def a_line(name: str, *after: AuditLink, by: str = "C-001", chain: str = "1", number: int = 1) -> AuditLink:
    """A line of C-001's or another's laptop; its digest depends on all it says, as a real one's does."""
    at = NOON + timedelta(minutes=len(name))
    return sealed(
        AuditLink(
            record_id=name,
            digest="",
            after=tuple(sorted(link.digest for link in after)),
            at=at,
            author=by,
            device=f"device-{by}",
            chain_id=chain,
            sequence=number,
        )
    )


def sealed(link: AuditLink) -> AuditLink:
    said = f"{link.record_id} {link.after} {link.at} {link.author} {link.linked} {link.head}"
    return replace(link, digest=hashlib.sha256(said.encode()).hexdigest())


def a_log(length: int = 5) -> list[AuditLink]:
    lines: list[AuditLink] = []
    for number in range(1, length + 1):
        lines.append(a_line(f"r{number}", *lines[-1:], number=number))
    return lines


def faults(lines: list[AuditLink]) -> list[tuple[int, str, AuditFault]]:
    return [(one.number, one.record_id, one.fault) for one in check_log(lines).breaks]


def test_a_whole_log_has_no_break_and_no_fork() -> None:
    found = check_log(a_log())

    assert (found.entries, found.breaks, found.forks) == (5, (), ())
    assert found.head == list(running_heads(a_log()))[-1]


def test_an_empty_log_has_a_head_of_noughts() -> None:
    assert check_log([]).head == "0" * 64
    assert tips([]) == ()


def test_the_head_is_the_chained_digest_that_the_formats_page_describes() -> None:
    head = bytes(32)
    for link in a_log(3):
        head = hashlib.sha256(b"icv-audit-head-v1\0" + head + bytes.fromhex(link.digest)).digest()

    assert head_until(a_log(3), LATER) == AuditHead(value=head.hex(), entries=3, until=LATER)


@given(st.randoms(use_true_random=False))
def test_the_same_lines_have_the_same_order_and_head_however_they_arrive(random: Random) -> None:
    lines = a_log(4)
    other = a_line("other", lines[1], by="C-002")
    both = a_line("both", other, lines[3], by="C-002", number=2)
    wanted = in_order([*lines, other, both])
    shuffled = [*lines, other, both]
    random.shuffle(shuffled)

    assert in_order(shuffled) == wanted
    assert check_log(shuffled).head == check_log(wanted).head
    assert tips(shuffled) == (both.digest,)
    assert wanted[-1] == both


def test_lines_written_at_the_same_time_by_two_coordinators_are_no_fork() -> None:
    first = a_line("first")
    theirs, mine = a_line("theirs", first, by="C-002"), a_line("mine", first, number=2)

    found = check_log([first, theirs, mine])

    assert (found.breaks, found.forks) == ((), ())
    assert tips([first, theirs, mine]) == tuple(sorted((theirs.digest, mine.digest)))


@pytest.mark.parametrize("gone", [0, 1, 2, 3])
def test_a_line_taken_out_is_named_by_the_one_that_names_it(gone: int) -> None:
    lines = a_log()
    del lines[gone]

    assert [one for one in faults(lines) if one[2] is AuditFault.MISSING] == [
        (1 if gone == 0 else lines_before(lines, f"r{gone + 2}"), f"r{gone + 2}", AuditFault.MISSING)
    ]


def lines_before(lines: list[AuditLink], record_id: str) -> int:
    return [link.record_id for link in in_order(lines)].index(record_id) + 1


def test_a_line_that_says_something_else_is_missed_by_the_next() -> None:
    lines = a_log()
    lines[2] = sealed(replace(lines[2], at=LATER))

    assert (AuditFault.MISSING, "r4") in {(fault, name) for _number, name, fault in faults(lines)}


def test_a_line_put_in_later_is_named_because_its_laptop_knew_more_by_then() -> None:
    lines = a_log()
    put_in = a_line("put-in", lines[1], number=6)

    assert [(name, fault) for _number, name, fault in faults([*lines, put_in])] == [
        ("put-in", AuditFault.SKIPS)
    ]


def test_a_line_moved_to_another_place_of_its_chain_is_named() -> None:
    lines = a_log()
    lines[1], lines[3] = replace(lines[1], sequence=4), replace(lines[3], sequence=2)

    assert AuditFault.SKIPS in {fault for _number, _name, fault in faults(lines)}


def test_a_laptop_that_goes_on_from_a_backup_forks_and_the_fork_is_shown() -> None:
    lines = a_log(4)
    anew = a_line("anew", lines[1], chain="2")
    later = a_line("later", anew, lines[3], chain="2", number=2)

    found = check_log([*lines, anew, later])

    assert found.breaks == ()
    assert [one.record_ids for one in found.forks] == [("r3", "anew")]
    assert found.forks[0].author == "C-001"


def test_a_new_chain_that_knows_the_old_one_is_no_fork() -> None:
    lines = a_log(4)

    assert check_log([*lines, a_line("anew", lines[3], chain="2")]).forks == ()


def test_lines_of_old_stand_without_links_and_the_next_one_names_them_all() -> None:
    old = [replace(line, after=(), linked=False) for line in a_log(3)]
    new = a_line("new", *old, number=4)

    assert check_log([*old, new]).breaks == ()
    assert tips(old) == tuple(sorted(line.digest for line in old))
    after = replace(a_line("after", number=5), linked=False)
    assert [fault for _number, _name, fault in faults([*old, new, after])] == [AuditFault.UNLINKED]


def test_a_head_that_was_printed_is_computed_again_from_what_its_line_knew() -> None:
    lines = a_log(4)
    head = head_until(lines[:4], LATER)
    printed = sealed(replace(a_line("printed", lines[3], number=5), head=head))
    late = a_line("late", lines[0], by="C-002")  # arrives after the report was printed, dated before

    assert check_log([*lines, printed, late]).breaks == ()
    false = sealed(replace(printed, head=replace(head, value="ab" * 32)))
    assert faults([*lines, false])[0][1:] == ("printed", AuditFault.HEAD_DIFFERS)
    too_few = sealed(replace(printed, head=replace(head, until=lines[3].at)))
    assert faults([*lines, too_few])[0][1:] == ("printed", AuditFault.HEAD_DIFFERS)


def test_the_digest_is_of_the_canonical_json_with_every_field() -> None:
    body = {"act": "invited", "at": "2024-03-14T12:00:00Z", "of a newer version": [1, "é"]}
    canonical = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    assert digest_of(json.dumps(body, indent=3).encode()) == (
        hashlib.sha256(b"icv-audit-entry-v1\0" + canonical).hexdigest()
    )


@pytest.mark.parametrize("body", [b"", b"{", b'{"a": 1.5}', b'{"a": NaN}', b"[" * 100_000])
def test_what_has_no_canonical_writing_has_no_digest(body: bytes) -> None:
    with pytest.raises(SealError):
        digest_of(body)


def test_ten_thousand_lines_are_checked_in_one_go() -> None:
    lines = a_log(10_000)

    assert check_log(lines).breaks == ()
    del lines[5_000]
    assert check_log(lines).breaks[0].record_id == "r5002"
