"""What a run would erase now, what is held and why, and the runs so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from icv_app.domain.ids import MemberId, RecordId, SuiteId, VisitId
from icv_app.domain.retention import HoldStep, due, due_before, holds_in_force, identifying_due, year_of
from icv_app.domain.scheme import Retention, SchemeSettings
from icv_app.domain.times import FinancialYear
from icv_app.domain.visit import Stage, Visit
from icv_app.seal.erasures import may_lose_parts
from icv_app.services.audit_log import audit_entries
from icv_app.services.erasing import identifies, records_about
from icv_app.services.erasure_records import hold_steps, runs_in, visit_about
from icv_app.services.ports import APART, StoredRecord, UnitOfWork
from icv_app.services.ports_visits import VisitFilter, VisitSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class DueYear:
    """What is due of one financial year.

    Attributes:
        records: Records that lose what identifies people: about these visits, and what is kept apart.
        people: Rows of people among them.
    """

    year: FinancialYear
    visits: int
    records: int
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldVisit:
    """A visit of which nothing is erased.

    Attributes:
        reason: Why; empty where the log has not arrived.
        due: Whether it would be erased now.
    """

    visit_id: VisitId
    suite: SuiteId | None
    began_at: datetime | None
    since: datetime
    by: MemberId
    reason: str
    due: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a run would do now.

    Attributes:
        years: Oldest first; empty where nothing is due.
        held: What a legal hold keeps, newest hold first.
        next_due: When the next visits in this vault become due, UTC; `None` where there are none.
        records: What the run would name.
    """

    years: tuple[DueYear, ...]
    held: tuple[HeldVisit, ...]
    next_due: datetime | None
    records: tuple[RecordId, ...]

    @property
    def visits(self) -> int:
        """How many visits are due."""
        return sum(year.visits for year in self.years)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """One run in the log.

    Attributes:
        number: What people call it by.
        visits: Of each financial year's label.
    """

    number: int
    record_id: RecordId
    at: datetime
    by: MemberId | None
    visits: Mapping[str, int]
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _DueVisit:
    summary: VisitSummary
    visit: Visit
    records: tuple[StoredRecord, ...]


def preview_of(unit: UnitOfWork, now: datetime) -> Preview:
    """Say what a run would erase at a moment.

    Raises:
        NotFound: The scheme's settings have not arrived yet.
    """
    settings = unit.settings.current()
    holds = {step.visit_id: step for step in holds_in_force(hold_steps(unit))}
    wanted = VisitFilter(stage=Stage.SUBMITTED, until=due_before(settings.retention, now))
    found = []
    for summary in unit.visits.summaries(wanted):
        if summary.visit_id in holds:
            continue
        records = [record for record in records_about(unit, summary.visit_id) if identifies(record)]
        if records:
            visit = unit.visits.get(summary.visit_id)
            found.append(_DueVisit(summary=summary, visit=visit, records=tuple(records)))
    later = VisitFilter(stage=Stage.SUBMITTED, since=due_before(settings.retention, now))
    coming = [identifying_due(one.began_at, settings.retention) for one in unit.visits.summaries(later)]
    apart = _kept_apart(unit, settings.retention, holds, now)
    named = [record.record_id for one in found for record in one.records]
    return Preview(
        years=_by_year(found, apart),
        held=_held(unit, holds.values(), settings, now),
        next_due=min(coming, default=None),
        records=tuple(sorted([*named, *(record.record_id for record in apart)])),
    )


def _kept_apart(
    unit: UnitOfWork, retention: Retention, holds: Collection[VisitId], now: datetime
) -> list[StoredRecord]:
    """Records about no visit here that are kept and do not count, such as those refused as late.

    They identify people as well, and go by the day they came. While it is not known which visit they
    are about, a hold keeps everything by its visitors.
    """
    held = {
        member for visit_id in holds if (visit := unit.visits.find(visit_id)) for member in visit.visitors
    }
    found = []
    for record in unit.records.in_states(APART):
        about = visit_about(record) if record.parts else None
        known = about is not None and (about in holds or unit.visits.find(about) is not None)
        if known or record.author in held or not record.verified or not may_lose_parts(record.kind):
            continue
        if due(_came_at(record), retention, now) is not None and identifies(record):
            found.append(record)
    return found


def _came_at(record: StoredRecord) -> datetime:
    return max(record.written_at, record.accepted_at or record.written_at)


def _by_year(found: Iterable[_DueVisit], apart: Iterable[StoredRecord]) -> tuple[DueYear, ...]:
    years: dict[FinancialYear, list[_DueVisit]] = {}
    for one in found:
        years.setdefault(year_of(one.summary.began_at), []).append(one)
    beside = Counter(year_of(_came_at(record)) for record in apart)
    for year in beside:
        years.setdefault(year, [])
    return tuple(
        DueYear(
            year=year,
            visits=len(visits),
            records=sum(len(one.records) for one in visits) + beside[year],
            people=sum(len(one.visit.people) for one in visits),
        )
        for year, visits in sorted(years.items())
    )


def _held(
    unit: UnitOfWork, holds: Iterable[HoldStep], settings: SchemeSettings, now: datetime
) -> tuple[HeldVisit, ...]:
    reasons = {entry.about: entry.reason for entry in reversed(audit_entries(unit))}
    lines = []
    for step in sorted(holds, key=lambda one: (one.at, one.record_id), reverse=True):
        visit = unit.visits.find(step.visit_id)
        began_at = (visit.began_at or visit.created_at) if visit else None
        lines.append(
            HeldVisit(
                visit_id=step.visit_id,
                suite=visit.suite if visit else None,
                began_at=began_at,
                since=step.at,
                by=step.by,
                reason=reasons.get(step.record_id, ""),
                due=began_at is not None and due(began_at, settings.retention, now) is not None,
            )
        )
    return tuple(lines)


def log_of(unit: UnitOfWork) -> Sequence[RunLine]:
    """Every run that counts in this vault, oldest first."""
    lines = []
    for run in runs_in(unit):
        visits: Counter[str] = Counter()
        for year in run.erasure.visits:
            visits[year.year] += year.visits
        lines.append(
            RunLine(
                number=run.number,
                record_id=run.record.record_id,
                at=run.erasure.at,
                by=run.record.author,
                visits=dict(visits),
                records=len(run.erasure.parts_of()),
            )
        )
    return lines
