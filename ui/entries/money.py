"""Amounts of money as typed: "12.40", "£12", "12"."""

from __future__ import annotations

import re

from icv_app.errors import BadInput
from icv_app.words import _


def read_pounds(text: str) -> int:
    """Return the pence of an amount typed in pounds.

    Raises:
        BadInput: It is no amount; the text says what to type.
    """
    typed = re.sub(r"(?<=\d),(?=\d{3}(\D|$))", "", text.strip().removeprefix("£").strip())
    found = re.fullmatch(r"(\d{1,6})(?:\.(\d{1,2}))?", typed)
    if found is None:
        raise BadInput("unreadable amount", user_text=_("Enter an amount in pounds, like 12.40."))
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


def say_pounds(pence: int) -> str:
    """Return it as 12.40."""
    return f"{pence // 100:,}.{pence % 100:02}"
