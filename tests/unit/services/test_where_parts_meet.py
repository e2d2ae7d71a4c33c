"""Where erasing, holds, sticks, the audit log and people who leave meet: no loss, no false alarm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from icv_app.domain.audit import AuditAct
from icv_app.domain.ids import MemberId, VisitId
from icv_app.domain.rota import Window
from icv_app.domain.scheme import HeadTimes, Retention
from icv_app.domain.visit import Stage
from icv_app.errors import BadInput
from icv_app.seal.envelope import read_envelope, without_part
from icv_app.seal.roster import Standing
from icv_app.services.devices import WhyRemoved
from icv_app.services.documents import to_json
from icv_app.services.ports import APART, RecordState
from icv_app.services.ports_sync import EnrolmentReceived
from icv_app.services.ports_visits import VisitFilter
from tests.builders import a_coordinator, a_visit
from tests.memory_scheme import SCHEME_ID, Device, MemoryScheme, a_scheme
from tests.unit.services.test_bundles import a_bundle, an_envelope, carry
from tests.unit.services.test_retention import (
    DUE,
    NOTE,
    a_filed_report,
    a_run,
    everything_in,
    exchanged,
    received,
)


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


@pytest.fixture
def with_three(scheme: MemoryScheme) -> MemoryScheme:
    """A scheme with a third coordinator."""
    scheme["C-001"].desk.scheme.put_member(a_coordinator(member_id=MemberId("C-003")))
    scheme.join("C-003")
    exchanged(scheme)
    return scheme


def assert_nothing_is_accused(scheme: MemoryScheme, *names: str) -> None:
    for device in [scheme[name] for name in names] or list(scheme):
        assert device.desk.verification.verify().breaks == (), device.name


def test_a_rest_that_somebody_made_on_a_stick_never_becomes_what_the_server_has(scheme: MemoryScheme) -> None:
    visit = a_filed_report(scheme)
    author, office = scheme["V-001"], scheme["C-001"]
    [report] = [record.record_id for record in author.records("visit.report")]
    whole = author.desk.sync.seal_pending(report)

    office.desk.bundles.take(a_bundle(scheme["V-002"], [an_envelope(without_part(whole, "person"))]))
    assert report not in office.desk.sync.pending()
    assert report not in office.desk.sync.held()

    # When the author's own copy comes, the office has the whole, and hands it on where it came by stick.
    office.desk.bundles.take(a_bundle(author, [an_envelope(whole)]))
    assert office.desk.visits.get(visit.visit_id).people[0].note == NOTE
    assert report in office.desk.sync.pending()
    assert office.desk.sync.seal_pending(report) == whole


def test_a_server_that_hands_out_a_rest_takes_no_part_out_of_what_came_by_stick(
    scheme: MemoryScheme, tmp_path: Path
) -> None:
    visit = a_filed_report(scheme)
    author, office = scheme["V-001"], scheme["C-001"]
    carry(tmp_path / "stick.icvbundle", author, office)
    [report] = [record for record in office.records("visit.report") if record.subject == visit.visit_id]

    office.take(without_part(report.envelope or b"", "person"), positions=[77])

    assert office.desk.visits.get(visit.visit_id).people[0].note == NOTE
    assert office.record(report.record_id).position == 77
    assert NOTE.encode() in everything_in(office)
    assert_nothing_is_accused(scheme, "C-001")


def test_a_printed_head_stays_true_when_a_line_arrives_that_others_knew_already(
    with_three: MemoryScheme, tmp_path: Path
) -> None:
    scheme = with_three
    first, second, third = scheme["C-001"], scheme["C-002"], scheme["C-003"]
    second.desk.audit.note(AuditAct.REPORT_WRITTEN, "a" * 64)
    carry(tmp_path / "stick.icvbundle", second, third)
    scheme.clock.forward(hours=1)
    third.desk.audit.note(AuditAct.REPORT_WRITTEN, "b" * 64)
    scheme.courier.send(third)
    first.take(
        *[record.envelope or b"" for record in third.records("audit.entry") if record.author == "C-003"]
    )
    scheme.clock.forward(hours=1)
    now = scheme.clock.now()

    # The line of C-003 names one of C-002 that has not come here yet.
    first.desk.audit.note(AuditAct.ANNUAL_REPORT_WRITTEN, "c" * 64, printed_until=now)
    exchanged(scheme)

    assert_nothing_is_accused(scheme)


@pytest.mark.parametrize("take", [True, False])
def test_a_printed_head_stays_true_whatever_is_decided_on_a_line_that_came_late(
    with_three: MemoryScheme, tmp_path: Path, take: bool
) -> None:
    scheme = with_three
    first, second, third = scheme["C-001"], scheme["C-002"], scheme["C-003"]
    second.desk.audit.note(AuditAct.REPORT_WRITTEN, "a" * 64)
    carry(tmp_path / "stick.icvbundle", second, third)
    third.desk.audit.note(AuditAct.REPORT_WRITTEN, "b" * 64)
    first.desk.devices.remove(second.desk.identity.device_id, WhyRemoved.STOLEN)
    scheme.exchange("C-001", "C-003")
    first.take(*[record.envelope or b"" for record in third.records("audit.entry")])
    late = [one.record_id for one in first.desk.devices.late_records()]
    assert late
    scheme.clock.forward(hours=1)
    first.desk.audit.note(AuditAct.ANNUAL_REPORT_WRITTEN, "c" * 64, printed_until=scheme.clock.now())
    scheme.exchange("C-001", "C-003")
    assert_nothing_is_accused(scheme, "C-001", "C-003")

    first.desk.devices.decide(late, take=take)
    first.desk.audit.note(AuditAct.ANNUAL_REPORT_WRITTEN, "d" * 64, printed_until=scheme.clock.now())
    scheme.exchange("C-001", "C-003")

    assert_nothing_is_accused(scheme, "C-001", "C-003")


def test_what_was_written_and_not_sent_when_the_run_came_goes_out_without_the_part(
    scheme: MemoryScheme,
) -> None:
    visit = a_filed_report(scheme)
    received(scheme, visit)
    scheme.clock.moment = DUE
    scheme["C-001"].desk.reviews.return_with_question(visit.visit_id, "Who sat with her then?")

    a_run(scheme)
    exchanged(scheme)

    assert_nothing_is_accused(scheme)
    for device in scheme:
        states = {record.state for record in device.store.saved_records.values()}
        assert not states & (APART | {RecordState.PENDING, RecordState.SEALED}), device.name
        assert b"Who sat with her then?" not in everything_in(device)


def test_two_coordinators_erase_at_once_and_one_of_them_holds(scheme: MemoryScheme) -> None:
    visits = [a_filed_report(scheme) for _ in range(3)]
    for visit in visits:
        received(scheme, visit)
    one, other, held = scheme["C-001"].desk.retention, scheme["C-002"].desk.retention, visits[1].visit_id
    scheme.clock.moment = DUE
    seen = one.preview()
    other.hold(held, "Claim.")

    one.run(seen)
    other.run(other.preview())
    exchanged(scheme)

    assert_nothing_is_accused(scheme)
    assert [line.record_id for line in one.log()] == [line.record_id for line in other.log()]
    assert one.preview().held == other.preview().held
    assert [line.too_late_for for line in one.preview().held] == [(1,)]
    for device in scheme:
        assert NOTE.encode() not in everything_in(device)


@pytest.mark.parametrize(
    "changes",
    [
        {"retention": Retention(identifying_years=10**9)},
        {"retention": Retention(visitor_copy_days=10**9)},
        {"version": 10**9},
        {"heads": HeadTimes(every=timedelta(0))},
        {"filed_late_after": timedelta(days=999_999_999)},
    ],
)
def test_settings_that_nobody_could_mean_stop_no_laptop(
    scheme: MemoryScheme, changes: dict[str, Any]
) -> None:
    visitor = scheme["V-001"]
    absurd = replace(visitor.desk.scheme.settings(), **{"version": 7, **changes})
    signed = scheme.forged("C-001", "scheme.settings", SCHEME_ID, {"report": to_json(absurd)}, to=["V-001"])

    visitor.take(signed)
    visitor.desk.retention.keep_up()
    invitation = replace(scheme.invite("V-002"), settings=to_json(absurd))

    assert visitor.state(read_envelope(signed).record_id) is RecordState.REFUSED
    assert visitor.desk.scheme.settings().version < 7
    with pytest.raises(BadInput, match="out of bounds"):
        scheme.joining("V-002", invitation, "second laptop")


def test_settings_of_an_invitation_give_way_to_signed_ones_whatever_version_they_claim(
    scheme: MemoryScheme,
) -> None:
    signed = scheme["C-001"].desk.scheme.settings()
    altered = replace(signed, version=999_999, name="Another scheme")
    invitation = replace(scheme.invite("V-002"), settings=to_json(altered))
    laptop, request = scheme.joining("V-002", invitation, "second laptop")
    assert laptop.desk.scheme.settings() == altered
    draft = laptop.desk.visits.start()
    assert draft.settings_version == 999_999

    scheme.answered(invitation, request)
    scheme["C-001"].desk.scheme.approve(invitation.locator)
    scheme.devices[laptop.name] = laptop
    exchanged(scheme)

    assert laptop.desk.scheme.settings() == signed
    scheme.clock.forward(hours=3)
    made = a_visit(author=MemberId("V-002"), visitors=(MemberId("V-002"), MemberId("V-001")))
    laptop.desk.visits.change(
        draft.visit_id,
        lambda visit: replace(
            made, visit_id=visit.visit_id, checklist=visit.checklist, settings_version=visit.settings_version
        ),
    )
    assert laptop.desk.visits.submit(draft.visit_id).settings_version == signed.version
    newer = scheme["C-001"].desk.settings.change(lambda now: replace(now, name="Renamed"))
    exchanged(scheme)
    assert laptop.desk.scheme.settings() == newer


@pytest.mark.parametrize("decided", [True, False])
def test_what_came_late_and_counts_for_nobody_is_erased_in_its_time_too(
    scheme: MemoryScheme, decided: bool
) -> None:
    author, office = scheme["V-001"], scheme["C-001"]
    office.desk.devices.remove(author.desk.identity.device_id, WhyRemoved.STOLEN)
    scheme.courier.send(office)
    a_filed_report(scheme)
    scheme.courier.send(author)
    others = ("C-001", "C-002", "V-002")
    scheme.exchange(*others)
    [report] = [record.record_id for record in office.records("visit.report")]
    if decided:
        office.desk.devices.decide([report], take=False)
    assert not office.desk.retention.preview().records

    seen = a_run(scheme)
    scheme.exchange(*others)

    assert [(one.visits, one.records) for one in seen.years] == [(0, 1)]
    for name in others:
        assert read_envelope(scheme[name].record(report).envelope or b"").erased == ("person",)
    assert_nothing_is_accused(scheme, *others)

    seen = a_run(scheme, scheme.clock.moment + timedelta(days=4 * 366))
    scheme.exchange(*others)

    assert [(one.visits, one.records) for one in seen.whole] == [(0, 1)]
    for name in others:
        erased = read_envelope(scheme[name].record(report).envelope or b"").erased
        assert sorted(erased) == ["person", "report"]
    assert not office.desk.retention.preview().due
    assert_nothing_is_accused(scheme, *others)


def test_a_laptop_whose_clock_once_ran_ahead_does_not_have_the_last_word_for_ever(
    scheme: MemoryScheme,
) -> None:
    one, other, visitor = (
        scheme["C-001"].desk.scheme,
        scheme["C-002"].desk.scheme,
        scheme["V-001"].desk.duties,
    )
    today, week = scheme.clock.moment, date(2024, 4, 1)
    scheme.clock.forward(days=400)
    [member] = [known for known in other.members() if known.member_id == "V-001"]
    other.put_member(replace(member, vetting_level="ahead"))
    visitor.say({week: frozenset()}, [])
    scheme.clock.moment = today
    exchanged(scheme)

    one.put_member(replace(member, vetting_level="today"))
    visitor.say({week: frozenset(Window)}, [])
    exchanged(scheme)

    for device in (scheme["C-001"], scheme["C-002"]):
        [shown] = [known for known in device.desk.scheme.members() if known.member_id == "V-001"]
        assert shown.vetting_level == "today"
    [said] = visitor.availability()[0]
    assert said.windows == frozenset(Window)


def test_what_a_coordinator_refused_of_a_removed_laptop_is_missed_by_nobody(
    scheme: MemoryScheme, tmp_path: Path
) -> None:
    author, office, other = scheme["V-001"], scheme["C-001"], scheme["C-002"]
    office.desk.devices.remove(author.desk.identity.device_id, WhyRemoved.STOLEN)
    scheme.courier.send(office)
    for _number in range(2):
        a_filed_report(scheme)
    carry(tmp_path / "stick.icvbundle", author, office)
    refused, taken = sorted(
        (one for one in office.records("visit.report")), key=lambda one: one.sequence or 0
    )
    office.desk.devices.decide([refused.record_id], take=False)
    office.desk.devices.decide([taken.record_id], take=True)

    scheme.courier.file(taken.envelope or b"")  # the server takes from nobody what was refused
    for record_id in office.desk.sync.pending():
        if record_id not in {refused.record_id, taken.record_id}:
            scheme.courier.file(office.desk.sync.seal_pending(record_id))
    scheme.courier.fetch(other)

    assert [one.record_id for one in other.records("visit.report")] == [taken.record_id]
    assert other.state(taken.record_id) is RecordState.RECEIVED
    assert_nothing_is_accused(scheme, "C-001", "C-002")


def test_a_laptop_let_in_by_somebody_who_was_being_removed_counts_nowhere_once_that_is_heard_of(
    scheme: MemoryScheme, tmp_path: Path
) -> None:
    remover, removed, reader = scheme["C-001"], scheme["C-002"], scheme["V-001"]
    remover.desk.devices.remove(removed.desk.identity.device_id, WhyRemoved.STOLEN)
    invitation = removed.desk.scheme.invite(MemberId("V-002"))
    laptop, request = scheme.joining("V-002", invitation, "another laptop")
    removed.desk.sync.save_enrolments(
        [EnrolmentReceived(locator=invitation.locator, request=request, received_at=scheme.clock.now())]
    )
    removed.desk.scheme.approve(invitation.locator)
    scheme.devices[laptop.name] = laptop
    carry(tmp_path / "in.icvbundle", removed, laptop, reader)
    pair = (MemberId("V-002"), MemberId("V-001"))
    visit = scheme.filed_by(laptop.name, author=pair[0], visitors=pair)
    carry(tmp_path / "report.icvbundle", laptop, reader)
    assert visit.visit_id in shown_by(reader)

    scheme.courier.send(remover)
    scheme.courier.fetch(reader)

    assert visit.visit_id not in shown_by(reader)
    [report] = reader.records("visit.report")
    assert (report.state, report.reason) == (RecordState.REFUSED, Standing.UNKNOWN_DEVICE.value)
    assert_nothing_is_accused(scheme, "V-001")


def shown_by(device: Device) -> set[VisitId]:
    return {line.visit_id for line in device.desk.visits.list(VisitFilter(stage=Stage.SUBMITTED))}
