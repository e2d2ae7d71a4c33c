"""Edits of a visit around the answer to one check: pure functions from a visit to a visit."""

from __future__ import annotations

from dataclasses import replace

from icv_app.domain.checklist import Check
from icv_app.domain.concern import Concern, Severity
from icv_app.domain.ids import ConcernId, PersonId
from icv_app.domain.person import Answer, Resolution, Resolved
from icv_app.domain.visit import Visit


def concern_of(visit: Visit, person_id: PersonId, check_id: str) -> Concern | None:
    """The concern an answer led to, if it is still there."""
    person = visit.person(person_id)
    answer = person.answer(check_id) if person else None
    resolution = answer.resolution if answer else None
    if resolution is None or resolution.concern_id is None:
        return None
    return visit.concern(resolution.concern_id)


def with_answer(visit: Visit, person_id: PersonId, answer: Answer) -> Visit:
    """The visit with one check answered; a concern for it with nothing written in it goes."""
    visit = _without_empty_concern(visit, person_id, answer.check_id)
    person = visit.person(person_id)
    return visit.with_person(person.with_answer(answer)) if person else visit


def without_answer(visit: Visit, person_id: PersonId, check_id: str) -> Visit:
    """The visit with an answer taken back, and a concern for it in which nothing was written yet."""
    visit = _without_empty_concern(visit, person_id, check_id)
    person = visit.person(person_id)
    return visit.with_person(person.without_answer(check_id)) if person else visit


def with_resolution(visit: Visit, person_id: PersonId, check_id: str, resolution: Resolution | None) -> Visit:
    """The visit with what became of an answer; a concern with nothing written in it goes."""
    visit = _without_empty_concern(visit, person_id, check_id)
    person = visit.person(person_id)
    answer = person.answer(check_id) if person else None
    if person is None or answer is None:
        return visit
    return visit.with_person(person.with_answer(replace(answer, resolution=resolution)))


def with_concern_for(
    visit: Visit, person_id: PersonId, check: Check, concern_id: ConcernId, *, put_right: bool
) -> Visit:
    """The visit with the concern that a check names, tied to its answer.

    Where `concern_id` is there already, only whether it was put right is changed. Nothing happens
    where the answer is gone.
    """
    person = visit.person(person_id)
    answer = person.answer(check.check_id) if person else None
    if person is None or answer is None:
        return visit
    known = visit.concern(concern_id)
    concern = (
        replace(known, put_right=put_right)
        if known
        else Concern(
            concern_id=concern_id,
            category=check.concern_category or "",
            severity=Severity(check.default_severity) if check.default_severity else Severity.AMBER,
            person_id=person_id,
            source=answer.source,
            put_right=put_right,
        )
    )
    resolved = Resolved.PUT_RIGHT if put_right else Resolved.CONCERN
    resolution = Resolution(resolved=resolved, concern_id=concern_id)
    return visit.with_person(person.with_answer(replace(answer, resolution=resolution))).with_concern(concern)


def _without_empty_concern(visit: Visit, person_id: PersonId, check_id: str) -> Visit:
    """The visit without a concern that was raised for an answer and in which nothing was written."""
    concern = concern_of(visit, person_id, check_id)
    empty = concern is not None and not concern.text.strip() and concern.officer_told_at is None
    return visit.without_concern(concern.concern_id) if concern is not None and empty else visit
