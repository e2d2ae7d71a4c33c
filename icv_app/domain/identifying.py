"""Setting apart what identifies a person in custody, so that it can be sealed and erased by itself.

That is the custody number, the cell and every free text about a person, inside
answers and concerns, too, and the words that the privacy guard found and
somebody justified. A text about the suite stays, unless a custody number of
this visit was written into it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from icv_app.domain.checklist import Checklist
from icv_app.domain.concern import Concern
from icv_app.domain.ids import VisitId
from icv_app.domain.justified import Justified
from icv_app.domain.person import Answer, DetainedPerson, Value
from icv_app.domain.visit import AreaFinding, StockFinding, Visit
from icv_app.errors import BadInput
from icv_app.words import _

_CLOSED = frozenset(value.value for value in Value)

_Finding = TypeVar("_Finding", AreaFinding, StockFinding)
_Part = TypeVar("_Part", AreaFinding, StockFinding, Concern, DetainedPerson, Answer)
Rewrite = Callable[[str, str, bool], str]
"""(path, text, about a person) to the text that takes its place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifyingPart:
    """What was set apart from one visit.

    Attributes:
        texts: Path of the field to its text, such as `people.<person id>.cell`; empty texts are left out.
    """

    visit_id: VisitId
    texts: dict[str, str]


def split_visit(visit: Visit, checklist: Checklist) -> tuple[Visit, IdentifyingPart]:
    """Set apart what identifies people; the rest keeps every figure of the visit.

    Args:
        visit: Any visit.
        checklist: The one it was made under; it says which answers are free text. An answer to a check
            that it does not know is set apart unless it is one of the four closed answers.
    """
    texts: dict[str, str] = {}
    numbers = {person.custody_number.strip().casefold() for person in visit.people} - {""}

    def take(path: str, text: str, about_a_person: bool) -> str:
        if text and (about_a_person or any(number in text.casefold() for number in numbers)):
            texts[path] = text
            return ""
        return text

    kept = frozenset(check.check_id for check in checklist.checks if not check.identifying)
    rest = rewritten(visit, take, kept)
    return rest, IdentifyingPart(visit_id=visit.visit_id, texts=texts)


def join_visit(visit: Visit, part: IdentifyingPart | None) -> Visit:
    """Put back what was set apart; `None` once it has been erased.

    Raises:
        BadInput: The part belongs to another visit.
    """
    if part is None:
        return visit
    if part.visit_id != visit.visit_id:
        raise BadInput(
            f"identifying part of {part.visit_id} beside visit {visit.visit_id}",
            user_text=_("The two parts of a report do not belong together: tell the coordinator."),
        )

    def put(path: str, text: str, _about_a_person: bool) -> str:
        return part.texts.get(path, text)

    return rewritten(visit, put, frozenset())


def texts_by_path(visit: Visit) -> dict[str, str]:
    """Every text of a visit by the path of its field: custody numbers and typed values, too."""
    texts: dict[str, str] = {}

    def note(path: str, text: str, _about_a_person: bool) -> str:
        if text:
            texts[path] = text
        return text

    rewritten(visit, note, frozenset())
    return texts


def rewritten(visit: Visit, rewrite: Rewrite, kept: frozenset[str]) -> Visit:
    """The visit with every free text passed through `rewrite`; values of the checks `kept` are left alone."""

    def suite_text(path: str, text: str) -> str:
        return rewrite(path, text, False)

    delay, sign_off = visit.delay, visit.sign_off
    return replace(
        visit,
        abandoned_note=suite_text("abandoned_note", visit.abandoned_note),
        part_reason=suite_text("part_reason", visit.part_reason),
        positive_practice=suite_text("positive_practice", visit.positive_practice),
        force_comment=suite_text("force_comment", visit.force_comment),
        raised_with_officer=suite_text("raised_with_officer", visit.raised_with_officer),
        officer_response=suite_text("officer_response", visit.officer_response),
        debrief_note=suite_text("debrief_note", visit.debrief_note),
        delay=replace(delay, note=suite_text("delay.note", delay.note)),
        sign_off=replace(
            sign_off,
            dissent_note=suite_text("sign_off.dissent_note", sign_off.dissent_note),
            further=tuple(
                replace(
                    word,
                    dissent_note=suite_text(f"sign_off.further.{word.member_id}", word.dissent_note),
                )
                for word in sign_off.further
            ),
        ),
        areas=tuple(_finding(found, f"areas.{found.area}", rewrite) for found in visit.areas),
        stocks=tuple(_finding(found, f"stocks.{found.stock}", rewrite) for found in visit.stocks),
        people=tuple(_person(person, rewrite, kept) for person in visit.people),
        concerns=tuple(_concern(concern, rewrite) for concern in visit.concerns),
        justified=tuple(
            _justified(one, f"justified.{at}", rewrite) for at, one in enumerate(visit.justified)
        ),
        follow_ups=tuple(
            replace(found, note=rewrite(f"follow_ups.{found.concern_id}", found.note, True))
            for found in visit.follow_ups
        ),
    )


def _justified(one: Justified, path: str, rewrite: Rewrite) -> Justified:
    found, note = rewrite(f"{path}.found", one.found, True), rewrite(f"{path}.note", one.note, True)
    return replace(one, found=found, note=note)


def _finding(found: _Finding, path: str, rewrite: Rewrite) -> _Finding:
    return _with(found, note=rewrite(path, found.note, False))


def _concern(concern: Concern, rewrite: Rewrite) -> Concern:
    about_a_person = concern.person_id is not None
    return _with(concern, text=rewrite(f"concerns.{concern.concern_id}", concern.text, about_a_person))


def _person(person: DetainedPerson, rewrite: Rewrite, kept: frozenset[str]) -> DetainedPerson:
    path = f"people.{person.person_id}"

    def own_text(field: str, text: str) -> str:
        return rewrite(f"{path}.{field}", text, True)

    return _with(
        person,
        custody_number=own_text("custody_number", person.custody_number),
        cell=own_text("cell", person.cell),
        consent_talk_reason=own_text("consent_talk_reason", person.consent_talk_reason),
        consent_record_reason=own_text("consent_record_reason", person.consent_record_reason),
        note=own_text("note", person.note),
        answers=tuple(
            _answer(answer, f"{path}.answers.{answer.check_id}", rewrite, kept) for answer in person.answers
        ),
    )


def _answer(answer: Answer, path: str, rewrite: Rewrite, kept: frozenset[str]) -> Answer:
    closed = answer.value in _CLOSED or answer.check_id in kept
    resolution = answer.resolution
    value = answer.value if closed else rewrite(f"{path}.value", answer.value, True)
    note = rewrite(f"{path}.note", answer.note, True)
    if resolution is not None:
        resolution = replace(resolution, note=rewrite(f"{path}.resolution", resolution.note, True))
    elif value == answer.value and note == answer.note:
        return answer  # nearly always, and there are hundreds in a visit
    return replace(answer, value=value, note=note, resolution=resolution)


def _with(thing: _Part, **texts: Any) -> _Part:
    """The thing with these texts; itself where it has them already, since copying many takes long."""
    differs = any(getattr(thing, name) != text for name, text in texts.items())
    return replace(thing, **texts) if differs else thing
