"""Samples of custody records as they stand, and what a coordinator does about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from icv_app.domain.checklist import Checklist
from icv_app.domain.ids import ConcernId, MemberId, ReadingId, RecordId, SuiteId
from icv_app.domain.record_review_sample import Group, ListedRecord
from icv_app.domain.record_review_standing import SampleStanding
from icv_app.domain.scheme import Member, Role, SchemeSettings
from icv_app.domain.times import FinancialYear, london_day
from icv_app.figures.record_reviews import RecordReviewFigures
from icv_app.words import _
from ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from icv_app.services.desk import Desk

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewsSeen:
    """What one reading of the vault brought.

    Attributes:
        samples: Newest first.
        raised: Findings that are concerns.
        figures: Of the year chosen, or of all.
        years: Years in which something was read, newest first.
        visitors: Who can be given a record today.
    """

    samples: tuple[SampleStanding, ...]
    raised: frozenset[ConcernId]
    figures: RecordReviewFigures
    years: tuple[FinancialYear, ...]
    settings: SchemeSettings
    checklist: Checklist
    visitors: tuple[Member, ...]

    def sample(self, sample_id: RecordId) -> SampleStanding | None:
        """One sample."""
        return next((one for one in self.samples if one.sample.record_id == sample_id), None)

    @property
    def suite_names(self) -> dict[str, str]:
        """Short name to name."""
        return {str(one.suite_id): one.name for one in self.settings.suites}


class RecordReviewsViewModel(QObject):
    """One for the pages of record reviews; read again after every change."""

    loaded = Signal(object)
    """A `ReviewsSeen`."""
    done = Signal(str)
    """What was kept, in words."""
    drawn = Signal(str)
    """A sample was drawn: its identifier."""
    failed = Signal(object)
    """An `IcvError`."""

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self.year: FinancialYear | None = None

    def today(self) -> date:
        """The present day in London."""
        return london_day(self._desk.clock.now())

    def choose_year(self, label: str | None) -> None:
        """Show the figures of one financial year, written like 2023-24; of all where none is named."""
        self.year = FinancialYear.from_label(label) if label else None
        self.load()

    def load(self) -> None:
        """Read everything again."""
        self._run(self._read, self.loaded.emit)

    def draw(
        self,
        suite: str,
        days: tuple[date, date],
        size: int,
        listed: Sequence[ListedRecord],
        groups_first: Sequence[Group],
    ) -> None:
        """Draw a sample; `drawn` or `failed` follows."""
        self._run(
            lambda: self._desk.record_reviews.draw(SuiteId(suite), days, size, listed, groups_first),
            lambda sample: self.drawn.emit(sample.record_id),
        )

    def assign(self, seen: SampleStanding, references: Iterable[str], to: str | None) -> None:
        """Give records to a visitor, or take them back."""
        member = MemberId(to) if to else None
        words = (
            _("Given to {member}, who gets it at the next sync.").format(member=member)
            if member
            else _("Taken back.")
        )
        self._act(lambda: self._desk.record_reviews.assign(seen, tuple(references), member), words)

    def close(self, seen: SampleStanding) -> None:
        """Have done with a sample."""
        self._act(lambda: self._desk.record_reviews.close(seen), _("The sample is closed."))

    def raise_concern(self, reading: ReadingId, finding: ConcernId) -> None:
        """Raise a finding as a concern."""
        self._act(
            lambda: self._desk.record_reviews.raise_concern(reading, finding),
            _("Raised as a concern. It is chased under Concerns."),
        )

    def _read(self) -> ReviewsSeen:
        desk, today = self._desk, self.today()
        settings, found = desk.scheme.settings(), desk.record_reviews.all()
        read_on = {london_day(reading.at) for one in found.samples for reading in one.readings}
        years = {FinancialYear.containing(day) for day in read_on}
        return ReviewsSeen(
            samples=found.samples,
            raised=found.raised,
            figures=desk.record_reviews.figures(self.year),
            years=tuple(sorted(years, key=lambda year: year.label, reverse=True)),
            settings=settings,
            checklist=desk.visits.checklist(settings.checklist),
            visitors=tuple(
                member
                for member in desk.scheme.members()
                if member.role is Role.VISITOR and member.in_scheme_on(today)
            ),
        )

    def _act(self, work: Callable[[], None], words: str) -> None:
        def kept(_none: None) -> None:
            self.done.emit(words)
            self.load()

        self._run(work, kept)

    def _run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self._tasks.run(Lane.STORE, work, then=then, otherwise=self.failed.emit, owner=self)
