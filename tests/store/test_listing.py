"""Lists of visits narrowed down: the encrypted file and the dict of the tests alike."""

from __future__ import annotations

from datetime import timedelta

from icv_app.domain.ids import MemberId, SuiteId, VisitId
from icv_app.domain.visit import VisitKind
from icv_app.services.ports_visits import VisitFilter
from tests.builders import NOON, a_concern, a_filed_visit, a_visit
from tests.store.conftest import Store

DAY = timedelta(days=1)


def test_visits_are_listed_by_kind_part_and_concerns_and_counted_alike(store: Store) -> None:
    telephone = a_filed_visit(visit_id=VisitId("call"), kind=VisitKind.TELEPHONE, entered_at=NOON - DAY)
    second = a_filed_visit(
        visit_id=VisitId("second"),
        author=MemberId("V-002"),
        entered_at=NOON - 2 * DAY,
        concerns=(a_concern(),),
    )
    praise = a_filed_visit(
        visit_id=VisitId("praise"), entered_at=NOON - 3 * DAY, concerns=(a_concern(category="P"),)
    )
    with store.open_unit() as unit:
        for visit in (telephone, second, praise):
            unit.visits.put(visit, late=visit is praise)
        unit.commit()
    asked = {
        VisitFilter(kind=VisitKind.TELEPHONE): ["call"],
        VisitFilter(author=MemberId("V-001")): ["call", "praise"],
        VisitFilter(beside=MemberId("V-001")): ["second"],
        VisitFilter(beside=MemberId("V-003")): [],
        VisitFilter(with_concerns=True): ["second"],
        VisitFilter(late=True): ["praise"],
    }
    with store.open_reading() as unit:
        for wanted, visits in asked.items():
            assert [line.visit_id for line in unit.visits.summaries(wanted)] == visits
            assert unit.visits.count(wanted) == len(visits)
            assert all(wanted.takes(line) for line in unit.visits.summaries(wanted))


def test_the_latest_filed_visits_to_a_suite_are_read_newest_first(store: Store) -> None:
    visits = [
        a_filed_visit(
            visit_id=VisitId(f"day-{day}"), arrived_at=NOON + day * DAY, entered_at=NOON + day * DAY
        )
        for day in range(4)
    ]
    with store.open_unit() as unit:
        for visit in (*visits, a_visit(visit_id=VisitId("draft"), entered_at=NOON + 2 * DAY)):
            unit.visits.put(visit)
        unit.commit()
    suite = SuiteId("wakefield")
    with store.open_reading() as unit:
        found = unit.visits.filed_at(suite, since=NOON, before=NOON + 3 * DAY, limit=2)
        assert found == [visits[2], visits[1]]
        assert unit.visits.filed_at(suite, since=NOON + DAY, before=NOON + 2 * DAY, limit=9) == [visits[1]]
        assert unit.visits.filed_at(SuiteId("leeds"), since=NOON, before=NOON + 3 * DAY, limit=9) == []
