"""The published figures worked out a second way: from the rows of an export, by the scheme's method alone.

Nothing of `icv_app.figures` is used: only the text of the rows, and the dates of suites and members.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

Row = Mapping[str, str | int | float]
OUTCOMES = ("spoken_to", "observed_only", "declined", "not_available", "not_offered")


@dataclass(frozen=True)
class OurSuite:
    """A suite: its name and the days it was open; none to visit where it is a contingency one."""

    key: str
    name: str
    contingency: bool
    opened: date | None
    closed: date | None


@dataclass(frozen=True)
class OurMember:
    """A visitor's first and last day."""

    joined: date | None
    left: date | None


def worked_out(
    rows: Sequence[Row],
    suites: Sequence[OurSuite],
    members: Sequence[OurMember],
    first: date,
    last: date,
    *,
    detained: int,
    per_week: Fraction,
    limit: int,
) -> dict[str, Fraction | None]:
    """Every figure of the year by its key."""
    year = [row for row in rows if first <= began(row).date() <= last]
    done = [row for row in year if row["outcome"] == "completed" and row["kind"] != "telephone"]
    tried = [row for row in year if row["kind"] != "telephone"]
    found: dict[str, Fraction | None] = {
        "visits.completed": Fraction(len(done)),
        "visits.part": Fraction(sum(row["outcome"] == "part" for row in tried)),
        "visits.abandoned": Fraction(sum(row["outcome"] == "abandoned" for row in tried)),
        "visits.telephone": Fraction(len(year) - len(tried)),
        "visits.terrorism": Fraction(sum(row["kind"] == "tact" for row in done)),
        "visits.valid_rate": over(len(done), len(tried)),
    }
    found |= people(done, detained) | waits(done, limit) | spread(done)
    found |= against_target(done, suites, first, last, per_week)
    found |= concerns(year, done) | volunteers(year, members, first, last)
    return found


def began(row: Row) -> datetime:
    """When the visit began, as the clock in London showed it: at entry, or where nobody got in at arrival."""
    return moment(row, "entered_at" if row["entered_at"] else "arrived_at")


def moment(row: Row, name: str) -> datetime:
    """A time."""
    return datetime.fromisoformat(str(row[name]))


def number(row: Row, name: str) -> int:
    """A count; an empty cell is none."""
    return int(row[name] or 0)


def over(part: int | Fraction, of: int | Fraction) -> Fraction | None:
    """A share."""
    return Fraction(part) / of if of else None


def people(done: Sequence[Row], detained: int) -> dict[str, Fraction | None]:
    """D, S, Ob, De, NA and NO, and what is made of them."""
    held = sum(number(row, "in_custody") for row in done)
    sums = {one: sum(number(row, one) for row in done) for one in OUTCOMES}
    assert held == sum(sums.values())
    spoken, offered = sums["spoken_to"], sums["spoken_to"] + sums["declined"]
    each = [over(number(row, "spoken_to"), number(row, "in_custody")) for row in done]
    known = [one for one in each if one is not None]
    found = {f"people.{one}": over(count, held) for one, count in sums.items()}
    reasons: Counter[str] = Counter()
    for row in done:
        for one in filter(None, str(row["reasons"]).split("; ")):
            name, _equals, count = one.partition("=")
            reasons[name.replace("/", ".")] += int(count)
    found |= {f"people.{name}": over(count, held - spoken) for name, count in reasons.items()}
    for group in ("children", "vulnerable", "women"):
        counted = ("children_10_13", "children_14_17") if group == "children" else (group,)
        here = sum(number(row, column) for row in done for column in counted)
        found[f"people.{group}.spoken_to"] = over(
            sum(number(row, f"{group}_spoken_to") for row in done), here
        )
    return found | {
        "people.in_custody": Fraction(held),
        "people.not_spoken_to": Fraction(held - spoken),
        "people.spoken_to_mean": over(sum(known, Fraction(0)), len(known)),
        "people.offered": over(offered, held),
        "people.acceptance": over(spoken, offered),
        "people.per_visit": over(spoken, len(done)),
        "people.reach": over(spoken, detained),
    }


