"""Undo and redo of a draft: each step is the part of the stored document that an edit replaced.

Documents are written the same way every time, so what stands before and after
the replaced part is the same in both and need not be kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zlib import crc32

from icv_app.domain.ids import VisitId
from icv_app.domain.visit import Visit
from icv_app.domain.visit_changes import EditorPlace, changed_places, text_changed
from icv_app.services.documents import to_json, visit_from_json
from icv_app.services.ports import UnitOfWork
from icv_app.services.ports_drafts import DraftStep

MOST_STEPS = 100
"""So many steps of a draft can be undone."""
JOIN_WITHIN = timedelta(seconds=3)
"""Words typed on within this time of the last ones are one step with them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stepped:
    """A draft after a step was undone or done again.

    Attributes:
        before: The draft before that.
        can_undo, can_redo: Whether there is another step in either direction.
    """

    visit: Visit
    before: Visit
    can_undo: bool
    can_redo: bool


def note_step(unit: UnitOfWork, before: Visit, after: Visit, now: datetime) -> None:
    """Add an edit to the history of its draft; what had been undone can no longer be done again."""
    if before == after:
        return
    visit_id, drafts = after.visit_id, unit.drafts
    old, new = unit.visits.document_of(before), unit.visits.document_of(after)
    drafts.drop_undone(visit_id)
    last = drafts.last_done(visit_id)
    number = last.number + 1 if last else 1
    typed = _typed_on(before, after)
    if typed and last is not None and now - last.made_at <= JOIN_WITHIN and crc32(old) == last.check_after:
        earlier = _spliced(old, last.at, last.after, last.before)
        if changed_places(visit_from_json(earlier), before) == typed:
            old, number = earlier, last.number
    drafts.put_step(visit_id, _step(number, old, new, now))
    if number > MOST_STEPS:
        drafts.drop_until(visit_id, number - MOST_STEPS)


def step_back(unit: UnitOfWork, draft: Visit) -> Visit | None:
    """The draft before its last step, which counts as undone from now on; `None` where there is none."""
    step, document = unit.drafts.last_done(draft.visit_id), to_json(draft)
    if step is None:
        return None
    if crc32(document) != step.check_after:
        # Written by another version of the program: the parts would not fit.
        unit.drafts.forget(draft.visit_id)
        return None
    unit.drafts.put_step(draft.visit_id, replace(step, undone=True))
    return visit_from_json(_spliced(document, step.at, step.after, step.before))


def step_forward(unit: UnitOfWork, draft: Visit) -> Visit | None:
    """The draft with the step done again that was undone last; `None` where there is none."""
    step, document = unit.drafts.first_undone(draft.visit_id), to_json(draft)
    if step is None:
        return None
    if crc32(document) != step.check_before:
        unit.drafts.forget(draft.visit_id)
        return None
    unit.drafts.put_step(draft.visit_id, replace(step, undone=False))
    return visit_from_json(_spliced(document, step.at, step.before, step.after))


def can_step(unit: UnitOfWork, visit_id: VisitId) -> tuple[bool, bool]:
    """Whether there is a step to undo, and one to do again."""
    drafts = unit.drafts
    return drafts.last_done(visit_id) is not None, drafts.first_undone(visit_id) is not None


def _step(number: int, old: bytes, new: bytes, now: datetime) -> DraftStep:
    start = _alike(old, new)
    most = min(len(old), len(new)) - start
    end = min(most, _alike(old[::-1], new[::-1]))
    return DraftStep(
        number=number,
        at=start,
        before=old[start : len(old) - end],
        after=new[start : len(new) - end],
        check_before=crc32(old),
        check_after=crc32(new),
        made_at=now,
    )


def _alike(one: bytes, other: bytes) -> int:
    """How many bytes two documents begin with alike."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _spliced(document: bytes, at: int, out: bytes, put: bytes) -> bytes:
    return document[:at] + put + document[at + len(out) :]


def _typed_on(before: Visit, after: Visit) -> tuple[EditorPlace, ...]:
    """The one place where an edit typed a text on; nothing where it did anything else."""
    places = changed_places(before, after)
    if len(places) != 1 or not places[0].field:
        return ()
    typed = text_changed(before, after, places[0])
    return places if typed is not None and typed[0] and typed[1].startswith(typed[0]) else ()
