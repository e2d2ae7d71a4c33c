"""What people paste, such as a web address: it breaks, and a copy of it is what it says."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea
from pytestqt.qtbot import QtBot

from icv_app.services.notices import NoticeWords
from tests.gui.conftest import Show
from tests.gui.reviewed_records import shown_to
from tests.memory_scheme import a_scheme
from ui.notices.view import NoticesPage
from ui.shell import ShellWindow
from ui.theme import Theme
from ui.widgets.labels import Text

LINK = "https://example.org/" + "ab-cd/" * 150


def test_a_notice_with_a_long_address_does_not_widen_the_page(qtbot: QtBot, theme: Theme) -> None:
    scheme = a_scheme()
    today = scheme.clock.now().date()
    scheme["C-001"].desk.notices.tell(NoticeWords(title="New form " + "y" * 100, text=LINK, first_day=today))
    window = ShellWindow()
    window.resize(QSize(1024, 700))
    qtbot.addWidget(window)
    window.show()
    shown_to(window, scheme, "C-001")
    window.show_place("notices")
    for _settle in range(3):
        QApplication.processEvents()

    page = window.page
    assert isinstance(page, NoticesPage)
    assert page.detail.text.text() == LINK
    areas = [(one, one.widget()) for one in window.findChildren(QScrollArea) if one.isVisible()]
    wide = [area for area, inside in areas if inside and inside.width() > area.viewport().width()]
    assert areas
    assert wide == []


def test_what_can_be_copied_is_not_broken(show: Show) -> None:
    text = Text(LINK)
    show(text)
    assert QLabel.text(text) != LINK
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    assert (text.text(), QLabel.text(text)) == (LINK, LINK)
