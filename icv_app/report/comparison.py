"""The figures of a period beside those of the one before."""

from __future__ import annotations

from icv_app.figures.figure_lines import FigureLine, Status
from icv_app.report.document import Document
from icv_app.report.parts import Column
from icv_app.report.wording import NOTHING, WITHHELD, number, per_cent, year_written
from icv_app.services.publications import Publication
from icv_app.words import _


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
        [[now[key].name, _written(now[key]), _written(line)] for key, line in before.items() if key in now],
        note=_("{earlier} is computed anew from the records of today, by today’s method.").format(
            earlier=earlier
        ),
    )


def _written(line: FigureLine) -> str:
    if line.status is Status.WITHHELD:
        return WITHHELD
    if line.value is None:
        return NOTHING
    if line.unit != "share":
        pence = line.unit == "pence"
        return f"£{number(line.value / 100, 2)}" if pence else number(line.value, _places(line))
    if line.part is None or line.of is None:
        return per_cent(line.value)
    parts = f"{number(line.part)} / {number(line.of, 0 if line.of.denominator == 1 else 1)}"
    return f"{per_cent(line.value, 1)} ({parts})"


def _places(line: FigureLine) -> int:
    whole = line.value is None or line.value.denominator == 1
    return 0 if whole or line.unit == "hours" else 1
