"""Every number in a table of a publication is a figure: with a key, a definition and a trace."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from html.parser import HTMLParser
from typing import Any

import pytest

from icv_app.domain.concern import EscalationLevel
from icv_app.domain.expenses import ExpenseKind
from icv_app.domain.publication import PublicationKind
from icv_app.domain.quality import Level, LevelStanding, Standing
from icv_app.figures import selection
from icv_app.figures.chasing import Chasing
from icv_app.figures.children import YES_NO, ChildAnswer, ChildFigures
from icv_app.figures.costs import Costs
from icv_app.figures.printed_numbers import figures_printed_as, number_in
from icv_app.figures.published import PeopleShare
from icv_app.figures.published_reviews import published_reviews
from icv_app.figures.traces import visits_behind
from icv_app.report.annual import annual_document
from icv_app.services.publications import Publication
from icv_app.services.quality import LevelsOfYear
from tests.documents import HEAD, PRODUCED_ON, SHORT, annual_of
from tests.publication_builders import a_publication
from tests.unit.figures.test_published_reviews import records
from tests.years import a_year

NO_FIGURES = {
    "Spread over day and week": {3},  # an even spread
    "Formulas": {1},
    "The data file": {1},
    "Head of the audit log": {1},
}
"""Columns of tables, by their title, in which numbers are no figures of the period."""
_WORDS = re.compile(r"\S*\d\S*")


@dataclass
class Cells(HTMLParser):
    """The text of each cell of the tables of a page, with the table's title and the cell's column."""

    found: list[tuple[str, int, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.title, self.column, self.inside = "", -1, ""

    def handle_starttag(self, tag: str, attrs: Sequence[Any]) -> None:
        if tag == "caption":
            self.title, self.inside = "", tag
        elif tag == "tr":
            self.column = -1
        elif tag in {"th", "td"}:
            self.column += 1
            if tag == "td":
                self.found.append((self.title.partition(": ")[2].strip(), self.column, ""))
                self.inside = tag

    def handle_endtag(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = ""

    def handle_data(self, data: str) -> None:
        if self.inside == "caption":
            self.title += data
        elif self.inside == "td":
            title, column, text = self.found[-1]
            self.found[-1] = title, column, text + data


def annual() -> Publication:
    costs = Costs(
        by_kind={ExpenseKind.MILEAGE: 123456, ExpenseKind.PARKING: 789},
        claims=37,
        waiting=3,
        noted=362295,
        noting=298,
        per_visit=Fraction(124245, 282),
    )
    figures = replace(annual_of(), costs=costs)
    reviews = published_reviews(records((41, 17, 6, 9), (58, 23)), figures.year.label).figures
    standing = LevelStanding(level=Level.SILVER, met=19, partly=12, missing=8, standing=Standing.MET)
    quality = LevelsOfYear(title="Framework", version=1, levels=(standing,))
    return a_publication(figures, reviews=reviews, quality=quality, before=annual_of(2))


def short(kind: PublicationKind) -> Publication:
    answer = ChildAnswer(yes=PeopleShare(32, 41, Fraction(32, 41)), not_known=6)
    children = ChildFigures(
        met=53,
        answers=dict.fromkeys(YES_NO, answer),
        searched=11,
        bed_due=17,
        bed_results={"moved": 7, "no_bed": 9},
        wait_median=Fraction(123),
        wait_ninetieth=Fraction(456),
        waits=29,
    )
    waiting = Chasing(open=34, overdue=13, escalations=dict.fromkeys(EscalationLevel, 15))
    return a_publication(
        annual_of(),
        kind=kind,
        children=children if kind is PublicationKind.SCRUTINY else None,
        chasing=waiting if kind is PublicationKind.QUARTERLY else None,
    )


def page_of(name: str) -> tuple[Publication, str]:
    """A publication and its web page."""
    if name in SHORT:
        kind, make = SHORT[name]
        publication = short(kind)
    else:
        publication, make = annual(), annual_document
    out = io.BytesIO()
    make(publication, PRODUCED_ON, HEAD, "ab" * 32).write_html(out)
    return publication, out.getvalue().decode()


@pytest.mark.parametrize("name", ["annual-report", *SHORT])
def test_every_number_in_a_table_is_a_figure_with_a_key(name: str) -> None:
    publication, page = page_of(name)
    cells = Cells()
    cells.feed(page)
    lines = [*publication.lines, *publication.lines_before.values()]
    unknown = {
        (title, column, word)
        for title, column, text in cells.found
        for word in _WORDS.findall(text)
        if number_in(word)
        and column not in NO_FIGURES.get(title, ())
        and not figures_printed_as(lines, word).figures
    }
    assert not unknown
    assert len(cells.found) > (100 if publication.kind is PublicationKind.ANNUAL else 3)


def test_every_figure_can_be_traced_and_a_number_of_visits_to_as_many() -> None:
    year = a_year()
    publication = a_publication(annual_of())
    filed = selection.filed(year.facts, publication.figures.year)
    for line in publication.lines:
        behind = visits_behind(line.key, filed, year.settings)
        if line.unit == "visits":
            assert len(behind) == line.value, line.key
        if line.key.startswith(("visits.suite.", "visits.month.", "visits.spread.")):
            assert len(behind) == line.part, line.key
    for line in annual().lines:
        visits_behind(line.key, filed, year.settings)
