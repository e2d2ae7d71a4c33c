"""What stands above the editor of a visit: where, when, with whom, and how long they waited."""

from __future__ import annotations

from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.times import london_day
from icv_app.domain.visit import Visit, VisitKind
from icv_app.words import _, plural
from ui.entries.dates import say_weekday_and_date
from ui.entries.moments import say_weekday_and_moment


def visit_title(visit: Visit, settings: SchemeSettings) -> str:
    """Return "Visit to Wakefield"."""
    if visit.suite is None:
        return _("New visit")
    return _("Visit to {suite}").format(suite=settings.suite_name(visit.suite))


def visit_subtitle(visit: Visit) -> str:
    """Return "Thursday 14 March 2024, 21:40 · with V-017 · let in after 4 minutes"."""
    began = visit.began_at
    when = say_weekday_and_moment(began) if began else say_weekday_and_date(london_day(visit.created_at))
    others = [visitor for visitor in visit.visitors if visitor != visit.author]
    with_whom = _("with {visitors}").format(visitors=", ".join(others)) if others else ""
    return " · ".join(part for part in (when, with_whom, wait_words(visit)) if part)


def wait_words(visit: Visit) -> str:
    """Return "let in after 4 minutes"; nothing where that is not known or cannot be true."""
    minutes = wait_minutes(visit)
    if minutes is None or minutes < 0:
        return ""
    if minutes == 0:
        return _("let in at once")
    return plural("let in after {n} minute", "let in after {n} minutes", minutes)


def wait_minutes(visit: Visit) -> int | None:
    """Return whole minutes from the counter to the suite; `None` where there was none to measure."""
    if visit.kind is VisitKind.TELEPHONE or visit.wait is None:
        return None
    return int(visit.wait.total_seconds() // 60)
