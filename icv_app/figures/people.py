"""Who was in custody, and who was seen.

Throughout: D in custody, S spoken to, Ob observed only, De declined, NA not
available, NO not offered. Each function takes the visits it sums over, which
for a publication are `selection.counted`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from icv_app.domain.ids import VisitId
from icv_app.domain.person import Contact, Value
from icv_app.domain.visit_facts import GROUPS, VisitFacts
from icv_app.errors import RuleBroken
from icv_app.figures.measures import BothAverages, Mean, Share
from icv_app.words import _

UNSTATED = ""
"""The reason code under which people without a reason are counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """D, S, Ob, De, NA and NO summed over some visits."""

    in_custody: int
    spoken_to: int
    observed_only: int
    declined: int
    not_available: int
    not_offered: int
    visits: tuple[VisitId, ...] = ()

    @property
    def accounted(self) -> int:
        """S + Ob + De + NA + NO."""
        return self.offered + self.observed_only + self.not_available + self.not_offered

    @property
    def offered(self) -> int:
        """S + De."""
        return self.spoken_to + self.declined

    @property
    def reconciles(self) -> bool:
        """D = S + Ob + De + NA + NO."""
        return self.in_custody == self.accounted

    def of(self, contact: Contact) -> int:
        """The people with one outcome."""
        by_contact = {
            Contact.SPOKEN_TO: self.spoken_to,
            Contact.OBSERVED_ONLY: self.observed_only,
            Contact.DECLINED: self.declined,
            Contact.NOT_AVAILABLE: self.not_available,
            Contact.NOT_OFFERED: self.not_offered,
        }
        return by_contact[contact]


def visit_ids(visits: Iterable[VisitFacts]) -> tuple[VisitId, ...]:
    """The trace of a figure: the visits behind it."""
    return tuple(visit.visit_id for visit in visits)


def sum_outcomes(visits: Sequence[VisitFacts]) -> Outcomes:
    """ΣD, ΣS, ΣOb, ΣDe, ΣNA and ΣNO, as they stand."""
    total = dict.fromkeys(Contact, 0)
    for visit in visits:
        for contact, count in visit.by_contact.items():
            total[contact] += count
    return Outcomes(
        in_custody=sum(visit.in_custody for visit in visits),
        spoken_to=total[Contact.SPOKEN_TO],
        observed_only=total[Contact.OBSERVED_ONLY],
        declined=total[Contact.DECLINED],
        not_available=total[Contact.NOT_AVAILABLE],
        not_offered=total[Contact.NOT_OFFERED],
        visits=visit_ids(visits),
    )


def publishable(outcomes: Outcomes) -> Outcomes:
    """Return the outcomes if they reconcile; a total that does not is never published.

    Raises:
        RuleBroken: D is not S + Ob + De + NA + NO.
    """
    if not outcomes.reconciles:
        raise RuleBroken(
            f"outcomes do not reconcile: {outcomes.in_custody} held, {outcomes.accounted} in outcomes",
            user_text=_(
                "The people in custody and what came of the visits do not add up ({in_custody} and "
                "{accounted}). Correct the visits concerned with an addendum, then make the report again."
            ).format(in_custody=outcomes.in_custody, accounted=outcomes.accounted),
        )
    return outcomes


def integrity(visits: Sequence[VisitFacts]) -> Share:
    """Visits whose count reconciles / visits.

    Formula: D = S + Ob + De + NA + NO for every visit.
    `visits` of the result are the ones that do **not** reconcile.
    """
    broken = [visit for visit in visits if visit.in_custody != sum(visit.by_contact.values())]
    return Share(len(visits) - len(broken), len(visits), visit_ids(broken))


def outcomes(visits: Sequence[VisitFacts]) -> Outcomes:
    """ΣD, ΣS, ΣOb, ΣDe, ΣNA and ΣNO over visits each of which reconciles.

    Raises:
        RuleBroken: One or more visits do not reconcile; they are named.
    """
    broken = integrity(visits).visits
    if broken:
        raise RuleBroken(
            f"visits do not reconcile: {', '.join(broken)}",
            user_text=_(
                "{n} of the visits do not reconcile: the people in custody are not all accounted for. "
                "Correct them with an addendum, then make the report again."
            ).format(n=len(broken)),
        )
    return publishable(sum_outcomes(visits))


def spoken_to(visits: Sequence[VisitFacts]) -> BothAverages:
    """How many of the people in custody were spoken to, averaged in both ways.

    Formula: pooled ΣS/ΣD; mean of S/D over visits with D > 0.
    """
    both = spoken_to_of_counts(Counter((visit.in_custody, visit.spoken_to) for visit in visits))
    return replace(both, pooled=replace(both.pooled, visits=visit_ids(visits)))


