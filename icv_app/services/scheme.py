"""Running the scheme: its settings, its members, their invitations and devices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from icv_app.domain.audit import AuditAct
from icv_app.domain.ids import DeviceId, MemberId
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.domain.times import london_day
from icv_app.errors import BadInput, NotFound, RuleBroken
from icv_app.seal.invitations import SETTINGS_LIMIT, Invitation, check_enrolment, seal_details
from icv_app.seal.roster import Roster
from icv_app.seal.statements import MemberAdded
from icv_app.services.audit_log import AuditLog
from icv_app.services.documents import to_json
from icv_app.services.granting import GrantDesk
from icv_app.services.handing_on import keys_due
from icv_app.services.identity import Identity
from icv_app.services.leaving import LeavingDesk
from icv_app.services.membership import check_number, read_belonging
from icv_app.services.ports import Clock, OpenUnit, UnitOfWork
from icv_app.services.ports_invitations import IssuedInvitation
from icv_app.services.profiles import publish_profile
from icv_app.services.records import RecordBook
from icv_app.services.roster_book import RosterBook
from icv_app.services.sealing_desk import SealingDesk
from icv_app.words import _

VALID_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberStanding:
    """A member as the coordinator sees them.

    Attributes:
        devices: How many of their devices belong to the scheme today.
        invited_until: When an open invitation ends, UTC; `None` where none is open.
        asks_to_join: Locator of an invitation a new device has answered, to be approved.
        belongs: They are in the roster: nobody has signed them out.
    """

    member: Member
    devices: int
    invited_until: datetime | None
    asks_to_join: str | None
    belongs: bool = True


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
        rosters: RosterBook,
        leaving: LeavingDesk,
        granting: GrantDesk,
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
        self._rosters = rosters
        self._leaving = leaving
        self._granting = granting
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
                replace(
                    _standing(member, roster.active_devices(member.member_id), invitations, now),
                    belongs=_belongs(roster, member.member_id),
                )
                for member in unit.members.all()
            ]

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
            publish_profile(unit, self._records, self._audit, member)
            unit.commit()

    def to_sign_out(self) -> Sequence[Member]:
        """Members whose last day is over and whom nobody has signed out yet, longest over first.

        This very coordinator is left out: another one has to do it.
        """
        today = london_day(self._clock.now())
        with self._open_reading() as unit:
            if not self._rosters.known(unit):
                return ()
            roster = self._rosters.current(unit)
            over = [
                (member.left, member)
                for member in unit.members.all()
                if member.left is not None
                and member.left < today
                and member.member_id != self._identity.member_id
                and _belongs(roster, member.member_id)
            ]
        return [member for _left, member in sorted(over, key=lambda one: (one[0], one[1].member_id))]

    def sign_out(self, member_id: MemberId) -> int:
        """Take a member whose last day is over out of the scheme; return how many laptops go with them.

        Done by somebody else meanwhile, it changes nothing.

        Raises:
            RuleBroken: Not a coordinator, their last day is not over, or it is this very coordinator.
            NotFound: No such member.
            StoreError: Nothing was changed on disk.
        """
        self._needs_coordinator()
        today = london_day(self._clock.now())
        with self._open_unit() as unit:
            member = unit.members.find(member_id)
            if member is None:
                raise NotFound(
                    f"member {member_id} unknown", user_text=_("There is no member with this number.")
                )
            if member.left is None or member.left >= today:
                raise RuleBroken(
                    f"member {member_id}: still in the scheme",
                    user_text=_("Their last day is not over. Change it in the register first."),
                )
            roster = self._rosters.current(unit)
            if not _belongs(roster, member_id):
                return 0
            laptops = len(roster.active_devices(member_id))
            self._leaving.remove_member(unit, member_id, _("left the scheme"))
            unit.commit()
        return laptops

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
                settings=_to_take_along(unit),
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
            self._granting.let_in(unit, one.member_id, keys, one.locator, AuditAct.DEVICE_ADDED)
            unit.invitations.put(replace(one, used_by=DeviceId(keys.key_id)))
            unit.commit()
        return DeviceId(keys.key_id)

    def hand_on_keys(self) -> None:
        """Grant other devices the keys that they lack; to be asked once everything has arrived.

        Raises:
            StoreError: Nothing was changed on disk.
        """
        with self._open_reading() as unit:
            if not self._identity.coordinator or not keys_due(unit):
                return
        with self._open_unit() as unit:
            roster = self._rosters.current(unit)
            if roster.role_of(self._identity.device_id) is not None:
                self._granting.hand_on(unit)
                unit.commit()

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

    def _needs_coordinator(self) -> None:
        if not self._identity.coordinator:
            raise RuleBroken(
                f"member {self._identity.member_id}: not a coordinator",
                user_text=_("Only a coordinator can change the scheme."),
            )


def _belongs(roster: Roster, member_id: MemberId) -> bool:
    known = roster.members.get(member_id)
    return known is not None and known.active


def _to_take_along(unit: UnitOfWork) -> bytes:
    """Return the settings of today as an invitation carries them; nothing where they are too large."""
    settings = to_json(unit.settings.current())
    return settings if len(settings) <= SETTINGS_LIMIT else b""


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
