"""The pattern of custody numbers: whether it can be read, and whether it could take for ever.

A pattern goes to every laptop and is tried at every key, so one that an unlucky text makes slow must
never be published. Rather than measure time, what it could try is counted from its shape.
"""

from __future__ import annotations

import re
from warnings import catch_warnings, simplefilter

from icv_app.words import _

LONGEST_PATTERN = 200
MOST_WAYS = 20_000
"""Ways in which a pattern may divide one number among its parts."""
_ENDLESS = 50
"""What an unlimited repeat is reckoned as: no custody number is longer."""
_CAP = 10**9
_BOUNDS = re.compile(r"\{(\d*)(?:(,)(\d*))?\}")
_GROUP = re.compile(r"\?(?::|P<\w+>)")
_REFERENCE = re.compile(r"\\(?:[1-9]|g<|k)")


def pattern_problem(pattern: str) -> str:
    """Return one sentence on why a pattern of custody numbers cannot be used; empty where it can."""
    if len(pattern) > LONGEST_PATTERN:
        return _("Shorten the pattern: it may have {most} characters.").format(most=LONGEST_PATTERN)
    try:
        with catch_warnings():
            simplefilter("error")  # what later versions of Python read otherwise
            re.compile(pattern)
    except (re.error, OverflowError, RecursionError, FutureWarning, DeprecationWarning):
        return _("This pattern cannot be read. Check its brackets, or leave it empty to accept any number.")
    if _REFERENCE.search(pattern.replace("\\\\", "")):
        return _("Write the pattern without references such as \\1: they can take for ever.")
    try:
        ways = _Reader(pattern).alternatives()[0]
    except _Unusual:
        return _("Write the pattern without (?…): letters, digits, [ ], ( ), | and repeats are enough.")
    if ways > MOST_WAYS:
        return _(
            "This pattern could take for ever on some numbers. "
            "Use fewer + and * in it, and none inside a repeated bracket."
        )
    return ""


def accepts(pattern: str, number: str) -> bool:
    """Whether a number is written as a pattern without a problem says; an empty one accepts any."""
    return not pattern or re.fullmatch(pattern, number) is not None


class _Unusual(Exception):
    """Something that no pattern of custody numbers needs."""


class _Reader:
    """Goes through a pattern that compiles, and counts."""

    def __init__(self, pattern: str) -> None:
        self._text = pattern
        self._at = 0

    def alternatives(self) -> tuple[int, bool]:
        """Read up to the closing bracket; return the ways, and whether the length is free."""
        ways, free, own_ways, own_free, branches = 0, False, 1, False, 1
        while self._at < len(self._text) and self._text[self._at] != ")":
            if self._text[self._at] == "|":
                self._at += 1
                ways, free, branches = ways + own_ways, free or own_free, branches + 1
                own_ways, own_free = 1, False
                continue
            more, loose = self._repeated(*self._one())
            own_ways, own_free = min(own_ways * more, _CAP), own_free or loose
        return min(ways + own_ways, _CAP), free or own_free or branches > 1

    def _one(self) -> tuple[int, bool]:
        char = self._text[self._at]
        self._at += 1
        if char == "\\":
            self._at += 1
        elif char == "[":
            self._skip_set()
        elif char == "(":
            if self._text[self._at] == "?":
                opened = _GROUP.match(self._text, self._at)
                if opened is None:
                    raise _Unusual
                self._at = opened.end()
            found = self.alternatives()
            self._at += 1
            return found
        return 1, False

    def _skip_set(self) -> None:
        if self._text[self._at] == "^":
            self._at += 1
        self._at += 1  # a bracket that comes first stands for itself
        if self._text[self._at - 1] == "\\":
            self._at += 1
        while self._text[self._at] != "]":
            self._at += 2 if self._text[self._at] == "\\" else 1
        self._at += 1

    def _repeated(self, ways: int, free: bool) -> tuple[int, bool]:
        least, most = self._bounds()
        if most == 1 and least == 1:
            return ways, free
        if self._text[self._at : self._at + 1] in ("?", "+"):  # lazy and possessive: no more ways
            self._at += 1
        if free and most > 1:  # what may be long or short, many times over
            ways = min(max(ways, 2) ** min(most, _ENDLESS), _CAP)
        else:
            ways = min(ways ** min(max(most, 1), _ENDLESS), _CAP)
        return min(ways * (min(most, _ENDLESS) - min(least, _ENDLESS) + 1), _CAP), free or most != least

    def _bounds(self) -> tuple[int, int]:
        char = self._text[self._at : self._at + 1]
        if char in ("?", "*", "+"):
            self._at += 1
            return (1 if char == "+" else 0), (1 if char == "?" else _ENDLESS)
        found = _BOUNDS.match(self._text, self._at)
        if found is None or found.group() == "{}":
            return 1, 1
        self._at = found.end()
        least = int(found.group(1) or 0)
        if found.group(2) is None:
            return least, least
        return least, int(found.group(3)) if found.group(3) else max(least, _ENDLESS)
