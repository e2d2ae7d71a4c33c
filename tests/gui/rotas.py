"""A rota that was published and is being made again, with everybody who has to do with it."""

from __future__ import annotations

from datetime import timedelta

from icv_app.domain.rota import WEEK, Window, monday_of
from icv_app.domain.times import london_day
from icv_app.services.rota_planner import draw
from tests.memory_scheme import VISITORS, MemoryScheme, a_scheme

WEEKS = 4


def a_published_rota() -> MemoryScheme:
    """Three visitors have spoken, a rota was drawn and told, and V-001 asks for a swap."""
    scheme = a_scheme()
    first = monday_of(london_day(scheme.clock.now())) + WEEK
    weeks = {first + number * WEEK: frozenset(Window) for number in range(WEEKS)}
    for name in VISITORS:
        scheme[name].desk.duties.say(weeks, [(first + timedelta(days=40), first + timedelta(days=47))])
    scheme.exchange()
    rota = scheme["C-001"].desk.rota
    rota.begin(first, WEEKS)
    drawn = draw(rota.task(), 7)
    rota.keep_drawn(drawn.duties, 7, drawn.empty)
    rota.publish()
    scheme.exchange()
    duties = scheme["V-001"].desk.duties
    duties.ask_for_swap(duties.own()[0].duty)
    scheme.exchange()
    return scheme
