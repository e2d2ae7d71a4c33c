"""What every device says of itself each day: who says nothing is silent, who says too much is not heard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from icv_app.domain.ids import DeviceId, MemberId
from icv_app.domain.records import RecordKind
from icv_app.seal.devices import DeviceKeys
from icv_app.seal.envelope import read_envelope
from icv_app.seal.heads import DeviceHead, head_parts
from icv_app.seal.sealing import Outgoing, seal_envelope
from icv_app.seal.statements import ChainPosition
from icv_app.seal.withholding import Sign
from icv_app.services.devices import WhyRemoved
from sync.client.failures import ServerRefused
from sync.client.heads import HeadErrand
from sync.wire import Code, DeviceHeadsAnswer
from tests.memory_scheme import (
    SCHEME_ID,
    SeededIds,
)
from tests.sly_courier import HeadsFor, Story, a_story


@pytest.fixture
def story() -> Story:
    return a_story()


def test_a_device_whose_heads_are_kept_back_too_falls_silent(story: Story) -> None:
    last = story.scheme.clock.now()
    story.courier.keeps_back["C-001"] = story.by("V-001")
    story.courier.keeps_heads_back["C-001"] = story.by("V-001")
    for _week in range(7):
        story.scheme.clock.forward(days=7)
        story.scheme.filed_by("V-001")
        story.everybody_syncs()

    (missed,) = story.missed("C-001")

    assert (missed.sign, missed.member, missed.since) == (Sign.SILENT, "V-001", last)


def test_a_coordinator_who_was_away_takes_nobody_for_silent(story: Story) -> None:
    story.scheme.clock.forward(days=90)

    assert story.missed("C-001") == []  # nobody was asked since
    story.everybody_syncs()
    assert story.missed("C-001") == []


def test_a_device_says_every_day_that_it_is_there_and_not_oftener(story: Story) -> None:
    first = story.courier.heads[story.device_id("V-002")]
    story.scheme.clock.forward(hours=23)
    story.sync("V-002")
    assert story.courier.heads[story.device_id("V-002")] == first

    story.scheme.clock.forward(hours=2)
    story.sync("V-002")
    assert story.courier.heads[story.device_id("V-002")] != first


def test_a_device_that_never_wrote_says_so(story: Story) -> None:
    assert story.head_of("V-002").chains == ()
    assert story.head_of("V-002").roster == story["V-002"].roster.tips


def test_a_head_covers_what_was_sent_in_the_same_run_and_is_no_record_to_send(story: Story) -> None:
    story.file_reports("V-001", 2)
    story.sync("V-001")

    assert [one.sequence for one in story.head_of("V-001").chains] == [2]
    assert story["V-001"].desk.sync.standing().waiting == 0
    assert list(story["V-001"].desk.sync.pending()) == []
    assert not story["V-001"].records(RecordKind.DEVICE_HEAD)
    assert set(story["V-001"].desk.sync.held()) == {
        one.record_id for one in story.courier.for_device(story["V-001"])
    }


def test_an_old_roster_shows_by_whoever_knows_a_newer_one(story: Story) -> None:
    known = len(story.courier.filed)
    story["C-001"].desk.devices.remove(DeviceId(story.device_id("V-003")), WhyRemoved.LOST)
    story.sync("C-001", "V-002")
    roster = {read_envelope(one).hash for one in story.courier.filed[known:]}
    story.courier.keeps_back["V-001"] = lambda one: one.hash in roster and one.kind.startswith("roster.")

    story.sync("V-001")

    assert story.noticed("V-001") == [(Sign.ROSTER_BEHIND, "C-001"), (Sign.ROSTER_BEHIND, "V-002")]
    story.courier.keeps_back.clear()
    story.sync("V-001")
    assert story.missed("V-001") == []


def test_a_roster_that_no_coordinator_confirms_shows_with_its_date(story: Story) -> None:
    last = story.scheme.clock.now()
    story.courier.keeps_heads_back["V-001"] = lambda one: (
        story["V-001"].roster.role_of(one.header.author_device) == "coordinator"
    )
    for _week in range(4):
        story.scheme.clock.forward(days=7)
        story.everybody_syncs()

    (missed,) = story.missed("V-001")

    assert (missed.sign, missed.since) == (Sign.ROSTER_UNCONFIRMED, last)
    assert story["V-001"].desk.withholding.roster_confirmed_at() == last
    assert story.noticed("V-002") == []
    # The visitor's own head tells the coordinators.
    assert story.noticed("C-001") == [(Sign.ROSTER_OLD_THERE, "V-001")]


def test_a_server_that_pretends_to_know_no_heads_does_not_hide_that_nothing_is_confirmed(
    story: Story,
) -> None:
    last = story.scheme.clock.now()
    for _week in range(4):
        story.scheme.clock.forward(days=7)
        story.sync("C-001")
        errand = HeadErrand(story["V-001"].desk.heads, WithoutHeads())
        errand.before_pulling()
        story.courier.show(story["V-001"])
        errand.at_the_end()

    assert [(one.sign, one.since) for one in story.missed("V-001")] == [(Sign.ROSTER_UNCONFIRMED, last)]


def test_the_laptop_of_somebody_who_left_may_be_silent(story: Story) -> None:
    scheme = story["C-001"].desk.scheme
    (member,) = [one for one in scheme.members() if one.member_id == "V-001"]
    scheme.put_member(replace(member, left=story.scheme.clock.now().date()))
    for _week in range(7):
        story.scheme.clock.forward(days=7)
        story.sync("C-001", "C-002", "V-002", "V-003")

    assert story.missed("C-001") == []


def test_heads_that_are_replayed_confirm_nothing_new(story: Story) -> None:
    last = story.scheme.clock.now()
    old = dict(story.courier.heads)
    for _week in range(4):
        story.scheme.clock.forward(days=7)
        story.sync("C-001", "C-002", "V-002")
        story.courier.heads |= old
        story.sync("V-001")

    assert [(one.sign, one.since) for one in story.missed("V-001")] == [(Sign.ROSTER_UNCONFIRMED, last)]


def test_a_clock_that_runs_ahead_keeps_nobody_from_falling_silent(story: Story) -> None:
    now = story.scheme.clock.now()
    _bring(story, "V-001", at=timedelta(days=400))
    story.sync("C-001")
    story.courier.keeps_heads_back["C-001"] = story.by("V-001")
    for _week in range(7):
        story.scheme.clock.forward(days=7)
        story.sync("C-001", "C-002", "V-002", "V-003")

    assert [(one.sign, one.member, one.since) for one in story.missed("C-001")] == [
        (Sign.SILENT, "V-001", now)
    ]


def test_a_clock_that_was_once_wrong_silences_nobody(story: Story) -> None:
    story.scheme.clock.forward(days=400)
    story.file_reports("V-001", 1)
    story.sync("V-001")
    story.scheme.clock.forward(days=-400)
    for _week in range(9):
        story.scheme.clock.forward(days=7)
        story.everybody_syncs()

    assert story.noticed("C-001") == []


def test_a_device_that_names_chains_without_end_fills_nobodys_vault(story: Story) -> None:
    for round_ in range(6):
        many = (
            ChainPosition(chain_id=str(UUID(int=round_ * 64 + number)), sequence=1, hash="a" * 64)
            for number in range(64)
        )
        _bring(story, "V-001", at=timedelta(minutes=round_ + 1), chains=tuple(many))
        story.sync("C-001")

    assert len(story.missed("C-001")) == 256


def test_a_forged_head_is_passed_over(story: Story) -> None:
    true = story.courier.heads[story.device_id("V-001")]
    forged = bytearray(true)
    forged[-200] ^= 1
    story.scheme.clock.forward(minutes=1)
    story["C-001"].desk.heads.settle([bytes(forged)], ())
    stranger = _head(story, DeviceKeys.generate())
    story["C-001"].desk.heads.settle([stranger], ())

    assert story["C-001"].desk.heads.known()[story.device_id("V-001")] == read_envelope(true).hash
    assert read_envelope(stranger).header.author_device not in story["C-001"].desk.heads.known()
    assert story.missed("C-001") == []


def test_of_a_chain_of_somebody_else_a_head_says_nothing(story: Story) -> None:
    story.file_reports("V-001", 2)
    story.sync("V-001", "C-001")
    (chain,) = story.head_of("V-001").chains

    _bring(story, "V-002", chains=(replace(chain, sequence=90),))
    story.sync("C-001")

    assert story.missed("C-001") == []


def test_an_older_head_never_takes_the_place_of_a_newer_one(story: Story) -> None:
    old = dict(story.courier.heads)
    story.file_reports("V-001", 2)
    story.sync("V-001", "C-001")
    story.courier.heads |= old

    story.sync("C-001")

    known = story["C-001"].desk.heads.known()[story.device_id("V-001")]
    assert known != read_envelope(old[story.device_id("V-001")]).hash
    # and the server, which has lost it, is given it back
    assert read_envelope(story.courier.heads[story.device_id("V-001")]).hash == known


def test_two_devices_of_a_member_each_have_a_head(story: Story) -> None:
    story.scheme.courier = story.courier
    story.scheme.join("V-001", "V-001 second")
    pair = (MemberId("V-001"), MemberId("V-002"))
    story.scheme.filed_by("V-001 second", author=pair[0], visitors=pair)
    story.courier.keeps_back["C-001"] = story.by("V-001 second")
    story.sync("C-001", "V-001 second", "V-001", "C-001")

    (missed,) = story.missed("C-001")

    assert (missed.sign, missed.member) == (Sign.TAIL, "V-001")
    assert missed.device_id == story.device_id("V-001 second")


def test_a_removed_device_is_neither_silent_nor_waited_for(story: Story) -> None:
    story.file_reports("V-001", 2)
    story.sync("V-001", "C-001")
    story["C-001"].desk.devices.remove(DeviceId(story.device_id("V-001")), WhyRemoved.LOST)
    _bring(story, "V-001", chains=(ChainPosition(chain_id=SCHEME_ID, sequence=7, hash="a" * 64),))
    for _week in range(8):
        story.scheme.clock.forward(days=7)
        story.sync("C-001", "C-002", "V-002", "V-003")

    assert story.missed("C-001") == []
    assert story.missed("C-002") == []


class WithoutHeads:
    """A server of before, or one that says so."""

    def device_heads(self, known: Mapping[str, str]) -> DeviceHeadsAnswer:
        raise ServerRefused("404", user_text="There is nothing there.", code=Code.NOT_FOUND)

    def bring_heads(self, heads: Sequence[bytes]) -> None:
        raise AssertionError("it was told that there is none")


def _head(story: Story, keys: DeviceKeys, *, at: timedelta = timedelta(minutes=1), **said: Any) -> bytes:
    now = story.scheme.clock.now()
    ids = SeededIds(story.scheme.clock, f"head {keys.key_id} {at} {said}")
    head = replace(DeviceHead(confirmed_at=now, roster=story["C-001"].roster.tips), **said)
    draft = Outgoing(
        record_id=ids.new(),
        kind=RecordKind.DEVICE_HEAD,
        scheme_id=SCHEME_ID,
        chain_id=ids.new(),
        sequence=1,
        previous=None,
        sealed_at=now + at,
        open_parts=head_parts(head),
    )
    return seal_envelope(draft, keys, ())


def _bring(story: Story, name: str, *, at: timedelta = timedelta(minutes=1), **said: object) -> None:
    """Put a head of a device's own making on the server."""
    HeadsFor(story.courier, name).bring_heads([_head(story, story[name].keys, at=at, **said)])
