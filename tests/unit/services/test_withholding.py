"""What a courier keeps back is noticed, with its author and its place; a slow one raises no alarm."""

from __future__ import annotations

import io

import pytest

from icv_app.domain.ids import DeviceId
from icv_app.domain.records import RecordKind
from icv_app.seal.bundle import BundleReader, write_bundle
from icv_app.seal.envelope import read_envelope
from icv_app.seal.withholding import Sign
from icv_app.services.devices import WhyRemoved
from icv_app.services.ports import RESTORED
from sync.client.heads import HeadErrand
from tests.memory_scheme import (
    Device,
    opened,
)
from tests.sly_courier import HeadsFor, Story, a_story


@pytest.fixture
def story() -> Story:
    return a_story()


def test_an_honest_courier_raises_no_alarm(story: Story) -> None:
    story.file_reports("V-001", 3)
    story.everybody_syncs()

    assert {name: story.missed(name) for name in story.scheme.devices} == {
        name: [] for name in story.scheme.devices
    }


def test_a_slow_courier_raises_no_alarm_once_it_has_come(story: Story) -> None:
    story.file_reports("V-001", 2)
    story.sync("V-001")
    story.scheme.clock.forward(days=6)
    story.file_reports("V-001", 1)
    story.sync("V-001")

    assert story.missed("C-001") == []  # before it has synchronised it knows nothing of them
    story.sync("C-001")
    assert story.missed("C-001") == []


def test_heads_of_a_sync_that_broke_off_alarm_nobody(story: Story) -> None:
    story.file_reports("V-001", 2)
    story.sync("V-001")
    errand = HeadErrand(story["C-001"].desk.heads, HeadsFor(story.courier, "C-001"))

    errand.before_pulling()  # and then the line goes dead

    assert story.missed("C-001") == []


def test_one_envelope_kept_back_is_named_by_author_and_place(story: Story) -> None:
    story.file_reports("V-001", 3)
    story.courier.keeps_back["C-001"] = story.nth_of("V-001", 2)
    story.sync("V-001", "C-001")

    (missed,) = story.missed("C-001")

    assert (missed.sign, missed.member, missed.sequence, missed.until) == (Sign.GAP, "V-001", 2, 2)
    assert missed.device_id == story.device_id("V-001")


def test_a_tail_kept_back_shows_by_the_devices_head(story: Story) -> None:
    story.file_reports("V-001", 3)
    story.courier.keeps_back["C-001"] = story.nth_of("V-001", 2, 3)
    story.sync("V-001", "C-001")

    (missed,) = story.missed("C-001")

    assert (missed.sign, missed.member, missed.sequence, missed.until) == (Sign.TAIL, "V-001", 2, 3)
    assert missed.count == 2
    assert missed.since == story.scheme.clock.now()
    assert not missed.given_up


def test_everything_of_a_device_kept_back_shows_by_its_head(story: Story) -> None:
    story.file_reports("V-001", 2)
    story.courier.keeps_back["C-001"] = story.by("V-001")
    story.sync("V-001", "C-001")

    assert [(one.sign, one.member, one.sequence, one.until) for one in story.missed("C-001")] == [
        (Sign.TAIL, "V-001", 1, 2)
    ]


def test_what_was_missed_is_forgotten_when_it_comes(story: Story) -> None:
    story.file_reports("V-001", 3)
    story.courier.keeps_back["C-001"] = story.nth_of("V-001", 2, 3)
    story.sync("V-001", "C-001")

    story.courier.keeps_back.clear()
    story.sync("C-001")

    assert story.missed("C-001") == []


def test_a_chain_in_another_order_is_the_same_chain(story: Story) -> None:
    story.file_reports("V-001", 4)
    story.sync("V-001")
    story.courier.filed.reverse()

    story.sync("C-001")

    assert story.missed("C-001") == []


