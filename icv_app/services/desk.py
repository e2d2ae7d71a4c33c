"""Everything an unlocked vault offers to the screens and the tools."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from icv_app.services.agenda import AgendaService
from icv_app.services.approvals import ApprovalService
from icv_app.services.archive import ArchiveService
from icv_app.services.audit_desk import AuditService
from icv_app.services.bringing_in import BringingInService
from icv_app.services.bundles import BundleDesk
from icv_app.services.checklists import ChecklistService
from icv_app.services.comments import CommentService
from icv_app.services.concerns import ConcernService
from icv_app.services.copies import CopyService
from icv_app.services.coverage import CoverageService
from icv_app.services.devices import DeviceService
from icv_app.services.duties import DutyService
from icv_app.services.expenses import ExpenseService
from icv_app.services.finding import FindingService
from icv_app.services.heads import HeadDesk
from icv_app.services.identity import Identity
from icv_app.services.keyring import KeyRing
from icv_app.services.locked_out import LockedOutService
from icv_app.services.member_files import MemberFileService
from icv_app.services.messages import MessageService
from icv_app.services.notices import NoticeService
from icv_app.services.office_kit import OfficeKitService
from icv_app.services.office_slot import OfficeSlotService
from icv_app.services.overrides import OverrideService
from icv_app.services.own_day import OwnDayService
from icv_app.services.ports import Clock, OpenUnit
from icv_app.services.privacy import GuardFor
from icv_app.services.publication_words import PublicationWords
from icv_app.services.publications import PublicationService
from icv_app.services.quality import QualityService
from icv_app.services.record_readings import RecordReadingService
from icv_app.services.record_reviews import RecordReviewService
from icv_app.services.retention import RetentionService
from icv_app.services.reviews import ReviewService
from icv_app.services.rota import RotaService
from icv_app.services.scheme import SchemeService
from icv_app.services.scheme_publishing import SettingsService
from icv_app.services.sync_centre import SyncCentre
from icv_app.services.sync_desk import SyncDesk
from icv_app.services.today import TodayService
from icv_app.services.unsent import UnsentTexts
from icv_app.services.verification import VerificationService
from icv_app.services.visits import VisitService
from icv_app.services.whole_scheme import WholeSchemeService
from icv_app.services.withholding import WithholdingService


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The services of one member on one device, wired over one unlocked vault.

    Attributes:
        server_url: Where the scheme's server is; `None` for a scheme that works by bundle.
        open_unit, keyring: For the transport, which signs its requests with the device's key.
        guard_for: The privacy guard for settings of the scheme; the first one takes a moment to load.
        missing_changes: How many of the last changes a damaged disk has lost, until the user was told.
        missing_changes_were_told: Notes that they were.
        ended_uncleanly: ICV did not close the vault the last time.
        lock: Closes the vault and forgets its keys; nothing here can be used after.
        destroy: Closes the vault of a removed device and destroys every slot that opens it or a backup of it.
    """

    identity: Identity
    clock: Clock
    scheme_name: str
    server_url: str | None
    visits: VisitService
    finding: FindingService
    reviews: ReviewService
    approvals: ApprovalService
    comments: CommentService
    concerns: ConcernService
    copies: CopyService
    overrides: OverrideService
    duties: DutyService
    rota: RotaService
    quality: QualityService
    record_reviews: RecordReviewService
    record_readings: RecordReadingService
    scheme: SchemeService
    settings: SettingsService
    checklists: ChecklistService
    member_files: MemberFileService
    expenses: ExpenseService
    notices: NoticeService
    messages: MessageService
    own_day: OwnDayService
    devices: DeviceService
    locked_out: LockedOutService
    office_slot: OfficeSlotService
    office_kit: OfficeKitService
    agenda: AgendaService
    today: TodayService
    coverage: CoverageService
    retention: RetentionService
    publications: PublicationService
    publication_words: PublicationWords
    archive: ArchiveService
    bringing_in: BringingInService
    whole: WholeSchemeService
    audit: AuditService
    verification: VerificationService
    unsent: UnsentTexts
    sync: SyncDesk
    sync_centre: SyncCentre
    heads: HeadDesk
    withholding: WithholdingService
    bundles: BundleDesk
    open_unit: OpenUnit
    keyring: KeyRing
    guard_for: GuardFor
    missing_changes: int
    missing_changes_were_told: Callable[[], None]
    ended_uncleanly: bool
    lock: Callable[[], None]
    destroy: Callable[[], None]
