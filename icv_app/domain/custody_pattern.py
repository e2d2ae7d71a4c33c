"""The pattern of custody numbers: whether it can be read, could take for ever, or accepts anything at all.

A pattern goes to every laptop and is tried at every key, so one that an unlucky text makes slow must
never be published. Rather than measure time, what it could try is counted from its shape. And what it
accepts is allowed in free text, so one that accepts names or dates would silence the privacy guard.
"""

from __future__ import annotations

import re
from functools import lru_cache
from warnings import catch_warnings, simplefilter

from icv_app.words import _

LONGEST_PATTERN = 200
MOST_WAYS = 20_000
"""Ways in which a pattern may divide one number among its parts."""
LONGEST_NUMBER = 50
"""No custody number is longer: an unlimited repeat is reckoned as so many."""
_CAP = 10**9
_NO_NUMBERS = (
    *("Smith", "smith", "SMITH", "John Smith", "JOHN SMITH", "someone@example.org"),
    *("12/03/1980", "12.03.1980", "12-03-1980", "12/3/80", "12 March 1980"),
    *("07700 900123", "07700900123", "+447700900123", "0113 496 0123"),
)
"""What a visitor must be warned of."""
_BOUNDS = re.compile(r"\{(\d*)(?:(,)(\d*))?\}")
_GROUP = re.compile(r"\?(?::|P<\w+>)")
_REFERENCE = re.compile(r"\\(?:[1-9]|g<|k)")


def pattern_problem(pattern: str) -> str:
    """Return one sentence on why a pattern of custody numbers cannot be used; empty where it can."""
    return _cannot_be_tried(pattern) or _too_much(pattern)


def _cannot_be_tried(pattern: str) -> str:
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


def _too_much(pattern: str) -> str:
    if pattern and any(accepts(pattern, text) for text in _NO_NUMBERS):
        return _(
            "This pattern accepts names, dates or telephone numbers too, so nobody would be warned of them. "
            "Say how many digits and which letters a number has, or leave it empty."
        )
    return ""


def accepts(pattern: str, number: str) -> bool:
    """Whether a number is written as a pattern says; an empty one accepts any.

    One that cannot be tried accepts any, too: a slip in the settings must not keep a report from being filed.
    """
    return not _can_be_tried(pattern) or re.fullmatch(pattern, number) is not None


@lru_cache(maxsize=8)
def _can_be_tried(pattern: str) -> bool:
    return bool(pattern) and not _cannot_be_tried(pattern)


_BEGINNING = re.compile(r"(?<!\w)")


def numbers_in(pattern: str, text: str) -> list[tuple[int, int]]:
    """Where a text holds custody numbers, as words of their own: begin and end of each.

    A pattern that could not be published finds none: a slip in the settings must neither stop anybody from
    writing nor silence the guard.
    """
    written = _in_text(pattern)
    if written is None:
        return []
    found: list[tuple[int, int]] = []
    end = 0
    for begin in _BEGINNING.finditer(text):
        at = begin.start()
        match = written.match(text, at, at + LONGEST_NUMBER) if at >= end else None
        if match is not None and match.group():
            found.append(match.span())
            end = match.end()
    return found


@lru_cache(maxsize=8)
def _in_text(pattern: str) -> re.Pattern[str] | None:
    if not pattern or pattern_problem(pattern):
        return None
    return re.compile(rf"(?<!\w)(?:{pattern.removeprefix('^').removesuffix('$')})(?!\w)")


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
            ways = min(max(ways, 2) ** min(most, LONGEST_NUMBER), _CAP)
        else:
            ways = min(ways ** min(max(most, 1), LONGEST_NUMBER), _CAP)
        return min(
            ways * (min(most, LONGEST_NUMBER) - min(least, LONGEST_NUMBER) + 1), _CAP
        ), free or most != least

    def _bounds(self) -> tuple[int, int]:
        char = self._text[self._at : self._at + 1]
        if char in ("?", "*", "+"):
            self._at += 1
            return (1 if char == "+" else 0), (1 if char == "?" else LONGEST_NUMBER)
        found = _BOUNDS.match(self._text, self._at)
        if found is None or found.group() == "{}":
            return 1, 1
        self._at = found.end()
        least = int(found.group(1) or 0)
        if found.group(2) is None:
            return least, least
        return least, int(found.group(3)) if found.group(3) else max(least, LONGEST_NUMBER)
