"""The rota: when everybody can go, a quarter that is drawn from it, and the swaps."""

from __future__ import annotations

from datetime import date, timedelta

from icv_app.domain.duties import SaidAvailability
from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.rota import Availability, Window, monday_of
from icv_app.domain.times import london_day
from icv_app.services.desk import Desk
from icv_app.services.ports import RecordState, StoredRecord
from icv_app.services.rota_planner import draw
from icv_app.services.rota_records import AVAILABILITY, rota_parts
from tests.screenshots.stage import ALL, LIGHT, Stage

_WEEKS = 13
_SEED = 2024
_OFTEN = (
    frozenset(Window),
    frozenset({Window.DAY}),
    frozenset({Window.DAY, Window.WEEKEND}),
    frozenset[Window](),
)
"""When somebody can go, from week to week in turn."""


def let_everybody_say(desk: Desk) -> None:
    """As if every visitor had said when they can go: their words came, as far as this vault knows."""
    first = monday_of(london_day(desk.clock.now())) + timedelta(weeks=1)
    visitors = [one.member_id for one in desk.scheme.members() if one.role == "visitor"]
    with desk.open_unit() as unit:
        for number, name in enumerate(visitors):
            unit.records.put(_word(desk, name, number, first))
        unit.commit()


def draw_rota(stage: Stage, desk: Desk) -> None:
    """A quarter begun, drawn, and one duty of it made by hand."""
    let_everybody_say(desk)
    stage.place("Rota")
    stage.take("coordinator-rota-begin", LIGHT)
    stage.hands.press("Begin the rota")
    stage.settle()
    # From a seed that stays, and not from a new one as the button draws.
    drawn = draw(desk.rota.task(), _SEED)
    desk.rota.keep_drawn(drawn.duties, drawn.seed, drawn.empty)
    _by_hand(stage, desk)
    stage.place("Rota")
    stage.hands.go_to_row("Visits of the rota", "Halifax")
    stage.settle()
    stage.take("coordinator-rota", ALL)


def _by_hand(stage: Stage, desk: Desk) -> None:
    on_the_desk = desk.rota.on_the_desk()
    assert on_the_desk is not None
    first = next(duty for duty in on_the_desk.draft.duties if duty.suite_id == "halifax")
    pair = (MemberId("V-004"), MemberId("V-017"))
    desk.rota.set_duty(first.place, pair=pair, window=Window.DAY, locked=True)
    stage.settle()


def _word(desk: Desk, name: MemberId, number: int, first: date) -> StoredRecord:
    said = SaidAvailability(
        record_id=RecordId(f"018e3cd5-5e00-7cf4-99b2-{number:012d}"),
        member_id=name,
        at=desk.clock.now(),
        weeks=tuple(
            Availability(
                member_id=name,
                week=first + timedelta(weeks=week),
                windows=_OFTEN[(number + week) % len(_OFTEN)],
            )
            for week in range(_WEEKS)
        ),
    )
    return StoredRecord(
        record_id=said.record_id,
        kind=AVAILABILITY,
        subject=name,
        author=name,
        device=None,
        written_at=said.at,
        state=RecordState.RECEIVED,
        parts=rota_parts(said),
    )
