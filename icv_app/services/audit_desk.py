"""Reading the audit log, checking its chain, handing it out, and noting what else leaves the vault."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from icv_app.domain.audit import AuditAct, AuditHead
from icv_app.errors import RuleBroken
from icv_app.seal.audit_chain import AuditCheck, check_log, head_until
from icv_app.seal.devices import DevicePublicKeys
from icv_app.seal.keys import Signer
from icv_app.services.audit_log import AuditLog, LoggedLine, lines_in
from icv_app.services.identity import Identity
from icv_app.services.keyring import KeyRing
from icv_app.services.membership import read_belonging
from icv_app.services.ports import Clock, OpenUnit
from icv_app.words import _

_ONE_MOMENT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditOutgoing:
    """The whole log, about to be written to a file.

    Attributes:
        root_fingerprint: Of the scheme, as invitations carry it.
        maker: The device that hands it out.
        lines: In the log's order; `head` is theirs.
    """

    scheme_id: str
    scheme_name: str
    root_fingerprint: str
    member: str
    maker: DevicePublicKeys
    signer: Signer = field(repr=False)
    exported_at: datetime
    head: AuditHead
    lines: tuple[LoggedLine, ...]


@dataclass(frozen=True, slots=True)
class LogStanding:
    """The log in its order, and what a check of its chain finds."""

    lines: tuple[LoggedLine, ...]
    check: AuditCheck


class AuditService:
    """The log as a coordinator sees it; a visitor's vault holds nothing of it. Holds no state of its own."""

    def __init__(
        self,
        open_unit: OpenUnit,
        clock: Clock,
        identity: Identity,
        keyring: KeyRing,
        log: AuditLog,
        open_reading: OpenUnit | None = None,
    ) -> None:
        self._open_unit = open_unit
        self._open_reading = open_reading or open_unit
        self._clock = clock
        self._identity = identity
        self._keyring = keyring
        self._log = log

    def lines(self) -> tuple[LoggedLine, ...]:
        """Every line that counts, in the log's order."""
        with self._open_reading() as unit:
            return lines_in(unit)

    def head(self, until: datetime | None = None) -> AuditHead | None:
        """The head of the lines dated before a moment, or of all; `None` in a visitor's vault.

        Args:
            until: UTC.
        """
        if not self._identity.coordinator:
            return None
        lines = self.lines()
        return head_until([line.link for line in lines], until or self._after(lines))

    def standing(self) -> LogStanding:
        """The log and its chain as they are read here; `icv verify` checks what was signed besides."""
        lines = self.lines()
        return LogStanding(lines, check_log(line.link for line in lines))

    def note(
        self,
        act: AuditAct,
        about: str,
        reason: str = "",
        *,
        subject: str = "",
        printed_until: datetime | None = None,
    ) -> None:
        """Log that something left this vault in a file; a visitor's device has no log to write to.

        Args:
            act: What was done.
            about: SHA-256 of the file.
            reason: What it holds, in words.
            subject: The member it is for; this one where not given.
            printed_until: The head up to this moment (UTC) is printed in it.

        Raises:
            StoreError: Nothing was changed on disk.
        """
        if not self._identity.coordinator:
            return
        with self._open_unit() as unit:
            whom = subject or self._identity.member_id
            self._log.note(unit, act, whom, about, reason, printed_until=printed_until)
            unit.commit()

    def prepare_export(self) -> AuditOutgoing:
        """Gather the whole log for a file; `exported` notes it once it is written.

        Raises:
            RuleBroken: Not a coordinator.
        """
        if not self._identity.coordinator:
            raise RuleBroken(
                f"member {self._identity.member_id}: not a coordinator",
                user_text=_("Only a coordinator has the audit log."),
            )
        with self._open_reading() as unit:
            belonging = read_belonging(unit)
            assert belonging is not None  # noqa: S101 - a desk is opened over a finished vault only
            device = self._keyring.device(unit)
            lines = lines_in(unit)
        return AuditOutgoing(
            scheme_id=self._identity.scheme_id,
            scheme_name=belonging.scheme_name,
            root_fingerprint=belonging.root_fingerprint,
            member=self._identity.member_id,
            maker=device.public,
            signer=device,
            exported_at=self._clock.now(),
            head=head_until([line.link for line in lines], self._after(lines)),
            lines=lines,
        )

    def exported(self, outgoing: AuditOutgoing, digest: str) -> None:
        """Log that the log was handed out.

        Args:
            outgoing: What the file holds.
            digest: SHA-256 of the file.

        Raises:
            StoreError: Nothing was changed on disk.
        """
        self.note(AuditAct.AUDIT_EXPORTED, digest, printed_until=outgoing.head.until)

    def _after(self, lines: tuple[LoggedLine, ...]) -> datetime:
        """A moment after every line here, whatever clock its author's laptop had."""
        return max((self._clock.now(), *(line.entry.at for line in lines))) + _ONE_MOMENT
