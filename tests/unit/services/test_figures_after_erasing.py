"""A year's figures, and its printed report, are the same to the last byte after everything due was erased."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from random import Random

from icv_app.domain.concern import ConcernStepKind
from icv_app.domain.ids import ConcernId, PersonId, SuiteId, VisitId
from icv_app.domain.person import DetainedPerson
from icv_app.domain.times import FinancialYear
from icv_app.domain.visit import Visit, VisitKind
from icv_app.figures.annual import AnnualFigures
from icv_app.report.annual import write_annual_report
from icv_app.services.coverage import CoverageChoice
from tests.builders import (
    a_concern,
    a_filed_visit,
    a_girl_of_15,
    a_person,
    answered,
    settings,
    somebody_asleep,
    somebody_who_declined,
)
from tests.fakes.office import Office, an_office
from tests.publication_builders import a_publication

YEAR = FinancialYear(2023)
DUE = datetime(2026, 4, 2, 9, tzinfo=UTC)
DUE_WHOLE = datetime(2030, 4, 2, 9, tzinfo=UTC)
WORDS = "Words about somebody, 13WK/4402, in cell M7."


def somebody(chance: Random, number: int) -> DetainedPerson:
    person_id, note = PersonId(f"person-{number}"), WORDS if chance.random() < 0.7 else ""
    custody_number = f"13WK/{4000 + chance.randrange(1000)}"
    match chance.randrange(4):
        case 0:
            return answered(a_person(person_id=person_id, custody_number=custody_number, note=note))
        case 1:
            return answered(a_girl_of_15(person_id=person_id, custody_number=custody_number, note=note))
        case 2:
            return somebody_asleep(person_id=person_id, custody_number=custody_number, note=note)
        case _:
            return somebody_who_declined(person_id=person_id, custody_number=custody_number, note=note)


def a_visit_of_the_year(chance: Random, number: int) -> Visit:
    began = YEAR.starts_at + timedelta(days=7 * number, hours=chance.randrange(24))
    people = tuple(somebody(chance, at) for at in range(chance.randrange(1, 7)))
    concerns = tuple(
        a_concern(
            concern_id=ConcernId(f"concern-{number}-{at}"),
            category=chance.choice(("A2", "B1", "D1", "E3", "F1")),
            person_id=chance.choice((None, people[0].person_id)),
            put_right=chance.random() < 0.5,
            text=WORDS,
        )
        for at in range(chance.randrange(3))
    )
    return a_filed_visit(
        visit_id=VisitId(f"visit-{number:02}"),
        suite=SuiteId("wakefield"),
        kind=chance.choice((VisitKind.IN_PERSON, VisitKind.IN_PERSON, VisitKind.TELEPHONE)),
        people=people,
        concerns=concerns,
        arrived_at=began,
        entered_at=began + timedelta(minutes=chance.randrange(1, 30)),
        left_suite_at=began + timedelta(minutes=80),
        left_station_at=began + timedelta(minutes=90),
        submitted_at=began + timedelta(hours=chance.randrange(2, 60)),
        force_comment=WORDS,
    )


def a_year() -> Office:
    """A year of visits, one a week, with concerns that were sent and answered."""
    office, chance = an_office(settings=settings(people_detained={"2023-24": 5000})), Random(2023)
    visits = [a_visit_of_the_year(chance, number) for number in range(52)]
    office.desk.archive.take_in(visits)
    for visit in visits:
        office.clock.moment = (visit.submitted_at or DUE) + timedelta(days=1)
        for concern in visit.concerns:
            office.desk.concerns.send(visit.visit_id, concern.concern_id, to_role="custody_inspector")
            office.clock.moment += timedelta(days=chance.randrange(1, 20))
            office.desk.concerns.note_reply(visit.visit_id, concern.concern_id, words=WORDS)
    office.clock.moment = DUE
    return office


def printed(figures: AnnualFigures) -> bytes:
    data = io.BytesIO()
    write_annual_report(a_publication(figures), data, produced_on=date(2026, 4, 2))
    return data.getvalue()


def test_a_years_figures_and_its_report_are_the_same_after_whole_visits_went() -> None:
    office = a_year()
    desk = office.desk
    office.clock.moment = DUE_WHOLE
    figures, report = desk.publications.annual(YEAR), printed(desk.publications.annual(YEAR))
    coverage, choices = desk.coverage.coverage(CoverageChoice(year=YEAR)), desk.coverage.choices()

    seen = desk.retention.preview()
    desk.retention.run(seen)

    assert [(one.year, one.visits) for one in seen.whole] == [(YEAR, 52)]
    assert desk.visits.list() == []
    assert not desk.concerns.lines()
    assert desk.coverage.coverage(CoverageChoice(year=YEAR)) == coverage
    assert desk.coverage.choices() == choices
    assert desk.publications.annual(YEAR) == figures
    assert printed(desk.publications.annual(YEAR)) == report


def test_a_years_figures_and_its_report_are_the_same_after_a_run() -> None:
    office = a_year()
    desk = office.desk
    figures, report = desk.publications.annual(YEAR), printed(desk.publications.annual(YEAR))
    summaries = desk.visits.list()

    seen = desk.retention.preview()
    desk.retention.run(seen)

    assert len(seen.due) == 52
    assert WORDS not in repr([desk.visits.get(line.visit_id).people for line in desk.visits.list()])
    steps = [step for line in desk.concerns.lines() for step in line.progress.counted]
    assert {step.text for step in steps} == {""}
    assert {step.kind for step in steps} == {ConcernStepKind.SENT, ConcernStepKind.REPLIED}
    assert desk.publications.annual(YEAR) == figures
    assert printed(desk.publications.annual(YEAR)) == report
    assert desk.visits.list() == summaries
