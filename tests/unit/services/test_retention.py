"""Erasure runs, legal holds and visitors' own copies: what they take out stays out; all else stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from icv_app.domain.audit import AuditAct
from icv_app.domain.ids import RecordId
from icv_app.domain.retention import copy_due
from icv_app.domain.scheme import Retention
from icv_app.domain.times import FinancialYear, london_day
from icv_app.domain.visit import Visit
from icv_app.errors import NotFound, RuleBroken
from icv_app.seal.envelope import read_envelope, without_part
from icv_app.seal.erasures import ErasedRecords, Erasure, erasure_parts
from icv_app.services.audit_log import audit_entries
from icv_app.services.erasure_records import OPEN, RUN
from icv_app.services.folding import apply_record
from icv_app.services.ports import RecordState
from icv_app.services.retention_preview import Preview
from tests.builders import NOON, a_concern, a_girl_of_15, a_person, answered
from tests.memory_scheme import Device, MemoryScheme, a_scheme

NUMBER, CELL, NOTE = "13WK/4402", "F7", "She said that her brother looks after the dog."
DUE = datetime(2029, 4, 2, 9, tzinfo=UTC)
"""Long after two years from the end of the financial year of every visit here, and before six."""


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


def a_filed_report(scheme: MemoryScheme, **changes: object) -> Visit:
    """A report about somebody, received, with a question and its answer, a step and a copy noted."""
    person = answered(a_person(custody_number=NUMBER, cell=CELL, note=NOTE))
    concern = a_concern(person_id=person.person_id, text="Her medicine was late.")
    changes = {"people": (person,), "concerns": (concern,), **changes}
    return scheme.filed_by("V-001", **changes)


def exchanged(scheme: MemoryScheme) -> None:
    scheme.exchange()
    scheme.exchange()


def received(scheme: MemoryScheme, visit: Visit) -> None:
    exchanged(scheme)
    scheme["C-001"].desk.reviews.read(visit.visit_id)
    exchanged(scheme)


def a_run(scheme: MemoryScheme, at: datetime = DUE) -> Preview:
    scheme.clock.moment = at
    retention = scheme["C-001"].desk.retention
    seen = retention.preview()
    retention.run(seen)
    return seen


def everything_in(device: Device) -> bytes:
    """All that a vault holds, opened and sealed."""
    whole = bytearray()
    for record in device.store.saved_records.values():
        whole += b"".join(body or b"" for body in record.parts.values()) + (record.envelope or b"")
    for visit in device.store.saved.values():
        whole += repr(visit).encode()
    return bytes(whole)


def sealed_person(device: Device, visit: Visit) -> bytes:
    (report,) = [record for record in device.records("visit.report") if record.subject == visit.visit_id]
    envelope = read_envelope(report.envelope or b"")
    return {entry.name: part for entry, part in envelope.entries()}["person"] or b""


def test_a_run_takes_what_identifies_people_off_every_device(scheme: MemoryScheme) -> None:
    visit = a_filed_report(scheme)
    received(scheme, visit)
    ciphertext = sealed_person(scheme["C-002"], visit)
    assert ciphertext
    year = FinancialYear.containing(london_day(visit.began_at or visit.created_at))
    scheme.clock.moment = DUE
    before = scheme["C-001"].desk.publications.annual(year)

    seen = a_run(scheme)
    exchanged(scheme)

    assert [(one.visits, one.people) for one in seen.years] == [(1, 1)]
    for device in scheme:
        content = everything_in(device)
        for secret in (NUMBER.encode(), NOTE.encode(), b"medicine was late", ciphertext):
            assert secret not in content, f"{secret!r} on {device.name}"
        assert device.desk.verification.verify().first_break is None
    assert scheme["C-001"].desk.publications.annual(year) == before
    assert before.visits
    assert not scheme["C-001"].desk.retention.preview().records


def test_nothing_is_due_before_its_time_and_a_run_of_nothing_is_refused(scheme: MemoryScheme) -> None:
    received(scheme, a_filed_report(scheme))
    retention = scheme["C-001"].desk.retention

    assert not retention.preview().records
    with pytest.raises(RuleBroken, match="nothing"):
        retention.run(retention.preview())


def test_a_visitor_may_not_run_it(scheme: MemoryScheme) -> None:
    received(scheme, a_filed_report(scheme))
    scheme.clock.moment = DUE
    retention = scheme["V-001"].desk.retention

    with pytest.raises(RuleBroken, match="not a coordinator"):
        retention.run(retention.preview())


def test_what_arrived_since_the_preview_is_not_erased_unseen(scheme: MemoryScheme) -> None:
    first = a_filed_report(scheme)
    received(scheme, first)
    second = a_filed_report(scheme)
    scheme.clock.moment = DUE
    seen = scheme["C-001"].desk.retention.preview()
    received(scheme, second)

    with pytest.raises(RuleBroken, match="out of date"):
        scheme["C-001"].desk.retention.run(seen)


def test_no_exchange_brings_the_part_back(scheme: MemoryScheme) -> None:
    visit = a_filed_report(scheme)
    received(scheme, visit)
    offline, restored = scheme["V-002"].copy(), scheme["C-002"].copy()
    whole = list(scheme.courier.filed)
    a_run(scheme)
    exchanged(scheme)

    # Everybody is handed everything once more, as it was before the run.
    for device in scheme:
        device.take(*whole)
        assert NOTE.encode() not in everything_in(device)
    # Who was offline, or comes back from a backup, erases as soon as the run arrives.
    for device in (offline, restored):
        assert NOTE.encode() in everything_in(device)
        scheme.courier.fetch(device)
        assert NOTE.encode() not in everything_in(device)
        assert device.desk.verification.verify().first_break is None


def test_report_and_run_in_one_page_leave_nothing_behind(scheme: MemoryScheme) -> None:
    long_off = scheme["C-002"].copy()
    visit = a_filed_report(scheme)
    received(scheme, visit)
    whole = list(scheme.courier.filed)
    a_run(scheme)
    exchanged(scheme)
    scheme.courier.filed[: len(whole)] = whole

    scheme.courier.fetch(long_off)

    assert long_off.desk.visits.get(visit.visit_id).people[0].note == ""
    assert NOTE.encode() not in everything_in(long_off)


@pytest.mark.parametrize("seed", range(12))
def test_in_whatever_order_records_and_runs_arrive_the_same_is_left(scheme: MemoryScheme, seed: int) -> None:
    long_off = scheme["C-002"].copy()
    visit, other = a_filed_report(scheme), a_filed_report(scheme)
    received(scheme, visit)
    scheme["C-001"].desk.reviews.return_with_question(visit.visit_id, "Who sat with him?")
    exchanged(scheme)
    scheme["V-001"].desk.reviews.answer(visit.visit_id, "His brother.")
    whole = list(scheme.courier.filed)
    exchanged(scheme)
    a_run(scheme)
    exchanged(scheme)
    scheme.courier.filed[: len(whole)] = whole
    page = scheme.courier.for_device(long_off)
    in_order, shuffled = long_off.copy(), long_off.copy()

    in_order.desk.sync.save_pull(page, "1")
    chance = Random(seed)
    rest = chance.sample(page, len(page))
    while rest:
        size = chance.randint(1, len(rest))
        shuffled.desk.sync.save_pull(rest[:size], "1")
        rest = rest[size:]

    assert left_in(shuffled) == left_in(in_order)
    assert NOTE.encode() not in everything_in(shuffled)
    assert {visit.visit_id, other.visit_id} <= set(shuffled.store.saved)


def left_in(device: Device) -> object:
    """What every record still holds, and what is shown of the visits."""
    records = device.store.saved_records
    return (
        {name: (record.state, record.parts, record.envelope) for name, record in records.items()},
        device.store.saved,
        device.desk.visits.list(),
    )


def test_a_report_that_comes_after_its_run_comes_without_the_part(scheme: MemoryScheme) -> None:
    visit = a_filed_report(scheme)
    received(scheme, visit)
    a_run(scheme)
    exchanged(scheme)
    scheme.courier.filed.sort(key=lambda data: read_envelope(data).kind != "erasure.run")

    laptop = scheme.join("C-002", "C-002 new")

    (person,) = laptop.desk.visits.get(visit.visit_id).people
    assert (person.custody_number, person.note, person.gender) == ("", "", visit.people[0].gender)
    assert NOTE.encode() not in everything_in(laptop)
    assert laptop.desk.verification.verify().first_break is None


def test_a_part_taken_out_on_the_way_is_named(scheme: MemoryScheme) -> None:
    visit = a_filed_report(scheme)
    scheme.courier.send(scheme["V-001"])
    (report,) = [data for data in scheme.courier.filed if read_envelope(data).kind == "visit.report"]
    office = scheme["C-001"]

    office.take(without_part(report, "person"))

    assert office.desk.visits.get(visit.visit_id).people[0].note == ""
    assert "person" in (office.desk.verification.verify().first_break or "")
    # When the whole comes by another way, it is taken: nobody erased the part.
    office.take(report)
    assert office.desk.visits.get(visit.visit_id).people[0].note == NOTE
    assert office.desk.verification.verify().first_break is None


def test_a_held_visit_is_kept_until_the_hold_is_lifted(scheme: MemoryScheme) -> None:
    kept, other = a_filed_report(scheme), a_filed_report(scheme)
    received(scheme, kept)
    received(scheme, other)
    office = scheme["C-001"].desk
    office.retention.hold(kept.visit_id, "Claim before the county court.")
    exchanged(scheme)

    seen = a_run(scheme)
    exchanged(scheme)

    assert sum(one.visits for one in seen.years) == 1
    (held,) = seen.held
    assert (held.visit_id, held.reason, held.due) == (kept.visit_id, "Claim before the county court.", True)
    for device in scheme:
        if device.name != "V-003":
            assert device.desk.visits.get(kept.visit_id).people[0].note == NOTE
            assert device.desk.visits.get(other.visit_id).people[0].note == ""

    office.retention.lift(kept.visit_id, "The claim was withdrawn.")
    a_run(scheme)
    exchanged(scheme)
    for device in scheme:
        assert NOTE.encode() not in everything_in(device)
    with office.open_unit() as unit:
        acts = [entry.act for entry in audit_entries(unit)]
    assert {AuditAct.HOLD_SET, AuditAct.HOLD_LIFTED, AuditAct.ERASURE_RUN} <= set(acts)


def test_a_hold_needs_a_reason_and_something_to_hold(scheme: MemoryScheme) -> None:
    visit = a_filed_report(scheme)
    received(scheme, visit)
    retention = scheme["C-001"].desk.retention

    with pytest.raises(RuleBroken, match="without a reason"):
        retention.hold(visit.visit_id, "  ")
    with pytest.raises(RuleBroken, match="not held"):
        retention.lift(visit.visit_id, "Over.")
    retention.hold(visit.visit_id, "Claim.")
    with pytest.raises(RuleBroken, match="held already"):
        retention.hold(visit.visit_id, "Claim.")
    retention.lift(visit.visit_id, "Over.")
    a_run(scheme)
    # What identified people is gone; the rest of the visit can still be held.
    retention.hold(visit.visit_id, "Claim.")


def test_a_visitors_own_copy_ends_thirty_days_after_the_coordinator_has_it(scheme: MemoryScheme) -> None:
    visit = a_filed_report(scheme)
    received(scheme, visit)
    office, visitor = scheme["C-001"], scheme["V-001"]
    end = copy_due(scheme.clock.now(), Retention())
    scheme.clock.moment = end - timedelta(hours=1)
    visitor.desk.retention.keep_up()
    assert visitor.desk.visits.get(visit.visit_id).people[0].note == NOTE

    scheme.clock.moment = end
    for device in (visitor, office):
        device.desk.retention.keep_up()

    assert NOTE.encode() not in everything_in(visitor)
    assert visitor.desk.visits.get(visit.visit_id).people[0].custody_number == ""
    assert visitor.desk.reviews.read(visit.visit_id).review.events
    assert visitor.desk.verification.verify().first_break is None
    assert office.desk.visits.get(visit.visit_id).people[0].note == NOTE
    # Nobody brings it back to this laptop, and this laptop takes it from nobody.
    visitor.take(*scheme.courier.filed)
    assert NOTE.encode() not in everything_in(visitor)
    visitor.desk.sync.send_again([record.record_id for record in visitor.records("visit.report")])
    assert not [name for name in visitor.desk.sync.pending() if visitor.record(name).kind == "visit.report"]


def test_a_copy_that_the_coordinator_has_not_got_or_that_is_held_stays(scheme: MemoryScheme) -> None:
    waiting, held = a_filed_report(scheme), a_filed_report(scheme)
    received(scheme, held)
    scheme["C-001"].desk.retention.hold(held.visit_id, "Claim.")
    exchanged(scheme)
    unread = a_filed_report(scheme)
    scheme.clock.forward(days=60)

    scheme["V-001"].desk.retention.keep_up()

    for visit in (waiting, held, unread):
        assert scheme["V-001"].desk.visits.get(visit.visit_id).people[0].note == NOTE


def test_a_draft_that_nobody_filed_loses_what_identifies_people(scheme: MemoryScheme) -> None:
    draft = scheme.draft_by("V-001", people=(a_girl_of_15(note=NOTE),))
    visitor = scheme["V-001"].desk
    visitor.visits.change(draft.visit_id, lambda visit: replace(visit, force_comment="None."))
    visitor.retention.keep_up()
    assert visitor.visits.get(draft.visit_id).people[0].note == NOTE

    scheme.clock.moment = DUE
    visitor.retention.keep_up()
    assert visitor.visits.get(draft.visit_id).people[0].note == NOTE, "there is time to file it"
    for _week in range(5):
        scheme.clock.forward(days=7)
        visitor.retention.keep_up()

    found = visitor.visits.open_draft(draft.visit_id)
    assert found.visit.people[0].note == ""
    assert found.visit.people[0].age_band == a_girl_of_15().age_band
    assert not found.can_undo


def test_a_wrong_clock_or_a_mistyped_year_takes_nothing_out_of_a_draft(scheme: MemoryScheme) -> None:
    visitor, today = scheme["V-001"].desk, scheme.clock.moment
    mistyped = scheme.draft_by(
        "V-001", people=(a_girl_of_15(note=NOTE),), entered_at=NOON - timedelta(days=3653)
    )
    scheme.clock.moment = today - timedelta(days=3653)  # the battery of its clock is empty
    flat = scheme["V-001"].desk.visits.start()
    visitor.visits.change(flat.visit_id, lambda visit: replace(visit, people=(a_girl_of_15(note=NOTE),)))
    for moment in (today, DUE, today, today + timedelta(days=1), today + timedelta(days=29)):
        scheme.clock.moment = moment
        visitor.retention.keep_up()

    for draft in (mistyped, flat):
        assert visitor.visits.get(draft.visit_id).people[0].note == NOTE


def test_a_draft_that_nobody_filed_in_six_years_goes_whole(scheme: MemoryScheme) -> None:
    draft = scheme.draft_by("V-001", people=(a_girl_of_15(note=NOTE),))
    visitor = scheme["V-001"].desk
    scheme.clock.moment = datetime(2030, 4, 2, 9, tzinfo=UTC)

    visitor.retention.keep_up()
    assert visitor.visits.get(draft.visit_id).people[0].note == NOTE, "there is time to file it"
    for _week in range(5):
        scheme.clock.forward(days=7)
        visitor.retention.keep_up()

    assert visitor.visits.list() == []
    with pytest.raises(NotFound):
        visitor.visits.open_draft(draft.visit_id)


def test_a_run_can_name_no_record_but_those_about_visits(scheme: MemoryScheme) -> None:
    office = scheme["C-001"]
    settings = [record.record_id for record in office.records("scheme.settings")]
    erasure = Erasure(at=DUE, erased=(ErasedRecords(part="person", records=tuple(settings)),))
    with office.desk.open_unit() as unit:
        for name in settings:
            held = unit.records.get(name)
            unit.records.put(replace(held, parts={**held.parts, "person": b"{}"}))
        record = replace(
            office.record(settings[0]),
            record_id=RecordId("0190a1f0-0000-7000-8000-00000000e001"),
            kind=RUN,
            parts=erasure_parts(erasure),
            addressees=OPEN,
            state=RecordState.PENDING,
            envelope=None,
            envelope_hash=None,
            chain_id=None,
            sequence=None,
        )
        unit.records.put(record)
        apply_record(unit, record)
        unit.commit()

    assert settings
    assert all(office.record(name).parts["person"] for name in settings)


def test_comments_and_thanks_lose_their_words_with_the_report(scheme: MemoryScheme) -> None:
    visit = a_filed_report(scheme)
    received(scheme, visit)
    place = f"people.{visit.people[0].person_id}"
    scheme["C-001"].desk.comments.comment(visit.visit_id, place, "Her dog is called something rare.")
    scheme["C-001"].desk.comments.thank(visit.visit_id, "You sat long with somebody so upset.")
    exchanged(scheme)
    scheme.clock.moment = DUE

    a_run(scheme)
    exchanged(scheme)

    for device in scheme:
        content = everything_in(device)
        assert b"something rare" not in content
        assert b"so upset" not in content
    for name in ("C-001", "C-002", "V-001", "V-002"):
        comments = scheme[name].desk.comments.of(visit.visit_id)
        assert [(one.path, one.text) for one in comments] == [(place, ""), ("visit", "")]


def test_a_comment_that_comes_after_its_words_were_erased_comes_without_them(scheme: MemoryScheme) -> None:
    visit = a_filed_report(scheme)
    received(scheme, visit)
    scheme["C-001"].desk.comments.thank(visit.visit_id, "You sat long with somebody so upset.")
    scheme.courier.send(scheme["C-001"])
    a_run(scheme)
    exchanged(scheme)

    assert b"so upset" not in everything_in(scheme["V-002"])
    [comment] = scheme["V-002"].desk.comments.of(visit.visit_id)
    assert comment.text == ""
