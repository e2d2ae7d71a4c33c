"""Times of day as typed: "2140", "21:40", "9.40pm"."""

from __future__ import annotations

import re
from datetime import time

from icv_app.errors import BadInput
from icv_app.words import _

_SPLIT = re.compile(r"(\d{1,2})\s*[:.,h\s-]\s*(\d{2})\s*h?\s*(am|pm)?")
_RUN = re.compile(r"(\d{1,4})\s*h?\s*(am|pm)?")
_NAMED = {"noon": time(12, 0), "midday": time(12, 0), "midnight": time(0, 0)}


def read_time(text: str) -> time:
    """Return the time of day that was typed, without seconds.

    Raises:
        BadInput: It is no time; the text says what to type.
    """
    typed = text.strip().lower().replace("a.m.", "am").replace("p.m.", "pm")
    if typed in _NAMED:
        return _NAMED[typed]
    if match := _SPLIT.fullmatch(typed):
        hour, minute, half = int(match[1]), int(match[2]), match[3]
    elif match := _RUN.fullmatch(typed):
        digits, half = match[1], match[2]
        hour, minute = (int(digits), 0) if len(digits) < 3 else (int(digits[:-2]), int(digits[-2:]))
    else:
        raise _not_a_time()
    if half is not None:
        if not 1 <= hour <= 12:
            raise _not_a_time()
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59:
        raise _not_a_time()
    return time(hour, minute)


def say_time(at: time) -> str:
    """Return it as 21:40."""
    return f"{at.hour:02}:{at.minute:02}"


def _not_a_time() -> BadInput:
    return BadInput("unreadable time", user_text=_("Enter a time, like 21:40 or 9:40pm."))
