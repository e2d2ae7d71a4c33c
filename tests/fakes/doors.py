"""The ways in and out of the application, without a disk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from icv_app.bootstrap.bringing_in import PastVisitFiles
from icv_app.bootstrap.going_out import OutFiles
from icv_app.bootstrap.notices import NoticeFiles
from icv_app.bootstrap.publications import PublicationFiles
from icv_app.bootstrap.quality import QualityFiles
from icv_app.bootstrap.scheme_files import SchemeFiles
from icv_app.domain.audit import AuditHead
from icv_app.domain.ids import MemberId, VisitId
from icv_app.domain.periods import Period
from icv_app.domain.publication import PublicationKind
from icv_app.domain.visit import ChecklistRef
from icv_app.errors import BadInput, IcvError, StoreError, VaultLocked
from icv_app.figures.coverage_of_cells import Coverage
from icv_app.figures.coverage_parts import CoveragePart
from icv_app.report.coverage_charts import coverage_chart
from icv_app.seal.passphrases import KdfCost
from icv_app.services.bundles import BundleTaken
from icv_app.services.desk import Desk
from icv_app.services.last_backup import LastBackup
from icv_app.services.locked_out import HowKnown
from tests.builders import NOON
from ui.doors import (
    Founded,
    InvitationAtHand,
    NewScheme,
    NextSync,
    Opened,
    Restored,
    SyncOutcome,
    SyncPhase,
    SyncTold,
)
from ui.help_doors import HelpAsked

FINGERPRINT = "abandon ability able about above absent absorb abstract absurd abuse access accident"


@dataclass
class FakeHelp:
    """`HelpDoors` without a disk.

    Attributes:
        asked: The request that waits.
        answers: What the coordinator was asked to answer: member, words and how they are known.
    """

    doors: FakeDoors
    asked: HelpAsked | None = None
    answers: list[tuple[str, str, HowKnown]] = field(default_factory=list)

    def help_asked(self) -> HelpAsked | None:
        return self.asked

    def ask_for_help(self, passphrase: str) -> HelpAsked:
        self.doors._fail()
        self.doors.passphrase = passphrase
        self.asked = HelpAsked(words=FINGERPRINT, made_at=NOON, answered=False)
        return self.asked

    def save_help_request(self, file: Path) -> None:
        self.doors._fail()
        self.doors.written[file] = FINGERPRINT.encode()

    def let_back_in(self, answer: Path | None, passphrase: str) -> Opened:
        self.doors._fail()
        if answer is None:
            raise BadInput("no answer", user_text="Choose the coordinator's answer first.")
        return Opened(desk=self.doors.unlock(passphrase), recovery_code="one two three")

    def answer_request(
        self, desk: Desk, member_id: MemberId, request: Path, words: str, how_known: HowKnown, answer: Path
    ) -> None:
        self.doors._fail()
        self.answers.append((member_id, words, how_known))
        self.doors.written[answer] = b"answer"


@dataclass
class FakePublications(PublicationFiles):
    """Lays publications out as the application does, and writes none.

    Attributes:
        while_writing: What happens before a file would be there.
    """

    doors: FakeDoors
    published: list[str] = field(default_factory=list)
    while_writing: Callable[[], None] = lambda: None

    def write(
        self,
        desk: Desk,
        kind: PublicationKind,
        period: Period,
        file: Path,
        *,
        publish: bool = False,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> bool:
        self.while_writing()
        if cancelled():
            return False
        self.doors._fail()
        self.doors.written[file] = period.label.encode()
        if publish:
            self.published.append(period.label)
        return True


@dataclass
class FakeDoors:
    """`Doors` that remember what they were asked.

    Attributes:
        passphrase: What opens the vault.
        fail_next: What the next writing or synchronising says instead of doing it.
        telling: How far a synchronisation says it is, in order.
        planned: After how many failures, and how long the server had asked to wait.
        damage: What unlocking says until the backup was opened.
        backup: The last backup, if there is one.
        written: What was written where; the figures and exports only by name.
    """

    folder: Path = Path("vault")
    passphrase: str = "correct horse battery"
    desk: Desk | None = None
    invitation: InvitationAtHand | None = None
    outcome: SyncOutcome = field(
        default_factory=lambda: SyncOutcome(sent=0, received=0, apart=0, enrolments=0)
    )
    fail_next: IcvError | None = None
    damage: IcvError | None = None
    backup: LastBackup | None = None
    written: dict[Path, bytes] = field(default_factory=dict)
    syncs: int = 0
    help: FakeHelp = field(init=False)
    publications: FakePublications = field(init=False)
    quality: QualityFiles = field(default_factory=QualityFiles)
    scheme: SchemeFiles = field(default_factory=SchemeFiles)
    notices: NoticeFiles = field(default_factory=NoticeFiles)
    out: OutFiles = field(default_factory=OutFiles)
    bring_in: PastVisitFiles = field(default_factory=PastVisitFiles)
    telling: tuple[SyncTold, ...] = (SyncTold(SyncPhase.FETCHING, 1, 1),)
    planned: list[tuple[int, int | None]] = field(default_factory=list)
    backups: int = 0

    def __post_init__(self) -> None:
        self.help = FakeHelp(self)
        self.publications = FakePublications(self)

    def has_vault(self) -> bool:
        return self.desk is not None

    def unlock(self, passphrase: str) -> Desk:
        if passphrase != self.passphrase or self.desk is None:
            raise VaultLocked("wrong passphrase", user_text="The passphrase is wrong.")
        if self.damage is not None:
            raise self.damage
        return self.desk

    def last_backup(self) -> LastBackup | None:
        return self.backup

    def unlock_last_backup(self, passphrase: str) -> Restored:
        if self.backup is None:
            raise StoreError("no whole backup", user_text="There is no backup.")
        damage, self.damage = self.damage, None
        try:
            return Restored(desk=self.unlock(passphrase), backup=self.backup)
        except VaultLocked:
            self.damage = damage
            raise

    def unlock_with_recovery_code(self, code: str, new_passphrase: str) -> Desk:
        self.passphrase = new_passphrase
        return self.unlock(new_passphrase)

    def change_passphrase(self, old: str, new: str) -> None:
        self._fail()
        if old != self.passphrase:
            raise VaultLocked("wrong passphrase", user_text="The passphrase is wrong.")
        if len(new) < 12:
            raise BadInput("passphrase too short", user_text="Choose at least 12 characters.")
        self.passphrase = new

    def read_invitation(self, file: Path) -> InvitationAtHand:
        if self.invitation is None:
            raise BadInput("no invitation", user_text="This file is not an invitation.")
        return self.invitation

    def read_spoken_invitation(self, words: str, server_url: str) -> InvitationAtHand:
        return self.read_invitation(Path(server_url))

    def join(self, invitation: InvitationAtHand, passphrase: str) -> Opened:
        self.passphrase = passphrase
        return Opened(desk=self.unlock(passphrase), recovery_code="one two three")

    def found(self, scheme: NewScheme, passphrase: str) -> Founded:
        self.passphrase = passphrase
        return Founded(
            desk=self.unlock(passphrase),
            recovery_code="one two three",
            kit_code="four five six",
            root_file=scheme.kit_file.with_name("scheme-root.icv"),
        )

    def recover(
        self, kit_file: Path, code: str, server_url: str, passphrase: str, member_id: str = ""
    ) -> Opened:
        self._fail()
        self.passphrase = passphrase
        return Opened(desk=self.unlock(passphrase), recovery_code="one two three")

    def renew_kit(self, desk: Desk, file: Path) -> str:
        self._fail()
        return desk.office_kit.renew(KdfCost(iterations=1), lambda kit: self.written.update({file: kit}))

    def synchronise(
        self, desk: Desk, progress: Callable[[SyncTold], None], cancelled: Callable[[], bool]
    ) -> SyncOutcome:
        self.syncs += 1
        self._fail()
        for told in self.telling:
            progress(told)
        return self.outcome

    def next_sync(self, failures: int, asked_s: int | None) -> NextSync:
        self.planned.append((failures, asked_s))
        wait = timedelta(seconds=asked_s or 300 + failures)
        return NextSync(NOON + wait, wait)

    def save_bundle(self, desk: Desk, file: Path, for_member: MemberId | None = None) -> int:
        self._fail()
        self.written[file] = f"bundle for {for_member}".encode()
        desk.bundles.saved(outgoing := desk.bundles.prepare(for_member))
        return len(outgoing.records)

    def read_bundle(self, desk: Desk, file: Path) -> BundleTaken:
        self._fail()
        return BundleTaken(member="V-001", made_at=NOON, new=3, known=2, passed_over=0, apart=1, enrolments=1)

    def coverage_chart(self, coverage: Coverage, part: CoveragePart, width: float, *, dark: bool) -> bytes:
        return coverage_chart(coverage, part, width, dark=dark)

    def export_audit_log(self, desk: Desk, file: Path) -> AuditHead:
        self._fail()
        outgoing = desk.audit.prepare_export()
        self.written[file] = outgoing.head.value.encode()
        desk.audit.exported(outgoing, "ab" * 32)
        return outgoing.head

    def write_visit_pdf(self, desk: Desk, visit_id: str, file: Path, *, police: bool) -> bool:
        self._fail()
        self.written[file] = f"{'police copy' if police else 'report'} {visit_id}".encode()
        visitors = desk.reviews.read(VisitId(visit_id)).visit.visitors
        return police and (desk.identity.coordinator or desk.identity.member_id in visitors)

    def write_concern_pdf(
        self, desk: Desk, visit_id: str, concern_id: str, file: Path, *, to_role: str
    ) -> None:
        self._fail()
        self.written[file] = f"{concern_id} to {to_role}".encode()

    def write_aide_memoire(
        self, desk: Desk, file: Path, *, people: int, checklist: ChecklistRef | None = None
    ) -> None:
        self._fail()
        self.written[file] = f"{people} {checklist}".encode()

    def export_visits(self, desk: Desk, file: Path) -> int:
        self._fail()
        visits = list(desk.archive.filed_visits())
        self.written[file] = str(len(visits)).encode()
        return len(visits)

    def write_duties_calendar(self, desk: Desk, file: Path) -> None:
        self._fail()
        self.written[file] = str(len(desk.duties.own())).encode()

    def write_invitation(self, invitation_file: bytes, file: Path) -> None:
        self._fail()
        self.written[file] = invitation_file

    def back_up(self) -> None:
        self.backups += 1

    def _fail(self) -> None:
        error, self.fail_next = self.fail_next, None
        if error is not None:
            raise error
