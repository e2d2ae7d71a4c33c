"""Concerns by where they stand, read from their narrow rows: no visit and no step is read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, false, func, not_, or_, select

from icv_app.domain.concern import ConcernState, EscalationLevel, Severity
from icv_app.domain.concern_list import (
    SETTLED,
    STAGES,
    WITH_FORCE,
    ConcernPart,
    ConcernStage,
    ListedConcern,
    part_of,
    stage_of,
)
from icv_app.domain.ids import ConcernId, SuiteId, VisitId
from icv_app.domain.scheme import SchemeSettings
from icv_app.services.concern_records import STEP
from icv_app.services.ports_concerns import ConcernCounts, ConcernFilter, RaisedConcern
from icv_app.store import tables
from icv_app.store.concern_rows import SEVERITIES, ConcernRows
from icv_app.store.facts_codec import unpack_facts
from icv_app.store.records import SqlRecordRepository

_ROWS = tables.concerns.c
_FACTS = tables.visit_facts.c
_STATES = {state.value: state for state in ConcernState}
_LEVELS = {level.value: level for level in EscalationLevel}
_SETTLED: Final = _ROWS.state.in_([state.value for state in SETTLED])
_WITH_FORCE: Final = _ROWS.state.in_([state.value for state in WITH_FORCE])
_SHOWN: Final = (
    _ROWS.concern_id,
    _ROWS.raised_on,
    _ROWS.suite,
    _ROWS.began_at,
    _ROWS.category,
    _ROWS.urgency,
    _ROWS.state,
    _ROWS.level,
    _ROWS.due,
    _ROWS.from_record,
)
_OLDEST_FIRST = (_ROWS.began_at, _ROWS.raised_on, _ROWS.number)
_NEWEST_FIRST = (_ROWS.began_at.desc(), _ROWS.raised_on.desc(), _ROWS.number)


class SqlConcernRepository:
    """`ConcernRepository` over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def listed(
        self, wanted: ConcernFilter, now: datetime, *, limit: int | None = None
    ) -> Sequence[ListedConcern]:
        """At most `limit` matching concerns, in the order of the port."""
        query = select(*_SHOWN).where(*_conditions(wanted, now)).order_by(*_order(wanted))
        return self._read(query.limit(-1 if limit is None else limit))

    def count(self, wanted: ConcernFilter, now: datetime) -> int:
        """How many concerns match."""
        query = select(func.count()).select_from(tables.concerns).where(*_conditions(wanted, now))
        return self._connection.scalar(query) or 0

    def counts(self, now: datetime) -> ConcernCounts:
        """Count all concerns by part and column."""
        late = func.coalesce(_ROWS.due < now, false())
        groups = (_ROWS.thanks, _ROWS.state, _ROWS.urgency, late)
        parts: Counter[ConcernPart] = Counter()
        stages: Counter[ConcernStage] = Counter()
        red = owed = 0
        for thanks, name, urgency, overdue, count in self._connection.execute(
            select(*groups, func.count()).group_by(*groups)
        ):
            state = _STATES[name]
            part = part_of(good_practice=thanks, state=state, overdue=bool(overdue))
            parts[part] += count
            parts[ConcernPart.ALL] += count
            parts[ConcernPart.OVERDUE] += count if overdue else 0
            stages[stage_of(good_practice=thanks, state=state)] += count
            red += count if part is ConcernPart.TO_DO and SEVERITIES[urgency] is Severity.RED else 0
            owed += count if thanks and state is ConcernState.RAISED else 0
        return ConcernCounts(by_part=parts, by_stage=stages, red_to_do=red, thanks_owed=owed)

    def reckon_due(self, settings: SchemeSettings) -> None:
        """Reckon anew until when replies are awaited where the step that asked does not say so."""
        ConcernRows(self._connection).reckon_due(settings)

    def find(self, concern_id: ConcernId) -> ListedConcern | None:
        """Return one concern, or `None`."""
        query = select(*_SHOWN).where(_ROWS.concern_id == concern_id).order_by(*_OLDEST_FIRST).limit(1)
        return next(iter(self._read(query)), None)

    def alike(
        self, suite: SuiteId, category: str, since: datetime, before: datetime
    ) -> Sequence[ListedConcern]:
        """Concerns of a category raised on visits to a suite in a span (its end left out), oldest first."""
        alike = (_ROWS.suite == suite, _ROWS.category == category)
        span = (_ROWS.began_at >= since, _ROWS.began_at < before)
        return self._read(select(*_SHOWN).where(*alike, *span).order_by(*_OLDEST_FIRST))

    def list_from_records(self, concerns: Iterable[RaisedConcern]) -> None:
        """List these as all the concerns that were raised on custody records."""
        found = list(concerns)
        steps = SqlRecordRepository(self._connection).about_each(
            (one.facts.concern_id for one in found), (STEP,)
        )
        ConcernRows(self._connection).put_from_records(found, steps)

    def fill(self) -> None:
        """List the concerns of every filed visit where none was listed yet."""
        if self._connection.scalar(select(_ROWS.number).limit(1)) is None:
            steps = SqlRecordRepository(self._connection).of_kinds((STEP,))
            packed = self._connection.scalars(select(_FACTS.facts))
            ConcernRows(self._connection).add((unpack_facts(one) for one in packed), steps)

    def _read(self, query: Any) -> list[ListedConcern]:
        return [
            ListedConcern(
                concern_id=ConcernId(concern_id),
                visit_id=VisitId(visit_id),
                suite=SuiteId(suite),
                began_at=began_at,
                category=category,
                severity=SEVERITIES[urgency],
                state=_STATES[state],
                level=_LEVELS[level] if level is not None else None,
                due=due,
                from_record=from_record,
            )
            for (
                concern_id,
                visit_id,
                suite,
                began_at,
                category,
                urgency,
                state,
                level,
                due,
                from_record,
            ) in (tuple(row) for row in self._connection.execute(query))
        ]


