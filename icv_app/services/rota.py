"""What a coordinator does about the rota: draw it, change it by hand, publish it, settle swaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from icv_app.domain.duties import (
    LONGEST_ROTA,
    MemberDuties,
    SwapAsked,
    availability_of,
    duties_of,
    leave_of,
    open_swaps,
    standing_duties,
)
from icv_app.domain.ids import MemberId, SuiteId
from icv_app.domain.rota import (
    QUARTER_WEEKS,
    Breach,
    Conflict,
    Duty,
    EmptyDuty,
    RotaRule,
    RotaTask,
    Window,
    breaches,
    weeks_from,
)
from icv_app.domain.scheme import Role
from icv_app.errors import BadInput, NotFound, RuleBroken
from icv_app.services.identity import Identity
from icv_app.services.override_records import overrides_in
from icv_app.services.ports import Addressees, Clock, Ids, OpenUnit, UnitOfWork
from icv_app.services.records import RecordBook
from icv_app.services.rota_draft import (
    Place,
    RotaDraft,
    as_draft,
    begun,
    change_draft_too,
    draft_in,
    find_duty,
    keep,
)
from icv_app.services.rota_records import (
    DUTIES,
    published_duties,
    rota_parts,
    said_availability,
    swaps_asked,
)
from icv_app.words import _

_LOOK_BACK = timedelta(weeks=QUARTER_WEEKS)
"""How long before a rota duties count as gone before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaOnTheDesk:
    """A rota as the coordinator sees it.

    Attributes:
        breaches: What the duties do not keep.
        silent: Visitors who have said nothing of these weeks.
        behind: Whether a later version was published from another computer.
    """

    draft: RotaDraft
    task: RotaTask
    breaches: tuple[Breach, ...]
    silent: tuple[MemberId, ...]
    behind: bool


ConflictsIn = Callable[[UnitOfWork], tuple[Conflict, ...]]


