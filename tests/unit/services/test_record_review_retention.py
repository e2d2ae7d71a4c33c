"""Record reviews go whole after six years; before that nothing but words to and from the force."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from icv_app.domain.ids import ConcernId
from icv_app.services.retention_preview import Preview
from tests.memory_scheme import MemoryScheme, a_scheme
from tests.record_review_builders import V2, a_finding, a_read
from tests.unit.services.test_record_reviews import given, office, read_and_sent, standing, visitor

TWO_YEARS = datetime(2026, 4, 2, 9, tzinfo=UTC)
SIX_YEARS = datetime(2030, 4, 2, 9, tzinfo=UTC)
KINDS = ("sample", "assignment", "reading", "concern", "closed")
REPLY, FOUND = "The round was changed.", a_finding().text


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


def a_life(scheme: MemoryScheme) -> None:
    """A sample with everything that can be said about it."""
    reading = read_and_sent(scheme, findings=(a_finding(),))
    office(scheme).raise_concern(reading.record_id, ConcernId("f-1"))
    concerns = scheme["C-001"].desk.concerns
    concerns.send(reading.record_id, ConcernId("f-1"), to_role="inspector")
    scheme.clock.forward(hours=1)
    concerns.note_reply(reading.record_id, ConcernId("f-1"), words=REPLY)
    office(scheme).close(standing(scheme))
    scheme.exchange()


def erased(scheme: MemoryScheme, at: datetime) -> Preview:
    scheme.clock.moment = at
    retention = scheme["C-001"].desk.retention
    seen = retention.preview()
    retention.run(seen)
    scheme.exchange()
    scheme.exchange()
    return seen


def held(scheme: MemoryScheme, words: str) -> set[str]:
    """Whoever still has the words in some record."""
    return {
        device.name
        for device in scheme
        for record in device.store.saved_records.values()
        if any(words.encode() in (body or b"") for body in record.parts.values())
    }


def test_after_two_years_what_was_said_with_the_force_goes_and_the_reading_stays(
    scheme: MemoryScheme,
) -> None:
    a_life(scheme)
    assert held(scheme, REPLY)
    erased(scheme, TWO_YEARS)
    assert held(scheme, REPLY) == set()
    assert office(scheme, "C-002").figures().everywhere.n == 1


def test_after_six_years_a_sample_goes_whole_from_every_device(scheme: MemoryScheme) -> None:
    a_life(scheme)
    before = office(scheme).figures()
    assert before.everywhere.n == 1
    assert held(scheme, FOUND) == {"C-001", "C-002", "V-001"}
    [due] = erased(scheme, SIX_YEARS).whole
    assert (due.year.label, due.visits, due.samples) == ("2023-24", 0, 1)
    assert held(scheme, FOUND) == held(scheme, "R-02") == set()
    for name in ("C-001", "C-002"):
        assert office(scheme, name).all().samples == ()
        assert list(scheme[name].desk.concerns.lines()) == []
    assert visitor(scheme).given() == ()
    assert not scheme["C-001"].desk.retention.preview().records


def test_the_day_it_goes_is_said_before(scheme: MemoryScheme) -> None:
    read_and_sent(scheme)
    preview = scheme["C-001"].desk.retention.preview()
    assert preview.records == frozenset()
    assert preview.next_due == datetime(2026, 3, 31, 23, tzinfo=UTC)


def test_a_questionnaire_of_a_record_that_was_taken_back_is_forgotten(scheme: MemoryScheme) -> None:
    one = given(scheme)
    visitor(scheme).keep(one.assignment.record_id, a_read(remark="Half of it."))
    kept = f"record review:{one.assignment.record_id}"
    scheme["V-001"].desk.retention.keep_up()
    assert scheme["V-001"].desk.unsent.find(kept).text
    scheme.clock.forward(hours=2)
    office(scheme).assign(standing(scheme), ["R-02"], V2)
    scheme.exchange()
    scheme["V-001"].desk.retention.keep_up()
    assert scheme["V-001"].desk.unsent.find(kept).text == ""
