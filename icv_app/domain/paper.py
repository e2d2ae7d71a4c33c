"""How the checklist stands on paper: the number of each question, and which block of a sheet it is in.

The printed aide-memoire and the typing-up of it both go by this, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from string import ascii_lowercase

from icv_app.domain.checklist import Check, Checklist
from icv_app.domain.conditions import AllOf, AnswerIs, AnyOf, Condition, FactIs

EVERYBODY = "everybody"
"""Asked of everybody spoken to."""
FURTHER = "further"
"""Asked when an answer or something else leads to it."""
GROUPS = (
    "girl",
    "child",
    "woman_adult",
    "vulnerable",
    "non_english",
    "non_uk",
    "clothing_taken",
    "strip_searched",
    "force_used",
)
"""Facts whose questions stand in a block of their own, in the order of the sheet."""

SOURCE_LETTERS: Mapping[str, str] = {
    "person_said": "P",
    "custody_record": "R",
    "seen": "S",
    "staff_said": "T",
}
"""The letter that is ringed on paper for each source."""


@dataclass(frozen=True, slots=True)
class PaperBlock:
    """Questions that stand together: `EVERYBODY`, `FURTHER` or one of `GROUPS`."""

    name: str
    checks: tuple[Check, ...]


def paper_numbers(checklist: Checklist) -> dict[str, str]:
    """Return check id to its number on paper: the row, with a letter where several share it ("3b")."""
    rows: dict[int, list[str]] = {}
    for check in checklist.checks:
        rows.setdefault(check.number, []).append(check.check_id)
    return {
        check_id: str(number) if len(sharing) == 1 else f"{number}{_letters(at)}"
        for number, sharing in rows.items()
        for at, check_id in enumerate(sharing)
    }


def paper_blocks(checklist: Checklist) -> tuple[PaperBlock, ...]:
    """Return every question once, in the order of the paper; empty blocks are left out.

    Everybody's questions come first in the checklist's order, then those that follow from an answer by
    their numbers, then one block for each group. A question stands there if it is asked of nobody else.
    """
    needed = _needed_facts(checklist)
    blocks: dict[str, list[Check]] = {name: [] for name in (EVERYBODY, FURTHER, *GROUPS)}
    for check in checklist.checks:
        group = next((name for name in GROUPS if name in needed[check.check_id]), FURTHER)
        blocks[EVERYBODY if check.default_path else group].append(check)
    blocks[FURTHER].sort(key=lambda check: check.number)
    return tuple(PaperBlock(name, tuple(checks)) for name, checks in blocks.items() if checks)


def in_paper_order(checks: Iterable[Check], checklist: Checklist) -> tuple[Check, ...]:
    """Return checks as they follow each other on a person's sheet."""
    order = [check.check_id for block in paper_blocks(checklist) for check in block.checks]
    place = {check_id: at for at, check_id in enumerate(order)}
    return tuple(sorted(checks, key=lambda check: place[check.check_id]))


def _needed_facts(checklist: Checklist) -> dict[str, frozenset[str]]:
    """Return check id to the facts it is never asked without; a follow-up needs what its question needs."""
    needed: dict[str, frozenset[str]] = {}
    for check in checklist.checks:
        needed[check.check_id] = frozenset() if check.default_path else _facts_of(check.when, needed)
    return needed


def _facts_of(condition: Condition, known: Mapping[str, frozenset[str]]) -> frozenset[str]:
    match condition:
        case FactIs(fact=fact, values=values):
            return frozenset({fact}) if values == (True,) else frozenset()
        case AnswerIs(checks=checks):
            return _shared([known.get(check, frozenset()) for check in checks])
        case AllOf(parts=parts):
            return frozenset().union(*(_facts_of(part, known) for part in parts))
        case AnyOf(parts=parts):
            return _shared([_facts_of(part, known) for part in parts])
    return frozenset()


def _shared(several: list[frozenset[str]]) -> frozenset[str]:
    return frozenset.intersection(*several) if several else frozenset()


def _letters(at: int) -> str:
    many, last = divmod(at, len(ascii_lowercase))
    return ascii_lowercase[last] * (many + 1)
