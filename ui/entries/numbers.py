"""Counts as typed: "12", "1,489"."""

from __future__ import annotations

import re

from icv_app.errors import BadInput
from icv_app.words import _


def read_count(text: str, least: int = 0, most: int | None = None) -> int:
    """Return the whole number that was typed.

    Raises:
        BadInput: It is no whole number, or outside `least` to `most`; the text says which.
    """
    typed = re.sub(r"(?<=\d)[,\s](?=\d{3}(\D|$))", "", text.strip())
    if not re.fullmatch(r"-?[0-9]{1,12}", typed):
        raise BadInput("unreadable count", user_text=_("Enter a whole number, like 12."))
    number = int(typed)
    if number < least:
        raise BadInput("count too small", user_text=_("Enter {least} or more.").format(least=least))
    if most is not None and number > most:
        raise BadInput("count too large", user_text=_("Enter {most} or less.").format(most=say_count(most)))
    return number


def say_count(number: int) -> str:
    """Return it as 1,489."""
    return f"{number:,}"
