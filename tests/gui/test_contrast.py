"""Contrast, computed from the style sheet that the windows really have, in every theme."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.gui.styled import Part, Rule, cascaded, ground, rules
from ui.theme import Look, Theme
from ui.theme.contrast import BORDER_AT_LEAST, TEXT_AT_LEAST, contrast

WITHIN = {
    'QPushButton[kind="way"]': 'QFrame[role="whatnext"]',
    'QPushButton[kind="way"]:hover': 'QFrame[role="whatnext"]',
    'QPushButton[kind="way"]:checked': 'QFrame[role="whatnext"]',
}
"""What has no ground of its own and stands on a panel; everything else stands on page or card."""
WORDLESS = (
    'QFrame[role="line"]',
    'QFrame[role="upright"]',
    'QFrame[role="nav"] QFrame[role="line"]',
    "QProgressBar",
    "QProgressBar::chunk",
    "QScrollBar",
    "QTableCornerButton",
)
"""What has no text on it."""
MEANINGFUL = {
    "QLineEdit": "border",
    "QPlainTextEdit": "border",
    "QComboBox": "border",
    'QLineEdit[wrong="true"]': "border",
    'QPlainTextEdit[wrong="true"]': "border",
    'QComboBox[wrong="true"]': "border",
    "QPushButton:checked": "border-color",
    "QMenu": "border",
    "QToolTip": "border",
    'QFrame[role="errors"]': "border",
    'QFrame[role="field"][wrong="true"]': "border-left",
    'QFrame[role="note"][hue="red"]': "border-left-color",
    'QFrame[role="note"][hue="green"]': "border-left-color",
    'QFrame[role="note"][hue="blue"]': "border-left-color",
    'QFrame[role="note"][hue="orange"]': "border-left-color",
}
"""Borders that show where to type, what is chosen or what is wrong, and the property that gives each."""


@pytest.fixture(params=[Look.LIGHT, Look.DARK, Look.HIGH_CONTRAST])
def sheet(request: pytest.FixtureRequest, theme: Theme, qapp: QApplication) -> Iterator[list[Rule]]:
    """The rules in force, in one theme after the other."""
    theme.set_look(request.param)
    yield rules(qapp.styleSheet())
    theme.set_look(Look.LIGHT)


def grounds(sheet: list[Rule], rule: Rule, theme: Theme) -> list[str]:
    """What may lie behind a text."""
    around = WITHIN.get(rule.text)
    if around is not None:
        [panel] = [each for each in sheet if each.text == around]
        rule = Rule(rule.text, (*panel.steps, *rule.steps), rule.gives, rule.at)
    own = ground(sheet, rule)
    return [own] if own is not None else [theme.tokens.page, theme.tokens.card]


def exempt(rule: Rule) -> bool:
    """What cannot be used has no minimum (Source: WCAG 2.2, 1.4.3), nor has what nobody reads."""
    return any("disabled" in step.states for step in rule.steps) or rule.text.startswith(WORDLESS)


def on_panel(rule: Rule) -> Rule:
    """The words on a panel, which are labels in it; anything else as it is."""
    if rule.steps[-1].kind != "QFrame":
        return rule
    words = Part("QLabel", frozenset(), frozenset())
    return Rule(f"{rule.text} QLabel", (*rule.steps, words), rule.gives, rule.at)


def test_every_text_of_the_style_sheet_stands_out_from_what_lies_behind_it(
    sheet: list[Rule], theme: Theme
) -> None:
    measured, weak = 0, []
    for giving in sheet:
        if exempt(giving) or not {"color", "background"} & giving.gives.keys():
            continue
        rule = on_panel(giving)
        colour = cascaded(sheet, rule, "color") or theme.tokens.ink
        for behind in grounds(sheet, rule, theme):
            measured += 1
            if contrast(colour, behind) < TEXT_AT_LEAST:
                weak.append(f"{rule.text}: {colour} on {behind}, {contrast(colour, behind):.2f}")
    assert weak == []
    assert measured > 60, "the sheet was not read"


def test_what_is_selected_stands_out_from_its_ground(sheet: list[Rule], theme: Theme) -> None:
    selecting = [rule for rule in sheet if "selection-background" in rule.gives]
    assert len(selecting) >= 3
    weak = [
        f"{rule.text}: {rule.gives['selection-color']} on {rule.gives['selection-background']}"
        for rule in selecting
        if contrast(rule.gives["selection-color"], rule.gives["selection-background"]) < TEXT_AT_LEAST
    ]
    assert weak == []


def test_borders_that_mean_something_stand_out_from_page_and_card(sheet: list[Rule], theme: Theme) -> None:
    known = {rule.text: rule for rule in sheet}
    assert MEANINGFUL.keys() <= known.keys()
    weak = []
    for text, name in MEANINGFUL.items():
        colour = next(
            rule.gives[name] for rule in reversed(sheet) if rule.text == text and name in rule.gives
        )
        weak += [
            f"{text}: {colour} on {behind}"
            for behind in (theme.tokens.page, theme.tokens.card)
            if contrast(colour, behind) < BORDER_AT_LEAST
        ]
    assert weak == []


def test_a_weak_colour_is_found(theme: Theme) -> None:
    weak = rules(
        'QLabel { color: #777777; } QFrame[role="x"] { background: #ffffff; } '
        'QFrame[role="x"] QLabel[tone="a"] { font-weight: 600; } QLabel[tone="a"]:hover { color: #000000; }'
    )
    inner = weak[2]
    assert cascaded(weak, inner, "color") == "#777777"
    assert ground(weak, inner) == "#ffffff"
    assert cascaded(weak, weak[3], "color") == "#000000"
    assert contrast("#777777", "#ffffff") < TEXT_AT_LEAST
