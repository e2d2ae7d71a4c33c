"""Records nobody can read, or only a newer application: they stop nothing and are kept."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.review import ReviewEvent, ReviewEventKind
from icv_app.domain.visit import Visit
from icv_app.seal.envelope import read_envelope
from icv_app.services.documents import to_json
from icv_app.services.ports import RecordState
from icv_app.services.report_records import event_parts, report_parts
from tests.builders import a_checklist, a_concern, settings
from tests.memory_scheme import SCHEME_ID, MemoryScheme, SeededIds, a_scheme
from tests.seal.builders import with_header
from tests.unit.services.by_own_hand import SIGNED_LATER, a_report_in_the_name_of, said, taken

REFUSED, QUARANTINED = RecordState.REFUSED, RecordState.QUARANTINED


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


@pytest.fixture
def report(scheme: MemoryScheme) -> Visit:
    filed = scheme.filed_by("V-001", sign_off=SIGNED_LATER, concerns=(a_concern(),))
    scheme.exchange()
    return filed


@pytest.mark.parametrize(
    "nested", ["{", "[" * 100_000, "null", "[]", '{"subject":1}', '{"subject":"\\ud800"}', ""]
)
def test_no_part_of_any_shape_stops_a_sync(scheme: MemoryScheme, report: Visit, nested: str) -> None:
    word = said(scheme, "V-002", report, ReviewEventKind.ADDENDUM, "visit.addendum")
    kinds = {
        "visit.report": "V-002",
        "visit.addendum": "V-002",
        "concern.step": "C-002",
        "scheme.settings": "C-002",
    }
    page = []
    for kind, by in kinds.items():
        page.append(scheme.forged(by, kind, report.visit_id, {"report": nested.encode()}))
        page.append(scheme.forged(by, kind, report.visit_id, {"report": b"{}", "person": nested.encode()}))
        page.append(
            scheme.forged(by, kind, report.visit_id, {"report": b"{}"}, about=nested.encode() or b" ")
        )
    event = ReviewEvent(
        record_id=RecordId(SeededIds(scheme.clock, "half").new()),
        visit_id=report.visit_id,
        kind=ReviewEventKind.ADDENDUM,
        at=scheme.clock.now(),
        by=MemberId("V-002"),
    )
    half = {**event_parts(event), "person": nested.encode()}
    page.append(scheme.forged("V-002", "visit.addendum", report.visit_id, half, record_id=event.record_id))
    page.append(
        scheme.forged(
            "C-002",
            "office.key_grant",
            scheme["C-001"].desk.identity.device_id,
            {"grant": nested.encode()},
            to=("C-001",),
        )
    )
    page.append(word)

    scheme["C-001"].take(*page)

    assert scheme["C-001"].state(read_envelope(word).record_id) is RecordState.RECEIVED
    apart = [scheme["C-001"].state(read_envelope(data).record_id) for data in page[:-1]]
    assert set(apart) <= {REFUSED, QUARANTINED, RecordState.UPDATE_NEEDED}
    assert scheme["C-001"].desk.sync.standing().apart == len(apart)


@pytest.mark.parametrize(
    "change",
    [
        {"travel_minutes": 10**30},
        {"expenses_pence": -(10**30)},
        {"created_at": "0001-01-01T00:00:00Z"},
        {"submitted_at": "9999-12-31T23:59:59.999999Z"},
        {"arrived_at": "2024-03-14T12:00:00+14:00"},
        {"arrived_at": "2024-03-14T12:00:00"},
    ],
    ids=str,
)
def test_numbers_and_times_beyond_all_bounds_stop_nothing(
    scheme: MemoryScheme, change: dict[str, object]
) -> None:
    visit = a_report_in_the_name_of("V-003")
    parts = report_parts(visit, a_checklist())
    parts["report"] = json.dumps(json.loads(parts["report"]) | change).encode()
    data = scheme.forged("V-003", "visit.report", visit.visit_id, parts)

    assert taken(scheme, data)[0] is RecordState.UPDATE_NEEDED
    assert scheme["C-001"].desk.reviews.list() == []


def test_unknown_kinds_and_newer_versions_are_kept_until_the_update(scheme: MemoryScheme) -> None:
    kind = scheme.forged("C-002", "rota.unheard_of", "V-001", {"report": b"{}"})
    header = with_header(
        scheme.forged("C-002", "scheme.notice", "n", {"report": b"{}"}), scheme["C-002"].keys, version=2
    )
    newer = to_json(settings(scheme_id=SCHEME_ID, version=2)).replace(b'"red"', b'"violet"')
    body = scheme.forged("C-002", "scheme.settings", SCHEME_ID, {"report": newer})

    for data in (kind, header, body):
        state, reason = taken(scheme, data)
        assert (state, bool(reason)) == (RecordState.UPDATE_NEEDED, True)
        assert scheme["C-001"].record(read_envelope(data).record_id).envelope == data
    assert scheme["C-001"].desk.sync.standing().apart == 3
    assert scheme["C-001"].desk.scheme.settings().version == 1


def test_what_a_newer_application_can_read_is_applied_once_it_is_started(
    scheme: MemoryScheme, report: Visit
) -> None:
    data = said(scheme, "V-002", report, ReviewEventKind.ADDENDUM, "visit.addendum")
    office = scheme["C-001"]
    office.take(data)
    name = RecordId(read_envelope(data).record_id)
    with office.store.open_unit() as unit:  # as an older application would have kept it
        older = replace(unit.records.get(name), state=RecordState.UPDATE_NEEDED, reason="Update.", subject="")
        unit.records.put(older)
        unit.commit()

    office.opened_again().take()

    assert office.state(name) is RecordState.RECEIVED
    assert office.record(name).reason == ""


def test_of_another_scheme_nothing_is_believed(scheme: MemoryScheme) -> None:
    data = scheme.forged(
        "C-002", "scheme.notice", "n", {"report": b"{}"}, scheme_id=SeededIds(scheme.clock, "x").new()
    )
    assert taken(scheme, data)[0] is QUARANTINED


def test_times_in_the_future_are_no_reason_to_fail(scheme: MemoryScheme) -> None:
    far = datetime(9000, 1, 1, tzinfo=UTC)
    visit = a_report_in_the_name_of("V-003", submitted_at=far, created_at=far - timedelta(days=1))
    data = scheme.forged("V-003", "visit.report", visit.visit_id, report_parts(visit, a_checklist()))

    assert taken(scheme, data)[0] is RecordState.RECEIVED
    [line] = scheme["C-001"].desk.reviews.list()
    assert (line.visit_id, line.late) == (visit.visit_id, True)
