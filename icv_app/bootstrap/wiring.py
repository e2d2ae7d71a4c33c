"""Builds the layers and wires them together over one unlocked vault."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, lru_cache

import resources
from icv_app.bootstrap.keeping_up import keep_up_after_sync
from icv_app.bootstrap.publications import characters_lacking
from icv_app.bootstrap.templates import framework_template
from icv_app.bootstrap.unlocked import UnlockedVault
from icv_app.domain.checklist import Checklist
from icv_app.domain.ids import uuid7
from icv_app.domain.privacy import PrivacyGuard
from icv_app.domain.scheme import SchemeSettings
from icv_app.errors import DeviceRemoved, NotYetEnrolled, StoreError, SyncError
from icv_app.exchange.checklists import ChecklistFolder, read_checklist
from icv_app.exchange.word_lists import load_privacy_guard
from icv_app.services.agenda import AgendaService
from icv_app.services.approvals import ApprovalService
from icv_app.services.archive import ArchiveService
from icv_app.services.audit_desk import AuditService
from icv_app.services.audit_log import AuditLog
from icv_app.services.bringing_in import BringingInService
from icv_app.services.bundles import BundleDesk
from icv_app.services.checklists import ChecklistService
from icv_app.services.comments import CommentService
from icv_app.services.concerns import ConcernService
from icv_app.services.copies import CopyService
from icv_app.services.coverage import CoverageService
from icv_app.services.desk import Desk
from icv_app.services.devices import DeviceService
from icv_app.services.duties import DutyService
from icv_app.services.erasure_records import ErasedUnder
from icv_app.services.expenses import ExpenseService
from icv_app.services.finding import FindingService
from icv_app.services.folding import apply_record
from icv_app.services.granting import GrantDesk
from icv_app.services.heads import HeadBook, HeadDesk
from icv_app.services.keyring import KeyRing
from icv_app.services.leaving import LeavingDesk
from icv_app.services.locked_out import LockedOutService
from icv_app.services.member_files import MemberFileService
from icv_app.services.member_records import conflicts_in
from icv_app.services.membership import PRESENT_AT, enrolment_answered, read_belonging, waiting_enrolment
from icv_app.services.messages import MessageService
from icv_app.services.notices import NoticeService
from icv_app.services.office_kit import OfficeKitService
from icv_app.services.office_slot import OfficeSlotService
from icv_app.services.overrides import OverrideService
from icv_app.services.own_day import OwnDayService
from icv_app.services.ports import Clock, Ids
from icv_app.services.publication_words import PublicationWords
from icv_app.services.publications import PublicationService
from icv_app.services.quality import QualityService
from icv_app.services.receiving import ReceivingDesk
from icv_app.services.record_readings import RecordReadingService
from icv_app.services.record_reviews import RecordReviewService
from icv_app.services.records import RecordBook
from icv_app.services.retention import RetentionService
from icv_app.services.reviews import ReviewService
from icv_app.services.roster_book import RosterBook
from icv_app.services.rota import RotaService
from icv_app.services.scheme import SchemeService
from icv_app.services.scheme_publishing import SettingsService
from icv_app.services.sealing_desk import SealingDesk
from icv_app.services.sync_centre import SyncCentre
from icv_app.services.sync_desk import SyncDesk
from icv_app.services.today import TodayService
from icv_app.services.unsent import UnsentTexts
from icv_app.services.verification import VerificationService
from icv_app.services.visits import VisitService
from icv_app.services.whole_scheme import WholeSchemeService
from icv_app.services.withholding import WithholdingService
from icv_app.words import _, plural
from sync.client.channel import HttpChannel
from sync.client.enrol import is_enrolled, send_enrolment
from sync.client.failures import ServerRefused
from sync.client.farewell import take_leave
from sync.client.heads import HeadErrand
from sync.client.transport import HttpTransport
from sync.client.worker import SyncProgress, SyncReport, sync_once
from sync.wire import Code


class SystemClock:
    """The clock of this computer."""

    def now(self) -> datetime:
        """The present moment, UTC."""
        return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class StoppedClock:
    """A clock that stands still: a demo scheme lives on a date of its own."""

    moment: datetime

    def now(self) -> datetime:
        """The one moment, UTC."""
        return self.moment


class SystemIds:
    """UUIDv7 from a clock and the system's randomness."""

    def __init__(self, clock: Clock, random_bytes: Callable[[int], bytes] = os.urandom) -> None:
        self._clock = clock
        self._random_bytes = random_bytes

    def new(self) -> str:
        """A UUIDv7 never given before."""
        return uuid7(int(self._clock.now().timestamp() * 1000), self._random_bytes(10))


