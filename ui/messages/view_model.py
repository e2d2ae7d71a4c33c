"""A visitor's messages, in an order that does not change under their eyes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from icv_app.words import _
from ui.doors import Doors
from ui.tasks import Lane, Tasks
from ui.visits.view_model import load_settings

if TYPE_CHECKING:
    from icv_app.domain.ids import RecordId
    from icv_app.domain.notices import Notice
    from icv_app.services.desk import Desk
    from icv_app.services.messages import Message

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class MessagesInSight:
    """What the page shows.

    Attributes:
        suites: Names by short name.
    """

    messages: tuple[Message, ...]
    suites: dict[str, str]

    @property
    def unread(self) -> int:
        """How many are unread."""
        return sum(one.unread for one in self.messages)


class MessagesViewModel(QObject):
    """Unread ones first when the page comes into sight; what is opened then stays where it is."""

    loaded = Signal(object)
    """A `MessagesInSight`."""
    opened = Signal()
    """Something is not unread any more."""
    word_given = Signal()
    """A word was given that is to be sent."""
    done = Signal(str)
    failed = Signal(object)
    """An `IcvError`."""

    def __init__(self, desk: Desk, doors: Doors, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._doors = doors
        self._tasks = tasks
        self._order: dict[RecordId, int] = {}

    def begin(self) -> None:
        """Read everything and put it in order."""
        self._order = {}
        self.load()

    def load(self) -> None:
        """Read everything; what was there keeps its place, what is new stands above it."""
        self._run(self._read, self._show)

    def note_opened(self, messages: Iterable[Message]) -> None:
        """Note that messages were opened."""
        keys = [one.key for one in messages if one.unread]
        if keys:
            self._run(lambda: self._desk.messages.note_opened(keys), lambda _none: self._on_opened())

    def say_read(self, notice: Notice) -> None:
        """Give the word that a notice was read."""

        def done(_read: object) -> None:
            self.done.emit(_("The office gets your word at the next sync."))
            self.word_given.emit()
            self._on_opened()

        self._run(lambda: self._desk.notices.say_read(notice), done)

    def save_document(self, notice: Notice, file: Path) -> None:
        """Write a notice's document to a file of its own."""
        words = _("The document is written to {file}; it is not encrypted.").format(file=file.name)
        doors = self._doors.notices
        self._run(lambda: doors.save_document(self._desk, notice, file), lambda _none: self.done.emit(words))

    def _read(self) -> MessagesInSight:
        settings = load_settings(self._desk)
        suites = {str(one.suite_id): one.name for one in settings.suites} if settings is not None else {}
        return MessagesInSight(self._desk.messages.all(), suites)

    def _show(self, found: MessagesInSight) -> None:
        placed = sorted(found.messages, key=lambda one: self._order.get(one.key, -1))
        self._order = {one.key: at for at, one in enumerate(placed)}
        self.loaded.emit(replace(found, messages=tuple(placed)))

    def _on_opened(self) -> None:
        self.opened.emit()
        self.load()

    def _run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self._tasks.run(Lane.STORE, work, then=then, otherwise=self.failed.emit, owner=self)
