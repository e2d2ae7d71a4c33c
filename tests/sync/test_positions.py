"""Positions under concurrent writers: nothing appears behind a cursor that was given out."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from icv_app.seal.envelope import read_envelope
from sync.client.transport import Outgoing
from sync.server.database import Database
from sync.server.filing import Admitted, Filed, file_under_lock, lock_scheme
from sync.server.migrate import migrate
from sync.server.reading import page_after, starting_point
from sync.server.registration import register_scheme
from sync.server.rosters import Rosters
from sync.wire import Page
from tests.sync.conftest import SchemeOnServer
from tests.sync.scheme_at_hand import SchemeAtHand

NOW = datetime(2024, 3, 1, 12, 0, tzinfo=UTC)


class Bench:
    """A database with a scheme in it, used without a server in between."""

    def __init__(self, database_url: str) -> None:
        self.database = Database(database_url)
        self.rosters = Rosters()
        self.scheme = SchemeAtHand()
        migrate(self.database, NOW)
        register_scheme(self.database, self.scheme.root, NOW)

    def admitted(self) -> Admitted:
        data = self.scheme.report(self.scheme.coordinator)
        return Admitted(read_envelope(data), data)

    def page(self, cursor: str | None) -> Page:
        with self.database.reading() as connection:
            view = self.rosters.view(connection, self.scheme.scheme_id)
            asker = view.asker(self.scheme.coordinator.key_id)
            assert asker is not None
            start = starting_point(connection, view, asker, cursor)
            return page_after(connection, view, asker, start, limit=100, page_bytes=10**9)


@pytest.fixture
def bench(database_url: str) -> Iterator[Bench]:
    made = Bench(database_url)
    yield made
    made.database.dispose()


@pytest.fixture
def postgres_bench(postgres_url: str) -> Iterator[Bench]:
    made = Bench(postgres_url)
    yield made
    made.database.dispose()


def test_a_late_commit_is_not_skipped_by_a_cursor(postgres_bench: Bench) -> None:
    """A writer holds its position uncommitted; another must wait, and a reader stops before both."""
    bench = postgres_bench
    slow, quick = bench.admitted(), bench.admitted()
    scheme_id = bench.scheme.scheme_id
    before = bench.page(None).next_cursor
    quick_done = threading.Event()
    quick_started = threading.Event()

    def write_quickly() -> None:
        with bench.database.writing() as connection:
            quick_started.set()
            file_under_lock(connection, lock_scheme(connection, scheme_id), [quick], NOW)
        quick_done.set()

    with bench.database.writing() as connection:
        (first,) = file_under_lock(connection, lock_scheme(connection, scheme_id), [slow], NOW)
        other = threading.Thread(target=write_quickly)
        other.start()
        assert quick_started.wait(30)
        during = bench.page(before)
        assert not quick_done.is_set(), "the second writer was given a position before the first committed"
    other.join(30)
    after = bench.page(during.next_cursor)

    assert isinstance(first, Filed)
    assert during.items == []
    assert during.next_cursor == before
    assert [item.record_id for item in after.items] == [slow.envelope.record_id, quick.envelope.record_id]
    assert [item.position for item in after.items] == [first.receipt.position, first.receipt.position + 1]


def test_a_position_given_up_is_given_to_the_next(bench: Bench) -> None:
    lost, kept = bench.admitted(), bench.admitted()

    class PowerCut(Exception):
        pass

    def file_and_fail() -> None:
        with bench.database.writing() as connection:
            file_under_lock(connection, lock_scheme(connection, bench.scheme.scheme_id), [lost], NOW)
            raise PowerCut

    with pytest.raises(PowerCut):
        file_and_fail()
    with bench.database.writing() as connection:
        (filed,) = file_under_lock(connection, lock_scheme(connection, bench.scheme.scheme_id), [kept], NOW)

    assert isinstance(filed, Filed)
    assert filed.receipt.position == 2
    assert [item.record_id for item in bench.page(None).items][1:] == [kept.envelope.record_id]


def test_writers_at_once_and_a_reader_between_them_lose_nothing(scheme: SchemeOnServer) -> None:
    writers = [scheme.visitor_on_server(f"V-{number:03}") for number in range(1, 5)]
    reports = {writer.key_id: [scheme.report(writer) for _ in range(8)] for writer in writers}
    done = threading.Event()

    def write(writer_index: int) -> None:
        writer = writers[writer_index]
        transport = scheme.transport(writer)
        for data in reports[writer.key_id]:
            transport.push([Outgoing(read_envelope(data).record_id, data)])

    seen: list[str] = []
    positions: list[int] = []
    reader = scheme.transport(scheme.coordinator, page_items=5)

    def read() -> None:
        cursor, finished = None, False
        while not finished:
            finished = done.is_set()
            more = True
            while more:
                page = reader.pull(cursor)
                seen.extend(record.record_id for record in page.records)
                positions.extend(record.position for record in page.records if record.position is not None)
                cursor, more = page.next_cursor, page.more

    with ThreadPoolExecutor(5) as pool:
        reading = pool.submit(read)
        for writing in [pool.submit(write, index) for index in range(len(writers))]:
            writing.result()
        done.set()
        reading.result()

    sent = [read_envelope(data).record_id for batch in reports.values() for data in batch]
    assert sorted(seen[len(scheme.statements) :]) == sorted(sent)
    assert positions == list(range(1, len(scheme.statements) + len(sent) + 1))
