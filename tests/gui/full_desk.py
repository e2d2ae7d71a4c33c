"""A desk on which something of many kinds waits."""

from __future__ import annotations

from icv_app.domain.expenses import ExpenseKind
from icv_app.domain.times import london_day
from icv_app.services.notices import NoticeWords
from tests.gui.rotas import a_published_rota
from tests.memory_scheme import MemoryScheme
from tests.quality_builders import our_framework


def a_full_desk() -> MemoryScheme:
    """A rota with a swap, a claim, a notice, evidence a year old, and reports to decide."""
    scheme = a_published_rota()
    office = scheme["C-001"].desk
    office.quality.publish(our_framework())
    office.quality.add_note("talks", "A talk is offered after every visit.")
    scheme["V-001"].desk.expenses.claim(london_day(scheme.clock.now()), ExpenseKind.PARKING, 450)
    scheme.filed_by("V-001")
    scheme.exchange()
    office.notices.tell(
        NoticeWords(
            title="New form", text="Use it.", first_day=london_day(scheme.clock.now()), must_read=True
        )
    )
    scheme.exchange()
    return scheme
