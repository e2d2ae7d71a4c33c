"""Writes where each concern stands, whenever its visit or reading, or a step on it, is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, not_, select, update

from icv_app.domain.concern import GOOD_PRACTICE, Concern, ConcernStep, Progress, Severity, progress_of
from icv_app.domain.ids import ConcernId, VisitId
from icv_app.domain.scheme import ReplyTarget, SchemeSettings
from icv_app.domain.visit_facts import VisitFacts
from icv_app.errors import BadInput, NotFound, SealError
from icv_app.figures.concerns import due_of, reply_due
from icv_app.services.concern_records import STEP, step_of
from icv_app.services.ports import StoredRecord
from icv_app.services.ports_concerns import RaisedConcern
from icv_app.services.report_records import says
from icv_app.store import tables
from icv_app.store.settings import SqlSettingsRepository

SEVERITIES = tuple(Severity)
"""`urgency` is the place in it: the most urgent first."""
_ROWS = tables.concerns.c
_ADD = insert(tables.concerns).prefix_with("OR REPLACE")  # whoever reads a record names the reading
_REMOVE = delete(tables.concerns).where(_ROWS.raised_on == bindparam("wanted"), not_(_ROWS.from_record))
_REMOVE_FROM_RECORDS = delete(tables.concerns).where(_ROWS.from_record)
_WHICH = (_ROWS.from_record, _ROWS.raised_on, _ROWS.number)
_OF = select(*_WHICH, _ROWS.category, _ROWS.urgency, _ROWS.put_right).where(
    _ROWS.concern_id == bindparam("wanted")
)
_STAND = update(tables.concerns).where(
    _ROWS.from_record == bindparam("of_record"),
    _ROWS.raised_on == bindparam("there"),
    _ROWS.number == bindparam("at_number"),
)
_WAITING = select(*_WHICH, _ROWS.urgency, _ROWS.asked_at).where(_ROWS.asked_at.is_not(None))

_Steps = Mapping[ConcernId, Sequence[ConcernStep]]


class ConcernRows:
    """The rows of `tables.concerns`, within one open transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, visits: Iterable[VisitFacts], said: Iterable[StoredRecord]) -> None:
        """List the concerns of filed visits none of which was listed yet.

        Args:
            visits: Their facts.
            said: Records about them that came before; steps are looked at.
        """
        self._add((one for visit in visits for one in _of_visit(visit)), said, from_record=False)

    def put(self, visit: VisitFacts, said: Iterable[StoredRecord]) -> None:
        """List the concerns of a filed visit as they are now."""
        self.remove(visit.visit_id)
        self.add((visit,), said)

    def put_from_records(self, concerns: Iterable[RaisedConcern], said: Iterable[StoredRecord]) -> None:
        """List these as all the concerns raised on custody records."""
        self._connection.execute(_REMOVE_FROM_RECORDS)
        self._add(concerns, said, from_record=True)

    def remove(self, visit_id: VisitId) -> None:
        """List the concerns of a visit no longer."""
        self._connection.execute(_REMOVE, {"wanted": visit_id})

    def follow(self, concern_id: ConcernId, records: Iterable[StoredRecord]) -> None:
        """Note where a concern stands by its steps, if it is listed."""
        rows = self._connection.execute(_OF, {"wanted": concern_id}).all()
        if not rows:
            return
        steps, targets = _steps(records).get(concern_id, ()), self._targets()
        for from_record, there, number, category, urgency, put_right in rows:
            bare = Concern(concern_id=concern_id, category=category, put_right=put_right)
            which = {"of_record": from_record, "there": there, "at_number": number}
            stands = _stands(bare, SEVERITIES[urgency], _within(steps, there), targets)
            self._connection.execute(_STAND, which | stands)

    def reckon_due(self, settings: SchemeSettings) -> None:
        """Reckon anew what follows the targets of today."""
        for from_record, there, number, urgency, asked_at in self._connection.execute(_WAITING).all():
            target = settings.reply_targets.get(SEVERITIES[urgency], ReplyTarget())
            which = {"of_record": from_record, "there": there, "at_number": number}
            self._connection.execute(_STAND, {**which, "due": reply_due(asked_at, target)})

    def _add(
        self, concerns: Iterable[RaisedConcern], said: Iterable[StoredRecord], *, from_record: bool
    ) -> None:
        raised = list(concerns)
        if raised:
            steps, targets = _steps(said), self._targets()
            rows = [_row(one, steps, targets, from_record=from_record) for one in raised]
            self._connection.execute(_ADD, rows)

    def _targets(self) -> Mapping[Severity, ReplyTarget]:
        try:
            return SqlSettingsRepository(self._connection).current().reply_targets
        except NotFound:  # they come later, and what is due is reckoned then
            return {}


def _steps(records: Iterable[StoredRecord]) -> _Steps:
    found: dict[ConcernId, list[ConcernStep]] = defaultdict(list)
    for record in records:
        if record.kind != STEP or not says(record):
            continue
        try:
            step = step_of(record)
        except (SealError, BadInput):
            continue  # kept before it is looked at; it is set apart in the same transaction
        found[step.concern_id].append(step)
    return found


def _within(steps: Iterable[ConcernStep], raised_on: str) -> list[ConcernStep]:
    return [step for step in steps if step.visit_id == raised_on]


def _of_visit(visit: VisitFacts) -> Iterable[RaisedConcern]:
    for number, one in enumerate(visit.concerns):
        yield RaisedConcern(
            raised_on=visit.visit_id, number=number, suite=visit.suite, began_at=visit.began_at, facts=one
        )


def _row(
    raised: RaisedConcern,
    steps: _Steps,
    targets: Mapping[Severity, ReplyTarget],
    *,
    from_record: bool,
) -> dict[str, object]:
    one = raised.facts
    bare = Concern(concern_id=one.concern_id, category=one.category, put_right=one.put_right)
    own = _within(steps.get(one.concern_id, ()), raised.raised_on)
    return {
        "from_record": from_record,
        "raised_on": raised.raised_on,
        "number": raised.number,
        "concern_id": one.concern_id,
        "suite": raised.suite,
        "began_at": raised.began_at,
        "category": one.category,
        "urgency": SEVERITIES.index(one.severity),
        "put_right": one.put_right,
        "thanks": one.category == GOOD_PRACTICE,
        **_stands(bare, one.severity, own, targets),
    }


def _stands(
    concern: Concern,
    severity: Severity,
    steps: Iterable[ConcernStep],
    targets: Mapping[Severity, ReplyTarget],
) -> dict[str, Any]:
    progress = progress_of(concern, steps)
    due = None if concern.good_practice else due_of(progress, targets.get(severity, ReplyTarget()))
    return {
        "state": progress.state.value,
        "level": progress.level.value if progress.level is not None else None,
        "asked_at": _asked_at(concern, progress),
        "due": due,
    }


def _asked_at(concern: Concern, progress: Progress) -> Any:
    """When it was sent, where the step does not say until when a reply is asked for."""
    if concern.good_practice or progress.due is not None:
        return None
    waits = due_of(progress, ReplyTarget(hours=1)) is not None
    return progress.counted[-1].at if waits else None
