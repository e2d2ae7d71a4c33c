"""The way in and out of the application for its windows: implements `ui.doors.Doors`.

The heavy layers are imported when they are first needed, so that the window
that asks for the passphrase appears at once.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from icv_app.bootstrap.file_doors import FileDoors
from icv_app.bootstrap.locked_out import VaultHelpDoors
from icv_app.domain.custody_pattern import pattern_problem
from icv_app.domain.ids import MemberId, SchemeId, SuiteId
from icv_app.domain.scheme import Member, Role, SchemeSettings, Suite
from icv_app.domain.times import london_day
from icv_app.domain.visit import ChecklistRef
from icv_app.errors import BadInput, StoreError
from icv_app.words import _
from ui.doors import (
    Founded,
    InvitationAtHand,
    NewScheme,
    NextSync,
    Opened,
    Restored,
    SyncOutcome,
    SyncTold,
)

if TYPE_CHECKING:
    from icv_app.domain.audit import AuditHead
    from icv_app.figures.coverage_of_cells import Coverage
    from icv_app.figures.coverage_parts import CoveragePart
    from icv_app.seal.passphrases import KdfCost
    from icv_app.services.bundles import BundleTaken
    from icv_app.services.desk import Desk
    from icv_app.services.last_backup import LastBackup
    from icv_app.store.vault import Vault

T = TypeVar("T")

SHORTEST_PASSPHRASE = 12
CHECKLIST_ID = "custody-visit"
UNLOCK_SECONDS = 1.0
ROOT_FILE = "scheme-root.icv"


class VaultDoors(FileDoors):
    """`Doors` over one vault folder.

    Args:
        folder: Where the vault lies or will lie.
        kdf_cost: What a passphrase costs to try; measured on this machine where not given.
    """

    def __init__(self, folder: Path, *, kdf_cost: KdfCost | None = None) -> None:
        self.folder = folder
        self._kdf_cost = kdf_cost
        self._vault: Vault | None = None
        self.help = VaultHelpDoors(folder, self._cost, self._keep)

    def has_vault(self) -> bool:
        """Whether there is a vault to unlock, or a whole backup of one."""
        from icv_app.store.layout import has_vault

        if has_vault(self.folder):
            return True
        from icv_app.store.restore import newest_sound

        return newest_sound(self.folder) is not None

    def unlock(self, passphrase: str) -> Desk:
        """See `Doors.unlock`."""
        from icv_app.store.unlocking import unlock

        return self._opened(unlock(self.folder, passphrase, now=_now()))

    def _opened(self, vault: Vault) -> Desk:
        from icv_app.bootstrap.keeping_up import keep_up
        from icv_app.bootstrap.wiring import open_desk, set_up_finished
        from icv_app.store.unlocking import abandon_new

        if not _or_undo(vault.close, lambda: set_up_finished(vault)):
            # Cut short between making the vault and putting a member into it: nothing was ever in it.
            abandon_new(vault)
            raise StoreError(
                "set-up of the vault was cut short",
                user_text=_(
                    "Setting up this vault was never finished, and nothing is lost. "
                    "Start ICV again and set it up from your invitation."
                ),
            )
        self._vault = vault
        desk = _or_undo(vault.close, lambda: open_desk(vault))
        keep_up(desk)
        return desk

    def unlock_with_recovery_code(self, code: str, new_passphrase: str) -> Desk:
        """See `Doors.unlock_with_recovery_code`."""
        from icv_app.store.unlocking import reset_passphrase

        check_passphrase(new_passphrase)
        reset_passphrase(self.folder, code, new_passphrase)
        return self.unlock(new_passphrase)

    def back_up(self) -> None:
        """See `Doors.back_up`."""
        from icv_app.store.backup import backup, backups, refresh_slots

        vault, now = self._vault, _now()
        if vault is None or vault.locked:
            return
        refresh_slots(self.folder)
        if any(london_day(made.manifest.taken_at) == london_day(now) for made in backups(self.folder)):
            return
        backup(vault, now)

    def last_backup(self) -> LastBackup | None:
        """See `Doors.last_backup`."""
        from icv_app.bootstrap.restoring import last_backup

        return last_backup(self.folder)

    def unlock_last_backup(self, passphrase: str) -> Restored:
        """See `Doors.unlock_last_backup`."""
        from icv_app.bootstrap.restoring import unlock_backup_of

        vault, chosen = unlock_backup_of(self.folder, passphrase, _now())
        return Restored(desk=self._opened(vault), backup=chosen)

    def change_passphrase(self, old: str, new: str) -> None:
        """See `Doors.change_passphrase`."""
        from icv_app.store.unlocking import change_passphrase

        check_passphrase(new)
        change_passphrase(self.folder, old, new, now=_now())

    def read_invitation(self, file: Path) -> InvitationAtHand:
        """See `Doors.read_invitation`."""
        from icv_app.bootstrap.invitations import at_hand, read_file

        return at_hand(read_file(file), _now())

    def read_spoken_invitation(self, words: str, server_url: str) -> InvitationAtHand:
        """See `Doors.read_spoken_invitation`."""
        from icv_app.bootstrap.invitations import at_hand, read_spoken

        return at_hand(read_spoken(words, server_url), _now())

    def join(self, invitation: InvitationAtHand, passphrase: str) -> Opened:
        """See `Doors.join`."""
        from icv_app.bootstrap.invitations import check_in_date
        from icv_app.bootstrap.wiring import SystemClock, open_desk
        from icv_app.seal.invitations import Invitation
        from icv_app.services.set_up import join_scheme
        from icv_app.store.unlocking import abandon_new, create_vault

        assert isinstance(invitation.raw, Invitation)  # noqa: S101 - made by read_invitation
        raw = invitation.raw
        check_passphrase(passphrase)
        check_in_date(raw, _now())
        vault, code = create_vault(self.folder, passphrase, kdf_parameters=self._cost(), now=_now())
        self._vault = vault

        def finish() -> Opened:
            join_scheme(vault.open_unit, SystemClock(), vault.identity_key, raw)
            return Opened(desk=open_desk(vault), recovery_code=code)

        return _or_undo(lambda: abandon_new(vault), finish)

    def found(self, scheme: NewScheme, passphrase: str) -> Founded:
        """See `Doors.found`."""
        from icv_app.bootstrap.wiring import SystemClock, SystemIds, open_desk
        from icv_app.exchange.whole_files import write_whole
        from icv_app.services.set_up import FoundedScheme, found_scheme
        from icv_app.store.unlocking import abandon_new, create_vault

        check_passphrase(passphrase)
        root_file = scheme.kit_file.with_name(ROOT_FILE)
        _check_places(scheme.server_url, scheme.kit_file, root_file)
        clock = SystemClock()
        ids = SystemIds(clock)
        settings = _settings(scheme, ids.new())
        cost = self._cost()
        vault, code = create_vault(self.folder, passphrase, kdf_parameters=cost, now=_now())
        self._vault = vault

        written: list[Path] = []

        def keep(founded: FoundedScheme) -> None:
            for file, data in ((scheme.kit_file, founded.kit), (root_file, founded.root)):
                write_whole(file, data)
                written.append(file)

        def undo() -> None:
            abandon_new(vault)
            for file in written:
                file.unlink(missing_ok=True)

        def finish() -> Founded:
            founded = found_scheme(
                vault.open_unit,
                clock,
                ids,
                vault.identity_key,
                coordinator=_first_coordinator(scheme),
                settings=settings,
                server_url=scheme.server_url,
                kit_cost=cost,
                keep=keep,
            )
            return Founded(
                desk=open_desk(vault), recovery_code=code, kit_code=founded.kit_code, root_file=root_file
            )

        return _or_undo(undo, finish)

    def recover(
        self, kit_file: Path, code: str, server_url: str, passphrase: str, member_id: str = ""
    ) -> Opened:
        """See `Doors.recover`."""
        from icv_app.bootstrap.recovery import recover_office
        from icv_app.store.unlocking import abandon_new, create_vault

        check_passphrase(passphrase)
        vault, own_code = create_vault(self.folder, passphrase, kdf_parameters=self._cost(), now=_now())
        self._vault = vault

        def finish() -> Opened:
            desk = recover_office(vault, kit_file, code, server_url, member_id)
            return Opened(desk=desk, recovery_code=own_code)

        return _or_undo(lambda: abandon_new(vault), finish)

    def renew_kit(self, desk: Desk, file: Path) -> str:
        """See `Doors.renew_kit`."""
        from icv_app.exchange.whole_files import put_back_on_failure, write_whole

        # A kit of which nobody gets the words must not lie where an earlier one did.
        with put_back_on_failure(file):
            return desk.office_kit.renew(self._cost(), lambda kit: write_whole(file, kit))

    def synchronise(
        self, desk: Desk, progress: Callable[[SyncTold], None], cancelled: Callable[[], bool]
    ) -> SyncOutcome:
        """See `Doors.synchronise`."""
        from icv_app.bootstrap.syncing import synchronise

        return synchronise(desk, progress, cancelled)

    def next_sync(self, failures: int, asked_s: int | None) -> NextSync:
        """See `Doors.next_sync`."""
        from icv_app.bootstrap.syncing import next_sync

        return next_sync(failures, asked_s, _now())

    def save_bundle(self, desk: Desk, file: Path, for_member: MemberId | None = None) -> int:
        """See `Doors.save_bundle`."""
        from icv_app.exchange.bundles import save_bundle

        return len(save_bundle(desk.bundles, file, for_member).records)

    def read_bundle(self, desk: Desk, file: Path) -> BundleTaken:
        """See `Doors.read_bundle`."""
        from icv_app.bootstrap.keeping_up import keep_up
        from icv_app.exchange.bundles import load_bundle

        taken = load_bundle(desk.bundles, file)
        desk.office_slot.renew()
        keep_up(desk)
        return taken

    def coverage_chart(self, coverage: Coverage, part: CoveragePart, width: float, *, dark: bool) -> bytes:
        """See `Doors.coverage_chart`."""
        from icv_app.report.coverage_charts import coverage_chart

        return coverage_chart(coverage, part, width, dark=dark)

    def export_audit_log(self, desk: Desk, file: Path) -> AuditHead:
        """See `Doors.export_audit_log`."""
        from icv_app.bootstrap.publishing import save_audit_log

        return save_audit_log(desk, file)

    def write_visit_pdf(self, desk: Desk, visit_id: str, file: Path, *, police: bool) -> bool:
        """See `Doors.write_visit_pdf`."""
        from icv_app.bootstrap.publishing import save_visit_pdf

        return save_visit_pdf(desk, visit_id, file, police=police)

    def write_concern_pdf(
        self, desk: Desk, visit_id: str, concern_id: str, file: Path, *, to_role: str
    ) -> None:
        """See `Doors.write_concern_pdf`."""
        from icv_app.bootstrap.publishing import save_concern_pdf

        save_concern_pdf(desk, visit_id, concern_id, file, to_role=to_role)

    def write_aide_memoire(
        self, desk: Desk, file: Path, *, people: int, checklist: ChecklistRef | None = None
    ) -> None:
        """See `Doors.write_aide_memoire`."""
        from icv_app.bootstrap.printing import write_paper

        found = desk.visits.checklist(checklist or desk.scheme.settings().checklist)
        write_paper(found, file, people=people, today=london_day(desk.clock.now()))

    def export_visits(self, desk: Desk, file: Path) -> int:
        """See `Doors.export_visits`."""
        from icv_app.bootstrap.publishing import save_visits

        return save_visits(desk, file)

    def write_duties_calendar(self, desk: Desk, file: Path) -> None:
        """See `Doors.write_duties_calendar`."""
        from icv_app.exchange.duties_calendar import save_calendar

        suites = {one.suite_id: one.name for one in desk.scheme.settings().suites}
        duties = [own.duty for own in desk.duties.own()]
        save_calendar(duties, suites, desk.identity.member_id, desk.clock.now(), file)

    def write_invitation(self, invitation_file: bytes, file: Path) -> None:
        """See `Doors.write_invitation`."""
        from icv_app.exchange.whole_files import write_whole

        write_whole(file, invitation_file)

    def _keep(self, vault: Vault) -> None:
        self._vault = vault

    def _cost(self) -> KdfCost:
        from icv_app.seal.passphrases import calibrate

        if self._kdf_cost is None:
            self._kdf_cost = calibrate(UNLOCK_SECONDS, time.perf_counter)
        return self._kdf_cost


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that is too short to protect anybody.

    Raises:
        BadInput: It has fewer than twelve characters.
    """
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        raise BadInput(
            "passphrase too short",
            user_text=_("Choose a passphrase of at least 12 characters; three or four words do well."),
        )


