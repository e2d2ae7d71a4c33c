"""The count of everyone in custody at entry, and whether it reconciles."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from icv_app.domain.person import Contact, DetainedPerson


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """Who was in custody when the visitors entered. `None` means not counted.

    Attributes:
        vulnerable: Vulnerable, or an appropriate adult is needed.
        high_observation: On level 3 or 4 observation.
        arrived_during: Arrived while the visitors were there; counted apart.
    """

    total: int | None = None
    men: int | None = None
    women: int | None = None
    other: int | None = None
    children_10_13: int | None = None
    children_14_17: int | None = None
    vulnerable: int | None = None
    non_english: int | None = None
    immigration: int | None = None
    s136: int | None = None
    tact: int | None = None
    over_24h: int | None = None
    high_observation: int | None = None
    cells_in_use: int | None = None
    cells_out_of_use: int | None = None
    arrived_during: int | None = None

    @property
    def children(self) -> int:
        """Children under 18; a part that was not counted is taken as none."""
        return (self.children_10_13 or 0) + (self.children_14_17 or 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """People without a row of their own, counted by outcome and reason.

    Attributes:
        children: How many of `count` are under 18; likewise the next two. Groups may overlap.
    """

    contact: Contact
    reason: str
    count: int
    children: int = 0
    vulnerable: int = 0
    women: int = 0


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """How the rows and tallies stand against the census.

    Attributes:
        in_custody: The census total; `None` while it was not counted.
        by_contact: People with each outcome, rows and tallies together.
        undecided: Rows without an outcome.
    """

    in_custody: int | None
    by_contact: dict[Contact, int]
    undecided: int

    @property
    def accounted(self) -> int:
        """People with an outcome."""
        return sum(self.by_contact.values())

    @property
    def difference(self) -> int | None:
        """People in custody less people accounted for: positive means some are still to see."""
        return None if self.in_custody is None else self.in_custody - self.accounted

    @property
    def reconciles(self) -> bool:
        """D = S + Ob + De + NA + NO, with every row decided."""
        return self.difference == 0 and self.undecided == 0


def reconcile(census: Census, people: Iterable[DetainedPerson], tallies: Iterable[Tally]) -> Reconciliation:
    """Compare the count at entry with the outcomes.

    Source: the integrity rule D = S + Ob + De + NA + NO of the scheme's published method.
    """
    counts = dict.fromkeys(Contact, 0)
    undecided = 0
    for person in people:
        if person.contact is None:
            undecided += 1
        else:
            counts[person.contact] += 1
    for tally in tallies:
        counts[tally.contact] += tally.count
    return Reconciliation(census.total, counts, undecided)
