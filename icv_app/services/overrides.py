"""Letting somebody visit although a rule stands against it: by a coordinator, with a reason, on record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from icv_app.domain.audit import AuditAct
from icv_app.domain.fitness import LONGEST_PERIOD, Override, PairRule
from icv_app.domain.ids import MemberId
from icv_app.domain.justified import Justified
from icv_app.domain.scheme import Role
from icv_app.errors import NotFound, RuleBroken
from icv_app.services.audit_log import AuditLog
from icv_app.services.identity import Identity
from icv_app.services.override_records import (
    OVERRIDE,
    override_parts,
    overrides_in,
    reasons_in,
)
from icv_app.services.ports import Clock, OpenUnit, UnitOfWork
from icv_app.services.privacy import GuardFor, let_pass
from icv_app.services.records import RecordBook
from icv_app.services.scheme_records import EVERYBODY
from icv_app.words import _


@dataclass(frozen=True, slots=True)
class AllowedVisits:
    """One override with its reason; the reason is empty where this vault may not read the audit log."""

    override: Override
    reason: str


class OverrideService:
    """A coordinator's overrides of the pair rules. Each is a record of its own and is never edited."""

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
        self._audit = AuditLog(clock, identity, records)

    def allow(
        self,
        member_id: MemberId,
        rules: Iterable[PairRule],
        first: date,
        last: date,
        *,
        reason: str,
        justified: Iterable[Justified] = (),
    ) -> Override:
        """Let a member visit on some days although of these rules, and log why.

        Args:
            member_id: A visitor of the scheme.
            rules: What is passed over.
            first: London day.
            last: London day, included; at most three months after `first`.
            reason: For the audit log; only the office reads it.
            justified: Why what the privacy guard found in the reason stays.

        Raises:
            RuleBroken: Not a coordinator, nothing to pass over, no reason or one that seems to identify
                somebody, days that run backwards or too far, or somebody who is no visitor.
            NotFound: No such member.
            StoreError: Nothing was changed on disk.
        """
        if not self._identity.coordinator:
            raise _broken(
                f"member {self._identity.member_id}: not a coordinator",
                _("Only a coordinator can allow a visit although a rule stands against it."),
            )
        passed_over = tuple(rule for rule in PairRule if rule in set(rules))
        if not passed_over:
            raise _broken("override of no rule", _("Choose what the visit is allowed in spite of."))
        if not reason.strip():
            raise _broken("override without a reason", _("Write the reason first: it is kept in the log."))
        with self._open_unit() as unit:
            self._check_member(unit, member_id)
            guard = self._guard_for(unit.settings.current())
            stays = let_pass(guard, reason.strip(), justified, about=f"override for {member_id}")
            override = Override(
                record_id=self._records.new_id(),
                member_id=member_id,
                rules=passed_over,
                first=first,
                last=last,
                at=self._clock.now(),
                by=self._identity.member_id,
            )
            if not override.sound:
                raise _broken(
                    f"override from {first} to {last}",
                    _("Check the days: the last one comes after the first, within {n} days.").format(
                        n=LONGEST_PERIOD.days
                    ),
                )
            self._write(unit, override, reason.strip(), stays)
            unit.commit()
        return override

    def all(self) -> tuple[AllowedVisits, ...]:
        """Every override, newest first."""
        with self._open_reading() as unit:
            reasons = reasons_in(unit)
            found = overrides_in(unit)
        return tuple(AllowedVisits(one, reasons.get(one.record_id, "")) for one in reversed(found))

    def _write(
        self, unit: UnitOfWork, override: Override, reason: str, justified: tuple[Justified, ...]
    ) -> None:
        self._records.write(
            unit,
            kind=OVERRIDE,
            subject=override.member_id,
            parts=override_parts(override),
            addressees=EVERYBODY,
            record_id=override.record_id,
        )
        self._audit.note(
            unit, AuditAct.VISIT_ALLOWED, override.member_id, override.record_id, reason, justified
        )

    def _check_member(self, unit: UnitOfWork, member_id: MemberId) -> None:
        member = unit.members.find(member_id)
        if member is None:
            raise NotFound(f"member {member_id} unknown", user_text=_("There is no member with this number."))
        if member.role is not Role.VISITOR:
            raise _broken(
                f"member {member_id}: is a {member.role}",
                _("Only visitors make visits: there is nothing to allow for this member."),
            )


def _broken(detail: str, user_text: str) -> RuleBroken:
    return RuleBroken(detail, user_text=user_text)
