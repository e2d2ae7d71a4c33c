"""Whole visits after six years: they leave every device, and every figure is what it was."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from random import Random

import pytest

from icv_app.domain.ids import ConcernId
from icv_app.domain.times import FinancialYear, london_day
from icv_app.domain.visit import Visit
from icv_app.errors import NotFound, RuleBroken
from icv_app.figures.annual import AnnualFigures
from icv_app.seal.envelope import read_envelope
from icv_app.seal.erasures import ErasedRecords, Erasure, erasure_parts
from icv_app.seal.sealing import Outgoing, seal_envelope
from icv_app.services.erasure_records import RUN
from icv_app.services.kept_facts import FACTS, facts_in, facts_parts
from icv_app.services.ports import RecordState
from icv_app.services.retention_preview import Preview
from tests.builders import a_concern, a_person, answered
from tests.memory_scheme import SCHEME_ID, Device, MemoryScheme, a_scheme

NOTE, WORRY = "She said that her brother looks after the dog.", "Her medicine was late."
QUESTION, ANSWER, REPLY = "Who sat with her?", "The nurse of the night.", "The round was changed."
COMMENT = "Cells were clean and the kitchen was well kept."
DUE = datetime(2030, 4, 2, 9, tzinfo=UTC)
"""Six years after the end of the financial year of every visit here."""


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


def a_life(scheme: MemoryScheme, **changes: object) -> Visit:
    """A report with everything said about it that can be said."""
    person = answered(a_person(custody_number="13WK/4402", cell="F7", note=NOTE))
    concern = a_concern(concern_id=ConcernId("medicine"), person_id=person.person_id, text=WORRY)
    visit = scheme.filed_by("V-001", people=(person,), concerns=(concern,), force_comment=COMMENT, **changes)
    exchanged(scheme)
    office = scheme["C-001"].desk
    office.reviews.read(visit.visit_id)
    office.reviews.return_with_question(visit.visit_id, QUESTION)
    exchanged(scheme)
    scheme["V-001"].desk.reviews.answer(visit.visit_id, ANSWER)
    scheme["V-002"].desk.reviews.agree(visit.visit_id)
    exchanged(scheme)
    office.reviews.approve(visit.visit_id)
    office.concerns.send(visit.visit_id, concern.concern_id, to_role="custody_inspector")
    scheme.clock.forward(days=3)
    office.concerns.note_reply(visit.visit_id, concern.concern_id, words=REPLY)
    office.concerns.accept(visit.visit_id, concern.concern_id)
    office.concerns.close(visit.visit_id, concern.concern_id, outcome="resolved")
    exchanged(scheme)
    return visit


def exchanged(scheme: MemoryScheme, *names: str) -> None:
    scheme.exchange(*names)
    scheme.exchange(*names)


def erased(scheme: MemoryScheme, at: datetime = DUE) -> Preview:
    scheme.clock.moment = at
    retention = scheme["C-001"].desk.retention
    seen = retention.preview()
    retention.run(seen)
    return seen


def everything_in(device: Device) -> bytes:
    whole = bytearray()
    for record in device.store.saved_records.values():
        whole += b"".join(body or b"" for body in record.parts.values()) + (record.envelope or b"")
    for visit in device.store.saved.values():
        whole += repr(visit).encode()
    return bytes(whole)


def year_of(visit: Visit) -> FinancialYear:
    return FinancialYear.containing(london_day(visit.began_at or visit.created_at))


def figures(device: Device, visit: Visit) -> AnnualFigures:
    return device.desk.publications.annual(year_of(visit))


def sealed_parts(device: Device, visit: Visit) -> list[bytes]:
    """Ciphertexts of all that is said in and about a visit."""
    subjects = {visit.visit_id, *(concern.concern_id for concern in visit.concerns)}
    return [
        part
        for record in device.store.saved_records.values()
        if record.subject in subjects and record.kind not in ("erasure.hold", "audit.entry")
        for entry, part in read_envelope(record.envelope or b"").entries()
        if entry.name in ("report", "person") and part
    ]


def test_after_six_years_a_visit_leaves_every_device_and_the_figures_stay(scheme: MemoryScheme) -> None:
    visit = a_life(scheme)
    office, other = scheme["C-001"], scheme["C-002"]
    scheme.clock.moment = DUE
    before = figures(office, visit)
    ciphertexts = sealed_parts(office, visit)
    assert before.visits.completed == 1
    assert before.concerns
    assert len(ciphertexts) >= 16

    seen = erased(scheme)
    exchanged(scheme)

    assert [(one.visits, one.people) for one in seen.whole] == [(1, 1)]
    assert seen.years == ()
    for device in scheme:
        content = everything_in(device)
        for secret in (NOTE, WORRY, QUESTION, ANSWER, REPLY, COMMENT, "13WK/4402"):
            assert secret.encode() not in content, f"{secret} on {device.name}"
        assert not [part for part in ciphertexts if part in content], device.name
        assert device.desk.visits.list() == []
        assert device.desk.concerns.lines() == []
        checked = device.desk.verification.verify()
        assert checked.first_break is None
        assert ("run 1" in checked.erased) == (device.name != "V-003")  # who was given nothing of it
    for device in (office, other):
        assert figures(device, visit) == before
        assert device.desk.retention.preview().due == ()
        assert year_of(visit) in device.desk.agenda.years()
        assert device.desk.agenda.before_publishing(year_of(visit)).visits == 1
    assert list(other.desk.archive.filed_visits()) == []


def test_a_report_asked_for_afterwards_says_when_it_was_erased(scheme: MemoryScheme) -> None:
    visit = a_life(scheme)
    erased(scheme)
    exchanged(scheme)

    for name in ("C-002", "V-001"):
        with pytest.raises(NotFound) as refused:
            scheme[name].desk.reviews.read(visit.visit_id)
        assert refused.value.user_text == "This report was erased on 2 April 2030 under run 1."


def test_visitors_never_get_what_is_kept_for_the_figures(scheme: MemoryScheme) -> None:
    a_life(scheme)
    erased(scheme)
    exchanged(scheme)

    assert [len(scheme[name].records(FACTS)) for name in ("C-001", "C-002", "V-001", "V-002")] == [1, 1, 0, 0]


def test_what_is_kept_names_nobody_in_custody_and_holds_no_words(scheme: MemoryScheme) -> None:
    words = "Ask for Jane Doe in cell nine"
    visit = a_life(scheme, abandoned_reason=words)
    erased(scheme)

    (record,) = scheme["C-001"].records(FACTS)
    kept = record.parts["facts"] or b""
    for text in (NOTE, WORRY, REPLY, QUESTION, ANSWER, COMMENT, words, "13WK/4402", "F7", "inspector"):
        assert text.encode() not in kept
    assert visit.people[0].person_id.encode() not in kept
    assert facts_in(record).visits[0].abandoned_reason == "other"


def test_a_later_computer_of_the_office_has_every_figure(scheme: MemoryScheme) -> None:
    visit = a_life(scheme)
    erased(scheme)
    before = figures(scheme["C-001"], visit)
    exchanged(scheme)
    # As a server that has carried the run out hands them on: the records come without their parts.
    filed = {read_envelope(data).record_id: at for at, data in enumerate(scheme.courier.filed)}
    for record in scheme["C-001"].store.saved_records.values():
        if record.record_id in filed:
            scheme.courier.filed[filed[record.record_id]] = record.envelope or b""

    laptop = scheme.join("C-002", "C-002 new")

    assert figures(laptop, visit) == before
    assert laptop.desk.visits.list() == []
    checked = laptop.desk.verification.verify()
    assert checked.first_break is None
    assert "run 1" in checked.erased
    assert not [one for one in laptop.store.saved_records.values() if one.state is RecordState.REFUSED]


@pytest.mark.parametrize("seed", range(10))
def test_in_whatever_order_everything_arrives_the_same_is_left(scheme: MemoryScheme, seed: int) -> None:
    long_off = scheme["C-002"].copy()
    visit = a_life(scheme)
    whole = list(scheme.courier.filed)
    erased(scheme)
    exchanged(scheme)
    before = figures(scheme["C-001"], visit)
    bare = scheme["C-001"].store.saved_records
    chance = Random(seed)
    for at, data in enumerate(whole):
        record = bare.get(read_envelope(data).record_id)  # type: ignore[call-overload]
        # From the server without the parts, or from a stick of before with them.
        if record is not None and record.envelope and chance.random() < 0.5:
            whole[at] = record.envelope
    scheme.courier.filed[: len(whole)] = whole
    rest = chance.sample(page := scheme.courier.for_device(long_off), len(page))

    while rest:
        size = chance.randint(1, len(rest))
        long_off.desk.sync.save_pull(rest[:size], "1")
        rest = rest[size:]

    assert long_off.desk.visits.list() == []
    assert COMMENT.encode() not in everything_in(long_off)
    assert figures(long_off, visit) == before
    assert long_off.desk.verification.verify().first_break is None


def test_no_exchange_brings_a_visit_back(scheme: MemoryScheme) -> None:
    a_life(scheme)
    whole = list(scheme.courier.filed)
    restored = scheme["C-002"].copy()
    erased(scheme)
    exchanged(scheme)

    for device in scheme:
        device.take(*whole)
        assert COMMENT.encode() not in everything_in(device)
        assert device.desk.visits.list() == []
    scheme.courier.fetch(restored)
    assert COMMENT.encode() not in everything_in(restored)


def test_in_the_office_nothing_goes_before_what_is_kept_of_it_is_here(scheme: MemoryScheme) -> None:
    visit = a_life(scheme)
    erased(scheme)
    scheme.courier.send(scheme["C-001"])
    withheld = [data for data in scheme.courier.filed if read_envelope(data).kind == FACTS]
    scheme.courier.filed = [data for data in scheme.courier.filed if data not in withheld]
    other, visitor = scheme["C-002"], scheme["V-001"]
    for device in (other, visitor):
        device.take(*scheme.courier.filed)

    assert visitor.desk.visits.list() == []
    assert other.desk.visits.get(visit.visit_id).people[0].note == ""
    assert other.desk.visits.get(visit.visit_id).force_comment == COMMENT
    assert figures(other, visit) == figures(scheme["C-001"], visit)
    other.take(*withheld)
    assert other.desk.visits.list() == []
    assert figures(other, visit) == figures(scheme["C-001"], visit)


def test_a_run_without_facts_takes_no_report_from_the_office(scheme: MemoryScheme) -> None:
    visit = a_life(scheme)
    (report,) = scheme["C-001"].records("visit.report")
    erasure = Erasure(version=2, at=DUE, erased=(ErasedRecords(part="report", records=(report.record_id,)),))
    keys = scheme["C-002"].keys
    run = seal_envelope(
        Outgoing(
            record_id="0190a1f0-0000-7000-8000-00000000e002",
            kind=RUN,
            scheme_id=SCHEME_ID,
            chain_id="0190a1f0-0000-7000-8000-00000000e003",
            sequence=1,
            previous=None,
            sealed_at=DUE,
            open_parts=erasure_parts(erasure),
        ),
        keys,
        (),
    )

    scheme["C-001"].take(run)

    assert scheme["C-001"].desk.visits.get(visit.visit_id) == scheme["C-002"].desk.visits.get(visit.visit_id)


def test_a_hold_keeps_a_visit_whole_until_it_is_lifted(scheme: MemoryScheme) -> None:
    kept, gone = a_life(scheme), scheme.filed_by("V-001")
    exchanged(scheme)
    office = scheme["C-001"].desk
    office.retention.hold(kept.visit_id, "Claim before the county court.")
    exchanged(scheme)
    scheme.clock.moment = DUE
    before = figures(scheme["C-001"], kept)

    seen = erased(scheme)
    exchanged(scheme)

    assert [one.visit_id for one in seen.due] == [gone.visit_id]
    for name in ("C-001", "C-002", "V-001", "V-002"):
        assert [line.visit_id for line in scheme[name].desk.visits.list()] == [kept.visit_id]
    office.retention.lift(kept.visit_id, "The claim was withdrawn.")
    erased(scheme)
    exchanged(scheme)
    for device in scheme:
        assert device.desk.visits.list() == []
    assert figures(scheme["C-002"], kept) == before


def test_a_run_that_crosses_a_hold_takes_the_visit_everywhere_and_it_counts_once(
    scheme: MemoryScheme,
) -> None:
    visit = a_life(scheme)
    scheme["C-002"].desk.retention.hold(visit.visit_id, "Asked for by the coroner.")
    erased(scheme)
    exchanged(scheme)

    for device in scheme:
        assert device.desk.visits.list() == []
    assert figures(scheme["C-002"], visit) == figures(scheme["C-001"], visit)
    assert scheme["C-001"].desk.retention.preview().held == scheme["C-002"].desk.retention.preview().held


def test_what_comes_later_about_an_erased_visit_is_due_at_once(scheme: MemoryScheme) -> None:
    visit = a_life(scheme)
    scheme["V-002"].desk.reviews.add_addendum(visit.visit_id, "The lift was out of order.")
    erased(scheme)
    scheme.courier.send(scheme["C-001"])
    before = figures(scheme["C-001"], visit)
    exchanged(scheme)

    office = scheme["C-001"]
    assert b"The lift was out of order." in everything_in(office)
    assert office.desk.visits.list() == []
    seen = erased(scheme)
    exchanged(scheme)

    assert [(one.visits, one.records, one.people) for one in seen.whole] == [(1, 1, 0)]
    for device in scheme:
        assert b"The lift was out of order." not in everything_in(device)
        assert device.desk.verification.verify().first_break is None
    assert figures(office, visit) == before
    assert not office.desk.retention.preview().due


def test_two_coordinators_who_erase_at_once_count_every_visit_once(scheme: MemoryScheme) -> None:
    visit = a_life(scheme)
    scheme.clock.moment = DUE
    before = figures(scheme["C-001"], visit)
    for name in ("C-001", "C-002"):
        retention = scheme[name].desk.retention
        retention.run(retention.preview())
    exchanged(scheme)

    for name in ("C-001", "C-002"):
        assert figures(scheme[name], visit) == before
        assert len(scheme[name].desk.retention.log()) == 2
        assert scheme[name].desk.verification.verify().first_break is None


def test_more_due_than_was_seen_is_not_erased(scheme: MemoryScheme) -> None:
    a_life(scheme)
    retention = scheme["C-001"].desk.retention
    scheme.clock.moment = datetime(2030, 3, 31, 22, tzinfo=UTC)
    seen = retention.preview()
    assert seen.years
    scheme.clock.moment = DUE

    with pytest.raises(RuleBroken, match="out of date"):
        retention.run(seen)


def test_facts_that_do_not_add_up_are_refused(scheme: MemoryScheme) -> None:
    visit = a_life(scheme)
    before = figures(scheme["C-001"], visit)
    with scheme["C-001"].desk.open_unit() as unit:
        kept = json.loads(facts_parts(unit, [visit.visit_id])["facts"])
    kept["visits"][0] |= {"visit_id": "another", "in_custody": 500}
    bad = scheme.forged("C-002", FACTS, SCHEME_ID, {"facts": json.dumps(kept).encode()})

    scheme["C-001"].take(bad)

    assert scheme["C-001"].state(read_envelope(bad).record_id) is RecordState.REFUSED
    assert figures(scheme["C-001"], visit) == before
