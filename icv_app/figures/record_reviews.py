"""Figures of custody record reviews: waits, the clocks of the law, and the scores of each suite.

A review is counted in the financial year in which its reading was sent. Every figure has its n beside it, and
what the records do not say is counted apart: it never counts as kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from icv_app.domain.ids import ReadingId, SuiteId
from icv_app.domain.record_review import Said, Step
from icv_app.domain.record_review_sample import Group
from icv_app.domain.record_review_scores import SAFEGUARDS, Score, clock_score, safeguards, timeliness
from icv_app.domain.record_review_standing import SampleStanding
from icv_app.domain.record_review_waits import CLOCKED, Measured, Outcome, Wait, waits_of
from icv_app.domain.times import FinancialYear
from icv_app.figures.delay import median, percentile
from icv_app.figures.suppression import SMALLEST_PUBLISHED


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingFacts:
    """One record that was read, without a word of anybody's.

    Attributes:
        reading_id: Opens the reading.
        read_at: When it was sent, UTC.
        steps: What the record says of each step.
    """

    reading_id: ReadingId
    suite: SuiteId
    read_at: datetime
    group: Group
    waits: tuple[Measured, ...]
    steps: Mapping[Step, Said]
    timeliness: Score
    safeguards: Score
    quality: int
    findings: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitFigure:
    """One wait over all records.

    Attributes:
        n: Waits that were measured; of the reviews there are several in one record.
        median, ninetieth: Minutes; the percentile is by nearest rank.
        clock: Within the clock of the law; nothing judged where there is none.
        never: It did not happen.
        not_recorded: It applied, and the record does not give both times.
        out_of_order: The record's times are the wrong way round.
        readings: Those it was measured in.
    """

    wait: Wait
    n: int
    median: Fraction | None
    ninetieth: Fraction | None
    clock: Score
    never: int
    not_recorded: int
    out_of_order: int
    readings: tuple[ReadingId, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteScores:
    """The scores of one suite, or of all.

    Attributes:
        n: Records read.
        timeliness, safeguards: Pooled over its records.
        quality: Mean of 1 to 5; `None` of nothing.
        findings: Raised by the visitors, whether they became concerns or not.
    """

    suite: SuiteId | None
    n: int
    timeliness: Score
    safeguards: Score
    quality: Fraction | None
    findings: int = 0

    @property
    def publishable(self) -> bool:
        """Whether its records are too many to say something about one person (rule 17)."""
        return self.n >= SMALLEST_PUBLISHED


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFigure:
    """One safeguard over all records: yes / (yes + no), and what is not recorded apart."""

    step: Step
    score: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReviewFigures:
    """Everything there is to say of the records read.

    Attributes:
        everywhere: Over all suites.
        suites: By suite, in the order of their short names.
        groups: Records of each group.
    """

    waits: tuple[WaitFigure, ...]
    steps: tuple[StepFigure, ...]
    everywhere: SuiteScores
    suites: tuple[SuiteScores, ...]
    groups: Mapping[Group, int]


def reading_facts(standings: Iterable[SampleStanding]) -> tuple[ReadingFacts, ...]:
    """Extract the rows behind the figures from the readings that count, oldest first."""
    rows = [
        ReadingFacts(
            reading_id=reading.record_id,
            suite=standing.sample.suite,
            read_at=reading.at,
            group=reading.read.group or Group.OTHER,
            waits=waits_of(reading.read),
            steps={one.step: one.said for one in reading.read.steps},
            timeliness=timeliness(reading.read),
            safeguards=safeguards(reading.read),
            quality=reading.read.quality or 0,
            findings=len(reading.read.findings),
        )
        for standing in standings
        for reading in standing.readings
    ]
    return tuple(sorted(rows, key=lambda row: (row.read_at, row.reading_id)))


def record_review_figures(
    rows: Iterable[ReadingFacts], year: FinancialYear | None = None
) -> RecordReviewFigures:
    """Work out the figures of the records read in a financial year, or of all.

    Args:
        rows: See `reading_facts`.
        year: By the day a reading was sent, London; all where `None`.
    """
    counted = [row for row in rows if year is None or year.contains(row.read_at)]
    suites = sorted({row.suite for row in counted})
    return RecordReviewFigures(
        waits=tuple(_wait(wait, counted) for wait in Wait),
        steps=tuple(_step(step, counted) for step in SAFEGUARDS),
        everywhere=_scores(None, counted),
        suites=tuple(_scores(suite, [row for row in counted if row.suite == suite]) for suite in suites),
        groups={group: sum(row.group is group for row in counted) for group in Group},
    )


def _wait(wait: Wait, rows: Sequence[ReadingFacts]) -> WaitFigure:
    found = [(one, row.reading_id) for row in rows for one in row.waits if one.wait is wait]
    lengths = sorted(
        Fraction(one.length / timedelta(minutes=1)) for one, _id in found if one.length is not None
    )

    def how_many(outcome: Outcome) -> int:
        return sum(one.outcome is outcome for one, _id in found)

    clock = sum((clock_score(one) for one, _id in found), Score()) if wait in CLOCKED else Score()
    return WaitFigure(
        wait=wait,
        n=len(lengths),
        median=median(lengths),
        ninetieth=percentile(lengths, 90),
        clock=clock,
        never=how_many(Outcome.NEVER),
        not_recorded=how_many(Outcome.NOT_RECORDED),
        out_of_order=how_many(Outcome.OUT_OF_ORDER),
        readings=tuple(dict.fromkeys(name for one, name in found if one.length is not None)),
    )


def _step(step: Step, rows: Sequence[ReadingFacts]) -> StepFigure:
    said = [row.steps.get(step) for row in rows]
    yes, no = said.count(Said.YES), said.count(Said.NO)
    return StepFigure(
        step=step, score=Score(kept=yes, judged=yes + no, not_recorded=said.count(Said.NOT_RECORDED))
    )


def _scores(suite: SuiteId | None, rows: Sequence[ReadingFacts]) -> SuiteScores:
    return SuiteScores(
        suite=suite,
        n=len(rows),
        timeliness=sum((row.timeliness for row in rows), Score()),
        safeguards=sum((row.safeguards for row in rows), Score()),
        quality=Fraction(sum(row.quality for row in rows), len(rows)) if rows else None,
        findings=sum(row.findings for row in rows),
    )
