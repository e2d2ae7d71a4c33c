"""An example of how the force writes its custody numbers, made from the scheme's pattern."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_PART = re.compile(r"(\\d|\[0-9\]|\[A-Z\])(?:\{(\d{1,2})(?:,\d*)?\}|\+)?")


@lru_cache(maxsize=8)
def example_of(pattern: str) -> str:
    """Return an invented number that the pattern accepts; nothing where none can be made simply."""
    counter = iter(range(1, 1000))

    def fill(make: Callable[[int], str]) -> Callable[[int], str]:
        return lambda times: "".join(make(next(counter)) for _at in range(times))

    digits, letters = fill(lambda n: str(n % 10)), fill(lambda n: chr(ord("A") + n % 26))

    def stand_in(found: re.Match[str]) -> str:
        times = int(found[2] or 1)
        return letters(times) if found[1] == "[A-Z]" else digits(times)

    made = _PART.sub(stand_in, pattern.strip("^$")).replace("\\", "")
    try:
        return made if pattern and re.fullmatch(pattern, made) else ""
    except re.error:
        return ""
