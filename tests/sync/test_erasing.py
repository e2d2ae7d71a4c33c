"""What a coordinator's run names is gone from the server, and stays away, on SQLite and PostgreSQL."""

from __future__ import annotations

import os
import uuid
from pathlib import Path

import pytest
from sqlalchemy import select, text

from icv_app.domain.records import RecordKind
from icv_app.domain.scheme import Role
from icv_app.seal.envelope import read_envelope, without_part
from icv_app.seal.erasures import ErasedRecords, Erasure, PartToErase, erasure_parts
from icv_app.services.ports_sync import Receipt, Refusal
from sync.server import tables
from sync.server.erasing import has_traces
from tests.servers import run_command
from tests.sync.conftest import SchemeOnServer
from tests.sync.scheme_at_hand import SEALED_AT, Chain


def a_report(scheme: SchemeOnServer, author: Chain, kind: str = RecordKind.VISIT_REPORT) -> bytes:
    """A report whose part about people does not shrink, so that its bytes can be looked for."""
    return author.seal(
        scheme.scheme_id,
        kind,
        [scheme.office.public.sealing, author.keys.public.sealing],
        parts={"report": b'{"in_custody":3}', "person": os.urandom(20_000).hex().encode()},
    )


def a_run(scheme: SchemeOnServer, *records: bytes, by: Chain | None = None) -> bytes:
    names = tuple(read_envelope(data).record_id for data in records)
    erasure = Erasure(at=SEALED_AT, erased=(ErasedRecords(part="person", records=names),))
    signer = by or scheme.coordinator
    return signer.seal(scheme.scheme_id, RecordKind.ERASURE_RUN, [], open_parts=erasure_parts(erasure))


def person_part(data: bytes) -> bytes:
    parts = {entry.name: part for entry, part in read_envelope(data).entries()}
    found = parts["person"]
    assert found is not None
    return found


def stored(scheme: SchemeOnServer, data: bytes) -> bytes:
    rows = tables.envelopes.c
    query = select(rows.envelope).where(rows.record_id == read_envelope(data).record_id)
    with scheme.server.database.reading() as connection:
        found: bytes = connection.execute(query).scalar_one()
    return found


def files_of(scheme: SchemeOnServer) -> list[Path]:
    database = scheme.server.database
    if database.is_sqlite:
        return scheme.server.running.database_files
    with database.writing() as connection:
        connection.execute(text("CHECKPOINT"))  # what waits in memory shows in the files
        folder = Path(connection.execute(text("SHOW data_directory")).scalar_one())
    # Its own log keeps what it holds until it is recycled: the server guide says so.
    return [path for path in (folder / "base").rglob("*") if path.is_file()]


def holds(scheme: SchemeOnServer, secret: bytes) -> bool:
    """Whether any file of the database holds one of many pieces of a ciphertext."""
    pieces = [secret[at : at + 48] for at in range(0, len(secret) - 48, 500)]
    for path in files_of(scheme):
        content = path.read_bytes()
        if any(piece in content for piece in pieces):
            return True
    return False


def answers_of(found: list[Receipt | Refusal]) -> list[str]:
    return [answer.code if isinstance(answer, Refusal) else "ok" for answer in found]


