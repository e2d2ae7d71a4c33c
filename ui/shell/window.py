"""The one window of ICV."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from icv_app.words import _
from ui.shell.page import Page
from ui.shell.shortcuts import Shortcut, ShortcutBook, usual_keys
from ui.shell.title_area import TitleArea
from ui.shell.whole_page import PageStack, WholePage
from ui.theme.tokens import SPACE_M, SPACE_XL
from ui.widgets.announce import announce
from ui.widgets.message_bar import MessageBar
from ui.widgets.nav_bar import NavBar, NavEntry
from ui.widgets.scroll_area import ScrollArea

if TYPE_CHECKING:
    from ui.shell.shortcuts_dialog import ShortcutsDialog

DEFAULT_SIZE = QSize(1280, 800)
LEAST_SIZE = QSize(1024, 700)


class ShellWindow(QMainWindow):
    """Navigation at the left, the page with its heading at the right.

    Pages are registered by the key of their place and built when first shown.
    A page can open another over it (a visit over the list of visits); leaving
    that one returns. Screens before unlocking stand alone, without navigation.

    Attributes:
        nav: Set badges, foot lines and the role's name here.
        messages: What just happened, above every page.
        shortcuts: The keys that act everywhere.
    """

    lock_requested = Signal()
    page_changed = Signal(str)
    """Another place is in sight: its key."""
    closing = Signal()
    """The window is about to close; work in hand should be finished."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("ICV")
        self.setMinimumSize(LEAST_SIZE)
        self.resize(DEFAULT_SIZE)
        self.nav = NavBar("ICV")
        self.title_area = TitleArea()
        self.messages = MessageBar()
        self._stack = PageStack()
        self._makers: dict[str, Callable[[], Page]] = {}
        self._pages: dict[str, Page] = {}
        self._over: list[Page] = []
        self._page: Page | None = None
        self._alone = False
        self._lay_out()
        self.nav.chosen.connect(self.show_place)
        self.shortcuts = ShortcutBook(self)
        self.shortcuts.add("F1", _("Show the keys"), self.show_keys)
        self.shortcuts.add("F6", _("Go from the navigation to the page and back"), self.switch_part)
        self.shortcuts.add("Shift+F6", _("The same, backwards"), self.switch_part)
        self.shortcuts.add("Ctrl+L", _("Lock ICV"), self._on_lock)
        self.shortcuts.add("Alt+Left", _("Go back"), self.back)
        self.nav.hide()

    @property
    def page(self) -> Page | None:
        """The page in sight."""
        return self._page

    def register(self, key: str, make: Callable[[], Page]) -> None:
        """Give a place its page; `make` builds it when it is first shown."""
        self._makers[key] = make

    def show_role(self, places: Sequence[NavEntry], who: str) -> None:
        """Offer those of `places` that have a page, and show the first; `who` stands under the name."""
        self.forget_pages()
        self._alone = False
        self.nav.set_entries([entry for entry in places if entry.key in self._makers])
        self.nav.set_who(who)
        self.nav.show()
        first = self.nav.current()
        if first is not None:
            self.show_place(first)

    def show_place(self, key: str) -> bool:
        """Show the page of a place; False if the present one asked to stay.

        Raises:
            KeyError: Nothing is registered for it.
        """
        if self._page is not None and not self._page.may_leave():
            return False
        for page in self._over:
            self._drop(page)
        self._over = []
        if key not in self._pages:
            self._pages[key] = self._adopt(self._makers[key]())
        self.nav.set_current(key)
        self._show(self._pages[key])
        self.page_changed.emit(key)
        return True

    def open_over(self, page: Page) -> None:
        """Show `page` over the present one; it is deleted when left."""
        self._over.append(self._adopt(page))
        page.left.connect(self.back)
        self._show(page)

    def back(self) -> bool:
        """Leave a page that was opened over another; False if there is none, or it asked to stay."""
        if not self._over or self._page is not self._over[-1] or not self._page.may_leave():
            return False
        self._drop(self._over.pop())
        below = self._over[-1] if self._over else self._pages.get(self.nav.current() or "")
        if below is not None:
            self._show(below)
            below.focus_first()
        return True

    def show_alone(self, page: Page) -> None:
        """Show a screen without navigation (set-up, unlock); the pages shown before are forgotten."""
        self.forget_pages()
        self._alone = True
        self.nav.hide()
        self._over.append(self._adopt(page))
        self._show(page)
        page.focus_first()

    def forget_pages(self) -> None:
        """Delete every page, so that nothing of them stays in memory while locked."""
        for page in (*self._pages.values(), *self._over):
            page.finish()
            self._drop(page)
        self._pages, self._over = {}, []
        self._page = None
        self.title_area.show_heading("", "", ())
        self.messages.clear()

    def show_keys(self) -> ShortcutsDialog:
        """Show what the keys do, those of the page first."""
        from ui.shell.shortcuts_dialog import ShortcutsDialog  # a first window starts sooner without

        own = self._page.keys if self._page is not None else ()
        listed = [Shortcut(keys, words, _("On this page")) for keys, words in own]
        dialog = ShortcutsDialog([*listed, *self.shortcuts.all(), *usual_keys()], self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    def switch_part(self) -> None:
        """Put the keyboard on the navigation if it is on the page, and the other way round."""
        focused = QApplication.focusWidget()
        on_nav = focused is not None and self.nav.isAncestorOf(focused)
        if self.nav.isHidden() or on_nav:
            if self._page is not None:
                self._page.focus_first()
        else:
            self.nav.set_focus()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Ask the page, then tell that the window closes."""
        if self._page is not None and not self._page.may_leave():
            event.ignore()
            return
        for page in (*self._pages.values(), *self._over):
            page.finish()
        # Fields hand over what was typed when they are hidden: before the work in hand is awaited.
        self._stack.hide()
        self.closing.emit()
        event.accept()

    def _lay_out(self) -> None:
        whole = QWidget()
        right = QVBoxLayout(whole)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        top = QVBoxLayout()
        top.setSpacing(SPACE_M)  # not taken while there is no message
        top.addWidget(self.title_area)
        around = QVBoxLayout()
        around.setContentsMargins(SPACE_XL, 0, SPACE_XL, 0)
        around.addWidget(self.messages)
        top.addLayout(around)
        right.addLayout(top)
        right.addWidget(self._stack, 1)
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.nav)
        row.addWidget(ScrollArea(WholePage(whole)), 1)
        self.setCentralWidget(centre)

    def _adopt(self, page: Page) -> Page:
        self._stack.add(page)
        page.heading_changed.connect(self._on_heading_changed)
        return page

    def _drop(self, page: Page) -> None:
        self._stack.remove(page)
        for action in page.controls:
            action.hide()
            action.deleteLater()
        page.deleteLater()

    def _show(self, page: Page) -> None:
        if page is not self._page:
            self.messages.forget_news()
        self._page = page
        self._stack.show_page(page)
        self._on_heading_changed()
        announce(self, page.title)
        page.shown()

    def _on_heading_changed(self) -> None:
        page = self._page
        if page is None:
            return
        self.setWindowTitle(f"{page.title} – ICV" if page.title else "ICV")
        self.title_area.show_heading(page.title, page.subtitle, page.controls)

    def _on_lock(self) -> None:
        if not self._alone:
            self.lock_requested.emit()
