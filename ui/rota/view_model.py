"""The rota in the making, swaps, and what is published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from secrets import randbelow
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from icv_app.domain.duties import SwapAsked
from icv_app.domain.ids import MemberId, SuiteId
from icv_app.domain.rota import Breach, Duty, Window, monday_of
from icv_app.domain.scheme import Suite
from icv_app.domain.times import london_day
from icv_app.errors import IcvError
from icv_app.words import _, plural
from ui.rota.wording import breach_words
from ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from icv_app.services.desk import Desk
    from icv_app.services.rota import RotaOnTheDesk
    from icv_app.services.rota_planner import DrawnRota

T = TypeVar("T")
_SEEDS = 1_000_000


@dataclass(frozen=True, slots=True)
class DutyRow:
    """One duty of the rota in the making.

    Attributes:
        week_number: From 1, as people count the weeks of the rota.
        breaches: What it does not keep.
        why_empty: In words, where nobody was found.
    """

    duty: Duty
    week_number: int
    suite_name: str
    breaches: tuple[Breach, ...]
    why_empty: str = ""


@dataclass(frozen=True, slots=True)
class RotaInSight:
    """What the page shows.

    Attributes:
        on_the_desk: `None` before a rota was begun.
        reserve: Contingency suites.
        swaps: To be settled.
    """

    on_the_desk: RotaOnTheDesk | None
    suites: dict[str, str]
    reserve: tuple[Suite, ...]
    visitors: tuple[MemberId, ...]
    swaps: tuple[SwapAsked, ...]


class RotaViewModel(QObject):
    """The coordinator's side of the rota."""

    loaded = Signal(object)
    """A `RotaInSight`."""
    busy_changed = Signal(str)
    done = Signal(str)
    failed = Signal(object)
    """An `IcvError`."""
    changed_elsewhere = Signal()
    """Something was written that others are to be sent."""

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks

    def today(self) -> date:
        """The present day in London."""
        return london_day(self._desk.clock.now())

    def load(self) -> None:
        """Read everything again."""
        self._run(self._read, self.loaded.emit)

    def begin(self, first: date, weeks: int, opened: tuple[SuiteId, ...]) -> None:
        """Begin a rota; one in the making is dropped."""
        self._run(lambda: self._desk.rota.begin(first, weeks, opened), lambda _draft: self.load())

    def draw(self) -> None:
        """Draw pairs at random from a new seed, and say which it was."""
        rota, seed = self._desk.rota, 1 + randbelow(_SEEDS)

        def work() -> DrawnRota:
            from icv_app.services.rota_planner import draw  # loading the solver takes a moment

            return draw(rota.task(), seed)

        def keep(drawn: DrawnRota) -> None:
            self._run(
                lambda: rota.keep_drawn(drawn.duties, drawn.seed, drawn.empty), lambda _draft: kept(drawn)
            )

        def kept(drawn: DrawnRota) -> None:
            self.busy_changed.emit("")
            self.done.emit(_drawn_words(drawn))
            self.load()

        self.busy_changed.emit(_("Drawing the rota: this takes up to half a minute"))
        # Not in the store's lane: nobody waits behind it to save something.
        self._tasks.run(Lane.NETWORK, work, then=keep, otherwise=self._failed, owner=self)

    def set_duty(self, row: DutyRow, pair: tuple[MemberId, ...], window: Window, *, locked: bool) -> None:
        """Make one duty by hand, or leave it to the planner again."""

        def made(breaches: tuple[Breach, ...]) -> None:
            if breaches:
                self.done.emit(
                    _("Kept, although: {why}").format(why=" ".join(breach_words(one) for one in breaches))
                )
            self.load()

        self._run(
            lambda: self._desk.rota.set_duty(row.duty.place, pair=pair, window=window, locked=locked), made
        )

    def publish(self) -> None:
        """Tell every visitor their own duties."""

        def told(count: int) -> None:
            words = plural("{n} visitor is told their duties", "{n} visitors are told their duties", count)
            self.done.emit(_("Published: {words} at their next sync.").format(words=words))
            self.changed_elsewhere.emit()
            self.load()

        self._run(self._desk.rota.publish, told)

    def take_over(self) -> None:
        """Bring what was published on another computer into the rota in the making."""
        self._run(self._desk.rota.take_over_published, lambda _draft: self.load())

    def settle_swap(self, swap: SwapAsked, instead: MemberId) -> None:
        """Let somebody else take a duty."""

        def settled(breaches: tuple[Breach, ...]) -> None:
            words = [_("{member} takes the duty; all three are told.").format(member=instead)]
            self.done.emit(" ".join([*words, *(breach_words(one) for one in breaches)]))
            self.changed_elsewhere.emit()
            self.load()

        self._run(lambda: self._desk.rota.settle_swap(swap, instead), settled)

    def _read(self) -> RotaInSight:
        settings = self._desk.scheme.settings()
        on_the_desk = self._desk.rota.on_the_desk()
        members = self._desk.scheme.members()
        today = self.today()
        return RotaInSight(
            on_the_desk=on_the_desk,
            suites={str(one.suite_id): one.name for one in settings.suites},
            reserve=tuple(one for one in settings.suites if one.contingency),
            visitors=tuple(
                one.member_id for one in members if one.role == "visitor" and one.in_scheme_on(today)
            ),
            swaps=tuple(one for one in self._desk.rota.swaps() if one.week >= monday_of(today)),
        )

    def _run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        self._tasks.run(Lane.STORE, work, then=then, otherwise=self._failed, owner=self)

    def _failed(self, error: IcvError) -> None:
        self.busy_changed.emit("")
        self.failed.emit(error)


def _drawn_words(drawn: DrawnRota) -> str:
    said = [_("Drawn from seed {seed}.").format(seed=drawn.seed)]
    if drawn.empty:
        said.append(
            plural(
                "Nobody could be found for {n} visit.",
                "Nobody could be found for {n} visits.",
                len(drawn.empty),
            )
        )
    if drawn.nights_missing:
        said.append(_("{n} fewer at night than wanted.").format(n=drawn.nights_missing))
    if drawn.weekends_missing:
        said.append(_("{n} fewer at weekends than wanted.").format(n=drawn.weekends_missing))
    return " ".join(said)
