"""What cannot be published as settings of a scheme: each with its field and one sentence."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from icv_app.domain.custody_pattern import pattern_problem
from icv_app.domain.scheme import MOST_HOURS, MOST_MONTHS, MOST_VISITS, MOST_YEARS, SchemeSettings, Suite
from icv_app.domain.scheme_changes import Place
from icv_app.words import _

LONGEST_NAME = 120
MOST_ITEMS = 200
"""Suites, panels or kinds of training; far above any scheme."""
MOST_PENCE = 1_000
MOST_DAYS = 3_660
MOST_PEOPLE = 10_000_000
_MAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}\.[^@\s.]{2,24}")


@dataclass(frozen=True, slots=True)
class SettingsProblem:
    """One thing that is wrong, and where."""

    place: Place
    sentence: str


def problems(settings: SchemeSettings) -> tuple[SettingsProblem, ...]:
    """Return everything that is wrong, in the order of the screen."""
    return tuple(
        SettingsProblem(place, sentence)
        for found in (_scheme(settings), _suites(settings), _lists(settings), _numbers(settings))
        for place, sentence in found
        if sentence
    )


_Found = Iterator[tuple[Place, str]]


def _scheme(settings: SchemeSettings) -> _Found:
    yield ("name", "", ""), _name(settings.name, _("Give the scheme a name."))
    yield ("policing_body", "", ""), _name(settings.policing_body, _("Say which policing body it is."))
    yield ("force", "", ""), _name(settings.force, _("Say which police force it is."))
    mail = settings.contact_email
    if mail and not _MAIL.fullmatch(mail):
        yield ("contact_email", "", ""), _("Enter an e-mail address like icv@example.org, or leave it empty.")
    if len(settings.quality_award) > LONGEST_NAME:
        yield ("quality_award", "", ""), _too_long()
    yield ("custody_number_pattern", "", ""), pattern_problem(settings.custody_number_pattern)


def _name(text: str, missing: str) -> str:
    if not text.strip():
        return missing
    return _too_long() if len(text) > LONGEST_NAME else ""


def _too_long() -> str:
    return _("Shorten this to {most} characters.").format(most=LONGEST_NAME)


def _suites(settings: SchemeSettings) -> _Found:
    if not any(not suite.contingency for suite in settings.suites):
        yield ("suites", "", ""), _("A scheme needs at least one custody suite that is no contingency suite.")
    names = Counter(suite.name.strip().casefold() for suite in settings.suites)
    panels = {panel.panel_id for panel in settings.panels}
    for suite in settings.suites:
        yield from _suite(suite, names[suite.name.strip().casefold()] > 1, panels)


def _suite(suite: Suite, twice: bool, panels: set[str]) -> _Found:
    item = str(suite.suite_id)
    name = _name(suite.name, _("Give the suite a name."))
    yield ("suites", item, "name"), name or (_("Two suites have this name. Change one.") if twice else "")
    if suite.opened is not None and suite.closed is not None and suite.closed < suite.opened:
        yield ("suites", item, "closed"), _("The last day is before the day the suite opened.")
    if suite.panel and suite.panel not in panels:
        yield ("suites", item, "panel"), _("This panel is not in the list of panels. Choose another.")


def _lists(settings: SchemeSettings) -> _Found:
    for field, named in (
        ("panels", [(one.panel_id, one.name) for one in settings.panels]),
        ("training", [(one.kind, one.title) for one in settings.training]),
    ):
        names = Counter(name.strip().casefold() for _key, name in named)
        for key, name in named:
            part = "title" if field == "training" else "name"
            twice = _("Two have this name. Change one.") if names[name.strip().casefold()] > 1 else ""
            yield (field, key, part), _name(name, _("Give it a name.")) or twice
    for kind in settings.training:
        months = kind.months
        if months is not None and not 1 <= months <= MOST_MONTHS:
            yield ("training", kind.kind, "months"), _between(1, MOST_MONTHS)
    for field in ("suites", "panels", "training"):
        if len(getattr(settings, field)) > MOST_ITEMS:
            yield (field, "", ""), _("These are more than {most}. Take some out.").format(most=MOST_ITEMS)


def _between(least: int, most: int) -> str:
    return _("Enter a number from {least} to {most}.").format(least=least, most=f"{most:,}")


def _numbers(settings: SchemeSettings) -> _Found:
    if not 0 <= settings.visits_per_suite_and_week <= MOST_VISITS:
        yield ("visits_per_suite_and_week", "", ""), _between(0, MOST_VISITS)
    for suite, own in settings.suite_targets.items():
        if not 0 <= own <= MOST_VISITS:
            yield ("suite_targets", str(suite), ""), _between(0, MOST_VISITS)
    for severity, target in settings.reply_targets.items():
        hours, days = target.hours, target.working_days
        if (hours is None) == (days is None) or not 1 <= (hours or days or 0) <= MOST_HOURS:
            yield ("reply_targets", severity.value, ""), _between(1, MOST_HOURS)
    yield from _spans(settings)
    yield from _periods(settings)
    if not 1 <= settings.repeat_months <= MOST_MONTHS:
        yield ("repeat_months", "", ""), _between(1, MOST_MONTHS)
    if not 0 <= settings.pence_a_mile <= MOST_PENCE:
        yield ("pence_a_mile", "", ""), _between(0, MOST_PENCE)
    for year, people in settings.people_detained.items():
        if not 1 <= people <= MOST_PEOPLE:
            yield ("people_detained", year, ""), _between(1, MOST_PEOPLE)


def _spans(settings: SchemeSettings) -> _Found:
    for name in ("night_share", "weekend_share"):
        if not 0 <= getattr(settings, name) <= 1:
            yield (name, "", ""), _between(0, 100)
    for name, least in (
        ("delay_threshold", 0),
        ("filed_late_after", 1),
        ("unsigned_after", 1),
        ("over_24h", 1),
    ):
        span: timedelta = getattr(settings, name)
        if not timedelta(minutes=least) <= span <= timedelta(days=MOST_DAYS):
            yield (name, "", ""), _("Enter a longer or shorter time.")


def _periods(settings: SchemeSettings) -> _Found:
    kept = settings.retention
    if not 1 <= kept.identifying_years <= MOST_YEARS:
        yield ("retention", "", "identifying_years"), _between(1, MOST_YEARS)
    if not 1 <= kept.visits_years <= MOST_YEARS:
        yield ("retention", "", "visits_years"), _between(1, MOST_YEARS)
    elif kept.visits_years < kept.identifying_years:
        sentence = _("Visits cannot be kept for a shorter time than what identifies a person in them.")
        yield ("retention", "", "visits_years"), sentence
    if not 1 <= kept.office_years <= MOST_YEARS:
        yield ("retention", "", "office_years"), _between(1, MOST_YEARS)
    if not 1 <= kept.visitor_copy_days <= MOST_DAYS:
        yield ("retention", "", "visitor_copy_days"), _between(1, MOST_DAYS)
    heads = settings.heads
    for name in ("every", "silent_after", "unconfirmed_after"):
        if not timedelta(hours=1) <= getattr(heads, name) <= timedelta(days=MOST_DAYS):
            yield ("heads", "", name), _between(1, MOST_DAYS)
    if heads.silent_after < heads.every:
        sentence = _("A device is silent only after it should have said how far it is.")
        yield ("heads", "", "silent_after"), sentence
