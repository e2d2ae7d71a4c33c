"""Finding words in everything this vault holds about visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from icv_app.domain.finding import Place, Term, holds, place_of, search_terms
from icv_app.domain.scheme import Suite
from icv_app.errors import NotFound
from icv_app.services.ports import OpenUnit, UnitOfWork
from icv_app.services.ports_visits import FoundPassage, SearchedTerm, VisitFilter, VisitSummary

MOST_HITS = 100
"""More are not shown: whoever looks types another word sooner than reading on."""


@dataclass(frozen=True, slots=True)
class Hit:
    """One place with what was looked for.

    Attributes:
        about: The custody number of whom the place is about; empty where it is about nobody.
        snippet: Some of the words in their order, each piece with whether it is what was looked for.
    """

    visit: VisitSummary
    place: Place
    about: str
    snippet: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search brought.

    Attributes:
        asked: Whether there was a letter or digit to look for.
        hits: Newest visit first.
        more: There are more than these.
    """

    asked: bool
    hits: tuple[Hit, ...] = ()
    more: bool = False


class FindingService:
    """Full-text search. Holds no state of its own.

    Drafts are read in when somebody searches, not at every edit.
    """

    def __init__(self, open_unit: OpenUnit, open_reading: OpenUnit | None = None) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit

    def find(self, text: str, wanted: VisitFilter | None = None, *, most: int = MOST_HITS) -> Found:
        """Find all the words of `text`, in any order, in matching visits.

        Words in quotes must stand together; a word that is not finished finds what begins with it.
        Whatever is typed, nothing is an error.

        Raises:
            StoreError: The vault cannot be read.
        """
        terms = search_terms(text)
        if not terms:
            return Found(asked=False)
        self._read_drafts()
        with self._open_reading() as unit:
            suites = _suites(unit)
            asked = [_with_suites(term, suites) for term in terms]
            found = unit.search.find(asked, wanted or VisitFilter(), limit=most + 1)
        hits = sorted(map(_hit, found[:most]), key=_newest, reverse=True)
        return Found(asked=True, hits=tuple(hits), more=len(found) > most)

    def _read_drafts(self) -> None:
        with self._open_reading() as unit:
            unread = unit.search.unread_drafts()
        if not unread:
            return
        with self._open_unit() as unit:
            for visit_id in unit.search.unread_drafts():
                unit.search.reindex(visit_id)
            unit.commit()


def _suites(unit: UnitOfWork) -> Sequence[Suite]:
    try:
        return unit.settings.current().suites
    except NotFound:
        return ()  # before they have arrived no suite has a name


def _with_suites(term: Term, suites: Sequence[Suite]) -> SearchedTerm:
    return SearchedTerm(term, tuple(suite.suite_id for suite in suites if holds(term, suite.name)))


def _newest(hit: Hit) -> tuple[object, ...]:
    """Places of one visit stay together, in the order in which they were found."""
    return hit.visit.began_at, hit.visit.visit_id


def _hit(found: FoundPassage) -> Hit:
    return Hit(found.visit, place_of(found.path), found.about, found.snippet)
