"""The notices and what a coordinator does about them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from icv_app.domain.scheme import Role
from icv_app.domain.times import london_day
from icv_app.words import _
from ui.doors import Doors
from ui.tasks import Lane, Tasks
from ui.text_guard import guard_and_reasons

if TYPE_CHECKING:
    from datetime import date

    from icv_app.domain.notices import Notice
    from icv_app.domain.scheme import Member
    from icv_app.services.desk import Desk
    from icv_app.services.notices import NoticeOnDesk, NoticeWords

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NoticesInSight:
    """What the page shows.

    Attributes:
        visitors: Of today, by number.
    """

    notices: tuple[NoticeOnDesk, ...]
    visitors: tuple[Member, ...]


class NoticesViewModel(QObject):
    """Read again whenever the page comes into sight or something arrives."""

    loaded = Signal(object)
    """A `NoticesInSight`."""
    guard_ready = Signal(object, object)
    """The privacy guard for what is written here, and the reasons why something found may stay."""
    document_refused = Signal(str)
    """Why a document may not be attached."""
    told = Signal(object)
    """The `Notice` that was told."""
    refused = Signal(object)
    """An `IcvError`: it was not told."""
    done = Signal(str)
    failed = Signal(object)
    """An `IcvError`."""
    changed = Signal()
    """Something was written that others are to be sent."""

    def __init__(self, desk: Desk, doors: Doors, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._doors = doors
        self._tasks = tasks

    def today(self) -> date:
        """The present day in London."""
        return london_day(self._desk.clock.now())

    def load(self) -> None:
        """Read everything again."""
        self._run(self._read, self.loaded.emit)

    def load_guard(self) -> None:
        """Have the privacy guard come; the first takes a moment."""
        self._run(lambda: guard_and_reasons(self._desk), lambda found: self.guard_ready.emit(*found))

    def read_document(self, file: Path, then: Callable[[bytes], None]) -> None:
        """Read a document that may be attached."""
        doors = self._doors.notices
        self._tasks.run(
            Lane.STORE,
            lambda: doors.read_document(file),
            then=then,
            otherwise=lambda error: self.document_refused.emit(error.user_text),
            owner=self,
        )

    def tell(self, words: NoticeWords, instead_of: Notice | None) -> None:
        """Tell visitors, or replace a notice; `told` or `refused` follows."""

        def told(notice: Notice) -> None:
            self.told.emit(notice)
            self._changed(
                _("Told. Visitors get it at their next sync.")
                if instead_of is None
                else _("Replaced. Who had read it is asked again.")
            )

        self._tasks.run(
            Lane.STORE,
            lambda: self._desk.notices.tell(words, instead_of),
            then=told,
            otherwise=self.refused.emit,
            owner=self,
        )

    def withdraw(self, notice: Notice) -> None:
        """Let a notice count no more."""
        self._run(
            lambda: self._desk.notices.withdraw(notice),
            lambda _none: self._changed(_("Withdrawn. Visitors see it no more after their next sync.")),
        )

    def fetch_document(self, notice: Notice, then: Callable[[bytes], None]) -> None:
        """Read a notice's document, to go on with it."""
        self._run(lambda: self._desk.notices.document(notice), then)

    def save_document(self, notice: Notice, file: Path) -> None:
        """Write a notice's document to a file of its own."""
        words = _("The document is written to {file}; it is not encrypted.").format(file=file.name)
        doors = self._doors.notices
        self._run(lambda: doors.save_document(self._desk, notice, file), lambda _none: self.done.emit(words))

    def save_readers(self, seen: NoticeOnDesk, file: Path) -> None:
        """Write who has read a notice to a file."""
        words = _("The list is written to {file}; it is not encrypted.").format(file=file.name)
        doors = self._doors.notices
        self._run(lambda: doors.save_readers(self._desk, seen, file), lambda _none: self.done.emit(words))

    def _read(self) -> NoticesInSight:
        today = self.today()
        visitors = tuple(
            one for one in self._desk.scheme.members() if one.role is Role.VISITOR and one.in_scheme_on(today)
        )
        return NoticesInSight(self._desk.notices.all(), visitors)

    def _changed(self, words: str) -> None:
        self.done.emit(words)
        self.changed.emit()

    def _run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self._tasks.run(Lane.STORE, work, then=then, otherwise=self.failed.emit, owner=self)