class RotaService:
    """A coordinator's side of the rota. Holds no state of its own."""

    def __init__(
        self,
        open_unit: OpenUnit,
        clock: Clock,
        ids: Ids,
        identity: Identity,
        records: RecordBook,
        open_reading: OpenUnit | None = None,
        *,
        conflicts_in: ConflictsIn = lambda _unit: (),
    ) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._clock = clock
        self._ids = ids
        self._identity = identity
        self._records = records
        self._conflicts_in = conflicts_in

    def begin(self, first: date, weeks: int = QUARTER_WEEKS, opened: Iterable[SuiteId] = ()) -> RotaDraft:
        """Begin a rota with an empty duty for every visit the target asks for; a draft before is dropped.

        Args:
            first: Any day of its first week.
            weeks: How many.
            opened: Contingency suites to visit, too.

        Raises:
            RuleBroken: Not a coordinator.
            BadInput: No week, or more than a year of them.
            StoreError: Nothing was changed on disk.
        """
        self._check_coordinator()
        if not 1 <= weeks <= LONGEST_ROTA:
            raise BadInput(
                f"rota of {weeks} weeks",
                user_text=_("A rota is made for 1 to {n} weeks.").format(n=LONGEST_ROTA),
            )
        with self._open_unit() as unit:
            settings = unit.settings.current()
            draft = RotaDraft(
                rota=self._ids.new(),
                weeks=weeks_from(first, weeks),
                nights=settings.night_share,
                weekends=settings.weekend_share,
                opened=tuple(opened),
            )
            places = self._task(unit, draft).places()
            draft = replace(
                draft, duties=tuple(Duty(week=week, suite_id=suite, number=n) for week, suite, n in places)
            )
            keep(unit, draft)
            unit.commit()
        return draft

    def on_the_desk(self) -> RotaOnTheDesk | None:
        """Return the rota in the making, with what it does not keep; `None` where there is none."""
        with self._open_reading() as unit:
            draft = draft_in(unit)
            if draft is None:
                return None
            task = self._task(unit, draft)
            told = [one.version for one in published_duties(unit) if one.rota == draft.rota]
        spoke = {one.member_id for one in task.availability if one.week in draft.weeks}
        return RotaOnTheDesk(
            draft=draft,
            task=task,
            breaches=breaches((duty for duty in draft.duties if duty.pair), task),
            silent=tuple(one.member_id for one in task.visitors if one.member_id not in spoke),
            behind=max(told, default=0) > draft.version,
        )

    def task(self) -> RotaTask:
        """Return what a rota is to be drawn for: the draft's duties made by hand are locked.

        Raises:
            NotFound: No rota was begun.
        """
        with self._open_reading() as unit:
            return self._task(unit, begun(unit))

    def keep_drawn(self, duties: Iterable[Duty], seed: int, empty: Iterable[EmptyDuty] = ()) -> RotaDraft:
        """Keep what was drawn; duties that were locked meanwhile stay as they were made by hand.

        Raises:
            NotFound: No rota was begun.
            StoreError: Nothing was changed on disk.
        """
        with self._open_unit() as unit:
            draft = begun(unit)
            locked = {duty.place: duty for duty in draft.duties if duty.locked}
            drawn = tuple(locked.get(duty.place, duty) for duty in duties)
            draft = replace(draft, duties=drawn, seed=seed, empty=tuple(empty))
            keep(unit, draft)
            unit.commit()
        return draft

    def set_duty(
        self, place: Place, *, pair: tuple[MemberId, ...], window: Window, locked: bool = True
    ) -> tuple[Breach, ...]:
        """Make one duty by hand; the planner leaves it alone while it is locked.

        Returns:
            What it does not keep; it is kept all the same, a coordinator decides.

        Raises:
            BadInput: More than two, or one of them twice.
            NotFound: No rota was begun, or it has no such duty.
            StoreError: Nothing was changed on disk.
        """
        names = tuple(sorted(pair))
        if len(set(names)) != len(names) or len(names) > 2:
            raise BadInput(
                f"pair of {len(names)}", user_text=_("Two different visitors go on a visit. Choose two.")
            )
        with self._open_unit() as unit:
            draft = begun(unit)
            duty = find_duty(draft.duties, place)
            made = replace(duty, pair=names, window=window, locked=locked)
            duties = tuple(made if one.place == place else one for one in draft.duties)
            keep(unit, replace(draft, duties=duties))
            task = self._task(unit, draft)
            unit.commit()
        judged = breaches((one for one in duties if one.pair), task)
        return tuple(one for one in judged if one.place == place and names)

    def publish(self) -> int:
        """Tell every visitor their own duties; return how many visitors have some.

        Whoever had duties under the version before and has none now is told so, too.

        Raises:
            RuleBroken: Not a coordinator; somebody is sent whose status does not let them and whom no
                recorded override allows; or the published rota was changed meanwhile on another computer
                (see `take_over_published`).
            NotFound: No rota was begun.
            StoreError: Nothing was changed on disk.
        """
        self._check_coordinator()
        with self._open_unit() as unit:
            draft = begun(unit)
            self._check_status(draft, self._task(unit, draft))
            before = [one for one in published_duties(unit) if one.rota == draft.rota]
            version = draft.version + 1
            if any(one.version >= version for one in before):
                raise RuleBroken(
                    f"rota {draft.rota}: version {draft.version} is not the last",
                    user_text=_(
                        "This rota was changed on another computer since you published it. Take those "
                        "changes over first, look at it once more, and publish then."
                    ),
                )
            duties = tuple(duty for duty in draft.duties if duty.filled)
            told = {name for duty in duties for name in duty.pair}
            for name in sorted(told | {one.member_id for one in before}):
                self._tell(unit, replace(draft, version=version), name, duties)
            keep(unit, replace(draft, version=version))
            unit.commit()
        return len(told)

    def take_over_published(self) -> RotaDraft:
        """Bring the duties as they are published, swaps included, into the rota in the making.

        Raises:
            NotFound: No rota was begun.
            StoreError: Nothing was changed on disk.
        """
        with self._open_unit() as unit:
            draft = begun(unit)
            told = [one for one in published_duties(unit) if one.rota == draft.rota]
            standing = {duty.place: duty for duty in duties_of(told)}
            duties = tuple(
                replace(standing[one.place], locked=one.locked) if one.place in standing else one
                for one in draft.duties
            )
            draft = replace(
                draft, duties=duties, version=max([draft.version, *(one.version for one in told)])
            )
            keep(unit, draft)
            unit.commit()
        return draft

    def swaps(self) -> tuple[SwapAsked, ...]:
        """Return the swaps that visitors asked for and nobody has settled, oldest first."""
        with self._open_reading() as unit:
            return open_swaps(swaps_asked(unit), duties_of(published_duties(unit)))

    def settle_swap(self, swap: SwapAsked, instead: MemberId) -> tuple[Breach, ...]:
        """Let somebody else take a duty, and tell all whom it concerns.

        Returns:
            What the duty does not keep now, its status apart.

        Raises:
            RuleBroken: Not a coordinator, or the other visitor's status does not let them go.
            NotFound: The duty is not the visitor's any more.
            BadInput: The other visitor goes already.
            StoreError: Nothing was changed on disk.
        """
        self._check_coordinator()
        with self._open_unit() as unit:
            rota, duty = _duty_to_swap(unit, swap)
            if instead in duty.pair:
                raise BadInput(
                    f"duty {swap.suite_id} {swap.week}: {instead} goes already",
                    user_text=_("This visitor goes already. Choose another one."),
                )
            changed = replace(duty, pair=tuple(sorted({*duty.pair, instead} - {swap.member_id})))
            draft = as_draft(rota, changed)
            judged = breaches(draft.duties, self._task(unit, draft))
            about_it = tuple(one for one in judged if one.place == duty.place)
            if any(one.rule is RotaRule.STATUS for one in about_it):
                raise _lapsed(draft.rota, (instead,))
            for name in sorted({*duty.pair, instead}):
                self._tell(unit, draft, name, draft.duties)
            change_draft_too(unit, draft, changed)
            unit.commit()
        return about_it

    def published(self) -> tuple[Duty, ...]:
        """Return every duty that stands, in order of time."""
        with self._open_reading() as unit:
            return duties_of(published_duties(unit))

    def _tell(self, unit: UnitOfWork, draft: RotaDraft, name: MemberId, duties: Iterable[Duty]) -> None:
        told = MemberDuties(
            record_id=self._records.new_id(),
            rota=draft.rota,
            version=draft.version,
            first_week=draft.weeks[0],
            last_week=draft.weeks[-1],
            seed=draft.seed,
            member_id=name,
            duties=tuple(replace(duty, locked=False) for duty in duties if name in duty.pair),
            at=self._clock.now(),
            by=self._identity.member_id,
        )
        self._records.write(
            unit,
            kind=DUTIES,
            subject=name,
            parts=rota_parts(told),
            addressees=Addressees(office=True, members=(name,)),
            record_id=told.record_id,
        )

    def _task(self, unit: UnitOfWork, draft: RotaDraft) -> RotaTask:
        settings = unit.settings.current()
        said = said_availability(unit)
        first = draft.weeks[0]
        rules = settings.rules_on(first)
        gone = [one for one in duties_of(published_duties(unit)) if first - _LOOK_BACK <= one.week < first]
        return RotaTask(
            weeks=draft.weeks,
            suites=settings.suites,
            members=tuple(unit.members.all()),
            availability=availability_of(said),
            leave=leave_of(said),
            conflicts=self._conflicts_in(unit),
            overrides=overrides_in(unit),
            before=tuple(gone),
            locked=tuple(duty for duty in draft.duties if duty.locked),
            visits_a_week=rules.visits_per_suite_and_week,
            suite_targets=rules.suite_targets,
            nights=draft.nights,
            weekends=draft.weekends,
            opened=frozenset(draft.opened),
        )

    def _check_status(self, draft: RotaDraft, task: RotaTask) -> None:
        judged = breaches((duty for duty in draft.duties if duty.pair), task)
        lapsed = sorted({name for one in judged if one.rule is RotaRule.STATUS for name in one.members})
        if lapsed:
            raise _lapsed(draft.rota, lapsed)

    def _check_coordinator(self) -> None:
        if self._identity.role is not Role.COORDINATOR:
            raise RuleBroken(
                f"member {self._identity.member_id}: not a coordinator",
                user_text=_("Only a coordinator makes the rota."),
            )


def _duty_to_swap(unit: UnitOfWork, swap: SwapAsked) -> tuple[list[MemberDuties], Duty]:
    """The rota as it stands, told member by member, and the duty that somebody wants to give away."""
    standing = standing_duties(published_duties(unit))
    theirs = [one for one in standing if one.member_id == swap.member_id]
    own = next((one for one in theirs if any(duty.place == swap.place for duty in one.duties)), None)
    if own is None:
        raise NotFound(
            f"duty {swap.suite_id} {swap.week}: not of {swap.member_id}",
            user_text=_("This duty is not theirs any more: the rota has changed since."),
        )
    return [one for one in standing if one.rota == own.rota], find_duty(own.duties, swap.place)


def _lapsed(rota: str, names: Iterable[MemberId]) -> RuleBroken:
    return RuleBroken(
        f"rota {rota}: members whose status does not let them visit",
        user_text=_(
            "{members} may not visit in that week: something in the register is out of date. Put it right "
            "under People, allow the visit there with a reason, or choose somebody else."
        ).format(members=", ".join(names)),
    )
