"""How many envelopes of 20 KB a server accepts in a second, clients and server on this machine.

The envelopes are sealed, and the requests signed, before the clock starts: what is measured is the
server. It runs as an administrator would run it, and PostgreSQL writes to disk before it answers.
"""

from __future__ import annotations

import json
import os
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from icv_app.domain.records import RecordKind
from icv_app.seal.envelope import read_envelope
from sync.signing import RequestMessage, sign_request
from sync.wire import ENVELOPE, MSGPACK, packed_batch
from tests.postgres import DURABLE, empty_database, running_postgres
from tests.servers import RunningServer, running_server
from tests.sync.scheme_at_hand import Chain, SchemeAtHand

ENVELOPE_BYTES = 20_000
SINGLY = {1: 250, 8: 1600, 32: 1600}
BATCH_ITEMS = 100
BATCHED = 2500
BATCH_CLIENTS = 4
PROCESSES = {"sqlite": 1, "postgresql": 2}


@dataclass(frozen=True, slots=True)
class Ready:
    """A request that only has to be sent."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Sealed:
    """Reports by each of the devices, and the scheme they belong to."""

    scheme: SchemeAtHand
    devices: list[Chain]
    reports: list[list[bytes]]


def ingest() -> dict[str, float]:
    """Envelopes a second over SQLite and PostgreSQL: 1, 8 and 32 clients singly, and in batches."""
    work = {str(clients): _sealed(clients, count) for clients, count in SINGLY.items()}
    work["batched"] = _sealed(BATCH_CLIENTS, BATCHED)
    figures: dict[str, float] = {}
    for database in ("sqlite", "postgresql"):
        with _serving(database) as server:
            for name, sealed in work.items():
                figures |= _measured(server, f"ingest_{database}", name, sealed)
    return figures


@contextmanager
def _serving(database: str) -> Iterator[RunningServer]:
    settings = {"ICV_DEVICE_REQUESTS_PER_SECOND": "100000", "ICV_DEVICE_REQUESTS_BURST": "100000"}
    arguments = ["--processes", str(PROCESSES[database])] if PROCESSES[database] > 1 else []
    with tempfile.TemporaryDirectory(prefix="icv-ingest-") as folder:
        data = Path(folder) / "data"
        if database == "sqlite":
            with running_server(data, settings=settings, arguments=arguments) as server:
                yield server
            return
        with (
            running_postgres(DURABLE) as postgres,
            empty_database(postgres, f"bench_{uuid.uuid4().hex}") as url,
            running_server(data, database_url=url, settings=settings, arguments=arguments) as server,
        ):
            yield server


def _sealed(clients: int, count: int) -> Sealed:
    """Make `count` envelopes altogether, by as many devices as there are clients."""
    scheme = SchemeAtHand()
    devices = [scheme.add_visitor(f"V-{number:03}") for number in range(1, clients + 1)]
    reports = [[_report(scheme, device) for _ in range(count // clients)] for device in devices]
    return Sealed(scheme, devices, reports)


def _report(scheme: SchemeAtHand, author: Chain) -> bytes:
    """Seal a report that is 20 KB on its way; what is random in it cannot be compressed away."""
    recipients = [scheme.office.public.sealing, author.keys.public.sealing]
    # A byte in hexadecimal takes a little over one byte once compressed.
    text = os.urandom((ENVELOPE_BYTES - 3700) * 100 // 113).hex()
    parts = {"report": json.dumps({"text": text}).encode()}
    data = author.seal(scheme.scheme_id, RecordKind.VISIT_REPORT, recipients, parts=parts)
    if not 0.95 < len(data) / ENVELOPE_BYTES < 1.05:
        raise AssertionError(f"the envelope has {len(data)} bytes")
    return data


def _measured(server: RunningServer, figure: str, name: str, sealed: Sealed) -> dict[str, float]:
    scheme = sealed.scheme
    server.register(scheme.root)
    base = f"/v1/schemes/{scheme.scheme_id}/envelopes"
    statements = _signed(server, "POST", base, packed_batch(scheme.statements), scheme.coordinator)
    _send_all(server, [[statements]])
    queues = []
    for device, reports in zip(sealed.devices, sealed.reports, strict=True):
        if name == "batched":
            stretches = [reports[at : at + BATCH_ITEMS] for at in range(0, len(reports), BATCH_ITEMS)]
            queues.append([_signed(server, "POST", base, packed_batch(part), device) for part in stretches])
        else:
            queues.append(
                [
                    _signed(server, "PUT", f"{base}/{read_envelope(data).record_id}", data, device)
                    for data in reports
                ]
            )
    seconds, waits = _send_all(server, queues)
    count = sum(len(reports) for reports in sealed.reports)
    if name == "batched":
        return {f"{figure}_batched_per_s": count / seconds}
    return {
        f"{figure}_{name}_clients_per_s": count / seconds,
        f"{figure}_{name}_clients_p50_ms": _at(waits, 0.5) * 1000,
        f"{figure}_{name}_clients_p99_ms": _at(waits, 0.99) * 1000,
    }


def _signed(server: RunningServer, method: str, path: str, body: bytes, device: Chain) -> Ready:
    message = RequestMessage(method, server.url + path, {})
    sign_request(message, body, device.keys, datetime.now(UTC))
    content_type = ENVELOPE if method == "PUT" else MSGPACK
    return Ready(method, path, {**message.headers, "Content-Type": content_type}, body)


def _send_all(server: RunningServer, queues: Sequence[Sequence[Ready]]) -> tuple[float, list[float]]:
    """Send each queue over a connection of its own; return the seconds altogether and of each request."""
    address = urlsplit(server.url)
    start = threading.Barrier(len(queues) + 1)

    def send(queue: Sequence[Ready]) -> list[float]:
        connection = HTTPConnection(address.hostname or "", address.port, timeout=60)
        connection.connect()
        waits = []
        start.wait()
        for ready in queue:
            began = time.perf_counter()
            connection.request(ready.method, ready.path, ready.body, ready.headers)
            answer = connection.getresponse()
            content = answer.read()
            waits.append(time.perf_counter() - began)
            if answer.status not in (200, 201) or b'"problem":{' in content:
                raise AssertionError(f"{answer.status}: {content[:300]!r}")
        connection.close()
        return waits

    with ThreadPoolExecutor(len(queues)) as pool:
        sending = [pool.submit(send, queue) for queue in queues]
        start.wait()
        began = time.perf_counter()
        waits = [wait for one in sending for wait in one.result()]
        return time.perf_counter() - began, waits


def _at(waits: Sequence[float], share: float) -> float:
    return sorted(waits)[min(len(waits) - 1, int(len(waits) * share))]
