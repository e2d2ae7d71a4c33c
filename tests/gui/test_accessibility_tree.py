"""What Qt tells screen readers of every window and dialog.

It is the tree that goes over the accessibility bus, looked at from inside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import shiboken6
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

from tests.gui.opened_screens import EVERYTHING
from tests.gui.test_accessibility import controls, name, plain, said
from ui.shell import ShellWindow
from ui.theme import Theme

Role = QAccessible.Role

NOT_CONTROLS = (Role.NoRole, Role.Client, Role.Grouping, Role.StaticText, Role.Window)
"""Roles that tell nobody what can be done."""


@pytest.fixture
def window(theme: Theme) -> Iterator[ShellWindow]:
    """An empty window; a screen fills it."""
    assert theme.text_percent == 100
    made = ShellWindow()
    made.show()
    yield made
    shiboken6.delete(made)


@dataclass(frozen=True)
class Told:
    """What is told of one control; Qt's own answer must not outlive the window."""

    role: Role
    focusable: bool
    checkable: bool
    checked: bool
    secret: bool


@pytest.mark.parametrize("screen", EVERYTHING)
def test_screen_readers_are_told_what_every_control_is_and_how_it_stands(
    window: ShellWindow, screen: str
) -> None:
    shown = EVERYTHING[screen](window)
    QApplication.processEvents()
    told = dict(tree(shown))
    found = controls(shown)

    assert [said(control) for control in found if control not in told] == [], "not in the tree"
    assert [said(control) for control in found if not name(control)] == [], "without a name"
    idle = [each for each in found if told[each].role in NOT_CONTROLS and not only_read(each)]
    assert [said(each) for each in idle] == [], "without a role"
    assert [said(each) for each in found if not told[each].focusable] == [], "not to be reached"
    assert [wrong for control in found for wrong in differing(control, told[control])] == []
    assert unlabelled(shown) == []
    assert wordless(shown) == []


def tree(shown: QWidget) -> Iterator[tuple[QObject, Told]]:
    """Everything in sight, from the window down."""
    waiting = [QAccessible.queryAccessibleInterface(shown)]
    while waiting:
        here = waiting.pop()
        state = here.state()
        if state.invisible:
            continue
        yield (
            here.object(),
            Told(
                role=here.role(),
                focusable=bool(state.focusable),
                checkable=bool(state.checkable),
                checked=bool(state.checked),
                secret=bool(state.passwordEdit),
            ),
        )
        if here.role() is not Role.Table:  # its cells are no widgets
            waiting += [child for at in range(here.childCount()) if (child := here.child(at)) is not None]


def differing(control: QWidget, told: Told) -> Iterator[str]:
    """What the state that is told and the state that is seen differ in."""
    if isinstance(control, QAbstractButton):
        seen = (control.isCheckable(), control.isChecked())
        if (told.checkable, told.checked) != seen:
            yield f"{said(control)}: chosen or not is not told"
    if isinstance(control, QLineEdit) and told.secret != (control.echoMode() is QLineEdit.EchoMode.Password):
        yield f"{said(control)}: not told to be secret"


def only_read(control: QWidget) -> bool:
    """Whether the keyboard only comes here to read: a text to copy, or a part that scrolls."""
    return isinstance(control, QScrollArea | QLabel)


def unlabelled(shown: QWidget) -> list[str]:
    """Fields whose visible label screen readers do not know for one."""
    labels = [label for label in shown.findChildren(QLabel) if label.isVisible() and label.buddy()]
    labelled = {label.buddy() for label in labels}
    return [
        said(field)
        for field in controls(shown)
        if isinstance(field, QLineEdit | QPlainTextEdit | QComboBox)
        and not isinstance(field.parentWidget(), QComboBox)
        and not ({field, *_around(field)} & labelled)
        # A list that narrows a table down is never empty: "Every suite" says what it is of.
        and not (isinstance(field, QComboBox) and field.currentText())
        # Of a field of several parts, the label has one for its buddy, and all their names begin with it.
        and not any(plain(label.text()) in plain(name(field)) for label in labels)
    ]


def wordless(shown: QWidget) -> list[str]:
    """What has a colour that says something, and no word that says the same."""
    coloured = [
        part for part in shown.findChildren(QFrame) if part.isVisible() and part.property("hue") is not None
    ]
    return [
        f"{type(part).__name__} {part.property('role')} {part.property('hue')}"
        for part in coloured
        if not any(
            label.text().strip() for label in (part, *part.findChildren(QLabel)) if isinstance(label, QLabel)
        )
    ]


def _around(field: QWidget) -> Iterator[QWidget]:
    """The controls that a field is the inner part of."""
    around = field.parentWidget()
    while around is not None and around.focusProxy() is field:
        yield around
        around = around.parentWidget()


def test_a_passphrase_is_told_as_secret_and_never_what_it_is(window: ShellWindow) -> None:
    shown = EVERYTHING["unlock"](window)
    secret = "kettle orchard lantern quarry"
    [line] = [line for line in shown.findChildren(QLineEdit) if line.isVisible()]
    line.setText(secret)
    [show_it] = [
        each for each in shown.findChildren(QAbstractButton) if each.isVisible() and each.isCheckable()
    ]
    for _shown_or_hidden in range(2):
        QApplication.processEvents()
        told = [words for found, _told in tree(shown) for words in texts(found)]
        assert not any(word in each for word in secret.split() for each in told)
        assert dict(tree(shown))[line].secret
        assert len(set(texts_of(line, len(secret)))) == 1, "more is told than how many letters there are"
        show_it.click()
    assert line.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData


def texts(found: QObject) -> list[str]:
    """Every text that is told of something."""
    access = QAccessible.queryAccessibleInterface(found)
    return [
        access.text(kind)
        for kind in (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value)
    ]


def texts_of(line: QLineEdit, length: int) -> str:
    """What is told to stand in a line."""
    return QAccessible.queryAccessibleInterface(line).textInterface().text(0, length)
