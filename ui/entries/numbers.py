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


def read_hours(text: str) -> str:
    """Return a number of hours as it is kept, like "1.5"; typed as "1.5", "1,5", "1½" or "1:30".

    Raises:
        BadInput: It is no number of hours; the text says what to type.
    """
    typed = text.strip().lower().removesuffix("hours").removesuffix("h").strip().replace(",", ".")
    typed = re.sub(r"^(\d*)\s*½$", lambda found: f"{found[1] or 0}.5", typed)
    if clock := re.fullmatch(r"(\d{1,4}):([0-5]\d)", typed):
        typed = f"{int(clock[1]) + int(clock[2]) / 60:.2f}"
    if not re.fullmatch(r"\d{1,4}(\.\d{1,2})?", typed):
        raise BadInput("unreadable hours", user_text=_("Enter a number of hours, like 2 or 1.5."))
    return f"{float(typed):g}"


def read_decimal(text: str) -> float:
    """Return the number that was typed, with at most two decimals: "1", "0.5", "1½".

    Raises:
        BadInput: It is no such number; the text says what to type.
    """
    typed = re.sub(r"^(\d*)\s*½$", lambda found: f"{found[1] or 0}.5", text.strip().replace(",", "."))
    if not re.fullmatch(r"\d{1,4}(\.\d{1,2})?", typed):
        raise BadInput("unreadable number", user_text=_("Enter a number, like 1 or 0.5."))
    return float(typed)


def say_decimal(number: float) -> str:
    """Return it as 0.5."""
    return f"{number:g}"
