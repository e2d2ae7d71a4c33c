"""What was undone or done again, in words."""

from __future__ import annotations

from collections.abc import Sequence

from icv_app.domain.checklist import CheckKind, Checklist
from icv_app.domain.ids import ConcernId
from icv_app.domain.person import Value
from icv_app.domain.visit import Visit
from icv_app.domain.visit_changes import EditorPlace
from icv_app.words import _, plural
from ui.visit.editing import StepTaken
from ui.visit.wording import lower_first, person_name


def step_words(taken: StepTaken, places: Sequence[EditorPlace], checklist: Checklist, label: str) -> str:
    """Return what a step changed; "Undone" or "Done again" stands before it.

    Args:
        taken: The step.
        places: Where it changed the visit.
        checklist: The visit's.
        label: Words beside the control of the first place.
    """
    what = _what(taken, places, checklist, label)
    return _("{what}.").format(what=what[:1].upper() + what[1:])


def _what(taken: StepTaken, places: Sequence[EditorPlace], checklist: Checklist, label: str) -> str:
    before, after = taken.before, taken.after
    first, number = places[0], len(places)
    section, _dot, name = first.field.partition(".")
    if section in {"areas", "stocks"} and first.person_id is None:
        if number > 1:
            words = plural("{n} area", "{n} areas", number)
            return plural("{n} stock", "{n} stocks", number) if section == "stocks" else words
        items = {item.item_id: item.title for item in (*checklist.areas, *checklist.stocks)}
        return items.get(name, label)
    if first.concern_id is not None:
        return _about_a_concern(after, first, first.concern_id, label)
    if first.person_id is None:
        return lower_first(label) or _("the last change")
    return _about_somebody(before, after, first, checklist, label)


def _about_a_concern(after: Visit, place: EditorPlace, concern_id: ConcernId, label: str) -> str:
    if not place.field:
        there = after.concern(concern_id) is not None
        return _("the concern is there again") if there else _("the concern is gone")
    if place.field == "text":
        return _("the words of a concern")
    return _("concern, {field}").format(field=lower_first(label)) if label else _("a concern")


def _about_somebody(before: Visit, after: Visit, place: EditorPlace, checklist: Checklist, label: str) -> str:
    visit = after if place.person_id and after.person(place.person_id) else before
    person = visit.person(place.person_id) if place.person_id else None
    if person is None:
        return lower_first(label)
    who = person_name(person, visit.people.index(person) + 1)
    if not place.field:
        return (_("{who} is there again") if visit is after else _("{who} is gone")).format(who=who)
    section, _dot, check_id = place.field.partition(".")
    if section != "answers":
        return _("{who}, {field}").format(who=who, field=lower_first(label)) if label else who
    check, answer = checklist.check(check_id), person.answer(check_id)
    question = check.text if check else label
    if answer is None:
        return _("{who}, “{question}” has no answer").format(who=who, question=question)
    said = _answers().get(answer.value) if check and check.kind is CheckKind.YES_NO else None
    words = _("{who}, “{question}” is “{answer}”") if said else _("{who}, “{question}”")
    return words.format(who=who, question=question, answer=said)


def _answers() -> dict[str, str]:
    return {
        Value.YES.value: _("Yes"),
        Value.NO.value: _("No"),
        Value.NOT_APPLICABLE.value: _("Not applicable"),
        Value.NOT_KNOWN.value: _("Not known"),
    }
