"""What the annual report makes of the figures as it prints them: sums, parts of wholes, and sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.unit.figures.oracle.people import mean_over
from tests.unit.figures.oracle.record_reviews import record_reviews
from tests.unit.figures.oracle.rows import Export, Row, Span, began, done, over, tried
from tests.unit.figures.oracle.visits import (
    claims,
    costs,
    due_by_month,
    in_time,
    longest_gap,
    paid,
    spread,
    volunteers,
    waits,
)

NOTHING, SPACE = "–", "\N{NO-BREAK SPACE}"
Table = list[list[str]]
"""The cells of each row beside its name."""


def written(value: Fraction | int | None, places: int = 0) -> str:
    """A number with thousands marked, half rounded up."""
    if value is None:
        return NOTHING
    whole, part = divmod(int(Fraction(value) * 10**places + Fraction(1, 2)), 10**places)
    return f"{whole:,}" + (f".{part:0{places}d}" if places else "")


def per_cent(value: Fraction | None, places: int = 0) -> str:
    """A share."""
    return NOTHING if value is None else f"{written(value * 100, places)}{SPACE}%"


def in_minutes(value: Fraction | None, places: int = 0) -> str:
    """A time."""
    return NOTHING if value is None else f"{written(value, places)}{SPACE}min"


def pounds(pence: Fraction | int) -> str:
    """Money."""
    return f"£{written(Fraction(pence, 100), 2)}"


@dataclass(frozen=True)
class OfSuite:
    """Completed visits of one suite and what was due."""

    name: str
    days: Sequence[date]
    due: dict[str, Fraction]
    has_target: bool

    @property
    def target(self) -> Fraction:
        """Of the whole year."""
        return sum(self.due.values(), Fraction(0))

    def in_month(self, month: str) -> int:
        """Visits of a month."""
        return sum(f"{day:%Y-%m}" == month for day in self.days)


def suites_of(export: Export, span: Span) -> list[OfSuite]:
    """Those of the settings in their order, then others that were visited."""
    valid = done(export.filed(span))
    listed = {row["suite"]: row for row in export.suites}
    found = []
    for name in [*listed, *sorted({row["suite"] for row in valid} - listed.keys())]:
        row = listed.get(name)
        days = sorted(began(visit).date() for visit in valid if visit["suite"] == name)
        has_target = row is not None and not row["contingency"]
        title = name if row is None else row["name"]
        found.append(OfSuite(title, days, due_by_month(export, span, row), has_target))
    return found


def tables(export: Export, span: Span) -> dict[str, Table]:
    """The tables that are more than figures side by side, by their captions."""
    suites = suites_of(export, span)
    filed = export.filed(span)
    found = {
        "Completed visits, target and longest gap by suite": by_suite(suites),
        "Visitors in the year": [
            [written(volunteers(export, span)[f"volunteers.{name}"].value)]
            for name in ("start", "joined", "left", "end")
        ],
    }
    if filed:
        attempts, valid = tried(filed), done(filed)
        found["Completed visits by month and suite"] = by_month(suites)
        found["Visits by weekday and three hours"] = by_hours(valid)
        found["Spread over day and week"] = over_the_week(valid)
        found["Wait before entering the suite"] = waiting(export, valid)
        found["Visits attempted in person"] = [
            [written(n), per_cent(over(n, len(attempts)), 1)]
            for n in (
                len(valid),
                sum(row["outcome"] == "part" for row in attempts),
                sum(row["outcome"] == "abandoned" for row in attempts),
            )
        ]
        found |= given_up(attempts)
    return found | expenses(export, span)


def by_suite(suites: Sequence[OfSuite]) -> Table:
    """Visits, target, share and longest gap; both sums at the end."""
    found = [
        [
            written(len(it.days)),
            written(it.target, 1) if it.target else NOTHING,
            per_cent(over(len(it.days), it.target), 1),
            written(longest_gap(it.days)) if it.has_target else NOTHING,
        ]
        for it in suites
    ]
    due = sum((it.target for it in suites), Fraction(0))
    made = sum(len(it.days) for it in suites if it.has_target)
    found.append([written(made), written(due, 1) if due else NOTHING, per_cent(over(made, due), 1), ""])
    return [*found, [written(sum(len(it.days) for it in suites)), "", "", ""]]


def by_month(suites: Sequence[OfSuite]) -> Table:
    """Visits of each month: suites with a target, those without together, all, and what was due."""
    own, others = ([it for it in suites if it.has_target is which] for which in (True, False))

    def row(of: Any, due: Any) -> list[str]:
        sums = [sum(map(of, others))] if others else []
        counts = [*map(of, own), *sums, sum(map(of, suites))]
        return [*map(written, counts), written(sum(map(due, suites), Fraction(0)), 1)]

    months = list(suites[0].due)
    found = [
        row(lambda it, month=month: it.in_month(month), lambda it, month=month: it.due[month])
        for month in months
    ]
    found.append(row(lambda it: len(it.days), lambda it: it.target))
    targets = [written(it.target, 1) if it.target else NOTHING for it in own]
    return [*found, targets + [""] * (len(found[0]) - len(targets))]


def by_hours(valid: Sequence[Row]) -> Table:
    """Visits by weekday and three hours, with the sums of both."""
    at = [(began(row).isoweekday(), began(row).hour // 3) for row in valid]
    rows = [[sum(it == (day, band) for it in at) for band in range(8)] for day in range(1, 8)]
    rows.append([sum(band == it for _day, it in at) for band in range(8)])
    return [[*map(written, row), written(sum(row))] for row in rows]


def over_the_week(valid: Sequence[Row]) -> Table:
    """Each quarter of the day and weekends beside an even spread."""
    even = [Fraction(1, 4)] * 4 + [Fraction(2, 7)]
    names = [key for key in spread(valid) if key.startswith("visits.spread")]
    told = [spread(valid)[name] for name in names]
    return [
        [written(it.part), per_cent(it.value, 1), per_cent(mark, 1)]
        for it, mark in zip(told, even, strict=True)
    ]


def waiting(export: Export, valid: Sequence[Row]) -> Table:
    """The wait, and of how many visits it is known."""
    told = waits(export, valid)
    longer = told["visits.wait.longer"]
    n = written(longer.of)
    rows = [
        [in_minutes(told[f"visits.wait.{name}"].value, 1), n] for name in ("median", "ninetieth", "longest")
    ]
    return [*rows, [f"{written(longer.part)} ({per_cent(longer.value, 1)})", n]]


def given_up(attempts: Sequence[Row]) -> dict[str, Table]:
    """Abandoned visits by reason, most frequent first."""
    reasons = Counter(row["abandoned_reason"] or "" for row in attempts if row["outcome"] == "abandoned")
    if not reasons:
        return {}
    counts = [n for _reason, n in sorted(reasons.items(), key=lambda it: (-it[1], it[0]))]
    return {"Abandoned visits by reason": [[written(n)] for n in (*counts, sum(counts))]}


def expenses(export: Export, span: Span) -> dict[str, Table]:
    """What was paid for, the most first."""
    approved = claims(export, span, "approved")
    if not approved:
        return {}
    kinds: Counter[str] = Counter()
    for row in approved:
        kinds[row["kind"]] += paid(row)
    rows = [pence for _kind, pence in sorted(kinds.items(), key=lambda it: (-it[1], it[0]))]
    caption = f"Visitors’ expenses approved in the year {span.label.replace('-', '–')}"
    return {caption: [[pounds(pence)] for pence in (*rows, sum(rows))]}


def sentences(export: Export, span: Span) -> Iterator[str]:
    """Words with numbers in them that stand in no table."""
    usual = [row for row in export.suites if not row["contingency"]]
    yield f"{len(usual)} custody suites; {len(export.suites) - len(usual)} more stand by"
    filed = export.filed(span)
    if filed:
        n = sum(in_time(export, row) for row in filed)
        yield f"{n} of {len(filed)} reports ({per_cent(over(n, len(filed)), 1)}) were filed within"
        yield from short_of_target(suites_of(export, span))
        yield from longest_of_all(suites_of(export, span))
    if mean_over(export, span):
        yield f"over {mean_over(export, span)} visit"
    yield from of_expenses(export, span)
    found = record_reviews(export, span)
    if found["n"] >= 5:
        yield f"Visitors read {found['n']} redacted custody records"
        yield f"their quality was {written(found['quality'], 1)} on average"


def short_of_target(suites: Sequence[OfSuite]) -> Iterator[str]:
    """How many suites had fewer visits than were due."""
    due = [it for it in suites if it.target]
    short = [it.name for it in due if len(it.days) < it.target]
    if short:
        yield f"{len(short)} of {len(due)} suites with a target fell short of it: {', '.join(short)}."


def longest_of_all(suites: Sequence[OfSuite]) -> Iterator[str]:
    """The longest gap of suites with a target; which of several equal ones is named does not matter."""
    gaps = [
        ((then - first).days, first, then)
        for it in suites
        if it.has_target
        for first, then in pairwise(it.days)
    ]
    if gaps:
        longest = max(gaps)[0]
        yield f"The longest time without a visit was {longest} days"
        if sum(gap[0] == longest for gap in gaps) == 1:
            yield "from {0.day} {0:%B %Y} to {1.day} {1:%B %Y}".format(*max(gaps)[1:])


def of_expenses(export: Export, span: Span) -> Iterator[str]:
    """How many claims, what they are for each visit, and what reports noted."""
    approved = claims(export, span, "approved")
    if approved:
        each = costs(export, span)["costs.per_visit"].value
        wait = len(claims(export, span, "waits", "queried"))
        yield (
            f"{len(approved)} claims, for each completed visit "
            f"{NOTHING if each is None else pounds(each)}; {wait} more claims wait."
        )
    noted = [pence for row in export.filed(span) if (pence := row["expenses_pence"]) is not None]
    if noted:
        yield f"Expenses that visitors noted in {len(noted)} reports: {pounds(sum(noted))}."
