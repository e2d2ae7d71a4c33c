"""What leaves the vault in a file of its own: each is noted in the audit log, or there is no file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from icv_app.domain.audit import AuditAct
from icv_app.errors import RuleBroken
from icv_app.words import _, plural

if TYPE_CHECKING:
    from icv_app.domain.audit import AuditHead
    from icv_app.services.desk import Desk


def save_visits(desk: Desk, file: Path) -> int:
    """Export every filed visit, marked OFFICIAL-SENSITIVE; return how many.

    Raises:
        IcvError: The ending is unknown, the file could not be written, or that not be logged.
    """
    from icv_app.exchange.visits_out import export_visits
    from icv_app.exchange.whole_files import noted_when_written

    number = 0

    def note(digest: str) -> None:
        desk.audit.note(AuditAct.VISITS_EXPORTED, digest, plural("{n} visit", "{n} visits", number))

    with noted_when_written(file, note):
        number = export_visits(desk.archive.filed_visits(), file)
    return number


def save_visit_pdf(desk: Desk, visit_id: str, file: Path, *, police: bool) -> bool:
    """Write the report of one visit as a PDF, or the copy for the police; return whether it was noted.

    Raises:
        IcvError: As `printing.write_visit_pdf`, or it could not be logged.
    """
    from icv_app.bootstrap.printing import write_visit_pdf
    from icv_app.exchange.whole_files import noted_when_written

    with noted_when_written(file, lambda digest: desk.audit.note(AuditAct.REPORT_WRITTEN, digest, visit_id)):
        return write_visit_pdf(desk, visit_id, file, police=police)


def save_concern_pdf(desk: Desk, visit_id: str, concern_id: str, file: Path, *, to_role: str) -> None:
    """Write the letter about one concern to the force as a PDF.

    Raises:
        RuleBroken: Not a coordinator.
        IcvError: As `printing.write_concern_pdf`, or it could not be logged.
    """
    from icv_app.bootstrap.printing import write_concern_pdf
    from icv_app.exchange.whole_files import noted_when_written

    if not desk.identity.coordinator:
        raise RuleBroken(
            f"member {desk.identity.member_id}: not a coordinator",
            user_text=_("Only a coordinator can write to the force about a concern."),
        )
    with noted_when_written(file, lambda digest: desk.audit.note(AuditAct.LETTER_WRITTEN, digest, visit_id)):
        write_concern_pdf(desk, visit_id, concern_id, file, to_role=to_role)


def save_audit_log(desk: Desk, file: Path) -> AuditHead:
    """Write the whole audit log to a file and return its head.

    Raises:
        IcvError: Not a coordinator, or the file could not be written or that not be logged.
    """
    from icv_app.exchange.audit_files import save_audit_log as save

    return save(desk.audit, file)
