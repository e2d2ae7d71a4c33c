"""What a suite's earlier visits say beside a report: the last of them, and what was left open."""

from __future__ import annotations

from dataclasses import dataclass

from icv_app.domain.concern import ConcernState
from icv_app.domain.visit import Stage, Visit
from icv_app.services.follow_up import EarlierConcern, to_look_at
from icv_app.services.ports import UnitOfWork
from icv_app.services.ports_visits import VisitFilter, VisitSummary

LAST_VISITS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteHistory:
    """What came before one visit at its suite.

    Attributes:
        visits: The last visits before it, newest first.
        left_open: Concerns of earlier visits that are not settled, newest visit first.
    """

    visits: tuple[VisitSummary, ...] = ()
    left_open: tuple[EarlierConcern, ...] = ()


def suite_history(unit: UnitOfWork, visit: Visit) -> SuiteHistory:
    """Return what came before a visit at its suite, as far as this vault has it."""
    began, suite = visit.began_at, visit.suite
    if began is None or suite is None:
        return SuiteHistory()
    wanted = VisitFilter(stage=Stage.SUBMITTED, suite=suite, until=began)
    earlier = to_look_at(unit, suite, began)
    return SuiteHistory(
        visits=tuple(unit.visits.summaries(wanted, limit=LAST_VISITS)),
        left_open=tuple(one for one in earlier if one.state is not ConcernState.CLOSED),
    )
