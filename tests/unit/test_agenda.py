"""What waits for the coordinator."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from icv_app.domain.concern import ConcernState, ConcernStep, ConcernStepKind, Severity
from icv_app.domain.ids import ConcernId, MemberId, RecordId, VisitId
from icv_app.domain.review import ReviewEventKind
from icv_app.domain.times import FinancialYear
from icv_app.domain.visit import Stage, Visit
from icv_app.report.fonts import undrawable
from icv_app.services.agenda import AgendaService
from tests.builders import (
    NOON,
    a_checklist,
    a_concern,
    a_filed_visit,
    a_member,
    a_review_event,
    an_abandoned_visit,
    settings,
)
from tests.fakes.desk import HandClock, file_report
from tests.fakes.memory_store import MemoryStore

YEAR = FinancialYear(2023)
RED = a_concern(concern_id=ConcernId("red"), severity=Severity.RED, category="C1")


def an_agenda(**changes: Any) -> tuple[AgendaService, MemoryStore, HandClock]:
    store, clock = MemoryStore(), HandClock()
    with store() as unit:
        unit.settings.put(settings(**changes))
        for number in range(1, 4):
            unit.members.put(a_member(number))
        unit.commit()
    return (
        AgendaService(store, clock, lambda _name, _version: a_checklist(), lacking=undrawable),
        store,
        clock,
    )


def a_report(name: str, **changes: Any) -> Visit:
    return a_filed_visit(visit_id=VisitId(name), **changes)


def closing(visit: Visit) -> ConcernStep:
    return ConcernStep(
        record_id=RecordId(f"close-{visit.visit_id}"),
        concern_id=RED.concern_id,
        visit_id=visit.visit_id,
        kind=ConcernStepKind.CLOSED,
        at=NOON + timedelta(hours=4),
        by=MemberId("C-001"),
        outcome="put_right",
    )


def test_reports_wait_longest_first() -> None:
    agenda, store, _clock = an_agenda()
    file_report(store, a_report("later", submitted_at=NOON + timedelta(hours=9)))
    file_report(store, a_report("sooner"))

    assert [report.visit_id for report in agenda.waiting().reports] == ["sooner", "later"]


@pytest.mark.parametrize(
    ("kind", "waits"),
    [
        (ReviewEventKind.RECEIVED, True),
        (ReviewEventKind.RETURNED, False),
        (ReviewEventKind.APPROVED, False),
    ],
)
def test_a_report_waits_until_it_is_decided(kind: ReviewEventKind, waits: bool) -> None:
    agenda, store, _clock = an_agenda()
    event = a_review_event(1, kind, visit_id=VisitId("one"), text="Which cell?")
    file_report(store, a_report("one"), event)

    assert bool(agenda.waiting().reports) is waits


def test_an_open_red_concern_is_named_as_the_checklist_calls_it() -> None:
    agenda, store, _clock = an_agenda()
    file_report(store, a_report("one", concerns=(RED,)))

    [concern] = agenda.waiting().red_concerns
    assert (concern.title, concern.state) == ("Appropriate adult", ConcernState.RAISED)


def test_red_concerns_that_were_closed_or_put_right_do_not_wait_nor_does_amber() -> None:
    agenda, store, _clock = an_agenda()
    closed = a_report("closed", concerns=(RED,))
    file_report(store, closed, steps=(closing(closed),))
    right = a_concern(concern_id=ConcernId("right"), severity=Severity.RED, put_right=True)
    file_report(store, a_report("right", concerns=(right, a_concern())))

    assert agenda.waiting().red_concerns == ()


def test_a_year_is_ready_when_everything_is_decided_and_the_figure_is_there() -> None:
    agenda, store, _clock = an_agenda()
    visit = a_report("one", concerns=(RED,))
    approved = a_review_event(1, ReviewEventKind.APPROVED, visit_id=VisitId("one"))
    file_report(store, visit, approved, steps=(closing(visit),))

    assert agenda.before_publishing(YEAR).ready


def test_a_year_without_the_force_figure_is_not_ready() -> None:
    agenda, _store, _clock = an_agenda(people_detained={})

    before = agenda.before_publishing(YEAR)
    assert (before.ready, before.people_detained, before.visits) == (False, None, 0)


def test_a_returned_report_and_an_open_red_concern_are_missing_in_their_year_only() -> None:
    agenda, store, _clock = an_agenda()
    asked = a_review_event(1, ReviewEventKind.RETURNED, visit_id=VisitId("one"), text="Which cell?")
    file_report(store, a_report("one", concerns=(RED,)), asked)

    before = agenda.before_publishing(YEAR)
    assert (before.undecided, before.red_concerns) == (1, 1)
    other = agenda.before_publishing(YEAR.previous())
    assert (other.undecided, other.red_concerns) == (0, 0)


def test_the_years_go_from_the_first_visit_to_the_present_one() -> None:
    agenda, store, clock = an_agenda()
    file_report(store, a_report("one"))
    clock.forward(days=400)

    assert [year.label for year in agenda.years()] == ["2025-26", "2024-25", "2023-24"]


def test_a_scheme_without_a_visit_has_the_present_year() -> None:
    agenda, _store, _clock = an_agenda()

    assert agenda.years() == (YEAR,)


def test_the_year_so_far_counts_small_numbers_as_they_are() -> None:
    agenda, store, _clock = an_agenda()
    file_report(store, a_report("one", concerns=(RED, a_concern())))
    given_up = an_abandoned_visit(visit_id=VisitId("two"), stage=Stage.SUBMITTED, submitted_at=NOON)
    file_report(store, given_up)

    year = agenda.year_so_far()
    assert (year.visits, year.raised, year.open) == (1, 2, 2)
    assert (year.spoken.pooled.part, year.spoken.pooled.of) == (1, 2)
    assert (year.visitors, year.active) == (3, 2)
