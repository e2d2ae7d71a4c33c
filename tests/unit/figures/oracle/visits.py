"""Visits: how many, against the target, when, how long the visitors waited, and how soon they reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

from tests.unit.figures.oracle.rows import (
    Export,
    Figures,
    Row,
    Span,
    Told,
    began,
    done,
    instant,
    middle,
    minutes,
    nine_tenths,
    one,
    over,
    share,
    tried,
)


def visits(export: Export, span: Span) -> Figures:
    """Every figure about visits."""
    filed = export.filed(span)
    attempts, valid = tried(filed), done(filed)
    given_up = [row for row in attempts if row["outcome"] == "abandoned"]
    found = {
        "visits.completed": one(len(valid)),
        "visits.part": one(sum(row["outcome"] == "part" for row in attempts)),
        "visits.abandoned": one(len(given_up)),
        "visits.telephone": one(len(filed) - len(attempts)),
        "visits.terrorism": one(sum(row["kind"] == "tact" for row in valid)),
        "visits.valid_rate": share(len(valid), len(attempts)),
        "visits.rate.part": share(sum(row["outcome"] == "part" for row in attempts), len(attempts)),
        "visits.rate.abandoned": share(len(given_up), len(attempts)),
        "visits.filed_in_time": share(sum(in_time(export, row) for row in filed), len(filed)),
    }
    for reason, count in Counter(row["abandoned_reason"] or "unstated" for row in given_up).items():
        found[f"visits.abandoned.{reason}"] = one(count)
    return found | waits(export, valid) | spread(valid) | against_target(export, span, valid)


def in_time(export: Export, visit: Row) -> bool:
    """Filed no longer after leaving than was allowed on the day of the visit."""
    left = visit["left_station_at"] or visit["left_suite_at"]
    since = instant(left or visit["entered_at"] or visit["arrived_at"])
    return instant(visit["filed_at"]) - since <= export.rules_on(began(visit).date()).filing


def waited(visit: Row) -> Fraction | None:
    """Minutes from the counter to the suite."""
    if not visit["entered_at"] or not visit["arrived_at"]:
        return None
    return minutes(instant(visit["entered_at"]) - instant(visit["arrived_at"]))


def waits(export: Export, valid: Sequence[Row]) -> Figures:
    """Median, 90th percentile, longest, and share over what held on the day."""
    known = [(wait, row) for row in valid if (wait := waited(row)) is not None]
    longer = sum(wait > minutes(export.rules_on(began(row).date()).wait) for wait, row in known)
    alone = [wait for wait, _row in known]
    return {
        "visits.wait.median": one(middle(alone)),
        "visits.wait.ninetieth": one(nine_tenths(alone)),
        "visits.wait.longest": one(max(alone, default=None)),
        "visits.wait.longer": share(longer, len(known)),
    }


def spread(valid: Sequence[Row]) -> Figures:
    """Quarters of the day, weekends, and the grid of weekday and hour."""
    starts = [began(row) for row in valid]
    found: Figures = {}
    for place, name in enumerate(("00-06", "06-12", "12-18", "18-24")):
        found[f"visits.spread.{name}"] = share(sum(it.hour // 6 == place for it in starts), len(starts))
    found["visits.spread.weekend"] = share(sum(it.isoweekday() > 5 for it in starts), len(starts))
    there = Counter((it.isoweekday(), it.hour) for it in starts)
    for day in range(1, 8):
        for hour in range(24):
            found[f"visits.hour.{day}.{hour:02d}"] = one(there[day, hour])
        found[f"visits.weekday.{day}"] = one(sum(it.isoweekday() == day for it in starts))
    for band in range(8):
        name = f"{3 * band:02d}-{3 * band + 3:02d}"
        then = [it.isoweekday() for it in starts if it.hour // 3 == band]
        found[f"visits.band.{name}"] = one(len(then))
        found |= {f"visits.weekday.{day}.{name}": one(then.count(day)) for day in range(1, 8)}
    return found


def against_target(export: Export, span: Span, valid: Sequence[Row]) -> Figures:
    """Completed of what was due, for each suite and month, day by day; and the longest gaps."""
    listed = {row["suite"]: row for row in export.suites}
    found: Figures = {}
    made_of_all, due_of_all = 0, Fraction(0)
    together: dict[str, tuple[int, Fraction]] = {}
    for name in [*listed, *sorted({row["suite"] for row in valid} - listed.keys())]:
        days = sorted(began(row).date() for row in valid if row["suite"] == name)
        made = Counter(f"{day:%Y-%m}" for day in days)
        due = due_by_month(export, span, listed.get(name))
        key = f"visits.suite.{name}"
        has_target = name in listed and not listed[name]["contingency"]
        for month, target in due.items():
            found[f"{key}.{month}"] = share(made[month], target)
            for which in ("all", *(() if has_target else ("untargeted",))):
                n, of = together.get(f"visits.month.{which}.{month}", (0, Fraction(0)))
                together[f"visits.month.{which}.{month}"] = (n + made[month], of + target)
        whole = sum(due.values(), Fraction(0))
        found[key] = share(len(days), whole)
        if has_target:
            made_of_all, due_of_all = made_of_all + len(days), due_of_all + whole
        if days:
            found[f"visits.gap.{name}"] = one(longest_gap(days))
    found |= {name: share(n, of) for name, (n, of) in together.items()}
    return found | {"visits.target": share(made_of_all, due_of_all)}


def longest_gap(days: Sequence[date]) -> int | None:
    """The greatest number of days between two visits that follow each other."""
    return max(((later - sooner).days for sooner, later in pairwise(days)), default=None)


def due_by_month(export: Export, span: Span, suite: Row | None) -> dict[str, Fraction]:
    """Target per week times the weeks the suite was open, a seventh for each day."""
    due: dict[str, Fraction] = {}
    month = span.first
    while month <= span.last:
        due.setdefault(f"{month:%Y-%m}", Fraction(0))
        month += timedelta(days=28)
    due.setdefault(f"{span.last:%Y-%m}", Fraction(0))
    weekly: Counter[tuple[str, Fraction]] = Counter()
    for day in span.days():
        if suite is not None and not suite["contingency"] and is_open(suite, day):
            rules = export.rules_on(day)
            weekly[f"{day:%Y-%m}", rules.of_suites.get(suite["suite"], rules.per_week)] += 1
    for (name, per_week), days in weekly.items():
        due[name] += per_week * days / 7
    return due


def is_open(suite: Row, day: date) -> bool:
    """Whether it held people; both ends are included."""
    opened, closed = suite["opened"], suite["closed"]
    return (not opened or date.fromisoformat(opened) <= day) and (
        not closed or day <= date.fromisoformat(closed)
    )


def volunteers(export: Export, span: Span) -> Figures:
    """Start, joined, left, end, retention; who visited, and the hours given."""
    there = [row for row in export.tables["members"] if row["role"] == "visitor"]
    joined_on = {row["member_id"]: row["joined"] and date.fromisoformat(row["joined"]) for row in there}
    left_on = {row["member_id"]: row["left"] and date.fromisoformat(row["left"]) for row in there}

    def gone(name: str) -> bool:
        return left_on[name] is not None and span.first <= left_on[name] <= span.until

    start = [
        name
        for name in joined_on
        if (not joined_on[name] or joined_on[name] < span.first)
        and (not left_on[name] or left_on[name] >= span.first)
    ]
    joined = [name for name, day in joined_on.items() if day and span.first <= day <= span.until]
    left = [name for name in (*start, *joined) if gone(name)]
    stayed = [name for name in start if not gone(name)]
    filed = export.filed(span)
    given = Fraction(0)
    for row in filed:
        inside = Fraction(0)
        if row["entered_at"] and row["left_suite_at"]:
            inside = minutes(instant(row["left_suite_at"]) - instant(row["entered_at"]))
        given += len(str(row["visitors"]).split()) * (inside + (row["travel_minutes"] or 0))
    return {
        "volunteers.start": one(len(start)),
        "volunteers.joined": one(len(joined)),
        "volunteers.left": one(len(left)),
        "volunteers.end": one(len(start) + len(joined) - len(left)),
        "volunteers.retention": share(len(stayed), len(start)),
        "volunteers.active": one(len({name for row in filed for name in str(row["visitors"]).split()})),
        "volunteers.hours": one(given / 60),
    }


def costs(export: Export, span: Span) -> Figures:
    """Claims approved for days of the period, and what visitors noted in their reports."""
    filed = export.filed(span)
    approved: dict[str, int] = {}
    for row in claims(export, span, "approved"):
        approved[row["kind"]] = approved.get(row["kind"], 0) + paid(row)
    whole = sum(approved.values())
    found: dict[str, Told] = {f"costs.approved.{kind}": one(pence) for kind, pence in approved.items()}
    return found | {
        "costs.approved": one(whole),
        "costs.per_visit": one(over(whole, len(done(filed)))),
        "costs.claims": one(len(claims(export, span, "approved"))),
        "costs.waiting": one(len(claims(export, span, "waits", "queried"))),
        "costs.noting": one(sum(row["expenses_pence"] is not None for row in filed)),
        "costs.noted": one(sum(row["expenses_pence"] or 0 for row in filed)),
    }


def claims(export: Export, span: Span, *states: str) -> list[Row]:
    """Claims for days of the period that stand so."""
    return [
        row
        for row in export.tables["expenses"]
        if row["state"] in states and span.first <= date.fromisoformat(row["day"]) <= span.last
    ]


def paid(claim: Row) -> int:
    """Pence: what was spent, or the miles at the rate of the day."""
    return int(claim["pence"]) + int(claim["miles"]) * int(claim["pence_a_mile"])
