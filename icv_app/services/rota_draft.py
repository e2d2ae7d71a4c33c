"""The rota in the making, as it lies in one coordinator's vault until it is published."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from icv_app.domain.duties import MemberDuties, duties_of
from icv_app.domain.ids import SuiteId
from icv_app.domain.rota import WEEK, Duty, EmptyDuty, weeks_from
from icv_app.errors import NotFound
from icv_app.services.documents import from_json, to_json
from icv_app.services.ports import UnitOfWork
from icv_app.words import _

DRAFT = "rota_draft"
"""Meta name: the rota in the making on this computer."""

Place = tuple[date, SuiteId, int]
"""Which duty of a rota: week, suite, and number in the week."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RotaDraft:
    """A rota in the making.

    Attributes:
        rota: Identifier it is published under.
        version: Published last; 0 before.
        seed: From which it was drawn last; 0 where it never was.
        empty: Why nobody could be found when it was drawn last.
        opened: Contingency suites that are visited, too.
    """

    rota: str
    version: int = 0
    weeks: tuple[date, ...]
    seed: int = 0
    duties: tuple[Duty, ...] = ()
    empty: tuple[EmptyDuty, ...] = ()
    nights: float
    weekends: float
    opened: tuple[SuiteId, ...] = ()


def draft_in(unit: UnitOfWork) -> RotaDraft | None:
    """Return the rota in the making; `None` where there is none."""
    kept = unit.meta.get(DRAFT)
    return from_json(RotaDraft, kept.encode()) if kept else None


def begun(unit: UnitOfWork) -> RotaDraft:
    """Return the rota in the making.

    Raises:
        NotFound: None was begun.
    """
    draft = draft_in(unit)
    if draft is None:
        raise NotFound("no rota begun", user_text=_("Begin a rota first."))
    return draft


def keep(unit: UnitOfWork, draft: RotaDraft) -> None:
    """Keep it in the caller's transaction."""
    unit.meta.put(DRAFT, to_json(draft).decode())


def find_duty(duties: Iterable[Duty], place: Place) -> Duty:
    """Return one duty of a rota.

    Raises:
        NotFound: It has no such duty.
    """
    found = next((one for one in duties if one.place == place), None)
    if found is None:
        week, suite, _number = place
        raise NotFound(
            f"duty {suite} {week}: none", user_text=_("The rota has no such visit any more. Look again.")
        )
    return found


def as_draft(told: Sequence[MemberDuties], changed: Duty) -> RotaDraft:
    """Return a published rota with one duty changed, under its next version."""
    first, last = min(one.first_week for one in told), max(one.last_week for one in told)
    return RotaDraft(
        rota=told[0].rota,
        version=max(one.version for one in told) + 1,
        weeks=weeks_from(first, (last - first) // WEEK + 1),
        seed=told[0].seed,
        duties=tuple(changed if one.place == changed.place else one for one in duties_of(told)),
        nights=0.0,
        weekends=0.0,
    )


def change_draft_too(unit: UnitOfWork, rota: RotaDraft, changed: Duty) -> None:
    """Where this rota is still on the desk, it changes there as well, so that publishing keeps the swap."""
    in_hand = draft_in(unit)
    if in_hand is None or in_hand.rota != rota.rota:
        return
    duties = tuple(
        replace(one, pair=changed.pair) if one.place == changed.place else one for one in in_hand.duties
    )
    keep(unit, replace(in_hand, duties=duties, version=rota.version))
