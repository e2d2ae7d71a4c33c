"""What a run would erase now, what is held and why, and the runs so far."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from icv_app.domain.ids import MemberId, RecordId, SuiteId, VisitId
from icv_app.domain.retention import (
    Erased,
    HoldStep,
    due,
    holds_in_force,
    identifying_due,
    papers_due,
    papers_year,
    visit_due,
    year_of,
)
from icv_app.domain.scheme import Retention, SchemeSettings
from icv_app.domain.times import FinancialYear, london_day
from icv_app.domain.visit import Stage
from icv_app.domain.visit_facts import VisitFacts
from icv_app.seal.erasures import ERASABLE_KINDS, PAPER_KINDS, PERSON_PART, REPORT_PART, may_lose_parts
from icv_app.services.audit_log import audit_entries
from icv_app.services.erasing import holds_part, records_about
from icv_app.services.erasure_records import hold_steps, runs_in, visit_about
from icv_app.services.kept_facts import kept_visits
from icv_app.services.office_paper_retention import years_of_papers
from icv_app.services.ports import APART, StoredRecord, UnitOfWork
from icv_app.services.ports_visits import VisitFilter
from icv_app.services.record_review_retention import kept_samples
from icv_app.words import _


@dataclass(frozen=True, slots=True, kw_only=True)
class DueVisit:
    """A visit of which something is due.

    Attributes:
        visit_id: `None` for a record kept apart, which is about no visit here, for a sample of custody
            records, and for papers of the office.
        sample: Whether it is a sample of custody records, with all that was said about it.
        how_much: What identifies people in it, or the whole visit; or papers of the office.
        people: Rows of people in it.
        identifying: Records about it that lose what identifies people.
        reporting: Records about it that lose everything else.
    """

    visit_id: VisitId | None
    year: FinancialYear
    how_much: Erased
    people: int
    identifying: tuple[RecordId, ...]
    reporting: tuple[RecordId, ...] = ()
    sample: bool = False

    @property
    def records(self) -> frozenset[RecordId]:
        """Every record about it that loses something."""
        return frozenset((*self.identifying, *self.reporting))


@dataclass(frozen=True, slots=True, kw_only=True)
class DueYear:
    """What is due of one financial year.

    Attributes:
        records: Records that lose something: about these visits, record reviews, and what is kept apart.
        people: Rows of people among them.
        samples: Samples of custody records.
        papers: Whether it is about papers of the office, and no visits.
    """

    year: FinancialYear
    visits: int
    records: int
    people: int
    samples: int = 0
    papers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldVisit:
    """A visit of which nothing is erased.

    Attributes:
        reason: Why; empty where the log has not arrived.
        due: Whether it would be erased now.
        too_late_for: Numbers of the runs that have erased something of it: whoever signed them had not
            heard of the hold.
    """

    visit_id: VisitId
    suite: SuiteId | None
    began_at: datetime | None
    since: datetime
    by: MemberId
    reason: str
    due: bool
    too_late_for: tuple[int, ...] = ()

    @property
    def too_late(self) -> str:
        """A sentence about what the hold could not keep; empty where it keeps everything."""
        if not self.too_late_for:
            return ""
        runs = ", ".join(map(str, self.too_late_for))
        words = (
            _("This hold came too late for run {n}: what that names of the visit is erased.")
            if len(self.too_late_for) == 1
            else _("This hold came too late for runs {n}: what they name of the visit is erased.")
        )
        return words.format(n=runs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What erasing would do now.

    Attributes:
        due: Every visit of which something is due, oldest first.
        held: What a legal hold keeps, newest hold first.
        next_due: When the next visits in this vault become due, UTC; `None` where there are none.
    """

    due: tuple[DueVisit, ...]
    held: tuple[HeldVisit, ...]
    next_due: datetime | None

    @property
    def years(self) -> tuple[DueYear, ...]:
        """Visits that lose what identifies people, by year, oldest first."""
        return _by_year(one for one in self.due if one.how_much is Erased.IDENTIFYING)

    @property
    def whole(self) -> tuple[DueYear, ...]:
        """Visits that go whole, by year, oldest first."""
        return _by_year(one for one in self.due if one.how_much is Erased.VISIT)

    @property
    def papers(self) -> tuple[DueYear, ...]:
        """Papers of the office that go, by the year they were done with, oldest first."""
        return _by_year(one for one in self.due if one.how_much is Erased.PAPERS)

    @property
    def records(self) -> frozenset[RecordId]:
        """Every record that would lose something."""
        return frozenset(record for one in self.due for record in one.records)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """One run in the log.

    Attributes:
        number: What people call it by.
        visits: Of each financial year's label.
        whole: Whether they went whole, not only what identified people in them.
        papers: Whether papers of the office went, and no visits.
    """

    number: int
    record_id: RecordId
    at: datetime
    by: MemberId | None
    visits: Mapping[str, int]
    records: int
    whole: bool = False
    papers: bool = False


