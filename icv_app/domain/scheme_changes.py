"""What is different between two versions of a scheme's settings, field by field, and putting it into a third.

Two coordinators may change settings at the same time: what each of them changed is kept apart from what
they merely saw, so that neither takes the other's change back without knowing.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from icv_app.domain.concern import Severity
from icv_app.domain.scheme import Panel, SchemeSettings, Suite
from icv_app.domain.training import TrainingKind

Place = tuple[str, str, str]
"""Field of the settings, item of it, part of the item; empty where there is none."""

_OF_THE_VERSION: Final = frozenset({"scheme_id", "version", "earlier", "record_id", "made_over"})
_LISTS: Final[Mapping[str, tuple[type[Any], str]]] = {
    "suites": (Suite, "suite_id"),
    "panels": (Panel, "panel_id"),
    "training": (TrainingKind, "kind"),
}
"""Lists of things that have a name of their own, which stays."""
_TAKEN_APART: Final = frozenset({"retention", "heads"})
ORDER: Final = "order"
"""The part of a list that says how its items stand; `before` and `after` are their names."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field that is different.

    Attributes:
        before, after: Its values; for an item of a list that came or went the whole of it and `None`.
    """

    field: str
    item: str
    part: str
    before: Any
    after: Any

    @property
    def place(self) -> Place:
        """Where it is."""
        return self.field, self.item, self.part

    def touches(self, other: Change) -> bool:
        """Whether both are about the same field, or one about the whole of what the other is a part of."""
        same_item = (self.field, self.item) == (other.field, other.item)
        if not same_item or ORDER in (self.part, other.part):
            return False
        return self.part == other.part or "" in (self.part, other.part)


def changes(before: SchemeSettings, after: SchemeSettings) -> tuple[Change, ...]:
    """Return every field that is different, in the order of the settings."""
    found: list[Change] = []
    for one in fields(SchemeSettings):
        old, new = getattr(before, one.name), getattr(after, one.name)
        if one.name in _OF_THE_VERSION or old == new:
            continue
        if one.name in _LISTS:
            found += _in_list(one.name, old, new)
        elif one.name in _TAKEN_APART:
            found += _parts(one.name, "", old, new)
        elif isinstance(old, dict):
            keys = dict.fromkeys((*old, *new))
            found += [
                Change(one.name, str(key), "", old.get(key), new.get(key))
                for key in keys
                if old.get(key) != new.get(key)
            ]
        else:
            found.append(Change(one.name, "", "", old, new))
    return tuple(found)


def with_changes(settings: SchemeSettings, wanted: Iterable[Change]) -> SchemeSettings:
    """Return settings with the `after` of each change put in; what was not changed stays as it is."""
    for one in wanted:
        settings = _with_change(settings, one)
    return settings


def clashes(own: Iterable[Change], theirs: Iterable[Change]) -> tuple[tuple[Change, Change], ...]:
    """Return each own change beside the other's of the same field, where they do not come to the same."""
    others = tuple(theirs)
    return tuple(
        (mine, other)
        for mine in own
        for other in others
        if mine.touches(other) and (mine.place, mine.after) != (other.place, other.after)
    )


def _in_list(name: str, old: tuple[Any, ...], new: tuple[Any, ...]) -> list[Change]:
    before, after = _by_key(name, old), _by_key(name, new)
    found: list[Change] = []
    for key in dict.fromkeys((*before, *after)):
        if key not in before or key not in after:
            found.append(Change(name, str(key), "", before.get(key), after.get(key)))
        else:
            found += _parts(name, str(key), before[key], after[key])
    added_last = [*(key for key in before if key in after), *(key for key in after if key not in before)]
    if added_last != list(after):
        found.append(Change(name, "", ORDER, tuple(before), tuple(after)))
    return found


def _parts(name: str, item: str, old: Any, new: Any) -> list[Change]:
    return [
        Change(name, item, part.name, getattr(old, part.name), getattr(new, part.name))
        for part in fields(old)
        if getattr(old, part.name) != getattr(new, part.name)
    ]


def _by_key(name: str, items: Iterable[Any]) -> dict[Hashable, Any]:
    key = _LISTS[name][1]
    return {getattr(item, key): item for item in items}


def _with_change(settings: SchemeSettings, one: Change) -> SchemeSettings:
    present = getattr(settings, one.field)
    if one.field in _LISTS:
        value: Any = _list_with(one, present)
    elif one.field in _TAKEN_APART:
        value = replace(present, **{one.part: one.after})
    elif isinstance(present, dict):
        key = Severity(one.item) if one.field == "reply_targets" else one.item
        value = {**present, key: one.after}
        if one.after is None:
            del value[key]
    else:
        value = one.after
    return replace(settings, **{one.field: value})


def _list_with(one: Change, present: tuple[Any, ...]) -> tuple[Any, ...]:
    known = _by_key(one.field, present)
    if one.part == ORDER:
        wanted = [key for key in one.after if key in known]
        return tuple(known[key] for key in (*wanted, *(key for key in known if key not in wanted)))
    if one.part:  # of an item that went meanwhile there is nothing left to change
        if one.item in known:
            known[one.item] = replace(known[one.item], **{one.part: one.after})
    elif one.after is None:
        known.pop(one.item, None)
    else:
        known[one.item] = one.after
    return tuple(known.values())
