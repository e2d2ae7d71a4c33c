"""What the sync centre knows."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from icv_app.errors import IcvError
from icv_app.services.sync_centre import CentreView, Place
from icv_app.words import _, plural
from ui.doors import SyncPhase, SyncTold
from ui.entries.moments import say_moment
from ui.sync_centre.table import CentreRow, centre_row
from ui.sync_centre.wording import hold_words, retry_words
from ui.syncing import SyncState
from ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from icv_app.services.desk import Desk

ALL = "all"
"""Every part of the list together."""


class SyncCentreViewModel(QObject):
    """The records of this laptop: how many are where, and the latest of each."""

    loaded = Signal()
    failed = Signal(object)
    """An `IcvError`."""

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self._rows: tuple[CentreRow, ...] = ()
        self.view: CentreView | None = None

    @property
    def coordinator(self) -> bool:
        """Whether the reader runs the scheme."""
        return self._desk.identity.coordinator

    def refresh(self) -> None:
        """Read everything again."""
        self._tasks.run(Lane.STORE, self._read, then=self._show, otherwise=self._failed, owner=self)

    def rows(self, part: str) -> tuple[CentreRow, ...]:
        """Return the records of a part, or all of them."""
        if part == ALL:
            return self._rows
        return tuple(row for row in self._rows if row.record.place == part)

    def counts(self) -> dict[str, int]:
        """Return how many there are of each part."""
        counts = self.view.counts if self.view is not None else {}
        found = {place.value: counts.get(place, 0) for place in Place}
        return {**found, ALL: sum(found.values())}

    def in_words(self) -> str:
        """Return "2 set apart · 3 waiting to send · 1 on this laptop only"."""
        counts = self.counts()
        said = {
            Place.APART: _("{n} set apart"),
            Place.WAITING: _("{n} waiting to send"),
            Place.HERE: _("{n} on this laptop only"),
        }
        parts = [words.format(n=counts[place]) for place, words in said.items() if counts[place]]
        return " · ".join(parts) or _("Nothing waits")

    def _read(self) -> tuple[CentreView, tuple[CentreRow, ...]]:
        centre = self._desk.sync_centre
        view, suites = centre.view(), {str(name): words for name, words in centre.suites().items()}
        return view, tuple(centre_row(record, suites) for record in view.places)

    def _show(self, read: tuple[CentreView, tuple[CentreRow, ...]]) -> None:
        self.view, self._rows = read
        self.loaded.emit()

    def _failed(self, error: IcvError) -> None:
        self.failed.emit(error)


def headline(state: SyncState, waiting: int, *, by_server: bool) -> str:
    """Say in one line how synchronising stands."""
    if not by_server:
        return _("This scheme has no server: records travel by file")
    if state.running:
        return _("Stopping …") if state.stopping else told_words(state.told)
    if waiting:
        return plural("{n} record waits to be sent", "{n} records wait to be sent", waiting)
    return _("Everything of this laptop is with the server")


def told_words(told: SyncTold | None) -> str:
    """Say how far a synchronisation is."""
    if told is None:
        return _("Reaching the server …")
    if told.phase is SyncPhase.COMPARING:
        return _("Comparing both sides …")
    if told.phase is SyncPhase.MENDING:
        return _("The two sides differ: repairing …")
    if told.phase is SyncPhase.WAITING:
        return _("The server is busy: waiting a moment …")
    if told.total is None:
        return _("{done} received").format(done=f"{told.done:,}")
    words = (
        _("{done} of {total} sent") if told.phase is SyncPhase.SENDING else _("{done} of {total} received")
    )
    return words.format(done=f"{told.done:,}", total=f"{told.total:,}")


def why_words(state: SyncState) -> str:
    """Say why nothing goes by itself, or what went wrong last, and when it is tried again."""
    if state.running:
        return ""
    if state.hold is not None:
        return hold_words(state.hold)
    if state.failure is not None:
        return " ".join(words for words in (state.failure.user_text, retry_words(state)) if words)
    return ""


def warning_words(view: CentreView) -> str:
    """Say what is wrong between the two sides, or was brought here to do harm."""
    said = []
    if view.differs_at is not None:
        said.append(
            _(
                "At the end of the last sync the server held something else than this laptop, and that could "
                "not be repaired. ICV compares again each time; tell the server’s administrator if it stays."
            )
        )
    if view.dropped:
        said.append(
            plural(
                "{n} more unusable record was not kept: nobody may fill this laptop with such.",
                "{n} more unusable records were not kept: nobody may fill this laptop with such.",
                view.dropped,
            )
            + " "
            + _("Ask where the last USB stick came from, and tell your coordinator.")
        )
    return " ".join(said)


def fact_lines(view: CentreView, state: SyncState, server_url: str | None) -> list[tuple[str, str]]:
    """Return when the last sync was, when the next is, and whether anything had to be repaired."""
    lines = [(_("Last sync"), _moment(view.last_sync))]
    if server_url is not None:
        lines.append((_("Next sync"), _next(state)))
        lines.append((_("Server"), server_url))
    if view.mended_at is not None:
        lines.append((_("Difference repaired"), say_moment(view.mended_at)))
    return lines


def _next(state: SyncState) -> str:
    if state.running:
        return _("Now")
    if state.next_at is None:
        return _("Not by itself")
    return say_moment(state.next_at)


def _moment(moment: datetime | None) -> str:
    return _("Not yet") if moment is None else say_moment(moment)
