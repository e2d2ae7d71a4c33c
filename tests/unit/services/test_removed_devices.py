"""A device that was lost, stolen or replaced: who takes what from it, and who decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from icv_app.domain.audit import AuditAct
from icv_app.domain.ids import DeviceId, MemberId, RecordId
from icv_app.domain.review import ReviewState
from icv_app.domain.visit import Visit
from icv_app.errors import NotFound, RuleBroken, SealError
from icv_app.seal.envelope import read_envelope
from icv_app.seal.sealing import open_envelope
from icv_app.services.audit_log import audit_entries
from icv_app.services.devices import WhyRemoved
from icv_app.services.ports import RecordState
from icv_app.services.ports_sync import PulledRecord, Receipt, Refusal
from sync.client.farewell import take_leave
from sync.client.transport import Outgoing
from tests.memory_scheme import Device, MemoryScheme, a_scheme


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


def acts(office: Device) -> list[tuple[AuditAct, str, str]]:
    with office.store.open_reading() as unit:
        return [(entry.act, entry.subject, entry.reason) for entry in audit_entries(unit)]


def report_of(device: Device, visit: Visit) -> RecordId:
    """The record under which a report travels, as its author's device has it."""
    [record] = [one for one in device.records("visit.report") if one.subject == visit.visit_id]
    return record.record_id


def remove(scheme: MemoryScheme, name: str, by: str = "C-001") -> None:
    scheme[by].desk.devices.remove(DeviceId(scheme[name].keys.key_id), WhyRemoved.STOLEN)


def test_what_a_device_sent_before_counts_and_what_it_sends_later_waits(scheme: MemoryScheme) -> None:
    before = report_of(scheme["V-001"], scheme.filed_by("V-001"))
    scheme.exchange()
    remove(scheme, "V-001")
    after = report_of(scheme["V-001"], scheme.filed_by("V-001"))
    scheme.exchange()

    office = scheme["C-001"]
    assert office.state(before) is RecordState.RECEIVED
    assert office.state(after) is RecordState.QUARANTINED
    assert scheme["V-002"].state(after) is RecordState.QUARANTINED
    [late] = [one for one in office.desk.devices.late_records() if one.record_id == after]
    assert (late.member_id, late.kind) == ("V-001", "visit.report")
    assert (AuditAct.DEVICE_REMOVED, "V-001", "stolen") in acts(office)


@pytest.mark.parametrize("take", [True, False])
def test_what_others_had_got_before_they_heard_of_a_removal_waits_with_them_too(
    scheme: MemoryScheme, take: bool
) -> None:
    """The coordinator who removes the laptop has not fetched its last report; others have."""
    report = scheme.filed_by("V-001")
    name = report_of(scheme["V-001"], report)
    scheme.courier.send(scheme["V-001"])
    for one in ("C-002", "V-002"):
        scheme.courier.fetch(scheme[one])
    scheme["C-002"].desk.reviews.approve(report.visit_id)
    remove(scheme, "V-001")
    scheme.exchange()

    everybody = ("C-001", "C-002", "V-002")
    assert {scheme[one].state(name) for one in everybody} == {RecordState.QUARANTINED}
    assert [scheme[one].desk.reviews.list() for one in everybody] == [[], [], []]
    assert [scheme[one].desk.reviews.awaiting() for one in everybody] == [{}, {}, {}]
    scheme["C-001"].desk.devices.decide([name], take=take)
    scheme.exchange()

    shown = [[line.review for line in scheme[one].desk.reviews.list()] for one in everybody]
    assert shown == [[ReviewState.APPROVED] if take else []] * 3


@pytest.mark.parametrize("take", [True, False])
def test_a_coordinators_decision_goes_for_everybody(scheme: MemoryScheme, take: bool) -> None:
    remove(scheme, "V-001")
    after = report_of(scheme["V-001"], scheme.filed_by("V-001"))
    scheme.exchange()
    office = scheme["C-001"]
    late = [one.record_id for one in office.desk.devices.late_records()]

    assert office.desk.devices.decide(late, take=take) == len(late)
    scheme.exchange()

    wanted = RecordState.RECEIVED if take else RecordState.REFUSED
    assert [scheme[name].state(after) for name in ("C-001", "C-002", "V-002")] == [wanted] * 3
    assert office.desk.devices.late_records() == []
    act = AuditAct.LATE_ACCEPTED if take else AuditAct.LATE_REFUSED
    assert (act, "V-001", "") in acts(office)


def test_nobody_removes_the_laptop_they_sit_at_and_visitors_remove_none(scheme: MemoryScheme) -> None:
    for by, name in (("C-001", "C-001"), ("V-002", "V-001")):
        with pytest.raises(RuleBroken):
            remove(scheme, name, by)
    remove(scheme, "V-001")
    with pytest.raises(RuleBroken):
        remove(scheme, "V-001")


class Farewell:
    """A server as a removed device meets it."""

    def __init__(self, scheme: MemoryScheme, device: Device) -> None:
        self._courier, self._device = scheme.courier, device

    def roster(self) -> list[PulledRecord]:
        statements = [data for data in self._courier.filed if b'"kind":"roster.' in data]
        assert statements
        return [one for one in self._courier.for_device(self._device) if one.envelope in statements]

    def hand_over(self, records: Sequence[Outgoing]) -> list[Receipt | Refusal]:
        return [self._courier.file(record.envelope) for record in records]


