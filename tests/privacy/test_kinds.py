"""Each kind of find, with what looks like it and is not."""

from __future__ import annotations

import pytest

from icv_app.domain.privacy import Hint, PrivacyGuard
from tests.privacy.measure import a_guard

FOUND = {
    Hint.NAME: [
        ("Seen with Mr Okoro today", "Mr Okoro"),
        ("his brother tariq rang", "tariq"),
        ("the officer, PC 4471, was kind", "PC 4471"),
        ("collar number 6213 opened the hatch", "collar number 6213"),
        ("PCSO7712 brought tea", "PCSO7712"),
        ("We met J. Smith in the yard", "J. Smith"),
        ("Bradford was loud; Sergeant Bradford said sorry", "Sergeant Bradford"),
        ("ASKED FOR MOHAMMED TWICE", "MOHAMMED"),
        ("jaspreit asked for water", "jaspreit"),
        ("Grace said she was cold", "Grace"),
        ("He goes by Tiny here", "Tiny"),
        ("The other one, Grace, is well", "Grace"),
        ("rose was crying on the bench", "rose"),
        ("Chase aged 15 had no AA", "Chase"),
        ("a lad hozzen wants water", "hozzen"),
        ("Mark in cell 7 says it is cold", "Mark"),
        ("tariqs solicitor is late", "tariqs"),
        ("the lad called Spike next door", "Spike"),
        ("Name of Siân O'Connor-Lloyd given", "Siân O'Connor-Lloyd"),
    ],
    Hint.BIRTH_DATE: [
        ("dob 12/3/91 on the board", "12/3/91"),
        ("seen: 3 May 1987", "3 May 1987"),
        ("born in 2009 he says", "2009"),
        ("2001-02-28 was read out", "2001-02-28"),
    ],
    Hint.PHONE: [
        ("ring 07700 900123 please", "07700 900123"),
        ("wife: +48 601 234 567", "+48 601 234 567"),
        ("0 7 7 0 0 9 0 0 1 2 3", "0 7 7 0 0 9 0 0 1 2 3"),
        ("it is oh seven seven double oh nine three", "oh seven seven double oh nine three"),
    ],
    Hint.EMAIL: [
        ("write to a.b@example.org", "a.b@example.org"),
        ("it is tez99 at gmail dot com", "tez99 at gmail dot com"),
    ],
    Hint.POSTCODE: [
        ("lives at LS1 4AP", "LS1 4AP"),
        ("it was bd87qx he said", "bd87qx"),
        ("home is 22 Harehills Lane", "22 Harehills Lane"),
    ],
    Hint.NI_NUMBER: [("NI QQ 12 34 56 C", "QQ 12 34 56 C"), ("it was ab123456d", "ab123456d")],
    Hint.PNC_NUMBER: [("ID 12/345678Z read out", "12/345678Z"), ("2003/0012345T", "2003/0012345T")],
    Hint.REGISTRATION: [
        ("parked: YK19 ABX", "YK19 ABX"),
        ("his car k12 abd is there", "k12 abd"),
        ("plate is 1234 AB", "1234 AB"),
        ("P 62 HLA is his car", "P 62 HLA"),
    ],
    Hint.OFFENCE: [
        ("he is a burglary suspect", "burglary"),
        ("nicked for pinching lead", "nicked for pinching lead"),
        ("spoke of a shoplifter", "shoplifter"),
        ("charged with assault on a neighbour", "assault"),
    ],
}
CLEAN = [
    "The battery of the hearing aid was flat and a new one was found.",
    "Custody number 13WK/4402 had waited two hours.",
    "Cell M12 and cell F2 were cold.",
    "PC on duty, 12 officers off sick.",
    "Reported on 3/5/26, not repaired by 14 October 2026.",
    "Meals at 12:30 and 17:45, £4.50 each.",
    "Will return to Bradford in May.",
    "Section 136, moved on the 2nd.",
    "Use of force recorded; drugs worker offered.",
    "Says an officer assaulted him in the van.",
    "Breach of Code C: no notice in Polish.",
    "held for 14 hours, arrested for the first time",
    "Mark on the wall, grace period over.",
    "Asked for paracetamol and a Quran.",
    "April, and still cold.",
    "Refit due in Spring 2027, chaplain on Fridays.",
    "Stabbing pain in the stomach, nurse told.",
    "Person was asleep, tea, coffee and Weetabix offered.",
    "Childline 0800 1111 is on the poster.",
]


