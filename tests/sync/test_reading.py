"""What each device is shown, over real HTTP, on SQLite and PostgreSQL."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select, update

from icv_app.domain.scheme import Role
from icv_app.seal.envelope import read_envelope
from sync.client.failures import ServerRefused
from sync.server import tables
from sync.server.migrate import begin_new_incarnation
from sync.wire import Code, digest_of
from tests.sync.conftest import SchemeOnServer, code_of
from tests.sync.scheme_at_hand import Chain


def seen_by(scheme: SchemeOnServer, chain: Chain) -> set[str]:
    return {record.record_id for record in scheme.transport(chain).pull(None).records}


def name(data: bytes) -> str:
    return read_envelope(data).record_id


def test_a_report_reaches_the_pair_and_the_office_and_nobody_else(scheme: SchemeOnServer) -> None:
    author, partner, other = (scheme.visitor_on_server(one) for one in ("V-001", "V-002", "V-003"))
    report = scheme.report(author, partner)
    scheme.push(author, report)

    roster = {name(one) for one in scheme.statements}
    assert seen_by(scheme, author) == roster | {name(report)}
    assert seen_by(scheme, partner) == roster | {name(report)}
    assert seen_by(scheme, scheme.coordinator) == roster | {name(report)}
    assert seen_by(scheme, other) == roster


def test_an_author_sees_what_they_sent_to_the_office_alone(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    data = visitor.seal(
        scheme.scheme_id, "member.availability", [scheme.office.public.sealing], parts={"body": b"{}"}
    )
    scheme.push(visitor, data)

    assert name(data) in seen_by(scheme, visitor)


def test_two_schemes_on_one_server_see_only_their_own(scheme: SchemeOnServer) -> None:
    other = SchemeOnServer(scheme.server)
    visitor = other.visitor_on_server()
    other.push(visitor, other.report(visitor))

    assert seen_by(scheme, scheme.coordinator) == {name(scheme.root)}
    with pytest.raises(ServerRefused) as refused:
        scheme.channel(visitor).send("GET", f"/v1/schemes/{scheme.scheme_id}/envelopes")
    assert code_of(refused) == Code.UNKNOWN_DEVICE
    other.close()


def test_pages_follow_one_another_without_gap_or_repeat(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    reports = [scheme.report(visitor) for _ in range(7)]
    scheme.push(visitor, *reports)
    transport = scheme.transport(visitor, page_items=3)

    names, cursor, more = [], None, True
    while more:
        page = transport.pull(cursor)
        names += [record.record_id for record in page.records]
        cursor, more = page.next_cursor, page.more

    assert names == [name(one) for one in [*scheme.statements, *reports]]
    assert transport.pull(cursor).records == ()


def test_nothing_new_leaves_the_cursor_where_it_is(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    page = scheme.transport(visitor).pull(None)

    assert scheme.transport(visitor).pull(page.next_cursor).next_cursor == page.next_cursor


def test_what_others_may_see_moves_the_cursor_on(scheme: SchemeOnServer) -> None:
    visitor, other = scheme.visitor_on_server("V-001"), scheme.visitor_on_server("V-002")
    before = scheme.transport(other).pull(None).next_cursor
    scheme.push(visitor, scheme.report(visitor))

    page = scheme.transport(other).pull(before)

    assert page.records == ()
    assert page.next_cursor != before


def test_both_sides_can_compare_what_they_hold(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    report = scheme.report(visitor)
    scheme.push(visitor, report)
    transport = scheme.transport(visitor)
    held = {name(one): read_envelope(one).hash for one in [*scheme.statements, report]}

    summary = transport.summary(transport.pull(None).next_cursor)

    assert (summary.count, summary.digest) == (len(held), digest_of(held))
    assert transport.heads() == held


def test_the_summary_stops_at_the_cursor(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    transport = scheme.transport(visitor)
    cursor = transport.pull(None).next_cursor
    scheme.push(visitor, scheme.report(visitor))

    assert transport.summary(cursor).count == len(scheme.statements)


@pytest.mark.parametrize("cursor", ["x", "a.b.c.d", "1.2.3", "..9.m", "a.99999999999999999999.c.m"])
def test_a_made_up_cursor_is_refused(scheme: SchemeOnServer, cursor: str) -> None:
    with pytest.raises(ServerRefused) as refused:
        scheme.transport(scheme.coordinator).pull(cursor)

    assert code_of(refused) == Code.BAD_CURSOR


def test_a_server_said_to_be_restored_tells_everyone_to_start_again(scheme: SchemeOnServer) -> None:
    cursor = scheme.transport(scheme.coordinator).pull(None).next_cursor
    with scheme.server.database.writing() as connection:
        begin_new_incarnation(connection, datetime.now(UTC))

    with pytest.raises(ServerRefused) as refused:
        scheme.transport(scheme.coordinator).pull(cursor)

    assert code_of(refused) == Code.HISTORY_CHANGED
    assert scheme.transport(scheme.coordinator).pull(None).records


def lose_the_last_record(scheme: SchemeOnServer) -> None:
    """What going on from an older backup does, without telling the server."""
    with scheme.server.database.writing() as connection:
        rows, audience, schemes = tables.envelopes, tables.audience, tables.schemes
        head = connection.execute(
            select(schemes.c.head_position).where(schemes.c.scheme_id == scheme.scheme_id)
        ).scalar_one()
        for table in (audience, rows):
            connection.execute(
                delete(table).where(table.c.scheme_id == scheme.scheme_id, table.c.position == head)
            )
        history = connection.execute(
            select(rows.c.history).where(rows.c.scheme_id == scheme.scheme_id, rows.c.position == head - 1)
        ).scalar_one()
        connection.execute(
            update(schemes)
            .where(schemes.c.scheme_id == scheme.scheme_id)
            .values(head_position=head - 1, head_history=history)
        )


def test_a_server_that_lost_records_is_found_out_at_once(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    scheme.push(visitor, scheme.report(visitor))
    cursor = scheme.transport(visitor).pull(None).next_cursor
    lose_the_last_record(scheme)

    with pytest.raises(ServerRefused) as refused:
        scheme.transport(visitor).pull(cursor)

    assert code_of(refused) == Code.HISTORY_CHANGED


def test_a_server_that_lost_records_is_found_out_even_after_new_ones(scheme: SchemeOnServer) -> None:
    visitor = scheme.visitor_on_server()
    scheme.push(visitor, scheme.report(visitor))
    cursor = scheme.transport(visitor).pull(None).next_cursor
    lose_the_last_record(scheme)
    scheme.push(visitor, scheme.report(visitor), scheme.report(visitor))

    with pytest.raises(ServerRefused) as refused:
        scheme.transport(visitor).pull(cursor)

    assert code_of(refused) == Code.HISTORY_CHANGED


def test_whoever_becomes_coordinator_is_shown_everything_from_the_start(scheme: SchemeOnServer) -> None:
    author, promoted = scheme.visitor_on_server("V-001"), scheme.visitor_on_server("V-002")
    report = scheme.report(author)
    scheme.push(author, report)
    cursor = scheme.transport(promoted).pull(None).next_cursor
    scheme.add_member("V-002", Role.COORDINATOR)
    scheme.publish_roster()

    page = scheme.transport(promoted).pull(cursor)

    assert {record.record_id for record in page.records} == {
        name(one) for one in [*scheme.statements, report]
    }
