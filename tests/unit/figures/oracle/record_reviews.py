"""Custody record reviews: waits, safeguards and the clocks of the law, from the records as written."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tests.unit.figures.oracle.concerns import london
from tests.unit.figures.oracle.rows import (
    Counts,
    Export,
    Figures,
    Span,
    instant,
    middle,
    minutes,
    nine_tenths,
    one,
    over,
    share,
)

HOUR = timedelta(hours=1)
ENDS = {
    "arrest_to_arrival": ("arrested", "arrived"),
    "arrival_to_authorised": ("arrived", "authorised"),
    "authorised_to_rights": ("authorised", "rights"),
    "aa": ("aa_asked", "aa_came"),
    "interpreter": ("interpreter_asked", "interpreter_came"),
    "healthcare": ("healthcare_asked", "healthcare_seen"),
    "solicitor": ("solicitor_asked", "solicitor_came"),
    "first_meal": ("arrived", "first_meal"),
}
CLOCKS = ("first_review", "next_review", "before_charge")
SAFEGUARDS = (
    "rights",
    *("aa_asked", "aa_came", "interpreter_asked", "interpreter_came"),
    *("healthcare_asked", "healthcare_seen", "solicitor_asked", "solicitor_came"),
    *("first_meal", "reviews"),
)
BEFORE_CHARGE = {"pre_charge": (24, 36, 96), "s136": (24, 36, 36), "tact": (336, 336, 336)}
"""Hours, with an extension, and at most. Source: PACE ss.41-44, Mental Health Act s.136B, Code H."""


@dataclass
class Wait:
    """One wait over all records."""

    lengths: list[Fraction] = field(default_factory=list)
    never: int = 0
    not_recorded: int = 0
    out_of_order: int = 0
    kept: int = 0
    judged: int = 0
    unclear: int = 0

    def told(self) -> dict[str, Any]:
        """As it is published."""
        return {
            "n": len(self.lengths),
            "median": middle(self.lengths),
            "ninetieth": nine_tenths(self.lengths),
            "never": self.never,
            "not_recorded": self.not_recorded,
            "out_of_order": self.out_of_order,
            "clock": (self.kept, self.judged, self.unclear),
        }

    def judge(self, kept: bool | None) -> None:
        """Set against the clock; `None` where the record does not say enough."""
        self.unclear += kept is None
        self.judged += kept is not None
        self.kept += kept is True


class Record:
    """What was read in one record."""

    def __init__(self, read: dict[str, Any]) -> None:
        self.said = {step["step"]: step["said"] for step in read["steps"]}
        self.at = {
            step["step"]: instant(step["at"])
            for step in read["steps"]
            if step["said"] == "yes" and step.get("at")
        }
        self.reviews = [instant(text) for text in read["reviews"]] if self.said["reviews"] == "yes" else []
        self.held_as, self.quality, self.findings = read["held_as"], read["quality"], len(read["findings"])

    @property
    def review_hours(self) -> tuple[int, int] | None:
        """First and further reviews; nobody held under section 136 has any. Source: PACE s.40, Code H."""
        return {"s136": None, "tact": (12, 12)}.get(self.held_as, (6, 9))


def record_reviews(export: Export, span: Span) -> dict[str, Any]:
    """Everything the annual report says of the records read in a year."""
    records = [Record(reading["read"]) for reading in readings(export, span)]
    waits = {name: Wait() for name in (*ENDS, *CLOCKS)}
    steps = {name: Counter(record.said[name] for record in records) for name in SAFEGUARDS}
    for record in records:
        for name, (first, then) in ENDS.items():
            plain(waits[name], record, first, then)
        first_review(waits["first_review"], record)
        next_reviews(waits["next_review"], record)
        before_charge(waits["before_charge"], record)
    clocks = [waits[name] for name in CLOCKS]
    return {
        "n": len(records),
        "quality": over(sum(record.quality for record in records), len(records)),
        "findings": sum(record.findings for record in records),
        "timeliness": tuple(
            sum(getattr(it, name) for it in clocks) for name in ("kept", "judged", "unclear")
        ),
        "waits": {name: wait.told() for name, wait in waits.items()},
        "steps": {
            name: (said["yes"], said["yes"] + said["no"], said["not_recorded"])
            for name, said in steps.items()
        },
    }


def published_reviews(export: Export, span: Span) -> tuple[Figures, Counts]:
    """What the annual report prints of them: of fewer than five records not more than that."""
    found = record_reviews(export, span)
    kept, judged, _unclear = found["timeliness"]
    figures = {"reviews.read": one(found["n"])}
    more = {"reviews.timeliness": share(kept, judged), "reviews.quality": one(found["quality"])}
    counts = {"reviews.read": found["n"], "reviews.timeliness.answered": judged}
    counts |= {"reviews.timeliness": kept, "reviews.timeliness.rest": judged - kept}
    for name, wait in found["waits"].items():
        key = f"reviews.wait.{name}"
        for what in ("n", "median", "ninetieth", "not_recorded"):
            more[f"{key}.{what}"] = one(wait[what])
        counts |= {f"{key}.n": wait["n"], f"{key}.not_recorded": wait["not_recorded"]}
        if name != "next_review":
            counts[f"{key}.rest"] = found["n"] - wait["n"] - wait["not_recorded"]
    for name, (yes, of, unclear) in found["steps"].items():
        key = f"reviews.step.{name}"
        more |= {f"{key}.yes": share(yes, of), f"{key}.not_recorded": one(unclear)}
        counts |= {f"{key}.yes": yes, f"{key}.answered": of, f"{key}.yes.rest": of - yes}
        counts |= {f"{key}.not_recorded": unclear, f"{key}.rest": found["n"] - of - unclear}
    return figures | (more if found["n"] >= 5 else {}), counts if found["n"] else {}


def readings(export: Export, span: Span) -> Iterator[dict[str, Any]]:
    """The readings that count, one of each record, by the day they were sent."""
    said: dict[str, list[dict[str, Any]]] = {}
    for row in export.tables["other_records"]:
        said.setdefault(row["kind"], []).append(json.loads(row["kept"]))
    for sample in said.get("record_review.sample", []):
        for name in sample["drawn"]:
            mine = [
                [
                    it
                    for it in said.get(kind, [])
                    if (it["sample_id"], it["reference"]) == (sample["record_id"], name)
                ]
                for kind in ("record_review.assignment", "record_review.reading")
            ]
            chosen = reading_of(*mine)
            if chosen is not None and span.first <= london(chosen["at"]) <= span.last:
                yield chosen


def reading_of(given: Sequence[dict[str, Any]], read: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """Of several the one for the standing assignment, then the latest."""
    replaced = {before for it in given for before in it["after"]}
    standing = [it for it in given if it["record_id"] not in replaced]
    now = max(standing, key=order, default=None)
    name = now["record_id"] if now is not None and now["member_id"] else None
    to_whom = {it["record_id"]: it["member_id"] for it in given}
    own = [it for it in read if to_whom.get(it["assignment"]) == it["member_id"]]
    return max(own, key=lambda it: (it["assignment"] == name, *order(it)), default=None)


def order(said: dict[str, Any]) -> tuple[datetime, str]:
    """By time, then by name."""
    return instant(said["at"]), said["record_id"]


def measured(wait: Wait, first: datetime | None, then: datetime | None) -> timedelta | None:
    """Note how long it was, where the record gives both times the right way round."""
    if first is None or then is None:
        wait.not_recorded += 1
    elif then < first:
        wait.out_of_order += 1
    else:
        wait.lengths.append(minutes(then - first))
        return then - first
    return None


def plain(wait: Wait, record: Record, first: str, then: str) -> None:
    """A wait that the law sets no hours for."""
    if "not_applicable" in (record.said[first], record.said[then]) or record.said[first] == "no":
        return
    if record.said[then] == "no":
        wait.never += 1
    else:
        measured(wait, record.at.get(first), record.at.get(then))


def first_review(wait: Wait, record: Record) -> None:
    """Due so many hours after detention was authorised, unless somebody was released before."""
    if record.review_hours is None or record.said["reviews"] == "not_applicable":
        return
    due, begun = record.review_hours[0] * HOUR, record.at.get("authorised")
    if record.reviews:
        length = measured(wait, begun, record.reviews[0])
        wait.judge(None if length is None else length <= due)
        return
    released = record.at.get("released")
    if begun is not None and released is not None:
        if released <= begun + due:
            return
        if record.said["reviews"] == "no":
            wait.never += 1
            wait.judge(False)
            return
    wait.not_recorded += 1
    wait.judge(None)


def next_reviews(wait: Wait, record: Record) -> None:
    """So many hours after the one before; a release that comes later has missed one."""
    if record.review_hours is None or not record.reviews:
        return
    due = record.review_hours[1] * HOUR
    for before, after in pairwise(record.reviews):
        length = measured(wait, before, after)
        wait.judge(None if length is None else length <= due)
    if "released" in record.at and record.at["released"] > record.reviews[-1] + due:
        wait.never += 1
        wait.judge(False)


def before_charge(wait: Wait, record: Record) -> None:
    """From arrival, under the Terrorism Act from arrest, to charge, or to release without one."""
    if record.held_as not in BEFORE_CHARGE:
        return
    limit, extended, most = (hours * HOUR for hours in BEFORE_CHARGE[record.held_as])
    begun = record.at.get("arrested" if record.held_as == "tact" else "arrived")
    charged = record.at.get("charged")
    ended = charged or record.at.get("released")
    unclear = charged is None and record.said["charged"] == "not_recorded"
    if unclear and begun is not None and ended is not None and ended - begun > limit:
        wait.not_recorded += 1  # the charge may have come in time, and the release later
        wait.judge(None)
        return
    length = measured(wait, begun, ended)
    if length is None or begun is None:
        wait.judge(None)
    elif length <= limit or length > most:
        wait.judge(length <= limit)
    else:
        longer = record.at.get("extended")
        by_warrant = length > extended and longer is not None  # of how long it was nothing is asked
        unsaid = record.said["extended"] == "not_recorded"
        wait.judge(None if unsaid or by_warrant else longer is not None and longer <= begun + limit)