@pytest.fixture(scope="module")
def guard() -> PrivacyGuard:
    return a_guard()


@pytest.mark.parametrize(
    ("hint", "text", "piece"), [(hint, *example) for hint, examples in FOUND.items() for example in examples]
)
def test_it_is_found_and_told_for_what_it_is(guard: PrivacyGuard, hint: Hint, text: str, piece: str) -> None:
    start = text.index(piece)

    assert any(
        one.hint is hint and one.start <= start + len(piece) - 1 and one.end > start
        for one in guard.scan(text)
    ), guard.scan(text)


@pytest.mark.parametrize("text", CLEAN)
def test_what_only_looks_like_it_is_left_alone(guard: PrivacyGuard, text: str) -> None:
    assert guard.scan(text) == ()


def test_the_words_of_a_scheme_are_nobodys_name(guard: PrivacyGuard) -> None:
    own = guard.for_scheme(never_names=["Kowalski House"], custody_number_pattern="")

    assert guard.scan("Moved to Kowalski this week.")
    assert own.scan("Moved to Kowalski this week.") == ()


def test_custody_numbers_are_known_by_the_schemes_pattern(guard: PrivacyGuard) -> None:
    text = "Person 12/345678Z is asleep."

    own = guard.for_scheme(never_names=[], custody_number_pattern=r"^\d{2}/\d{6}[A-Z]$")

    assert guard.scan(text)
    assert own.scan(text) == ()


def test_a_pattern_that_is_no_regular_expression_stops_nobody(guard: PrivacyGuard) -> None:
    own = guard.for_scheme(never_names=[], custody_number_pattern="(")

    assert [one.text for one in own.scan("Asked for Mr Khan.")] == ["Mr Khan"]


@pytest.mark.parametrize(
    "text",
    [
        "ring 07700\u00a0900\u00a0461 after",
        "ring 07700\u202f900\u2009461 after",
        "call 0161\u2011496\u20110331 now",
        "call 0161\u2013496\u20130331 now",
        "dob 3\u20134\u201391",
        "lives at LS\uff16 2QX now",
    ],
)
def test_numbers_copied_from_a_message_are_found_with_its_spaces_and_dashes(
    guard: PrivacyGuard, text: str
) -> None:
    [found] = guard.scan(text)

    assert found.text == text[found.start : found.end]


@pytest.mark.parametrize("pattern", [".*", r"\w+", r"\S+", "[A-Za-z0-9/ ]+", "(.*)(.*)x", r"\d+"])
def test_no_pattern_of_custody_numbers_takes_the_warnings_away(guard: PrivacyGuard, pattern: str) -> None:
    """Settings of an older ICV may hold one that could not be published today."""
    text = "John Smith, born 12/03/1980, telephone 07700 900123, lives at 12 High Street."
    own = guard.for_scheme(never_names=[], custody_number_pattern=pattern)
    assert own.scan(text) == guard.scan(text)


def test_a_long_text_is_looked_through_as_quickly_with_a_pattern_as_without(guard: PrivacyGuard) -> None:
    """A pattern is tried on as many letters as a number can have, and not on all that are left."""
    own = guard.for_scheme(never_names=[], custody_number_pattern=r"(\w*)(\w*)/\d{4}")
    assert own.scan("a" * 20_000 + " was seen") == ()