@cache
def checklists() -> ChecklistFolder:
    """The checklists that ship with the application."""
    return ChecklistFolder(resources.path("checklists"))


@cache
def checklist(checklist_id: str, version: int) -> Checklist:
    """One checklist, read once.

    Raises:
        NotFound: This application does not have it.
    """
    return checklists().get(checklist_id, version)


def _checklist_in(text: str) -> Checklist:
    return read_checklist(text, name=_("This checklist"))


_OF_EVERY_KIND = "Sgt Example, born 14/3/1980, rang 07700 900123 and wrote to a@example.org."
"""Has the guard load what it leaves until it is needed: the first text typed must not wait for it."""


@cache
def privacy_guard() -> PrivacyGuard:
    """The privacy guard with the word lists that ship with the application, read once."""
    guard = load_privacy_guard(resources.path("privacy"), today=datetime.now(UTC).date())
    guard.scan(_OF_EVERY_KIND)
    return guard


def guard_for(settings: SchemeSettings) -> PrivacyGuard:
    """The privacy guard that knows the words of a scheme: its suites, the force, its custody numbers."""
    own = {settings.name, settings.policing_body, settings.force}
    own |= {words for suite in settings.suites for words in (suite.name, suite.district)}
    return _guard_knowing(frozenset(own), settings.custody_number_pattern)


@lru_cache(maxsize=8)
def _guard_knowing(own: frozenset[str], custody_number_pattern: str) -> PrivacyGuard:
    return privacy_guard().for_scheme(never_names=own, custody_number_pattern=custody_number_pattern)


