"""Custody record reviews as an annual report may print them: small counts withheld, all suites together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from icv_app.domain.record_review import Step
from icv_app.domain.record_review_scores import Score
from icv_app.domain.record_review_waits import Wait
from icv_app.figures.count_tables import Count, CountTable, Published, withheld_keys
from icv_app.figures.measures import Share
from icv_app.figures.published import PeopleShare, people_share
from icv_app.figures.record_reviews import RecordReviewFigures, StepFigure, WaitFigure

READ = "reviews.read"
TIMELINESS = "reviews.timeliness"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitLine:
    """One wait as it is printed; `None` is withheld, or for the minutes there is nothing to measure.

    Attributes:
        n: Waits that were measured.
        median, ninetieth: Minutes; the percentile is by nearest rank.
    """

    wait: Wait
    n: int | None
    median: Fraction | None
    ninetieth: Fraction | None
    not_recorded: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One safeguard as it is printed: yes of yes and no, with not recorded apart."""

    step: Step
    share: PeopleShare
    not_recorded: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedReviews:
    """What an annual report says of the custody records that were read.

    Attributes:
        read: Records; `None` where they are too few to say more.
        timeliness: Waits within the clock of the law, of those that could be judged.
        quality: Mean of 1 to 5; `None` where nothing is said.
    """

    read: int | None
    timeliness: PeopleShare
    quality: Fraction | None
    waits: tuple[WaitLine, ...]
    steps: tuple[StepLine, ...]


@dataclass(frozen=True, slots=True)
class ComputedReviews:
    """What is printed, and every count behind it, which stays in the office; none where nothing was read."""

    figures: PublishedReviews
    counts: Mapping[str, Count]


def reviews_label(period: str) -> str:
    """Under which label the counts of records read in a period are kept apart from its others."""
    return f"{period} record reviews"


def wait_key(wait: Wait, what: str) -> str:
    """The key of a figure of one wait: `n`, `median`, `ninetieth` or `not_recorded`."""
    return f"reviews.wait.{wait.value}.{what}"


def step_key(step: Step, what: str) -> str:
    """The key of a figure of one safeguard: `yes`, `answered` or `not_recorded`."""
    return f"reviews.step.{step.value}.{what}"


def published_reviews(
    found: RecordReviewFigures, period: str, published: Published | None = None
) -> ComputedReviews:
    """Withhold what could say something of one person in the records read in a period.

    Source: the scheme's publication rule, as for every count of people.
    """
    label = reviews_label(period)
    table = _table(found)
    hidden = withheld_keys(label, {label: table}, published or {})
    few = not found.everywhere.publishable
    if few:
        hidden |= table.counts.keys() - {READ}

    def shown(key: str) -> int | None:
        return None if key in hidden else table.counts[key]

    figures = PublishedReviews(
        read=shown(READ),
        timeliness=_share(found.everywhere.timeliness, TIMELINESS, hidden),
        quality=None if few else found.everywhere.quality,
        waits=() if few else tuple(_wait(one, hidden) for one in found.waits),
        steps=() if few else tuple(_step(one, hidden) for one in found.steps),
    )
    counts = {
        key: Count(count, key not in hidden and key not in table.unprinted)
        for key, count in table.counts.items()
        if found.everywhere.n
    }
    return ComputedReviews(figures, counts)


def _table(found: RecordReviewFigures) -> CountTable:
    """Every count, each with what is left of its whole: who knows both could work that out."""
    table = CountTable()
    whole = found.everywhere
    table.add(READ, whole.n)
    if whole.publishable:
        table.free.add(READ)  # how much the scheme read is its own work
    _put_score(table, TIMELINESS, whole.timeliness)
    for step in found.steps:
        answered = _put_score(table, step_key(step.step, "yes"), step.score, step_key(step.step, "answered"))
        not_recorded = table.add(step_key(step.step, "not_recorded"), step.score.not_recorded)
        _put_rest(table, READ, (answered, not_recorded), step_key(step.step, "rest"))
    for wait in found.waits:
        measured = table.add(wait_key(wait.wait, "n"), wait.n)
        not_recorded = table.add(wait_key(wait.wait, "not_recorded"), wait.not_recorded)
        if wait.wait is not Wait.NEXT_REVIEW:  # of which one record has several, or none
            _put_rest(table, READ, (measured, not_recorded), wait_key(wait.wait, "rest"))
    return table


def _put_score(table: CountTable, kept: str, score: Score, judged: str = "") -> str:
    whole = judged or f"{kept}.answered"
    table.add(whole, score.judged)
    table.add(kept, score.kept)
    _put_rest(table, whole, (kept,), f"{kept}.rest")
    return whole


def _put_rest(table: CountTable, whole: str, parts: tuple[str, ...], rest: str) -> None:
    left = table.counts[whole] - sum(table.counts[part] for part in parts)
    table.unprinted.add(table.add(rest, left))
    table.relate(whole, (*parts, rest))


def _share(score: Score, kept: str, hidden: frozenset[str], judged: str = "") -> PeopleShare:
    share = Share(score.kept, score.judged)
    return people_share(share, hidden, part=kept, of=judged or f"{kept}.answered")


def _wait(one: WaitFigure, hidden: frozenset[str]) -> WaitLine:
    n = None if wait_key(one.wait, "n") in hidden else one.n
    return WaitLine(
        wait=one.wait,
        n=n,
        median=one.median if n else None,
        ninetieth=one.ninetieth if n else None,
        not_recorded=None if wait_key(one.wait, "not_recorded") in hidden else one.not_recorded,
    )


def _step(one: StepFigure, hidden: frozenset[str]) -> StepLine:
    return StepLine(
        step=one.step,
        share=_share(one.score, step_key(one.step, "yes"), hidden, step_key(one.step, "answered")),
        not_recorded=None if step_key(one.step, "not_recorded") in hidden else one.score.not_recorded,
    )
