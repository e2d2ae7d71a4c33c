"""Every published figure as one line with a key: what the data file holds, and what can be traced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from icv_app.domain.person import Contact
from icv_app.domain.visit_facts import GROUPS
from icv_app.figures.annual import AnnualFigures
from icv_app.figures.annual_checks import check_key
from icv_app.figures.annual_concerns import (
    ReplyFigures,
    cell_key,
    code_key,
    group_key,
    letter_key,
    suite_key,
)
from icv_app.figures.annual_people import contact_key, reason_key
from icv_app.figures.coverage import BANDS, QUARTERS_OF_DAY, in_bands, together_by_month
from icv_app.figures.figure_words import DEFINITIONS
from icv_app.figures.measures import Share
from icv_app.figures.published import PeopleShare


class Status(StrEnum):
    """Whether a figure has a value."""

    SHOWN = "shown"
    WITHHELD = "withheld"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureLine:
    """One published figure.

    Attributes:
        name: For readers of the data file.
        unit: `visits`, `people`, `concerns`, `answers`, `share`, `minutes`, `days`, `hours`, `pence`, ...
        value: Exact; `None` where it is withheld or there is nothing to compute it from.
        part, of: Of a share; `None` where withheld.
        definition: Formula and what is counted.
    """

    key: str
    name: str
    unit: str
    value: Fraction | None
    status: Status
    definition: str
    part: Fraction | None = None
    of: Fraction | None = None


def figure_lines(figures: AnnualFigures) -> tuple[FigureLine, ...]:
    """Every figure of a year or quarter, in the order of the report."""
    return tuple(
        line
        for lines in (
            _visits(figures),
            _suites(figures),
            _times(figures),
            _people(figures),
            _checks(figures),
            _concerns(figures),
            _replies("", figures.concerns.replies),
            _volunteers(figures),
        )
        for line in lines
    )


def _family(key: str) -> str:
    """The definition that a key falls under: that of the longest beginning that has one."""
    parts = key.split(".")
    for end in range(len(parts), 0, -1):
        found = DEFINITIONS.get(".".join(parts[:end]))
        if found is not None:
            return found
    raise KeyError(key)


def one_line(
    key: str, name: str, unit: str, value: Fraction | float | None, *, withheld: bool = False
) -> FigureLine:
    """A figure that is one number."""
    exact = None if value is None or withheld else Fraction(value)
    status = Status.WITHHELD if withheld else Status.NOTHING if exact is None else Status.SHOWN
    return FigureLine(key=key, name=name, unit=unit, value=exact, status=status, definition=_family(key))


def count_line(key: str, name: str, unit: str, count: int | None) -> FigureLine:
    """A count; `None` is withheld."""
    return one_line(key, name, unit, count, withheld=count is None)


def share_line(key: str, name: str, share: Share | PeopleShare) -> FigureLine:
    """A share with what it is of."""
    withheld = isinstance(share, PeopleShare) and share.withheld
    line = one_line(key, name, "share", share.value, withheld=withheld)
    return FigureLine(
        key=key,
        name=name,
        unit="share",
        value=line.value,
        status=line.status,
        definition=line.definition,
        part=None if share.part is None else Fraction(share.part),
        of=None if share.of is None else Fraction(share.of),
    )


def _visits(figures: AnnualFigures) -> Iterator[FigureLine]:
    visits = figures.visits
    yield one_line("visits.completed", "Completed visits", "visits", visits.completed)
    yield one_line("visits.part", "Visits ended early", "visits", visits.part)
    yield one_line("visits.abandoned", "Abandoned visits", "visits", visits.abandoned)
    yield one_line("visits.telephone", "Calls by telephone", "visits", visits.telephone)
    yield one_line("visits.terrorism", "Visits under the Terrorism Act", "visits", visits.terrorism)
    yield share_line("visits.valid_rate", "Completed of attempted", visits.valid_rate)
    parts = ((visits.part, "part", "Visits ended early"), (visits.abandoned, "abandoned", "Abandoned visits"))
    for part, key, name in parts:
        share = Share(part, visits.valid_rate.of)
        yield share_line(f"visits.rate.{key}", f"{name} of attempted", share)
    yield share_line("visits.target", "Completed visits of the target", visits.total_target)
    yield share_line("visits.filed_in_time", "Reports filed in time", visits.in_time)
    for reason, trace in visits.abandoned_by_reason.items():
        name = figures.names.abandoned_reason(reason) or "No reason noted"
        yield one_line(f"visits.abandoned.{reason or 'unstated'}", f"Abandoned: {name}", "visits", len(trace))
    delay = visits.delay
    yield one_line("visits.wait.median", "Wait, median", "minutes", delay.median)
    yield one_line("visits.wait.ninetieth", "Wait, 90th percentile", "minutes", delay.ninetieth)
    yield one_line("visits.wait.longest", "Wait, longest", "minutes", delay.longest)
    yield share_line("visits.wait.longer", "Waited over the threshold", delay.longer)


def _suites(figures: AnnualFigures) -> Iterator[FigureLine]:
    for row in figures.visits.suites:
        key = f"visits.suite.{row.suite}"
        yield share_line(key, f"{row.name}: completed visits of the target", row.against_target)
        for month in row.months:
            name = f"{row.name}, {month.month:%Y-%m}: completed visits of the target"
            yield share_line(f"{key}.{month.month:%Y-%m}", name, month.against_target)
    suites = figures.visits.suites
    together = (
        ("all", "All suites", suites),
        ("untargeted", "Suites without a target", [row for row in suites if not row.has_target]),
    )
    for which, words, rows in together:
        for month in together_by_month(rows):
            name = f"{words}, {month.month:%Y-%m}: completed visits of the target"
            yield share_line(f"visits.month.{which}.{month.month:%Y-%m}", name, month.against_target)
    for suite, gap in figures.visits.gaps.items():
        name = f"{figures.suite_name(suite)}: longest time without a visit"
        yield one_line(f"visits.gap.{suite}", name, "days", gap.days)


def _times(figures: AnnualFigures) -> Iterator[FigureLine]:
    spread = figures.visits.spread
    for name, share in zip(QUARTERS_OF_DAY, spread.quarters, strict=True):
        yield share_line(f"visits.spread.{name}", f"Visits from {name}", share)
    yield share_line("visits.spread.weekend", "Visits at weekends", spread.weekend)
    for day, hours in enumerate(figures.visits.grid, start=1):
        for hour, count in enumerate(hours):
            name = f"Visits begun on weekday {day} (1 is Monday) at {hour:02d}"
            yield one_line(f"visits.hour.{day}.{hour:02d}", name, "visits", count)
    bands = in_bands(figures.visits.grid)
    for day, counts in enumerate(bands, start=1):
        name = f"Visits begun on weekday {day} (1 is Monday)"
        yield one_line(f"visits.weekday.{day}", name, "visits", sum(counts))
        for band, count in zip(BANDS, counts, strict=True):
            yield one_line(f"visits.weekday.{day}.{band}", f"{name} from {band}", "visits", count)
    for band, of_days in zip(BANDS, zip(*bands, strict=True), strict=True):
        yield one_line(f"visits.band.{band}", f"Visits begun from {band}", "visits", sum(of_days))


def _people(figures: AnnualFigures) -> Iterator[FigureLine]:
    people = figures.people
    yield count_line("people.in_custody", "People in custody when visited", "people", people.in_custody.value)
    spoken = contact_key(Contact.SPOKEN_TO)
    yield share_line(spoken, "Spoken to, pooled", people.spoken_pooled)
    yield one_line(
        "people.spoken_to_mean",
        f"Spoken to, mean over {people.spoken_mean.n} visits",
        "share",
        people.spoken_mean.value,
        withheld=people.spoken_pooled.withheld,
    )
    for outcome in people.funnel:
        if outcome.contact is not Contact.SPOKEN_TO:
            key = contact_key(outcome.contact)
            yield share_line(key, outcome.contact.value.replace("_", " ").capitalize(), outcome.share)
    yield count_line("people.not_spoken_to", "Not spoken to", "people", people.not_spoken_to.value)
    yield share_line("people.offered", "Offered a talk", people.offered)
    yield share_line("people.acceptance", "Accepted of those offered", people.acceptance)
    yield share_line("people.per_visit", "Spoken to for each visit", people.per_visit)
    if people.reach is not None:
        yield share_line("people.reach", "Reach: spoken to of all detained", people.reach)
    for reason in people.reasons:
        name = figures.names.reason(reason.reason) or "no reason noted"
        words = f"{reason.contact.value.replace('_', ' ').capitalize()}: {name}"
        yield share_line(reason_key(reason.contact, reason.reason), words, reason.share)
    for group in people.groups:
        name = f"{GROUP_NAMES[group.group]} spoken to of those in custody"
        yield share_line(f"people.{group.group}.spoken_to", name, group.share)
    yield share_line("people.beds.moved", "Children moved of those charged and refused bail", people.beds)


GROUP_NAMES = dict(zip(GROUPS, ("Children", "Vulnerable people", "Women"), strict=True))


def _checks(figures: AnnualFigures) -> Iterator[FigureLine]:
    for check in figures.checks:
        name = figures.names.check(check.check_id)
        yield share_line(check_key(check.check_id, "yes"), f"{name}: yes of yes and no", check.passed)
        key = check_key(check.check_id, "not_known")
        yield count_line(key, f"{name}: not known", "answers", check.not_known)
        key = check_key(check.check_id, "not_applicable")
        yield count_line(key, f"{name}: not applicable", "answers", check.not_applicable)


def _concerns(figures: AnnualFigures) -> Iterator[FigureLine]:
    concerns = figures.concerns
    yield count_line("concerns.raised", "Concerns raised", "concerns", concerns.raised)
    yield share_line(group_key(None, "put_right"), "Put right at the visit", concerns.put_right)
    rate = None if concerns.rate is None or concerns.rate.value is None else concerns.rate.value * 100
    name = "Concerns for every 100 people spoken to"
    yield one_line("concerns.rate", name, "concerns", rate, withheld=concerns.rate is None)
    yield one_line("concerns.good_practice", "Good practice", "records", concerns.good_practice)
    for suite, total in zip(concerns.suites, concerns.suite_totals, strict=True):
        name = figures.suite_name(suite) or "Other suites"
        yield count_line(suite_key(suite), f"Concerns at {name}", "concerns", total)
    for line in concerns.letters:
        named = figures.names.category(line.letter)
        yield count_line(letter_key(line.letter), f"Concerns {line.letter}: {named}", "concerns", line.total)
        for suite, cell in zip(concerns.suites, line.by_suite, strict=True):
            at = figures.suite_name(suite) or "other suites"
            words = f"Concerns {line.letter} at {at}"
            yield count_line(cell_key(line.letter, suite), words, "concerns", cell)
        for code, total in line.codes:
            words = f"Concerns {code}: {figures.names.category(code)}"
            yield count_line(code_key(code), words, "concerns", total)
    for one in concerns.severities:
        words = one.severity.value.capitalize()
        yield count_line(group_key(one.severity), f"{words} concerns raised", "concerns", one.raised)
        key = group_key(one.severity, "put_right")
        yield share_line(key, f"{words}: put right at the visit", one.put_right)
        yield from _replies(f"severity.{one.severity.value}.", one.replies)


def _replies(group: str, replies: ReplyFigures) -> Iterator[FigureLine]:
    key, name = f"concerns.{group}", group.replace(".", " ")
    yield count_line(f"{key}sent", f"Concerns sent to the force {name}".strip(), "concerns", replies.sent)
    yield count_line(f"{key}replied", f"Concerns replied to {name}".strip(), "concerns", replies.replied)
    yield one_line(
        f"{key}median_days",
        f"Median working days to a reply {name}".strip(),
        "working days",
        replies.median_working_days,
        withheld=replies.replied is None,
    )
    yield share_line(f"{key}in_target", f"Replies within the target {name}".strip(), replies.in_target)
    yield count_line(f"{key}open", f"Open at the end {name}".strip(), "concerns", replies.open_at_end)


def _volunteers(figures: AnnualFigures) -> Iterator[FigureLine]:
    volunteers, turnover = figures.volunteers, figures.volunteers.turnover
    yield one_line("volunteers.start", "Visitors at the start", "visitors", turnover.start)
    yield one_line("volunteers.joined", "Visitors joined", "visitors", turnover.joined)
    yield one_line("volunteers.left", "Visitors left", "visitors", turnover.left)
    yield one_line("volunteers.end", "Visitors at the end", "visitors", turnover.end)
    yield share_line("volunteers.retention", "Retention", turnover.retention)
    yield one_line("volunteers.active", "Visitors who made a visit", "visitors", volunteers.active)
    yield one_line("volunteers.hours", "Hours volunteered", "hours", volunteers.hours)
    costs = figures.costs
    yield one_line("costs.approved", "Expenses approved", "pence", costs.approved)
    yield one_line("costs.per_visit", "Expenses approved for each completed visit", "pence", costs.per_visit)
    yield one_line("costs.claims", "Claims approved", "claims", costs.claims)
    yield one_line("costs.waiting", "Claims that wait", "claims", costs.waiting)
    yield one_line("costs.noting", "Reports that note expenses", "visits", costs.noting)
    yield one_line("costs.noted", "Expenses noted in reports", "pence", costs.noted)
    for kind, pence in costs.by_kind.items():
        yield one_line(f"costs.approved.{kind.value}", f"Expenses approved: {kind.value}", "pence", pence)
