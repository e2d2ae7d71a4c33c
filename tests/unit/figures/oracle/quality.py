"""The quality framework: the figures that criteria ask for, and how far each level is met."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from tests.unit.figures.oracle.concerns import london, raised
from tests.unit.figures.oracle.record_reviews import readings
from tests.unit.figures.oracle.rows import Export, Figures, Row, Span, Told, began, done
from tests.unit.figures.oracle.visits import volunteers

LEVELS = ("code_compliant", "silver", "gold", "platinum")
Values = dict[str, tuple[Fraction | None, int]]
"""A figure's value in its unit, and its n."""


@dataclass(frozen=True)
class Level:
    """How many criteria of a level are met, partly met and not, and how it stands with those before it."""

    level: str
    met: int
    partly: int
    missing: int
    standing: str


def quality_figures(export: Export, span: Span, told: Figures) -> Values:
    """Every figure a framework may ask for, but for conflicts of interest: no row tells that there are none.

    Args:
        told: The figures of the same year.
    """
    filed = export.filed(span)
    valid = done(filed)
    quarters = [told[f"visits.spread.{name}"] for name in ("00-06", "06-12", "12-18", "18-24")]
    gaps = [it.value for key, it in told.items() if key.startswith("visits.gap.") and it.value is not None]
    replied, lapsed = told["concerns.replied"].value or 0, sum(has_lapsed(export, row) for row in filed)
    every = raised(export, filed)
    end = span.over_at
    up = sum(any(step["step"] == "escalated" for step in it.before(end)) for it in every)
    return {
        "visits_against_target": percent(told["visits.target"], n=int(told["visits.target"].part or 0)),
        "weekend_visits": percent(told["visits.spread.weekend"]),
        "night_visits": percent(quarters[0]),
        "least_visited_quarter": min((percent(it) for it in quarters), key=lambda it: it[0] or 0),
        "longest_gap": (max(gaps, default=None), len(gaps)),
        "visits_in_pairs": of_all(
            sum(len(set(str(row["visitors"]).split())) > 1 for row in valid), len(valid)
        ),
        "visits_with_lapsed_visitors": (Fraction(lapsed) if filed else None, len(filed)),
        "median_wait": (told["visits.wait.median"].value, int(told["visits.wait.longer"].of or 0)),
        "long_waits": percent(told["visits.wait.longer"]),
        "people_offered_a_talk": percent(told["people.offered"]),
        "people_spoken_to": percent(told["people.spoken_to"]),
        **{
            name: percent(told[f"people.{group}.spoken_to"])
            for name, group in (
                ("children_spoken_to", "children"),
                ("women_spoken_to", "women"),
                ("vulnerable_people_spoken_to", "vulnerable"),
            )
        },
        "filed_on_the_day": of_all(sum(map(on_the_day, filed)), len(filed)),
        "filed_in_time": percent(told["visits.filed_in_time"]),
        "replies_in_target": percent(told["concerns.in_target"]),
        "median_reply": (told["concerns.median_days"].value, int(replied)),
        "visitors_kept": percent(volunteers(export, span)["volunteers.retention"]),
        "concerns_escalated": (Fraction(up) if every else None, len(every)),
        **of_the_office(export, span),
    }


def percent(told: Told, *, n: int | None = None) -> tuple[Fraction | None, int]:
    """A share in hundredths, with its n."""
    return None if told.value is None else told.value * 100, int(told.of or 0) if n is None else n


def of_all(part: int, of: int) -> tuple[Fraction | None, int]:
    """A share in hundredths, with its n."""
    return Fraction(100 * part, of) if of else None, of


def on_the_day(visit: Row) -> bool:
    """Filed before the midnight after leaving."""
    left = visit["left_station_at"] or visit["left_suite_at"] or visit["entered_at"] or visit["arrived_at"]
    return london(visit["filed_at"]) == london(left)


def day(text: str | None) -> date | None:
    """A day, if one is noted."""
    return None if text is None else date.fromisoformat(text)


def in_scheme(member: Row, on: date) -> bool:
    """Whether somebody belonged to it on a day."""
    joined, left = day(member["joined"]), day(member["left"])
    return (joined is None or joined <= on) and (left is None or on <= left)


def has_lapsed(export: Export, visit: Row) -> bool:
    """Whether something stood against a visitor on the day, and nobody had allowed it."""
    on = began(visit).date()
    known = {row["member_id"]: row for row in export.tables["members"] if row["role"] == "visitor"}
    pair = [known[name] for name in dict.fromkeys(str(visit["visitors"]).split()) if name in known]

    def allowed(member: Row, rule: str) -> bool:
        return any(
            row["member_id"] == member["member_id"]
            and rule in row["rules"].split()
            and date.fromisoformat(row["first"]) <= on <= date.fromisoformat(row["last"])
            for row in export.tables["overrides"]
        )

    for member in pair:
        ends = {"term": "term_ends", "vetting": "vetting_expires", "id_card": "id_card_expires"}
        stands = {rule for rule, column in ends.items() if (day(member[column]) or date.min) < on}
        if not in_scheme(member, on):
            stands.add("scheme")
        if any(not allowed(member, rule) for rule in stands):
            return True
    new = [it for it in pair if (day(it["probation_until"]) or date.min) >= on]
    return sum(not allowed(member, "probation") for member in new) > 1


