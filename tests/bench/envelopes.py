"""How many reports a device seals and opens in a second."""

from __future__ import annotations

import os
import time
from uuid import uuid4

from icv_app.seal.devices import DeviceKeys
from icv_app.seal.envelope import read_envelope, verify_envelope
from icv_app.seal.sealing import Outgoing, open_envelope, seal_envelope
from tests.bench.clock import NOW

COUNT = 400
SIZE = 20_000


def envelopes() -> dict[str, float]:
    """Envelopes of 20 KB for three recipients, sealed and (verified and) opened a second."""
    author, office, second = DeviceKeys.generate(), DeviceKeys.generate(), DeviceKeys.generate()
    recipients = [keys.public.sealing for keys in (author, office, second)]
    scheme, chain = str(uuid4()), str(uuid4())
    body = os.urandom(SIZE // 2).hex().encode()
    drafts = [
        Outgoing(
            record_id=str(uuid4()),
            kind="visit.report",
            scheme_id=scheme,
            chain_id=chain,
            sequence=n + 1,
            previous=None if n == 0 else "0" * 64,
            sealed_at=NOW,
            parts={"report": body, "person": body[:2000]},
        )
        for n in range(COUNT)
    ]
    began = time.perf_counter()
    sealed = [seal_envelope(draft, author, recipients) for draft in drafts]
    sealing = time.perf_counter() - began
    began = time.perf_counter()
    for data in sealed:
        envelope = read_envelope(data)
        verify_envelope(envelope, author.public.signing)
        open_envelope(envelope, {office.key_id: office})
    opening = time.perf_counter() - began
    return {"envelopes_sealed_per_s": COUNT / sealing, "envelopes_opened_per_s": COUNT / opening}
