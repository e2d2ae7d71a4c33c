"""The coordinator's side of custody record reviews: samples, who reads what, findings, figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from icv_app.domain.concern import Concern
from icv_app.domain.custody_pattern import accepts
from icv_app.domain.ids import ConcernId, MemberId, ReadingId, RecordId, SuiteId
from icv_app.domain.person import Source
from icv_app.domain.record_review import Finding, Reading
from icv_app.domain.record_review_sample import Group, ListedRecord, Sample, draw
from icv_app.domain.record_review_standing import (
    Assignment,
    RecordStanding,
    ReviewConcern,
    SampleClosed,
    SampleStanding,
)
from icv_app.domain.scheme import Role, SchemeSettings
from icv_app.domain.times import FinancialYear, london_day
from icv_app.errors import BadInput, NotFound, RuleBroken
from icv_app.figures.record_reviews import RecordReviewFigures, reading_facts, record_review_figures
from icv_app.services.identity import Identity
from icv_app.services.ports import Addressees, Clock, OpenUnit, UnitOfWork
from icv_app.services.record_review_records import (
    ASSIGNMENT,
    CLOSED,
    CONCERN,
    SAMPLE,
    Body,
    review_concerns,
    review_parts,
    samples_in,
)
from icv_app.services.records import RecordBook
from icv_app.words import _

_OFFICE = Addressees(office=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewsInSight:
    """Every sample and what became of it.

    Attributes:
        samples: Newest first.
        raised: Findings that are concerns.
    """

    samples: tuple[SampleStanding, ...]
    raised: frozenset[ConcernId]


class RecordReviewService:
    """What a coordinator does about record reviews. Holds no state of its own."""

    def __init__(
        self,
        open_unit: OpenUnit,
        clock: Clock,
        identity: Identity,
        records: RecordBook,
        open_reading: OpenUnit | None = None,
    ) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._clock = clock
        self._identity = identity
        self._records = records

    def all(self) -> ReviewsInSight:
        """Return every sample as it stands."""
        with self._open_reading() as unit:
            return ReviewsInSight(samples=samples_in(unit), raised=frozenset(review_concerns(unit)))

    def figures(self, year: FinancialYear | None = None) -> RecordReviewFigures:
        """Return the figures of the records read in a financial year, or of all."""
        with self._open_reading() as unit:
            return record_review_figures(reading_facts(samples_in(unit)), year)

    def draw(
        self,
        suite: SuiteId,
        days: tuple[date, date],
        size: int,
        listed: Sequence[ListedRecord],
        groups_first: Sequence[Group] = (),
    ) -> Sample:
        """Draw a sample; the seed is new, and kept with it.

        Args:
            suite: Of the scheme's settings.
            days: First and last day of arrest, London.
            size: How many records.
            listed: What can be drawn.
            groups_first: Drawn before everybody else, in this order.

        Raises:
            RuleBroken: Not a coordinator.
            BadInput: No such suite, days to come or the wrong way round, more than are listed, or what
                looks like a custody number among them.
            NotFound: The scheme's settings have not arrived yet.
            StoreError: Nothing was changed on disk.
        """
        self._check_coordinator()
        with self._open_unit() as unit:
            _check_places(unit.settings.current(), suite, listed)
            record_id = self._records.new_id()
            seed = sha256(record_id.encode()).hexdigest()[:16]
            sample = Sample(
                record_id=record_id,
                suite=suite,
                first_day=days[0],
                last_day=days[1],
                size=size,
                listed=tuple(listed),
                groups_first=tuple(groups_first),
                seed=seed,
                drawn=draw(listed, size, groups_first, seed),
                at=self._clock.now(),
                by=self._identity.member_id,
            )
            if not sample.sound:
                raise BadInput(f"sample of {size} of {len(listed)}", user_text=self._why(sample))
            self._write(unit, SAMPLE, sample.record_id, sample, sample.record_id)
            unit.commit()
        return sample

    def assign(self, seen: SampleStanding, references: Iterable[str], to: MemberId | None) -> None:
        """Give records to a visitor to read, or take them back with `None`.

        Whoever had a record before is told as well.

        Args:
            seen: The sample as the coordinator had it before them.
            references: Of its records.
            to: An active visitor.

        Raises:
            RuleBroken: Not a coordinator, the sample is closed, or nobody who could read them.
            NotFound: No such sample or record.
            StoreError: Nothing was changed on disk.
        """
        self._check_coordinator()
        with self._open_unit() as unit:
            now = _find(unit, seen.sample.record_id)
            _check_open(now)
            member = unit.members.find(to) if to is not None else None
            today = london_day(self._clock.now())
            if to is not None and (
                member is None or member.role is not Role.VISITOR or not member.in_scheme_on(today)
            ):
                raise RuleBroken(
                    f"member {to}: cannot read records",
                    user_text=_("Choose a visitor of the scheme to read the records."),
                )
            suite = unit.settings.current().suite_name(now.sample.suite)
            before = {one.reference: one for one in seen.records}
            for reference in references:
                self._assign(unit, now, before.get(reference), suite, to)
            unit.commit()

    def close(self, seen: SampleStanding) -> None:
        """Have done with a sample: nobody is given its records any more, and its findings wait no longer.

        One that is closed is closed again where something was found that nobody had before them.

        Args:
            seen: The sample as the coordinator had it before them.

        Raises:
            RuleBroken: Not a coordinator, or it is closed already.
            NotFound: No such sample.
            StoreError: Nothing was changed on disk.
        """
        self._check_coordinator()
        with self._open_unit() as unit:
            now = _find(unit, seen.sample.record_id)
            known = {one.record_id for one in seen.all_readings}
            if known.isdisjoint(one.record_id for one in now.not_closed):
                _check_open(now)
            suite = unit.settings.current().suite_name(now.sample.suite)
            for one in now.records:
                if one.assignment is not None and one.reading is None:
                    self._assign(unit, now, one, suite, None)
            closed = SampleClosed(
                record_id=self._records.new_id(),
                sample_id=now.sample.record_id,
                at=self._clock.now(),
                by=self._identity.member_id,
                readings=tuple(sorted(known)),
            )
            self._write(unit, CLOSED, closed.sample_id, closed, closed.record_id)
            unit.commit()

    def raise_concern(self, reading_id: ReadingId, finding_id: ConcernId) -> None:
        """Raise a finding as a concern: it is chased like those of visits, from the concerns desk.

        Raises:
            RuleBroken: Not a coordinator, or it was raised already.
            NotFound: No such reading or finding.
            StoreError: Nothing was changed on disk.
        """
        self._check_coordinator()
        with self._open_unit() as unit:
            sample, reading, finding = _finding(unit, reading_id, finding_id)
            if finding_id in review_concerns(unit):
                raise RuleBroken(
                    f"finding {finding_id}: raised",
                    user_text=_("This finding is a concern already. Open it under Concerns."),
                )
            raised = ReviewConcern(
                record_id=self._records.new_id(),
                sample_id=sample.record_id,
                reading_id=reading_id,
                suite=sample.suite,
                read_at=reading.at,
                read_by=reading.member_id,
                concern=Concern(
                    concern_id=finding_id,
                    category=finding.category,
                    severity=finding.severity,
                    text=finding.text,
                    source=Source.CUSTODY_RECORD,
                ),
                settings_version=unit.settings.current().version,
                at=self._clock.now(),
                by=self._identity.member_id,
            )
            self._write(unit, CONCERN, reading_id, raised, raised.record_id)
            unit.commit()

    def _assign(
        self,
        unit: UnitOfWork,
        now: SampleStanding,
        before: RecordStanding | None,
        suite_name: str,
        to: MemberId | None,
    ) -> None:
        if before is None:
            raise NotFound(
                f"sample {now.sample.record_id}: no such record",
                user_text=_("This record is not in the sample. Look at the list again."),
            )
        standing = before.assignments
        assignment = Assignment(
            record_id=self._records.new_id(),
            sample_id=now.sample.record_id,
            reference=before.reference,
            suite_name=suite_name,
            member_id=to,
            at=self._clock.now(),
            by=self._identity.member_id,
            after=tuple(sorted(one.record_id for one in standing)),
        )
        concerned = {one.member_id for one in standing if one.member_id is not None}
        self._write(
            unit,
            ASSIGNMENT,
            assignment.sample_id,
            assignment,
            assignment.record_id,
            Addressees(office=True, members=tuple(sorted(concerned | ({to} if to else set())))),
        )

    def _write(
        self,
        unit: UnitOfWork,
        kind: str,
        subject: str,
        body: Body,
        record_id: RecordId,
        addressees: Addressees = _OFFICE,
    ) -> None:
        self._records.write(
            unit,
            kind=kind,
            subject=subject,
            parts=review_parts(body),
            addressees=addressees,
            record_id=record_id,
        )

    def _why(self, sample: Sample) -> str:
        if not sample.first_day <= sample.last_day:
            return _("The last day cannot come before the first.")
        if sample.last_day > london_day(sample.at):
            return _("The last day has not come yet.")
        if not 0 < sample.size <= len(sample.listed):
            return _("Draw one record at least, and no more than are listed: {n}.").format(
                n=len(sample.listed)
            )
        return _("This list cannot be drawn from. Check the references.")

    def _check_coordinator(self) -> None:
        if not self._identity.coordinator:
            raise RuleBroken(
                f"member {self._identity.member_id}: not a coordinator",
                user_text=_("Only a coordinator draws samples and gives records to read."),
            )


def _check_places(settings: SchemeSettings, suite: SuiteId, listed: Iterable[ListedRecord]) -> None:
    """Raises: BadInput."""
    if settings.suite(suite) is None:
        raise BadInput(f"suite {suite} unknown", user_text=_("Choose the custody suite."))
    pattern = settings.custody_number_pattern
    if pattern and any(accepts(pattern, one.reference) for one in listed):
        raise BadInput(
            "custody numbers as references",
            user_text=_(
                "These look like custody numbers. Give each record a reference of your own, such as R-01."
            ),
        )


def _find(unit: UnitOfWork, sample_id: RecordId) -> SampleStanding:
    found = next((one for one in samples_in(unit) if one.sample.record_id == sample_id), None)
    if found is None:
        raise NotFound(
            f"sample {sample_id} unknown", user_text=_("This sample is not here. Look at the list again.")
        )
    return found


def _check_open(one: SampleStanding) -> None:
    if one.closed is not None:
        raise RuleBroken(
            f"sample {one.sample.record_id}: closed",
            user_text=_("This sample is closed already. Nothing was changed."),
        )


def _finding(
    unit: UnitOfWork, reading_id: ReadingId, finding_id: ConcernId
) -> tuple[Sample, Reading, Finding]:
    for standing in samples_in(unit):
        for record in standing.records:
            for reading in record.readings:
                if reading.record_id == reading_id:
                    for finding in reading.read.findings:
                        if finding.finding_id == finding_id:
                            return standing.sample, reading, finding
    raise NotFound(
        f"reading {reading_id}: no finding {finding_id}",
        user_text=_("This finding is not here. Look at the sample again."),
    )