def _now() -> datetime:
    return datetime.now(UTC)


def _or_undo(undo: Callable[[], None], finish: Callable[[], T]) -> T:
    """Finish, or undo: the vault does not stay held, and set-up can be tried again."""
    try:
        return finish()
    except BaseException:
        undo()
        raise


def _check_places(server_url: str | None, kit_file: Path, root_file: Path) -> None:
    """Refuse what would only be found out when the scheme is there already.

    Raises:
        BadInput: The server's address is none, or two files would have one name.
    """
    from sync.client.channel import HttpChannel

    if server_url is not None:
        HttpChannel(server_url).close()
    if root_file.exists() or kit_file.name == root_file.name:
        raise BadInput(
            "root file would replace another",
            user_text=_(
                "The file {name} of a scheme lies there already. Choose another folder for the recovery kit."
            ).format(name=ROOT_FILE),
        )


def _first_coordinator(scheme: NewScheme) -> Member:
    return Member(
        member_id=MemberId(scheme.member_id.strip()),
        role=Role.COORDINATOR,
        given_name=scheme.given_name.strip(),
        surname=scheme.surname.strip(),
        joined=london_day(_now()),
    )


def _settings(scheme: NewScheme, scheme_id: str) -> SchemeSettings:
    """Return the first settings of a scheme.

    Raises:
        BadInput: A name is missing, two suites have one name, or the pattern is no pattern.
    """
    from icv_app.bootstrap.wiring import checklists

    suites = tuple(
        Suite(suite_id=SuiteId(_slug(name)), name=name.strip(), district=district.strip() or name.strip())
        for name, district in scheme.suites
        if name.strip()
    )
    if not scheme.name.strip() or not suites or not scheme.member_id.strip():
        raise BadInput(
            "scheme incomplete",
            user_text=_("Give the scheme a name, your own number and at least one custody suite."),
        )
    if len({suite.suite_id for suite in suites}) != len(suites):
        raise BadInput("suites alike", user_text=_("Two suites have the same name. Change one of them."))
    if problem := pattern_problem(scheme.custody_number_pattern):
        raise BadInput("custody number pattern", user_text=problem)
    newest = checklists().newest(CHECKLIST_ID)
    return SchemeSettings(
        scheme_id=SchemeId(scheme_id),
        version=1,
        name=scheme.name.strip(),
        policing_body=scheme.policing_body.strip(),
        force=scheme.force.strip(),
        suites=suites,
        checklist=ChecklistRef(checklist_id=newest.checklist_id, version=newest.version),
        custody_number_pattern=scheme.custody_number_pattern,
    )


def _slug(name: str) -> str:
    return re.sub(r"[^\w]+", "-", name.strip().casefold()).strip("-")
