"""The people of the annual report, with small counts withheld."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass

from icv_app.domain.person import Contact
from icv_app.domain.visit_facts import GROUPS, VisitFacts
from icv_app.figures import people
from icv_app.figures.measures import Mean, Share
from icv_app.figures.published import PeopleCount, PeopleShare, people_count, people_share
from icv_app.figures.suppression import CountTable, Sum

NOT_SPOKEN_TO = tuple(contact for contact in Contact if contact is not Contact.SPOKEN_TO)


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """People with one outcome, of everybody in custody."""

    contact: Contact
    share: PeopleShare


@dataclass(frozen=True, slots=True)
class ReasonLine:
    """People with one reason, of everybody not spoken to. `people.UNSTATED` where none was noted."""

    contact: Contact
    reason: str
    share: PeopleShare


@dataclass(frozen=True, slots=True)
class GroupLine:
    """People of one priority group spoken to, of those in custody when visited."""

    group: str
    share: PeopleShare


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFigures:
    """Who was in custody when visited, and who was seen.

    Attributes:
        spoken_pooled, spoken_mean: Both averages of the share spoken to.
        per_visit: People spoken to for each visit; the count of people is withheld with them.
        reach: Of everybody detained in the year; `None` without the force's figure.
        beds: Children moved to a local authority bed, of those charged and refused bail.
    """

    in_custody: PeopleCount
    not_spoken_to: PeopleCount
    funnel: tuple[OutcomeLine, ...]
    spoken_pooled: PeopleShare
    spoken_mean: Mean
    per_visit: PeopleShare
    offered: PeopleShare
    acceptance: PeopleShare
    reasons: tuple[ReasonLine, ...]
    groups: tuple[GroupLine, ...]
    reach: PeopleShare | None
    beds: PeopleShare


_CUSTODY, _REST, _OFFERED = ("custody",), ("rest",), ("offered",)
BEDS = "beds"


def people_table(visits: Sequence[VisitFacts]) -> CountTable:
    """Every count of people in a publication over its counted visits, and the sums between them.

    Raises:
        RuleBroken: A visit does not reconcile.
    """
    sums, reasons, pairs = people.outcomes(visits), people.reasons_not_spoken_to(visits), _pairs(visits)
    counts: dict[Hashable, int] = {_CUSTODY: sums.in_custody, Contact.SPOKEN_TO: sums.spoken_to}
    counts[_OFFERED] = sums.offered
    counts[_REST] = sums.in_custody - sums.spoken_to
    counts.update({contact: sums.of(contact) for contact in NOT_SPOKEN_TO})
    counts.update({key: int(share.part) for key, share in reasons.items()})
    relations: list[Sum[Hashable]] = [
        Sum(_CUSTODY, (Contact.SPOKEN_TO, _REST)),
        Sum(_REST, NOT_SPOKEN_TO),
        Sum(_OFFERED, (Contact.SPOKEN_TO, Contact.DECLINED)),
    ]
    for contact in NOT_SPOKEN_TO:
        parts = tuple(key for key in reasons if key[0] is contact)
        if parts:
            relations.append(Sum(contact, parts))
    for name, share in pairs.items():
        counts[name, "part"], counts[name, "of"] = int(share.part), int(share.of)
    # How many children were kept in a cell is never printed, but is a count of people like the rest.
    asked, given = int(pairs[BEDS].of), int(pairs[BEDS].part)
    counts[BEDS, "rest"] = max(asked - given, 0)
    if asked > given:
        relations.append(Sum((BEDS, "of"), ((BEDS, "part"), (BEDS, "rest"))))
    return CountTable(counts, tuple(relations), frozenset(counts), unprinted=frozenset({(BEDS, "rest")}))


def _pairs(visits: Sequence[VisitFacts]) -> dict[str, Share]:
    return {**people.priority_coverage(visits), BEDS: people.pace_beds(visits)}


def people_figures(
    visits: Sequence[VisitFacts],
    people_detained: int | None,
    hidden: Collection[Hashable] | None = None,
) -> PeopleFigures:
    """Compute the people of a report over its counted visits.

    Args:
        visits: The counted ones.
        people_detained: The force's figure.
        hidden: Counts of `people_table` that are withheld, where other publications have a say in it.

    Raises:
        RuleBroken: A visit does not reconcile.
    """
    sums = people.outcomes(visits)
    reasons = people.reasons_not_spoken_to(visits)
    pairs = _pairs(visits)
    hidden = people_table(visits).withheld() if hidden is None else hidden
    averages = people.spoken_to(visits)
    reach = people.reach(visits, people_detained)
    pooled = people_share(averages.pooled, hidden, part=Contact.SPOKEN_TO, of=_CUSTODY)
    per_visit = Share(sums.spoken_to, len(visits), sums.visits)

    def pair(name: str) -> PeopleShare:
        return people_share(pairs[name], hidden, part=(name, "part"), of=(name, "of"))

    return PeopleFigures(
        in_custody=people_count(sums.in_custody, _CUSTODY, hidden, sums.visits),
        not_spoken_to=people_count(sums.in_custody - sums.spoken_to, _REST, hidden, sums.visits),
        funnel=tuple(
            OutcomeLine(
                contact,
                people_share(people.share_of_custody(sums, contact), hidden, part=contact, of=_CUSTODY),
            )
            for contact in Contact
        ),
        spoken_pooled=pooled,
        spoken_mean=Mean(None, averages.mean.n) if pooled.withheld else averages.mean,
        per_visit=people_share(per_visit, hidden, part=Contact.SPOKEN_TO, of=None),
        offered=people_share(people.offered(sums), hidden, part=_OFFERED, of=_CUSTODY),
        acceptance=people_share(people.acceptance(sums), hidden, part=Contact.SPOKEN_TO, of=_OFFERED),
        reasons=tuple(
            ReasonLine(contact, reason, people_share(share, hidden, part=(contact, reason), of=_REST))
            for (contact, reason), share in reasons.items()
        ),
        groups=tuple(GroupLine(group, pair(group)) for group in GROUPS),
        reach=None if reach is None else people_share(reach, hidden, part=Contact.SPOKEN_TO, of=None),
        beds=pair(BEDS),
    )
