"""Several processes at one address, and a server behind a proxy, as an administrator starts them."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from icv_app.errors import SyncError
from icv_app.seal.envelope import read_envelope
from icv_app.services.ports_sync import Receipt
from sync.client.channel import HttpChannel
from sync.client.failures import ServerRefused
from sync.client.transport import HttpTransport, Outgoing
from sync.wire import Code
from tests.servers import RunningServer, run_command, running_server
from tests.sync.scheme_at_hand import Chain, SchemeAtHand

CONNECTIONS = 12


def pushed(server: RunningServer, scheme: SchemeAtHand, sender: Chain, *envelopes: bytes) -> None:
    with HttpChannel(server.url, signer=sender.keys) as channel:
        batch = [Outgoing(read_envelope(data).record_id, data) for data in envelopes]
        for answer in HttpTransport(channel, scheme.scheme_id).push(batch):
            assert isinstance(answer, Receipt)


def children_of(process_id: int) -> list[int]:
    listed = Path(f"/proc/{process_id}/task/{process_id}/children").read_text().split()
    return [pid for pid in map(int, listed) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def eventually(condition: Callable[[], bool]) -> None:
    """Ask a server until it is so; every question waits for an answer, so this is no busy loop."""
    for _ in range(600):
        if condition():
            return
        signal.sigtimedwait([], 0.05)
    raise AssertionError("it never came about")


def test_every_process_refuses_a_removed_device_at_once(tmp_path: Path, postgres_url: str) -> None:
    scheme = SchemeAtHand()
    visitor = scheme.add_visitor()
    with running_server(
        tmp_path / "data", database_url=postgres_url, arguments=["--processes", "2"]
    ) as server:
        server.register(scheme.root)
        pushed(server, scheme, scheme.coordinator, *scheme.statements)
        channels = [HttpChannel(server.url, signer=visitor.keys) for _ in range(CONNECTIONS)]
        transports = [HttpTransport(channel, scheme.scheme_id) for channel in channels]
        for transport in transports:
            assert transport.pull(None).records
        removal = scheme.remove_device(visitor)
        pushed(server, scheme, scheme.coordinator, removal)
        late = scheme.report(visitor)
        for transport in transports:
            with pytest.raises(ServerRefused) as refused:
                transport.push([Outgoing(read_envelope(late).record_id, late)])
            assert refused.value.code == Code.DEVICE_REMOVED
        for channel in channels:
            channel.close()
        metrics = httpx.get(f"{server.url}/metrics").text
        assert server.stop() == 0

    # Whichever process was asked counts for all of them.
    assert f"icv_envelopes_stored_total {float(len(scheme.statements) - 1)}" in metrics
    assert f'icv_refusals_total{{code="device_removed"}} {float(CONNECTIONS)}' in metrics


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="looks at processes the way Linux shows them")
def test_a_process_that_is_killed_is_replaced_and_none_outlives_the_first(
    tmp_path: Path, postgres_url: str
) -> None:
    scheme = SchemeAtHand()
    visitor = scheme.add_visitor()
    with running_server(
        tmp_path / "data", database_url=postgres_url, arguments=["--processes", "2"]
    ) as server:
        server.register(scheme.root)
        pushed(server, scheme, scheme.coordinator, *scheme.statements)
        workers = children_of(server.process.pid)
        os.kill(workers[0], signal.SIGKILL)
        eventually(lambda: len(set(children_of(server.process.pid)) - set(workers)) == 1)
        pushed(server, scheme, visitor, scheme.report(visitor))
        workers = children_of(server.process.pid)
        server.kill()
        eventually(lambda: not any(Path(f"/proc/{worker}/cmdline").exists() for worker in workers))

    assert len(workers) == 2


def test_several_processes_over_sqlite_are_refused_in_a_sentence(tmp_path: Path) -> None:
    done = run_command("serve", "--processes", "2", "--port", "0", data=tmp_path / "data")

    assert done.returncode == 1
    assert done.stderr.strip().startswith("Several processes need PostgreSQL")


@pytest.mark.parametrize(("arguments", "believed"), [([], False), (["--behind-proxy", "127.0.0.1"], True)])
def test_forwarded_addresses_are_believed_only_from_a_named_proxy(
    tmp_path: Path, arguments: list[str], believed: bool
) -> None:
    limits = {"ICV_ADDRESS_REQUESTS_PER_SECOND": "1", "ICV_ADDRESS_REQUESTS_BURST": "3"}
    with running_server(tmp_path / "data", settings=limits, arguments=arguments) as server:
        statuses = [
            httpx.get(
                f"{server.url}/v1/invitations/{'0f' * 32}", headers={"X-Forwarded-For": f"192.0.2.{n}"}
            ).status_code
            for n in range(1, 12)
        ]

    assert (429 not in statuses) is believed


def test_a_request_that_a_proxy_passed_on_with_its_host_verifies(tmp_path: Path) -> None:
    scheme = SchemeAtHand()

    class Proxy(httpx.BaseTransport):
        """Ends TLS: the client asked for https, the server is reached by http with the host as it was."""

        def __init__(self, upstream: str, *, keeps_host: bool) -> None:
            self._upstream = httpx.URL(upstream)
            self._keeps_host = keeps_host
            self._inner = httpx.HTTPTransport()

        def handle_request(self, request: httpx.Request) -> httpx.Response:
            if not self._keeps_host:
                request.headers["Host"] = f"{self._upstream.host}:{self._upstream.port}"
            request.url = request.url.copy_with(
                scheme="http", host=self._upstream.host, port=self._upstream.port
            )
            return self._inner.handle_request(request)

        def close(self) -> None:
            self._inner.close()

    with running_server(tmp_path / "data", arguments=["--behind-proxy", "127.0.0.1"]) as server:
        server.register(scheme.root)
        for keeps_host in (True, False):
            proxy = Proxy(server.url, keeps_host=keeps_host)
            with HttpChannel(
                "https://icv.example.org", signer=scheme.coordinator.keys, inner=proxy
            ) as channel:
                transport = HttpTransport(channel, scheme.scheme_id)
                if keeps_host:
                    assert len(transport.pull(None).records) == 1
                else:
                    with pytest.raises(SyncError, match="bad_signature"):
                        transport.pull(None)
