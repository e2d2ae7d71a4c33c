"""When a check applies: facts about a person, earlier answers, and the conditions made of them.

A condition is data, never code: it is read from a checklist file, so that a
scheme can change its questions without changing the program.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

Facts = Mapping[str, str | bool]
"""Fact name → value; see `FACTS`. A fact left out is not known and matches no value."""

Answers = Mapping[str, str]
"""Check id → answer code (`yes`, `no`, `na`, `nk`), choice id, or whatever was typed."""

_BOTH: frozenset[str | bool] = frozenset({True, False})

FACTS: Mapping[str, frozenset[str | bool]] = MappingProxyType(
    {
        "contact": frozenset(
            {"spoken_to", "observed_only", "declined", "not_available", "not_offered", "not_yet"}
        ),
        "asleep": _BOTH,
        "gender": frozenset({"woman", "man", "other", "unknown"}),
        "age_band": frozenset({"10-13", "14-17", "18-24", "25-59", "60+", "unknown"}),
        "child": _BOTH,
        "girl": _BOTH,
        "woman_adult": _BOTH,
        "vulnerable": _BOTH,
        "legal_status": frozenset(
            {"pre_charge", "charged", "warrant_or_recall", "immigration", "s136", "bail", "tact"}
        ),
        "charged_refused_bail": _BOTH,
        "non_english": _BOTH,
        "non_uk": _BOTH,
        "clothing_taken": _BOTH,
        "strip_searched": _BOTH,
        "force_used": _BOTH,
        "held_over_24h": _BOTH,
        "record_seen": _BOTH,
        "review_fell_due": _BOTH,
    }
)
"""Every fact a caller may state about one detained person, with the values it may take.

`record_seen` is consent to the custody record. A girl is a woman under 18. `review_fell_due` is whether a
review of the detention could have been due by then, also where it is not known since when they are held.
"""

SHORTFALL = "shortfall"
"""The one fact worked out here: a check asked earlier has an answer that falls short."""

CONDITION_FACTS: Mapping[str, frozenset[str | bool]] = MappingProxyType({**FACTS, SHORTFALL: _BOTH})
"""Every fact a condition in a checklist file may name."""

CHILD_AGE_BANDS = frozenset({"10-13", "14-17"})


class Condition(Protocol):
    """Says whether a check applies; holds no state and asks nothing but its two arguments."""

    def holds(self, facts: Facts, answers: Answers) -> bool:
        """Return whether the condition is met by these facts and these earlier answers."""
        ...


@dataclass(frozen=True, slots=True)
class FactIs:
    """One fact has one of these values."""

    fact: str
    values: tuple[str | bool, ...]

    def holds(self, facts: Facts, answers: Answers) -> bool:
        """See `Condition.holds`; `answers` plays no part."""
        return facts.get(self.fact) in self.values


@dataclass(frozen=True, slots=True)
class AnswerIs:
    """At least one of these checks was answered with one of these values."""

    checks: tuple[str, ...]
    values: tuple[str, ...]

    def holds(self, facts: Facts, answers: Answers) -> bool:
        """See `Condition.holds`; `facts` play no part."""
        return any(answers.get(check) in self.values for check in self.checks)


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds; with no parts it always holds."""

    parts: tuple[Condition, ...]

    def holds(self, facts: Facts, answers: Answers) -> bool:
        """See `Condition.holds`."""
        return all(part.holds(facts, answers) for part in self.parts)


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Condition, ...]

    def holds(self, facts: Facts, answers: Answers) -> bool:
        """See `Condition.holds`."""
        return any(part.holds(facts, answers) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition

    def holds(self, facts: Facts, answers: Answers) -> bool:
        """See `Condition.holds`."""
        return not self.part.holds(facts, answers)


ALWAYS: Condition = AllOf(())


def person_facts(
    *,
    contact: str,
    gender: str = "unknown",
    age_band: str = "unknown",
    asleep: bool = False,
    vulnerable: bool = False,
    legal_status: str = "pre_charge",
    charged_refused_bail: bool = False,
    non_english: bool = False,
    non_uk: bool = False,
    clothing_taken: bool = False,
    strip_searched: bool = False,
    force_used: bool = False,
    held_over_24h: bool = False,
    record_seen: bool = False,
    review_fell_due: bool = True,
) -> dict[str, str | bool]:
    """Return every fact in `FACTS`, with `child`, `girl` and `woman_adult` worked out from age and gender.

    Someone whose age band is unknown counts as an adult here; whether they may be a child is for
    the visitors to find out.

    Raises:
        ValueError: A value is not one of those in `FACTS`.
    """
    child = age_band in CHILD_AGE_BANDS
    facts: dict[str, str | bool] = {
        "contact": contact,
        "asleep": asleep,
        "gender": gender,
        "age_band": age_band,
        "child": child,
        "girl": child and gender == "woman",
        "woman_adult": not child and gender == "woman",
        "vulnerable": vulnerable,
        "legal_status": legal_status,
        "charged_refused_bail": charged_refused_bail,
        "non_english": non_english,
        "non_uk": non_uk,
        "clothing_taken": clothing_taken,
        "strip_searched": strip_searched,
        "force_used": force_used,
        "held_over_24h": held_over_24h,
        "record_seen": record_seen,
        "review_fell_due": review_fell_due,
    }
    refuse_unknown_facts(facts)
    return facts


def refuse_unknown_facts(facts: Facts) -> None:
    """Stop a misspelt fact from quietly hiding questions.

    Raises:
        ValueError: A fact or its value is not in `FACTS`: a defect, not a user's mistake.
    """
    for fact, value in facts.items():
        if value not in FACTS.get(fact, ()):
            raise ValueError(f"fact {fact}={value!r} is not known to the checklist")
