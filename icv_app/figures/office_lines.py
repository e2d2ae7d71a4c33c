"""The figures that one kind of publication alone prints, as lines with keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from icv_app.domain.quality import LevelStanding
from icv_app.domain.record_review import step_words
from icv_app.domain.record_review_waits import wait_words
from icv_app.figures.chasing import Chasing
from icv_app.figures.children import YES_NO, ChildFigures
from icv_app.figures.figure_lines import FigureLine, count_line, one_line, share_line
from icv_app.figures.published_reviews import READ, TIMELINESS, PublishedReviews, step_key, wait_key


def child_lines(children: ChildFigures) -> Sequence[FigureLine]:
    """Every figure about children met on visits."""
    few = children.waits is None
    lines = [
        count_line("children.met", "Children with a row of their own", "people", children.met),
        count_line("children.searched", "Children strip-searched", "people", children.searched),
        count_line("children.bed_due", "Charged and refused bail", "people", children.bed_due),
        count_line("children.waits", "Waits for an appropriate adult known", "people", children.waits),
        one_line("children.wait.median", "Wait, median", "minutes", children.wait_median, withheld=few),
        one_line(
            "children.wait.ninetieth",
            "Wait, 90th percentile",
            "minutes",
            children.wait_ninetieth,
            withheld=few,
        ),
    ]
    for name in YES_NO:
        answer, words = children.answers[name], name.replace("_", " ")
        lines.append(share_line(f"children.{name}.yes", f"{words}: yes of yes and no", answer.yes))
        key = f"children.{name}.not_known"
        lines.append(count_line(key, f"{words}: not known", "people", answer.not_known))
    for code, count in children.bed_results.items():
        lines.append(count_line(f"children.bed_result.{code}", f"Bed: {code}", "people", count))
    return lines


def chasing_lines(chasing: Chasing) -> Sequence[FigureLine]:
    """Every figure about concerns that wait for the force."""
    return [
        one_line("chasing.open", "Concerns open", "concerns", chasing.open),
        one_line("chasing.overdue", "Concerns overdue", "concerns", chasing.overdue),
        *(
            one_line(f"chasing.escalated.{level.value}", f"Escalated: {level.value}", "concerns", count)
            for level, count in chasing.escalations.items()
        ),
    ]


def review_lines(reviews: PublishedReviews) -> Sequence[FigureLine]:
    """Every figure about custody records that were read."""
    lines = [count_line(READ, "Custody records read", "records", reviews.read)]
    if not reviews.waits:
        return lines
    lines += [
        share_line(TIMELINESS, "Custody records: waits within the clock of the law", reviews.timeliness),
        one_line("reviews.quality", "Custody records: quality of 1 to 5", "of 5", reviews.quality),
    ]
    waits, steps = wait_words(), step_words()
    for wait in reviews.waits:
        few, name = wait.n is None, f"Custody records: {waits[wait.wait]}"
        lines += [
            count_line(wait_key(wait.wait, "n"), name, "waits", wait.n),
            one_line(wait_key(wait.wait, "median"), f"{name}, median", "minutes", wait.median, withheld=few),
            one_line(
                wait_key(wait.wait, "ninetieth"),
                f"{name}, 90th percentile",
                "minutes",
                wait.ninetieth,
                withheld=few,
            ),
            count_line(
                wait_key(wait.wait, "not_recorded"), f"{name}, not recorded", "waits", wait.not_recorded
            ),
        ]
    for step in reviews.steps:
        name = f"Custody records: {steps[step.step]}"
        lines += [
            share_line(step_key(step.step, "yes"), f"{name}, yes of yes and no", step.share),
            count_line(
                step_key(step.step, "not_recorded"), f"{name}, not recorded", "records", step.not_recorded
            ),
        ]
    return lines


def level_lines(levels: Iterable[LevelStanding]) -> Sequence[FigureLine]:
    """How many criteria of each level of the quality framework are met."""
    return [
        one_line(f"quality.{one.level.value}.{what}", f"Quality: {one.level.value}, {words}", "criteria", n)
        for one in levels
        for what, words, n in (
            ("met", "met", one.met),
            ("partly", "partly met", one.partly),
            ("missing", "not met", one.missing),
        )
    ]
