"""The published figures worked out a second way: from the rows of an export, by the method alone.

Written from the scheme's published method and docs/export-schema.md. Nothing of `icv_app` is used, and no
list of bank holidays but the one that stands here.
"""

from __future__ import annotations

from tests.unit.figures.oracle.concerns import chasing, concerns
from tests.unit.figures.oracle.people import checks, children, people
from tests.unit.figures.oracle.quality import levels, quality_figures
from tests.unit.figures.oracle.record_reviews import published_reviews, record_reviews
from tests.unit.figures.oracle.rows import Counts, Export, Figures, Span, Told
from tests.unit.figures.oracle.visits import costs, visits, volunteers

__all__ = [
    "Counts",
    "Export",
    "Figures",
    "Span",
    "Told",
    "chasing",
    "children",
    "levels",
    "published_reviews",
    "quality_figures",
    "record_reviews",
    "worked_out",
]


def worked_out(export: Export, span: Span) -> tuple[Figures, Counts]:
    """Every figure of a year or a quarter by its key, and every count of people and concerns behind them."""
    figures = visits(export, span) | volunteers(export, span) | costs(export, span)
    counts: Counts = {}
    for of in (people, checks, concerns):
        more, behind = of(export, span)
        figures |= more
        counts |= behind
    return figures, counts
