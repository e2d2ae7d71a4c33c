"""A visitor's desk over a vault in memory, and the window they work in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import cast

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from icv_app.bootstrap.templates import framework_template
from icv_app.domain.ids import ConcernId, DeviceId, MemberId, PersonId, SchemeId
from icv_app.domain.problem import Step
from icv_app.domain.scheme import Member, Role, SchemeSettings
from icv_app.domain.visit import Visit
from icv_app.report.fonts import undrawable
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
from icv_app.services.expenses import ExpenseService
from icv_app.services.finding import FindingService
from icv_app.services.folding import apply_record
from icv_app.services.granting import GrantDesk
from icv_app.services.heads import HeadBook, HeadDesk
from icv_app.services.identity import Identity
from icv_app.services.keyring import KeyRing
from icv_app.services.leaving import LeavingDesk
from icv_app.services.locked_out import LockedOutService
from icv_app.services.member_files import MemberFileService
from icv_app.services.messages import MessageService
from icv_app.services.notices import NoticeService
from icv_app.services.office_kit import OfficeKitService
from icv_app.services.office_slot import OfficeSlotService
from icv_app.services.overrides import OverrideService
from icv_app.services.own_day import OwnDayService
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
from tests.builders import NOON, a_checklist, a_coordinator, a_member
from tests.builders import settings as some_settings
from tests.fakes.guard import fake_guard_for
from tests.fakes.memory_store import MemoryStore
from tests.fakes.office import MemoryVault
from tests.fakes.tasks import InlineTasks
from ui.doors import Doors
from ui.shell import ShellWindow
from ui.visit.steps import MakeStep, step_makers
from ui.visit.view import VisitPage
from ui.visit.view_model import VisitViewModel
from ui.workplace import Workplace


@dataclass
class SettableClock:
    """The time of the story, moved by the test."""

    moment: datetime = NOON + timedelta(hours=3)

    def now(self) -> datetime:
        return self.moment


@dataclass
class CountedIds:
    """Identifiers in order."""

    _numbers: count[int] = field(default_factory=lambda: count(1))

    def new(self) -> str:
        return f"00000000-0000-7000-8000-{next(self._numbers):012d}"


def a_store(
    *visits: Visit, settings: SchemeSettings | None = None, members: Sequence[Member] = ()
) -> MemoryStore:
    """A vault of V-001 with the scheme's settings, four visitors and a coordinator."""
    store = MemoryStore(*visits)
    with store() as unit:
        unit.settings.put(settings or some_settings())
        for member in members or (*(a_member(number) for number in range(1, 5)), a_coordinator()):
            unit.members.put(member)
        unit.commit()
    return store