def test_a_run_takes_the_part_out_and_header_and_signature_stay(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    report, other = a_report(scheme, visitor), a_report(scheme, visitor)
    scheme.push(visitor, report, other)

    assert answers_of(scheme.push(scheme.coordinator, a_run(scheme, report))) == ["ok"]

    assert stored(scheme, report) == without_part(report, "person")
    assert stored(scheme, other) == other
    pulled = {one.record_id: one.envelope for one in scheme.transport(visitor).pull(None).records}
    assert pulled[read_envelope(report).record_id] == without_part(report, "person")


def test_a_run_of_whole_visits_leaves_nothing_but_the_header(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    report = a_report(scheme, visitor)
    scheme.push(visitor, report)
    name = read_envelope(report).record_id
    both: tuple[PartToErase, ...] = ("person", "report")
    erasure = Erasure(
        version=2, at=SEALED_AT, erased=tuple(ErasedRecords(part=part, records=(name,)) for part in both)
    )
    run = scheme.coordinator.seal(
        scheme.scheme_id, RecordKind.ERASURE_RUN, [], open_parts=erasure_parts(erasure)
    )
    facts = scheme.coordinator.seal(
        scheme.scheme_id,
        RecordKind.ERASURE_FACTS,
        [scheme.office.public.sealing, scheme.coordinator.keys.public.sealing],
        parts={"facts": b"{}"},
    )

    assert answers_of(scheme.push(scheme.coordinator, facts, run)) == ["ok", "ok"]

    rest = without_part(without_part(report, "person"), "report")
    assert stored(scheme, report) == rest
    assert answers_of(scheme.push(visitor, report)) == ["ok"]
    assert stored(scheme, report) == rest
    theirs = [one.record_id for one in scheme.transport(visitor).pull(None).records]
    assert read_envelope(run).record_id in theirs
    assert read_envelope(facts).record_id not in theirs


def test_no_file_of_the_database_holds_it_any_more(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    report, kept = a_report(scheme, visitor), a_report(scheme, visitor)
    scheme.push(visitor, report, kept)
    running = scheme.server.running

    scheme.push(scheme.coordinator, a_run(scheme, report))
    done = run_command("scrub", data=running.data, environment=running.environment)

    assert done.returncode == 0, done.stderr
    assert not holds(scheme, person_part(report))
    assert holds(scheme, person_part(kept)), "the search would not find what is there"
    with scheme.server.database.reading() as connection:
        assert not has_traces(connection)


def test_what_was_erased_cannot_be_filed_again(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    late = a_report(scheme, visitor)
    scheme.push(scheme.coordinator, a_run(scheme, late))

    # Whoever was offline sends it whole, and then once more.
    assert answers_of(scheme.push(visitor, late)) == ["ok"]
    assert answers_of(scheme.push(visitor, late)) == ["ok"]

    assert stored(scheme, late) == without_part(late, "person")


def test_run_and_record_in_one_batch_leave_nothing(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    first, second = a_report(scheme, visitor), a_report(scheme, visitor)

    scheme.push(scheme.coordinator, first, a_run(scheme, first, second), second)

    assert stored(scheme, first) == without_part(first, "person")
    assert stored(scheme, second) == without_part(second, "person")


def test_a_visitor_cannot_file_what_is_left_of_a_record_before_its_run(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    report = a_report(scheme, visitor)
    rest = without_part(report, "person")

    assert answers_of(scheme.push(visitor, rest)) == ["part_missing"]
    # Of a coordinator's device it is taken: nobody else may have more.
    another = a_report(scheme, visitor)
    assert answers_of(scheme.push(scheme.coordinator, without_part(another, "person"))) == ["ok"]
    scheme.push(scheme.coordinator, a_run(scheme, report))
    assert answers_of(scheme.push(visitor, rest)) == ["ok"]


def test_a_visitor_may_not_sign_a_run(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    report = a_report(scheme, visitor)
    scheme.push(visitor, report)

    assert answers_of(scheme.push(visitor, a_run(scheme, report, by=visitor))) == ["not_allowed"]
    assert stored(scheme, report) == report


def test_a_run_of_another_scheme_erases_nothing_here(
    scheme: SchemeOnServer, request: pytest.FixtureRequest
) -> None:
    visitor = scheme.visitor_on_server()
    report = a_report(scheme, visitor)
    scheme.push(visitor, report)
    other = SchemeOnServer(scheme.server)
    request.addfinalizer(other.close)

    assert answers_of(other.push(other.coordinator, a_run(other, report))) == ["ok"]

    assert stored(scheme, report) == report


def test_a_run_that_came_late_erases_once_a_coordinator_lets_it_count(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    report = a_report(scheme, visitor)
    scheme.push(visitor, report)
    scheme.add_member("C-002", Role.COORDINATOR)
    removed = scheme.add_device("C-002")
    scheme.remove_device(removed)
    scheme.publish_roster()
    late = a_run(scheme, report, by=removed)

    assert answers_of(scheme.push(scheme.coordinator, late)) == ["ok"]
    assert stored(scheme, report) == report
    assert answers_of(scheme.push(scheme.coordinator, scheme.decide_late(removed, late))) == ["ok"]

    assert stored(scheme, report) == without_part(report, "person")


def test_a_run_cannot_take_out_what_is_no_part_of_a_visit(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    settings = scheme.coordinator.seal(
        scheme.scheme_id,
        RecordKind.SCHEME_SETTINGS,
        [scheme.office.public.sealing, visitor.keys.public.sealing],
        parts={"report": b"{}", "person": b"{}"},
    )
    scheme.push(scheme.coordinator, settings, a_run(scheme, settings))

    assert stored(scheme, settings) == settings


def test_a_run_that_names_nothing_readable_is_refused(scheme: SchemeOnServer) -> None:
    bad = scheme.coordinator.seal(
        scheme.scheme_id, RecordKind.ERASURE_RUN, [], open_parts={"erased": b'{"version":1}'}
    )

    assert answers_of(scheme.push(scheme.coordinator, bad)) == ["bad_envelope"]


def test_a_server_restored_from_an_old_backup_erases_again(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    report = a_report(scheme, visitor)
    scheme.push(visitor, report)
    scheme.push(scheme.coordinator, a_run(scheme, report))
    rows = tables.envelopes
    with scheme.server.database.writing() as connection:
        # As a backup of the table of envelopes alone would bring it back.
        name = read_envelope(report).record_id
        connection.execute(rows.update().where(rows.c.record_id == name).values(envelope=report))
        connection.execute(tables.erased_parts.delete())
    running = scheme.server.running

    done = run_command("restored", data=running.data, environment=running.environment)

    assert done.returncode == 0, done.stderr
    assert stored(scheme, report) == without_part(report, "person")
    assert not holds(scheme, person_part(report))
    assert uuid.UUID(done.stdout.split()[1])
