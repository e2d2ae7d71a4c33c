"""Whatever is typed, the guard answers, and its answers point into the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.privacy.measure import a_guard

GUARD = a_guard()
BITS = st.sampled_from(
    [
        "Mr",
        "PC 4471",
        "his mum",
        "khan",
        "Grace",
        "said",
        "dob",
        "3/5/91",
        "07700 900123",
        "a@b.co",
        "LS1 4AP",
    ]
)
ODD = st.sampled_from(["arrested for", "İ", "ﬁ", "’s", "\n", ".", "\x00", "٣", "ß", "Ǆ", "-", "cell"])
TEXTS = st.one_of(st.text(), st.lists(st.one_of(BITS, ODD, st.text(max_size=4))).map(" ".join))


@given(TEXTS)
def test_finds_are_in_order_apart_and_say_what_stands_there(text: str) -> None:
    finds = GUARD.scan(text)

    end = 0
    for one in finds:
        assert end <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        end = one.end


@given(TEXTS)
def test_looking_twice_finds_the_same(text: str) -> None:
    assert GUARD.scan(text) == GUARD.scan(text)


def test_an_empty_text_has_nothing() -> None:
    assert GUARD.scan("") == ()


def test_very_long_words_are_looked_at_like_any_others() -> None:
    assert GUARD.scan("a" * 4000 + " " + "1" * 4000) == ()
