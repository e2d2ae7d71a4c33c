"""`VisitRepository` over visits in memory."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from datetime import datetime

from icv_app.domain.concern import Severity
from icv_app.domain.ids import MemberId, SuiteId, VisitId
from icv_app.domain.person import Contact
from icv_app.domain.review import ReviewState
from icv_app.domain.visit import Stage, Visit
from icv_app.domain.visit_facts import VisitFacts, visit_facts
from icv_app.errors import NotFound
from icv_app.services.documents import to_json
from icv_app.services.ports_visits import (
    FiledVisit,
    VisitFilter,
    VisitSummary,
)
from tests.fakes.memory_contents import Contents, Filed
from tests.fakes.memory_drafts import MemoryDrafts


class MemoryVisits:
    def __init__(self, contents: Contents) -> None:
        self._all = contents

    def get(self, visit_id: VisitId) -> Visit:
        visit = self.find(visit_id)
        if visit is None:
            raise NotFound(f"visit {visit_id}", user_text="That visit is not on this computer.")
        return visit

    def find(self, visit_id: VisitId) -> Visit | None:
        return self._all.visits.get(visit_id)

    def put(self, visit: Visit, *, late: bool = False) -> None:
        if visit.stage is Stage.SUBMITTED:
            visit_facts(visit)  # a visit without a suite, outcome or times is a defect here too
            assert visit.submitted_at is not None
            self._all.filed.setdefault(visit.visit_id, Filed(ReviewState.FILED, visit.submitted_at))
        else:
            self._all.filed.pop(visit.visit_id, None)
        self._all.visits[visit.visit_id] = visit
        self._all.late[visit.visit_id] = late

    def remove_filed(self, visit_id: VisitId) -> None:
        visit = self.find(visit_id)
        if visit is not None and visit.stage is Stage.SUBMITTED:
            del self._all.visits[visit_id], self._all.late[visit_id], self._all.filed[visit_id]

    def document_of(self, visit: Visit) -> bytes:
        return to_json(visit)

    def known(self, visit_ids: Iterable[VisitId]) -> Set[VisitId]:
        return self._all.visits.keys() & set(visit_ids)

    def add_filed(self, filed: Sequence[FiledVisit]) -> None:
        for one in filed:
            assert one.visit.visit_id not in self._all.visits
            self.put(one.visit, late=one.late)
            self.set_review(one.visit.visit_id, one.review, one.review_changed_at)

    def remove_draft(self, visit_id: VisitId) -> None:
        visit = self.find(visit_id)
        if visit is None or visit.stage is not Stage.DRAFT:
            raise NotFound(f"draft {visit_id}", user_text="That draft is not on this computer.")
        del self._all.visits[visit_id], self._all.late[visit_id]
        MemoryDrafts(self._all.beside).forget(visit_id)

    def summaries(
        self, wanted: VisitFilter, *, limit: int | None = None, offset: int = 0
    ) -> Sequence[VisitSummary]:
        found = [
            summary for summary in map(self._summary, self._all.visits.values()) if wanted.takes(summary)
        ]
        found.sort(key=lambda summary: (summary.began_at, summary.visit_id), reverse=True)
        return found[offset:] if limit is None else found[offset : offset + limit]

    def count(self, wanted: VisitFilter) -> int:
        return len(self.summaries(wanted))

    def first_filed(self) -> datetime | None:
        return min((one.began_at for one in self._filed_visits() if one.began_at), default=None)

    def summaries_of(self, visit_ids: Iterable[VisitId]) -> Mapping[VisitId, VisitSummary]:
        return {one: self._summary(self._all.visits[one]) for one in visit_ids if one in self._all.visits}

    def longest_filed(self, wanted: VisitFilter, *, limit: int) -> Sequence[VisitSummary]:
        found = sorted(
            self.summaries(wanted), key=lambda one: (one.submitted_at or one.began_at, one.visit_id)
        )
        return found[:limit]

    def visitors(self, since: datetime, until: datetime) -> Set[MemberId]:
        return {member for fact in self.facts(since, until) for member in fact.visitors}

    def count_drafts(self) -> int:
        return sum(visit.stage is Stage.DRAFT for visit in self._all.visits.values())

    def set_review(self, visit_id: VisitId, state: ReviewState, changed_at: datetime) -> None:
        if visit_id not in self._all.filed:
            raise NotFound(f"visit {visit_id}", user_text="That visit is not on this computer.")
        self._all.filed[visit_id] = Filed(state, changed_at)

    def facts(self, since: datetime | None = None, until: datetime | None = None) -> Sequence[VisitFacts]:
        facts = [visit_facts(visit) for visit in self._filed_visits()]
        wanted = [
            fact
            for fact in facts
            if (since is None or since <= fact.began_at) and (until is None or fact.began_at < until)
        ]
        return sorted(wanted, key=lambda fact: (fact.began_at, fact.visit_id))

    def passing_facts(self, since: datetime, until: datetime) -> Iterator[VisitFacts]:
        return iter(self.facts(since, until))

    def filed_at(self, suite: SuiteId, *, since: datetime, before: datetime, limit: int) -> Sequence[Visit]:
        found = self.summaries(
            VisitFilter(stage=Stage.SUBMITTED, suite=suite, since=since, until=before), limit=limit
        )
        return [self.get(summary.visit_id) for summary in found]

    def last_filed_at(self, suite: SuiteId, before: datetime) -> Visit | None:
        earlier = [
            visit
            for visit in self._filed_visits()
            if visit.suite == suite and visit.began_at is not None and visit.began_at < before
        ]
        return max(earlier, key=lambda visit: (visit.began_at, visit.visit_id), default=None)

    def _filed_visits(self) -> list[Visit]:
        return [visit for visit in self._all.visits.values() if visit.stage is Stage.SUBMITTED]

    def _summary(self, visit: Visit) -> VisitSummary:
        raised = Counter(concern.severity for concern in visit.concerns if not concern.good_practice)
        filed = self._all.filed.get(visit.visit_id)
        return VisitSummary(
            visit_id=visit.visit_id,
            suite=visit.suite,
            kind=visit.kind,
            stage=visit.stage,
            outcome=visit.outcome,
            author=visit.author,
            visitors=visit.visitors,
            began_at=visit.began_at or visit.created_at,
            submitted_at=visit.submitted_at,
            in_custody=visit.census.total or 0,
            spoken_to=visit.reconciliation.by_contact[Contact.SPOKEN_TO],
            severities={severity: raised[severity] for severity in Severity},
            good_practice=sum(concern.good_practice for concern in visit.concerns),
            review=filed.review if filed else None,
            review_changed_at=filed.changed_at if filed else None,
            late=self._all.late[visit.visit_id],
        )