def open_desk(
    vault: UnlockedVault,
    *,
    clock: Clock | None = None,
    transport_clock: Clock | None = None,
    ids: Ids | None = None,
) -> Desk:
    """Wire the services of whoever an unlocked vault belongs to.

    Args:
        vault: Unlocked; the desk's `lock` closes it.
        clock: What the services go by; by default the demo scheme's own date where the vault
            carries one, else this computer's clock.
        transport_clock: By which invitations run out; this computer's clock by default.
        ids: Where identifiers come from.

    Raises:
        StoreError: Set-up of this vault was never finished.
    """
    with vault.open_reading() as unit:
        belonging = read_belonging(unit)
        present = unit.meta.get(PRESENT_AT)
    if belonging is None:
        raise StoreError(
            "vault without a scheme",
            user_text=_("Setting up this vault was never finished. Set it up again from an invitation."),
        )
    identity, transport = belonging.identity, transport_clock or SystemClock()
    now = clock or (StoppedClock(datetime.fromisoformat(present)) if present else SystemClock())
    new_ids = ids or SystemIds(SystemClock())
    write, read = vault.open_unit, vault.open_reading
    keyring, rosters = KeyRing(vault.identity_key), RosterBook()
    records = RecordBook(now, new_ids, identity, apply_record)
    sealing = SealingDesk(now, new_ids, identity, keyring, rosters)
    receiving = ReceivingDesk(now, identity, keyring, rosters, records)
    sync = SyncDesk(write, now, transport, identity, sealing, receiving, read)
    # Heads are signed as often as it happens to be: they take no identifiers from the others' sequence.
    book = HeadBook(now, SystemIds(SystemClock()), identity, keyring, rosters)
    audit = AuditLog(now, identity, records)
    granting = GrantDesk(identity, records, sealing, keyring, rosters, audit)
    quality = QualityService(
        write, now, identity, records, read, template=framework_template, guard_for=guard_for
    )
    record_reviews = RecordReviewService(write, now, identity, records, read)
    reviews = ReviewService(write, now, identity, records, read, guard_for=guard_for)
    leaving = LeavingDesk(identity, records, sealing, keyring, rosters, audit)
    known = ChecklistService(read, checklist, lambda: checklists().all(), _checklist_in)
    archive = ArchiveService(write, identity, known, records, read)
    clear = vault.clear_traces
    office_kit = OfficeKitService(write, identity, sealing, keyring, rosters, audit, read)
    notices = NoticeService(write, now, identity, records, read, guard_for=guard_for)
    messages = MessageService(write, notices, read)

    def lock() -> None:
        vault.close()
        keyring.forget()

    def destroy() -> None:
        vault.destroy()
        keyring.forget()

    return Desk(
        identity=identity,
        clock=now,
        scheme_name=belonging.scheme_name,
        server_url=belonging.server_url,
        visits=VisitService(
            write,
            now,
            new_ids,
            identity,
            known,
            records,
            read,
            guard_for=guard_for,
            at_hand=known.at_hand,
        ),
        finding=FindingService(write, read),
        reviews=reviews,
        approvals=ApprovalService(read, reviews),
        comments=CommentService(write, now, identity, records, read, guard_for=guard_for),
        concerns=ConcernService(write, now, identity, records, read, guard_for=guard_for),
        copies=CopyService(write, now, identity, records, read, guard_for=guard_for),
        overrides=OverrideService(write, now, identity, records, read, guard_for=guard_for),
        duties=DutyService(write, now, identity, records, read),
        rota=RotaService(write, now, new_ids, identity, records, read, conflicts_in=conflicts_in),
        quality=quality,
        record_reviews=record_reviews,
        record_readings=RecordReadingService(write, now, identity, records, read, guard_for=guard_for),
        scheme=SchemeService(
            write, now, transport, identity, records, sealing, rosters, leaving, granting, audit, read
        ),
        settings=SettingsService(write, now, identity, records, audit, known, read),
        checklists=known,
        expenses=ExpenseService(write, now, identity, records, read),
        notices=notices,
        messages=messages,
        own_day=OwnDayService(read, now, identity, messages),
        member_files=MemberFileService(write, now, identity, records, audit, read),
        locked_out=LockedOutService(write, transport, identity, keyring, rosters, leaving, granting),
        office_slot=OfficeSlotService(read, identity, rosters, vault),
        office_kit=office_kit,
        devices=DeviceService(write, identity, sealing, rosters, receiving, leaving, keyring, audit, read),
        agenda=AgendaService(read, now, known, lacking=characters_lacking),
        today=TodayService(read, now, known, notices.on_desk, office_kit.due),
        coverage=CoverageService(read, now),
        retention=RetentionService(
            write, now, identity, records, audit, known, read, guard_for=guard_for, clear_traces=clear
        ),
        publications=PublicationService(
            write,
            now,
            known,
            identity,
            records,
            read,
            guard_for=guard_for,
            levels=quality.levels,
            reviews=record_reviews.figures,
        ),
        publication_words=PublicationWords(write, now, identity, records, read, guard_for=guard_for),
        archive=archive,
        bringing_in=BringingInService(write, now, new_ids, archive, audit, read, guard_for=guard_for),
        whole=WholeSchemeService(read, now, identity, known),
        audit=AuditService(write, now, identity, keyring, audit, read),
        verification=VerificationService(
            read,
            identity,
            keyring,
            rosters,
            check_pages=vault.check,
            missing_changes=vault.missing_changes,
            erased_by=ErasedUnder(),
        ),
        unsent=UnsentTexts(write, read),
        sync=sync,
        sync_centre=SyncCentre(write, identity, read),
        heads=HeadDesk(write, now, book, rosters, read),
        withholding=WithholdingService(write, now, book, read),
        bundles=BundleDesk(
            write, now, transport, identity, sync, receiving, keyring, rosters, book, audit, read
        ),
        open_unit=write,
        keyring=keyring,
        guard_for=guard_for,
        missing_changes=vault.missing_changes,
        missing_changes_were_told=vault.missing_changes_were_told,
        ended_uncleanly=vault.ended_uncleanly,
        lock=lock,
        destroy=destroy,
    )


def set_up_finished(vault: UnlockedVault) -> bool:
    """Whether a vault belongs to anybody: it does from the one commit that ends setting it up."""
    with vault.open_reading() as unit:
        return read_belonging(unit) is not None


