from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from icv_app.report import wording
from icv_app.report.fonts import Face, cleaned, cut, runs, shortened, undrawable, width_of
from icv_app.report.markup import plain
from icv_app.report.parts import text
from icv_app.report.styles import BODY


def test_what_the_main_font_lacks_comes_from_the_next() -> None:
    assert list(runs("Leeds ŵŷ", Face.REGULAR)) == [(Face.REGULAR.value, "Leeds ŵŷ")]
    fonts = [font for font, _piece in runs("a Σ Ж", Face.BOLD)]
    assert fonts == [Face.BOLD.value, "NotoSans-Bold", Face.BOLD.value, "NotoSans-Bold"]


def test_arabic_is_joined_and_turned_round() -> None:
    pieces = list(runs("ليدز", Face.REGULAR))
    assert {font for font, _piece in pieces} == {"NotoSansArabic-Regular"}
    assert "".join(piece for _font, piece in pieces) == "ﺯﺪﻴﻟ"


def test_a_character_no_font_has_is_replaced_visibly() -> None:
    assert "".join(piece for _font, piece in runs("a茶b", Face.REGULAR)) == "a?b"
    assert undrawable("a茶 and ਚਾ, 茶") == "茶ਚਾ"
    assert undrawable("Ŵŷ Σ Ж ليدز 😀 ☎️") == ""


def test_emoji_are_drawn_without_what_only_asks_for_colour() -> None:
    assert list(runs("a😀", Face.BOLD)) == [(Face.BOLD.value, "a"), ("documents/NotoEmoji-Regular", "😀")]
    assert "".join(piece for _font, piece in runs("☎️ 👩‍⚕️", Face.REGULAR)) == "☎ 👩⚕"


def test_control_characters_never_reach_the_page() -> None:
    assert cleaned("a\x00\x1bb\u202ec\ud800d\ne") == "a  bc d e"
    assert cleaned("e\u0301") == "é"


@given(st.text(max_size=80))
def test_any_text_can_be_set_as_a_paragraph(words: str) -> None:
    paragraph = text(words, BODY)
    _width, height = paragraph.wrap(200, 700)
    assert height >= 0


@pytest.mark.parametrize("words", ["<b>bold</b>", "R&D", "</para>", '<a href="x">', "&lt;"])
def test_markup_in_text_is_printed_and_not_obeyed(words: str) -> None:
    paragraph = text(words, BODY)
    paragraph.wrap(400, 700)
    assert paragraph.getPlainText() == words
    assert "<b>" not in plain(words)


@given(st.text(max_size=60), st.floats(20, 300))
def test_shortened_text_fits_its_room(words: str, room: float) -> None:
    assert width_of(shortened(words, Face.REGULAR, 9, room), Face.REGULAR, 9) <= room


def test_long_text_is_cut_with_an_ellipsis() -> None:
    assert cut("abcdef", 6) == "abcdef"
    assert cut("abcdefg", 6) == "abcde…"


def test_numbers_dates_and_shares_are_written_as_the_style_asks() -> None:
    assert wording.number(51602) == "51,602"
    assert wording.per_cent(Fraction(316, 1000), 1) == "31.6\u00a0%"
    assert wording.per_cent(None) == "–"
    assert wording.count(None) == "[c]"
    assert wording.day(date(2024, 3, 14)) == "14 March 2024"
    assert wording.minutes(Fraction(21, 2), 1) == "10.5\u00a0min"


def test_spaces_of_every_width_are_plain_ones_and_some_never_break() -> None:
    assert cleaned("a\u2003b\u3000c\u2009d") == "a b c d"
    assert cleaned("12\u202f%\u00a0of") == "12\u00a0%\u00a0of"
    assert undrawable("\u3000\u2003\u1680") == ""
