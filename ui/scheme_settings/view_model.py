"""What a coordinator has changed and not published yet, beside what is in use."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from icv_app.domain.checklist import Checklist
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.scheme_changes import Change, Place, changes
from icv_app.domain.visit import ChecklistRef
from icv_app.errors import IcvError
from icv_app.services.scheme_publishing import SettingsPreview, SettingsVersion
from icv_app.words import _
from ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from pathlib import Path

    from icv_app.services.checklists import BroughtChecklist
    from icv_app.services.desk import Desk
    from ui.doors import Doors

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SettingsInSight:
    """What is published.

    Attributes:
        history: Newest first.
        checklists: All that can be put in use.
        kept: What was typed before and not published, beside what it was made from.
    """

    current: SchemeSettings
    history: tuple[SettingsVersion, ...]
    checklists: tuple[Checklist, ...]
    kept: tuple[SchemeSettings, SchemeSettings] | None = None


class SchemeSettingsViewModel(QObject):
    """One form over all settings; published as one version."""

    loaded = Signal(object)
    """A `SettingsInSight`."""
    filled = Signal(object)
    """The form begins anew with these `SchemeSettings`."""
    edited = Signal(object)
    """What the form says now: `SchemeSettings`."""
    previewed = Signal(object)
    """A `SettingsPreview`."""
    brought = Signal(object)
    """A `BroughtChecklist`, or `None`."""
    published = Signal()
    done = Signal(str)
    failed = Signal(object)
    """An `IcvError`."""

    def __init__(self, desk: Desk, doors: Doors, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._doors = doors
        self._tasks = tasks
        self.base: SchemeSettings | None = None
        self.form: SchemeSettings | None = None
        self.seen: SettingsInSight | None = None
        self.checklist_file: BroughtChecklist | None = None

    def today(self) -> date:
        """The present day in London."""
        return self._desk.settings.today()

    def load(self) -> None:
        """Read what is published; what was changed here and not published stays."""
        self._run(self._read, self._take)

    def edit(self, change: Callable[[SchemeSettings], SchemeSettings]) -> None:
        """Change the form."""
        if self.form is not None:
            self.form = change(self.form)
            self._keep()
            self.edited.emit(self.form)

    def own_changes(self) -> tuple[Change, ...]:
        """What was changed here."""
        if self.base is None or self.form is None:
            return ()
        return changes(self.base, self.form)

    @property
    def overtaken_meanwhile(self) -> bool:
        """Whether other settings are in use than those the form began with."""
        return self.seen is not None and self.base is not None and self.seen.current != self.base

    def preview(self, since: date, mine: Collection[Place] = ()) -> None:
        """Find out what publishing would change; of a form that was changed meanwhile nothing is said."""
        base, form = self.base, self.form
        if base is None or form is None:
            return

        def found(preview: SettingsPreview) -> None:
            if form == self.form:
                self.previewed.emit(preview)

        self._run(lambda: self._desk.settings.preview(base, form, since, mine), found)

    def publish(self, preview: SettingsPreview) -> None:
        """Publish what was shown."""
        file = self.checklist_file

        def done(published: SchemeSettings) -> None:
            self._begin(published)
            self.done.emit(
                _("Version {n} of the settings is published: everybody has it at their next sync.").format(
                    n=published.version
                )
            )
            self.published.emit()
            self.load()

        self._run(lambda: self._desk.settings.publish(preview, file), done)

    def drop(self) -> Callable[[], None]:
        """Forget what was changed here; return what brings it back."""
        base, form, file = self.base, self.form, self.checklist_file

        def undo() -> None:
            self.base, self.form, self.checklist_file = base, form, file
            self._keep()
            self.brought.emit(file)
            self.filled.emit(form)
            self.edited.emit(form)

        if self.seen is not None:
            self._begin(self.seen.current)
        return undo

    def take_up(self, version: SettingsVersion) -> None:
        """Put the changes of a version that was overtaken into the form."""
        if self.form is not None:
            self.form = self._desk.settings.taken_up(version, self.form)
            self._keep()
            self.filled.emit(self.form)
            self.edited.emit(self.form)

    def bring_checklist(self, file: Path) -> None:
        """Read a checklist file, and choose it."""

        def brought(found: BroughtChecklist) -> None:
            self.checklist_file = found
            self.brought.emit(found)
            self.choose_checklist(found.ref)

        self._run(lambda: self._doors.scheme.read_checklist(self._desk, file), brought)

    def save_checklist(self, file: Path) -> None:
        """Write the checklist in use to a file."""
        words = _("The checklist in use is written to {file}.").format(file=file.name)
        self._run(
            lambda: self._doors.scheme.save_checklist(self._desk, file), lambda _none: self.done.emit(words)
        )

    def choose_checklist(self, ref: ChecklistRef) -> None:
        """Choose a checklist for new visits."""
        if self.form is not None and self.form.checklist != ref:
            self.edit(lambda settings: replace(settings, checklist=ref))

    def _begin(self, settings: SchemeSettings) -> None:
        self.base = self.form = settings
        self._keep()
        self.checklist_file = None
        self.brought.emit(None)
        self.filled.emit(settings)
        self.edited.emit(settings)

    def _keep(self) -> None:
        base, form = self.base, self.form
        if base is not None and form is not None:
            self._tasks.run(
                Lane.STORE,
                lambda: self._desk.settings.keep_form(base, form),
                then=lambda _none: None,
                otherwise=self._failed,
                owner=self,
                again=True,
            )

    def _read(self) -> SettingsInSight:
        settings = self._desk.settings
        return SettingsInSight(
            settings.current(), tuple(settings.history()), self._desk.checklists.all(), settings.kept_form()
        )

    def _take(self, seen: SettingsInSight) -> None:
        self.seen = seen
        self.loaded.emit(seen)
        if self.base is None and seen.kept is not None:
            base, form = seen.kept
            there = {(one.checklist_id, one.version) for one in seen.checklists}
            if (form.checklist.checklist_id, form.checklist.version) not in there:
                form = replace(form, checklist=base.checklist)  # its file has to be loaded again
            self.base, self.form = base, form
            self.filled.emit(self.form)
            self.edited.emit(self.form)
        elif self.base is None or (not self.own_changes() and self.base != seen.current):
            self._begin(seen.current)
        elif self.form is not None:
            self.edited.emit(self.form)

    def _run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self._tasks.run(Lane.STORE, work, then=then, otherwise=self._failed, owner=self)

    def _failed(self, error: IcvError) -> None:
        self.failed.emit(error)
