"""Text that a spreadsheet would take for a formula, kept as text."""

from __future__ import annotations

import re
from typing import TypeVar

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Cell = TypeVar("Cell", bound=str | int | float | bool | None)


def safe(value: Cell) -> Cell | str:
    """Return a value as a spreadsheet may have it: an apostrophe before what begins like a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def without_control(value: Cell) -> Cell | str:
    """Return a value without the characters that no workbook can hold."""
    return _NOT_IN_XML.sub("\ufffd", value) if isinstance(value, str) else value
