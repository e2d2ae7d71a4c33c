"""Counts of people as they may be printed: a withheld one is not here at all."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from fractions import Fraction

from icv_app.domain.ids import VisitId
from icv_app.figures.measures import Share


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """A count of people. `value` is `None` where it is withheld."""

    value: int | None
    visits: tuple[VisitId, ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleShare:
    """A share of people; `value` is `None` where either count is withheld, or `of` is nought."""

    part: int | None
    of: int | None
    value: Fraction | None
    visits: tuple[VisitId, ...] = ()

    @property
    def withheld(self) -> bool:
        """Whether it is missing because it is protected, not because there was nobody."""
        return self.part is None or self.of is None


def people_count(
    count: int, key: Hashable, withheld: Collection[Hashable], visits: tuple[VisitId, ...] = ()
) -> PeopleCount:
    """A count, unless its key is among the withheld ones."""
    return PeopleCount(None if key in withheld else count, visits)


def people_share(
    share: Share, withheld: Collection[Hashable], *, part: Hashable, of: Hashable
) -> PeopleShare:
    """A share, less whatever of it is withheld; a percentage would give a withheld count back."""
    top = None if part in withheld else int(share.part)
    bottom = None if of in withheld else int(share.of)
    value = share.value if top is not None and bottom is not None else None
    return PeopleShare(top, bottom, value, share.visits)
