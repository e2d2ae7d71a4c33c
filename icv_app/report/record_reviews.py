"""Custody record reviews: what visitors read in redacted custody records."""

from __future__ import annotations

from fractions import Fraction

from icv_app.domain.record_review import step_words
from icv_app.domain.record_review_scores import Score
from icv_app.domain.record_review_waits import Wait, wait_words
from icv_app.figures.record_reviews import RecordReviewFigures, publishable
from icv_app.figures.suppression import SMALLEST_PUBLISHED, too_small
from icv_app.report.document import Document
from icv_app.report.parts import Column
from icv_app.report.wording import NOTHING, WITHHELD, count, hours, number, per_cent
from icv_app.services.publications import Publication
from icv_app.words import _


def write_record_reviews(document: Document, publication: Publication) -> None:
    """Add the section on custody record reviews: all suites together, small counts withheld."""
    document.section(_("Custody record reviews"))
    found = publication.reviews
    if found is None or not found.everywhere.n:
        document.paragraph(_("No custody record was reviewed in this year."))
        return
    if not found.everywhere.publishable:
        document.paragraph(
            _("Fewer than {n} custody records were reviewed in this year; no more is said of them.").format(
                n=SMALLEST_PUBLISHED
            )
        )
        return
    whole = found.everywhere
    told = _(
        "Visitors read {n} redacted custody records. Of the waits that the law sets a clock for, {share} "
        "kept to it ({judged} could be judged); their quality was {quality} on average, of 1 to 5."
    )
    document.paragraph(
        told.format(
            n=number(whole.n),
            share=_share(whole.timeliness),
            judged=count(None if too_small(whole.timeliness.judged) else whole.timeliness.judged),
            quality=NOTHING if whole.quality is None else number(whole.quality, 1),
        )
    )
    _waits(document, found)
    _steps(document, found)


def _waits(document: Document, found: RecordReviewFigures) -> None:
    words, of = wait_words(), found.everywhere.n
    document.table(
        _("Waits in the records"),
        [
            Column(_("Wait"), 3, numbers=False),
            Column(_("n")),
            Column(_("Median"), 1.2),
            Column(_("90th percentile"), 1.3),
            Column(_("Not recorded"), 1.2),
        ],
        [
            [
                words[one.wait],
                count(shown.n),
                hours(one.median) if one.n >= SMALLEST_PUBLISHED else _unsaid(one.n),
                hours(one.ninetieth) if one.n >= SMALLEST_PUBLISHED else _unsaid(one.n),
                count(shown.not_recorded),
            ]
            for one in found.waits
            for shown in [publishable(one.n, one.not_recorded, None if one.wait is Wait.NEXT_REVIEW else of)]
        ],
    )


def _steps(document: Document, found: RecordReviewFigures) -> None:
    words, of = step_words(), found.everywhere.n
    document.table(
        _("Safeguards in the records"),
        [
            Column(_("Step"), 3, numbers=False),
            Column(_("Share yes")),
            Column(_("n: yes and no"), 1.2),
            Column(_("Not recorded"), 1.2),
        ],
        [
            [
                words[one.step],
                _share(one.score) if shown.n is not None else WITHHELD,
                count(shown.n),
                count(shown.not_recorded),
            ]
            for one in found.steps
            for shown in [publishable(one.score.judged, one.score.not_recorded, of)]
        ],
    )


def _unsaid(n: int) -> str:
    return WITHHELD if n else NOTHING


def _share(score: Score) -> str:
    """The share kept, unless the count behind it or what is left of n is small: n stands beside it."""
    if not score.judged:
        return NOTHING
    if any(too_small(n) for n in (score.judged, score.kept, score.judged - score.kept)):
        return WITHHELD
    return per_cent(Fraction(score.kept, score.judged))
