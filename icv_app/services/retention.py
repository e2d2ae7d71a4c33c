"""Retention: what is due to be erased, a run that erases it everywhere, and legal holds that stop it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from icv_app.domain.audit import AuditAct
from icv_app.domain.ids import MemberId, RecordId, VisitId
from icv_app.domain.justified import Justified
from icv_app.domain.retention import Erased, HoldStep, holds_in_force
from icv_app.domain.scheme import SchemeSettings
from icv_app.errors import NotFound, RuleBroken
from icv_app.seal.erasures import PERSON_PART, REPORT_PART, erasure_parts
from icv_app.services.audit_log import AuditLog
from icv_app.services.erasing import (
    erase_again,
    erase_own_copies,
    erased_here,
    holds_part,
    records_about,
)
from icv_app.services.erasure_batches import Batch, batches_of
from icv_app.services.erasure_records import HOLD, OPEN, RUN, hold_parts, hold_steps
from icv_app.services.folding import settle_erased
from icv_app.services.identity import Identity
from icv_app.services.kept_facts import FACTS, claims_parts, facts_parts
from icv_app.services.old_drafts import drafts_about_people, erase_drafts_in_copy, erase_old_drafts
from icv_app.services.ports import Addressees, Checklists, Clock, OpenUnit, UnitOfWork
from icv_app.services.ports_erasures import TRACES
from icv_app.services.privacy import GuardFor, let_pass
from icv_app.services.record_review_retention import forget_questionnaires
from icv_app.services.records import RecordBook
from icv_app.services.retention_preview import Preview, RunLine, log_of, preview_of
from icv_app.words import _

LOOKED_AT = "retention_looked_at"
"""Meta name: when this device last looked for what it erases by itself (ISO, UTC)."""
_EVERY = timedelta(hours=1)

ClearTraces = Callable[[Callable[[UnitOfWork], None]], bool]
"""Removes traces of what was erased from the files of the vault; see `Vault.clear_traces`."""


class RetentionService:
    """What a coordinator does about retention, and what every device does by itself. Holds no state."""

    def __init__(
        self,
        open_unit: OpenUnit,
        clock: Clock,
        identity: Identity,
        records: RecordBook,
        audit: AuditLog,
        checklists: Checklists,
        open_reading: OpenUnit,
        *,
        guard_for: GuardFor,
        clear_traces: ClearTraces,
    ) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading
        self._clock = clock
        self._identity = identity
        self._records = records
        self._audit = audit
        self._checklists = checklists
        self._guard_for = guard_for
        self._clear_traces = clear_traces

    def preview(self) -> Preview:
        """Say what a run would erase now, by year, and what is held and why.

        Raises:
            NotFound: The scheme's settings have not arrived yet.
            StoreError: The vault cannot be read.
        """
        with self._open_reading() as unit:
            return preview_of(unit, self._clock.now())

    def run(self, seen: Preview) -> Sequence[RunLine]:
        """Erase what is due, here at once and elsewhere as the runs arrive. It cannot be brought back.

        Whole visits go in runs of their own, a financial year each, the largest in several.

        Args:
            seen: What the coordinator was shown and agreed to.

        Returns:
            The runs it took, oldest first.

        Raises:
            RuleBroken: Not a coordinator, nothing is due, or something else is due than was seen.
            StoreError: Nothing was changed on disk.
        """
        self._needs_coordinator()
        with self._open_unit() as unit:
            now = preview_of(unit, self._clock.now())
            if not now.records:
                raise RuleBroken("erasure of nothing", user_text=_("Nothing is due to be erased."))
            if set(now.due) != set(seen.due):
                raise RuleBroken(
                    "erasure preview out of date",
                    user_text=_("More has arrived since you looked. Look at what is due once more."),
                )
            made = {self._write_run(unit, batch) for batch in batches_of(now.due)}
            lines = tuple(one for one in log_of(unit) if one.record_id in made)
            unit.commit()
        self.finish()
        return lines

    def hold(self, visit_id: VisitId, reason: str, justified: Iterable[Justified] = ()) -> HoldStep:
        """Keep everything about a visit until the hold is lifted, and log why.

        It stops every run that is made once its author has heard of it, and none that was signed before.

        Raises:
            RuleBroken: Not a coordinator, no reason or one that seems to identify somebody, it is held
                already, or it is a draft.
            NotFound: The visit is not in this vault.
            StoreError: Nothing was changed on disk.
        """
        self._needs_coordinator()
        with self._open_unit() as unit:
            stays = self._checked_reason(unit, visit_id, reason, justified)
            visit = unit.visits.get(visit_id)
            if _in_force(unit, visit_id):
                raise RuleBroken(
                    f"visit {visit_id}: held already",
                    user_text=_("This visit is held already. Nothing was changed."),
                )
            about = records_about(unit, visit_id)
            if not any(holds_part(one, part) for one in about for part in (PERSON_PART, REPORT_PART)):
                raise RuleBroken(
                    f"visit {visit_id}: nothing to hold",
                    user_text=_("This visit has not been submitted yet: there is nothing to hold."),
                )
            step = self._write_hold(unit, visit_id, visit.visitors, ())
            self._audit.note(unit, AuditAct.HOLD_SET, visit_id, step.record_id, reason.strip(), stays)
            unit.commit()
        return step

    def lift(self, visit_id: VisitId, reason: str, justified: Iterable[Justified] = ()) -> HoldStep:
        """End every hold on a visit that this vault knows, and log why.

        Raises:
            RuleBroken: Not a coordinator, no reason or one that seems to identify somebody, or no hold.
            StoreError: Nothing was changed on disk.
        """
        self._needs_coordinator()
        with self._open_unit() as unit:
            stays = self._checked_reason(unit, visit_id, reason, justified)
            held = _in_force(unit, visit_id)
            if not held:
                raise RuleBroken(
                    f"visit {visit_id}: not held",
                    user_text=_("There is no legal hold on this visit. Nothing was changed."),
                )
            visit = unit.visits.find(visit_id)  # a run may have taken it whole
            step = self._write_hold(
                unit, visit_id, visit.visitors if visit else (), tuple(one.record_id for one in held)
            )
            self._audit.note(unit, AuditAct.HOLD_LIFTED, visit_id, step.record_id, reason.strip(), stays)
            unit.commit()
        return step

    def log(self) -> Sequence[RunLine]:
        """Every run that this vault knows, newest first."""
        with self._open_reading() as unit:
            return tuple(reversed(log_of(unit)))

    def held(self, visit_id: VisitId) -> bool:
        """Whether a legal hold is on a visit."""
        with self._open_reading() as unit:
            return bool(_in_force(unit, visit_id))

    def unfinished(self) -> bool:
        """Whether files on this computer may hold traces of what was erased; `finish` removes them."""
        with self._open_reading() as unit:
            return bool(unit.meta.get(TRACES))

    def keep_up(self) -> None:
        """Erase what this device erases by itself, and finish what was cut short. May be called at any time.

        It looks at most once an hour, since it reads every record about older visits.

        A visitor's own copies lose what identifies people, and so does a draft that was never filed.

        Raises:
            StoreError: The disk refuses; what is left is done the next time.
        """
        with self._open_reading() as unit:
            settings, looked = _settings(unit), unit.meta.get(LOOKED_AT)
        now = self._clock.now()
        if settings is not None and not _lately(looked, now):
            with self._open_unit() as unit:
                if not self._identity.coordinator:
                    settle_erased(unit, erase_own_copies(unit, settings.retention, now))
                    forget_questionnaires(unit, self._identity.member_id)
                erase_old_drafts(unit, self._checklists, settings.retention, now)
                unit.meta.put(LOOKED_AT, now.isoformat())
                unit.commit()
        self.finish()

    def finish(self) -> bool:
        """Remove traces of what was erased from the files of this vault, its backups too.

        Returns whether none are left: while something else reads the vault it may have to be done again.

        Raises:
            StoreError: The disk refuses; it is done again the next time.
        """
        with self._open_reading() as unit:
            traces = unit.meta.get(TRACES)
            if not traces:
                return True
            erased, kept = erased_here(unit), drafts_about_people(unit, self._checklists)

        def erase_in_copy(copy: UnitOfWork) -> None:
            settle_erased(copy, erase_again(copy, erased))
            settings = _settings(copy)
            if settings is not None:
                now = self._clock.now()
                erase_drafts_in_copy(copy, self._checklists, settings.retention, now, kept=kept)
            copy.meta.put(TRACES, "")

        if not self._clear_traces(erase_in_copy):
            return False
        with self._open_unit() as unit:
            if unit.meta.get(TRACES) == traces:  # else something was erased meanwhile
                unit.meta.put(TRACES, "")
                unit.commit()
        return True

    def _write_run(self, unit: UnitOfWork, batch: Batch) -> RecordId:
        scheme_id = self._identity.scheme_id
        if batch.how_much is Erased.VISIT and batch.visit_ids:
            # First, and so before the run wherever both arrive: whoever erases has what is kept.
            self._records.write(
                unit,
                kind=FACTS,
                subject=scheme_id,
                parts=facts_parts(unit, batch.visit_ids),
                addressees=Addressees(office=True),
            )
        kept = claims_parts(unit, batch.records) if batch.how_much is Erased.PAPERS else None
        if kept is not None:
            self._records.write(
                unit, kind=FACTS, subject=scheme_id, parts=kept, addressees=Addressees(office=True)
            )
        record = self._records.write(
            unit,
            kind=RUN,
            subject=scheme_id,
            parts=erasure_parts(batch.erasure(self._clock.now())),
            addressees=OPEN,
        )
        self._audit.note(unit, AuditAct.ERASURE_RUN, scheme_id, record.record_id)
        return record.record_id

    def _write_hold(
        self,
        unit: UnitOfWork,
        visit_id: VisitId,
        visitors: tuple[MemberId, ...],
        lifts: tuple[RecordId, ...],
    ) -> HoldStep:
        step = HoldStep(
            record_id=self._records.new_id(),
            visit_id=visit_id,
            lifts=lifts,
            at=self._clock.now(),
            by=self._identity.member_id,
        )
        self._records.write(
            unit,
            kind=HOLD,
            subject=visit_id,
            parts=hold_parts(step),
            addressees=Addressees(office=True, members=visitors),
            record_id=step.record_id,
        )
        return step

    def _checked_reason(
        self, unit: UnitOfWork, visit_id: VisitId, reason: str, justified: Iterable[Justified]
    ) -> tuple[Justified, ...]:
        if not reason.strip():
            raise RuleBroken(
                f"hold on {visit_id} without a reason",
                user_text=_("Write the reason first: it is kept in the log."),
            )
        guard = self._guard_for(unit.settings.current())
        return let_pass(guard, reason.strip(), justified, about=f"hold on {visit_id}")

    def _needs_coordinator(self) -> None:
        if not self._identity.coordinator:
            raise RuleBroken(
                f"member {self._identity.member_id}: not a coordinator",
                user_text=_("Only a coordinator can erase what is due, or hold it."),
            )


def _settings(unit: UnitOfWork) -> SchemeSettings | None:
    try:
        return unit.settings.current()
    except NotFound:
        return None  # nothing to go by yet: nothing is due


def _lately(looked: str | None, now: datetime) -> bool:
    """Whether somebody looked within the hour; a clock that was set back counts as long ago."""
    return bool(looked) and timedelta(0) <= now - datetime.fromisoformat(looked or "") < _EVERY


def _in_force(unit: UnitOfWork, visit_id: VisitId) -> tuple[HoldStep, ...]:
    return tuple(step for step in holds_in_force(hold_steps(unit)) if step.visit_id == visit_id)
