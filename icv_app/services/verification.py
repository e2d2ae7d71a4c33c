"""Checking every signature and every chain in this vault."""

from __future__ import annotations

from icv_app.seal.verification import VerifyReport, verify_records
from icv_app.services.ports import OpenUnit
from icv_app.services.roster_book import RosterBook


class VerificationService:
    """What `icv verify` and the sync centre ask. Holds no state of its own."""

    def __init__(self, open_reading: OpenUnit, rosters: RosterBook) -> None:
        self._open_reading = open_reading
        self._rosters = rosters

    def verify(self) -> VerifyReport:
        """Check every envelope in this vault against the roster.

        Raises:
            NotFound: The roster has not arrived on this device yet.
            SealError: The roster's root does not carry the fingerprint of the invitation.
        """
        with self._open_reading() as unit:
            roster = self._rosters.folded_anew(unit, readable_only=True)
            names = [name for name, _digest in unit.records.enveloped_ids()]
            envelopes = ((name, unit.records.get(name).envelope or b"") for name in names)
            return verify_records(envelopes, roster)
