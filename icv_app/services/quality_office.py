"""What the office noted, gathered for the figures of the quality framework."""

from __future__ import annotations

from datetime import datetime

from icv_app.domain.retention import papers_due, visit_due
from icv_app.domain.times import FinancialYear, london_day
from icv_app.figures.quality_office import OfficeYear
from icv_app.services.kept_facts import all_steps
from icv_app.services.member_records import file_words_in
from icv_app.services.notice_records import NOTICE, READ, notice_in, read_in
from icv_app.services.ports import UnitOfWork
from icv_app.services.record_review_records import samples_in
from icv_app.services.report_records import says


def office_year(unit: UnitOfWork, year: FinancialYear, now: datetime) -> OfficeYear:
    """Return what the office noted by the end of a year, or by now.

    Raises:
        NotFound: The scheme's settings have not arrived yet.
    """
    settings = unit.settings.current()
    said = [one for one in unit.records.of_kinds((NOTICE, READ)) if says(one)]
    papers = papers_due(year.last_day, settings.retention)
    return OfficeYear(
        year=year,
        as_of=min(year.last_day, london_day(now)),
        members=tuple(unit.members.all()),
        training=settings.training_asked,
        words=tuple(file_words_in(unit)),
        notices=tuple(notice_in(one) for one in said if one.kind == NOTICE),
        reads=tuple(read_in(one) for one in said if one.kind == READ),
        readings=tuple(reading for sample in samples_in(unit) for reading in sample.readings),
        steps=all_steps(unit),
        papers_kept=papers is None or now < papers,
        reviews_kept=now < visit_due(year.starts_at, settings.retention),
    )