def waits(done: Sequence[Row], limit: int) -> dict[str, Fraction | None]:
    """Median, 90th percentile by nearest rank, longest, and share over the limit."""
    known = sorted(
        int((moment(row, "entered_at") - moment(row, "arrived_at")) / timedelta(minutes=1))
        for row in done
        if row["entered_at"] and row["arrived_at"]
    )
    n = len(known)
    if not n:
        return dict.fromkeys(
            ("visits.wait.median", "visits.wait.ninetieth", "visits.wait.longest", "visits.wait.longer")
        )
    rank = next(place for place in range(1, n + 1) if Fraction(place, n) >= Fraction(9, 10))
    return {
        "visits.wait.median": Fraction(known[(n - 1) // 2] + known[n // 2], 2),
        "visits.wait.ninetieth": Fraction(known[rank - 1]),
        "visits.wait.longest": Fraction(known[-1]),
        "visits.wait.longer": over(sum(one > limit for one in known), n),
    }


def spread(done: Sequence[Row]) -> dict[str, Fraction | None]:
    """Quarters of the day, weekends, and the grid."""
    starts = [began(row) for row in done]
    found: dict[str, Fraction | None] = {}
    for place, name in enumerate(("00-06", "06-12", "12-18", "18-24")):
        found[f"visits.spread.{name}"] = over(sum(one.hour // 6 == place for one in starts), len(starts))
    found["visits.spread.weekend"] = over(sum(one.isoweekday() > 5 for one in starts), len(starts))
    for day in range(1, 8):
        for hour in range(24):
            there = sum((one.isoweekday(), one.hour) == (day, hour) for one in starts)
            found[f"visits.hour.{day}.{hour:02d}"] = Fraction(there)
    return found


def against_target(
    done: Sequence[Row], suites: Sequence[OurSuite], first: date, last: date, per_week: Fraction
) -> dict[str, Fraction | None]:
    """Completed of the target for each suite and month, day by day; and the longest gaps."""
    found: dict[str, Fraction | None] = {}
    all_made, all_due = 0, Fraction(0)
    for suite in suites:
        visits = sorted(began(row).date() for row in done if row["suite"] == suite.name)
        due: Counter[str] = Counter()
        day = first
        while day <= last:
            open_today = (suite.opened or first) <= day <= (suite.closed or last)
            due[f"{day:%Y-%m}"] += int(open_today and not suite.contingency)
            day += timedelta(days=1)
        made = Counter(f"{one:%Y-%m}" for one in visits)
        key = f"visits.suite.{suite.key}"
        for month, days in due.items():
            found[f"{key}.{month}"] = over(made[month], per_week * days / 7)
        found[key] = over(len(visits), per_week * due.total() / 7)
        if not suite.contingency:
            all_made, all_due = all_made + len(visits), all_due + per_week * due.total() / 7
        if visits:
            gaps = [(later - sooner).days for sooner, later in pairwise(visits)]
            found[f"visits.gap.{suite.key}"] = Fraction(max(gaps)) if gaps else None
    return found | {"visits.target": over(all_made, all_due)}


def concerns(year: Sequence[Row], done: Sequence[Row]) -> dict[str, Fraction | None]:
    """What was raised, by letter, code and severity, and put right; the rate on completed visits."""

    def raised(rows: Sequence[Row]) -> list[list[str]]:
        cells = [one.split("/") for row in rows for one in filter(None, str(row["concerns"]).split("; "))]
        return [cell for cell in cells if cell[0] != "P"]

    every = raised(year)
    spoken = sum(number(row, "spoken_to") for row in done)
    counts: dict[str, int] = defaultdict(int)
    for code, severity, *_rest in every:
        counts[f"concerns.letter.{code[0]}"] += 1
        counts[f"concerns.code.{code}"] += 1
        counts[f"concerns.severity.{severity}.raised"] += 1
    rate = over(len(raised(done)) * 100, spoken)
    return {key: Fraction(count) for key, count in counts.items()} | {
        "concerns.raised": Fraction(len(every)),
        "concerns.put_right": over(sum("put_right" in one for one in every), len(every)),
        "concerns.rate": rate,
        "concerns.good_practice": Fraction(sum(number(row, "good_practice") for row in year)),
    }


def volunteers(
    year: Sequence[Row], members: Sequence[OurMember], first: date, last: date
) -> dict[str, Fraction | None]:
    """Start, joined, left, end, retention, and the hours given."""
    start = [
        one
        for one in members
        if (one.joined is None or one.joined < first) and (one.left is None or one.left >= first)
    ]
    joined = [one for one in members if one.joined is not None and first <= one.joined <= last]
    left = [one for one in (*start, *joined) if one.left is not None and first <= one.left <= last]
    stayed = sum(one.left is None or one.left > last for one in start)
    minutes = 0
    for row in year:
        inside = 0
        if row["entered_at"] and row["left_suite_at"]:
            spent = moment(row, "left_suite_at") - moment(row, "entered_at")
            inside = int(spent / timedelta(minutes=1))
        minutes += len(str(row["visitors"]).split()) * (inside + number(row, "travel_minutes"))
    return {
        "volunteers.start": Fraction(len(start)),
        "volunteers.joined": Fraction(len(joined)),
        "volunteers.left": Fraction(len(left)),
        "volunteers.end": Fraction(len(start) + len(joined) - len(left)),
        "volunteers.retention": over(stayed, len(start)),
        "volunteers.active": Fraction(len({name for row in year for name in str(row["visitors"]).split()})),
        "volunteers.hours": Fraction(minutes, 60),
    }
