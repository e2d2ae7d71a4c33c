"""The data file of a publication: every figure it prints, as JSON and as CSV; and the JSON read again."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from icv_app.errors import BadInput
from icv_app.exchange.safe_cells import safe
from icv_app.figures.figure_lines import FigureLine, Status
from icv_app.figures.rounding import rounded
from icv_app.services.figure_traces import PLACES, PrintedFigure
from icv_app.services.publications import Publication
from icv_app.words import _

SCHEMA = "icv-figures-v1"
_NUMBERS = ("value", "part", "of")
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


def figures_read(data: bytes) -> Mapping[str, PrintedFigure]:
    """Return the figures of a period that `figures_json` wrote, by key.

    Raises:
        BadInput: It is not written like that.
    """
    try:
        body = json.loads(data)
        if body["schema"] != SCHEMA:
            raise ValueError(SCHEMA)
        return {
            one["key"]: PrintedFigure(
                status=Status(one["status"]),
                **{name: None if one[name] is None else Decimal(one[name]) for name in _NUMBERS},
            )
            for one in body["figures"]
        }
    except (ValueError, TypeError, KeyError, ArithmeticError, RecursionError) as error:
        raise BadInput(
            f"figures of a publication: {type(error).__name__}",
            user_text=_("The figures in this file cannot be read: ICV did not write them like this."),
        ) from None


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
    written = f"{rounded(value, PLACES):f}"
    return written.rstrip("0").rstrip(".")
