"""A server that goes on from an old backup is noticed by its clients, and filled by them again."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from icv_app.bootstrap.wiring import sync_with_server
from icv_app.domain.visit import Visit
from icv_app.errors import SyncError
from tests.builders import a_visit
from tests.functional.disks import backed_up_server, filed, on_server, put_back
from tests.functional.scheme_in_life import SchemeInLife
from tests.postgres import empty_database
from tests.servers import run_command, running_server


def a_report_by(scheme: SchemeInLife, name: str) -> Visit:
    desk, other = scheme.desks[name], "V-002" if name == "V-001" else "V-001"
    draft = desk.visits.start()
    scheme.clock.forward(hours=3)
    made = a_visit(author=name, visitors=(name, other))
    desk.visits.change(
        draft.visit_id,
        lambda visit: replace(
            made,
            visit_id=visit.visit_id,
            checklist=visit.checklist,
            settings_version=visit.settings_version,
            created_at=visit.created_at,
        ),
    )
    return desk.visits.submit(draft.visit_id)


def everybody_syncs(scheme: SchemeInLife, rounds: int = 1) -> list[bool]:
    """Whether each found a difference and mended it, in the last round."""
    mended: list[bool] = []
    for _round in range(rounds):
        mended = [sync_with_server(desk).mended for desk in scheme.desks.values()]
    return mended


def live(scheme: SchemeInLife) -> Callable[[], None]:
    """Let three people join and one report go round; return what happens after the backup."""
    office = scheme.found()
    scheme.join("V-001")
    scheme.join("V-002")
    before = a_report_by(scheme, "V-001")
    everybody_syncs(scheme)

    def go_on() -> None:
        a_report_by(scheme, "V-002")
        after = a_report_by(scheme, "V-001")
        everybody_syncs(scheme)
        sync_with_server(office)
        office.reviews.return_with_question(before.visit_id, "Which cell was cold?")
        office.reviews.approve(after.visit_id)
        everybody_syncs(scheme, 2)
        # One record that its author alone has, and the server: nobody else has fetched it.
        a_report_by(scheme, "V-002")
        sync_with_server(scheme.desks["V-002"])

    return go_on


def check_filled_again(scheme: SchemeInLife, url: str, before: dict[str, dict[str, str]]) -> None:
    for name, desk in scheme.desks.items():
        assert on_server(desk, url).items() >= before[name].items()
        assert on_server(desk, url) == desk.sync.held()
        assert desk.sync.pending() == []
    office = scheme.desks["C-001"]
    assert len(filed(office)) == 4
    assert filed(office) == filed(scheme.desks["V-001"]) == filed(scheme.desks["V-002"])


def all_on_server(scheme: SchemeInLife, url: str) -> dict[str, dict[str, str]]:
    return {name: dict(on_server(desk, url)) for name, desk in scheme.desks.items()}


@pytest.mark.parametrize("told", [True, False], ids=["told", "not told"])
def test_a_server_from_an_old_backup_is_filled_again_by_its_clients(tmp_path: Path, told: bool) -> None:
    data = tmp_path / "server"
    with running_server(data) as server:
        scheme = SchemeInLife(tmp_path, server)
        go_on = live(scheme)
        disk = backed_up_server(data)
        go_on()
        before = all_on_server(scheme, server.url)
    put_back(data, disk)
    if told:
        assert run_command("restored", data=data).returncode == 0
    with running_server(data, port=urlsplit(server.url).port or 0) as again:
        mended = everybody_syncs(scheme)
        everybody_syncs(scheme, 2)

        assert all(mended)
        check_filled_again(scheme, again.url, before)
        assert not any(everybody_syncs(scheme))
        scheme.close()


def test_a_new_server_is_filled_from_the_laptops_alone(tmp_path: Path) -> None:
    """No backup at all: the administrator registers the scheme once more."""
    with running_server(tmp_path / "server") as server:
        scheme = SchemeInLife(tmp_path, server)
        live(scheme)()
        before = all_on_server(scheme, server.url)
    with running_server(tmp_path / "new", port=urlsplit(server.url).port or 0) as again:
        assert scheme.founded is not None
        again.register(scheme.founded.root)
        with pytest.raises(SyncError) as refused:  # it knows the coordinator only
            sync_with_server(scheme.desks["V-001"])
        assert "not enrolled yet" in refused.value.user_text
        everybody_syncs(scheme, 3)

        check_filled_again(scheme, again.url, before)
        scheme.close()


def test_a_postgresql_from_an_old_backup_is_filled_again(tmp_path: Path, postgres_server: str) -> None:
    data = tmp_path / "server"
    with copied_databases(postgres_server) as (url, copy, put_back_copy):
        with running_server(data, database_url=url) as server:
            scheme = SchemeInLife(tmp_path, server)
            go_on = live(scheme)
        copy()
        port = urlsplit(server.url).port or 0
        with running_server(data, database_url=url, port=port):
            go_on()
            before = all_on_server(scheme, server.url)
        put_back_copy()
        assert run_command("restored", data=data, environment={"ICV_DATABASE_URL": url}).returncode == 0
        with running_server(data, database_url=url, port=port) as again:
            assert all(everybody_syncs(scheme))
            everybody_syncs(scheme, 2)

            check_filled_again(scheme, again.url, before)
            scheme.close()


@contextmanager
def copied_databases(server: str) -> Iterator[tuple[str, Callable[[], None], Callable[[], None]]]:
    """A database, how to copy it, and how to put the copy back; nobody may be connected meanwhile."""
    name, spare = f"restored_{uuid.uuid4().hex}", f"copy_{uuid.uuid4().hex}"

    def run(*statements: str) -> None:
        address = server.format("postgres").replace("+psycopg", "")
        with psycopg.connect(address, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    with empty_database(server, name) as url:
        try:
            yield (
                url,
                lambda: run(f'CREATE DATABASE "{spare}" TEMPLATE "{name}"'),
                lambda: run(f'DROP DATABASE "{name}"', f'CREATE DATABASE "{name}" TEMPLATE "{spare}"'),
            )
        finally:
            run(f'DROP DATABASE IF EXISTS "{spare}"')
