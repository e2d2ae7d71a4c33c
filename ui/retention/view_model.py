"""What the retention page shows, and what the coordinator may do with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from icv_app.domain.ids import VisitId
from icv_app.domain.visit import Stage
from icv_app.errors import IcvError
from icv_app.services.ports_visits import VisitFilter
from icv_app.words import _
from ui.tasks import Lane, Tasks
from ui.text_guard import guard_and_reasons

if TYPE_CHECKING:
    from icv_app.domain.justified import Justified
    from icv_app.domain.scheme import SchemeSettings
    from icv_app.services.desk import Desk
    from icv_app.services.ports_visits import VisitSummary
    from icv_app.services.retention_preview import Preview, RunLine

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionStanding:
    """Everything that the page shows, read at once.

    Attributes:
        visits: Filed visits that may be held, newest first.
        unfinished: Whether files of this computer still wait to be written anew.
    """

    settings: SchemeSettings
    preview: Preview
    runs: Sequence[RunLine]
    visits: Sequence[VisitSummary]
    unfinished: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldWanted:
    """A visit to hold, or whose hold to lift, and why."""

    visit_id: VisitId
    reason: str
    justified: tuple[Justified, ...] = ()
    lift: bool = False


class RetentionViewModel(QObject):
    """What is due as it stands, read again after every change."""

    loaded = Signal(object)
    """A `RetentionStanding`."""
    erased = Signal(object)
    """A `RunLine` for each run that was just done."""
    held = Signal(bool)
    """Whether a hold was lifted (else one was set)."""
    guard_ready = Signal(object, object)
    """The privacy guard for what is written here, and the reasons why something found may stay."""
    busy_changed = Signal(str)
    """What is happening, or nothing."""
    failed = Signal(object)
    """An `IcvError`."""

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._preview: Preview | None = None

    def load(self) -> None:
        """Read everything again."""
        self._tasks.run(Lane.STORE, self._read, then=self._show, otherwise=self.failed.emit, owner=self)

    def load_guard(self) -> None:
        """Have the privacy guard come; the first takes a moment."""
        self._tasks.run(
            Lane.STORE,
            lambda: guard_and_reasons(self._desk),
            then=lambda found: self.guard_ready.emit(*found),
            otherwise=self.failed.emit,
            owner=self,
        )

    def erase(self) -> None:
        """Erase what was shown as due."""
        preview = self._preview
        if preview is None:
            return

        def erased(lines: Sequence[RunLine]) -> None:
            self.load()
            self.erased.emit(lines)

        self._run(_("Erasing"), lambda: self._desk.retention.run(preview), erased)

    def hold(self, wanted: HoldWanted) -> None:
        """Set a legal hold, or lift it."""
        retention = self._desk.retention
        act = retention.lift if wanted.lift else retention.hold

        def done(_step: object) -> None:
            self.load()
            self.held.emit(wanted.lift)

        words = _("Lifting the hold") if wanted.lift else _("Holding the visit")
        self._run(words, lambda: act(wanted.visit_id, wanted.reason, wanted.justified), done)

    def finish(self) -> None:
        """Write the files of this computer anew, where that was put off."""
        self._run(_("Clearing the files"), self._desk.retention.finish, lambda _done: self.load())

    def _read(self) -> RetentionStanding:
        desk = self._desk
        return RetentionStanding(
            settings=desk.scheme.settings(),
            preview=desk.retention.preview(),
            runs=desk.retention.log(),
            visits=desk.visits.list(VisitFilter(stage=Stage.SUBMITTED)),
            unfinished=desk.retention.unfinished(),
        )

    def _show(self, standing: RetentionStanding) -> None:
        self._preview = standing.preview
        self.loaded.emit(standing)

    def _run(self, words: str, work: Callable[[], T], then: Callable[[T], None]) -> None:
        def done(answer: T) -> None:
            self.busy_changed.emit("")
            then(answer)

        self.busy_changed.emit(words)
        self._tasks.run(Lane.STORE, work, then=done, otherwise=self._failed, owner=self)

    def _failed(self, error: IcvError) -> None:
        self.busy_changed.emit("")
        self.load()  # what was shown may no longer be what is due
        self.failed.emit(error)
