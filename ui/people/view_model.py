"""What the register shows, and what the coordinator may do with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from icv_app.domain.ids import DeviceId, MemberId, RecordId
from icv_app.domain.scheme import Member
from icv_app.domain.times import london_day
from icv_app.errors import IcvError
from icv_app.services.devices import WhyRemoved
from icv_app.words import _
from ui.doors import Doors
from ui.tasks import Lane, Tasks
from ui.text_guard import guard_and_reasons

if TYPE_CHECKING:
    from icv_app.seal.invitations import Invitation
    from icv_app.seal.withholding import Missed
    from icv_app.services.desk import Desk
    from icv_app.services.devices import DeviceStanding, LateRecord
    from icv_app.services.member_files import FilesOfAll
    from icv_app.services.overrides import AllowedVisits
    from icv_app.services.ports_invitations import IssuedInvitation
    from icv_app.services.scheme import MemberStanding
    from ui.people.allowed import Allowance
    from ui.people.file_card import Noted
    from ui.people.help_card import HelpGiven

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Register:
    """Everything that the page shows, read at once."""

    standings: Sequence[MemberStanding]
    waiting: Sequence[IssuedInvitation]
    allowed: Sequence[AllowedVisits]
    laptops: Sequence[DeviceStanding]
    late: Sequence[LateRecord]
    kit_due: bool
    missed: Sequence[Missed]


class PeopleViewModel(QObject):
    """The members as they stand, read again after every change."""

    loaded = Signal()
    """`standings` and `asked_at` are new."""
    saved = Signal(str)
    """The scheme number of the member who was added or changed."""
    invited = Signal(object)
    """The `Invitation` to hand over."""
    invitation_kept = Signal(str)
    """The name of the file it was written to."""
    allowed_changed = Signal(object)
    """The `Allowance` that was put on record."""
    guard_ready = Signal(object, object)
    """The privacy guard for what is written here, and the reasons why something found may stay."""
    approved = Signal(str)
    """The scheme number of the member whose laptop was let in."""
    laptop_removed = Signal(str)
    """The scheme number of the member whose laptop was taken out."""
    late_decided = Signal(bool)
    """Whether the records that came late were taken in."""
    withdrawn = Signal(str)
    """The scheme number of the member whose invitation was taken back."""
    helped = Signal(object)
    """The `HelpGiven` whose answer is written."""
    looked_into = Signal(str)
    """The scheme number of the member about whom something was looked into."""
    files_loaded = Signal()
    """`files` is new."""
    noted = Signal(str)
    """The scheme number of the member in whose file something was noted."""
    kit_renewed = Signal(str)
    """The words that open the new recovery kit."""
    busy_changed = Signal(str)
    """What is happening, or nothing."""
    failed = Signal(object)
    """An `IcvError`."""

    def __init__(self, desk: Desk, doors: Doors, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._doors = doors
        self._tasks = tasks
        self.standings: Sequence[MemberStanding] = ()
        self.asked_at: dict[str, datetime] = {}
        self.allowed: Sequence[AllowedVisits] = ()
        self.laptops: Sequence[DeviceStanding] = ()
        self.late: Sequence[LateRecord] = ()
        self.kit_due = False
        self.missed: Sequence[Missed] = ()
        self.files: FilesOfAll | None = None

    def today(self) -> date:
        """Return the day by which terms and expiries are judged."""
        return london_day(self._desk.clock.now())

    @property
    def server_url(self) -> str:
        """Where the new laptop finds its invitation."""
        return self._desk.server_url or ""

    def standing(self, member_id: str) -> MemberStanding | None:
        """Return one member as last read."""
        return next((one for one in self.standings if one.member.member_id == member_id), None)

    def load(self) -> None:
        """Read everything again."""
        scheme, overrides, devices = self._desk.scheme, self._desk.overrides, self._desk.devices
        office_kit, withholding = self._desk.office_kit, self._desk.withholding
        self._tasks.run(
            Lane.STORE,
            lambda: _Register(
                scheme.standings(),
                scheme.waiting_to_join(),
                overrides.all(),
                devices.all(),
                devices.late_records(),
                office_kit.due(),
                withholding.missed(),
            ),
            then=self._show,
            otherwise=self.failed.emit,
            owner=self,
        )

        self._tasks.run(
            Lane.STORE,
            self._desk.member_files.all,
            then=self._show_files,
            otherwise=self.failed.emit,
            owner=self,
        )

    @property
    def member_id(self) -> MemberId:
        """Who is at work."""
        return self._desk.identity.member_id

    def note(self, noted: Noted) -> None:
        """Keep one group of a member's file."""

        def kept(_word: object) -> None:
            self.load()
            self.noted.emit(noted.seen.member_id)

        self._run(
            _("Saving"),
            lambda: self._desk.member_files.note(
                noted.seen,
                noted.group,
                training=noted.training,
                languages=noted.languages,
                conflicts=noted.conflicts,
                recognition=noted.recognition,
                one_to_ones=noted.one_to_ones,
            ),
            kept,
        )

    def save(self, member: Member) -> None:
        """Add a member, or change one."""

        def saved(_none: None) -> None:
            self.load()
            self.saved.emit(member.member_id)

        self._run(_("Saving"), lambda: self._desk.scheme.put_member(member), saved)

    def invite(self, member_id: str) -> None:
        """Make an invitation for one more laptop of a member."""

        def invited(invitation: Invitation) -> None:
            self.load()
            self.invited.emit(invitation)

        self._run(_("Making the invitation"), lambda: self._desk.scheme.invite(MemberId(member_id)), invited)

    def withdraw(self, member_id: str) -> None:
        """Take back the open invitations of a member."""

        def withdrawn(_count: int) -> None:
            self.load()
            self.withdrawn.emit(member_id)

        self._run(
            _("Withdrawing the invitation"),
            lambda: self._desk.scheme.withdraw_invitations(MemberId(member_id)),
            withdrawn,
        )

    def keep_invitation(self, invitation: Invitation, file: Path) -> None:
        """Write an invitation to a file."""
        self._run(
            _("Saving the invitation"),
            lambda: self._doors.write_invitation(invitation.to_bytes(), file),
            lambda _none: self.invitation_kept.emit(file.name),
        )

    def approve(self, member_id: str) -> None:
        """Let in the laptop that has answered this member's invitation."""
        standing = self.standing(member_id)
        locator = standing.asks_to_join if standing else None
        if locator is None:
            return

        def approved(_device: object) -> None:
            self.load()
            self.approved.emit(member_id)

        self._run(_("Approving the laptop"), lambda: self._desk.scheme.approve(locator), approved)

    def allow(self, wanted: Allowance) -> None:
        """Let a member visit although a rule stands against it."""
        overrides = self._desk.overrides

        def allowed(_override: object) -> None:
            self.load()
            self.allowed_changed.emit(wanted)

        self._run(
            _("Allowing the visit"),
            lambda: overrides.allow(
                wanted.member_id,
                wanted.rules,
                wanted.first,
                wanted.last,
                reason=wanted.reason,
                justified=wanted.justified,
            ),
            allowed,
        )

    def load_guard(self) -> None:
        """Have the privacy guard come; the first takes a moment."""
        self._tasks.run(
            Lane.STORE,
            lambda: guard_and_reasons(self._desk),
            then=lambda found: self.guard_ready.emit(*found),
            otherwise=self.failed.emit,
            owner=self,
        )

    def allowed_for(self, member_id: str) -> Sequence[AllowedVisits]:
        """Return what was allowed for one member, newest first."""
        return tuple(one for one in self.allowed if one.override.member_id == member_id)

    def _run(self, words: str, work: Callable[[], T], then: Callable[[T], None]) -> None:
        def done(answer: T) -> None:
            self.busy_changed.emit("")
            then(answer)

        self.busy_changed.emit(words)
        self._tasks.run(Lane.STORE, work, then=done, otherwise=self._failed, owner=self)

    def remove_laptop(self, device_id: str, why: str) -> None:
        """Take a laptop out of the scheme."""
        member_id = next((one.member_id for one in self.laptops if one.device_id == device_id), "")

        def removed(_none: None) -> None:
            self.load()
            self.laptop_removed.emit(member_id)

        self._run(
            _("Removing the laptop"),
            lambda: self._desk.devices.remove(DeviceId(device_id), WhyRemoved(why)),
            removed,
        )

    def help_back_in(self, given: HelpGiven) -> None:
        """Let a member's laptop back in who is locked out, and write the answer for it."""

        def helped(_none: None) -> None:
            self.load()
            self.helped.emit(given)

        self._run(
            _("Helping them back in"),
            lambda: self._doors.help.answer_request(
                self._desk,
                MemberId(given.member_id),
                given.request,
                given.words,
                given.how_known,
                given.answer,
            ),
            helped,
        )

    def decide_late(self, record_ids: Sequence[str], *, take: bool) -> None:
        """Take in what came late from a removed laptop, or refuse it."""

        def decided(_count: int) -> None:
            self.load()
            self.late_decided.emit(take)

        ids = [RecordId(one) for one in record_ids]
        self._run(_("Deciding"), lambda: self._desk.devices.decide(ids, take=take), decided)

    def look_into(self, member_id: str) -> None:
        """Note that what was noticed about a member has been looked into."""
        withholding, seen = self._desk.withholding, self.missed_of(member_id)

        def note() -> None:
            for one in seen:
                withholding.look_into(one)

        def noted(_none: None) -> None:
            self.load()
            self.looked_into.emit(member_id)

        self._run(_("Saving"), note, noted)

    def missed_of(self, member_id: str) -> Sequence[Missed]:
        """Return what was noticed about the laptops of one member."""
        return tuple(one for one in self.missed if one.member == member_id)

    def renew_kit(self, file: Path) -> None:
        """Write a new office recovery kit."""

        def renewed(code: str) -> None:
            self.load()
            self.kit_renewed.emit(code)

        self._run(_("Making the recovery kit"), lambda: self._doors.renew_kit(self._desk, file), renewed)

    def laptops_of(self, member_id: str) -> tuple[Sequence[DeviceStanding], Sequence[LateRecord]]:
        """Return the laptops of one member, oldest first, and what came late from them."""
        return (
            tuple(one for one in self.laptops if one.member_id == member_id),
            tuple(one for one in self.late if one.member_id == member_id),
        )

    def _show(self, found: _Register) -> None:
        self.allowed = tuple(found.allowed)
        self.standings = tuple(found.standings)
        self.laptops, self.late = tuple(found.laptops), tuple(found.late)
        self.kit_due = found.kit_due
        self.missed = tuple(found.missed)
        self.asked_at = {
            one.locator: one.requested_at for one in found.waiting if one.requested_at is not None
        }
        self.loaded.emit()

    def _show_files(self, found: FilesOfAll) -> None:
        self.files = found
        self.files_loaded.emit()

    def _failed(self, error: IcvError) -> None:
        self.busy_changed.emit("")
        self.failed.emit(error)
