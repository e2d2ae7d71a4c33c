"""People: who was in custody, who was seen, how checks were answered, and children for the panel."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from fractions import Fraction

from tests.unit.figures.oracle.rows import (
    CHILDREN,
    OUTCOMES,
    Counts,
    Export,
    Figures,
    Row,
    Span,
    done,
    middle,
    minutes,
    nine_tenths,
    one,
    over,
    share,
)

GROUPS = ("children", "vulnerable", "women")
ABOUT_CHILDREN = {
    "aa_called": "child_aa_called",
    "aa_came": "child_aa_came",
    "parent_told": "parent_told",
    "kept_from_adults": "child_kept_from_adults",
    "night": "child_night_in_cell",
    "bed_asked": "la_bed_asked",
    "certificate": "la_certificate",
    "search_aa": "strip_aa_present",
}
"""What the panel is told of each child, and the check that answers it."""
ASKED_OF = {
    "aa_came": "aa_called.yes",
    "bed_asked": "bed_due",
    "certificate": "bed_due",
    "search_aa": "searched",
}
"""Whom the checklist asks, where not everybody met."""


def by_outcome(export: Export, visit: Row) -> Counter[str]:
    """S, Ob, De, NA and NO of one visit: rows and tallies together."""
    found = Counter(row["contact"] for row in export.of_visit("people", visit) if row["contact"])
    for row in export.of_visit("tallies", visit):
        found[row["contact"]] += row["people"]
    return found


def reasons_of(export: Export, visit: Row) -> Counter[tuple[str, str]]:
    """(outcome, reason) of everybody not spoken to."""
    found: Counter[tuple[str, str]] = Counter()
    for row in export.of_visit("people", visit):
        if row["contact"]:
            found[row["contact"], row["contact_reason"] or "unstated"] += 1
    for row in export.of_visit("tallies", visit):
        found[row["contact"], row["reason"] or "unstated"] += row["people"]
    return Counter({key: n for key, n in found.items() if key[0] != "spoken_to" and n})


def belongs(person: Row, group: str) -> bool:
    """Whether a person is of a priority group."""
    if group == "children":
        return person["age_band"] in CHILDREN
    if group == "women":
        return bool(person["gender"] == "woman")
    return bool(person["vulnerable"] or person["neurodivergent"])


def spoken_of(export: Export, visit: Row, group: str) -> int:
    """People of a group who were spoken to."""
    rows: int = sum(
        row["contact"] == "spoken_to" and belongs(row, group) for row in export.of_visit("people", visit)
    )
    return rows + sum(
        int(row[group]) for row in export.of_visit("tallies", visit) if row["contact"] == "spoken_to"
    )


def held_of(visit: Row, group: str) -> int:
    """People of a group in custody at entry."""
    columns = ("children_10_13", "children_14_17") if group == "children" else (group,)
    return sum(int(visit[column] or 0) for column in columns)


def people(export: Export, span: Span) -> tuple[Figures, Counts]:
    """Everything about who was in custody and who was seen."""
    valid = done(export.filed(span))
    seen = [by_outcome(export, row) for row in valid]
    for row, outcome in zip(valid, seen, strict=True):
        assert row["in_custody"] == outcome.total(), "only visits that reconcile count"
        assert {name: row[name] for name in OUTCOMES} == {name: outcome[name] for name in OUTCOMES}
    sums = sum(seen, Counter())
    held, spoken = sums.total(), sums["spoken_to"]
    offered, rest = spoken + sums["declined"], held - spoken
    each = [over(outcome["spoken_to"], outcome.total()) for outcome in seen]
    known = [it for it in each if it is not None]
    counts = {
        "people.in_custody": held,
        "people.offered": offered,
        "people.not_spoken_to": rest,
        **{f"people.{name}": sums[name] for name in OUTCOMES},
    }
    found = {
        "people.in_custody": one(held),
        "people.not_spoken_to": one(rest),
        "people.spoken_to_mean": one(over(sum(known, Fraction(0)), len(known))),
        "people.offered": share(offered, held),
        "people.acceptance": share(spoken, offered),
        "people.per_visit": share(spoken, len(valid)),
        **{f"people.{name}": share(sums[name], held) for name in OUTCOMES},
    }
    detained = export.number(f"people_detained.{span.label}")
    if detained is not None:
        found["people.reach"] = share(spoken, detained)
    for (contact, reason), n in sum((reasons_of(export, row) for row in valid), Counter()).items():
        found[f"people.{contact}.{reason}"] = share(n, rest)
        counts[f"people.{contact}.{reason}"] = n
    for group in GROUPS:
        of = sum(held_of(row, group) for row in valid)
        part = sum(spoken_of(export, row, group) for row in valid)
        found[f"people.{group}.spoken_to"] = share(part, of)
        counts |= pair(f"people.{group}", "spoken_to", part, of)
    due = [it for it in children_met(export, valid) if it["charged_refused_bail"]]
    moved = sum(export.of_person(it).get("la_bed_result") == "moved" for it in due)
    found["people.beds.moved"] = share(moved, len(due))
    return found, counts | pair("people.beds", "moved", moved, len(due))


def pair(key: str, name: str, part: int, of: int) -> Counts:
    """A part, its whole, and what is left of it."""
    found = {f"{key}.{name}": part, f"{key}.all": of}
    return found | ({f"{key}.rest": of - part} if of >= part else {})


def mean_over(export: Export, span: Span) -> int:
    """Of how many visits the mean of S/D is: those with anybody in custody."""
    return sum(by_outcome(export, row).total() > 0 for row in done(export.filed(span)))


def children_met(export: Export, visits: Iterable[Row]) -> Iterator[Row]:
    """Children with a row of their own."""
    for visit in visits:
        yield from (row for row in export.of_visit("people", visit) if row["age_band"] in CHILDREN)


def checks(export: Export, span: Span) -> tuple[Figures, Counts]:
    """For every check yes/(yes+no), and apart from that not known and not applicable."""
    given: Counter[tuple[str, str]] = Counter()
    for visit in done(export.filed(span)):
        for row in export.of_visit("checks", visit):
            if row["answer"] in ("yes", "no", "na", "nk"):
                given[row["check_id"], row["answer"]] += 1
    figures: Figures = {}
    counts: Counts = {}
    for check in {check for check, _answer in given}:
        yes, no = given[check, "yes"], given[check, "no"]
        unknown, other = given[check, "nk"], given[check, "na"]
        figures[f"checks.{check}.yes"] = share(yes, yes + no)
        figures[f"checks.{check}.not_known"] = one(unknown)
        figures[f"checks.{check}.not_applicable"] = one(other)
        named = {"yes": yes, "no": no, "answered": yes + no, "not_known": unknown, "not_applicable": other}
        counts |= {f"checks.{check}.{name}": n for name, n in named.items()}
    return figures, counts


def children(export: Export, span: Span) -> tuple[Figures, Counts]:
    """What the panel is told of children met on completed visits."""
    met = list(children_met(export, done(export.filed(span))))
    answers = [export.of_person(it) for it in met]
    waits = [wait for it in answers if (wait := waited_for_adult(it)) is not None]
    results = Counter(
        it["la_bed_result"]
        for row, it in zip(met, answers, strict=True)
        if row["charged_refused_bail"] and it.get("la_bed_result")
    )
    counts: Counts = {"children.met": len(met)}

    def part(key: str, n: int, of: str) -> int:
        counts[f"children.{key}"] = n
        left(f"{key}.rest", of, key)
        return n

    def left(name: str, of: str, *parts: str) -> None:
        # An answer that outlived its question may make the parts more than their whole.
        n = counts[f"children.{of}"] - sum(counts[f"children.{one}"] for one in parts)
        if n >= 0:
            counts[f"children.{name}"] = n

    figures = {
        "children.met": one(len(met)),
        "children.searched": one(part("searched", flags(met, "strip_searched"), "met")),
        "children.bed_due": one(part("bed_due", flags(met, "charged_refused_bail"), "met")),
        "children.waits": one(len(waits)),
        "children.wait.median": one(middle(waits)),
        "children.wait.ninetieth": one(nine_tenths(waits)),
    }
    for name, check in ABOUT_CHILDREN.items():
        said = Counter(it.get(check) for it in answers)
        n = said["yes"] + said["no"]
        counts |= {f"children.{name}.answered": n, f"children.{name}.not_known": said["nk"]}
        figures[f"children.{name}.yes"] = share(part(f"{name}.yes", said["yes"], f"{name}.answered"), n)
        figures[f"children.{name}.not_known"] = one(said["nk"])
        left(f"{name}.unsaid", ASKED_OF.get(name, "met"), f"{name}.answered", f"{name}.not_known")
    counts["children.waits"] = len(waits)
    left("waits.unknown", "aa_came.yes", "waits")
    for result, n in results.items():
        figures[f"children.bed_result.{result}"] = one(n)
        counts[f"children.bed_result.{result}"] = n
    if results:
        part("bed_results", results.total(), "bed_asked.yes")
    return figures, counts


def flags(rows: Sequence[Row], name: str) -> int:
    """In how many rows it is so."""
    return sum(bool(row[name]) for row in rows)


def waited_for_adult(answers: dict[str, str]) -> Fraction | None:
    """Minutes from calling the appropriate adult to their coming, where both times are known and can be."""
    times = []
    for check in ("child_aa_called_at", "child_aa_came_at"):
        try:
            times.append(datetime.fromisoformat(answers.get(check, "")))
        except ValueError:
            return None
    spent = times[1] - times[0]
    return minutes(spent) if spent >= timedelta(0) else None
