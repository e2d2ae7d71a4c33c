from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.graphics import renderSVG
from reportlab.graphics.shapes import Drawing, Line, Rect, String

from icv_app.report import palette
from icv_app.report.charts.bars import Bar, draw_bars
from icv_app.report.charts.columns import Column, draw_columns
from icv_app.report.charts.heat_map import draw_heat_map

WIDTH = 480.0


def lengths(drawing: Drawing, colour: object) -> list[float]:
    found = [shape for shape in drawing.contents if isinstance(shape, Rect) and shape.fillColor == colour]
    return [float(shape.width) for shape in found]


def written(drawing: Drawing) -> list[str]:
    return [str(shape.text) for shape in drawing.contents if isinstance(shape, String)]


def test_bars_are_as_long_as_their_numbers() -> None:
    drawing = draw_bars([Bar("A", 10, "10"), Bar("B", 5, "5"), Bar("C", 0, "0")], WIDTH)
    long, half = lengths(drawing, palette.LINK)
    assert half == pytest.approx(long / 2)
    assert {"A", "B", "C", "10", "5", "0"} <= set(written(drawing))


def test_a_withheld_number_has_no_length() -> None:
    drawing = draw_bars([Bar("A", None, "[c]"), Bar("B", 5, "5")], WIDTH)
    assert len(lengths(drawing, palette.LINK)) == 1
    assert "[c]" in written(drawing)


def test_a_bar_short_of_its_mark_differs_in_more_than_colour() -> None:
    bars = [Bar("A", 4, "4 of 5, short", Fraction(5), short=True), Bar("B", 6, "6 of 5", Fraction(5))]
    drawing = draw_bars(bars, WIDTH, mark_name="Target")
    assert len(lengths(drawing, palette.SHORT)) == 1
    assert "4 of 5, short" in written(drawing)
    assert "Target" in written(drawing)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.text(max_size=60), st.integers(0, 10**6)), max_size=12))
def test_nothing_on_a_chart_leaves_it(bars: list[tuple[str, int]]) -> None:
    drawing = draw_bars([Bar(name, value, str(value)) for name, value in bars], WIDTH, mark_name="m")
    for shape in drawing.contents:
        left, bottom, right, top = shape.getBounds()
        assert left >= -0.5
        assert right <= WIDTH + 0.5
        assert bottom >= -3
        assert top <= float(drawing.height) + 3


def test_columns_and_their_target_share_one_scale() -> None:
    drawing = draw_columns([Column("Apr", 4, Fraction(8)), Column("May", 8)], WIDTH, mark_name="Target")
    heights = [float(s.height) for s in drawing.contents if isinstance(s, Rect)]
    assert heights[0] == pytest.approx(heights[1] / 2)
    assert {"Apr", "May", "4", "8", "Target"} <= set(written(drawing))


def test_a_target_stands_apart_from_its_column_without_colour() -> None:
    drawing = draw_columns([Column("Apr", 1200, Fraction(1000))], 300, mark_name="Target")
    lines = [(shape.strokeColor, shape.y1) for shape in drawing.contents if isinstance(shape, Line)]
    edge, mark = (next(y for colour, y in lines if colour == one) for one in (palette.CARD, palette.INK))
    assert edge == mark
    assert "1,200" in written(drawing)


def test_a_heat_map_prints_every_number_and_a_dot_for_none() -> None:
    drawing = draw_heat_map([[0, 3], [7, 1]], ["Mon", "Tue"], ["00", "01"], WIDTH)
    assert sorted(written(drawing)) == sorted(["Mon", "Tue", "00", "01", "·", "3", "7", "1"])


def test_the_ramp_darkens_throughout_so_it_reads_in_greyscale() -> None:
    lights = [palette.luminance(palette.shade(step / 20)) for step in range(21)]
    assert lights == sorted(lights, reverse=True)
    assert len(set(lights)) == 21


def test_text_stands_out_from_every_ground_it_is_printed_on() -> None:
    for step in range(21):
        ground = palette.shade(step / 20)
        assert palette.contrast(palette.readable_on(ground), ground) >= 4.5
    for ink in (palette.INK, palette.MUTED, palette.BRAND):
        assert palette.contrast(ink, palette.CARD) >= 4.5
    assert palette.contrast(palette.CARD, palette.BRAND) >= 4.5
    assert palette.contrast(palette.MUTED, palette.PAGE) >= 4.5
    for bar in (palette.LINK, palette.SHORT):
        assert palette.contrast(bar, palette.PAGE) >= 3


def test_charts_serve_the_screen_as_svg() -> None:
    drawn = renderSVG.drawToString(draw_bars([Bar("A & <b>", 3, "3")], WIDTH))
    assert "<svg" in drawn
    assert "A &amp; &lt;b&gt;" in drawn


def test_on_a_dark_screen_everything_stands_out_as_on_paper() -> None:
    dark = palette.ON_DARK
    for colours in (palette.ON_PAPER, dark):
        for text_colour in (colours.ink, colours.muted):
            assert palette.contrast(text_colour, colours.card) >= 4.5
        assert palette.contrast(colours.muted, colours.ground) >= 4.5
        for mark in (colours.bar, colours.short):
            assert min(palette.contrast(mark, one) for one in (colours.ground, colours.card)) >= 3
        for step in range(21):
            ground = colours.shade(step / 20)
            assert palette.contrast(palette.readable_on(ground), ground) >= 4.5
    lights = [palette.luminance(dark.shade(step / 20)) for step in range(21)]
    assert lights == sorted(lights)
    assert len(set(lights)) == 21
