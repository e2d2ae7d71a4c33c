"""The JSON Schema of an export and its description for people, both made from the tables."""

from __future__ import annotations

import json
from typing import Any

from icv_app.exchange.everything.columns import Column, Kind, Table
from icv_app.exchange.everything.tables import SCHEMA, TABLES
from icv_app.exchange.visit_columns import MARKING

SCHEMA_FILE = f"{SCHEMA}.schema.json"

_TYPES: dict[Kind, dict[str, Any]] = {
    Kind.TEXT: {"type": "string"},
    Kind.NUMBER: {"type": "integer"},
    Kind.DECIMAL: {"type": "number"},
    Kind.FLAG: {"type": "boolean"},
    Kind.DAY: {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    Kind.MOMENT: {
        "type": "string",
        "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+-][0-9]{2}:[0-9]{2}$",
    },
}


def schema_text() -> str:
    """Return the JSON Schema of a JSON export (draft 2020-12), as it ships in the resources."""
    return json.dumps(_schema(), ensure_ascii=False, indent=1) + "\n"


def documentation() -> str:
    """Return a table of columns for each table, as docs/export-schema.md holds them."""
    return "\n".join(_documented(table) for table in TABLES)


def _schema() -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:icv:{SCHEMA}",
        "title": "Everything a scheme holds",
        "type": "object",
        "additionalProperties": False,
        "required": [*_ABOUT, "tables"],
        "properties": {
            **_ABOUT,
            "tables": {
                "type": "object",
                "additionalProperties": False,
                "required": [table.name for table in TABLES],
                "properties": {table.name: _table(table) for table in TABLES},
            },
        },
        "if": {"properties": {"identifying": {"const": True}}},
        "then": _identifying(there=True),
        "else": _identifying(there=False),
    }


_ABOUT: dict[str, Any] = {
    "schema": {"const": SCHEMA},
    "marking": {"const": MARKING},
    "scheme": {"type": "string", "description": "its name"},
    "scheme_id": {"type": "string", "description": "its identifier"},
    "as_of": {**_TYPES[Kind.DAY], "description": "the day in London on which it was written"},
    "identifying": {
        "type": "boolean",
        "description": "whether columns that identify people in custody are there",
    },
}


def _table(table: Table[Any]) -> dict[str, Any]:
    return {
        "type": "array",
        "description": table.meaning,
        "items": {
            "type": "object",
            "additionalProperties": False,
            "required": [column.name for column in table.columns_of(identifying=False)],
            "properties": {column.name: _column(column) for column in table.columns},
        },
    }


def _column(column: Column[Any]) -> dict[str, Any]:
    found = dict(_TYPES[column.kind])
    if not column.filled:
        found["type"] = [found["type"], "null"]
    return {**found, "description": column.meaning}


def _identifying(*, there: bool) -> dict[str, Any]:
    """Every identifying column is there, or none of them is."""
    tables = {}
    for table in TABLES:
        names = [column.name for column in table.columns if column.identifying]
        if names:
            items = {"required": names} if there else {"properties": dict.fromkeys(names, False)}
            tables[table.name] = {"items": items}
    return {"properties": {"tables": {"properties": tables}}}


def _documented(table: Table[Any]) -> str:
    lines = [f"## `{table.name}`", f"{table.meaning[0].upper()}{table.meaning[1:]}.", ""]
    lines += ["| Column | Holds | Meaning |", "|---|---|---|"]
    for column in table.columns:
        holds = f"{column.kind.value}, identifying" if column.identifying else column.kind.value
        lines.append(f"| `{column.name}` | {holds} | {column.meaning} |")
    return "\n".join([*lines, ""])
