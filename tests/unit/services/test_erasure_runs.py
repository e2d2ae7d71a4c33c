"""Runs that erase whole visits: what goes in one, when it is due, and what is kept for the figures."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from icv_app.domain.ids import ConcernId, VisitId
from icv_app.domain.scheme import Retention
from icv_app.domain.visit_facts import visit_facts
from icv_app.errors import SealError
from icv_app.seal.erasures import ErasedRecords, Erasure, decode_erasure, erasure_parts
from icv_app.services.erasure_batches import batches_of
from icv_app.services.kept_facts import kept_visits
from tests.builders import a_concern, a_filed_visit, a_person, answered
from tests.fakes.office import an_office
from tests.memory_scheme import SCHEME_ID

NOTE, WORRY = "She said that her brother looks after the dog.", "Her medicine was late."


DUE = datetime(2030, 4, 2, 9, tzinfo=UTC)


def test_what_identifies_people_and_whole_visits_go_in_runs_of_their_own() -> None:
    office = an_office()
    old = a_filed_visit(visit_id=VisitId("old"), people=(a_person(note=NOTE),))
    office.desk.archive.take_in([old])
    office.clock.moment = DUE
    later = a_filed_visit(
        visit_id=VisitId("later"),
        people=(a_person(note=NOTE),),
        arrived_at=datetime(2026, 5, 1, 11, tzinfo=UTC),
        entered_at=datetime(2026, 5, 1, 11, 9, tzinfo=UTC),
        left_suite_at=datetime(2026, 5, 1, 12, tzinfo=UTC),
        left_station_at=datetime(2026, 5, 1, 12, 5, tzinfo=UTC),
        submitted_at=datetime(2026, 5, 1, 14, tzinfo=UTC),
    )
    office.desk.archive.take_in([later])

    seen = office.desk.retention.preview()
    people, whole = office.desk.retention.run(seen)

    assert [one.year.label for one in seen.years] == ["2026-27"]
    assert [one.year.label for one in seen.whole] == ["2023-24"]
    assert (people.number, people.whole, dict(people.visits)) == (1, False, {"2026-27": 1})
    assert (whole.number, whole.whole, dict(whole.visits)) == (2, True, {"2023-24": 1})
    assert [line.visit_id for line in office.desk.visits.list()] == ["later"]
    assert office.desk.visits.get(VisitId("later")).people[0].note == ""


def test_many_visits_go_in_several_runs() -> None:
    office = an_office()
    visits = [
        a_filed_visit(visit_id=VisitId(f"visit-{number}"), people=(a_person(note=NOTE),))
        for number in range(7)
    ]
    office.desk.archive.take_in(visits)
    office.clock.moment = DUE

    batches = list(batches_of(office.desk.retention.preview().due, whole_at_once=3))

    assert [len(batch.visits) for batch in batches] == [3, 3, 1]
    named = [name for batch in batches for name in batch.erasure(DUE).parts_of()]
    assert len(named) == len(set(named)) == 7


def test_the_facts_come_back_as_they_were_put_in() -> None:
    office = an_office()
    person = answered(a_person(note=NOTE))
    visit = a_filed_visit(
        visit_id=VisitId("one"),
        people=(person,),
        concerns=(
            a_concern(person_id=person.person_id),
            a_concern(concern_id=ConcernId("good"), category="P"),
        ),
    )
    office.desk.archive.take_in([visit])
    office.clock.moment = DUE
    before = visit_facts(office.desk.visits.get(VisitId("one")))
    office.desk.retention.run(office.desk.retention.preview())

    with office.desk.open_unit() as unit:
        assert kept_visits(unit)[VisitId("one")] == before


def test_a_scheme_that_keeps_visits_longer_keeps_them() -> None:
    office = an_office()
    settings = office.desk.scheme.settings()
    assert settings.retention == Retention()
    office.desk.archive.take_in([a_filed_visit(visit_id=VisitId("one"), people=(a_person(),))])
    office.clock.moment = datetime(2030, 3, 31, 22, 59, tzinfo=UTC)
    assert office.desk.retention.preview().whole == ()
    office.clock.moment = datetime(2030, 3, 31, 23, tzinfo=UTC)
    assert len(office.desk.retention.preview().whole) == 1


def test_a_run_that_an_older_icv_would_half_read_is_refused() -> None:
    old = Erasure(at=DUE, erased=(ErasedRecords(part="report", records=(SCHEME_ID,)),))

    with pytest.raises(SealError, match="version 1"):
        decode_erasure(erasure_parts(old)["erased"], "a record")
