"""Years, visits and runs in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from icv_app.domain.scheme import SchemeSettings
from icv_app.services.ports_visits import VisitSummary
from icv_app.services.retention_preview import DueYear, HeldVisit, Preview, RunLine
from icv_app.words import _, plural
from ui.people.detail import say_moment


def year_words(label: str) -> str:
    """Return a financial year as it is printed: 2023–24."""
    return label.replace("-", "–")


def due_fact(due: DueYear) -> tuple[str, str]:
    """Return the year, and what of it is due."""
    visits = plural("{n} visit", "{n} visits", due.visits)
    people = plural("{n} person", "{n} people", due.people)
    records = plural("{n} record", "{n} records", due.records)
    return year_words(due.year.label), f"{visits} · {people} · {records}"


def ask_words(preview: Preview) -> str:
    """Return what a run would take, and that nobody can bring it back."""
    visits = plural("{n} visit", "{n} visits", preview.visits)
    return _(
        "This erases the custody numbers, the cells and every word about people in {visits}, the force’s "
        "replies too: here now, and on the server, on every laptop and in their backups when each is next in "
        "touch. Nobody can bring it back. All counts, answers and figures stay as they are."
    ).format(visits=visits)


def visit_words(
    settings: SchemeSettings, suite: str | None, began_at: datetime | None, visitors: Iterable[str] = ()
) -> str:
    """Return a visit as a line of a list names it."""
    when = say_moment(began_at) if began_at is not None else _("a visit that has not arrived")
    place = settings.suite_name(suite) if suite else ""  # type: ignore[arg-type]
    return " · ".join(part for part in (when, place, ", ".join(visitors)) if part)


def option_of(settings: SchemeSettings, line: VisitSummary) -> tuple[str, str]:
    """Return a visit as one of many to choose from."""
    return line.visit_id, visit_words(settings, line.suite, line.began_at, line.visitors)


def held_by(held: HeldVisit) -> str:
    """Return who set a hold, when, and whether it stops something now."""
    words = _("Held by {coordinator} since {when}").format(coordinator=held.by, when=say_moment(held.since))
    return f"{words} · {_('would be due now')}" if held.due else words


def run_title(run: RunLine) -> str:
    """Return a run's number, day and coordinator."""
    return _("Run {n} · {when} · {coordinator}").format(
        n=run.number, when=say_moment(run.at), coordinator=run.by or _("unknown")
    )


def run_words(run: RunLine) -> str:
    """Return what a run erased."""
    years = ", ".join(
        _("{visits} of {year}").format(
            visits=plural("{n} visit", "{n} visits", visits), year=year_words(year)
        )
        for year, visits in sorted(run.visits.items())
    )
    records = plural("{n} record", "{n} records", run.records)
    return _("What identified people: {years} ({records})").format(years=years, records=records)
