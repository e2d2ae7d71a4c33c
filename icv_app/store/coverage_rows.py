"""Writes what is counted of each visit, beside its facts."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, delete, insert

from icv_app.domain.ids import VisitId
from icv_app.domain.times import in_london
from icv_app.domain.visit_facts import GROUPS, VisitFacts
from icv_app.store import tables
from icv_app.store.statements import upsert

_COVERAGE = tables.visit_coverage.c
_PUT = upsert(tables.visit_coverage, "visit_id")
_ADD = insert(tables.visit_coverage)
_REMOVE = delete(tables.visit_coverage).where(_COVERAGE.visit_id == bindparam("wanted"))


class CoverageRows:
    """The rows of `tables.visit_coverage`, within one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, facts: VisitFacts) -> None:
        """Count a filed visit as it is now; one that was not completed in person is not counted."""
        if facts.counts:
            self._connection.execute(_PUT, _row(facts))
        else:
            self.remove(facts.visit_id)

    def add(self, facts: Iterable[VisitFacts]) -> None:
        """Count filed visits none of which was counted yet."""
        rows = [_row(one) for one in facts if one.counts]
        if rows:
            self._connection.execute(_ADD, rows)

    def remove(self, visit_id: VisitId) -> None:
        """Count a visit no longer."""
        self._connection.execute(_REMOVE, {"wanted": visit_id})


def _row(facts: VisitFacts) -> dict[str, object]:
    began = in_london(facts.began_at)
    people = {}
    for group in GROUPS:
        people[group] = facts.group_in_custody.get(group, 0)
        people[f"{group}_spoken"] = facts.group_spoken.get(group, 0)
    return {
        "visit_id": facts.visit_id,
        "suite": facts.suite,
        "day": began.toordinal(),
        "hour": began.hour,
        "wait": facts.wait_minutes,
        **people,
    }
