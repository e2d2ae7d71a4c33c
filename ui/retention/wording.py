"""Years, visits and runs in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
    if due.papers:
        return year_words(due.year.label), plural("{n} paper", "{n} papers", due.records)
    visits = plural("{n} visit", "{n} visits", due.visits)
    people = plural("{n} person", "{n} people", due.people)
    records = plural("{n} record", "{n} records", due.records)
    words = f"{visits} · {people} · {records}"
    if due.samples:
        samples = plural("{n} sample of custody records", "{n} samples of custody records", due.samples)
        words = f"{words} · {samples}"
    return year_words(due.year.label), words


def ask_words(preview: Preview) -> str:
    """Return what erasing would take, and that nobody can bring it back."""
    said = []
    people = sum(year.visits for year in preview.years)
    whole = sum(year.visits for year in preview.whole)
    if people:
        said.append(
            _(
                "This erases the custody numbers, the cells and every word about people in {visits}, the "
                "force’s replies too."
            ).format(visits=plural("{n} visit", "{n} visits", people))
        )
    if whole:
        said.append(
            _(
                "This erases {visits} whole: the reports, what was said about them, their concerns and every "
                "step. Only the counts that the figures need are kept, for the office."
            ).format(visits=plural("{n} visit", "{n} visits", whole))
        )
    samples = sum(year.samples for year in preview.whole)
    if samples:
        said.append(
            _(
                "This erases {samples} whole, with what was read in them and the concerns raised: their "
                "figures are not kept, but for those that were published."
            ).format(
                samples=plural("{n} sample of custody records", "{n} samples of custody records", samples)
            )
        )
    papers = sum(year.records for year in preview.papers)
    if papers:
        said.append(
            _(
                "This erases {papers}: availability, duties, swaps, expenses, what was noted of members "
                "and who read which notice."
            ).format(papers=plural("{n} paper of the office", "{n} papers of the office", papers))
        )
    said.append(
        _(
            "It goes here now, and on the server, on every laptop and in their backups when each is next in "
            "touch. Nobody can bring it back. All published figures stay as they are. Synchronise first: a "
            "legal hold set elsewhere counts only once this laptop has heard of it."
        )
    )
    return " ".join(said)


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
    if run.papers:
        return _("Papers of the office ({records})").format(records=records)
    if run.whole:
        return _("Whole visits: {years} ({records})").format(years=years, records=records)
    return _("What identified people: {years} ({records})").format(years=years, records=records)


def done_words(runs: Sequence[RunLine]) -> str:
    """Return what was just erased."""
    said = [
        _done(run).format(
            n=run.number,
            visits=plural("{n} visit", "{n} visits", sum(run.visits.values())),
            papers=plural("{n} paper of the office", "{n} papers of the office", run.records),
        )
        for run in runs
    ]
    return " ".join([*said, _("It goes to the others now.")])


def _done(run: RunLine) -> str:
    if run.papers:
        return _("Run {n}: {papers} erased here.")
    if run.whole:
        return _("Run {n}: {visits} erased here whole.")
    return _("Run {n}: what identified people in {visits} is erased here.")
