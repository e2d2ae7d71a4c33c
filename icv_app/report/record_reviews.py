"""Custody record reviews: what visitors read in redacted custody records."""

from __future__ import annotations

from fractions import Fraction

from icv_app.domain.record_review import Step
from icv_app.domain.record_review_scores import Score
from icv_app.domain.record_review_waits import Wait
from icv_app.figures.suppression import SMALLEST_PUBLISHED, too_small
from icv_app.report.document import Document
from icv_app.report.parts import Column
from icv_app.report.wording import NOTHING, WITHHELD, count, minutes, number, per_cent
from icv_app.services.publications import Publication
from icv_app.words import _

_WAITS = {
    Wait.ARREST_TO_ARRIVAL: "Arrest to arrival",
    Wait.ARRIVAL_TO_AUTHORISED: "Arrival to authorisation",
    Wait.AUTHORISED_TO_RIGHTS: "Authorisation to rights",
    Wait.AA: "Appropriate adult: asked to came",
    Wait.INTERPRETER: "Interpreter: asked to came",
    Wait.HEALTHCARE: "Healthcare: asked to seen",
    Wait.SOLICITOR: "Solicitor: asked to spoken to",
    Wait.FIRST_MEAL: "Arrival to first meal",
    Wait.FIRST_REVIEW: "Authorisation to first review",
    Wait.NEXT_REVIEW: "One review to the next",
    Wait.BEFORE_CHARGE: "Arrival to charge or release",
}


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
            judged=_shown(whole.timeliness.judged),
            quality=NOTHING if whole.quality is None else number(whole.quality, 1),
        )
    )
    _waits(document, publication)
    _steps(document, publication)


def _waits(document: Document, publication: Publication) -> None:
    if publication.reviews is None:
        return
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
                _(_WAITS[one.wait]),
                _shown(one.n),
                minutes(one.median) if one.n >= SMALLEST_PUBLISHED else _unsaid(one.n),
                minutes(one.ninetieth) if one.n >= SMALLEST_PUBLISHED else _unsaid(one.n),
                _shown(one.not_recorded),
            ]
            for one in publication.reviews.waits
        ],
    )


def _steps(document: Document, publication: Publication) -> None:
    if publication.reviews is None:
        return
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
                _name(one.step),
                _share(one.score),
                _shown(one.score.judged),
                _shown(one.score.not_recorded),
            ]
            for one in publication.reviews.steps
        ],
    )


def _name(step: Step) -> str:
    return step.value.replace("_", " ").capitalize()


def _shown(n: int) -> str:
    return count(None if too_small(n) else n)


def _unsaid(n: int) -> str:
    return WITHHELD if n else NOTHING


def _share(score: Score) -> str:
    """The share kept, unless the count behind it or what is left of n is small: n stands beside it."""
    if not score.judged:
        return NOTHING
    if any(too_small(n) for n in (score.judged, score.kept, score.judged - score.kept)):
        return WITHHELD
    return per_cent(Fraction(score.kept, score.judged))
