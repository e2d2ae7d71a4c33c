"""How the scheme stands against the quality framework, read again after every change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from icv_app.domain.times import FinancialYear
from icv_app.errors import IcvError
from icv_app.words import _
from ui.doors import Doors
from ui.tasks import Lane, Tasks
from ui.text_guard import guard_and_reasons

if TYPE_CHECKING:
    from icv_app.domain.justified import Justified
    from icv_app.domain.quality import Evidence, Framework
    from icv_app.services.desk import Desk
    from icv_app.services.quality import QualityStanding

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class QualityInSight:
    """What the page shows.

    Attributes:
        years: Newest first.
    """

    standing: QualityStanding
    years: tuple[FinancialYear, ...]


class QualityViewModel(QObject):
    """One financial year at a time."""

    loaded = Signal(object)
    """A `QualityInSight`."""
    kept = Signal(str, bool)
    """Of which criterion evidence was kept, and whether it is a document."""
    guard_ready = Signal(object, object)
    """The privacy guard for what is written here, and the reasons why something found may stay."""
    busy_changed = Signal(str)
    """What is happening, or nothing."""
    done = Signal(str)
    """What was done, in a sentence."""
    failed = Signal(object)
    """An `IcvError`."""
    changed = Signal()
    """Something was written that the other coordinators are to be sent."""

    def __init__(self, desk: Desk, doors: Doors, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._doors = doors
        self._tasks = tasks
        self.year: FinancialYear | None = None

    def load(self) -> None:
        """Read everything again."""
        self._tasks.run(Lane.STORE, self._read, then=self.loaded.emit, otherwise=self.failed.emit, owner=self)

    def choose_year(self, label: str) -> None:
        """Choose another year, written like 2023-24."""
        self.year = FinancialYear.from_label(label)
        self.load()

    def load_guard(self) -> None:
        """Have the privacy guard come; the first takes a moment."""
        self._tasks.run(
            Lane.STORE,
            lambda: guard_and_reasons(self._desk),
            then=lambda found: self.guard_ready.emit(*found),
            otherwise=self.failed.emit,
            owner=self,
        )

    def add_note(self, criterion_id: str, text: str, justified: tuple[Justified, ...]) -> None:
        """Attach a note to a criterion."""

        def kept(_evidence: object) -> None:
            self.kept.emit(criterion_id, False)
            self._changed(_("The note is kept as evidence."))

        quality = self._desk.quality
        self._run(_("Keeping the note"), lambda: quality.add_note(criterion_id, text, justified), kept)

    def attach(self, criterion_id: str, title: str, file: Path, justified: tuple[Justified, ...]) -> None:
        """Attach a document to a criterion."""

        def kept(_none: None) -> None:
            self.kept.emit(criterion_id, True)
            self._changed(_("{file} is kept in the vault as evidence.").format(file=file.name))

        doors = self._doors.quality
        self._run(
            _("Keeping the document"),
            lambda: doors.attach_document(self._desk, criterion_id, title, file, justified),
            kept,
        )

    def withdraw(self, evidence: Evidence) -> None:
        """Let a piece of evidence count no more."""
        self._run(
            _("Withdrawing the evidence"),
            lambda: self._desk.quality.withdraw(evidence),
            lambda _none: self._changed(_("This evidence counts no more.")),
        )

    def save_document(self, evidence: Evidence, file: Path) -> None:
        """Write a document that was attached to a file of its own."""
        doors = self._doors.quality
        words = _("The document is written to {file}; it is not encrypted.")
        self._run(
            _("Writing the document"),
            lambda: doors.save_document(self._desk, evidence, file),
            lambda _none: self.done.emit(words.format(file=file.name)),
        )

    def import_framework(self, file: Path) -> None:
        """Put the framework in a file in use."""

        def imported(framework: Framework) -> None:
            words = _("“{title}”, version {version}, is in use.")
            self._changed(words.format(title=framework.title, version=framework.version))

        doors = self._doors.quality
        self._run(_("Reading the framework"), lambda: doors.import_framework(self._desk, file), imported)

    def export_framework(self, file: Path) -> None:
        """Write the framework in use to a file."""
        doors = self._doors.quality
        words = _("The framework is written to {file}. Edit it, raise its version, and import it.")
        self._run(
            _("Writing the framework"),
            lambda: doors.export_framework(self._desk, file),
            lambda _none: self.done.emit(words.format(file=file.name)),
        )

    def write_pack(self, file: Path) -> None:
        """Write the evidence of the year."""
        year, doors = self.year, self._doors.quality
        if year is None:
            return
        words = _("The evidence is written to {file}; it is not encrypted.")
        self._run(
            _("Writing the evidence pack"),
            lambda: doors.write_evidence_pack(self._desk, year, file),
            lambda _none: self.done.emit(words.format(file=file.name)),
        )

    def _read(self) -> QualityInSight:
        years = self._desk.agenda.years()
        if self.year is None:
            self.year = years[0]
        return QualityInSight(self._desk.quality.standing(self.year), years)

    def _changed(self, words: str) -> None:
        self.done.emit(words)
        self.changed.emit()

    def _run(self, words: str, work: Callable[[], T], then: Callable[[T], None]) -> None:
        def done(answer: T) -> None:
            self.busy_changed.emit("")
            then(answer)

        self.busy_changed.emit(words)
        self._tasks.run(Lane.STORE, work, then=done, otherwise=self._failed, owner=self)

    def _failed(self, error: IcvError) -> None:
        self.busy_changed.emit("")
        self.failed.emit(error)
