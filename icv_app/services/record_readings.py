"""A visitor's side of custody record reviews: what was given to them, the questionnaire, and sending it.

A questionnaire in the making stays on this laptop alone, kept after each change, until it is sent.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from icv_app.domain.ids import ReadingId, RecordId
from icv_app.domain.justified import Justified, TextGuard, in_force, still_open, take_out
from icv_app.domain.record_review import Problem, Reading, RecordRead, lacking
from icv_app.domain.record_review_standing import Assignment, standing_assignments
from icv_app.errors import BadInput, NotFound, RuleBroken
from icv_app.services.documents import from_json, to_json
from icv_app.services.identity import Identity
from icv_app.services.ports import Addressees, Clock, OpenUnit, UnitOfWork
from icv_app.services.privacy import GuardFor
from icv_app.services.record_review_records import READING, assignments_in, readings_in, review_parts
from icv_app.services.records import RecordBook
from icv_app.services.report_records import bare
from icv_app.words import _

_BOX = "record review:{assignment}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordToRead:
    """A record that waits for this visitor, or that they have read.

    Attributes:
        read: The questionnaire as far as it is; as it was sent where `sent_at` is set.
        sent_at: UTC; `None` while it waits.
    """

    assignment: Assignment
    read: RecordRead
    sent_at: datetime | None = None


class RecordReadingService:
    """What a visitor reads. Holds no state of its own."""

    def __init__(
        self,
        open_unit: OpenUnit,
        clock: Clock,
        identity: Identity,
        records: RecordBook,
        open_reading: OpenUnit | None = None,
        *,
        guard_for: GuardFor,
    ) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._clock = clock
        self._identity = identity
        self._records = records
        self._guard_for = guard_for

    def given(self) -> tuple[RecordToRead, ...]:
        """Return the records given to this visitor: those that wait first, the oldest first."""
        with self._open_reading() as unit:
            sent = {one.assignment: one for one in readings_in(unit)}
            found = [self._one(unit, one, sent.get(one.record_id)) for one in self._own(unit, sent)]
        return tuple(sorted(found, key=lambda one: (one.sent_at is not None, one.assignment.at)))

    def as_it_is(self, assignment: RecordId) -> RecordToRead:
        """Return a record that waits, with its questionnaire as far as it is now.

        Raises:
            NotFound, RuleBroken: As `keep`.
        """
        with self._open_reading() as unit:
            return self._one(unit, self._waiting(unit, assignment), None)

    def waiting(self) -> int:
        """How many records wait for this visitor."""
        with self._open_reading() as unit:
            sent = {one.assignment: one for one in readings_in(unit)}
            return sum(one.record_id not in sent for one in self._own(unit, sent))

    def new_finding(self) -> str:
        """An identifier for a finding."""
        return self._records.new_id()

    def keep(self, assignment: RecordId, read: RecordRead) -> None:
        """Keep a questionnaire as it is now, on this laptop alone.

        Raises:
            NotFound: The record is not this visitor's to read (any more).
            RuleBroken: It was sent already.
            StoreError: Nothing was changed on disk.
        """
        with self._open_unit() as unit:
            self._waiting(unit, assignment)
            unit.unsent.put(_BOX.format(assignment=assignment), to_json(read).decode())
            unit.commit()

    def send(self, assignment: RecordId, read: RecordRead) -> Reading:
        """Send a finished questionnaire to the office; nobody can change it after.

        Raises:
            BadInput: Something is left out.
            RuleBroken: Something in it seems to identify somebody; or it was sent already.
            NotFound, StoreError: As `keep`.
        """
        with self._open_unit() as unit:
            given = self._waiting(unit, assignment)
            problem = next(lacking(read, self._clock.now()), None)
            if problem is not None:
                raise BadInput(
                    f"reading of {assignment}: {problem.lack} {problem.step or ''}",
                    user_text=_("The questionnaire is not finished. See what is listed at its top."),
                )
            guard = self._guard_for(unit.settings.current())
            stays = _let_pass(guard, read, assignment)
            reading = Reading(
                record_id=ReadingId(self._records.new_id()),
                sample_id=given.sample_id,
                assignment=assignment,
                reference=given.reference,
                member_id=self._identity.member_id,
                read=replace(read, justified=bare(stays)),
                at=self._clock.now(),
            )
            self._records.write(
                unit,
                kind=READING,
                subject=given.sample_id,
                parts=review_parts(reading),
                addressees=Addressees(office=True),
                record_id=RecordId(reading.record_id),
            )
            unit.unsent.put(_BOX.format(assignment=assignment), "")
            unit.commit()
        return reading

    def problems(self, read: RecordRead) -> tuple[Problem, ...]:
        """What is lacking now, in the order of the page."""
        return tuple(lacking(read, self._clock.now()))

    def _own(self, unit: UnitOfWork, sent: dict[RecordId, Reading]) -> list[Assignment]:
        """Assignments that stand and are this visitor's, and those whose reading was sent."""
        by_record: dict[tuple[RecordId, str], list[Assignment]] = {}
        for one in assignments_in(unit):
            by_record.setdefault((one.sample_id, one.reference), []).append(one)
        found = []
        for known in by_record.values():
            standing = standing_assignments(known)
            current = standing[0] if standing else None
            own = [one for one in known if one.member_id == self._identity.member_id]
            found += [one for one in own if one is current or one.record_id in sent]
        return found

    def _one(self, unit: UnitOfWork, assignment: Assignment, reading: Reading | None) -> RecordToRead:
        if reading is not None:
            return RecordToRead(assignment=assignment, read=reading.read, sent_at=reading.at)
        text = unit.unsent.find(_BOX.format(assignment=assignment.record_id))
        read = from_json(RecordRead, text.encode()) if text else RecordRead()
        return RecordToRead(assignment=assignment, read=read)

    def _waiting(self, unit: UnitOfWork, assignment: RecordId) -> Assignment:
        sent = {one.assignment: one for one in readings_in(unit)}
        if assignment in sent:
            raise RuleBroken(
                f"assignment {assignment}: sent",
                user_text=_("This questionnaire was sent already. Nothing was changed."),
            )
        found = next((one for one in self._own(unit, sent) if one.record_id == assignment), None)
        if found is None:
            raise NotFound(
                f"assignment {assignment}: not here",
                user_text=_("This record is not yours to read any more. Nothing was sent."),
            )
        return found


def _let_pass(guard: TextGuard, read: RecordRead, assignment: RecordId) -> tuple[Justified, ...]:
    """Raises: RuleBroken."""
    texts = tuple(read.texts())
    for path, text in texts:
        found = still_open(guard, path, text, read.justified)
        if found:
            hints = ", ".join(one.hint for one in found)
            raise RuleBroken(
                f"reading of {assignment}: unjustified {hints} in {path}", user_text=take_out(found[0])
            )
    return in_force(guard, texts, read.justified)