def spoken_to_of_counts(counts: Mapping[tuple[int, int], int]) -> BothAverages:
    """The same of counted visits, without saying which they are.

    Args:
        counts: How many visits had so many people in custody (D), of whom so many were spoken to (S).
    """
    spoken_by_custody: Counter[int] = Counter()
    n = 0
    for (held, spoken), visits in counts.items():
        if held > 0:
            spoken_by_custody[held] += spoken * visits
            n += visits
    total = sum((Fraction(spoken, held) for held, spoken in spoken_by_custody.items()), Fraction(0))
    pooled = Share(
        sum(spoken * visits for (_held, spoken), visits in counts.items()),
        sum(held * visits for (held, _spoken), visits in counts.items()),
    )
    return BothAverages(pooled, Mean(total / n if n else None, n))


def offered(sums: Outcomes) -> Share:
    """People offered a talk. Formula: Σ(S+De)/ΣD."""
    return Share(sums.offered, sums.in_custody, sums.visits)


def acceptance(sums: Outcomes) -> Share:
    """Offers that were accepted. Formula: ΣS/Σ(S+De)."""
    return Share(sums.spoken_to, sums.offered, sums.visits)


def not_available(sums: Outcomes) -> Share:
    """Formula: ΣNA/ΣD."""
    return Share(sums.not_available, sums.in_custody, sums.visits)


def not_offered(sums: Outcomes) -> Share:
    """Formula: ΣNO/ΣD."""
    return Share(sums.not_offered, sums.in_custody, sums.visits)


def share_of_custody(sums: Outcomes, contact: Contact) -> Share:
    """One outcome among everybody in custody. Formula: for instance ΣOb/ΣD."""
    return Share(sums.of(contact), sums.in_custody, sums.visits)


def reasons_not_spoken_to(visits: Sequence[VisitFacts]) -> dict[tuple[Contact, str], Share]:
    """Why people were not spoken to, each among all who were not.

    Formula: n/Σ(D-S) for each reason. People of an outcome for whom no reason
    was noted stand under `UNSTATED`, so the parts add up to their outcome.
    Ordered by outcome, then by how many, most first.
    """
    sums = sum_outcomes(visits)
    counts: Counter[tuple[Contact, str]] = Counter()
    behind: dict[tuple[Contact, str], list[VisitId]] = {}
    for visit in visits:
        for key, count in visit.reasons.items():
            counts[key] += count
            behind.setdefault(key, []).append(visit.visit_id)
    for contact in (Contact.OBSERVED_ONLY, Contact.DECLINED, Contact.NOT_AVAILABLE, Contact.NOT_OFFERED):
        stated = sum(count for (outcome, _reason), count in counts.items() if outcome is contact)
        if sums.of(contact) > stated:
            counts[contact, UNSTATED] += sums.of(contact) - stated
    rank = {contact: place for place, contact in enumerate(Contact)}
    ordered = sorted(counts.items(), key=lambda item: (rank[item[0][0]], -item[1], item[0][1]))
    return {
        key: Share(count, sums.in_custody - sums.spoken_to, tuple(behind.get(key, ())))
        for key, count in ordered
        if key[0] is not Contact.SPOKEN_TO and count
    }


def reach(visits: Sequence[VisitFacts], people_detained: int | None) -> Share | None:
    """People spoken to among all detained in the year; `None` without the force's figure.

    Formula: ΣS / people detained in the year (entered).
    """
    if people_detained is None:
        return None
    return Share(sum(visit.spoken_to for visit in visits), people_detained, visit_ids(visits))


def priority_coverage(visits: Sequence[VisitFacts]) -> dict[str, Share]:
    """For children, vulnerable people and women. Formula: spoken to / in custody.

    Groups may overlap, so they do not add up.
    """
    return {
        group: Share(
            sum(visit.group_spoken.get(group, 0) for visit in visits),
            sum(visit.group_in_custody.get(group, 0) for visit in visits),
            visit_ids(visit for visit in visits if visit.group_in_custody.get(group)),
        )
        for group in GROUPS
    }


def pace_beds(visits: Sequence[VisitFacts]) -> Share:
    """Children moved to a local authority bed. Formula: moved / charged and refused bail.

    Source: PACE s.38(6).
    """
    return Share(
        sum(visit.beds_given for visit in visits),
        sum(visit.beds_asked for visit in visits),
        visit_ids(visit for visit in visits if visit.beds_asked),
    )


@dataclass(frozen=True, slots=True)
class CheckResult:
    """How one check was answered.

    Attributes:
        passed: yes / (yes + no).
        not_known: Shown apart; never counts as a pass.
        not_applicable: Likewise apart.
    """

    check_id: str
    passed: Share
    not_known: int
    not_applicable: int


def check_results_of(counts: Mapping[tuple[str, str], int]) -> dict[str, CheckResult]:
    """Every check answered, by its identifier in order. Formula: yes/(yes+no), with n.

    Args:
        counts: (check, answer) to how often it was given.
    """
    results = {}
    for check_id in sorted({check_id for check_id, _value in counts}):
        yes, no = counts.get((check_id, Value.YES), 0), counts.get((check_id, Value.NO), 0)
        results[check_id] = CheckResult(
            check_id,
            Share(yes, yes + no),
            not_known=counts.get((check_id, Value.NOT_KNOWN), 0),
            not_applicable=counts.get((check_id, Value.NOT_APPLICABLE), 0),
        )
    return results
