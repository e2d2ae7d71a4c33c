"""Section 12: custody records that were read, in words and hours, small counts withheld."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import date

import pytest

from icv_app.domain.record_review import Said, Step
from icv_app.figures.annual import annual_figures
from icv_app.figures.record_reviews import record_review_figures
from icv_app.report.document import Document, DocumentInfo
from icv_app.report.record_reviews import write_record_reviews
from tests.publication_builders import a_publication
from tests.unit.figures.test_record_reviews import rows
from tests.years import NAMES, YEAR, a_year


@pytest.fixture(scope="module")
def told() -> str:
    """Seven records, in one of which no review is recorded and nobody knows of a meal in two."""
    year = a_year(1, 12)
    figures = annual_figures(
        year.facts, year.steps, year.settings, year.members, year=YEAR, as_of=YEAR.last_day, names=NAMES
    )
    plain = {"steps": {Step.FIRST_MEAL: 345}}
    reads = [plain] * 5
    reads.append(
        {"steps": {Step.REVIEWS: Said.NOT_RECORDED, Step.FIRST_MEAL: Said.NOT_RECORDED}, "reviews": ()}
    )
    reads.append({"steps": {Step.FIRST_MEAL: Said.NOT_RECORDED}})
    publication = replace(a_publication(figures), reviews=record_review_figures(rows(*reads)))
    document = Document(
        DocumentInfo(
            title="Report",
            subject="Visits",
            author="Scheme",
            language="en-GB",
            produced_on=date(2024, 6, 12),
            running_head="Scheme",
        )
    )
    write_record_reviews(document, publication)
    out = io.BytesIO()
    document.write_html(out)
    return " ".join(re.sub(r"<[^>]*>", " ", out.getvalue().decode()).replace("\u00a0", " ").split())


def test_steps_and_waits_are_called_what_they_are_called_on_the_screen(told: str) -> None:
    assert "Wait for the appropriate adult" in told
    assert "Appropriate adult asked for" in told
    assert "Aa " not in told


def test_long_waits_are_told_in_hours(told: str) -> None:
    assert "Arrival to first meal" in told
    assert "5 h 25 min" in told
    assert "Arrest to arrival 7 20 min" in told


def test_a_single_record_without_a_review_cannot_be_told_from_the_others_left(told: str) -> None:
    assert re.search(r"Reviews of detention held \[c\] \[c\] \[c\]", told)
    assert re.search(r"Rights given 100 % 7 0", told)
