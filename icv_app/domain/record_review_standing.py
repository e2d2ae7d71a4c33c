"""Where a sample of custody records stands: the outcome depends on what was said alone, in any order.

Who reads a record was decided by the assignment that no other takes the place of; of several made at once
the latest by their time, then by their id, stands. A reading counts where the record was given to whoever
wrote it; of several the one for the standing assignment, then the latest, is shown, and the others with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from icv_app.domain.concern import Concern
from icv_app.domain.ids import MemberId, ReadingId, RecordId, SuiteId
from icv_app.domain.record_review import Reading
from icv_app.domain.record_review_sample import Group, Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """A record is given to a visitor to read, or to nobody any more.

    Attributes:
        suite_name: As the visitor reads it.
        member_id: `None` where it was taken back.
        after: The assignments of the record that their author had before them.
        at: UTC.
        by: The coordinator.
    """

    record_id: RecordId
    sample_id: RecordId
    reference: str
    suite_name: str
    member_id: MemberId | None
    at: datetime
    by: MemberId
    after: tuple[RecordId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleClosed:
    """A coordinator has done with a sample.

    Attributes:
        at: UTC.
        by: The coordinator.
        readings: Those they had before them: what else was found still waits.
    """

    record_id: RecordId
    sample_id: RecordId
    at: datetime
    by: MemberId
    readings: tuple[ReadingId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewConcern:
    """A finding that a coordinator raised as a concern.

    Attributes:
        suite: That of the sample.
        read_at: When the reading was sent, UTC.
        read_by: The visitor.
        concern: With the identifier of its finding, so that two who raise it at once raise one.
        settings_version: The scheme's settings it is chased under.
        at: UTC.
        by: The coordinator.
    """

    record_id: RecordId
    sample_id: RecordId
    reading_id: ReadingId
    suite: SuiteId
    read_at: datetime
    read_by: MemberId
    concern: Concern
    settings_version: int
    at: datetime
    by: MemberId


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordStanding:
    """One record of a sample.

    Attributes:
        assignment: Who reads it; `None` where nobody does.
        assignments: Those that none took the place of, latest first; more than one where made at once.
        reading: What was read, if it was; `others` were read as well.
    """

    reference: str
    group: Group
    assignment: Assignment | None
    assignments: tuple[Assignment, ...] = ()
    reading: Reading | None = None
    others: tuple[Reading, ...] = ()

    @property
    def readings(self) -> tuple[Reading, ...]:
        """Whatever was read in it, what is shown first."""
        return (self.reading, *self.others) if self.reading is not None else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleStanding:
    """A sample as it stands.

    Attributes:
        records: In the order they were drawn.
        closed: Set where a coordinator closed it; of several the first.
        done_with: Readings that somebody had before them who closed it.
    """

    sample: Sample
    records: tuple[RecordStanding, ...]
    closed: SampleClosed | None = None
    done_with: frozenset[ReadingId] = frozenset()

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The readings that count, one of each record."""
        return tuple(one.reading for one in self.records if one.reading is not None)

    @property
    def all_readings(self) -> tuple[Reading, ...]:
        """Whatever was read, of a record that was read twice both."""
        return tuple(reading for one in self.records for reading in one.readings)

    @property
    def not_closed(self) -> tuple[Reading, ...]:
        """Readings with findings that nobody had before them who closed it."""
        return tuple(
            one for one in self.all_readings if one.read.findings and one.record_id not in self.done_with
        )


def standing_assignments(assignments: Iterable[Assignment]) -> tuple[Assignment, ...]:
    """Return those of one record that none took the place of, latest first."""
    known = tuple(assignments)
    overtaken = {before for one in known for before in one.after if before != one.record_id}
    standing = [one for one in known if one.record_id not in overtaken]
    return tuple(sorted(standing, key=lambda one: (one.at, one.record_id), reverse=True))


def sample_standings(
    samples: Iterable[Sample],
    assignments: Iterable[Assignment],
    readings: Iterable[Reading],
    closed: Iterable[SampleClosed],
) -> tuple[SampleStanding, ...]:
    """Return every sample as it stands, newest first."""
    given: dict[tuple[RecordId, str], list[Assignment]] = defaultdict(list)
    read: dict[tuple[RecordId, str], list[Reading]] = defaultdict(list)
    ends: dict[RecordId, list[SampleClosed]] = defaultdict(list)
    for one in assignments:
        given[one.sample_id, one.reference].append(one)
    for reading in readings:
        read[reading.sample_id, reading.reference].append(reading)
    for end in closed:
        ends[end.sample_id].append(end)
    found = [
        SampleStanding(
            sample=sample,
            records=tuple(
                _record(sample, name, given[sample.record_id, name], read[sample.record_id, name])
                for name in sample.drawn
            ),
            closed=min(ends[sample.record_id], key=lambda one: (one.at, one.record_id), default=None),
            done_with=frozenset(name for end in ends[sample.record_id] for name in end.readings),
        )
        for sample in samples
    ]
    return tuple(sorted(found, key=lambda one: (one.sample.at, one.sample.record_id), reverse=True))


def _record(sample: Sample, reference: str, given: list[Assignment], read: list[Reading]) -> RecordStanding:
    standing = standing_assignments(given)
    assignment = standing[0] if standing and standing[0].member_id is not None else None
    to_whom = {one.record_id: one.member_id for one in given}
    own = [one for one in read if to_whom.get(one.assignment) == one.member_id]
    now = assignment.record_id if assignment is not None else None
    own.sort(key=lambda one: (one.assignment == now, one.at, one.record_id), reverse=True)
    return RecordStanding(
        reference=reference,
        group=sample.group_of(reference),
        assignment=assignment,
        assignments=standing,
        reading=own[0] if own else None,
        others=tuple(own[1:]),
    )
