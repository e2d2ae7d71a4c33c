"""Who belongs to a scheme, whoever says what in whichever order it arrives."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from icv_app.domain.records import RecordKind
from icv_app.domain.scheme import Role
from icv_app.errors import SealError
from icv_app.seal.devices import StandbyKey
from icv_app.seal.envelope import Envelope, read_envelope
from icv_app.seal.membership import Reason
from icv_app.seal.roster import Roster, fold_roster
from icv_app.seal.sealing import Outgoing, seal_envelope
from icv_app.seal.statements import DeviceAdded, LateDecided, StandbyChanged, statement_parts
from tests.seal.builders import (
    NOON,
    SCHEME,
    RosterMaker,
    a_device,
    a_scheme,
    a_standby,
    an_id,
    an_office,
)


def reasons(roster: Roster) -> dict[str, Reason]:
    return {one.hash: one.reason for one in roster.refused}


def state(roster: Roster) -> object:
    return (
        dict(roster.members),
        {one: (device.active, device.member_id) for one, device in roster.devices.items()},
        [office.key_id for office in roster.office_keys],
        sorted(reasons(roster).items()),
        roster.tips,
        roster.epoch_due,
    )


def test_the_root_makes_the_first_coordinator() -> None:
    maker = RosterMaker()
    root = maker.root()
    roster = maker.fold()

    assert roster.fingerprint == root.hash
    assert (roster.scheme_id, roster.scheme_name) == (SCHEME, "West Yorkshire")
    assert roster.role_of(a_device("C1").key_id) is Role.COORDINATOR
    assert roster.office.key_id == an_office().key_id
    assert roster.tips == (root.hash,)
    assert not roster.refused


def test_members_and_devices_are_added_by_a_coordinator() -> None:
    roster = a_scheme().fold()

    assert {one: member.role for one, member in roster.members.items()} == {
        "C-001": Role.COORDINATOR,
        "C-002": Role.COORDINATOR,
        "V-001": Role.VISITOR,
    }
    assert [device.key_id for device in roster.active_devices("V-001")] == [a_device("V1").key_id]
    assert not roster.refused
    assert not roster.forked


def test_a_second_coordinators_statements_count() -> None:
    maker = a_scheme()
    maker.member("C2", "V-002", Role.VISITOR)

    assert "V-002" in maker.fold().members


def test_another_root_than_the_invitations_is_refused() -> None:
    maker, impostor = a_scheme(), RosterMaker()
    impostor.root("stranger")

    with pytest.raises(SealError, match="missing"):
        fold_roster(maker.statements[0].hash, impostor.statements)
    roster = maker.fold([*maker.statements, *impostor.statements])
    assert reasons(roster) == {impostor.statements[0].hash: Reason.SECOND_ROOT}


def test_a_root_not_signed_by_its_own_device_is_refused() -> None:
    maker = RosterMaker()
    root = maker.root()
    forged = replace(root, signature=a_device("stranger").sign(b"anything"))

    with pytest.raises(SealError, match="signature"):
        fold_roster(root.hash, [replace(forged, hash=root.hash)])


@pytest.mark.parametrize(
    ("author", "reason"), [("V1", Reason.NOT_A_COORDINATOR), ("stranger", Reason.UNKNOWN_AUTHOR)]
)
def test_only_coordinators_change_the_roster(author: str, reason: Reason) -> None:
    maker = a_scheme()
    before = state(maker.fold())
    refused = maker.member(author, "V-009", Role.COORDINATOR)
    roster = maker.fold()

    assert reasons(roster) == {refused.hash: reason}
    assert "V-009" not in roster.members
    assert state(maker.fold(maker.statements[:-1])) == before


def test_a_statement_with_a_forged_signature_is_refused() -> None:
    maker = a_scheme()
    good = maker.member("C1", "V-002", Role.VISITOR)
    forged = replace(good, signature=a_device("V1").sign(b"x"))
    roster = maker.fold([*maker.statements[:-1], forged])

    assert reasons(roster) == {forged.hash: Reason.BAD_SIGNATURE}


@pytest.mark.parametrize("statement", [b"{}", b"", b"nonsense", b'{"after":[]}', b"[" * 5000])
def test_a_malformed_statement_is_refused_and_never_fatal(statement: bytes) -> None:
    maker = a_scheme()
    bad = maker.member("C1", "V-002", Role.VISITOR)
    draft = Outgoing(
        record_id=an_id(1),
        kind=bad.kind,
        scheme_id=SCHEME,
        chain_id=an_id(2),
        sequence=1,
        previous=None,
        sealed_at=NOON,
        open_parts={"statement": statement},
    )
    envelope = read_envelope(seal_envelope(draft, a_device("C1"), []))

    assert reasons(maker.fold([*maker.statements, envelope])) == {envelope.hash: Reason.MALFORMED}


def test_a_statement_of_another_scheme_is_refused() -> None:
    maker = a_scheme()
    other = maker.say(
        a_device("C1"),
        DeviceAdded(
            after=(maker.statements[-1].hash,),
            member="V-001",
            device=a_device("V2").public.to_bytes(),
            invitation="0" * 64,
        ),
        scheme_id=an_id(5),
    )

    assert reasons(maker.fold()) == {other.hash: Reason.OTHER_SCHEME}


def test_a_statement_of_a_newer_version_is_shown_as_such() -> None:
    maker = a_scheme()
    known = maker.member("C1", "V-002", Role.VISITOR)
    newer = maker.say(
        a_device("C1"),
        DeviceAdded(
            after=(known.hash,), member="V-002", device=a_device("V2").public.to_bytes(), invitation="0" * 64
        ),
        kind="roster.hologram_added",
    )

    assert reasons(maker.fold()) == {newer.hash: Reason.UPDATE_NEEDED}


def test_an_invitation_serves_one_device_once() -> None:
    maker = a_scheme()
    again = DeviceAdded(
        after=(maker.statements[-1].hash,),
        member="V-001",
        device=a_device("V2").public.to_bytes(),
        invitation=b"V1".hex().rjust(64, "0"),
    )
    refused = maker.say(a_device("C1"), again)

    assert reasons(maker.fold()) == {refused.hash: Reason.INVITATION_USED}


def test_an_invitation_used_on_both_sides_of_a_fork_serves_one_device() -> None:
    maker = a_scheme()
    base = maker.statements[-1]
    first = maker.device("C1", "V-001", "V2", base)
    twice = DeviceAdded(
        after=(base.hash,),
        member="V-001",
        device=a_device("V3").public.to_bytes(),
        invitation=b"V2".hex().rjust(64, "0"),
    )
    second = maker.say(a_device("C2"), twice)
    roster = maker.fold()

    assert reasons(roster) == {second.hash: Reason.INVITATION_USED}
    assert set(roster.tips) == {first.hash, second.hash}


def test_a_member_who_is_not_in_the_roster_gets_no_device() -> None:
    maker = a_scheme()
    refused = maker.device("C1", "V-099", "V2")

    assert reasons(maker.fold()) == {refused.hash: Reason.UNKNOWN_MEMBER}


def test_a_removed_device_may_say_nothing_more() -> None:
    maker = a_scheme()
    maker.remove_device(a_device("C1"), "C2")
    late = maker.member("C2", "V-009", Role.VISITOR)
    roster = maker.fold()

    assert reasons(roster) == {late.hash: Reason.AUTHOR_REMOVED}
    assert roster.role_of(a_device("C2").key_id) is None
    assert a_device("C2").public not in [one.keys for one in roster.active_devices()]


def test_a_removal_wins_over_what_the_removed_device_says_meanwhile() -> None:
    maker = a_scheme()
    base = maker.statements[-1]
    maker.remove_device(a_device("C1"), "C2", base)
    meanwhile = maker.member("C2", "V-009", Role.COORDINATOR, base)
    roster = maker.fold()

    assert reasons(roster) == {meanwhile.hash: Reason.REMOVED_MEANWHILE}
    assert "V-009" not in roster.members
    assert roster.forked


def test_a_removal_wins_over_a_device_added_meanwhile_for_the_removed_member() -> None:
    maker = a_scheme()
    base = maker.statements[-1]
    maker.remove_member("C1", "V-001", base)
    meanwhile = maker.device("C2", "V-001", "V2", base)
    roster = maker.fold()

    assert reasons(roster) == {meanwhile.hash: Reason.REMOVED_MEANWHILE}
    assert roster.active_devices("V-001") == ()


def test_what_the_remover_knew_stays() -> None:
    maker = a_scheme()
    maker.member("C2", "V-002", Role.VISITOR)
    maker.remove_device(a_device("C1"), "C2")

    assert maker.fold().members["V-002"].active


def test_two_coordinators_who_remove_each_other_are_both_removed() -> None:
    maker = a_scheme()
    base = maker.statements[-1]
    maker.remove_device(a_device("C1"), "C2", base)
    maker.remove_device(a_device("C2"), "C1", base)
    roster = maker.fold()

    assert [device.member_id for device in roster.active_devices()] == ["V-001"]


def test_the_standby_ends_a_quarrel_with_a_stolen_device() -> None:
    maker = a_scheme()
    base = maker.statements[-1]
    stolen = maker.remove_device(a_device("C2"), "C1", base)
    maker.remove_device(a_standby(), "C2", base)
    roster = maker.fold()

    assert reasons(roster) == {stolen.hash: Reason.REMOVED_MEANWHILE}
    assert roster.role_of(a_device("C1").key_id) is Role.COORDINATOR
    assert roster.role_of(a_device("C2").key_id) is None


def test_the_standby_brings_the_office_back_when_every_device_is_lost() -> None:
    maker = a_scheme()
    statement = DeviceAdded(
        after=(maker.statements[-1].hash,),
        member="C-001",
        device=a_device("new").public.to_bytes(),
        invitation="1" * 64,
    )
    maker.say(a_standby(), statement)
    maker.epoch("new", 2)
    roster = maker.fold()

    assert not roster.refused
    assert roster.role_of(a_device("new").key_id) is Role.COORDINATOR
    assert roster.office.epoch == 2


def test_a_demoted_coordinator_changes_nothing_meanwhile() -> None:
    maker = a_scheme()
    base = maker.statements[-1]
    maker.member("C1", "C-002", Role.VISITOR, base)
    meanwhile = maker.member("C2", "V-009", Role.VISITOR, base)

    assert reasons(maker.fold()) == {meanwhile.hash: Reason.REMOVED_MEANWHILE}


def test_a_fork_is_shown_and_the_next_statement_mends_it() -> None:
    maker = a_scheme()
    base = maker.statements[-1]
    left = maker.member("C1", "V-002", Role.VISITOR, base)
    right = maker.member("C2", "V-003", Role.VISITOR, base)
    forked = maker.fold()
    maker.member("C1", "V-004", Role.VISITOR, left, right)
    mended = maker.fold()

    assert forked.forked
    assert {"V-002", "V-003"} < set(forked.members)
    assert not mended.forked
    assert not mended.refused


def test_a_statement_whose_predecessor_is_missing_waits_for_it() -> None:
    maker = a_scheme()
    early = maker.fold([one for place, one in enumerate(maker.statements) if place != 3])

    assert [one.hash for one in early.waiting] == [maker.statements[4].hash]
    assert state(early.apply([maker.statements[3]])) == state(maker.fold())
    assert not early.apply([maker.statements[3]]).waiting


def test_applying_leaves_the_earlier_roster_as_it_was() -> None:
    maker = a_scheme()
    before = maker.fold()
    remembered = state(before)
    maker.remove_device(a_device("C1"), "C2")
    after = before.apply([maker.statements[-1]])

    assert state(before) == remembered
    assert state(after) == state(maker.fold())


def test_an_epoch_is_due_until_it_begins_after_a_coordinator_left() -> None:
    maker = a_scheme()
    base = maker.statements[-1]
    unaware = maker.epoch("C2", 2, base)
    maker.remove_device(a_device("C1"), "V1", base)
    assert not maker.fold().epoch_due

    removal = maker.remove_member("C1", "C-002", maker.statements[-1])
    assert maker.fold().epoch_due
    assert reasons(maker.fold())[unaware.hash] is Reason.REMOVED_MEANWHILE

    maker.epoch("C1", 2, removal)
    assert not maker.fold().epoch_due


def test_an_epoch_begun_before_a_coordinator_left_is_not_enough() -> None:
    maker = a_scheme()
    maker.epoch("C1", 2)
    maker.remove_device(a_device("C1"), "C2")

    assert maker.fold().epoch_due


def test_epochs_follow_each_other() -> None:
    maker = a_scheme()
    refused = maker.epoch("C1", 3)

    assert reasons(maker.fold()) == {refused.hash: Reason.WRONG_EPOCH}
    maker.epoch("C1", 2, maker.statements[-2])
    maker.epoch("C1", 3)
    assert [office.epoch for office in maker.fold().office_keys] == [1, 2, 3]
    assert maker.fold().office.key_id == an_office(3).key_id


def quarrel() -> list[Envelope]:
    """A scheme with forks, removals and promotions on both sides."""
    maker = a_scheme()
    base = maker.statements[-1]
    left = maker.member("C1", "V-001", Role.COORDINATOR, base)
    maker.device("C1", "V-001", "V2", left)
    gone = maker.remove_device(a_device("C1"), "C2", left)
    right = maker.member("C2", "C-003", Role.COORDINATOR, base)
    maker.device("C2", "C-003", "C3", right)
    maker.remove_member("C3", "C-001")
    maker.epoch("C1", 2, gone)
    fresh = StandbyKey.generate().public.raw
    maker.say(a_device("C1"), StandbyChanged(after=(gone.hash,), standby=fresh))
    maker.say(
        a_device("C1"), LateDecided(after=(gone.hash,), device=a_device("C2").key_id, accepted=("ab" * 32,))
    )
    maker.member("V1", "V-005", Role.VISITOR, left)
    maker.remove_device(a_standby(), "V1", right)
    return maker.statements


QUARREL = quarrel()


@settings(max_examples=40)
@given(order=st.permutations(range(len(QUARREL))), cut=st.integers(0, len(QUARREL)))
def test_the_order_of_arrival_changes_nothing(order: list[int], cut: int) -> None:
    shuffled = [QUARREL[place] for place in order]
    root = QUARREL[0]
    in_order = fold_roster(root.hash, QUARREL)
    in_two_steps = fold_roster(root.hash, [root, *shuffled[:cut]]).apply(shuffled[cut:])

    assert state(in_two_steps) == state(in_order)


def test_a_member_who_comes_back_does_not_bring_old_devices_back() -> None:
    maker = a_scheme()
    maker.remove_member("C1", "V-001")
    maker.member("C1", "V-001", Role.VISITOR)
    roster = maker.fold()

    assert roster.members["V-001"].active
    assert roster.active_devices("V-001") == ()


def test_a_statement_carries_its_kind_and_reads_back() -> None:
    maker = a_scheme()

    assert [one.kind for one in maker.statements] == [
        RecordKind.ROSTER_ROOT,
        RecordKind.ROSTER_MEMBER_ADDED,
        RecordKind.ROSTER_DEVICE_ADDED,
        RecordKind.ROSTER_MEMBER_ADDED,
        RecordKind.ROSTER_DEVICE_ADDED,
    ]
    assert statement_parts(DeviceAdded(after=("0" * 64,), member="V-001", device=b"", invitation="0" * 64))
