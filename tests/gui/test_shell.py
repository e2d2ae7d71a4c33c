"""The main window: places, pages over pages, keys."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from ui.shell import Page, ShellWindow, coordinator_places, visitor_places
from ui.theme import Theme
from ui.widgets.button import Button
from ui.widgets.labels import Text
from ui.widgets.message_bar import Kind
from ui.widgets.text_field import TextField


class LongList(QPlainTextEdit):
    """Would like to be taller than any window."""

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(400, 2000)


class Notes(Page):
    """A page with one line, that can ask to stay."""

    def __init__(self, title: str) -> None:
        super().__init__(title, "Subtitle")
        self.line = TextField("Note")
        self.body.addWidget(self.line)
        self.times_shown = 0
        self.stays = False
        self.keys = (("Ctrl+Return", "Submit the visit"),)

    def shown(self) -> None:
        self.times_shown += 1

    def may_leave(self) -> bool:
        return not self.stays


@pytest.fixture
def window(qtbot: QtBot, theme: Theme) -> Iterator[ShellWindow]:
    assert theme.text_percent == 100
    made = ShellWindow()
    for key in ("home", "visits", "settings", "today"):
        made.register(key, lambda key=key: Notes(key.capitalize()))  # type: ignore[misc]
    made.show_role(visitor_places(), "West Yorkshire · visitor")
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
    yield made
    shiboken6.delete(made)


def page(window: ShellWindow) -> Notes:
    assert isinstance(window.page, Notes)
    return window.page


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def settle() -> None:
    """Do what layouts have put off, and what that puts off in turn."""
    for _round in range(4):
        QApplication.processEvents()


def let_go() -> None:
    """Do what is due later: deletions."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_role_is_offered_only_the_places_that_have_a_page(window: ShellWindow) -> None:
    assert [button.entry.key for button in window.nav.buttons] == ["home", "visits", "settings"]
    window.show_role(coordinator_places(), "West Yorkshire · coordinator")
    assert [button.entry.key for button in window.nav.buttons] == ["today", "settings"]
    assert page(window).title == "Today"


def test_the_window_has_its_size_and_its_title(window: ShellWindow) -> None:
    assert (window.width(), window.height()) == (1280, 800)
    assert (window.minimumWidth(), window.minimumHeight()) == (1024, 700)
    assert window.windowTitle() == "Home – ICV"
    assert window.title_area.title.text() == "Home"
    assert window.title_area.subtitle.text() == "Subtitle"


def test_a_page_is_built_once_and_told_each_time_it_is_shown(window: ShellWindow) -> None:
    home = page(window)
    window.show_place("visits")
    assert window.show_place("home")
    assert page(window) is home
    assert home.times_shown == 2


def test_the_navigation_shows_pages(qtbot: QtBot, window: ShellWindow) -> None:
    window.nav.set_focus()
    QTest.keyClick(focused(), Qt.Key.Key_Down)
    with qtbot.waitSignal(window.page_changed) as changed:
        QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert changed.args == ["visits"]
    assert window.nav.current() == "visits"


def test_a_page_may_ask_to_stay(window: ShellWindow) -> None:
    page(window).stays = True
    QTest.mouseClick(window.nav.buttons[1], Qt.MouseButton.LeftButton)
    assert page(window).title == "Home"
    assert window.nav.current() == "home"
    assert window.nav.buttons[0].isChecked()
    assert not window.close()


def test_a_page_over_another_is_left_for_the_one_below(window: ShellWindow) -> None:
    window.show_place("visits")
    visit = Notes("Visit to Wakefield")
    window.open_over(visit)
    assert window.title_area.title.text() == "Visit to Wakefield"
    assert window.nav.current() == "visits"
    visit.left.emit()
    assert page(window).title == "Visits"
    let_go()
    assert not shiboken6.isValid(visit)
    assert not window.back()


def test_going_elsewhere_leaves_pages_that_were_over_others(window: ShellWindow) -> None:
    visit = Notes("Visit to Wakefield")
    window.open_over(visit)
    window.show_place("settings")
    let_go()
    assert not shiboken6.isValid(visit)
    window.show_place("home")
    assert page(window).title == "Home"


