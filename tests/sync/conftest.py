"""Servers and schemes for the tests of synchronising.

One server process of each kind runs for the whole session; every test has a scheme of its own on it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from icv_app.seal.envelope import read_envelope
from icv_app.services.ports_sync import Receipt, Refusal
from sync.client.channel import HttpChannel
from sync.client.failures import ServerRefused
from sync.client.transport import HttpTransport, Outgoing
from sync.server.database import Database
from sync.server.registration import register_scheme
from tests.postgres import empty_database
from tests.servers import RunningServer, running_server
from tests.sync.scheme_at_hand import Chain, SchemeAtHand


@dataclass
class ServerAtHand:
    """A server process and its database."""

    running: RunningServer
    database: Database


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def server_at_hand(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServerAtHand]:
    """A server process over each kind of database."""
    folder = tmp_path_factory.mktemp(f"server-{request.param}")
    settings = {"ICV_ADDRESS_REQUESTS_BURST": "10000", "ICV_DEVICE_REQUESTS_BURST": "10000"}
    if request.param == "sqlite":
        yield from _serving(folder, None, f"sqlite:///{folder / 'icv-server.sqlite'}", settings)
        return
    server: str = request.getfixturevalue("postgres_server")
    with empty_database(server, f"sync_{uuid.uuid4().hex}") as url:
        yield from _serving(folder, url, url, settings)


def _serving(
    folder: Path, database_url: str | None, address: str, settings: dict[str, str]
) -> Iterator[ServerAtHand]:
    with running_server(folder, database_url=database_url, settings=settings) as running:
        database = Database(address)
        try:
            yield ServerAtHand(running, database)
        finally:
            database.dispose()


class SchemeOnServer(SchemeAtHand):
    """A scheme registered on a running server, and connections to it for each device."""

    def __init__(self, server: ServerAtHand) -> None:
        super().__init__()
        self.server = server
        self.url = server.running.url
        self._channels: list[HttpChannel] = []
        register_scheme(server.database, self.root, datetime.now(UTC))

    def channel(self, chain: Chain | None, inner: httpx.BaseTransport | None = None) -> HttpChannel:
        channel = HttpChannel(self.url, signer=chain.keys if chain else None, inner=inner)
        self._channels.append(channel)
        return channel

    def transport(self, chain: Chain, page_items: int = 200) -> HttpTransport:
        return HttpTransport(self.channel(chain), self.scheme_id, page_items=page_items)

    def push(self, chain: Chain, *envelopes: bytes) -> list[Receipt | Refusal]:
        batch = [Outgoing(read_envelope(data).record_id, data) for data in envelopes]
        return self.transport(chain).push(batch)

    def publish_roster(self) -> None:
        """Let the coordinator send every statement made so far."""
        for answer in self.push(self.coordinator, *self.statements):
            assert isinstance(answer, Receipt)

    def visitor_on_server(self, member: str = "V-001") -> Chain:
        visitor = self.add_visitor(member)
        self.publish_roster()
        return visitor

    def close(self) -> None:
        for channel in self._channels:
            channel.close()


@pytest.fixture
def scheme(server_at_hand: ServerAtHand) -> Iterator[SchemeOnServer]:
    """A scheme of this test's own on the session's server."""
    made = SchemeOnServer(server_at_hand)
    yield made
    made.close()


def code_of(refused: pytest.ExceptionInfo[ServerRefused]) -> str:
    """Return the code a refusal came with."""
    return refused.value.code
