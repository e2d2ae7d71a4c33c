"""Strategies: custody records that were drawn, given to visitors and read."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from icv_app.domain.ids import MemberId, ReadingId, RecordId, SuiteId
from icv_app.domain.person import LegalStatus
from icv_app.domain.record_review import Reading, Said, Step
from icv_app.domain.record_review_sample import Sample, counted, draw
from icv_app.domain.record_review_standing import Assignment
from icv_app.domain.times import london_day
from tests.record_review_builders import a_finding, a_read
from tests.unit.figures.generated_office import OFFICE

SEED = "0123456789abcdef"
ARRESTS = (
    datetime(2023, 3, 20, 9, 0, tzinfo=UTC),  # read in the year before, or in this one
    datetime(2023, 10, 28, 20, 0, tzinfo=UTC),  # the clocks go back that night
    datetime(2024, 3, 30, 20, 0, tzinfo=UTC),
)
MINUTES = (0, 20, 50, 200, 360, 361, 410, 24 * 60 + 20, 24 * 60 + 21, 36 * 60, 40 * 60, 97 * 60, 15 * 24 * 60)
REVIEWS = (60, 360, 410, 411, 900, 951, 1_450, 1_452)


@st.composite
def reviews(draw_: st.DrawFn) -> tuple[Sample | Assignment | Reading, ...]:
    """One sample or none, its assignments, and what was read."""
    arrested = draw_(st.sampled_from(ARRESTS))
    size = draw_(st.sampled_from([18, 0, 2]))
    if not size:
        return ()
    listed = counted(size)
    sample = Sample(
        record_id=RecordId("sample"),
        suite=SuiteId("leeds"),
        first_day=london_day(arrested),
        last_day=london_day(arrested),
        size=size,
        listed=listed,
        groups_first=(),
        seed=SEED,
        drawn=draw(listed, size, (), SEED),
        at=arrested + timedelta(days=1),
        by=OFFICE,
    )
    found: list[Sample | Assignment | Reading] = [sample]
    kinds = [draw_(what_was_read(arrested)) for _ in range(3)]
    for place, reference in enumerate(sample.drawn):
        found += draw_(read_of(sample, reference, arrested, [kinds[place % 3], kinds[(place + 1) % 3]]))
    return tuple(found)


@st.composite
def read_of(
    draw_: st.DrawFn, sample: Sample, reference: str, arrested: datetime, reads: list[dict[str, Any]]
) -> list[Assignment | Reading]:
    """One record given to one visitor and perhaps to another, and read by neither, one or both."""
    found: list[Assignment | Reading] = []
    given = [MemberId(name) for name in draw_(st.sampled_from([["V-001"], ["V-001", "V-002"]]))]
    before: tuple[RecordId, ...] = ()
    for place, member in enumerate(given):
        assignment = Assignment(
            record_id=RecordId(f"given-{reference}-{place}"),
            sample_id=sample.record_id,
            reference=reference,
            suite_name="Leeds",
            member_id=member,
            at=sample.at + timedelta(hours=place),
            by=OFFICE,
            after=before,
        )
        before = (assignment.record_id,)
        found.append(assignment)
    for place, reader in enumerate(
        draw_(st.sampled_from([["V-001"], ["V-001", "V-002"], [], ["V-009"], ["V-001"]]))
    ):
        reading = Reading(
            record_id=ReadingId(f"read-{reference}-{place}"),
            sample_id=sample.record_id,
            assignment=RecordId(f"given-{reference}-{min(place, len(given) - 1)}"),
            reference=reference,
            member_id=MemberId(reader),
            read=a_read(arrested, **reads[place]),
            at=arrested + timedelta(days=draw_(st.sampled_from([16, 20]))),
        )
        assert reading.sound
        found.append(reading)
    return found


@st.composite
def what_was_read(draw_: st.DrawFn, arrested: datetime) -> dict[str, Any]:
    """Steps that differ from a day in which everything was done, in any order."""
    steps: dict[Step, Any] = {}
    for step in draw_(st.sets(st.sampled_from([one for one in Step if one is not Step.REVIEWS]), max_size=6)):
        steps[step] = draw_(
            st.sampled_from(MINUTES) | st.sampled_from([it for it in Said if it is not Said.YES])
        )
    held = draw_(st.sets(st.sampled_from(REVIEWS), max_size=3))
    if not held:
        steps[Step.REVIEWS] = draw_(st.sampled_from([it for it in Said if it is not Said.YES]))
    return {
        "steps": steps,
        "reviews": tuple(arrested + timedelta(minutes=minute) for minute in sorted(held)),
        "held_as": draw_(st.sampled_from([LegalStatus.PRE_CHARGE, *LegalStatus])),
        "quality": draw_(st.integers(1, 5)),
        "findings": draw_(st.sampled_from([(), (a_finding(),)])),
        "as_recorded": True,
    }
