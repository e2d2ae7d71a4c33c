"""The figures of a period beside those of the one before."""

from __future__ import annotations

from icv_app.figures.annual import AnnualFigures
from icv_app.figures.figure_lines import FigureLine, Status
from icv_app.report.document import Document
from icv_app.report.parts import Column
from icv_app.report.wording import NOTHING, WITHHELD, number, per_cent, year_written
from icv_app.services.publications import Publication
from icv_app.words import _

_MEAN = "people.spoken_to_mean"


def write_comparison(document: Document, publication: Publication) -> None:
    """Add a table of the main figures of both periods, with n beside every percentage."""
    before = publication.lines_before
    period, earlier = year_written(publication.period), year_written(publication.period.previous())
    document.subsection(_("{period} and {earlier}").format(period=period, earlier=earlier))
    if not before:
        document.paragraph(
            _("There are no visits of {earlier} in the scheme’s records to compare with.").format(
                earlier=earlier
            )
        )
        return
    now = {line.key: line for line in publication.lines}
    document.table(
        _("Main figures beside those of {earlier}").format(earlier=earlier),
        [Column(_("Figure"), 2.6, numbers=False), Column(period, 1.6), Column(earlier, 1.6)],
        [
            [_named(now[key]), _written(now[key], publication.figures), _written(line, publication.before)]
            for key, line in before.items()
            if key in now
        ],
        note=_("{earlier} is computed anew from the records of today, by today’s method.").format(
            earlier=earlier
        ),
    )


def _named(line: FigureLine) -> str:
    """A mean's own name tells of how many visits it is, and those of the two periods are not as many."""
    return _("Spoken to, mean over visits") if line.key == _MEAN else line.name


def _written(line: FigureLine, figures: AnnualFigures | None) -> str:
    if line.status is Status.WITHHELD:
        return WITHHELD
    if line.value is None:
        return NOTHING
    if line.unit != "share":
        pence = line.unit == "pence"
        return f"£{number(line.value / 100, 2)}" if pence else number(line.value, _places(line))
    if line.key == _MEAN and figures is not None:
        n = number(figures.people.spoken_mean.n)
        return _("{share} ({n} visits)").format(share=per_cent(line.value, 1), n=n)
    if line.part is None or line.of is None:
        return per_cent(line.value, 1)
    parts = f"{number(line.part)} / {number(line.of, 0 if line.of.denominator == 1 else 1)}"
    return f"{per_cent(line.value, 1)} ({parts})"


def _places(line: FigureLine) -> int:
    whole = line.value is None or line.value.denominator == 1
    return 0 if whole or line.unit == "hours" else 1