def preview_of(unit: UnitOfWork, now: datetime) -> Preview:
    """Say what would be erased at a moment.

    Raises:
        NotFound: The scheme's settings have not arrived yet.
    """
    settings = unit.settings.current()
    holds = {step.visit_id: step for step in holds_in_force(hold_steps(unit))}
    found, coming = [], set[datetime]()
    for summary in reversed(unit.visits.summaries(VisitFilter(stage=Stage.SUBMITTED))):
        began = summary.began_at
        if summary.visit_id in holds:
            continue
        dates = (identifying_due(began, settings.retention), visit_due(began, settings.retention))
        coming.update(one for one in dates if one > now)
        how_much = due(began, settings.retention, now)
        if how_much is not None:
            found.append(_due_visit(unit, summary.visit_id, began, how_much))
    for facts in kept_visits(unit).values():
        if facts.visit_id not in holds and unit.visits.find(facts.visit_id) is None:
            found.append(_come_since(unit, facts))
    found += _kept_apart(unit, settings.retention, holds, now)
    for sample in kept_samples(unit):
        said = sample.last_said
        dates = (identifying_due(said, settings.retention), visit_due(said, settings.retention))
        coming.update(one for one in dates if one > now)
        how_much = due(said, settings.retention, now)
        if how_much is not None:
            found.append(replace(_of_records(None, said, how_much, sample.records), sample=True))
    for papers in years_of_papers(unit, settings.retention):
        if papers.due > now:
            coming.add(papers.due)
        else:
            found.append(_papers(papers.year, papers.records))
    return Preview(
        due=tuple(one for one in found if one.records),
        held=_held(unit, holds.values(), settings, now),
        next_due=min(coming, default=None),
    )


def _due_visit(unit: UnitOfWork, visit_id: VisitId, began_at: datetime, how_much: Erased) -> DueVisit:
    found = _of_records(visit_id, began_at, how_much, records_about(unit, visit_id))
    return replace(found, people=len(unit.visits.get(visit_id).people)) if found.records else found


def _come_since(unit: UnitOfWork, facts: VisitFacts) -> DueVisit:
    """What came about a visit after it was erased, from a laptop that had not heard of it."""
    subjects = (facts.visit_id, *(concern.concern_id for concern in facts.concerns))
    records = [
        record for subject in subjects for record in unit.records.about(subject, sorted(ERASABLE_KINDS))
    ]
    return _of_records(facts.visit_id, facts.began_at, Erased.VISIT, records)


def _of_records(
    visit_id: VisitId | None, began_at: datetime, how_much: Erased, records: Iterable[StoredRecord]
) -> DueVisit:
    whole = how_much is Erased.VISIT
    about = tuple(records)
    return DueVisit(
        visit_id=visit_id,
        year=year_of(began_at),
        how_much=how_much,
        people=0,
        identifying=tuple(sorted(one.record_id for one in about if holds_part(one, PERSON_PART))),
        reporting=tuple(sorted(one.record_id for one in about if whole and holds_part(one, REPORT_PART))),
    )


def _papers(year: FinancialYear, records: tuple[RecordId, ...]) -> DueVisit:
    return DueVisit(
        visit_id=None, year=year, how_much=Erased.PAPERS, people=0, identifying=(), reporting=records
    )


def _kept_apart(
    unit: UnitOfWork, retention: Retention, holds: Collection[VisitId], now: datetime
) -> Iterator[DueVisit]:
    """Records about no visit here that are kept and do not count, such as those refused as late.

    They identify people as well, and go by the day they came. While it is not known which visit they
    are about, a hold keeps everything by its visitors.
    """
    held = {
        member for visit_id in holds if (visit := unit.visits.find(visit_id)) for member in visit.visitors
    }
    erased = kept_visits(unit).keys()
    for record in unit.records.in_states(APART):
        about = visit_about(record) if record.parts else None
        known = about is not None and (
            about in holds or about in erased or unit.visits.find(about) is not None
        )
        if known or record.author in held or not record.verified or not may_lose_parts(record.kind):
            continue
        came_at = max(record.written_at, record.accepted_at or record.written_at)
        if record.kind in PAPER_KINDS:
            day = london_day(came_at)
            end = papers_due(day, retention)
            if end is not None and end <= now and holds_part(record, REPORT_PART):
                yield _papers(papers_year(day), (record.record_id,))
            continue
        how_much = due(came_at, retention, now)
        if how_much is not None:
            yield _of_records(None, came_at, how_much, (record,))


def _by_year(found: Iterable[DueVisit]) -> tuple[DueYear, ...]:
    years: dict[FinancialYear, list[DueVisit]] = {}
    for one in found:
        years.setdefault(one.year, []).append(one)
    return tuple(
        DueYear(
            year=year,
            visits=sum(one.visit_id is not None for one in visits),
            records=sum(len(one.records) for one in visits),
            people=sum(one.people for one in visits),
            samples=sum(one.sample for one in visits),
            papers=any(one.how_much is Erased.PAPERS for one in visits),
        )
        for year, visits in sorted(years.items())
    )


def _held(
    unit: UnitOfWork, holds: Iterable[HoldStep], settings: SchemeSettings, now: datetime
) -> tuple[HeldVisit, ...]:
    reasons = {entry.about: entry.reason for entry in reversed(audit_entries(unit))}
    found, lines = tuple(holds), []
    runs = [(run.number, run.erasure.parts_of().keys()) for run in runs_in(unit)] if found else []
    for step in sorted(found, key=lambda one: (one.at, one.record_id), reverse=True):
        records = {record.record_id for record in records_about(unit, step.visit_id)}
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
                too_late_for=tuple(number for number, named in runs if not records.isdisjoint(named)),
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
                whole=run.erasure.whole,
                papers=run.erasure.papers,
            )
        )
    return lines