def a_desk(store: MemoryStore, clock: SettableClock | None = None) -> Desk:
    """The services of V-001."""
    now, ids, rosters = clock or SettableClock(), CountedIds(), RosterBook()
    identity = Identity(
        member_id=MemberId("V-001"),
        role=Role.VISITOR,
        scheme_id=SchemeId("west-yorkshire"),
        device_id=DeviceId("device-1"),
    )
    open_unit = store.open_unit
    keyring = KeyRing(bytes(32))
    records = RecordBook(now, ids, identity, apply_record)
    sealing = SealingDesk(now, ids, identity, keyring, rosters)
    receiving = ReceivingDesk(now, identity, keyring, rosters, records)
    sync = SyncDesk(open_unit, now, now, identity, sealing, receiving)
    book = HeadBook(now, ids, identity, keyring, rosters)
    audit = AuditLog(now, identity, records)
    granting = GrantDesk(identity, records, sealing, keyring, rosters, audit)
    leaving = LeavingDesk(identity, records, sealing, keyring, rosters, audit)
    reviews = ReviewService(open_unit, now, identity, records, guard_for=fake_guard_for)
    office_kit = OfficeKitService(open_unit, identity, sealing, keyring, rosters, audit)
    notices = NoticeService(open_unit, now, identity, records, guard_for=fake_guard_for)
    messages = MessageService(open_unit, notices)
    checklists = lambda _name, _version: a_checklist()  # noqa: E731
    quality = QualityService(
        open_unit, now, identity, records, template=framework_template, guard_for=fake_guard_for
    )
    record_reviews = RecordReviewService(open_unit, now, identity, records)
    archive = ArchiveService(open_unit, identity, checklists, records)
    return Desk(
        identity=identity,
        clock=now,
        scheme_name="West Yorkshire",
        missing_changes=0,
        missing_changes_were_told=lambda: None,
        ended_uncleanly=False,
        server_url=None,
        visits=VisitService(open_unit, now, ids, identity, checklists, records, guard_for=fake_guard_for),
        finding=FindingService(store.open_unit, store.open_reading),
        reviews=reviews,
        approvals=ApprovalService(store.open_reading, reviews),
        comments=CommentService(open_unit, now, identity, records, guard_for=fake_guard_for),
        concerns=ConcernService(open_unit, now, identity, records, guard_for=fake_guard_for),
        copies=CopyService(open_unit, now, identity, records, guard_for=fake_guard_for),
        overrides=OverrideService(open_unit, now, identity, records, guard_for=fake_guard_for),
        duties=DutyService(open_unit, now, identity, records),
        rota=RotaService(open_unit, now, ids, identity, records),
        quality=quality,
        record_reviews=record_reviews,
        record_readings=RecordReadingService(open_unit, now, identity, records, guard_for=fake_guard_for),
        scheme=SchemeService(
            open_unit, now, now, identity, records, sealing, rosters, leaving, granting, audit
        ),
        checklists=ChecklistService(
            open_unit, checklists, lambda: (a_checklist(),), lambda _text: a_checklist()
        ),
        settings=SettingsService(open_unit, now, identity, records, audit, checklists),
        expenses=ExpenseService(open_unit, now, identity, records),
        notices=notices,
        messages=messages,
        own_day=OwnDayService(open_unit, now, identity, messages),
        member_files=MemberFileService(open_unit, now, identity, records, audit),
        locked_out=LockedOutService(open_unit, now, identity, keyring, rosters, leaving, granting),
        office_slot=OfficeSlotService(open_unit, identity, rosters, MemoryVault(store)),
        office_kit=office_kit,
        devices=DeviceService(open_unit, identity, sealing, rosters, receiving, leaving, keyring, audit),
        agenda=AgendaService(open_unit, now, checklists, lacking=undrawable),
        today=TodayService(open_unit, now, checklists, notices.on_desk, office_kit.due),
        coverage=CoverageService(open_unit, now),
        publications=PublicationService(
            open_unit,
            now,
            checklists,
            identity,
            records,
            guard_for=fake_guard_for,
            levels=quality.levels,
            reviews=record_reviews.figures,
        ),
        publication_words=PublicationWords(open_unit, now, identity, records, guard_for=fake_guard_for),
        archive=archive,
        bringing_in=BringingInService(open_unit, now, ids, archive, audit, guard_for=fake_guard_for),
        whole=WholeSchemeService(open_unit, now, identity, checklists),
        audit=AuditService(open_unit, now, identity, keyring, audit),
        verification=VerificationService(open_unit, identity, keyring, rosters),
        unsent=UnsentTexts(open_unit),
        sync=sync,
        retention=RetentionService(
            open_unit,
            now,
            identity,
            records,
            audit,
            checklists,
            open_unit,
            guard_for=fake_guard_for,
            clear_traces=MemoryVault(store).clear_traces,
        ),
        heads=HeadDesk(open_unit, now, book, rosters),
        withholding=WithholdingService(open_unit, now, book),
        sync_centre=SyncCentre(open_unit, identity),
        bundles=BundleDesk(open_unit, now, now, identity, sync, receiving, keyring, rosters, book, audit),
        open_unit=open_unit,
        keyring=keyring,
        guard_for=fake_guard_for,
        lock=lambda: None,
        destroy=lambda: None,
    )


class OtherStep(QWidget):
    """A step of the editor in three words, where a test is about the other steps."""

    def __init__(self, view_model: VisitViewModel) -> None:
        super().__init__()
        self.view_model = view_model
        self.shown: list[tuple[str, PersonId | None, ConcernId | None]] = []
        self.line = QLineEdit()
        QVBoxLayout(self).addWidget(self.line)

    def show_field(self, field: str, person_id: PersonId | None, concern_id: ConcernId | None) -> None:
        self.shown.append((field, person_id, concern_id))
        self.line.setFocus()

    def focus_first(self) -> None:
        self.line.setFocus()

    def finish(self) -> None:
        """Nothing typed here is kept."""


def short_makers() -> Mapping[Step, MakeStep]:
    """The steps, with those for people, suite and concerns cut short."""
    others: dict[Step, Callable[[VisitViewModel], QWidget]] = {
        Step.PEOPLE: OtherStep,
        Step.SUITE: OtherStep,
        Step.CONCERNS: OtherStep,
    }
    return {**step_makers(), **others}


def a_workplace(desk: Desk, window: ShellWindow) -> Workplace:
    """The workplace of a desk that never leaves the laptop."""
    return Workplace(desk, cast(Doors, None), InlineTasks(), window, window)


def an_editor(
    store: MemoryStore,
    visit: Visit,
    clock: SettableClock | None = None,
    makers: Mapping[Step, MakeStep] | None = None,
) -> VisitPage:
    """The editor on a visit that is in the store, in no window yet."""
    desk = a_desk(store, clock)
    model = VisitViewModel(desk.visits, desk.visits.open_draft(visit.visit_id), InlineTasks())
    page = VisitPage(model, makers or short_makers())
    model.setParent(page)
    return page
