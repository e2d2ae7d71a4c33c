"""The figures of the scrutiny extract and of the governance paper as lines with keys."""

from __future__ import annotations

from collections.abc import Sequence

from icv_app.figures.chasing import Chasing
from icv_app.figures.children import YES_NO, ChildFigures
from icv_app.figures.figure_lines import FigureLine, count_line, one_line, share_line


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
