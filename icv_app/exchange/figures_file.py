"""The data file of a publication: every figure it prints, as JSON and as CSV."""

from __future__ import annotations

import csv
import io
import json
from fractions import Fraction

from icv_app.exchange.safe_cells import safe
from icv_app.figures.figure_lines import FigureLine
from icv_app.figures.rounding import rounded
from icv_app.services.publications import Publication

SCHEMA = "icv-figures-v1"
_PLACES = 6
COLUMNS = ("key", "name", "unit", "value", "part", "of", "status", "definition")


def figures_json(publication: Publication) -> bytes:
    """Return the figures as JSON: the same publication gives the same bytes."""
    body = {
        "schema": SCHEMA,
        "publication": publication.kind.value,
        "period": publication.period.label,
        "scheme": publication.figures.scheme,
        "as_of": publication.figures.as_of.isoformat(),
        "figures": [dict(zip(COLUMNS, _row(line), strict=True)) for line in publication.lines],
        "period_before": publication.period.previous().label,
        "figures_before": [
            dict(zip(COLUMNS, _row(line), strict=True)) for line in publication.lines_before.values()
        ],
    }
    return json.dumps(body, ensure_ascii=False, indent=1).encode()


def figures_csv(publication: Publication) -> bytes:
    """Return the figures as CSV for a spreadsheet: those of the period, then of the one before."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(("period", *COLUMNS))
    period = publication.period
    for label, lines in (
        (period.label, publication.lines),
        (period.previous().label, publication.lines_before.values()),
    ):
        for line in lines:
            writer.writerow([label, *("" if cell is None else safe(cell) for cell in _row(line))])
    return text.getvalue().encode("utf-8-sig")


def _row(line: FigureLine) -> tuple[str | None, ...]:
    return (
        line.key,
        line.name,
        line.unit,
        _decimal(line.value),
        _decimal(line.part),
        _decimal(line.of),
        line.status.value,
        line.definition,
    )


def _decimal(value: Fraction | None) -> str | None:
    """Exact where it has few enough decimals; as text, which no reader rounds."""
    if value is None:
        return None
    written = f"{rounded(value, _PLACES):f}"
    return written.rstrip("0").rstrip(".")
