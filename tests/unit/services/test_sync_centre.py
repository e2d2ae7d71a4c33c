"""Where every record is, as the sync centre tells it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from icv_app.domain.ids import DeviceId, RecordId
from icv_app.domain.review import ReviewState
from icv_app.domain.sync_choices import SyncChoices
from icv_app.domain.visit import Visit
from icv_app.seal.devices import DeviceKeys
from icv_app.seal.envelope import read_envelope
from icv_app.services.devices import WhyRemoved
from icv_app.services.ports import RecordLine, RecordState
from icv_app.services.ports_sync import Refusal
from icv_app.services.sync_centre import DRAFT, MOST_LISTED, CentreView, Place, RecordPlace, Why
from icv_app.services.sync_desk import TO_RETURN
from tests.fakes.memory_records import MemoryRecords
from tests.memory_scheme import Device, MemoryScheme, SeededIds, a_scheme
from tests.seal.builders import with_header
from tests.unit.services.by_own_hand import SIGNED_LATER


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


@pytest.fixture
def filed(scheme: MemoryScheme) -> Visit:
    return scheme.filed_by("V-001", sign_off=SIGNED_LATER)


def view(device: Device) -> CentreView:
    return device.desk.sync_centre.view()


def report_on(device: Device, visit: Visit) -> RecordPlace:
    [found] = [
        one for one in view(device).places if one.kind == "visit.report" and one.visit_id == visit.visit_id
    ]
    return found


def named(device: Device, data: bytes) -> RecordPlace:
    name = read_envelope(data).record_id
    [found] = [one for one in view(device).places if one.record_id == name]
    return found


def test_a_draft_is_on_this_laptop_only(scheme: MemoryScheme) -> None:
    draft = scheme.draft_by("V-001")

    [found] = [one for one in view(scheme["V-001"]).places if one.kind == DRAFT]

    assert (found.place, found.visit_id, found.suite) == (Place.HERE, draft.visit_id, draft.suite)


def test_a_report_goes_from_waiting_to_the_server_to_opened(scheme: MemoryScheme, filed: Visit) -> None:
    visitor, office = scheme["V-001"], scheme["C-001"]
    waiting = report_on(visitor, filed)
    scheme.courier.send(visitor)
    with_server = report_on(visitor, filed)
    scheme.exchange()
    office.desk.reviews.read(filed.visit_id)
    scheme.exchange()
    opened = report_on(visitor, filed)

    assert (waiting.place, waiting.why, waiting.own) == (Place.WAITING, Why.TO_SEAL, True)
    assert (waiting.suite, waiting.began_at) == (filed.suite, filed.began_at)
    assert (with_server.place, with_server.since) == (Place.SERVER, scheme.clock.now())
    assert (opened.place, opened.review) == (Place.OPENED, ReviewState.RECEIVED)
    assert report_on(office, filed).place is Place.OTHERS


def test_what_could_not_go_yet_waits_with_its_reason(scheme: MemoryScheme, filed: Visit) -> None:
    visitor = scheme["V-001"]
    [name] = visitor.desk.sync.pending()
    visitor.desk.sync.mark_refused(
        Refusal(record_id=name, code="busy", message="It will be sent again.", retryable=True)
    )

    found = report_on(visitor, filed)

    assert (found.place, found.why, found.reason) == (Place.WAITING, Why.TRIED, "It will be sent again.")
    assert found.by_itself


def test_what_the_server_will_not_take_is_apart_with_what_it_said(scheme: MemoryScheme, filed: Visit) -> None:
    visitor = scheme["V-001"]
    [name] = visitor.desk.sync.pending()
    visitor.desk.sync.mark_refused(
        Refusal(record_id=name, code="conflict", message="Tell the coordinator.", retryable=False)
    )

    found = report_on(visitor, filed)

    assert (found.place, found.why, found.reason) == (Place.APART, Why.NOT_SENT, "Tell the coordinator.")
    assert not found.by_itself
    assert view(visitor).places[0] == found


def test_every_reason_to_set_something_apart_is_told_from_the_others(scheme: MemoryScheme) -> None:
    office = scheme["C-001"]
    stranger = scheme.forged(DeviceKeys.generate(), "visit.report", "x", {"report": b"{}"})
    forbidden = scheme.forged("V-002", "scheme.settings", "x", {"report": b"{}"})
    unknown = scheme.forged("V-002", "visit.hologram", "x", {"report": b"{}"})
    signed = scheme.forged("V-002", "visit.report", "x", {"report": b"{}"})
    broken = with_header(signed, None, record_id=SeededIds(scheme.clock, "broken").new())

    office.take(stranger, forbidden, unknown, broken)

    whys = {named(office, data).why for data in (stranger, forbidden, unknown, broken)}
    assert [named(office, data).place for data in (stranger, forbidden, unknown, broken)] == [Place.APART] * 4
    assert whys == {Why.UNKNOWN_AUTHOR, Why.NOT_ALLOWED, Why.NEEDS_UPDATE, Why.UNUSABLE}
    assert named(office, forbidden).author == "V-002"


def test_what_a_removed_laptop_sends_waits_for_a_decision(scheme: MemoryScheme) -> None:
    office, visitor = scheme["C-001"], scheme["V-002"]
    late = scheme.forged("V-002", "member.availability", "V-002", {"report": b"{}"})
    office.desk.devices.remove(visitor.desk.identity.device_id, WhyRemoved.STOLEN)
    office.take(late)

    found = named(office, late)

    assert (found.place, found.why, found.by_itself) == (Place.APART, Why.LATE, False)


def test_a_record_that_waits_for_a_key_says_so(scheme: MemoryScheme, filed: Visit) -> None:
    scheme.exchange()
    second = scheme.join("V-001", "V-001 again")
    with second.store() as unit:
        report = scheme["V-001"].records("visit.report")[0]
        unit.records.put(replace(report, state=RecordState.LOCKED, parts={}, reason="Sealed before."))
        unit.commit()

    found = next(one for one in view(second).places if one.record_id == report.record_id)

    assert (found.place, found.why, found.by_itself) == (Place.APART, Why.NEEDS_KEY, True)


def test_the_choices_are_kept(scheme: MemoryScheme) -> None:
    centre = scheme["V-001"].desk.sync_centre
    assert centre.choices() == SyncChoices()

    centre.choose(SyncChoices(paused=True, metered_too=True))

    assert scheme["V-001"].opened_again().desk.sync_centre.choices() == SyncChoices(
        paused=True, metered_too=True
    )


def test_a_repair_is_remembered_and_a_difference_that_stays_is_said(scheme: MemoryScheme) -> None:
    sync = scheme["V-001"].desk.sync
    sync.note_sync_ended(mended=True, same=True)
    repaired = view(scheme["V-001"])
    sync.note_sync_ended(mended=True, same=False)
    differing = view(scheme["V-001"])
    sync.note_sync_ended()
    quiet = view(scheme["V-001"])

    assert (repaired.mended_at, repaired.differs_at) == (scheme.clock.now(), None)
    assert differing.differs_at == scheme.clock.now()
    assert (quiet.mended_at, quiet.differs_at) == (scheme.clock.now(), None)


def test_ten_thousand_records_are_read_by_a_handful_of_queries(
    scheme: MemoryScheme, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One question for all of them, not one for each."""
    line = RecordLine(
        record_id=RecordId("r"),
        kind="visit.report",
        subject="v",
        author=None,
        device=DeviceId("d"),
        written_at=scheme.clock.now(),
        state=RecordState.RECEIVED,
        position=1,
        accepted_at=None,
        reason="",
        sealed=True,
        verified=True,
    )
    asked = []
    lines = [replace(line, record_id=RecordId(str(number))) for number in range(10_000)]
    received = RecordState.RECEIVED
    monkeypatch.setattr(
        MemoryRecords, "lines", lambda _self, state, limit: lines[:limit] if state is received else []
    )
    monkeypatch.setattr(MemoryRecords, "count_by_state", lambda _self: {received: len(lines)})
    monkeypatch.setattr(MemoryRecords, "find", lambda self, name: asked.append(name))

    seen = view(scheme["C-001"])
    assert len(seen.places) == MOST_LISTED
    assert seen.counts[Place.OTHERS] == 10_000
    assert asked == []


def test_ten_thousand_records_from_a_stick_are_listed_no_further_than_the_latest(
    scheme: MemoryScheme, filed: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    scheme.exchange()
    office = scheme["C-001"]
    [report] = office.records("visit.report")
    with office.store.open_unit() as unit:
        names = [f"from-a-stick-{number}" for number in range(10_000)]
        unit.meta.put(TO_RETURN, "\n".join([*names, report.record_id]))
        unit.commit()
    asked: list[int] = []
    lines_of = MemoryRecords.lines_of

    def counted(self: MemoryRecords, names: Iterable[RecordId]) -> Sequence[RecordLine]:
        wanted = list(names)
        asked.append(len(wanted))
        return lines_of(self, wanted)

    monkeypatch.setattr(MemoryRecords, "lines_of", counted)
    assert report_on(office, filed).why is Why.TO_HAND_ON
    assert asked == [MOST_LISTED]
