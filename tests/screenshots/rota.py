"""The rota: a quarter that is drawn from when everybody can go, and one duty of it made by hand."""

from __future__ import annotations

from icv_app.domain.ids import MemberId
from icv_app.domain.rota import Window
from icv_app.services.desk import Desk
from icv_app.services.rota_planner import draw
from tests.screenshots.stage import ALL, LIGHT, Stage

_SEED = 2024


def draw_rota(stage: Stage, desk: Desk) -> None:
    """A quarter begun, drawn, and changed."""
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
