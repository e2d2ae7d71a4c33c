"""Which papers of the office are kept no longer: rota, expenses, files, words on notices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from icv_app.domain.ids import RecordId
from icv_app.domain.office_papers import (
    availability_done,
    duties_done,
    expenses_done,
    file_words_done,
    reads_done,
    swaps_done,
)
from icv_app.domain.retention import papers_due, papers_year
from icv_app.domain.scheme import Retention
from icv_app.domain.times import FinancialYear
from icv_app.services.expense_records import ANSWER, CLAIM, answer_in, claim_in
from icv_app.services.member_records import file_words_in
from icv_app.services.notice_records import NOTICE, READ, notice_in, read_in
from icv_app.services.ports import UnitOfWork
from icv_app.services.report_records import says
from icv_app.services.rota_records import published_duties, said_availability, swaps_asked


@dataclass(frozen=True, slots=True, kw_only=True)
class YearOfPapers:
    """Papers that were done with in one financial year.

    Attributes:
        due: From when they are kept no longer, UTC.
        records: In order.
    """

    year: FinancialYear
    due: datetime
    records: tuple[RecordId, ...]


def years_of_papers(unit: UnitOfWork, retention: Retention) -> Iterator[YearOfPapers]:
    """Return every paper that is done with, or has a day on which it will be, by year."""
    years: dict[tuple[FinancialYear, datetime], list[RecordId]] = defaultdict(list)
    for record_id, done in _done(unit).items():
        due = papers_due(done, retention)
        if due is not None:
            years[papers_year(done), due].append(record_id)
    for (year, due), records in sorted(years.items()):
        yield YearOfPapers(year=year, due=due, records=tuple(sorted(records)))


def _done(unit: UnitOfWork) -> dict[RecordId, date]:
    found = [one for one in unit.records.of_kinds((CLAIM, ANSWER, READ, NOTICE)) if says(one)]
    members = unit.members.all()
    return {
        **duties_done(published_duties(unit)),
        **swaps_done(swaps_asked(unit)),
        **availability_done(said_availability(unit)),
        **expenses_done(
            [claim_in(one) for one in found if one.kind == CLAIM],
            [answer_in(one) for one in found if one.kind == ANSWER],
        ),
        **file_words_done(file_words_in(unit), members),
        **reads_done(
            [read_in(one) for one in found if one.kind == READ],
            [notice_in(one) for one in found if one.kind == NOTICE],
            members,
        ),
    }
