"""Running the scheme: its settings, its members, their invitations and devices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from icv_app.domain.audit import AuditAct
from icv_app.domain.ids import DeviceId, MemberId
from icv_app.domain.records import RecordKind
from icv_app.domain.scheme import Member, Role, SchemeSettings
from icv_app.domain.times import london_day
from icv_app.errors import BadInput, NotFound, RuleBroken, SealError
from icv_app.seal.authority import AUTHORITY, SealedTo
from icv_app.seal.devices import DevicePublicKeys
from icv_app.seal.envelope import read_envelope
from icv_app.seal.invitations import Invitation, check_enrolment, seal_details
from icv_app.seal.sealing import ContentKeys, content_keys
from icv_app.seal.statements import DeviceAdded, MemberAdded
from icv_app.services.audit_log import AuditLog
from icv_app.services.identity import Identity
from icv_app.services.key_grants import grant_parts
from icv_app.services.keyring import KeyRing
from icv_app.services.leaving import LeavingDesk
from icv_app.services.membership import check_number, read_belonging
from icv_app.services.ports import COUNTS, Addressees, Clock, OpenUnit, UnitOfWork
from icv_app.services.ports_invitations import IssuedInvitation
from icv_app.services.records import RecordBook
from icv_app.services.roster_book import RosterBook
from icv_app.services.scheme_records import (
    FOR_EVERYBODY,
    changed_fields,
    write_profile,
    write_settings,
)
from icv_app.services.sealing_desk import SealingDesk
from icv_app.words import _, plural

VALID_FOR = timedelta(days=14)
KEYS_IN_A_GRANT = 500
HISTORY = tuple(
    kind.value
    for kind, rule in AUTHORITY.items()
    if rule.sealed_to
    in {SealedTo.OFFICE_AND_VISITORS, SealedTo.OFFICE_OUTCOME_TO_VISITORS, SealedTo.OFFICE_AND_MEMBER}
)
"""Kinds of record that single members read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberStanding:
    """A member as the coordinator sees them.

    Attributes:
        devices: How many of their devices belong to the scheme today.
        invited_until: When an open invitation ends, UTC; `None` where none is open.
        asks_to_join: Locator of an invitation a new device has answered, to be approved.
    """

    member: Member
    devices: int
    invited_until: datetime | None
    asks_to_join: str | None


