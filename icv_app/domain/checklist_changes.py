"""What is different between two checklists, in the words of their questions."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from icv_app.domain.checklist import Checklist


class ChecklistPart(StrEnum):
    """What of a checklist."""

    QUESTION = "question"
    AREA = "area"
    STOCK = "stock"
    OBSERVED = "observed"
    CATEGORY = "category"
    REASON = "reason"
    SCRIPT = "script"


@dataclass(frozen=True, slots=True)
class ChecklistChange:
    """One difference.

    Attributes:
        before, after: Its words; empty where it is new, or was taken out. The same where only what
            belongs to it is other: when it is asked, its guidance, the concern it leads to.
    """

    part: ChecklistPart
    before: str
    after: str


def checklist_changes(old: Checklist, new: Checklist) -> tuple[ChecklistChange, ...]:
    """Return every difference that visitors or figures would notice, part by part."""
    return tuple(
        change
        for (part, before), (_part, after) in zip(_parts(old), _parts(new), strict=True)
        for change in _between(part, before, after)
    )


_Things = Mapping[Hashable, tuple[str, Any]]


def _parts(one: Checklist) -> Iterator[tuple[ChecklistPart, _Things]]:
    yield ChecklistPart.QUESTION, {check.check_id: (check.text, check) for check in one.checks}
    for part, items in (
        (ChecklistPart.AREA, one.areas),
        (ChecklistPart.STOCK, one.stocks),
        (ChecklistPart.OBSERVED, one.observed_items),
    ):
        yield part, {item.item_id: (item.title, item) for item in items}
    yield ChecklistPart.CATEGORY, {found.category_id: (found.full_title, found) for found in one.categories}
    yield (
        ChecklistPart.REASON,
        {
            (name, reason.choice_id): (reason.label, reason)
            for name in one.reasons
            for reason in one.reasons[name]
        },
    )
    yield ChecklistPart.SCRIPT, {name: (script.title, script) for name, script in one.scripts.items()}


def _between(part: ChecklistPart, before: _Things, after: _Things) -> Iterable[ChecklistChange]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if old != new:
            yield ChecklistChange(part, old[0] if old else "", new[0] if new else "")
