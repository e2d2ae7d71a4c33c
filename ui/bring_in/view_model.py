"""A table of past visits on its way into the vault: read, explained, tried, brought in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from icv_app.domain.ids import SuiteId
from icv_app.errors import IcvError
from icv_app.services.past_visits import (
    ColumnMapping,
    ImportChoices,
    PastField,
    PastTable,
    Trial,
    brought_in_words,
    past_fields,
)
from icv_app.words import _, plural
from ui.doors import Doors
from ui.tasks import Lane, Progress, Tasks

if TYPE_CHECKING:
    from icv_app.domain.scheme import Suite
    from icv_app.services.desk import Desk

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Explaining:
    """What columns can stand for, and what explained them before."""

    fields: tuple[PastField, ...]
    suites: tuple[Suite, ...]
    mappings: tuple[ColumnMapping, ...]


class BringInViewModel(QObject):
    """One table at a time. What was tried counts only for as long as nothing about it is changed.

    Attributes:
        table: The one read last.
        mapping: What its columns stand for.
        choices: The coordinator's.
        trial: What the last dry run found; `None` once something was changed.
    """

    ready = Signal(object)
    """An `Explaining`: read when the page is shown, and after a mapping was kept or taken out."""
    table_read = Signal(object)
    """A `PastTable`."""
    mapping_changed = Signal(object)
    """A `ColumnMapping` that was not chosen by hand, column by column."""
    tried = Signal(object)
    """A `Trial`, or that there is none any more."""
    brought_in = Signal(int)
    """How many visits came in."""
    busy_changed = Signal(str)
    """What is happening, or nothing."""
    progressed = Signal(int, int)
    done = Signal(str)
    failed = Signal(object)
    """An `IcvError`."""

    def __init__(self, desk: Desk, doors: Doors, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._doors = doors
        self._tasks = tasks
        self._file: Path | None = None
        self._progress: Progress | None = None
        self.table: PastTable | None = None
        self.mapping = ColumnMapping()
        self.choices = ImportChoices()
        self.trial: Trial | None = None

    def load(self) -> None:
        """Read what columns can stand for."""
        self._tasks.run(
            Lane.STORE, self._explaining, then=self.ready.emit, otherwise=self.failed.emit, owner=self
        )

    def open(self, file: Path, *, sheet: str = "", header_row: int | None = None) -> None:
        """Read a table and guess what its columns stand for."""
        bring_in, desk = self._doors.bring_in, self._desk

        def read(progress: Progress) -> tuple[PastTable, ColumnMapping]:
            table = bring_in.read_past_table(file, sheet, header_row, progress.report)
            return table, bring_in.guess_mapping(desk, table)

        def opened(found: tuple[PastTable, ColumnMapping]) -> None:
            self._file = file
            self.table, self.mapping = found
            self.table_read.emit(self.table)
            self.mapping_changed.emit(self.mapping)
            self._forget_trial()

        self._run(Lane.NETWORK, _("Reading the table"), read, opened)

    def choose_sheet(self, sheet: str) -> None:
        """Read another sheet of the same workbook."""
        if self._file is not None and self.table is not None and sheet != self.table.sheet:
            self.open(self._file, sheet=sheet)

    def choose_header(self, row: int | None) -> None:
        """Take the columns' names from another row; they are looked for where none is said."""
        if self._file is not None and self.table is not None and row != self.table.header_row:
            self.open(self._file, sheet=self.table.sheet, header_row=row)

    def set_column(self, field: str, column: str | None) -> None:
        """Say which column stands for a field."""
        self._change(self.mapping.with_column(field, column))

    def set_month_first(self, month_first: bool) -> None:
        """Say how days are written."""
        self._change(replace(self.mapping, month_first=month_first))

    def set_suite(self, name: str, suite_id: str | None) -> None:
        """Say which suite the table means by a name."""
        suites = {word: suite for word, suite in self.mapping.suites.items() if word != name.casefold()}
        if suite_id is not None:
            suites[name.casefold()] = SuiteId(suite_id)
        self._change(replace(self.mapping, suites=suites))

    def use_mapping(self, mapping: ColumnMapping) -> None:
        """Take a kept mapping; of columns that this table does not have, nothing is said."""
        columns = self.table.columns if self.table is not None else ()
        fitting = {field: column for field, column in mapping.columns.items() if column in columns}
        self._change(replace(mapping, columns=fitting))
        self.mapping_changed.emit(self.mapping)

    def choose(self, *, only_good: bool, doubles_too: bool, leave_out_words: bool) -> None:
        """Take the coordinator's choices; a dry run that they bear on is done again."""
        before, tried = self.choices, self.trial is not None
        self.choices = ImportChoices(
            only_good=only_good, doubles_too=doubles_too, leave_out_words=leave_out_words
        )
        if tried and replace(before, only_good=only_good) != self.choices:
            self.try_out()
        elif tried:
            self.tried.emit(self.trial)

    def try_out(self) -> None:
        """Say what would come in, and why the rest would not."""
        table, mapping, choices = self.table, self.mapping, self.choices
        if table is None:
            return

        def found(trial: Trial) -> None:
            same = self.table is table and self.mapping is mapping
            if not same or replace(choices, only_good=self.choices.only_good) != self.choices:
                self._forget_trial()  # something was changed before the wait was seen
                return
            self.trial = trial
            self.tried.emit(trial)

        self._run(
            Lane.NETWORK,
            _("Trying the rows"),
            lambda progress: self._doors.bring_in.try_past_visits(
                self._desk, table, mapping, choices, progress.report
            ),
            found,
        )

    def bring_in(self) -> None:
        """Keep the visits that were tried, all or none."""
        table, mapping, choices = self.table, self.mapping, self.choices
        if table is None or self.trial is None:
            return

        def kept(trial: Trial) -> None:
            self._forget_trial()
            self.done.emit(brought_in_words(trial))
            self.brought_in.emit(trial.coming)

        self._run(
            Lane.STORE,
            _("Bringing in the visits"),
            lambda progress: self._doors.bring_in.bring_in_past_visits(
                self._desk, table, mapping, choices, progress.report
            ),
            kept,
        )

    def save_refused(self, file: Path) -> None:
        """Write the refused rows to a file."""
        table, trial = self.table, self.trial
        if table is None or trial is None:
            return

        def saved(number: int) -> None:
            rows = plural("{n} refused row is", "{n} refused rows are", number)
            self.done.emit(_("{rows} written to {file}.").format(rows=rows, file=file.name))

        self._run(
            Lane.NETWORK,
            _("Saving the refused rows"),
            lambda _progress: self._doors.bring_in.save_refused_rows(table, trial, file),
            saved,
        )

    def keep_mapping(self, name: str) -> None:
        """Keep what the columns stand for under a name."""
        mapping = replace(self.mapping, name=name)

        def keep() -> ColumnMapping:
            return self._desk.bringing_in.keep_mapping(mapping)

        def kept(named: ColumnMapping) -> None:
            self.mapping = named
            self.done.emit(_("The mapping “{name}” is kept in this vault.").format(name=named.name))
            self.load()

        self._tasks.run(Lane.STORE, keep, then=kept, otherwise=self.failed.emit, owner=self)

    def forget_mapping(self, name: str) -> None:
        """Take a kept mapping out."""

        def forgotten(_none: None) -> None:
            self.done.emit(_("The mapping “{name}” is taken out.").format(name=name))
            self.load()

        self._tasks.run(
            Lane.STORE,
            lambda: self._desk.bringing_in.forget_mapping(name),
            then=forgotten,
            otherwise=self.failed.emit,
            owner=self,
        )

    def cancel(self) -> None:
        """Stop what is happening; nothing of it is kept."""
        if self._progress is not None:
            self._progress.cancel()

    def _explaining(self) -> Explaining:
        bringing_in = self._desk.bringing_in
        return Explaining(
            fields=past_fields(bringing_in.checklist()),
            suites=self._desk.scheme.settings().suites,
            mappings=bringing_in.mappings(),
        )

    def _change(self, mapping: ColumnMapping) -> None:
        self.mapping = mapping
        self._forget_trial()

    def _forget_trial(self) -> None:
        self.trial = None
        self.tried.emit(None)

    def _run(self, lane: Lane, words: str, work: Callable[[Progress], T], then: Callable[[T], None]) -> None:
        def finished(answer: T) -> None:
            self.busy_changed.emit("")
            then(answer)

        def failed(error: IcvError) -> None:
            self.busy_changed.emit("")
            self.failed.emit(error)

        def cancelled() -> None:
            self.busy_changed.emit("")
            self.done.emit(_("Cancelled: nothing was kept."))

        self.busy_changed.emit(words)
        self._progress = self._tasks.run_long(
            lane,
            work,
            then=finished,
            otherwise=failed,
            on_progress=self.progressed.emit,
            on_cancelled=cancelled,
            owner=self,
        )
