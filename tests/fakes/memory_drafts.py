"""What is kept beside drafts, in dicts: the part of a vault in memory that `MemoryStore` keeps of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from icv_app.domain.ids import VisitId
from icv_app.domain.visit_changes import EditorPlace
from icv_app.services.ports_drafts import DraftStep


@dataclass(slots=True)
class BesideDrafts:
    """Histories, places and texts not sent; its values are immutable."""

    steps: dict[tuple[VisitId, int], DraftStep] = field(default_factory=dict)
    places: dict[VisitId, tuple[datetime, EditorPlace]] = field(default_factory=dict)
    unsent: dict[str, str] = field(default_factory=dict)

    def copy(self) -> BesideDrafts:
        return BesideDrafts(dict(self.steps), dict(self.places), dict(self.unsent))


class MemoryDrafts:
    def __init__(self, beside: BesideDrafts) -> None:
        self._all = beside

    def last_done(self, visit_id: VisitId) -> DraftStep | None:
        return next((step for step in reversed(self.steps(visit_id)) if not step.undone), None)

    def first_undone(self, visit_id: VisitId) -> DraftStep | None:
        return next((step for step in self.steps(visit_id) if step.undone), None)

    def steps(self, visit_id: VisitId) -> Sequence[DraftStep]:
        return [step for (of, _number), step in sorted(self._all.steps.items()) if of == visit_id]

    def put_step(self, visit_id: VisitId, step: DraftStep) -> None:
        self._all.steps[visit_id, step.number] = step

    def drop_undone(self, visit_id: VisitId) -> None:
        for step in self.steps(visit_id):
            if step.undone:
                del self._all.steps[visit_id, step.number]

    def drop_until(self, visit_id: VisitId, number: int) -> None:
        for step in self.steps(visit_id):
            if step.number <= number:
                del self._all.steps[visit_id, step.number]

    def place(self, visit_id: VisitId) -> EditorPlace | None:
        noted = self._all.places.get(visit_id)
        return noted[1] if noted else None

    def put_place(self, visit_id: VisitId, place: EditorPlace, noted_at: datetime) -> None:
        self._all.places[visit_id] = (noted_at, place)

    def in_hand(self) -> VisitId | None:
        newest = sorted((noted_at, visit_id) for visit_id, (noted_at, _place) in self._all.places.items())
        return newest[-1][1] if newest else None

    def forget(self, visit_id: VisitId) -> None:
        for step in self.steps(visit_id):
            del self._all.steps[visit_id, step.number]
        self._all.places.pop(visit_id, None)


class MemoryUnsent:
    def __init__(self, beside: BesideDrafts) -> None:
        self._all = beside

    def find(self, box: str) -> str:
        return self._all.unsent.get(box, "")

    def put(self, box: str, text: str) -> None:
        self._all.unsent.pop(box, None)
        if text:
            self._all.unsent[box] = text

    def forget_about(self, subject: str) -> None:
        for box in list(self._all.unsent):
            if box.endswith(f":{subject}") or f":{subject} " in box:
                del self._all.unsent[box]
