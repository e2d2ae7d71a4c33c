"""Notices at the desk and a visitor's messages, filled, by name; see `screens`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtWidgets import QWidget

from icv_app.services.desk import Desk
from tests.gui.full_desk import a_full_desk
from tests.gui.notices import a_scheme_with_notices
from tests.quality_builders import PDF
from ui.messages.view import MessagesPage
from ui.notices.view import NoticesPage
from ui.shell import ShellWindow
from ui.workplace import Workplace

AtWork = Callable[[ShellWindow, Desk], Workplace]


def notices(window: ShellWindow, at_work: AtWork, then: str) -> QWidget:
    """The notices, the form for a new one, or one that is about to be withdrawn."""
    at_work(window, a_scheme_with_notices()["C-001"].desk)
    window.show_place("notices")
    page = window.page
    assert isinstance(page, NoticesPage)
    briefing = next(one for one in page.table_rows() if one.notice.document is not None)
    page.choose(briefing.notice.notice_id)
    if then == "form":
        page.new_button.click()
        page.form.set_document(PDF)
        page.form.to.choose("some")
    elif then == "withdraw":
        page.detail.withdraw_button.click()
    return window


def messages(window: ShellWindow, at_work: AtWork) -> QWidget:
    """A visitor's messages, with a notice chosen that asks for a word."""
    at_work(window, a_scheme_with_notices()["V-001"].desk)
    window.show_place("messages")
    page = window.page
    assert isinstance(page, MessagesPage)
    asked = next(one for one in page.table_rows() if one.notice is not None and one.notice.owes_word)
    page.choose(asked.key)
    return window


def home(window: ShellWindow, at_work: AtWork) -> QWidget:
    """A visitor's home with everything that can wait there."""
    at_work(window, a_scheme_with_notices()["V-001"].desk)
    window.show_place("home")
    return window


def today(window: ShellWindow, at_work: AtWork) -> QWidget:
    """A coordinator's day with something in every section."""
    at_work(window, a_full_desk()["C-001"].desk)
    window.show_place("today")
    return window


def notice_screens(at_work: AtWork) -> Iterator[tuple[str, Callable[[ShellWindow], QWidget]]]:
    """Every screen of this file."""
    for then in ("", "form", "withdraw"):
        yield f"notices:{then}".rstrip(":"), partial(notices, at_work=at_work, then=then)
    for name, show in (("messages", messages), ("home:full", home), ("today:full", today)):
        yield name, partial(show, at_work=at_work)
