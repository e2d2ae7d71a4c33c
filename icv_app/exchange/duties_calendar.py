"""A visitor's duties as a calendar file (RFC 5545): weeks, never a day or an hour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from icalendar import Calendar, Event

from icv_app.domain.ids import MemberId, SuiteId
from icv_app.domain.rota import WEEK, Duty
from icv_app.exchange.whole_files import write_whole
from icv_app.words import _


def calendar_of(
    duties: Iterable[Duty], suites: Mapping[SuiteId, str], member_id: MemberId, made_at: datetime
) -> bytes:
    """Return the calendar of one visitor's duties, the same bytes for the same duties.

    Each duty is one entry of seven whole days that leaves the visitor free, since only the pair know when.

    Args:
        duties: Those of others are left out.
        suites: Names by short name.
        member_id: Whose calendar it is.
        made_at: UTC.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//ICV//Independent custody visiting//EN")
    calendar.add("version", "2.0")
    for duty in sorted(duties, key=lambda one: one.place):
        if member_id not in duty.pair:
            continue
        partner = ", ".join(name for name in duty.pair if name != member_id)
        suite = suites.get(duty.suite_id, duty.suite_id)
        event = Event()
        event.add("uid", f"{duty.week:%Y%m%d}-{duty.suite_id}-{duty.number}-{member_id}@icv")
        event.add("dtstamp", made_at)
        event.add("dtstart", duty.week)
        event.add("dtend", duty.week + WEEK)
        event.add("summary", _("Custody visit: {suite}, with {member}").format(suite=suite, member=partner))
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def save_calendar(
    duties: Iterable[Duty],
    suites: Mapping[SuiteId, str],
    member_id: MemberId,
    made_at: datetime,
    file: Path,
) -> None:
    """Write the calendar file, whole or not at all.

    Raises:
        StoreError: It could not be written; what was there is untouched.
    """
    write_whole(file, calendar_of(duties, suites, member_id, made_at))
