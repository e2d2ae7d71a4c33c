"""Noting that a copy of a report was made: for the force, or for the reviewer of terrorism legislation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from icv_app.domain.copies import CopyTo, ReportCopy, owed_to_reviewer
from icv_app.domain.ids import VisitId
from icv_app.domain.justified import Justified
from icv_app.domain.visit import Stage, Visit, VisitKind
from icv_app.errors import RuleBroken
from icv_app.services.copy_records import COPY, VISITORS_COPY, copies_by_visit, copies_of, copy_parts
from icv_app.services.identity import Identity
from icv_app.services.ports import Addressees, Clock, OpenUnit, UnitOfWork
from icv_app.services.ports_visits import VisitFilter, VisitSummary
from icv_app.services.privacy import GuardFor, let_pass
from icv_app.services.records import RecordBook
from icv_app.services.scheme_records import settings_under
from icv_app.words import _

__all__ = ["CopyService", "CopyTo", "owed_reports"]


class CopyService:
    """Notes of copies: a coordinator's, and of police copies a visitor's of the visit.

    Each is a record of its own and is never edited. With words that seem to identify somebody it is
    refused (`RuleBroken`), unless `justified` says of each why it stays.
    """

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
        self._guard_for = guard_for
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._clock = clock
        self._identity = identity
        self._records = records

    def note(
        self,
        visit_id: VisitId,
        to: CopyTo,
        *,
        how: str = "",
        at: datetime | None = None,
        justified: Iterable[Justified] = (),
    ) -> ReportCopy:
        """Keep that a copy of a filed report was given to somebody.

        Args:
            visit_id: Of the report.
            to: Who got it.
            how: By what way, in words.
            at: When, UTC; now where not given.
            justified: Why what the privacy guard found in `how` stays.

        Raises:
            RuleBroken: Neither a coordinator nor a visitor of this visit with a police copy, still a
                draft, a reviewer's copy of another kind of visit, or a time before the report was
                filed or in the future.
            NotFound: It is not in this vault.
            StoreError: Nothing was changed on disk.
        """
        with self._open_unit() as unit:
            visit = unit.visits.get(visit_id)
            self._check_author(visit, to)
            given = at or self._clock.now()
            self._check(visit, to, given)
            guard = self._guard_for(settings_under(unit, visit))
            stays = let_pass(guard, how.strip(), justified, about=f"visit {visit_id}")
            copy = ReportCopy(
                record_id=self._records.new_id(),
                visit_id=visit_id,
                to=to,
                at=given,
                by=self._identity.member_id,
                how=how.strip(),
                justified=stays,
            )
            self._records.write(
                unit,
                kind=COPY if self._identity.coordinator else VISITORS_COPY,
                subject=visit_id,
                parts=copy_parts(copy),
                addressees=Addressees(office=True, members=visit.visitors),
                record_id=copy.record_id,
            )
            unit.commit()
        return copy

    def of(self, visit_id: VisitId) -> tuple[ReportCopy, ...]:
        """Every noted copy of one report, oldest first."""
        with self._open_reading() as unit:
            return copies_of(unit, visit_id)

    def owed(self) -> Sequence[VisitSummary]:
        """Filed reports of terrorism visits of which the reviewer has no copy yet, oldest first."""
        with self._open_reading() as unit:
            return owed_reports(unit)

    def _check_author(self, visit: Visit, to: CopyTo) -> None:
        if self._identity.coordinator:
            return
        if to is not CopyTo.POLICE:
            raise RuleBroken(
                f"member {self._identity.member_id}: not a coordinator",
                user_text=_("Only a coordinator can note that a copy of a report was sent."),
            )
        if self._identity.member_id not in visit.visitors:
            raise RuleBroken(
                f"visit {visit.visit_id}: {self._identity.member_id} was not there",
                user_text=_("Only a coordinator or a visitor who made this visit can note its police copy."),
            )

    def _check(self, visit: Visit, to: CopyTo, given: datetime) -> None:
        if visit.stage is not Stage.SUBMITTED or visit.submitted_at is None:
            raise RuleBroken(
                f"visit {visit.visit_id}: still a draft",
                user_text=_("This visit has not been submitted yet."),
            )
        if to is CopyTo.REVIEWER and visit.kind is not VisitKind.TACT:
            raise RuleBroken(
                f"visit {visit.visit_id}: is {visit.kind}, not a terrorism visit",
                user_text=_("Only reports of terrorism visits are copied to the Independent Reviewer."),
            )
        if not visit.submitted_at <= given <= self._clock.now():
            raise RuleBroken(
                f"visit {visit.visit_id}: a copy dated before it was filed, or in the future",
                user_text=_("Check the date: a copy is sent after the report was filed, not in the future."),
            )


def owed_reports(unit: UnitOfWork) -> Sequence[VisitSummary]:
    """Filed reports of terrorism visits of which the reviewer has no copy yet, oldest first."""
    filed = unit.visits.summaries(VisitFilter(stage=Stage.SUBMITTED, kind=VisitKind.TACT))
    if not filed:
        return ()
    copies = copies_by_visit(unit)
    return [one for one in reversed(filed) if owed_to_reviewer(one.kind, copies.get(one.visit_id, ()))]
