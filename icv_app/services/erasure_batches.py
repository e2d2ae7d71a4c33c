"""How what is due is divided into runs, so that none is too large to be sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from icv_app.domain.ids import RecordId, VisitId
from icv_app.domain.retention import Erased
from icv_app.domain.times import FinancialYear
from icv_app.seal.erasures import (
    PERSON_PART,
    RECORD_LIMIT,
    REPORT_PART,
    ErasedRecords,
    Erasure,
    PartToErase,
    YearOfVisits,
)
from icv_app.services.retention_preview import DueVisit

WHOLE_AT_ONCE: Final = 500
"""So many visits go whole in one run: what is kept of them takes a few kilobytes each."""


_VERSIONS: Final[Mapping[Erased, Literal[1, 2, 3]]] = {
    Erased.IDENTIFYING: 1,
    Erased.VISIT: 2,
    Erased.PAPERS: 3,
}
"""The version of a run by what it takes; see `Erasure.version`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Visits that go in one run; what is too much of the last stays due."""

    how_much: Erased
    visits: tuple[DueVisit, ...]

    @property
    def visit_ids(self) -> tuple[VisitId, ...]:
        """The visits among them: records kept apart are about none."""
        return tuple(one.visit_id for one in self.visits if one.visit_id is not None)

    @property
    def records(self) -> frozenset[RecordId]:
        """Every record among them that loses something."""
        return frozenset(record for one in self.visits for record in one.records)

    def erasure(self, at: datetime) -> Erasure:
        """Return the run that erases it."""
        named: tuple[tuple[PartToErase, list[RecordId]], ...] = (
            (PERSON_PART, [record for one in self.visits for record in one.identifying]),
            (REPORT_PART, [record for one in self.visits for record in one.reporting]),
        )
        years = Counter(one.year for one in self.visits if one.visit_id is not None)
        return Erasure(
            version=_VERSIONS[self.how_much],
            at=at,
            erased=tuple(
                ErasedRecords(part=part, records=tuple(sorted(records)[:RECORD_LIMIT]))
                for part, records in named
                if records
            ),
            visits=tuple(YearOfVisits(year=year.label, visits=years[year]) for year in sorted(years)),
        )


def batches_of(visits: Iterable[DueVisit], *, whole_at_once: int = WHOLE_AT_ONCE) -> Iterator[Batch]:
    """Divide what is due: first what identifies people, then papers, then whole visits by year."""
    known = tuple(visits)
    people = [one for one in known if one.how_much is Erased.IDENTIFYING]
    yield from _divided(Erased.IDENTIFYING, people, at_once=RECORD_LIMIT)
    papers = [one for one in known if one.how_much is Erased.PAPERS]
    yield from _divided(Erased.PAPERS, papers, at_once=RECORD_LIMIT)
    years: dict[FinancialYear, list[DueVisit]] = {}
    for one in known:
        if one.how_much is Erased.VISIT:
            years.setdefault(one.year, []).append(one)
    for _year, whole in sorted(years.items()):
        yield from _divided(Erased.VISIT, whole, at_once=whole_at_once)


def _divided(how_much: Erased, visits: Iterable[DueVisit], *, at_once: int) -> Iterator[Batch]:
    """By visits: what is kept of one goes with the run that erases it."""
    batch: list[DueVisit] = []
    records = 0
    for one in visits:
        if batch and (len(batch) == at_once or records + len(one.records) > RECORD_LIMIT):
            yield Batch(how_much=how_much, visits=tuple(batch))
            batch, records = [], 0
        batch.append(one)
        records += len(one.records)
    if batch:
        yield Batch(how_much=how_much, visits=tuple(batch))
