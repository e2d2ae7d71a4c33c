"""What every store promises of visits: their lists, states and extracts, in the file and in memory alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from icv_app.domain.concern import Severity
from icv_app.domain.ids import MemberId, SuiteId, VisitId
from icv_app.domain.review import ReviewState
from icv_app.domain.visit import Outcome, Stage, VisitKind
from icv_app.domain.visit_facts import visit_facts
from icv_app.errors import NotFound
from icv_app.services.ports_visits import FiledVisit, VisitFilter
from tests.builders import (
    NOON,
    a_concern,
    a_filed_visit,
    a_girl_of_15,
    a_visit,
    an_empty_draft,
    answered,
    somebody_asleep,
)
from tests.store.conftest import Store

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def test_a_summary_says_what_a_list_shows(store: Store) -> None:
    visit = a_filed_visit(
        concerns=(
            a_concern(),
            a_concern(concern_id="concern-2", severity=Severity.RED),
            a_concern(concern_id="concern-3", category="P", severity=Severity.GREEN),
        )
    )
    with store.open_unit() as unit:
        unit.visits.put(visit, late=True)
        unit.commit()
    with store.open_unit() as unit:
        (summary,) = unit.visits.summaries(VisitFilter())
    assert summary.visit_id == "visit-1"
    assert summary.suite == "wakefield"
    assert summary.stage is Stage.SUBMITTED
    assert summary.outcome is Outcome.COMPLETED
    assert summary.author == "V-001"
    assert summary.visitors == ("V-001", "V-002")
    assert summary.began_at == visit.entered_at
    assert summary.submitted_at == visit.submitted_at
    assert (summary.in_custody, summary.spoken_to) == (2, 1)
    assert summary.severities == {Severity.RED: 1, Severity.AMBER: 1, Severity.GREEN: 0}
    assert summary.good_practice == 1
    assert summary.review is ReviewState.FILED
    assert summary.review_changed_at == visit.submitted_at
    assert summary.late


def test_an_empty_draft_has_a_summary_too(store: Store) -> None:
    with store.open_unit() as unit:
        unit.visits.put(an_empty_draft())
        (summary,) = unit.visits.summaries(VisitFilter())
    assert summary.suite is None
    assert summary.outcome is None
    assert summary.visitors == ()
    assert summary.began_at == NOON
    assert summary.submitted_at is None
    assert summary.review is None
    assert summary.review_changed_at is None
    assert not summary.late


def _some_visits(store: Store) -> None:
    with store.open_unit() as unit:
        for day in range(4):
            entered = NOON + day * DAY
            unit.visits.put(
                a_filed_visit(
                    visit_id=VisitId(f"filed-{day}"),
                    suite=SuiteId("leeds" if day % 2 else "wakefield"),
                    visitors=(MemberId("V-001"), MemberId("V-003" if day % 2 else "V-002")),
                    arrived_at=entered,
                    entered_at=entered,
                )
            )
        unit.visits.set_review(VisitId("filed-2"), ReviewState.RETURNED, NOON + 9 * DAY)
        unit.visits.put(an_empty_draft(visit_id=VisitId("draft"), author=MemberId("V-004")))
        unit.commit()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (VisitFilter(), "filed-3 filed-2 filed-1 filed-0 draft"),
        (VisitFilter(stage=Stage.DRAFT), "draft"),
        (VisitFilter(stage=Stage.SUBMITTED), "filed-3 filed-2 filed-1 filed-0"),
        (VisitFilter(kind=VisitKind.IN_PERSON), "filed-3 filed-2 filed-1 filed-0 draft"),
        (VisitFilter(kind=VisitKind.TACT), ""),
        (VisitFilter(suite=SuiteId("leeds")), "filed-3 filed-1"),
        (VisitFilter(member=MemberId("V-003")), "filed-3 filed-1"),
        (VisitFilter(member=MemberId("V-004")), "draft"),
        (VisitFilter(review=frozenset({ReviewState.RETURNED})), "filed-2"),
        (
            VisitFilter(review=frozenset({ReviewState.RETURNED, ReviewState.FILED})),
            "filed-3 filed-2 filed-1 filed-0",
        ),
        (VisitFilter(since=NOON + DAY), "filed-3 filed-2 filed-1"),
        (VisitFilter(until=NOON + DAY), "filed-0 draft"),
        (VisitFilter(suite=SuiteId("leeds"), since=NOON + 2 * DAY, until=NOON + 4 * DAY), "filed-3"),
        (VisitFilter(suite=SuiteId("halifax")), ""),
    ],
)
def test_a_filter_shows_matching_visits_newest_first(store: Store, wanted: VisitFilter, found: str) -> None:
    _some_visits(store)
    with store.open_unit() as unit:
        assert [summary.visit_id for summary in unit.visits.summaries(wanted)] == found.split()
        assert unit.visits.count(wanted) == len(found.split())


def test_a_list_can_be_read_page_by_page(store: Store) -> None:
    _some_visits(store)
    with store.open_unit() as unit:
        pages = [
            [summary.visit_id for summary in unit.visits.summaries(VisitFilter(), limit=2, offset=offset)]
            for offset in (0, 2, 4, 6)
        ]
        rest = [summary.visit_id for summary in unit.visits.summaries(VisitFilter(), offset=3)]
    assert pages == [["filed-3", "filed-2"], ["filed-1", "filed-0"], ["draft"], []]
    assert rest == ["filed-0", "draft"]


def test_drafts_are_counted(store: Store) -> None:
    _some_visits(store)
    with store.open_unit() as unit:
        assert unit.visits.count_drafts() == 1


def test_the_review_of_a_report_stays_when_the_report_is_put_again(store: Store) -> None:
    with store.open_unit() as unit:
        unit.visits.put(a_visit())
        unit.visits.put(a_filed_visit())
        unit.visits.set_review(VisitId("visit-1"), ReviewState.APPROVED, NOON + DAY)
        unit.visits.put(a_filed_visit(force_comment="Replied."))
        (summary,) = unit.visits.summaries(VisitFilter())
    assert summary.review is ReviewState.APPROVED
    assert summary.review_changed_at == NOON + DAY


@pytest.mark.parametrize("draft_there", [True, False])
def test_only_a_filed_report_can_be_reviewed(store: Store, draft_there: bool) -> None:
    with store.open_unit() as unit:
        if draft_there:
            unit.visits.put(a_visit())
        with pytest.raises(NotFound):
            unit.visits.set_review(VisitId("visit-1"), ReviewState.APPROVED, NOON)


def test_a_removed_draft_is_gone_from_everywhere(store: Store) -> None:
    with store.open_unit() as unit:
        unit.visits.put(a_visit())
        unit.visits.remove_draft(VisitId("visit-1"))
        unit.commit()
    with store.open_unit() as unit:
        assert unit.visits.find(VisitId("visit-1")) is None
        assert not unit.visits.summaries(VisitFilter())
        assert not unit.visits.summaries(VisitFilter(member=MemberId("V-001")))


def test_a_filed_visit_without_a_report_is_taken_away_and_a_draft_never(store: Store) -> None:
    with store.open_unit() as unit:
        unit.visits.put(a_filed_visit())
        unit.visits.put(a_visit(visit_id=VisitId("draft")))
        for visit_id in ("visit-1", "draft", "nowhere"):
            unit.visits.remove_filed(VisitId(visit_id))
        unit.commit()
    with store.open_unit() as unit:
        assert [line.visit_id for line in unit.visits.summaries(VisitFilter())] == ["draft"]
        assert not unit.visits.facts()


def test_only_a_draft_can_be_removed(store: Store) -> None:
    with store.open_unit() as unit:
        unit.visits.put(a_filed_visit())
        for visit_id in ("visit-1", "nowhere"):
            with pytest.raises(NotFound):
                unit.visits.remove_draft(VisitId(visit_id))
        assert unit.visits.get(VisitId("visit-1")) == a_filed_visit()


def test_facts_of_filed_visits_come_oldest_first_and_as_they_were_extracted(store: Store) -> None:
    visits = [
        a_filed_visit(
            visit_id=VisitId(f"visit-{day}"),
            entered_at=NOON + day * DAY,
            people=(answered(a_girl_of_15(), pace_bed="yes"), somebody_asleep()),
            concerns=(a_concern(person_id="girl", opcat=True), a_concern(concern_id="concern-2")),
            expenses_pence=1250,
        )
        for day in (2, 0, 1)
    ]
    with store.open_unit() as unit:
        for visit in visits:
            unit.visits.put(visit)
        unit.visits.put(a_visit(visit_id=VisitId("draft")))
        unit.commit()
    with store.open_unit() as unit:
        assert list(unit.visits.facts()) == [
            visit_facts(visit) for visit in (visits[1], visits[2], visits[0])
        ]
        middle = unit.visits.facts(NOON + DAY, NOON + 2 * DAY)
    assert [facts.visit_id for facts in middle] == ["visit-1"]


def test_the_latest_filed_visit_to_a_suite_is_found(store: Store) -> None:
    _some_visits(store)
    with store.open_unit() as unit:
        unit.visits.put(a_visit(visit_id=VisitId("later-draft"), entered_at=NOON + 3 * DAY))
        latest = unit.visits.last_filed_at(SuiteId("wakefield"), NOON + 9 * DAY)
        earlier = unit.visits.last_filed_at(SuiteId("wakefield"), NOON + 2 * DAY)
        assert latest is not None
        assert earlier is not None
        assert (latest.visit_id, earlier.visit_id) == ("filed-2", "filed-0")
        assert unit.visits.last_filed_at(SuiteId("wakefield"), NOON) is None


def test_filed_visits_that_come_together_are_kept_as_if_each_had_come_alone(store: Store) -> None:
    visits = [
        a_filed_visit(visit_id=VisitId(f"visit-{number}"), concerns=(a_concern(concern_id=f"c-{number}"),))
        for number in range(3)
    ]
    with store.open_unit() as unit:
        unit.visits.put(visits[0], late=True)
        unit.visits.set_review(visits[0].visit_id, ReviewState.APPROVED, NOON + DAY)
        together = [
            FiledVisit(visit=one, late=True, review=ReviewState.APPROVED, review_changed_at=NOON + DAY)
            for one in visits[1:]
        ]
        unit.visits.add_filed(together)
        unit.commit()

    with store.open_unit() as unit:
        first, *others = (replace(one, visit_id=VisitId("")) for one in unit.visits.summaries(VisitFilter()))
        assert others == [first, first]
        assert [unit.visits.get(one.visit_id) for one in visits] == visits
        assert {facts.visit_id for facts in unit.visits.facts()} == {one.visit_id for one in visits}
        assert unit.visits.count(VisitFilter(member=MemberId("V-002"))) == 3
        assert unit.visits.known(VisitId(f"visit-{number}") for number in range(2000)) == {
            one.visit_id for one in visits
        }
