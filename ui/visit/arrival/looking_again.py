"""What a visitor may say about a concern of an earlier visit, as edits of the visit in hand."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from icv_app.domain.concern import Concern
from icv_app.domain.follow_up import FollowUp, Looked
from icv_app.domain.ids import ConcernId
from icv_app.domain.person import Source
from icv_app.domain.visit import Visit
from icv_app.services.follow_up import EarlierConcern
from ui.visit.view_model import VisitViewModel


class Said(StrEnum):
    """The answers on offer."""

    PUT_RIGHT = "put_right"
    STILL_SO = "still_so"
    RAISED_AGAIN = "raised_again"
    NOT_LOOKED = "not_looked"


def said_of(visit: Visit, earlier: ConcernId) -> Said | None:
    """Return what was said about an earlier concern; `None` while nothing was."""
    found = visit.follow_up(earlier)
    if found is None:
        return None
    again = found.finding is Looked.STILL_SO and repeat_of(visit, earlier) is not None
    return Said.RAISED_AGAIN if again else Said(found.finding.value)


def repeat_of(visit: Visit, earlier: ConcernId) -> Concern | None:
    """Return the concern that raises an earlier one again."""
    return next((concern for concern in visit.concerns if concern.repeats == earlier), None)


def say(model: VisitViewModel, earlier: EarlierConcern, said: Said) -> None:
    """Note what was found; "raised again" raises the concern in the same edit, any other takes it back.

    A concern in which something was changed stays.
    """
    finding = Looked.STILL_SO if said is Said.RAISED_AGAIN else Looked(said.value)
    again = _again(model, earlier)

    def edit(visit: Visit) -> Visit:
        before = visit.follow_up(earlier.concern_id)
        note = before.note if before is not None else ""
        visit = visit.with_follow_up(_follow_up(earlier, finding, note))
        raised = repeat_of(visit, earlier.concern_id)
        if said is Said.RAISED_AGAIN:
            return visit if raised is not None else visit.with_concern(again)
        return _without_untouched(visit, raised, again)

    model.edit(edit)


def take_back(model: VisitViewModel, earlier: EarlierConcern) -> None:
    """Say nothing about an earlier concern any longer."""
    again = _again(model, earlier)

    def edit(visit: Visit) -> Visit:
        others = tuple(old for old in visit.follow_ups if old.concern_id != earlier.concern_id)
        raised = repeat_of(visit, earlier.concern_id)
        return _without_untouched(replace(visit, follow_ups=others), raised, again)

    model.edit(edit)


def note(model: VisitViewModel, earlier: EarlierConcern, text: str) -> None:
    """Write a note beside what was found; nothing happens where nothing was."""

    def edit(visit: Visit) -> Visit:
        found = visit.follow_up(earlier.concern_id)
        return visit.with_follow_up(replace(found, note=text)) if found is not None else visit

    model.edit(edit)


def _follow_up(earlier: EarlierConcern, finding: Looked, note: str) -> FollowUp:
    concern = earlier.concern
    return FollowUp(
        concern_id=concern.concern_id,
        visit_id=earlier.visit_id,
        category=concern.category,
        finding=finding,
        note=note,
    )


def _again(model: VisitViewModel, earlier: EarlierConcern) -> Concern:
    """The earlier concern as one of this visit; what was said about a person is not carried over."""
    before = earlier.concern
    return Concern(
        concern_id=model.new_concern_id(),
        category=before.category,
        severity=before.severity,
        area=before.area,
        text="" if before.person_id is not None else before.text,
        source=Source.SEEN,
        raised_at=model.moment(),
        opcat=before.opcat,
        repeats=before.concern_id,
    )


def _without_untouched(visit: Visit, raised: Concern | None, again: Concern) -> Visit:
    """The visit without a repeated concern that still is as it was raised."""
    if raised is None:
        return visit
    as_raised = replace(again, concern_id=raised.concern_id, raised_at=raised.raised_at)
    return visit.without_concern(raised.concern_id) if raised == as_raised else visit