def test_a_removed_device_learns_it_by_proof_and_hands_over_first(scheme: MemoryScheme) -> None:
    device = scheme["V-001"]
    scheme.exchange()
    unsent = report_of(device, scheme.filed_by("V-001"))

    # A server that only says so proves nothing.
    assert take_leave(device.desk.sync, Farewell(scheme, device)) is None
    assert device.desk.sync.pending()

    remove(scheme, "V-001")
    scheme.exchange("C-001")
    handed_over = take_leave(device.desk.sync, Farewell(scheme, device))

    assert handed_over == 1
    assert not device.desk.sync.pending()
    scheme.exchange("C-001")
    assert scheme["C-001"].state(unsent) is RecordState.QUARANTINED


def test_a_removed_device_hands_over_what_a_server_from_a_backup_has_lost(scheme: MemoryScheme) -> None:
    device, backup = scheme["V-001"], list(scheme.courier.filed)
    acknowledged = report_of(device, scheme.filed_by("V-001"))
    scheme.courier.send(device)
    assert device.state(acknowledged) is RecordState.ACCEPTED

    scheme.courier.filed[:] = backup
    remove(scheme, "V-001")
    scheme.exchange("C-001")
    assert take_leave(device.desk.sync, Farewell(scheme, device)) == 0

    scheme.exchange("C-001")
    assert scheme["C-001"].state(acknowledged) is RecordState.QUARANTINED


def test_left_in_the_register_takes_every_device_away(scheme: MemoryScheme) -> None:
    office = scheme["C-001"]
    with office.store.open_reading() as unit:
        member = unit.members.find(MemberId("V-001"))
    assert member is not None
    office.desk.scheme.put_member(replace(member, left=date(2024, 1, 1)))

    assert not office.roster.members["V-001"].active
    assert office.roster.active_devices("V-001") == ()
    assert (AuditAct.MEMBER_REMOVED, "V-001", "left the scheme") in acts(office)
    # Saving it again changes nothing more; coming back does.
    office.desk.scheme.put_member(replace(member, left=date(2024, 1, 2)))
    assert not office.roster.members["V-001"].active
    office.desk.scheme.put_member(member)
    assert office.roster.members["V-001"].active
    assert office.roster.active_devices("V-001") == ()


def test_a_coordinator_does_not_take_themselves_out(scheme: MemoryScheme) -> None:
    office = scheme["C-001"]
    with office.store.open_reading() as unit:
        own = unit.members.find(MemberId("C-001"))
    assert own is not None
    with pytest.raises(RuleBroken):
        office.desk.scheme.put_member(replace(own, left=date(2024, 1, 1)))
    assert office.roster.members["C-001"].active


def test_a_coordinator_who_leaves_reads_nothing_that_is_sealed_afterwards(scheme: MemoryScheme) -> None:
    old = report_of(scheme["V-001"], scheme.filed_by("V-001"))
    scheme.exchange()
    gone, stays = scheme["C-002"], scheme.join("C-001", "C-001 second")
    with gone.store.open_reading() as unit:
        keys_of_the_one_who_left = gone.desk.keyring.openers(unit)
    with scheme["C-001"].store.open_reading() as unit:
        member = unit.members.find(MemberId("C-002"))
    assert member is not None

    scheme["C-001"].desk.scheme.put_member(replace(member, left=date(2024, 1, 1)))
    del scheme.devices["C-002"]
    scheme.exchange()
    new = report_of(scheme["V-001"], scheme.filed_by("V-001"))
    scheme.exchange()

    assert scheme["C-001"].roster.office.epoch == 2
    assert not scheme["C-001"].roster.epoch_due
    for office in (scheme["C-001"], stays):
        assert office.state(new) is RecordState.RECEIVED
        assert office.state(old) is RecordState.RECEIVED
    sealed = read_envelope(scheme["C-001"].record(new).envelope or b"")
    assert not sealed.addressed_to(keys_of_the_one_who_left)
    with pytest.raises(SealError):
        open_envelope(sealed, keys_of_the_one_who_left)
    assert (AuditAct.EPOCH_STARTED, "C-001", "") in acts(scheme["C-001"])


def test_an_invitation_that_was_withdrawn_lets_nobody_in(scheme: MemoryScheme) -> None:
    office, invitation = scheme["C-001"], scheme.invite("V-001")
    office.desk.sync.invitation_published(invitation.locator)
    _device, request = scheme.joining("V-001", invitation, "spare")
    scheme.answered(invitation, request)

    assert office.desk.scheme.withdraw_invitations(MemberId("V-001")) == 1

    assert office.desk.sync.invitations_to_withdraw() == [invitation.locator]
    scheme.answered(invitation, request)  # it comes once more before the server has heard
    assert office.desk.scheme.waiting_to_join() == []
    with pytest.raises(NotFound):
        office.desk.scheme.approve(invitation.locator)
    assert (AuditAct.INVITATION_WITHDRAWN, "V-001", "") in acts(office)
    assert office.desk.scheme.withdraw_invitations(MemberId("V-001")) == 0
