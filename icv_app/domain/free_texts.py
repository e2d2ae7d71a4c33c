"""Every text that visitors write in their own words, and where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from icv_app.domain.checklist import ANSWERS, CheckKind, Checklist, SuiteItem
from icv_app.domain.concern import Concern
from icv_app.domain.ids import ConcernId, PersonId
from icv_app.domain.person import Answer, DetainedPerson
from icv_app.domain.problem import STEP_OF_FIELD, Step
from icv_app.domain.visit import Visit
from icv_app.words import _

_FURTHER, _FURTHER_NOTE = "sign_off.further.", "sign_off.further_note."
"""The dissent of a visitor after the second: its path, and its field in the editor."""

PERSON_TEXTS = ("cell", "consent_talk_reason", "consent_record_reason", "note")
"""Fields of a person that are written freely; the custody number has a pattern instead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeText:
    """One text somebody wrote.

    Attributes:
        path: Where it stands in the visit, the same for as long as the visit lives, such as
            `people.<person id>.note`; `identifying` sets texts apart under the same paths.
        name: What the field is called, for people.
        field: As in `Problem`: of the visit, or within the person or the concern.
    """

    path: str
    text: str
    name: str
    step: Step
    field: str
    person_id: PersonId | None = None
    concern_id: ConcernId | None = None


def person_path(person_id: PersonId, field: str) -> str:
    """Path of a person's text."""
    return f"people.{person_id}.{field}"


def answer_path(person_id: PersonId, check_id: str, part: str) -> str:
    """Path of a text at an answer: its `value`, `note` or `resolution`."""
    return person_path(person_id, f"answers.{check_id}.{part}")


def concern_path(concern_id: ConcernId) -> str:
    """Path of the words of a concern."""
    return f"concerns.{concern_id}"


def text_path(record: object, field: str) -> str:
    """Path of the text in a field of a visit, a person or a concern; nothing where it is no free text."""
    if isinstance(record, Visit):
        return field.replace(_FURTHER_NOTE, _FURTHER)
    if isinstance(record, DetainedPerson):
        return person_path(record.person_id, field) if field in PERSON_TEXTS else ""
    return concern_path(record.concern_id) if isinstance(record, Concern) and field == "text" else ""


def free_texts(visit: Visit, checklist: Checklist) -> Iterator[FreeText]:
    """Every free text in which something is written, in the order of the steps.

    Args:
        visit: Any visit.
        checklist: The one it was made under; it says which answers are free text.
    """
    written = (*_of_visit(visit), *_of_suite(visit, checklist), *_of_people(visit, checklist))
    order = list(Step)
    for one in sorted((*written, *_of_concerns(visit)), key=lambda text: order.index(text.step)):
        if one.text.strip():
            yield one


def _of_visit(visit: Visit) -> Iterator[FreeText]:
    for path, name, text in (
        ("delay.note", _("Note on the wait"), visit.delay.note),
        ("positive_practice", _("What was done well"), visit.positive_practice),
        ("raised_with_officer", _("Raised with the custody officer"), visit.raised_with_officer),
        ("officer_response", _("What the custody officer answered"), visit.officer_response),
        ("force_comment", _("The force's comment at the time"), visit.force_comment),
        ("part_reason", _("Why only part of a visit"), visit.part_reason),
        ("abandoned_note", _("More about why it was abandoned"), visit.abandoned_note),
        ("debrief_note", _("What to talk over"), visit.debrief_note),
        (
            "sign_off.dissent_note",
            _("What the second visitor does not agree with"),
            visit.sign_off.dissent_note,
        ),
    ):
        yield FreeText(
            path=path, text=text, name=name, step=STEP_OF_FIELD[path.partition(".")[0]], field=path
        )
    for found in visit.follow_ups:
        path = f"follow_ups.{found.concern_id}"
        name = _("Note on an earlier concern")
        yield FreeText(path=path, text=found.note, name=name, step=Step.ARRIVAL, field=path)
    for word in visit.sign_off.further:
        yield FreeText(
            path=_FURTHER + word.member_id,
            text=word.dissent_note,
            name=_("What {visitor} does not agree with").format(visitor=word.member_id),
            step=Step.SIGN_OFF,
            field=_FURTHER_NOTE + word.member_id,
        )


def _of_suite(visit: Visit, checklist: Checklist) -> Iterator[FreeText]:
    for section, items, notes in (
        ("areas", checklist.areas, [(found.area, found.note) for found in visit.areas]),
        ("stocks", checklist.stocks, [(found.stock, found.note) for found in visit.stocks]),
    ):
        for item_id, note in notes:
            path = f"{section}.{item_id}"
            yield FreeText(path=path, text=note, name=_title(items, item_id), step=Step.SUITE, field=path)


def _title(items: tuple[SuiteItem, ...], item_id: str) -> str:
    return next((item.title for item in items if item.item_id == item_id), item_id)


def _of_people(visit: Visit, checklist: Checklist) -> Iterator[FreeText]:
    names = dict(
        zip(
            PERSON_TEXTS,
            (_("Cell"), _("Why no talk was agreed"), _("Why the record was not seen"), _("Note")),
            strict=True,
        )
    )
    for person in visit.people:
        for field in PERSON_TEXTS:
            if text := getattr(person, field):
                yield _about(person, field, text, names[field])
        for answer in person.answers:
            yield from _of_answer(person, answer, checklist)


def _of_answer(person: DetainedPerson, answer: Answer, checklist: Checklist) -> Iterator[FreeText]:
    said = answer.value if answer.value not in ANSWERS else ""
    if not (said or answer.note or (answer.resolution and answer.resolution.note)):
        return  # most answers: sixty people have two thousand
    check = checklist.check(answer.check_id)
    name, field = check.text if check else answer.check_id, f"answers.{answer.check_id}"
    if said and (check is None or check.kind is CheckKind.TEXT):
        yield replace(_about(person, f"{field}.value", said, name), field=field)
    if answer.note:
        yield _about(person, f"{field}.note", answer.note, _("Note on “{check}”").format(check=name))
    if answer.resolution is not None and answer.resolution.note:
        words = _("Why “{check}” was not raised").format(check=name)
        yield _about(person, f"{field}.resolution", answer.resolution.note, words)


def _about(person: DetainedPerson, field: str, text: str, name: str) -> FreeText:
    return FreeText(
        path=person_path(person.person_id, field),
        text=text,
        name=name,
        step=Step.PEOPLE,
        field=field,
        person_id=person.person_id,
    )


def _of_concerns(visit: Visit) -> Iterator[FreeText]:
    for number, concern in enumerate(visit.concerns, start=1):
        yield FreeText(
            path=concern_path(concern.concern_id),
            text=concern.text,
            name=_("Concern {number}").format(number=number),
            step=Step.CONCERNS,
            field="text",
            person_id=concern.person_id,
            concern_id=concern.concern_id,
        )