def test_two_things_under_one_number_are_named(story: Story) -> None:
    story.file_reports("V-001", 1)
    story.sync("V-001")
    twin = story["V-001"].copy()  # the vault's folder, copied to another laptop by hand
    story.file_reports("V-001", 1)
    story.sync("V-001")
    story.scheme.devices["V-001"] = twin
    story.file_reports("V-001", 1)
    story.courier.send(twin)

    story.sync("C-001")

    (missed,) = [one for one in story.missed("C-001") if one.sign is Sign.ONE_NUMBER]
    assert (missed.member, missed.sequence) == ("V-001", 2)
    assert len(missed.record_ids) == 2


def test_an_envelope_that_does_not_follow_is_named(story: Story) -> None:
    story.file_reports("V-001", 1)
    story.sync("V-001")
    (first,) = story.head_of("V-001").chains
    forged = story.scheme.forged(
        "V-001",
        RecordKind.MEMBER_AVAILABILITY,
        "V-001",
        {},
        chain_id=first.chain_id,
        sequence=2,
        previous="e" * 64,
    )
    story.courier.file(forged)
    story.sync("C-001")

    assert [(one.sign, one.member, one.sequence) for one in story.missed("C-001")] == [
        (Sign.BROKEN, "V-001", 2)
    ]


def test_what_counts_of_a_removed_device_is_missed_where_it_is_kept_back(story: Story) -> None:
    story.file_reports("V-001", 3)
    story.courier.keeps_back["C-002"] = story.nth_of("V-001", 2, 3)
    story.sync("V-001", "C-001")
    story["C-001"].desk.devices.remove(DeviceId(story.device_id("V-001")), WhyRemoved.LOST)
    story.sync("C-001", "C-002")

    assert [(one.sign, one.member, one.sequence, one.until) for one in story.missed("C-002")] == [
        (Sign.TAIL, "V-001", 2, 3)
    ]


def test_what_a_restored_vault_has_lost_is_still_missed(story: Story) -> None:
    story.file_reports("V-001", 1)
    story.sync("V-001")
    backup = _restored(story["V-001"])
    story.file_reports("V-001", 1)
    story.courier.keeps_back["C-001"] = story.courier.keeps_back["V-001"] = story.nth_of("V-001", 2)
    story.sync("V-001")
    lost = story.courier.filed.pop()
    story.scheme.devices["V-001"] = backup
    story.file_reports("V-001", 1)

    story.sync("V-001", "C-001", "V-001")

    (old, new) = sorted(story.head_of("V-001").chains, key=lambda one: -one.sequence)
    assert (old.hash, new.sequence) == (read_envelope(lost).hash, 1)
    for name in ("C-001", "V-001"):
        (missed,) = story.missed(name)
        assert (missed.sign, missed.member, missed.sequence, missed.until) == (Sign.TAIL, "V-001", 2, 2)
        assert missed.given_up


def test_what_a_head_once_said_is_remembered_though_a_restored_vault_says_less(story: Story) -> None:
    story.file_reports("V-001", 1)
    story.sync("V-001")
    backup = _restored(story["V-001"])
    story.file_reports("V-001", 1)
    story.courier.keeps_back["C-001"] = story.courier.keeps_back["V-001"] = story.nth_of("V-001", 2)
    story.sync("V-001", "C-001")
    story.courier.filed.pop()
    story.scheme.devices["V-001"] = backup
    story.courier.keeps_heads_back["V-001"] = story.by("V-001")
    story.file_reports("V-001", 1)

    story.sync("V-001", "C-001")

    assert sorted(one.sequence for one in story.head_of("V-001").chains) == [1, 1]
    assert [(one.sign, one.sequence, one.given_up) for one in story.missed("C-001")] == [(Sign.TAIL, 2, True)]


def test_a_restored_vault_that_got_everything_back_raises_no_alarm(story: Story) -> None:
    story.file_reports("V-001", 1)
    story.sync("V-001")
    backup = _restored(story["V-001"])
    story.file_reports("V-001", 2)
    story.sync("V-001")
    story.scheme.devices["V-001"] = backup
    story.file_reports("V-001", 1)
    story.everybody_syncs()

    assert {name: story.noticed(name) for name in ("C-001", "V-001", "V-002")} == {
        "C-001": [],
        "V-001": [],
        "V-002": [],
    }