def of_the_office(export: Export, span: Span) -> Values:
    """What the office notes: training, talks, notices and records read."""
    there = [
        row for row in export.tables["members"] if row["role"] == "visitor" and in_scheme(row, span.until)
    ]
    names = [row["member_id"] for row in there]
    talked = {
        row["member_id"]
        for row in export.tables["one_to_ones"]
        if span.first <= date.fromisoformat(row["day"]) <= span.until
    }
    read = [it for it in readings(export, span) if london(it["at"]) <= span.until]
    return {
        "training_up_to_date": of_all(
            sum(is_trained(export, name, span.until) for name in names), len(names)
        ),
        "visitors_talked_with": of_all(len(talked & set(names)), len(names)),
        "notices_read": of_all(*notices_read(export, span, there)),
        "records_reviewed": (Fraction(len(read)), len({it["sample_id"] for it in read})),
    }


def is_trained(export: Export, name: str, on: date) -> bool:
    """Whether somebody is in date in every kind of training that is asked for."""
    asked = {
        value
        for setting, value in export.settings.items()
        if setting.startswith("training.")
        and setting.endswith(".kind")
        and export.settings.get(setting.removesuffix("kind") + "stopped") != "true"
    }
    good = {
        row["training"]
        for row in export.tables["training"]
        if row["member_id"] == name
        and date.fromisoformat(row["day"]) <= on
        and (row["expires"] is None or date.fromisoformat(row["expires"]) >= on)
    }
    return asked <= good


def notices_read(export: Export, span: Span, there: Collection[Row]) -> tuple[int, int]:
    """Words that were given of those asked for: of each notice told in the year that must be read."""
    said: dict[str, list[dict[str, Any]]] = {"scheme.notice": [], "member.notice_read": []}
    for row in export.tables["other_records"]:
        one = json.loads(row["kept"]) if row["kind"] in said else None
        if one is not None and london(one["at"]) <= span.until:
            said[row["kind"]].append(one)
    read = asked = 0
    for notice in {it["notice_id"] for it in said["scheme.notice"]}:
        editions = [it for it in said["scheme.notice"] if it["notice_id"] == notice]
        if any(it["withdrawn"] for it in editions):
            continue
        last = max(editions, key=lambda it: (it["edition"], it["at"], it["record_id"]))
        told = max(date.fromisoformat(last["first_day"]), london(last["at"]))
        if not last["must_read"] or not span.first <= told <= span.until:
            continue
        words = {
            it["member_id"] for it in said["member.notice_read"] if it["edition_id"] == last["record_id"]
        }
        for row in there:
            if in_scheme(row, told) and (not last["to"] or row["member_id"] in last["to"]):
                asked += 1
                read += row["member_id"] in words
    return read, asked


def levels(export: Export, values: Mapping[str, Fraction | None]) -> list[Level]:
    """How far each level of the framework in use is met; nothing where none is in use."""
    edition = max((row["edition"] for row in export.tables["quality_frameworks"]), default=0)
    found: list[Level] = []
    for level in LEVELS:
        own = Counter(
            standing_of(export, row, values)
            for row in export.tables["quality_criteria"]
            if (row["edition"], row["level"]) == (edition, level)
        )
        if own:
            counts = (own["met"], own["partly"], own["missing"])
            whole = own["met"] == own.total() and all(it.standing == "met" for it in found)
            some = own["met"] or own["partly"]
            found.append(Level(level, *counts, "met" if whole else "partly" if some else "missing"))
    return found


def standing_of(export: Export, criterion: Row, values: Mapping[str, Fraction | None]) -> str:
    """Met where everything it asks for is there, partly where something is or was handed in."""
    evidence = export.tables["quality_evidence"]
    gone = {row["withdraws"] for row in evidence}
    own = [
        row["kind"]
        for row in evidence
        if row["criterion"] == criterion["criterion"]
        and not row["withdraws"]
        and row["record_id"] not in gone
    ]
    asked = [
        *(is_kept(target.split(), values) for target in (criterion["targets"] or "").split("; ") if target),
        *(kind in own for kind in (criterion["evidence"] or "").split()),
    ]
    return "met" if all(asked) else "partly" if own or any(asked) else "missing"


def is_kept(target: list[str], values: Mapping[str, Fraction | None]) -> bool:
    """Whether a figure is on the right side of its bound; what is not told is not."""
    value = values.get(target[0])
    if value is None or len(target) == 1:
        return value is not None
    bound = int(target[2])
    return value >= bound if target[1] == "at_least" else value <= bound
