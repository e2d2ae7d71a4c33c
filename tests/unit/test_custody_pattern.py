"""Patterns of custody numbers: which can be published, and which numbers they accept."""

from __future__ import annotations

import pytest

from icv_app.domain.custody_pattern import LONGEST_PATTERN, accepts, pattern_problem


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        r"\d{2}[A-Z]{2}/\d{4}",
        r"\d{2}[A-Z]{1,3}/\d+",
        r"\d+ ?/ ?\d+",
        r"(?:\d{2})?(?P<station>[A-Z]+)[-/ ]?\d{1,5}",
        r"(13WK|13LD)/[0-9]{4}",
        r"([A-Z]{2}|X){3}",
        r"[]^a-]+\)\[",
        r"A{2,}B",
    ],
)
def test_what_custody_numbers_look_like_can_be_published(pattern: str) -> None:
    assert pattern_problem(pattern) == ""


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+",
        "(a|aa)+b",
        "(a?){25}a{25}",
        "a?" * 25 + "a" * 25,
        r"\d*\d*\d*\d*x",
        r"((\d{1,4}){1,4}){1,4}",
        "(a{,}b?)*",
        "(?:a|b|ab)*c",
        "([a-z]*)*",
    ],
)
def test_what_could_take_for_ever_cannot(pattern: str) -> None:
    assert "for ever" in pattern_problem(pattern)


@pytest.mark.parametrize("pattern", ["[", "(", "a)", "*a", "a{500}{500}", "[[a]", "x{99999999999}", "a\\"])
def test_what_is_no_pattern_is_said_in_a_sentence(pattern: str) -> None:
    assert "cannot be read" in pattern_problem(pattern)


@pytest.mark.parametrize("pattern", [r"(\d)\1", r"(?P<a>\d)(?P=a)", "(?=x)x", "(?i)ab", "(?<!a)b"])
def test_what_no_custody_number_needs_is_refused(pattern: str) -> None:
    assert pattern_problem(pattern).startswith("Write the pattern without")


@pytest.mark.parametrize(
    "pattern",
    [".*", ".+", r"\w+", r"\S{4,}", "[A-Za-z0-9/ ]+", "[A-Z0-9]{5,9}", r"[\d/]+", r"[0-9 ]+", "[^ ]*"],
)
def test_what_accepts_names_dates_or_telephone_numbers_cannot(pattern: str) -> None:
    """In free text custody numbers are allowed: by such a pattern nobody would be warned of anything."""
    assert "names, dates" in pattern_problem(pattern)


def test_a_pattern_has_an_end() -> None:
    assert pattern_problem("a" * LONGEST_PATTERN) == ""
    assert "Shorten" in pattern_problem("a" * (LONGEST_PATTERN + 1))


def test_a_number_is_accepted_as_a_whole_or_not() -> None:
    assert accepts(r"\d{2}WK/\d{4}", "13WK/4402")
    assert not accepts(r"\d{2}WK/\d{4}", "13WK/44021")
    assert accepts("", "anything")


@pytest.mark.parametrize("pattern", ["(a+)+b", "a{99999999999}", "["])
def test_a_pattern_of_an_older_icv_that_cannot_be_tried_keeps_no_report_from_being_filed(
    pattern: str,
) -> None:
    assert accepts(pattern, "a" * 50)
    assert accepts(pattern, "13WK/4402")
