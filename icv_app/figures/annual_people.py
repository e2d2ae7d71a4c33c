"""The people of the annual report, with small counts withheld."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from icv_app.domain.person import Contact
from icv_app.domain.visit_facts import GROUPS, VisitFacts
from icv_app.figures import people
from icv_app.figures.count_tables import CountTable
from icv_app.figures.measures import Mean, Share
from icv_app.figures.published import PeopleCount, PeopleShare, people_count, people_share

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


CUSTODY, REST, OFFERED = "people.in_custody", "people.not_spoken_to", "people.offered"
BEDS = "beds"


def contact_key(contact: Contact) -> str:
    """The key of the people with one outcome."""
    return f"people.{contact.value}"


def reason_key(contact: Contact, reason: str) -> str:
    """The key of the people with one reason."""
    return f"people.{contact.value}.{reason or 'unstated'}"


def pair_keys(name: str) -> tuple[str, str]:
    """The keys of the people of a group spoken to, and of those in custody; for beds of moved and due."""
    return f"people.{name}.{'moved' if name == BEDS else 'spoken_to'}", f"people.{name}.all"


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleOf:
    """The people of some visits as they were counted: nothing is withheld.

    Attributes:
        visits: The visits.
        reasons: See `people.reasons_not_spoken_to`.
        pairs: Of each priority group spoken to, of those in custody; for `BEDS` moved, of those due.
    """

    visits: Sequence[VisitFacts]
    sums: people.Outcomes
    reasons: Mapping[tuple[Contact, str], Share]
    pairs: Mapping[str, Share]


def people_of(visits: Sequence[VisitFacts]) -> PeopleOf:
    """Count the people of some visits.

    Raises:
        RuleBroken: A visit does not reconcile.
    """
    return PeopleOf(
        visits=visits,
        sums=people.outcomes(visits),
        reasons=people.reasons_not_spoken_to(visits),
        pairs={**people.priority_coverage(visits), BEDS: people.pace_beds(visits)},
    )


def put_people(table: CountTable, found: PeopleOf) -> None:
    """Note every count of people, and the sums between them."""
    sums, reasons = found.sums, found.reasons
    table.add(CUSTODY, sums.in_custody)
    table.add(contact_key(Contact.SPOKEN_TO), sums.spoken_to)
    table.add(OFFERED, sums.offered)
    table.add(REST, sums.in_custody - sums.spoken_to)
    for contact in NOT_SPOKEN_TO:
        table.add(contact_key(contact), sums.of(contact))
    spoken, declined = contact_key(Contact.SPOKEN_TO), contact_key(Contact.DECLINED)
    table.relate(CUSTODY, (spoken, REST))
    table.relate(REST, map(contact_key, NOT_SPOKEN_TO))
    table.relate(OFFERED, (spoken, declined))
    for contact in NOT_SPOKEN_TO:
        own = {reason_key(*key): int(share.part) for key, share in reasons.items() if key[0] is contact}
        for key, count in own.items():
            table.add(key, count)
        table.relate(contact_key(contact), own)
    for name, share in found.pairs.items():
        _put_pair(table, name, share)


def _put_pair(table: CountTable, name: str, share: Share) -> None:
    """How many of a group are left is never printed, but is a count of people like the rest."""
    part, of = pair_keys(name)
    table.add(part, int(share.part))
    table.add(of, int(share.of))
    if share.of >= share.part:
        rest = table.add(f"people.{name}.rest", int(share.of - share.part))
        table.unprinted.add(rest)
        table.relate(of, (part, rest))


def unlisted_reasons(
    counts: Mapping[str, int], hidden: Collection[str], prints: Callable[[str], bool] | None = None
) -> frozenset[str]:
    """Reasons that are not even listed: where a nought is withheld, having no reasons would tell it.

    Then no withheld outcome lists any, so that none of them can be told from the others.
    """
    outcomes = [contact_key(one) for one in NOT_SPOKEN_TO]
    gone = [key for key in outcomes if key in hidden and (prints is None or prints(key))]
    if all(counts[key] for key in gone):
        return frozenset()
    return frozenset(key for key in counts if key.startswith(tuple(f"{one}." for one in gone)))


def people_figures(
    found: PeopleOf, people_detained: int | None, hidden: Collection[str], unlisted: Collection[str] = ()
) -> PeopleFigures:
    """Compute the people of a report, less what is hidden.

    Args:
        found: Of its counted visits.
        people_detained: In the period, by the force.
        hidden: The keys of what is withheld.
        unlisted: See `unlisted_reasons`.
    """
    visits, sums, reasons, pairs = found.visits, found.sums, found.reasons, found.pairs
    averages = people.spoken_to(visits)
    reach = people.reach(visits, people_detained)
    spoken = contact_key(Contact.SPOKEN_TO)
    pooled = people_share(averages.pooled, hidden, part=spoken, of=CUSTODY)
    per_visit = Share(sums.spoken_to, len(visits), sums.visits)

    def pair(name: str) -> PeopleShare:
        part, of = pair_keys(name)
        return people_share(pairs[name], hidden, part=part, of=of)

    return PeopleFigures(
        in_custody=people_count(sums.in_custody, CUSTODY, hidden, sums.visits),
        not_spoken_to=people_count(sums.in_custody - sums.spoken_to, REST, hidden, sums.visits),
        funnel=tuple(
            OutcomeLine(
                contact,
                people_share(
                    people.share_of_custody(sums, contact), hidden, part=contact_key(contact), of=CUSTODY
                ),
            )
            for contact in Contact
        ),
        spoken_pooled=pooled,
        spoken_mean=Mean(None, averages.mean.n) if pooled.withheld else averages.mean,
        per_visit=people_share(per_visit, hidden, part=spoken, of=None),
        offered=people_share(people.offered(sums), hidden, part=OFFERED, of=CUSTODY),
        acceptance=people_share(people.acceptance(sums), hidden, part=spoken, of=OFFERED),
        reasons=_in_order_of_what_is_shown(
            ReasonLine(
                contact, reason, people_share(share, hidden, part=reason_key(contact, reason), of=REST)
            )
            for (contact, reason), share in reasons.items()
            if reason_key(contact, reason) not in unlisted
        ),
        groups=tuple(GroupLine(group, pair(group)) for group in GROUPS),
        reach=None if reach is None else people_share(reach, hidden, part=spoken, of=None),
        beds=pair(BEDS),
    )


def _in_order_of_what_is_shown(lines: Iterable[ReasonLine]) -> tuple[ReasonLine, ...]:
    """Most first under each outcome, and after them what is withheld: its place must not tell how many."""

    def place(line: ReasonLine) -> tuple[int, bool, int, str]:
        part = line.share.part
        return rank[line.contact], part is None, -(part or 0), line.reason

    rank = {contact: at for at, contact in enumerate(Contact)}
    return tuple(sorted(lines, key=place))
