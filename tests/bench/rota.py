"""How long drawing a quarter takes for a scheme like the reference: 26 visitors, 5 suites, 13 weeks."""

from __future__ import annotations

import time
from random import Random

from icv_app.domain.ids import SuiteId
from icv_app.domain.rota import Availability, RotaTask, Window, breaches
from icv_app.domain.scheme import Suite
from icv_app.services.rota_planner import draw
from tests.rota_builders import WEEKS, a_visitor

SUITES = ("leeds", "bradford", "halifax", "huddersfield", "wakefield")
VISITORS = 26
PROBATIONERS = frozenset({3, 9, 14, 20})
SEEDS = (1, 2, 3)
CAN_GO = {Window.DAY: 0.6, Window.NIGHT: 0.35, Window.WEEKEND: 0.5}
"""How many of a hundred weeks a visitor says they can go then."""


def rota() -> dict[str, float]:
    """Seconds for one rota: the slowest of some seeds. Each fills every duty and keeps every rule."""
    task, slowest = a_quarter(), 0.0
    for seed in SEEDS:
        began = time.perf_counter()
        drawn = draw(task, seed)
        slowest = max(slowest, time.perf_counter() - began)
        if drawn.empty or breaches(drawn.duties, task):
            raise RuntimeError(f"seed {seed}: {len(drawn.empty)} empty, {breaches(drawn.duties, task)}")
    return {"rota_26x5x13_s": slowest}


def a_quarter() -> RotaTask:
    """The same quarter every time."""
    random = Random(7)
    members = tuple(
        a_visitor(number, probation_until=WEEKS[8] if number in PROBATIONERS else None)
        for number in range(1, VISITORS + 1)
    )
    said = tuple(
        Availability(
            member_id=member.member_id,
            week=week,
            windows=frozenset(window for window, share in CAN_GO.items() if random.random() < share),
        )
        for member in members
        for week in WEEKS
    )
    suites = tuple(Suite(suite_id=SuiteId(name), name=name.title(), district="West") for name in SUITES)
    return RotaTask(weeks=WEEKS, suites=suites, members=members, availability=said)
