"""Where two states of one visit differ, as places in the editor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from icv_app.domain.concern import Concern
from icv_app.domain.ids import ConcernId, PersonId
from icv_app.domain.person import DetainedPerson
from icv_app.domain.problem import STEP_OF_FIELD, Step
from icv_app.domain.visit import Visit

_ELSEWHERE = {
    "kind": Step.ARRIVAL,
    "typed_from_paper": Step.ARRIVAL,
    "observers": Step.ARRIVAL,
    "observed": Step.SUITE,
    "positive_practice": Step.SUITE,
    "force_comment": Step.SUITE,
    "raised_with_officer": Step.SUITE,
    "officer_response": Step.SUITE,
}
"""Steps of fields that a visit may be submitted without; the others are asked on signing off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditorPlace:
    """A place in the editor of a visit.

    Attributes:
        field: Path as in `Problem.field`; empty for the step, the row or the concern as a whole.
        part: Name of the control within the field; empty for its first.
        cursor: Where the cursor stood in its text, in characters; `None` for the end.
    """

    step: Step
    field: str = ""
    person_id: PersonId | None = None
    concern_id: ConcernId | None = None
    part: str = ""
    cursor: int | None = None


def step_of(field: str) -> Step:
    """The step in which a field of the visit is asked, by the first word of its path."""
    name = field.partition(".")[0]
    return STEP_OF_FIELD.get(name) or _ELSEWHERE.get(name, Step.SIGN_OFF)


def changed_places(before: Visit, after: Visit) -> tuple[EditorPlace, ...]:
    """Every place where one state of a visit differs from another, people before concerns.

    Somebody added or removed is one place, and so is a concern. Who is being talked to is left
    out where anything else differs.
    """
    found = list(_places(before, after))
    without = [place for place in found if place.field != "talking_now"]
    return tuple(without or found)


def text_changed(before: Visit, after: Visit, place: EditorPlace) -> tuple[str, str] | None:
    """What stood at a place before and after, where one text is all that differs there."""
    old, new = _at(before, place), _at(after, place)
    if is_dataclass(old) and type(old) is type(new):
        names = _differing_fields(old, new)
        if len(names) != 1:
            return None
        old, new = getattr(old, names[0]), getattr(new, names[0])
    return (old, new) if isinstance(old, str) and isinstance(new, str) else None


def _at(visit: Visit, place: EditorPlace) -> Any:
    """What stands at a place: a value, an answer, a finding; `None` where it is not there."""
    found: Any = visit
    if place.person_id is not None:
        found = visit.person(place.person_id)
    elif place.concern_id is not None:
        found = visit.concern(place.concern_id)
    name, _dot, rest = place.field.partition(".")
    if name == "answers" and found is not None:
        return found.answer(rest)
    if name in {"areas", "stocks"}:
        return _by_item(getattr(visit, name)).get(rest)
    if name == "tallies":
        return None
    for part in (name, rest):
        found = getattr(found, part, None) if part else found
    return found


def _places(before: Visit, after: Visit) -> Iterator[EditorPlace]:
    for field in fields(Visit):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old == new:
            continue
        match field.name:
            case "people":
                yield from _people(old, new)
            case "concerns":
                yield from _concerns(old, new)
            case "justified":
                for path in dict.fromkeys(one.path for one in {*old} ^ {*new}):
                    yield _place_of_text(path)
            case "areas" | "stocks":
                for item in _differing(_by_item(old), _by_item(new)):
                    yield EditorPlace(step=Step.SUITE, field=f"{field.name}.{item}")
            case "tallies":
                pairs = enumerate(zip(old, new, strict=False))
                at = next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))
                yield EditorPlace(step=Step.PEOPLE, field=f"tallies.{at}")
            case name if is_dataclass(new) and is_dataclass(old):
                for part in _differing_fields(old, new):
                    yield EditorPlace(step=step_of(name), field=f"{name}.{part}")
            case name:
                yield EditorPlace(step=step_of(name), field=name)


def _place_of_text(path: str) -> EditorPlace:
    """Where a free text stands: a word in it was justified, or is looked at again."""
    name, _dot, rest = path.partition(".")
    if name == "concerns":
        return EditorPlace(step=Step.CONCERNS, field="text", concern_id=ConcernId(rest))
    if name == "people":
        person_id, _dot, field = rest.partition(".")
        if field.startswith("answers."):
            field = field.rpartition(".")[0]
        return EditorPlace(step=Step.PEOPLE, field=field, person_id=PersonId(person_id))
    return EditorPlace(step=step_of(name), field=path)


def _people(old: Sequence[DetainedPerson], new: Sequence[DetainedPerson]) -> Iterator[EditorPlace]:
    was, now = {one.person_id: one for one in old}, {one.person_id: one for one in new}
    for person_id in _differing(was, now):
        if person_id not in was or person_id not in now:
            yield EditorPlace(step=Step.PEOPLE, person_id=person_id)
            continue
        before, after = was[person_id], now[person_id]
        for name in _differing_fields(before, after):
            if name == "answers":
                answers = ({one.check_id: one for one in side.answers} for side in (before, after))
                for check_id in _differing(*answers):
                    yield EditorPlace(step=Step.PEOPLE, field=f"answers.{check_id}", person_id=person_id)
            else:
                yield EditorPlace(step=Step.PEOPLE, field=name, person_id=person_id)


def _concerns(old: Sequence[Concern], new: Sequence[Concern]) -> Iterator[EditorPlace]:
    was, now = {one.concern_id: one for one in old}, {one.concern_id: one for one in new}
    for concern_id in _differing(was, now):
        if concern_id not in was or concern_id not in now:
            yield EditorPlace(step=Step.CONCERNS, concern_id=concern_id)
            continue
        for name in _differing_fields(was[concern_id], now[concern_id]):
            yield EditorPlace(step=Step.CONCERNS, field=name, concern_id=concern_id)


def _by_item(findings: Sequence[Any]) -> dict[str, Any]:
    return {getattr(one, "area", None) or one.stock: one for one in findings}


def _differing(was: dict[Any, Any], now: dict[Any, Any]) -> list[Any]:
    return [key for key in {**was, **now} if was.get(key) != now.get(key)]


def _differing_fields(before: Any, after: Any) -> list[str]:
    names = [field.name for field in fields(before)]
    return [name for name in names if getattr(before, name) != getattr(after, name)]
