"""The charts of coverage, as a screen is given them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree

import pytest
from reportlab.lib.colors import Color

from icv_app.figures.cells import VisitsBehind, cells_of
from icv_app.figures.coverage_of_cells import Coverage, coverage_of
from icv_app.figures.coverage_parts import CoveragePart
from icv_app.report import palette
from icv_app.report.coverage_charts import coverage_chart
from tests.facts_builders import a_scheme, a_visit_facts

BEGAN = datetime(2023, 6, 14, 12, tzinfo=UTC)


def covered(visits: int, first: date = date(2023, 4, 1), last: date = date(2024, 3, 31)) -> Coverage:
    facts = [
        a_visit_facts(began_at=BEGAN + number * timedelta(days=9), group_in_custody={"children": 2})
        for number in range(visits)
    ]
    chosen = VisitsBehind(first=first, last=last)
    return coverage_of(cells_of(facts, chosen), a_scheme(), chosen)


def texts(svg: bytes) -> list[str]:
    root = ElementTree.fromstring(svg)
    return [one.text or "" for one in root.iter() if one.tag.endswith("}text")]


@pytest.mark.parametrize("part", CoveragePart)
@pytest.mark.parametrize("visits", [0, 1, 5])
def test_every_part_is_drawn_with_much_and_with_nothing(part: CoveragePart, visits: int) -> None:
    assert texts(coverage_chart(covered(visits), part, 440))


@pytest.mark.parametrize("part", CoveragePart)
def test_every_part_is_drawn_before_its_time_has_begun(part: CoveragePart) -> None:
    svg = coverage_chart(covered(0, date(2024, 1, 1), date(2023, 12, 1)), part, 440)
    assert ElementTree.fromstring(svg).tag.endswith("}svg")


def test_the_numbers_stand_on_the_chart_in_the_fonts_that_screens_have() -> None:
    svg = coverage_chart(covered(5), CoveragePart.TARGET, 440)
    assert "5 of 52.3, short" in texts(svg)
    assert b"Atkinson Hyperlegible Next" in svg
    assert b"AtkinsonHyperlegibleNext-" not in svg
    assert b"clipPath" not in svg


def test_a_month_has_its_name_over_its_first_week() -> None:
    names = texts(coverage_chart(covered(5), CoveragePart.WEEKS, 440))
    assert [name for name in names if name in ("Apr", "May", "Jun", "Jul")] == ["Apr", "May", "Jun", "Jul"]
    assert "…" not in "".join(names)


@pytest.mark.parametrize("part", CoveragePart)
def test_a_chart_for_a_dark_screen_says_the_same_and_has_no_colour_of_paper(part: CoveragePart) -> None:
    light, dark = (coverage_chart(covered(5), part, 440, dark=it) for it in (False, True))
    assert texts(light) == texts(dark)
    used = drawn_in(dark)
    allowed = {palette.ON_DARK.ink, palette.ON_DARK.muted, palette.ON_DARK.bar, palette.ON_DARK.short}
    assert used & {as_written(one) for one in allowed}
    paper = {palette.INK, palette.MUTED, palette.PAGE, palette.LINE, palette.LINK, palette.SHORT}
    assert not used & {as_written(one) for one in paper}


def drawn_in(svg: bytes) -> set[str]:
    """The colours of an SVG, as it writes them."""
    return set(re.findall(r"rgb\([\d%,]+\)", svg.decode()))


def as_written(colour: Color) -> str:
    return f"rgb({','.join(f'{int(100 * one)}%' for one in colour.rgb())})"
