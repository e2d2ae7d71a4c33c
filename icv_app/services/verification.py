"""Checking every signature and every chain in this vault."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain

from icv_app.seal.chains import ChainFault, ChainReport
from icv_app.seal.verification import VerifyReport, verify_records
from icv_app.services.identity import Identity
from icv_app.services.ports import OpenUnit
from icv_app.services.roster_book import RosterBook

_NOT_ALL_IS_HERE = frozenset({ChainFault.GAP, ChainFault.WITHHELD})


class VerificationService:
    """What `icv verify` and the sync centre ask. Holds no state of its own."""

    def __init__(self, open_reading: OpenUnit, identity: Identity, rosters: RosterBook) -> None:
        self._open_reading = open_reading
        self._identity = identity
        self._rosters = rosters

    def verify(self) -> VerifyReport:
        """Check every envelope in this vault against the roster.

        A visitor is given only part of what others write, so on their device
        only a gap in their own chains is one.

        Raises:
            NotFound: The roster has not arrived on this device yet.
            SealError: The roster's root does not carry the fingerprint of the invitation.
        """
        with self._open_reading() as unit:
            roster = self._rosters.folded_anew(unit, readable_only=True)
            names = [name for name, _digest in unit.records.enveloped_ids()]
            envelopes = ((name, unit.records.get(name).envelope or b"") for name in names)
            heads = [(f"head of {head.device}", head.envelope) for head in unit.heads.all()]
            report = verify_records(chain(envelopes, heads), roster)
        if self._identity.coordinator:
            return report
        chains = tuple(self._as_far_as_it_is_for_us(one) for one in report.chains)
        return replace(report, chains=chains, withheld=())

    def _as_far_as_it_is_for_us(self, chain: ChainReport) -> ChainReport:
        if chain.author_device == self._identity.device_id:
            return chain
        return replace(chain, breaks=tuple(one for one in chain.breaks if one.fault not in _NOT_ALL_IS_HERE))
