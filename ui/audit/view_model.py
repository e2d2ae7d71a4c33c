"""What the audit page shows: the log as it is read here, and what a check of it found."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from icv_app.domain.audit import AuditAct, AuditHead
from icv_app.errors import IcvError
from icv_app.words import _, plural
from ui.doors import Doors
from ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from icv_app.seal.audit_chain import AuditFork
    from icv_app.services.desk import Desk
    from icv_app.services.verification import Verification

T = TypeVar("T")

_MEMBER = re.compile(r"[A-Z][A-Z0-9]{0,7}-[0-9]{1,6}$")


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One line of the log.

    Attributes:
        number: Its place in the log, from 1.
        subject: Number of the member it is about; empty where it is about a visit or the scheme.
        about: The record by which it was done, or of a file its SHA-256.
    """

    number: int
    at: datetime
    act: AuditAct
    subject: str
    subject_name: str
    by: str
    reason: str
    record_id: str
    about: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLoaded:
    """The log as it stands.

    Attributes:
        rows: Newest first.
        head: Of the whole log.
        forks: Where a laptop went on from a backup.
    """

    rows: tuple[LogRow, ...]
    head: str
    forks: tuple[AuditFork, ...]


class AuditViewModel(QObject):
    """The log, narrowed down to what was done, or to whom."""

    loaded = Signal()
    busy_changed = Signal(str)
    """What is happening, or nothing."""
    checked = Signal(bool, str)
    """Whether the log is whole, and what to say."""
    done = Signal(str)
    failed = Signal(object)
    """An `IcvError`."""

    def __init__(self, desk: Desk, doors: Doors, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._doors = doors
        self._tasks = tasks
        self.log = LogLoaded(rows=(), head="", forks=())

    def load(self) -> None:
        """Read the log."""
        self._tasks.run(
            Lane.STORE, lambda: _load(self._desk), then=self._take, otherwise=self.failed.emit, owner=self
        )

    def rows(self, act: str | None, member: str | None) -> tuple[LogRow, ...]:
        """The lines of one kind, and about or by one member; all where nothing is named."""
        return tuple(
            row
            for row in self.log.rows
            if (act is None or row.act == act) and (member is None or member in {row.subject, row.by})
        )

    def acts(self) -> tuple[AuditAct, ...]:
        """What was done at least once."""
        present = {row.act for row in self.log.rows}
        return tuple(act for act in AuditAct if act in present)

    def members(self) -> tuple[tuple[str, str], ...]:
        """Number and name of everybody in the log, by number."""
        names = {row.by: "" for row in self.log.rows} | {
            row.subject: row.subject_name for row in self.log.rows if row.subject
        }
        return tuple(sorted(names.items()))

    def check(self) -> None:
        """Check every signature, what every line says, and the chain; `checked` follows."""
        self._run(_("Checking the log"), self._desk.verification.check_audit_log, self._tell)

    def export(self, file: Path) -> None:
        """Write the whole log to a file."""

        def exported(head: AuditHead) -> None:
            entries = plural("{n} entry is", "{n} entries are", head.entries)
            self.done.emit(_("{entries} written to {file}.").format(entries=entries, file=file.name))
            self.load()

        self._run(_("Exporting the log"), lambda: self._doors.export_audit_log(self._desk, file), exported)

    def _take(self, log: LogLoaded) -> None:
        self.log = log
        self.loaded.emit()

    def _tell(self, found: Verification) -> None:
        if found.breaks:
            words = _("The audit log is not whole. The first break: {what}")
            self.checked.emit(False, words.format(what=found.breaks[0].sentence))
            return
        entries = plural("{n} entry", "{n} entries", found.audit.entries if found.audit is not None else 0)
        words = _("The audit log is whole: {entries}, every signature verifies and nothing is missing.")
        self.checked.emit(True, words.format(entries=entries))

    def _run(self, words: str, work: Callable[[], T], then: Callable[[T], None]) -> None:
        def done(answer: T) -> None:
            self.busy_changed.emit("")
            then(answer)

        self.busy_changed.emit(words)
        self._tasks.run(Lane.STORE, work, then=done, otherwise=self._failed, owner=self)

    def _failed(self, error: IcvError) -> None:
        self.busy_changed.emit("")
        self.failed.emit(error)


def fork_words(forks: tuple[AuditFork, ...]) -> str:
    """Say where a laptop wrote without knowing its own earlier lines; empty where none did."""
    if not forks:
        return ""
    first = forks[0]
    said = _(
        "Entries {one} and {two} were written on one laptop of {author} without knowing of each other: it "
        "went on from a backup. Both count."
    ).format(one=first.numbers[0], two=first.numbers[1], author=first.author)
    more = len(forks) - 1
    return (
        f"{said} {plural('It happened {n} more time.', 'It happened {n} more times.', more)}"
        if more
        else said
    )


def _load(desk: Desk) -> LogLoaded:
    standing = desk.audit.standing()
    names: dict[str, str] = {
        one.member_id: f"{one.given_name} {one.surname}".strip() for one in desk.scheme.members()
    }
    rows = [
        LogRow(
            number=number,
            at=line.entry.at,
            act=line.entry.act,
            subject=line.entry.subject if _MEMBER.match(line.entry.subject) else "",
            subject_name=names.get(line.entry.subject, ""),
            by=line.entry.by,
            reason=line.entry.reason,
            record_id=line.entry.record_id,
            about=line.entry.about,
            digest=line.link.digest,
        )
        for number, line in enumerate(standing.lines, 1)
    ]
    return LogLoaded(rows=tuple(reversed(rows)), head=standing.check.head, forks=standing.check.forks)