def test_what_was_done_is_news_on_its_own_page_only_and_a_problem_stays(window: ShellWindow) -> None:
    window.messages.show_message("Saved.", Kind.DONE)
    window.show_place("visits")
    assert window.messages.isHidden()
    window.messages.show_message("The disk is full.", Kind.ERROR)
    window.show_place("home")
    assert window.messages.text() == "The disk is full."


def test_actions_stand_beside_the_heading_of_their_page_only(window: ShellWindow) -> None:
    leave = Button("Leave for now")
    page(window).set_actions(leave)
    assert leave.isVisible()
    home = page(window)
    window.show_place("visits")
    assert not leave.isVisible()
    window.show_place("home")
    assert leave.isVisible()
    home.set_heading("Home", "2 drafts")
    assert window.title_area.subtitle.text() == "2 drafts"


def test_f6_goes_between_navigation_and_page(window: ShellWindow) -> None:
    window.nav.set_focus()
    QTest.keyClick(focused(), Qt.Key.Key_F6)
    assert focused() is page(window).line
    QTest.keyClick(focused(), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert window.nav.isAncestorOf(focused())


def test_ctrl_l_locks(qtbot: QtBot, window: ShellWindow) -> None:
    with qtbot.waitSignal(window.lock_requested):
        QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


def test_a_screen_alone_has_no_navigation_and_nothing_behind_it(qtbot: QtBot, window: ShellWindow) -> None:
    before = page(window)
    unlock = Notes("Unlock ICV")
    window.show_alone(unlock)
    assert not window.nav.isVisible()
    assert focused() is unlock.line
    let_go()
    assert not shiboken6.isValid(before)
    with qtbot.assertNotEmitted(window.lock_requested):
        QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert not window.back() or window.page is not None
    window.show_role(visitor_places(), "West Yorkshire · visitor")
    assert window.nav.isVisible()


def test_f1_lists_the_keys_those_of_the_page_first(window: ShellWindow) -> None:
    dialog = window.show_keys()
    listed = [dialog.table.model().data(dialog.table.model().index(row, 0)) for row in range(8)]
    assert listed[:3] == ["Ctrl+Return", "F1", "F6"]
    assert "Ctrl+L" in listed
    dialog.accept()


def test_keys_cannot_be_given_twice(window: ShellWindow) -> None:
    with pytest.raises(ValueError, match="taken"):
        window.shortcuts.add("F1", "Something else", window.show_keys)


def test_closing_hands_over_what_was_typed_before_it_tells(window: ShellWindow) -> None:
    events: list[str] = []
    line = page(window).line
    line.value_changed.connect(lambda text: events.append(f"typed {text}"))
    window.closing.connect(lambda: events.append("closing"))
    line.setFocus()
    QTest.keyClicks(line, "Quiet.")
    window.close()
    assert events == ["typed Quiet.", "closing"]


def test_a_page_that_fits_does_not_scroll_however_tall_its_content_would_like_to_be(
    qtbot: QtBot, window: ShellWindow
) -> None:
    long_list = LongList()
    roomy = Page("Roomy")
    roomy.body.addWidget(long_list)
    roomy.body.addWidget(Text("Words that wrap make the height depend on the width."))
    window.open_over(roomy)
    qtbot.waitUntil(lambda: long_list.height() > 500)
    settle()
    assert roomy.mapTo(window, roomy.rect().bottomLeft()).y() < window.height()


def test_large_text_scrolls_instead_of_being_cut(qtbot: QtBot, window: ShellWindow, theme: Theme) -> None:
    tall = Page("Tall")
    for _line in range(12):
        tall.body.addWidget(QLineEdit())
    window.open_over(tall)
    theme.set_text_percent(200)
    whole = tall.parentWidget()
    assert whole is not None
    qtbot.waitUntil(lambda: tall.height() >= tall.minimumSizeHint().height())
    lines = tall.findChildren(QLineEdit)
    assert all(line.height() >= line.minimumSizeHint().height() for line in lines)
    lines[-1].setFocus()
    qtbot.waitUntil(lambda: not lines[-1].visibleRegion().isEmpty())
