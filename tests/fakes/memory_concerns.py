"""`ConcernRepository` over visits and steps in memory, folded each time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from icv_app.domain.concern import Concern, ConcernState, Severity, progress_of
from icv_app.domain.concern_list import ConcernPart, ConcernStage, ListedConcern
from icv_app.domain.ids import ConcernId, SuiteId, VisitId
from icv_app.domain.scheme import ReplyTarget, SchemeSettings
from icv_app.domain.visit_facts import ConcernFacts, VisitFacts
from icv_app.errors import NotFound
from icv_app.figures.concerns import due_of
from icv_app.services.concern_records import STEP, step_of
from icv_app.services.ports import RecordRepository, SettingsRepository
from icv_app.services.ports_concerns import ConcernCounts, ConcernFilter, RaisedConcern
from icv_app.services.ports_visits import VisitRepository
from icv_app.services.report_records import says

_SEVERITIES = tuple(Severity)


class MemoryConcerns:
    def __init__(
        self,
        from_records: list[RaisedConcern],
        visits: VisitRepository,
        records: RecordRepository,
        settings: SettingsRepository,
    ) -> None:
        self._from_records = from_records
        self._visits = visits
        self._records = records
        self._settings = settings

    def listed(
        self, wanted: ConcernFilter, now: datetime, *, limit: int | None = None
    ) -> Sequence[ListedConcern]:
        found = [one for one in self._newest_first() if _matches(one, wanted, now)]
        oldest = sorted(found, key=lambda one: (_SEVERITIES.index(one.severity), one.began_at, one.visit_id))
        if wanted.part is ConcernPart.OVERDUE:
            found = sorted(oldest, key=lambda one: one.due or now)
        elif wanted.part is ConcernPart.TO_DO or wanted.still_open:
            found = oldest
        elif wanted.stage is not None and wanted.stage is not ConcernStage.SETTLED:
            found = sorted(oldest, key=lambda one: one.good_practice)
        return found[:limit]

    def count(self, wanted: ConcernFilter, now: datetime) -> int:
        return len(self.listed(wanted, now))

    def counts(self, now: datetime) -> ConcernCounts:
        found = self._newest_first()
        to_do = [one for one in found if one.part(now) is ConcernPart.TO_DO]
        return ConcernCounts(
            by_part=Counter(part for one in found for part in ConcernPart if one.is_in(part, now)),
            by_stage=Counter(one.stage for one in found),
            red_to_do=sum(one.severity is Severity.RED for one in to_do),
            thanks_owed=sum(one.good_practice and one.state is ConcernState.RAISED for one in found),
        )

    def list_from_records(self, concerns: Iterable[RaisedConcern]) -> None:
        self._from_records[:] = concerns

    def reckon_due(self, settings: SchemeSettings) -> None:
        """Nothing is kept here that could be out of date."""

    def find(self, concern_id: ConcernId) -> ListedConcern | None:
        return next((one for one in self._newest_first() if one.concern_id == concern_id), None)

    def alike(
        self, suite: SuiteId, category: str, since: datetime, before: datetime
    ) -> Sequence[ListedConcern]:
        found = [one for one in self._newest_first() if (one.suite, one.category) == (suite, category)]
        return sorted(
            (one for one in found if since <= one.began_at < before),
            key=lambda one: (one.began_at, one.visit_id),
        )

    def _newest_first(self) -> list[ListedConcern]:
        steps = [step_of(record) for record in self._records.of_kinds((STEP,)) if says(record)]
        try:
            targets = self._settings.current().reply_targets
        except NotFound:
            targets = {}
        raised = [
            (False, _raised(visit, number, one))
            for visit in self._visits.facts()
            for number, one in enumerate(visit.concerns)
        ]
        found = []
        for from_record, it in (*raised, *((True, one) for one in self._from_records)):
            one = it.facts
            bare = Concern(concern_id=one.concern_id, category=one.category, put_right=one.put_right)
            own = (it.raised_on, one.concern_id)
            progress = progress_of(bare, [step for step in steps if (step.visit_id, step.concern_id) == own])
            target = targets.get(one.severity, ReplyTarget())
            listed = ListedConcern(
                concern_id=one.concern_id,
                visit_id=VisitId(it.raised_on),
                suite=it.suite,
                began_at=it.began_at,
                category=one.category,
                severity=one.severity,
                state=progress.state,
                level=progress.level,
                due=None if bare.good_practice else due_of(progress, target),
                from_record=from_record,
            )
            found.append((it.number, listed))
        return [one for _number, one in sorted(found, key=_began_on, reverse=True)]


def _raised(visit: VisitFacts, number: int, one: ConcernFacts) -> RaisedConcern:
    return RaisedConcern(
        raised_on=visit.visit_id, number=number, suite=visit.suite, began_at=visit.began_at, facts=one
    )


def _began_on(numbered: tuple[int, ListedConcern]) -> tuple[datetime, str, int]:
    number, one = numbered
    return one.began_at, one.visit_id, -number


def _matches(one: ListedConcern, wanted: ConcernFilter, now: datetime) -> bool:
    return (
        (wanted.part is None or one.is_in(wanted.part, now))
        and (wanted.stage is None or one.stage is wanted.stage)
        and (wanted.severity is None or one.severity is wanted.severity)
        and (not wanted.still_open or one.still_open)
        and (wanted.thanks is None or one.good_practice is wanted.thanks)
        and (wanted.since is None or one.began_at >= wanted.since)
        and (wanted.until is None or one.began_at < wanted.until)
    )
