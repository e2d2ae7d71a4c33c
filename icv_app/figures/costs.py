"""What visiting cost: expenses that the office has approved, and those that reports note."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from icv_app.domain.expenses import ClaimStanding, ClaimState, ExpenseKind
from icv_app.domain.periods import Period
from icv_app.domain.visit_facts import VisitFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class Costs:
    """The expenses of a period, in pence.

    Attributes:
        by_kind: Approved claims for days of the period, largest first.
        claims: How many they are.
        waiting: Claims for such days that wait or are queried.
        noted: As visitors noted them in their reports, on `noting` visits.
        per_visit: Approved pence for each completed visit; `None` without a visit.
    """

    by_kind: Mapping[ExpenseKind, int] = field(default_factory=dict)
    claims: int = 0
    waiting: int = 0
    noted: int = 0
    noting: int = 0
    per_visit: Fraction | None = None

    @property
    def approved(self) -> int:
        """Σ approved claims."""
        return sum(self.by_kind.values())


def costs(
    claims: Iterable[ClaimStanding], filed: Sequence[VisitFacts], completed: int, period: Period
) -> Costs:
    """Formula: Σ approved claims whose day lies in the period; per visit: that / completed visits."""
    inside = [one for one in claims if period.first_day <= one.claim.day <= period.last_day]
    approved = [one.claim for one in inside if one.state is ClaimState.APPROVED]
    by_kind: Counter[ExpenseKind] = Counter()
    for claim in approved:
        by_kind[claim.kind] += claim.total
    noted = [visit.expenses_pence for visit in filed if visit.expenses_pence is not None]
    return Costs(
        by_kind=dict(sorted(by_kind.items(), key=lambda item: (-item[1], item[0]))),
        claims=len(approved),
        waiting=sum(one.state in {ClaimState.WAITS, ClaimState.QUERIED} for one in inside),
        noted=sum(noted),
        noting=len(noted),
        per_visit=Fraction(by_kind.total(), completed) if completed else None,
    )
