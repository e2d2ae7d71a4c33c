"""Section 12: custody records that were read, in the words of the screens."""

from __future__ import annotations

import io
import re
from datetime import date

from icv_app.domain.record_review import step_words
from icv_app.domain.record_review_scores import SAFEGUARDS
from icv_app.domain.record_review_waits import wait_words
from icv_app.figures.annual import annual_figures
from icv_app.figures.published_reviews import published_reviews
from icv_app.figures.record_reviews import record_review_figures
from icv_app.report.document import Document, DocumentInfo
from icv_app.report.record_reviews import write_record_reviews
from tests.publication_builders import a_publication
from tests.unit.figures.test_record_reviews import rows
from tests.years import NAMES, YEAR, a_year


def test_waits_and_steps_are_called_what_they_are_called_on_the_screen() -> None:
    year = a_year(1, 12)
    figures = annual_figures(
        year.facts, year.steps, year.settings, year.members, year=YEAR, as_of=YEAR.last_day, names=NAMES
    )
    read = published_reviews(record_review_figures(rows(*[{}] * 7)), YEAR.label).figures
    info = DocumentInfo(
        title="Report",
        subject="Visits",
        author="Scheme",
        language="en-GB",
        produced_on=date(2024, 6, 12),
        running_head="Scheme",
    )
    document, out = Document(info), io.BytesIO()

    write_record_reviews(document, a_publication(figures, reviews=read))
    document.write_html(out)

    told = " ".join(re.sub(r"<[^>]*>", " ", out.getvalue().decode()).split())
    for name in (*wait_words().values(), *(step_words()[step] for step in SAFEGUARDS)):
        assert name in told
