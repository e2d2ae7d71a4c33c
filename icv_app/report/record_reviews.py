"""Custody record reviews: what visitors read in redacted custody records."""

from __future__ import annotations

from fractions import Fraction

from icv_app.domain.record_review import step_words
from icv_app.domain.record_review_waits import wait_words
from icv_app.figures.published_reviews import PublishedReviews
from icv_app.figures.suppression import SMALLEST_PUBLISHED
from icv_app.report.document import Document
from icv_app.report.parts import Column
from icv_app.report.wording import NOTHING, WITHHELD, count, minutes, number, share_written
from icv_app.services.publications import Publication
from icv_app.words import _


def write_record_reviews(document: Document, publication: Publication) -> None:
    """Add the section on custody record reviews: all suites together, small counts withheld."""
    document.section(_("Custody record reviews"))
    found = publication.reviews
    if found is None or found.read == 0:
        document.paragraph(_("No custody record was reviewed in this year."))
        return
    if found.read is None or not found.waits:
        document.paragraph(
            _("Fewer than {n} custody records were reviewed in this year; no more is said of them.").format(
                n=SMALLEST_PUBLISHED
            )
        )
        return
    told = _(
        "Visitors read {n} redacted custody records. Of the waits that the law sets a clock for, {share} "
        "kept to it ({judged} could be judged); their quality was {quality} on average, of 1 to 5."
    )
    document.paragraph(
        told.format(
            n=number(found.read),
            share=share_written(found.timeliness),
            judged=count(found.timeliness.of),
            quality=NOTHING if found.quality is None else number(found.quality, 1),
        )
    )
    _waits(document, found)
    _steps(document, found)


def _waits(document: Document, found: PublishedReviews) -> None:
    words = wait_words()
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
                count(one.n),
                _measured(one.n, one.median),
                _measured(one.n, one.ninetieth),
                count(one.not_recorded),
            ]
            for one in found.waits
        ],
    )


def _steps(document: Document, found: PublishedReviews) -> None:
    words = step_words()
    document.table(
        _("Safeguards in the records"),
        [
            Column(_("Step"), 3, numbers=False),
            Column(_("Yes")),
            Column(_("n: yes and no"), 1.2),
            Column(_("Share yes")),
            Column(_("Not recorded"), 1.2),
        ],
        [
            [
                words[one.step],
                count(one.share.part),
                count(one.share.of),
                share_written(one.share),
                count(one.not_recorded),
            ]
            for one in found.steps
        ],
    )


def _measured(n: int | None, length: Fraction | None) -> str:
    return WITHHELD if n is None else minutes(length)