def _conditions(wanted: ConcernFilter, now: datetime) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.part is not None:
        found += _of_part(wanted.part, now)
    if wanted.stage is not None:
        found.append(_of_stage(wanted.stage))
    if wanted.severity is not None:
        found.append(_ROWS.urgency == SEVERITIES.index(wanted.severity))
    if wanted.still_open:
        found += [not_(_ROWS.thanks), not_(_SETTLED)]
    if wanted.thanks is not None:
        found.append(_ROWS.thanks == wanted.thanks)
    if wanted.since is not None:
        found.append(_ROWS.began_at >= wanted.since)
    if wanted.until is not None:
        found.append(_ROWS.began_at < wanted.until)
    return found


def _of_part(part: ConcernPart, now: datetime) -> list[ColumnElement[bool]]:
    late = and_(_ROWS.due.is_not(None), _ROWS.due < now)
    match part:
        case ConcernPart.ALL:
            return []
        case ConcernPart.THANKS:
            return [_ROWS.thanks]
        case ConcernPart.SETTLED:
            return [not_(_ROWS.thanks), _SETTLED]
        case ConcernPart.OVERDUE:
            return [late]
        case ConcernPart.WITH_FORCE:
            return [not_(_ROWS.thanks), _WITH_FORCE, not_(late)]
        case ConcernPart.TO_DO:
            return [not_(_ROWS.thanks), not_(_SETTLED), or_(not_(_WITH_FORCE), late)]


def _of_stage(stage: ConcernStage) -> ColumnElement[bool]:
    there = _ROWS.state.in_([state.value for state, column in STAGES.items() if column is stage])
    thanked = and_(_ROWS.thanks, _ROWS.state != ConcernState.RAISED.value)
    return or_(there, thanked) if stage is ConcernStage.SETTLED else and_(there, not_(thanked))


def _order(wanted: ConcernFilter) -> tuple[ColumnElement[Any], ...]:
    if wanted.part is ConcernPart.OVERDUE:
        return (_ROWS.due, _ROWS.urgency, *_OLDEST_FIRST)
    if wanted.part is ConcernPart.TO_DO or wanted.still_open:
        return (_ROWS.urgency, *_OLDEST_FIRST)
    if wanted.stage is not None and wanted.stage is not ConcernStage.SETTLED:
        return (_ROWS.thanks, _ROWS.urgency, *_OLDEST_FIRST)
    return _NEWEST_FIRST