def sync_with_server(
    desk: Desk,
    *,
    progress: Callable[[SyncProgress], None] = lambda _progress: None,
    cancelled: Callable[[], bool] = lambda: False,
    pause: Callable[[float], None] = time.sleep,
) -> SyncReport:
    """Answer the invitation where that is still due, then send and fetch everything once.

    Blocks; run it off the GUI thread. The transport goes by real time whatever the desk's clock says.

    Raises:
        SyncError: The scheme has no server, the server refused, or it could not be reached.
        NotYetEnrolled: The coordinator has not approved this device yet.
        StoreError: The vault could not be written.
    """
    if desk.server_url is None:
        raise SyncError(
            "no server url",
            user_text=_("This scheme has no server. Exchange records with your coordinator by file."),
        )
    with desk.open_unit() as unit:
        signer = desk.keyring.device(unit)
        enrolment = waiting_enrolment(unit)
    with HttpChannel(desk.server_url, signer=signer) as channel:
        try:
            if enrolment is not None:
                answer_invitation(desk, channel, *enrolment)
            elif not desk.scheme.enrolled():
                await_coordinator(desk, channel)
        except ServerRefused as refused:
            if refused.code == Code.DEVICE_REMOVED:
                end_for_good(desk, channel)
            raise
        server = HttpTransport(channel, desk.identity.scheme_id)
        report = sync_once(
            desk.sync,
            server,
            clock=SystemClock().now,
            heads=HeadErrand(desk.heads, server),
            progress=progress,
            cancelled=cancelled,
            pause=pause,
        )
        if isinstance(report.failure, ServerRefused) and report.failure.code == Code.DEVICE_REMOVED:
            end_for_good(desk, channel)
    if report.failure is not None:
        raise report.failure
    if not report.cancelled:
        desk.sync.note_sync_ended(mended=report.mended, same=report.same is not False)
    keep_up_after_sync(desk, complete=report.complete)
    return report


def end_for_good(desk: Desk, channel: HttpChannel) -> None:
    """Hand over what this removed device never sent, then destroy the keys of its vault.

    Returns where no signed statement says that it was removed, or where something still waits:
    then nothing was destroyed.

    Raises:
        DeviceRemoved: All is handed over and destroyed.
        SyncError: The server could not be reached.
        StoreError: The disk refuses; the next contact goes on.
    """
    handed_over = take_leave(desk.sync, HttpTransport(channel, desk.identity.scheme_id))
    if handed_over is None or desk.sync.pending():
        return
    if desk.office_slot.successor_let_in():
        raise SyncError(
            f"device {desk.identity.device_id}: its successor was let in",
            user_text=_(
                "Your coordinator has let this laptop in anew, as you asked. Lock ICV, choose “I have "
                "forgotten my passphrase” and read the coordinator's answer there. Nothing is lost."
            ),
        )
    desk.destroy()
    said = plural(
        "{n} record that was not sent yet was handed over first.",
        "{n} records that were not sent yet were handed over first.",
        handed_over,
    )
    raise DeviceRemoved(
        f"device {desk.identity.device_id}: removed",
        user_text=_(
            "Your coordinator has removed this laptop from the scheme. {handed_over} The keys of its vault "
            "are destroyed, so nothing here can be read any more. Ask for a new invitation to use it again."
        ).format(handed_over=said),
    )


def answer_invitation(desk: Desk, channel: HttpChannel, locator: str, request: bytes) -> None:
    """Send this device's keys (again, if need be) and see whether it was let in.

    Raises:
        NotYetEnrolled: The coordinator has not approved this device yet.
        SyncError: The invitation was used by another device or is out of date.
    """
    if not is_enrolled(channel, desk.identity.scheme_id):
        send_enrolment(channel, locator, request)
        raise NotYetEnrolled(
            f"device {desk.identity.device_id}: not approved yet",
            user_text=_(
                "Waiting for the coordinator to approve this laptop. Sync again once they have done so."
            ),
        )
    with desk.open_unit() as unit:
        enrolment_answered(unit)
        unit.commit()


def await_coordinator(desk: Desk, channel: HttpChannel) -> None:
    """See whether a device that a coordinator let in without an invitation is known to the server.

    Raises:
        NotYetEnrolled: What the coordinator signed has not reached the server yet.
        SyncError: The server could not be reached or refused.
    """
    if not is_enrolled(channel, desk.identity.scheme_id):
        raise NotYetEnrolled(
            f"device {desk.identity.device_id}: not known to the server yet",
            user_text=_(
                "Waiting for the coordinator: their laptop has to sync once before this one can. "
                "Everything else works meanwhile."
            ),
        )
