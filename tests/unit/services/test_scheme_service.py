"""Running the scheme: settings, members, invitations, approvals."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from icv_app.domain.ids import MemberId
from icv_app.domain.scheme import Role
from icv_app.errors import BadInput, NotFound, RuleBroken, SealError, StoreError
from icv_app.seal.statements import MemberRemoved
from icv_app.services.keyring import KeyRing
from icv_app.services.membership import ENROLMENT_REQUEST, enrolment_answered, waiting_enrolment
from icv_app.services.roster_book import RosterBook
from icv_app.services.scheme import SchemeService
from icv_app.services.sealing_desk import SealingDesk
from icv_app.services.set_up import join_scheme
from tests.builders import a_coordinator, a_member
from tests.fakes.memory_store import MemoryStore
from tests.memory_scheme import Device, MemoryScheme, SeededIds, a_scheme


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


@pytest.fixture
def office(scheme: MemoryScheme) -> SchemeService:
    return scheme["C-001"].desk.scheme


def leave(scheme: MemoryScheme, member: str) -> None:
    """The coordinator signs a member out of the scheme."""
    device = scheme["C-001"]
    rosters = RosterBook()
    with device.store.open_unit() as unit:
        desk = SealingDesk(
            scheme.clock,
            SeededIds(scheme.clock, f"{member} leaves"),
            device.desk.identity,
            KeyRing(device.vault.identity_key),
            rosters,
        )
        desk.state(unit, MemberRemoved(after=rosters.current(unit).tips, member=member, accepted=()))
        unit.commit()


def test_everybody_is_told_of_changed_settings(scheme: MemoryScheme) -> None:
    office = scheme["C-001"].desk.settings
    published = office.change(lambda now: replace(now, name="West Yorkshire Scheme"))
    scheme.exchange()

    assert published.version == 2
    for device in scheme:
        assert device.desk.scheme.settings() == published
    with scheme["V-001"].store.open_reading() as unit:
        assert unit.settings.version(1).name == "West Yorkshire"


def test_everybody_is_told_of_a_member(scheme: MemoryScheme, office: SchemeService) -> None:
    office.put_member(a_member(7, surname="Ash"))
    scheme.clock.forward(minutes=1)
    office.put_member(a_member(7, surname="Birch"))
    scheme.exchange()

    for device in scheme:
        assert [one.surname for one in device.desk.scheme.members() if one.member_id == "V-007"] == ["Birch"]
        assert device.roster.members["V-007"].role is Role.VISITOR
    assert len(scheme["V-001"].records("roster.member_added")) == 5


def test_nobody_else_changes_the_scheme(scheme: MemoryScheme) -> None:
    visitor = scheme["V-001"].desk.scheme
    for attempt in (
        lambda: scheme["V-001"].desk.settings.change(lambda now: replace(now, name="Another")),
        lambda: visitor.put_member(a_member(7)),
        lambda: visitor.invite(MemberId("V-001")),
        lambda: visitor.approve("0" * 64),
    ):
        with pytest.raises(RuleBroken, match="not a coordinator"):
            attempt()


@pytest.mark.parametrize("number", ["", "V 1", "v-001", "Jo Bloggs", "V-001\n", "V-1234567"])
def test_a_number_no_roster_would_take_is_refused_at_once(office: SchemeService, number: str) -> None:
    before = office.members()
    with pytest.raises(BadInput):
        office.put_member(a_member(1, member_id=MemberId(number)))
    assert office.members() == before


def test_a_profile_does_not_change_a_role_behind_the_rosters_back(
    scheme: MemoryScheme, office: SchemeService
) -> None:
    with pytest.raises(RuleBroken, match="is visitor"):
        office.put_member(a_coordinator(member_id=MemberId("V-001")))
    assert office.invite(MemberId("V-001")).role is Role.VISITOR


def test_a_full_disk_leaves_no_half_member(scheme: MemoryScheme, office: SchemeService) -> None:
    scheme["C-001"].store.fail_next_commit = True
    with pytest.raises(StoreError):
        office.put_member(a_member(7))

    assert "V-007" not in {one.member.member_id for one in office.standings()}
    office.put_member(a_member(7))  # the roster that is kept does not have them either
    scheme.exchange()
    assert "V-007" in scheme["V-001"].roster.members
    assert scheme["C-001"].desk.verification.verify().first_break is None


def test_standings_tell_devices_and_open_invitations(scheme: MemoryScheme, office: SchemeService) -> None:
    def of(member: str) -> tuple[int, bool, bool]:
        [one] = [one for one in office.standings() if one.member.member_id == member]
        return one.devices, one.invited_until is not None, one.asks_to_join is not None

    assert of("V-001") == (1, False, False)
    invitation = scheme.invite("V-001")
    assert of("V-001") == (1, True, False)
    _device, request = scheme.joining("V-001", invitation, "spare")
    scheme.answered(invitation, request)
    assert of("V-001") == (1, True, True)
    office.approve(invitation.locator)
    assert of("V-001") == (2, False, False)
    scheme.invite("V-002")
    scheme.clock.forward(days=15)
    assert of("V-002") == (1, False, False)


def test_a_new_device_is_approved_once_and_reads_what_everybody_may(scheme: MemoryScheme) -> None:
    device = scheme.join("V-002", "second laptop")

    assert device.desk.scheme.enrolled()
    assert device.desk.scheme.settings() == scheme["C-001"].desk.scheme.settings()
    assert device.desk.scheme.members() == scheme["C-001"].desk.scheme.members()
    assert device.desk.sync.standing().apart == 0
    assert not [name for name in _keys(device) if name.startswith("office")]


def test_a_new_coordinator_can_read_what_the_office_has(scheme: MemoryScheme) -> None:
    filed = scheme.filed_by("V-001")
    scheme.exchange()
    device = scheme.join("C-002", "second computer")

    assert device.desk.reviews.read(filed.visit_id).visit == filed
    assert [name for name in _keys(device) if name.startswith("office")]


def test_an_invitation_serves_one_device_once(scheme: MemoryScheme, office: SchemeService) -> None:
    invitation = scheme.invite("V-001")
    _first, request = scheme.joining("V-001", invitation, "first")
    scheme.answered(invitation, request)
    office.approve(invitation.locator)
    _second, late = scheme.joining("V-001", invitation, "second")

    with pytest.raises(BadInput) as refused:
        office.approve(invitation.locator)
    assert "used already" in refused.value.user_text
    scheme.answered(invitation, late)
    assert office.waiting_to_join() == []


def test_an_invitation_out_of_date_lets_nobody_in(scheme: MemoryScheme, office: SchemeService) -> None:
    invitation = scheme.invite("V-001")
    device, request = scheme.joining("V-001", invitation, "first")
    scheme.clock.forward(days=14)
    scheme.answered(invitation, request)

    with pytest.raises(BadInput, match="expired"):
        office.approve(invitation.locator)
    with pytest.raises(BadInput) as refused:
        scheme.joining("V-001", invitation, "second")
    assert "out of date" in refused.value.user_text
    assert not device.desk.scheme.enrolled()


def test_one_answered_in_time_may_be_approved_later(scheme: MemoryScheme, office: SchemeService) -> None:
    invitation = office.invite(MemberId("V-001"), valid_for=timedelta(hours=1))
    _device, request = scheme.joining("V-001", invitation, "first")
    scheme.answered(invitation, request)
    scheme.clock.forward(days=3)

    office.approve(invitation.locator)
    assert len(scheme["C-001"].roster.active_devices("V-001")) == 2


def test_what_is_not_known_here_is_said(scheme: MemoryScheme, office: SchemeService) -> None:
    invitation = scheme.invite("V-001")
    for attempt in (
        lambda: office.approve("0" * 64),
        lambda: office.approve(invitation.locator),
        lambda: office.invite(MemberId("V-099")),
        lambda: scheme["C-002"].desk.scheme.approve(invitation.locator),
    ):
        with pytest.raises(NotFound) as refused:
            attempt()
        assert refused.value.user_text


def test_somebody_who_has_left_is_not_invited_until_they_are_added_again(
    scheme: MemoryScheme, office: SchemeService
) -> None:
    open_still = scheme.invite("V-001")
    _device, request = scheme.joining("V-001", open_still, "spare")
    scheme.answered(open_still, request)
    leave(scheme, "V-001")

    with pytest.raises(RuleBroken, match="has left"):
        office.invite(MemberId("V-001"))
    with pytest.raises(SealError) as refused:
        office.approve(open_still.locator)
    assert "Invite the member again" in refused.value.user_text
    assert scheme["C-001"].roster.active_devices("V-001") == ()
    office.put_member(a_member(1))
    assert office.invite(MemberId("V-001")).member_id == "V-001"


def test_a_full_disk_while_approving_lets_nobody_in(scheme: MemoryScheme, office: SchemeService) -> None:
    invitation = scheme.invite("V-001")
    _device, request = scheme.joining("V-001", invitation, "spare")
    scheme.answered(invitation, request)
    before = dict(scheme["C-001"].store.saved_records)
    scheme["C-001"].store.fail_next_commit = True

    with pytest.raises(StoreError):
        office.approve(invitation.locator)

    assert dict(scheme["C-001"].store.saved_records) == before
    [standing] = [one for one in office.standings() if one.member.member_id == "V-001"]
    assert (standing.devices, standing.asks_to_join) == (1, invitation.locator)
    assert office.approve(invitation.locator)
    assert len(scheme["C-001"].roster.active_devices("V-001")) == 2


def test_joining_needs_no_network_and_waits_for_the_coordinator(scheme: MemoryScheme) -> None:
    invitation = scheme.invite("V-001")
    device, request = scheme.joining("V-001", invitation, "spare")

    assert not device.desk.scheme.enrolled()
    assert device.desk.identity.member_id == "V-001"
    with device.store.open_unit() as unit:
        assert waiting_enrolment(unit) == (invitation.locator, request)
        enrolment_answered(unit)
        assert waiting_enrolment(unit) is None
        assert unit.meta.get(ENROLMENT_REQUEST) == ""


def test_a_full_disk_while_joining_leaves_an_empty_vault(scheme: MemoryScheme) -> None:
    store = MemoryStore()
    store.fail_next_commit = True
    with pytest.raises(StoreError):
        join_scheme(store.open_unit, scheme.clock, bytes(32), scheme.invite("V-001"))
    with store.open_reading() as unit:
        assert (unit.keys.names(), unit.meta.get("member_id")) == ([], None)


def _keys(device: Device) -> list[str]:
    with device.store.open_reading() as unit:
        return list(unit.keys.names())
