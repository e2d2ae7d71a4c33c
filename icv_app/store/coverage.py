"""Coverage, counted by index: no visit is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, case, func, select

from icv_app.domain.ids import SuiteId
from icv_app.domain.visit_facts import GROUPS
from icv_app.figures.cells import CoverageCells, GroupCell, VisitsBehind
from icv_app.services.ports_visits import VisitSummary
from icv_app.store import tables
from icv_app.store.coverage_rows import CoverageRows
from icv_app.store.facts_codec import unpack_facts
from icv_app.store.visits import summary_of

_ROWS = tables.visit_coverage.c
_MEMBERS = tables.visit_members.c
_VISITS = tables.visits.c
_FACTS = tables.visit_facts.c
# `date.toordinal` numbers Monday 1 January of year 1 as 1.
_WEEKDAY: Final = (_ROWS.day + 6) % 7
_HELD = {group: _ROWS[group] for group in GROUPS}
_SPOKEN = {group: _ROWS[f"{group}_spoken"] for group in GROUPS}


class SqlCoverageRepository:
    """`CoverageRepository` over one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def first_day(self) -> date | None:
        """The London day of the first counted visit; `None` while there is none."""
        first = self._connection.scalar(select(func.min(_ROWS.day)))
        return None if first is None else date.fromordinal(first)

    def cells(self, chosen: VisitsBehind) -> CoverageCells:
        """Count the visits chosen: period, suite and member are looked at, not what narrows further."""
        where = _chosen(chosen)
        days: dict[SuiteId, dict[date, int]] = {}
        by_day = select(_ROWS.suite, _ROWS.day, func.count()).where(*where).group_by(_ROWS.day, _ROWS.suite)
        for suite, day, count in self._rows(by_day):
            days.setdefault(suite, {})[date.fromordinal(day)] = count
        slot = _WEEKDAY * 24 + _ROWS.hour
        by_slot = select(slot, func.count()).where(*where).group_by(slot)
        by_wait = select(_ROWS.wait, func.count()).where(*where, _ROWS.wait.is_not(None)).group_by(_ROWS.wait)
        latest = select(_ROWS.suite, func.max(_ROWS.day)).where(_ROWS.day <= chosen.last.toordinal())
        if chosen.suite is not None:
            latest = latest.where(_ROWS.suite == chosen.suite)
        return CoverageCells(
            days=days,
            hours={divmod(at, 24): count for at, count in self._rows(by_slot)},
            waits=dict(self._rows(by_wait)),
            groups=self._groups(where),
            latest={suite: date.fromordinal(day) for suite, day in self._rows(latest.group_by(_ROWS.suite))},
        )

    def spoken(self, first: date, last: date) -> Mapping[tuple[int, int], int]:
        """Count visits of a span of London days by people in custody and, of these, people spoken to."""
        pair = (_VISITS.in_custody, _VISITS.spoken_to)
        query = (
            select(*pair, func.count())
            .join(tables.visit_coverage, _ROWS.visit_id == _VISITS.visit_id)
            .where(_ROWS.day.between(first.toordinal(), last.toordinal()))
            .group_by(*pair)
        )
        return {(held, spoken): count for held, spoken, count in self._rows(query)}

    def behind(self, number: VisitsBehind, *, limit: int) -> Sequence[VisitSummary]:
        """The visits a number was counted on, newest first, at most `limit`."""
        query = (
            select(tables.visits)
            .join(tables.visit_coverage, _ROWS.visit_id == _VISITS.visit_id)
            .where(*_chosen(number), *_narrowed(number))
            # The day first: it is what the index has in order, and a page of many visits ends early.
            .order_by(_ROWS.day.desc(), _VISITS.began_at.desc(), _VISITS.visit_id.desc())
            .limit(limit)
        )
        return [summary_of(row) for row in self._rows(query)]

    def count(self, number: VisitsBehind) -> int:
        """How many visits a number was counted on."""
        return self._connection.scalar(select(func.count()).where(*_chosen(number), *_narrowed(number))) or 0

    def fill(self) -> None:
        """Count every filed visit where none was counted yet."""
        if self.first_day() is None:
            packed = self._connection.scalars(select(_FACTS.facts))
            CoverageRows(self._connection).add(unpack_facts(one) for one in packed)

    def _groups(self, where: Sequence[ColumnElement[bool]]) -> dict[str, GroupCell]:
        columns: list[ColumnElement[Any]] = []
        for group in GROUPS:
            columns += [
                func.sum(_HELD[group]),
                func.sum(_SPOKEN[group]),
                func.count().filter(_HELD[group] > 0),
            ]
        (row,) = self._rows(select(*columns).where(*where))
        sums = [number or 0 for number in row]  # of no rows SQL says NULL
        return {group: GroupCell(*sums[3 * at : 3 * at + 3]) for at, group in enumerate(GROUPS)}

    def _rows(self, query: Any) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._connection.execute(query)]


def _waited_over(number: VisitsBehind, limit: float) -> ColumnElement[bool]:
    if not number.waited_over_before:
        return _ROWS.wait > limit
    earlier = [(_ROWS.day < until.toordinal(), minutes) for until, minutes in number.waited_over_before]
    return _ROWS.wait > case(*earlier, else_=limit)


def _chosen(chosen: VisitsBehind) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [_ROWS.day.between(chosen.first.toordinal(), chosen.last.toordinal())]
    if chosen.suite is not None:
        found.append(_ROWS.suite == chosen.suite)
    if chosen.member is not None:
        theirs = select(_MEMBERS.visit_id).where(_MEMBERS.member_id == chosen.member)
        found.append(_ROWS.visit_id.in_(theirs))
    return found


def _narrowed(number: VisitsBehind) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if number.days:
        found.append(_ROWS.day.in_([day.toordinal() for day in number.days]))
    if number.weekdays:
        found.append(_WEEKDAY.in_(number.weekdays))
    if number.hours:
        found.append(_ROWS.hour.in_(number.hours))
    if number.waited:
        found.append(_ROWS.wait.is_not(None))
    if number.waited_over is not None:
        found.append(_waited_over(number, number.waited_over))
    if number.group is not None:
        found.append(_HELD[number.group] > 0)
    return found