def test_a_visitor_is_not_alarmed_by_what_others_are_given(story: Story) -> None:
    story.file_reports("V-003", 2)  # with V-001
    story.file_reports("V-002", 3)
    story.everybody_syncs()

    assert story.missed("V-001") == []


def test_a_bundle_carries_heads_past_a_server_that_keeps_them_back(story: Story) -> None:
    story.courier.keeps_back["C-001"] = story.by("V-001")
    story.courier.keeps_heads_back["C-001"] = story.by("V-001")
    story.file_reports("V-001", 2)
    story.sync("V-001", "V-003", "C-001")
    assert story.missed("C-001") == []

    story.scheme.clock.forward(minutes=1)
    _by_stick(story["V-003"], story["C-001"])  # was given the head of V-001, and not its reports
    assert story.missed("C-001") == []  # the server may still bring them
    story.scheme.clock.forward(minutes=1)
    story.sync("C-001")

    assert [(one.sign, one.member) for one in story.missed("C-001")] == [(Sign.TAIL, "V-001")]


def test_a_bundle_from_the_office_carries_its_heads_to_a_visitor(story: Story) -> None:
    story.courier.keeps_heads_back["V-001"] = lambda _one: True
    story.scheme.clock.forward(days=15)
    story.sync("C-001")
    confirmed = story.scheme.clock.now()
    story.scheme.clock.forward(days=15)
    story.sync("V-001")
    assert story.noticed("V-001") == [(Sign.ROSTER_UNCONFIRMED, "V-001")]

    story.sync("C-001")
    _by_stick(story["C-001"], story["V-001"])

    assert story.missed("V-001") == []
    assert story["V-001"].desk.withholding.roster_confirmed_at() > confirmed  # type: ignore[operator]


def test_what_a_stick_brought_is_given_to_the_server(story: Story) -> None:
    story.file_reports("V-001", 1)
    _by_stick(story["V-001"], story["C-001"])
    story.sync("C-001")

    assert [one.sequence for one in story.head_of("V-001").chains] == [1]


def test_what_was_looked_into_is_not_shown_again_until_it_grows(story: Story) -> None:
    story.file_reports("V-001", 2)
    story.courier.keeps_back["C-001"] = story.nth_of("V-001", 2, 3)
    story.sync("V-001", "C-001")
    service = story["C-001"].desk.withholding
    service.look_into(service.missed()[0])

    assert service.missed() == []
    assert len(service.missed(looked_into_too=True)) == 1

    story.file_reports("V-001", 1)
    story.sync("V-001", "C-001")
    assert [(one.sequence, one.until) for one in service.missed()] == [(2, 3)]


def test_a_statement_without_effect_leaves_no_gap(story: Story) -> None:
    """Two coordinators remove the same device at once: one statement is overridden or fits no more."""
    for name in ("C-001", "C-002"):
        story[name].desk.devices.remove(DeviceId(story.device_id("V-003")), WhyRemoved.LOST)
    story.everybody_syncs()

    assert {name: story.noticed(name) for name in ("C-001", "C-002", "V-001")} == {
        "C-001": [],
        "C-002": [],
        "V-001": [],
    }


def _restored(device: Device) -> Device:
    twin = device.copy()
    with twin.store.open_unit() as unit:
        unit.meta.put(RESTORED, "yes")
        unit.commit()
    return opened(device.name, twin.vault, device.clock, seed="restored")


def _by_stick(giver: Device, taker: Device) -> None:
    outgoing = giver.desk.bundles.prepare()
    file = io.BytesIO()
    write_bundle(file, outgoing.manifest, giver.desk.bundles.carried(outgoing), outgoing.signer)
    file.seek(0)
    taker.desk.bundles.take(BundleReader(file))
