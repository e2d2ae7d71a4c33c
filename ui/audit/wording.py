"""The audit log in plain words."""

from __future__ import annotations

from icv_app.domain.audit import AuditAct
from icv_app.words import _

_SHOWN = 16
_OF_FILES = frozenset(
    {
        AuditAct.VISITS_EXPORTED,
        AuditAct.VISITS_IMPORTED,
        AuditAct.ANNUAL_REPORT_WRITTEN,
        AuditAct.AUDIT_EXPORTED,
        AuditAct.BUNDLE_WRITTEN,
        AuditAct.REPORT_WRITTEN,
        AuditAct.LETTER_WRITTEN,
        AuditAct.EVIDENCE_WRITTEN,
        AuditAct.EVERYTHING_EXPORTED,
        AuditAct.NATIONAL_RETURN_WRITTEN,
        AuditAct.NOTICE_WRITTEN,
    }
)


def act_words(act: AuditAct) -> str:
    """Say what was done."""
    return {
        AuditAct.VISIT_ALLOWED: _("Visit allowed although a rule stands against it"),
        AuditAct.INVITED: _("Invitation issued"),
        AuditAct.INVITATION_WITHDRAWN: _("Invitation withdrawn"),
        AuditAct.DEVICE_ADDED: _("Laptop let in"),
        AuditAct.DEVICE_REMOVED: _("Laptop removed"),
        AuditAct.MEMBER_REMOVED: _("Member taken out of the scheme"),
        AuditAct.EPOCH_STARTED: _("New office key begun"),
        AuditAct.LATE_ACCEPTED: _("Late records accepted"),
        AuditAct.LATE_REFUSED: _("Late records refused"),
        AuditAct.KIT_RENEWED: _("Recovery kit renewed"),
        AuditAct.OFFICE_RECOVERED: _("Office brought back with the recovery kit"),
        AuditAct.HELPED_BACK_IN: _("Helped back in after a forgotten passphrase"),
        AuditAct.MEMBER_ADDED: _("Member added to the scheme"),
        AuditAct.MEMBER_CHANGED: _("Member’s details changed"),
        AuditAct.HISTORY_GRANTED: _("Keys of earlier records granted"),
        AuditAct.SETTINGS_CHANGED: _("Scheme’s settings changed"),
        AuditAct.ERASURE_RUN: _("Erasure carried out"),
        AuditAct.HOLD_SET: _("Legal hold set"),
        AuditAct.HOLD_LIFTED: _("Legal hold lifted"),
        AuditAct.VISITS_EXPORTED: _("Visits exported as a table"),
        AuditAct.VISITS_IMPORTED: _("Past visits brought in from a table"),
        AuditAct.ANNUAL_REPORT_WRITTEN: _("Annual report written"),
        AuditAct.PUBLICATION_WRITTEN: _("Publication about a quarter written"),
        AuditAct.AUDIT_EXPORTED: _("Audit log exported"),
        AuditAct.BUNDLE_WRITTEN: _("File for a USB stick written"),
        AuditAct.REPORT_WRITTEN: _("Report of a visit written as PDF"),
        AuditAct.LETTER_WRITTEN: _("Letter about a concern written as PDF"),
        AuditAct.EVIDENCE_WRITTEN: _("Evidence for the quality framework written to a file"),
        AuditAct.EVERYTHING_EXPORTED: _("Everything the scheme holds exported"),
        AuditAct.NATIONAL_RETURN_WRITTEN: _("National return written"),
        AuditAct.NOTICE_WRITTEN: _("Notice’s document, or who has read it, written to a file"),
    }[act]


def head_words(value: str) -> str:
    """Return a head in groups of eight, so that two can be compared aloud."""
    return " ".join(value[at : at + 8] for at in range(0, len(value), 8))


def about_words(act: AuditAct, about: str) -> str:
    """Say by what it was done: the beginning of a file's SHA-256, an invitation, or a record."""
    if not about:
        return ""
    if act in _OF_FILES:
        return _("file {digest}").format(digest=head_words(about[:_SHOWN]))
    if act in {AuditAct.INVITED, AuditAct.INVITATION_WITHDRAWN}:
        return _("invitation {locator}").format(locator=head_words(about[:_SHOWN]))
    return _("done by record {record}").format(record=about)
