"""A rota that was published and is being made again, seen by whoever works at the desk."""

from __future__ import annotations

from datetime import date, timedelta

from icv_app.domain.ids import MemberId
from icv_app.domain.rota import WEEK, Window, monday_of
from icv_app.domain.times import london_day
from icv_app.services.desk import Desk
from icv_app.services.rota_planner import draw
from tests.fakes.desk import HandClock, a_desk
from tests.fakes.memory_store import MemoryStore

VISITORS = tuple(MemberId(f"V-{number:03}") for number in range(1, 5))
WEEKS = 4


def first_week(clock: HandClock) -> date:
    """The week after this one."""
    return monday_of(london_day(clock.now())) + WEEK


def a_rota(store: MemoryStore, clock: HandClock) -> Desk:
    """The coordinator's desk: three visitors have spoken, a rota was drawn, told, and a swap is asked for."""
    first = first_week(clock)
    weeks = {first + number * WEEK: frozenset(Window) for number in range(WEEKS)}
    for name in VISITORS[:3]:
        a_desk(store, name, clock=clock).duties.say(weeks, ())
    office = a_desk(store, "C-001", clock=clock)
    office.rota.begin(first, WEEKS)
    drawn = draw(office.rota.task(), 7)
    office.rota.keep_drawn(drawn.duties, 7, drawn.empty)
    office.rota.publish()
    for name in VISITORS:
        own = a_desk(store, name, clock=clock).duties
        if own.own():
            own.say({first + WEEKS * WEEK: frozenset({Window.NIGHT})}, [(first, first + timedelta(days=2))])
            own.ask_for_swap(own.own()[0].duty)
            break
    return office
