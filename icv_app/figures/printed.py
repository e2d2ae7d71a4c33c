"""Which figures each kind of publication prints, by their keys."""

from __future__ import annotations

from collections.abc import Callable

from icv_app.domain.publication import PublicationKind

_QUARTERLY = (
    "visits.completed",
    "visits.part",
    "visits.abandoned",
    "visits.telephone",
    "visits.valid_rate",
    "visits.target",
    "visits.suite",
    "visits.spread",
    "visits.gap",
    "visits.wait",
    "visits.filed_in_time",
    "people.in_custody",
    "people.spoken_to",
    "people.offered",
    "people.acceptance",
    "people.children.",
    "people.vulnerable.",
    "people.women.",
    "concerns",
    "volunteers.end",
    "volunteers.hours",
)
_SCRUTINY = ("visits.completed", "people.children.", "people.beds.", "children.")
_PUBLIC = (
    "visits.completed",
    "visits.target",
    "people.in_custody",
    "people.spoken_to",
    "concerns.raised",
    "concerns.put_right",
    "concerns.letter",
    "concerns.good_practice",
    "volunteers.end",
    "volunteers.hours",
)


def printed_by(kind: PublicationKind) -> Callable[[str], bool]:
    """Return what tells whether a kind of publication prints the figure with a key."""
    if kind is PublicationKind.ANNUAL:
        return lambda key: True
    starts = {
        PublicationKind.QUARTERLY: _QUARTERLY,
        PublicationKind.SCRUTINY: _SCRUTINY,
        PublicationKind.PUBLIC: _PUBLIC,
    }[kind]
    if kind is PublicationKind.PUBLIC:
        # One page: each letter's total, not its cells by suite.
        return lambda key: (
            key.startswith(starts) and not (key.startswith("concerns.letter") and key.count(".") > 2)
        )
    return lambda key: key.startswith(starts)


def printed_in_return(key: str) -> bool:
    """Whether the national return prints the count with a key, or a number made of it."""
    family, *rest = key.split(".")
    if family == "people":
        return rest != ["not_spoken_to"]
    if family != "concerns":
        return False
    name, more = rest[0], rest[1:]
    if name == "severity":
        return more[-1] == "raised"
    return name != "suite" and not (name == "letter" and len(more) > 1)


_COMPARED = frozenset(
    {
        "visits.completed",
        "visits.target",
        "visits.valid_rate",
        "visits.filed_in_time",
        "visits.wait.longer",
        "visits.spread.00-06",
        "visits.spread.weekend",
        "people.in_custody",
        "people.spoken_to",
        "people.spoken_to_mean",
        "people.offered",
        "people.acceptance",
        "people.reach",
        "people.children.spoken_to",
        "people.vulnerable.spoken_to",
        "people.women.spoken_to",
        "people.beds.moved",
        "concerns.raised",
        "concerns.put_right",
        "concerns.rate",
        "concerns.sent",
        "concerns.in_target",
        "concerns.median_days",
        "concerns.open",
        "concerns.good_practice",
        "volunteers.end",
        "volunteers.retention",
        "volunteers.hours",
        "costs.approved",
    }
)
_WHOLES = frozenset({"people.children.all", "people.vulnerable.all", "people.women.all", "people.beds.all"})


def compared(key: str) -> bool:
    """Whether a figure stands beside the one of the period before."""
    return key in _COMPARED


def counted_for_comparison(key: str) -> bool:
    """Whether a count of people is told where a period is set beside the one after it."""
    return key in _COMPARED or key in _WHOLES or key in {"concerns.judged", "concerns.replied"}
