"""What can be published, what is missing before it, and writing it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from icv_app.domain.justified import Justified
from icv_app.domain.periods import Period, quarters_of
from icv_app.domain.publication import PublicationKind, Section, Wording, WordPart
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.times import FinancialYear
from icv_app.errors import IcvError
from icv_app.words import _
from ui.doors import Doors
from ui.publications.words import changes_read, kind_words
from ui.tasks import Lane, Progress, Tasks
from ui.text_guard import guard_and_reasons

if TYPE_CHECKING:
    from icv_app.domain.preview import PreviewPage
    from icv_app.figures.figure_lines import FigureLine
    from icv_app.services.agenda import BeforePublishing
    from icv_app.services.desk import Desk

T = TypeVar("T")


class PublicationsViewModel(QObject):
    """One financial year at a time."""

    years_changed = Signal()
    loaded = Signal(object)
    """`BeforePublishing` of the year chosen."""
    busy_changed = Signal(str, bool)
    """What is happening, or nothing; and whether it can be cancelled."""
    previewed = Signal(object, object)
    """The pages as PNG, and the figures."""
    traced = Signal(object, object)
    """Visits behind a figure, and what suites are called."""
    wording_loaded = Signal(object)
    """`Wording` of the period chosen."""
    guard_ready = Signal(object, object)
    """The privacy guard for what is written here, and the reasons why something found may stay."""
    done = Signal(str)
    """What was done, in a sentence."""
    failed = Signal(object)
    """An `IcvError`."""
    settings_changed = Signal()
    """The scheme's settings are other than before."""

    def __init__(self, desk: Desk, doors: Doors, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._doors = doors
        self._tasks = tasks
        self.years: tuple[FinancialYear, ...] = ()
        self.year: FinancialYear | None = None
        self.kind = PublicationKind.ANNUAL
        self.quarter = 1
        self._wording: Wording | None = None
        self._long: Progress | None = None

    def load(self) -> None:
        """Read the years and what is missing for the one chosen: the newest at first."""
        self._tasks.run(
            Lane.STORE, self._desk.agenda.years, then=self._take_years, otherwise=self.failed.emit, owner=self
        )

    def choose_year(self, label: str) -> None:
        """Choose another year, written like 2023-24."""
        self.year = FinancialYear.from_label(label)
        self._load_year()

    def enter_people_detained(self, number: int) -> None:
        """Publish the force's figure for the year to everybody in the scheme."""
        year = self.year
        if year is None:
            return

        def entered(settings: SchemeSettings) -> SchemeSettings:
            return replace(settings, people_detained={**settings.people_detained, year.label: number})

        def published(_settings: SchemeSettings) -> None:
            self._load_year()
            self.settings_changed.emit()
            words = _("{number} people detained in {year}: the figure is saved.")
            self.done.emit(words.format(number=f"{number:,}", year=written(year)))

        self._run(_("Saving the figure"), lambda: self._desk.settings.change(entered), published)

    @property
    def period(self) -> Period | None:
        """What the publication chosen is about."""
        if self.year is None or self.kind is PublicationKind.ANNUAL:
            return self.year
        return quarters_of(self.year)[self.quarter - 1]

    def choose_kind(self, kind: PublicationKind, quarter: int) -> None:
        """Choose another publication, and the quarter it is about where it is of one."""
        self.kind, self.quarter = kind, quarter
        self._load_wording()

    def load_guard(self) -> None:
        """Have the privacy guard come; the first takes a moment."""
        self._tasks.run(
            Lane.TEXTS,
            lambda: guard_and_reasons(self._desk),
            then=lambda found: self.guard_ready.emit(*found),
            otherwise=self.failed.emit,
            owner=self,
        )

    def write_text(self, part: WordPart, text: str, justified: tuple[Justified, ...]) -> None:
        """Keep a text for the period chosen; it takes the place of what was seen."""
        seen = self._wording
        if seen is None:
            return

        words = self._desk.publication_words
        if part is WordPart.CHANGES:
            changes = changes_read(text) or ()
            self._keep(lambda: words.write_changes(seen, changes, justified), _("The text is kept."))
        else:
            self._keep(lambda: words.write_text(seen, part, text, justified), _("The text is kept."))

    def choose_sections(self, sections: tuple[Section, ...]) -> None:
        """Keep which sections the annual report has, and their order."""
        seen = self._wording
        if seen is not None:
            words = self._desk.publication_words
            self._keep(lambda: words.choose_sections(seen, sections), _("The sections are kept."))

    def choose_look(self, name: str, colour: str, logo: Path | None) -> None:
        """Keep the name on the cover, its colour and the logo in a file."""
        seen = self._wording
        if seen is None:
            return
        desk, doors = self._desk, self._doors.publications

        def keep() -> object:
            data = None if logo is None else doors.read_logo(logo)
            return desk.publication_words.choose_look(seen, scheme=name, colour=colour, logo=data)

        self._keep(keep, _("The look is kept."))

    def _keep(self, work: Callable[[], object], told: str) -> None:
        def kept(_word: object) -> None:
            self.done.emit(told)
            self._load_wording()

        self._run(_("Keeping it"), work, kept)

    def preview(self) -> None:
        """Lay the publication out and show it."""
        period = self.period
        if period is None:
            return
        doors, desk, kind = self._doors.publications, self._desk, self.kind
        self.busy_changed.emit(_("Laying out the publication"), True)

        def lay_out(progress: Progress) -> tuple[tuple[PreviewPage, ...], tuple[FigureLine, ...]] | None:
            prepared = doors.prepare(desk, kind, period, lambda: progress.cancelled)
            if prepared is None:
                return None
            progress.report(1, 2)
            return doors.pages(prepared), prepared.publication.lines

        self._long = self._tasks.run_long(
            Lane.STORE,
            lay_out,
            then=self._laid_out,
            otherwise=self._failed,
            on_progress=lambda _done, _total: None,
            on_cancelled=lambda: self.busy_changed.emit("", False),
            owner=self,
        )

    def cancel(self) -> None:
        """Stop what takes long."""
        if self._long is not None:
            self._long.cancel()

    def trace(self, key: str) -> None:
        """Find the visits behind a figure of the period chosen."""
        period, desk = self.period, self._desk
        if period is None or not key:
            return

        def fetch() -> tuple[object, dict[str, str]]:
            suites = {str(one.suite_id): one.name for one in desk.scheme.settings().suites}
            return desk.publications.behind(period, key), suites

        self._tasks.run(
            Lane.STORE,
            fetch,
            then=lambda found: self.traced.emit(*found),
            otherwise=self.failed.emit,
            owner=self,
        )

    def write_report(self, file: Path, *, publish: bool = False) -> None:
        """Write the publication chosen as PDF with its data files; with `publish` it goes out."""
        period, kind = self.period, self.kind
        if period is not None:
            words = _("{publication} {period} is written to {file}.")
            told = words.format(publication=kind_words(kind), period=written(period), file=file.name)
            self._run(
                _("Writing the publication"),
                lambda: self._doors.publications.write(self._desk, kind, period, file, publish=publish),
                lambda _none: self.done.emit(told),
            )

    def _laid_out(self, found: tuple[object, object] | None) -> None:
        self.busy_changed.emit("", False)
        if found is not None:
            self.previewed.emit(*found)

    def _load_wording(self) -> None:
        period = self.period
        if period is not None:
            self._tasks.run(
                Lane.STORE,
                lambda: self._desk.publication_words.wording(period.label),
                then=self._take_wording,
                otherwise=self.failed.emit,
                owner=self,
            )

    def _take_wording(self, wording: Wording) -> None:
        if self.period is not None and wording.period == self.period.label:
            self._wording = wording
            self.wording_loaded.emit(wording)

    def _take_years(self, years: tuple[FinancialYear, ...]) -> None:
        if self.year not in years:
            self.year = years[0]
        if years != self.years:
            self.years = years
            self.years_changed.emit()
        self._load_year()

    def _load_year(self) -> None:
        year = self.year
        if year is not None:
            self._tasks.run(
                Lane.STORE,
                lambda: self._desk.agenda.before_publishing(year),
                then=self._show,
                otherwise=self.failed.emit,
                owner=self,
            )

    def _show(self, before: BeforePublishing) -> None:
        if before.year == self.year:
            self.loaded.emit(before)
            self._load_wording()

    def _run(self, words: str, work: Callable[[], T], then: Callable[[T], None]) -> None:
        def done(answer: T) -> None:
            self.busy_changed.emit("", False)
            then(answer)

        self.busy_changed.emit(words, False)
        self._tasks.run(Lane.STORE, work, then=done, otherwise=self._failed, owner=self)

    def _failed(self, error: IcvError) -> None:
        self.busy_changed.emit("", False)
        self.failed.emit(error)


def written(year: Period) -> str:
    """Return a financial year or a quarter as people write it, with a dash: 2023–24."""
    return year.label.replace("-", "\u2013")
