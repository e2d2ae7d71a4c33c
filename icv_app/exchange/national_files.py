"""The national return as a file: CSV or JSON, with the definition of every measure."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from icv_app.errors import BadInput
from icv_app.exchange.safe_cells import safe
from icv_app.exchange.whole_files import write_whole
from icv_app.figures.national import DEFINITIONS, NationalReturn
from icv_app.words import _

SCHEMA = "icv-national-return-v1"
COLUMNS = (
    "scheme",
    "policing_body",
    "force",
    "period",
    "measure",
    "code",
    "name",
    "value",
    "withheld",
    "definition",
)


def save_national_return(made: NationalReturn, file: Path) -> None:
    """Write a return to a file whose ending says how, whole or not at all.

    Raises:
        BadInput: The ending is neither .csv nor .json.
        StoreError: The file could not be written; what was there is untouched.
    """
    writers = {".csv": _csv, ".json": national_json}
    writer = writers.get(file.suffix.casefold())
    if writer is None:
        raise BadInput(
            f"national return to {file.suffix or 'no ending'}",
            user_text=_("Give the file a name that ends in .csv or .json."),
        )
    write_whole(file, writer(made))


def _csv(made: NationalReturn) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    head = [made.scheme, made.policing_body, made.force, made.period.label]
    for line in made.lines:
        value = "" if line.value is None else line.value
        withheld = "yes" if line.withheld else "no"
        row = [*head, line.measure, line.code, line.name, value, withheld, DEFINITIONS[line.measure]]
        writer.writerow([safe(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def national_json(made: NationalReturn) -> bytes:
    """Return the figures of a return as JSON: the same return gives the same bytes."""
    body = {
        "schema": SCHEMA,
        "scheme": made.scheme,
        "policing_body": made.policing_body,
        "force": made.force,
        "period": made.period.label,
        "definitions": {line.measure: DEFINITIONS[line.measure] for line in made.lines},
        "figures": [
            {
                "measure": line.measure,
                "code": line.code,
                "name": line.name,
                "value": line.value,
                "withheld": line.withheld,
            }
            for line in made.lines
        ],
    }
    return json.dumps(body, ensure_ascii=False, indent=1).encode() + b"\n"
