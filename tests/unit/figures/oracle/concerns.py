"""Concerns: what was raised, what was put right at once, how the force replied, and what is still open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tests.unit.figures.oracle.rows import (
    DAY,
    LONDON,
    SEVERITIES,
    Counts,
    Export,
    Figures,
    Row,
    Span,
    done,
    instant,
    middle,
    midnight,
    one,
    over,
    share,
)

BANK_HOLIDAYS = {
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
}
"""Of England and Wales. Source: gov.uk/bank-holidays."""
REPLIES = ("sent", "replied", "in_target", "judged", "open")


def works(day: date) -> bool:
    """Monday to Friday and no bank holiday."""
    return day.isoweekday() < 6 and f"{day:%m-%d}" not in BANK_HOLIDAYS[day.year].split()


def working_days(first: date, last: date) -> int:
    """Working days after one day, up to and including another."""
    return sum(works(first + number * DAY) for number in range(1, (last - first).days + 1))


@dataclass(frozen=True)
class Concern:
    """One concern with the suite it is counted under, and what was done about it."""

    row: Row
    suite: str
    steps: Sequence[Row]

    @property
    def code(self) -> str:
        """Its category."""
        return str(self.row["category"])

    def before(self, end: datetime) -> list[Row]:
        """The steps until then."""
        return [step for step in self.steps if instant(step["at"]) < end]

    def is_open(self, end: datetime) -> bool:
        """Neither closed nor, where nothing was sent, put right at the visit."""
        known = self.before(end)
        return known[-1]["step"] != "closed" if known else not self.row["put_right"]


def raised(export: Export, visits: Sequence[Row]) -> list[Concern]:
    """What was raised on some visits; good practice is none."""
    usual = {row["suite"] for row in export.suites if not row["contingency"]}
    return [
        Concern(row, visit["suite"] if visit["suite"] in usual else "other", export.steps(row))
        for visit in visits
        for row in export.of_visit("concerns", visit)
        if row["category"] != "P"
    ]


def concerns(export: Export, span: Span) -> tuple[Figures, Counts]:
    """Every figure about concerns."""
    filed = export.filed(span)
    every, valid = raised(export, filed), done(filed)
    figures, counts = by_kind(every)
    for severity in ("", *SEVERITIES):
        own = [it for it in every if severity in ("", it.row["severity"])]
        key = f"concerns.severity.{severity}." if severity else "concerns."
        put_right = sum(bool(it.row["put_right"]) for it in own)
        figures[f"{key}raised"] = one(len(own))
        figures[f"{key}put_right"] = share(put_right, len(own))
        counts |= {f"{key}raised": len(own), f"{key}put_right": put_right}
        counts[f"{key}not_put_right"] = len(own) - put_right
        replied, numbers = replies(export, span, own)
        figures |= {f"{key}{name}": told for name, told in replied.items()}
        counts |= {f"{key}{name}": numbers[name] for name in REPLIES}
    praise = sum(row["category"] == "P" for visit in filed for row in export.of_visit("concerns", visit))
    spoken = sum(row["spoken_to"] for row in valid)
    figures["concerns.good_practice"] = one(praise)
    figures["concerns.rate"] = one(over(100 * len(raised(export, valid)), spoken))
    return figures, counts


def by_kind(every: Sequence[Concern]) -> tuple[Figures, Counts]:
    """Category and letter by suite."""
    counts: Counter[str] = Counter()
    suites, letters = {it.suite for it in every}, {it.code[0] for it in every}
    counts.update({f"concerns.letter.{letter}.{suite}": 0 for letter in letters for suite in suites})
    for it in every:
        letter = f"concerns.letter.{it.code[0]}"
        counts.update(
            [letter, f"{letter}.{it.suite}", f"concerns.code.{it.code}", f"concerns.suite.{it.suite}"]
        )
    return {key: one(n) for key, n in counts.items()}, dict(counts)


def replies(export: Export, span: Span, own: Sequence[Concern]) -> tuple[Figures, Counts]:
    """Sent, replied, median working days, within the target, and open when the period was over."""
    known = span.known_before
    sent = [it for it in own if any(step["step"] == "sent" for step in it.before(known))]
    days, kept = [], []
    for it in sent:
        replied = first_reply(it, known)
        if replied is not None:
            days.append(working_days(london(first_sent(it)["at"]), london(replied["at"])))
        in_target = within(export, it, replied, known)
        if replied is not None or not in_target:
            kept.append(in_target)
    still = sum(it.is_open(span.over_at) for it in own)
    figures = {
        "sent": one(len(sent)),
        "replied": one(len(days)),
        "median_days": one(middle(days)),
        "in_target": share(sum(kept), len(kept)),
        "open": one(still),
    }
    return figures, dict(zip(REPLIES, (len(sent), len(days), sum(kept), len(kept), still), strict=True))


def first_sent(concern: Concern) -> Row:
    """The step by which it first went to the force."""
    return next(step for step in concern.steps if step["step"] == "sent")


def first_reply(concern: Concern, known: datetime) -> Row | None:
    """The force's first word."""
    return next((step for step in concern.before(known) if step["step"] == "replied"), None)


def within(export: Export, concern: Concern, reply: Row | None, known: datetime) -> bool:
    """Whether the reply came in time; without one, whether there was time left when no more is known."""
    sent = first_sent(concern)
    end = asked_until(export, concern, sent)
    if end is None:
        return True
    if reply is None:
        return known <= end
    by_the_hour = export.number(f"reply_targets.{concern.row['severity']}.hours") is not None
    return instant(reply["at"]) < end or (instant(reply["at"]) == end and by_the_hour)


def asked_until(export: Export, concern: Concern, step: Row) -> datetime | None:
    """Until when a reply was asked for; where the step does not say, by the target of its severity."""
    if step["due"]:
        return instant(step["due"])
    target = f"reply_targets.{concern.row['severity']}"
    hours, days = export.number(f"{target}.hours"), export.number(f"{target}.working_days")
    if hours is not None:
        return instant(step["at"]) + timedelta(hours=hours)
    if days is None:
        return None
    last = london(step["at"])
    while days:
        last += DAY
        days -= works(last)
    return midnight(last + DAY)


def london(text: str) -> date:
    """The day in London."""
    return instant(text).astimezone(LONDON).date()


def chasing(export: Export, span: Span) -> Figures:
    """Concerns of any period that were open or overdue when this one was over, and steps up within it."""
    end = span.over_at
    every = [it for it in raised(export, export.tables["visits"]) if instant(_began(export, it.row)) < end]
    waiting = [it for it in every if it.is_open(end)]
    overdue = 0
    for it in waiting:
        known = it.before(end)
        if known and known[-1]["step"] in ("sent", "escalated"):
            until = asked_until(export, it, known[-1])
            overdue += until is not None and until < end
    levels = Counter(
        step["to_role"]
        for it in every
        for step in it.before(end)
        if step["step"] == "escalated" and london(step["at"]) >= span.first
    )
    found = {f"chasing.escalated.{level}": one(n) for level, n in levels.items()}
    return found | {"chasing.open": one(len(waiting)), "chasing.overdue": one(overdue)}


def _began(export: Export, concern: Row) -> str:
    visit = next(row for row in export.tables["visits"] if row["visit_id"] == concern["visit_id"])
    return str(visit["entered_at"] or visit["arrived_at"])
