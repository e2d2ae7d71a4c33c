"""How soon reports were filed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from icv_app.domain.times import london_day
from icv_app.domain.visit_facts import VisitFacts
from icv_app.figures.limits import Before, Limit
from icv_app.figures.measures import Share


def filed_in_time(visits: Sequence[VisitFacts], within: timedelta, before: Before = ()) -> Share:
    """Reports filed no longer after leaving than the scheme allowed on the day / reports filed.

    Every filed report counts, abandoned and telephone visits included; exactly the
    time allowed is in time.
    """
    limit = Limit(within, before)
    in_time = tuple(
        visit.visit_id for visit in visits if visit.submitted_at - left_at(visit) <= limit.at(visit.began_at)
    )
    return Share(len(in_time), len(visits), tuple(visit.visit_id for visit in visits))


def left_at(visit: VisitFacts) -> datetime:
    """When the visitors left the station, or the suite, or where neither is known when they came; UTC."""
    if visit.left_station_at is not None:
        return visit.left_station_at
    return visit.began_at + timedelta(minutes=visit.visit_minutes or 0)


def filed_on_the_day(visits: Sequence[VisitFacts]) -> Share:
    """Reports filed on the London day on which the visitors left / reports filed.

    A night visit is filed on the day if that is done before the midnight after leaving.
    """
    on_the_day = sum(london_day(visit.submitted_at) == london_day(left_at(visit)) for visit in visits)
    return Share(on_the_day, len(visits), tuple(visit.visit_id for visit in visits))
