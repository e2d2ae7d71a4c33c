"""Runs and holds that cross, and runs of those who are removed: everybody ends with the same."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from pathlib import Path

import pytest

from icv_app.domain.ids import MemberId
from icv_app.domain.visit import Visit
from icv_app.services.devices import WhyRemoved
from icv_app.services.erasure_records import RUN, erased_on
from icv_app.services.ports import RecordState, StoredRecord
from tests.builders import a_coordinator
from tests.memory_scheme import Device, MemoryScheme, a_scheme
from tests.unit.services.test_bundles import carry
from tests.unit.services.test_retention import (
    DUE,
    NOTE,
    a_filed_report,
    a_run,
    everything_in,
    exchanged,
    received,
)
from tests.unit.services.test_where_parts_meet import assert_nothing_is_accused


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


def test_a_hold_that_a_run_had_not_heard_of_came_too_late_and_says_so_everywhere(
    scheme: MemoryScheme,
) -> None:
    visit = a_filed_report(scheme)
    received(scheme, visit)
    scheme["C-002"].desk.retention.hold(visit.visit_id, "Asked for by the coroner.")
    a_run(scheme)
    scheme["C-002"].desk.reviews.return_with_question(visit.visit_id, "Said since.")
    exchanged(scheme)

    for name in ("C-001", "C-002"):
        retention = scheme[name].desk.retention
        assert NOTE.encode() not in everything_in(scheme[name])
        (held,) = retention.preview().held
        assert held.too_late == "This hold came too late for run 1: what that names of the visit is erased."
        assert not retention.preview().records, "what was said since is held"
        assert b"Said since." in everything_in(scheme[name])
    scheme["C-002"].desk.retention.lift(visit.visit_id, "The coroner has a copy.")
    assert scheme["C-002"].desk.retention.preview().records


def test_a_hold_on_a_visit_that_a_run_had_taken_whole_can_be_lifted(scheme: MemoryScheme) -> None:
    visit = a_filed_report(scheme)
    received(scheme, visit)
    scheme["C-002"].desk.retention.hold(visit.visit_id, "Asked for by the coroner.")
    a_run(scheme, DUE + timedelta(days=4 * 366))
    exchanged(scheme)
    office = scheme["C-002"].desk.retention
    assert office.preview().held[0].too_late_for

    office.lift(visit.visit_id, "It came too late.")
    exchanged(scheme)

    assert not office.preview().held
    assert not scheme["C-001"].desk.retention.preview().held


@pytest.mark.parametrize("at_once", [1, 100])
@pytest.mark.parametrize("hold_first", [True, False])
def test_a_run_and_a_hold_that_cross_end_alike_in_whatever_order_and_pages_they_come(
    scheme: MemoryScheme, hold_first: bool, at_once: int
) -> None:
    visit = a_filed_report(scheme)
    received(scheme, visit)
    holder, runner = scheme["C-002"], scheme["C-001"]
    from_a_backup = holder.copy()
    holder.desk.retention.hold(visit.visit_id, "Asked for by the coroner.")
    a_run(scheme)
    for device in (holder, runner) if hold_first else (runner, holder):
        scheme.courier.send(device)
    exchanged(scheme)

    after = int(from_a_backup.desk.sync.cursor() or "0")
    page = [one for one in scheme.courier.for_device(from_a_backup) if (one.position or 0) > after]
    for start in range(0, len(page), at_once):
        from_a_backup.desk.sync.save_pull(page[start : start + at_once], str(page[start].position))

    for device in (holder, runner, from_a_backup):
        assert NOTE.encode() not in everything_in(device)
        assert [one.too_late_for for one in device.desk.retention.preview().held] == [(1,)]
    assert_nothing_is_accused(scheme)


def with_a_third_coordinator(scheme: MemoryScheme) -> MemoryScheme:
    scheme["C-001"].desk.scheme.put_member(a_coordinator(member_id=MemberId("C-003")))
    scheme.join("C-003")
    exchanged(scheme)
    return scheme


def a_run_that_one_got_before_the_removal(scheme: MemoryScheme) -> tuple[Visit, str]:
    """C-003 erases; C-002 has that before they hear that C-001, who has not, removed C-003."""
    visit = a_filed_report(with_a_third_coordinator(scheme))
    received(scheme, visit)
    scheme.clock.moment = DUE
    lost = scheme["C-003"]
    lost.desk.retention.run(lost.desk.retention.preview())
    scheme.courier.send(lost)
    scheme.courier.fetch(scheme["C-002"])
    assert NOTE.encode() not in everything_in(scheme["C-002"])
    [run] = [record.record_id for record in lost.records(RUN)]
    office = scheme["C-001"].desk
    office.devices.remove(lost.desk.identity.device_id, WhyRemoved.STOLEN)
    scheme.exchange("C-001", "C-002")
    scheme.exchange("C-001", "C-002")
    assert {scheme[name].state(run) for name in ("C-001", "C-002")} == {RecordState.QUARANTINED}
    return visit, run


def test_a_run_that_waits_and_is_taken_erases_everywhere(scheme: MemoryScheme) -> None:
    _visit, run = a_run_that_one_got_before_the_removal(scheme)
    office = scheme["C-001"].desk
    assert NOTE.encode() in everything_in(scheme["C-001"])

    office.devices.decide([one.record_id for one in office.devices.late_records()], take=True)
    scheme.exchange("C-001", "C-002")

    for name in ("C-001", "C-002"):
        assert scheme[name].state(run) is RecordState.RECEIVED
        assert NOTE.encode() not in everything_in(scheme[name])
    assert_nothing_is_accused(scheme, "C-001", "C-002")


def test_what_a_refused_run_had_taken_is_named_and_comes_back_with_whoever_has_it(
    scheme: MemoryScheme, tmp_path: Path
) -> None:
    visit, run = a_run_that_one_got_before_the_removal(scheme)
    office, other = scheme["C-001"], scheme["C-002"]
    late = [one.record_id for one in office.desk.devices.late_records()]
    office.desk.devices.decide(late, take=False)
    scheme.exchange("C-001", "C-002")
    assert other.state(run) is RecordState.REFUSED
    assert "person" in (other.desk.verification.verify().first_break or "")

    carry(tmp_path / "stick.icvbundle", office, other)

    assert other.desk.visits.get(visit.visit_id).people[0].note == NOTE
    assert_nothing_is_accused(scheme, "C-001", "C-002")
    assert other.desk.retention.preview().records == office.desk.retention.preview().records


def test_of_two_runs_that_erase_the_same_the_earlier_is_named_whichever_came_first(
    scheme: MemoryScheme,
) -> None:
    with_a_third_coordinator(scheme)
    visit = a_filed_report(scheme)
    received(scheme, visit)
    scheme.clock.moment = DUE
    for name in ("C-002", "C-003"):
        retention = scheme[name].desk.retention
        retention.run(retention.preview())
        scheme.clock.forward(days=1)
    sealed = []
    for name in ("C-002", "C-003"):
        device = scheme[name]
        sealed += [device.desk.sync.seal_pending(one.record_id) for one in own_runs(device)]
    shown = []
    for order in permutations(sealed):
        reader = scheme["C-001"].copy()
        for envelope in order:
            reader.take(envelope)
        [report] = reader.records("visit.report")
        with reader.store.open_reading() as unit:
            shown.append(erased_on(unit, report))

    assert len(sealed) == 2
    assert shown[0] == shown[1]
    assert shown[0] is not None
    assert (shown[0].run, shown[0].at) == (1, DUE)


def own_runs(device: Device) -> list[StoredRecord]:
    return [record for record in device.records(RUN) if record.written_here]
