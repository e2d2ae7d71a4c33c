"""F1 lists every key there is, and no two keys contend for one press."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

import ui.visit
from icv_app.domain.problem import Step
from tests.gui import screens
from ui.shell import ShellWindow
from ui.shell.shortcuts import usual_keys
from ui.shell.shortcuts_dialog import ShortcutsDialog
from ui.theme import Theme
from ui.visit.visit_keys import visit_keys
from ui.widgets.table_model import RowsModel

ALONE = {
    name
    for name in screens.SCREENS
    if name.startswith(("set-up", "unlock", "locked-out", "recovery", "keys", "crash"))
}
"""Screens before unlocking, and dialogs: they have the keys of the window and no others."""

BY_CONTROLS = {*ALONE, *(name for name in screens.SCREENS if name.startswith("visit:"))}
"""The editor also lists keys that its controls understand; tests/gui/visit presses those."""


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Iterator[ShellWindow]:
    assert theme.text_percent == 100
    made = ShellWindow()
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
    yield made
    shiboken6.delete(made)


def in_force(window: ShellWindow) -> list[str]:
    """The keys that act now, one entry for each thing that acts."""
    shortcuts = [(each.key(), each.parent()) for each in window.findChildren(QShortcut) if each.isEnabled()]
    actions = [(each.shortcut(), each.parent()) for each in window.findChildren(QAction)]
    return [
        keys.toString()
        for keys, around in (*shortcuts, *actions)
        if not keys.isEmpty() and isinstance(around, QWidget) and around.isVisible()
    ]


def listed(dialog: ShortcutsDialog) -> list[str]:
    """The keys as F1 writes them."""
    model = dialog.table.model()
    assert isinstance(model, RowsModel)
    return [model.row_at(row).keys for row in range(model.rowCount())]


def spelled_out(written: str) -> Iterator[str]:
    """The single keys behind what is written: "Ctrl+1 … Ctrl+3" are three."""
    for part in re.split(r",\s+|\s{2,}", written):
        span = re.fullmatch(r"(\S*?)(\d) … \1(\d)", part)
        if span is None:
            yield QKeySequence(part).toString()
        else:
            first, last = int(span[2]), int(span[3])
            yield from (QKeySequence(f"{span[1]}{digit}").toString() for digit in range(first, last + 1))


@pytest.mark.parametrize("screen", [name for name in screens.SCREENS if name not in ALONE])
def test_every_key_that_acts_is_listed_and_acts_alone(window: ShellWindow, screen: str) -> None:
    screens.SCREENS[screen](window)
    QApplication.processEvents()
    acting = Counter(in_force(window))

    dialog = window.show_keys()
    known = {key for written in listed(dialog) for key in spelled_out(written)}
    dialog.accept()

    assert [key for key, times in acting.items() if times > 1] == [], "two things contend for one key"
    assert sorted(acting.keys() - known) == [], "what F1 does not list"


@pytest.mark.parametrize("screen", [name for name in screens.SCREENS if name not in BY_CONTROLS])
def test_every_key_that_a_page_lists_acts_there(window: ShellWindow, screen: str) -> None:
    screens.SCREENS[screen](window)
    QApplication.processEvents()
    page = window.page
    assert page is not None
    by_controls = {"Return", "Enter", "Delete"}
    listed_here = {key for written, _words in page.keys for key in spelled_out(written)} - by_controls
    assert sorted(listed_here - set(in_force(window))) == []


def test_no_key_is_listed_twice_with_two_meanings(window: ShellWindow) -> None:
    screens.visit(window, Step.PEOPLE)
    dialog = window.show_keys()
    model = dialog.table.model()
    assert isinstance(model, RowsModel)
    rows = [model.row_at(row) for row in range(model.rowCount())]
    dialog.accept()
    assert len({(row.keys, row.where) for row in rows}) == len(rows)


def letters_understood() -> dict[str, set[str]]:
    """Single letters and digits that controls of the editor compare a key with, by file."""
    found: dict[str, set[str]] = {}
    for file in sorted(Path(ui.visit.__file__).parent.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        named = {
            target.id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
            for target in node.targets
            if isinstance(target, ast.Name)
        }
        for handler in ast.walk(tree):
            if not isinstance(handler, ast.FunctionDef) or handler.name != "keyPressEvent":
                continue
            compared = [
                part for node in ast.walk(handler) if isinstance(node, ast.Compare) for part in ast.walk(node)
            ]
            keys = {str(named.get(node.id, "")) for node in compared if isinstance(node, ast.Name)}
            keys |= {str(node.value) for node in compared if isinstance(node, ast.Constant)}
            keys |= {node.attr.removeprefix("Key_") for node in compared if isinstance(node, ast.Attribute)}
            letters = {key for key in keys if re.fullmatch("[A-Z0-9]", key)}
            if letters:
                found[file.name] = letters
    return found


def test_every_letter_that_a_control_of_the_editor_understands_is_listed() -> None:
    understood = letters_understood()
    listed_letters = {
        key
        for written in (*(keys for keys, _words in visit_keys()), *(known.keys for known in usual_keys()))
        for key in re.findall(r"(?<![\w+])[A-Z](?!\w)", written)
    }
    by_kit = set("YNAK") | set("RFO")
    assert understood, "the handlers are read"
    assert set().union(*understood.values()) <= listed_letters
    assert listed_letters <= set().union(*understood.values()) | by_kit, "listed, and nothing understands it"


def test_a_key_can_be_given_once(window: ShellWindow) -> None:
    with pytest.raises(ValueError, match="F1"):
        window.shortcuts.add("F1", "Something else", window.show_keys)


@pytest.mark.parametrize(
    ("key", "modifier"),
    [
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier),
    ],
)
def test_the_keys_of_the_window_act(
    qtbot: QtBot, window: ShellWindow, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    screens.place(window, "V-004", "home")
    page = window.page
    assert page is not None
    page.focus_first()
    locked: list[bool] = []
    window.lock_requested.connect(lambda: locked.append(True))
    focused = QApplication.focusWidget()
    assert focused is not None

    QTest.keyClick(focused, key, modifier)

    if key is Qt.Key.Key_F1:
        qtbot.waitUntil(lambda: bool(window.findChildren(ShortcutsDialog)))
        window.findChildren(ShortcutsDialog)[0].accept()
    elif key is Qt.Key.Key_L:
        assert locked == [True]
    else:
        now = QApplication.focusWidget()
        assert now is not None
        assert window.nav.isAncestorOf(now)