class SchemeService:
    """What belongs to the scheme as a whole. Holds no state of its own.

    Args:
        transport_clock: By which invitations run out, as they do on the server.
    """

    def __init__(
        self,
        open_unit: OpenUnit,
        clock: Clock,
        transport_clock: Clock,
        identity: Identity,
        records: RecordBook,
        sealing: SealingDesk,
        keyring: KeyRing,
        rosters: RosterBook,
        leaving: LeavingDesk,
        audit: AuditLog,
        open_reading: OpenUnit | None = None,
    ) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._clock = clock
        self._transport_clock = transport_clock
        self._identity = identity
        self._records = records
        self._sealing = sealing
        self._keyring = keyring
        self._rosters = rosters
        self._leaving = leaving
        self._audit = audit

    def settings(self) -> SchemeSettings:
        """The settings of today.

        Raises:
            NotFound: They have not arrived yet; the coordinator has to approve this laptop first.
        """
        with self._open_reading() as unit:
            return unit.settings.current()

    def enrolled(self) -> bool:
        """Whether the coordinator has signed this device into the roster, as far as this laptop knows."""
        with self._open_reading() as unit:
            return self._rosters.known(unit) and (
                self._rosters.current(unit).role_of(self._identity.device_id) is not None
            )

    def members(self) -> Sequence[Member]:
        """Every member, by scheme number."""
        with self._open_reading() as unit:
            return unit.members.all()

    def standings(self) -> Sequence[MemberStanding]:
        """Every member with their devices and open invitations, by scheme number."""
        now = self._transport_clock.now()
        with self._open_reading() as unit:
            roster = self._rosters.current(unit)
            invitations = unit.invitations.all()
            return [
                _standing(member, roster.active_devices(member.member_id), invitations, now)
                for member in unit.members.all()
            ]

    def publish_settings(self, settings: SchemeSettings) -> SchemeSettings:
        """Publish changed settings to everybody under the next version.

        Raises:
            RuleBroken: Not a coordinator.
            StoreError: Nothing was changed on disk.
        """
        self._needs_coordinator()
        with self._open_unit() as unit:
            before = unit.settings.current()
            published = replace(settings, version=before.version + 1)
            record = write_settings(self._records, unit, published)
            self._audit.note(
                unit,
                AuditAct.SETTINGS_CHANGED,
                self._identity.member_id,
                record.record_id,
                changed_fields(before, published),
            )
            unit.commit()
        return published

    def put_member(self, member: Member) -> None:
        """Add a member, or publish a changed profile; one who has left loses every device.

        Raises:
            BadInput: The number is no member's number.
            RuleBroken: Not a coordinator, the member is in the scheme in another role, or somebody
                would take themselves out.
            StoreError: Nothing was changed on disk.
        """
        self._needs_coordinator()
        check_number(member.member_id)
        with self._open_unit() as unit:
            roster = self._rosters.current(unit)
            known = roster.members.get(member.member_id)
            if known is not None and known.active and known.role is not member.role:
                raise RuleBroken(
                    f"member {member.member_id}: is {known.role}, not {member.role}",
                    user_text=_(
                        "This member belongs to the scheme in another role. "
                        "Give them a number of their own for the new one."
                    ),
                )
            left = member.left is not None and member.left <= london_day(self._clock.now())
            if left and known is not None and known.active:
                self._leaving.remove_member(unit, member.member_id, _("left the scheme"))
            elif not left and (known is None or not known.active):
                added = MemberAdded(after=roster.tips, member=member.member_id, role=member.role)
                signed = self._sealing.sign_statement(unit, added)
                self._audit.note(
                    unit, AuditAct.MEMBER_ADDED, member.member_id, signed.record_id, member.role.value
                )
            self._publish_profile(unit, member)
            unit.commit()

    def _publish_profile(self, unit: UnitOfWork, member: Member) -> None:
        before = unit.members.find(member.member_id)
        record = write_profile(self._records, unit, member)
        changed = changed_fields(before, member) if before is not None else ""
        if changed:
            self._audit.note(unit, AuditAct.MEMBER_CHANGED, member.member_id, record.record_id, changed)

    def invite(self, member_id: MemberId, valid_for: timedelta = VALID_FOR) -> Invitation:
        """Issue an invitation for one more device of a member.

        Raises:
            NotFound: No such member.
            RuleBroken: Not a coordinator, or the member has left.
            StoreError: Nothing was changed on disk.
        """
        self._needs_coordinator()
        now = self._transport_clock.now()
        with self._open_unit() as unit:
            member = unit.members.find(member_id)
            belonging = read_belonging(unit)
            known = self._rosters.current(unit).members.get(member_id)
            if member is None or belonging is None or known is None:
                raise NotFound(
                    f"member {member_id} unknown", user_text=_("There is no member with this number.")
                )
            if not known.active:
                raise RuleBroken(
                    f"member {member_id}: has left",
                    user_text=_("This member has left the scheme. Add them again before inviting them."),
                )
            invitation = Invitation(
                secret=Invitation.fresh_secret(),
                root_fingerprint=belonging.root_fingerprint,
                scheme_id=self._identity.scheme_id,
                scheme_name=belonging.scheme_name,
                server_url=belonging.server_url,
                member_id=member_id,
                role=known.role,
                expires_at=now + valid_for,
            )
            unit.invitations.put(
                IssuedInvitation(
                    locator=invitation.locator,
                    secret=invitation.secret,
                    member_id=member_id,
                    role=known.role,
                    issued_at=now,
                    expires_at=invitation.expires_at,
                    details=seal_details(invitation),
                )
            )
            self._audit.note(unit, AuditAct.INVITED, member_id, invitation.locator)
            unit.commit()
        return invitation

    def withdraw_invitations(self, member_id: MemberId) -> int:
        """Take back every invitation of a member that no laptop was let in with; return how many.

        An answer to one that comes all the same is out of date.

        Raises:
            RuleBroken: Not a coordinator.
            StoreError: Nothing was changed on disk.
        """
        self._needs_coordinator()
        now = self._transport_clock.now()
        with self._open_unit() as unit:
            own = [
                one
                for one in unit.invitations.all()
                if one.member_id == member_id
                and one.used_by is None
                and (one.expires_at > now or one.request is not None)
            ]
            for one in own:
                unit.invitations.put(replace(one, expires_at=one.issued_at, request=None, requested_at=None))
                self._audit.note(unit, AuditAct.INVITATION_WITHDRAWN, member_id, one.locator)
            unit.commit()
        return len(own)

    def take_enrolment(self, request: bytes, locator: str) -> None:
        """Keep a request that came in a file instead of from the server.

        Raises:
            NotFound: The invitation it answers was not made here.
            BadInput: The invitation has served already.
            SealError: The request was not made with this invitation; an earlier one stays.
            StoreError: Nothing was changed on disk.
        """
        with self._open_unit() as unit:
            one = _invitation(unit, locator)
            _check_unused(one)
            check_enrolment(one.secret, request)
            unit.invitations.put(replace(one, request=request, requested_at=self._transport_clock.now()))
            unit.commit()

    def waiting_to_join(self) -> Sequence[IssuedInvitation]:
        """Invitations that a new device has answered and a coordinator has not decided on."""
        with self._open_reading() as unit:
            return [one for one in unit.invitations.all() if one.request and one.used_by is None]

    def approve(self, locator: str) -> DeviceId:
        """Sign a new device into the roster and grant it the keys it needs.

        Raises:
            NotFound: The invitation was not made here, or nobody has answered it.
            BadInput: The invitation is out of date or has served already.
            SealError: The request was not made with this invitation.
            RuleBroken: Not a coordinator.
            StoreError: Nothing was changed on disk.
        """
        self._needs_coordinator()
        with self._open_unit() as unit:
            one = _invitation(unit, locator)
            self._check_usable(one)
            keys = check_enrolment(one.secret, one.request or b"")
            roster = self._rosters.current(unit)
            signed = self._sealing.sign_statement(
                unit,
                DeviceAdded(
                    after=roster.tips,
                    member=one.member_id,
                    device=keys.to_bytes(),
                    invitation=one.locator,
                ),
            )
            role = self._rosters.current(unit).role_of(keys.key_id)
            if role is None:
                raise SealError(
                    f"invitation {locator[:8]}: device was refused by the roster",
                    user_text=_("This device could not be added. Invite the member again."),
                )
            # The office's keys go by the roster: an invitation may be older than a change of role.
            self._audit.note(unit, AuditAct.DEVICE_ADDED, one.member_id, signed.record_id)
            self._grant(unit, keys, one.member_id, role)
            unit.invitations.put(replace(one, used_by=DeviceId(keys.key_id)))
            unit.commit()
        return DeviceId(keys.key_id)

    def _check_usable(self, one: IssuedInvitation) -> None:
        _check_unused(one)
        if one.request is None:
            raise NotFound(
                f"invitation {one.locator[:8]}: not answered",
                user_text=_("Nobody has answered this invitation yet."),
            )
        answered = one.requested_at or self._transport_clock.now()
        if answered >= one.expires_at:
            raise BadInput(
                f"invitation {one.locator[:8]}: expired",
                user_text=_("This invitation is out of date. Make a new one."),
            )

    def _grant(self, unit: UnitOfWork, device: DevicePublicKeys, member_id: MemberId, role: Role) -> None:
        """Hand over the keys of what everybody may read and of what the member could read before.

        A coordinator gets the office's keys, which open all the rest.
        """
        granted = [*self._of_everybody(unit), *self._history(unit, member_id)]
        office = self._keyring.office_keys(unit) if role is Role.COORDINATOR else ()
        for start in range(0, max(1, len(granted)), KEYS_IN_A_GRANT):
            record = self._records.write(
                unit,
                kind=RecordKind.OFFICE_KEY_GRANT,
                subject=device.key_id,
                parts=grant_parts(
                    self._identity.scheme_id,
                    device,
                    office if start == 0 else (),
                    granted[start : start + KEYS_IN_A_GRANT],
                ),
                addressees=Addressees(office=True, devices=(DeviceId(device.key_id),)),
            )
        of_records = plural("the keys of {n} record", "the keys of {n} records", len(granted))
        of_office = plural("{n} office key", "{n} office keys", len(office)) if office else ""
        words = ", ".join(part for part in (of_records, of_office) if part)
        self._audit.note(unit, AuditAct.HISTORY_GRANTED, member_id, record.record_id, words)

    def _of_everybody(self, unit: UnitOfWork) -> list[ContentKeys]:
        openers = self._keyring.openers(unit)
        granted: list[ContentKeys] = []
        for record in unit.records.of_kinds(FOR_EVERYBODY):
            if record.state not in COUNTS:
                continue  # what somebody may not say is nobody's business to hand on
            sealed = self._sealing.seal(unit, record) if record.envelope is None else record
            envelope = read_envelope(sealed.envelope or b"")
            if envelope.addressed_to(openers):
                granted.append(content_keys(envelope, openers))
        return granted

    def _history(self, unit: UnitOfWork, member_id: MemberId) -> list[ContentKeys]:
        """The keys of what was sealed to the member's other devices, as far as the office can open it."""
        openers = self._keyring.openers(unit)
        devices = self._rosters.current(unit).devices.values()
        theirs = {str(device.key_id) for device in devices if device.member_id == member_id}
        granted: list[ContentKeys] = []
        for record in unit.records.of_kinds(HISTORY):
            if record.state not in COUNTS or record.envelope is None:
                continue
            envelope = read_envelope(record.envelope)
            if theirs.intersection(envelope.header.recipients) and envelope.addressed_to(openers):
                granted.append(content_keys(envelope, openers))
        return granted

    def _needs_coordinator(self) -> None:
        if not self._identity.coordinator:
            raise RuleBroken(
                f"member {self._identity.member_id}: not a coordinator",
                user_text=_("Only a coordinator can change the scheme."),
            )


def _invitation(unit: UnitOfWork, locator: str) -> IssuedInvitation:
    one = unit.invitations.find(locator)
    if one is None:
        raise NotFound(
            f"invitation {locator[:8]} unknown",
            user_text=_("This invitation was not made on this computer."),
        )
    return one


def _check_unused(one: IssuedInvitation) -> None:
    if one.used_by is not None:
        raise BadInput(
            f"invitation {one.locator[:8]}: used",
            user_text=_("This invitation has been used already. Make a new one for another laptop."),
        )


def _standing(
    member: Member, devices: Sequence[object], invitations: Sequence[IssuedInvitation], now: datetime
) -> MemberStanding:
    own = [one for one in invitations if one.member_id == member.member_id and one.used_by is None]
    return MemberStanding(
        member=member,
        devices=len(devices),
        invited_until=max((one.expires_at for one in own if one.expires_at > now), default=None),
        asks_to_join=next((one.locator for one in own if one.request is not None), None),
    )
