"""What goes wrong between real vaults and a real server: one sentence, and nothing lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from icv_app import errors
from icv_app.bootstrap.wiring import SystemIds, sync_with_server
from icv_app.domain.review import ReviewState
from icv_app.errors import BadInput, NotYetEnrolled, SyncError, Unreachable
from icv_app.seal.statements import DeviceRemoved
from icv_app.services.desk import Desk
from icv_app.services.roster_book import RosterBook
from icv_app.services.sealing_desk import SealingDesk
from sync.client.channel import HttpChannel
from sync.client.planner import Step
from sync.client.transport import HttpTransport, Outgoing
from sync.client.worker import SyncProgress, sync_once
from tests.functional.scheme_in_life import RealClock, SchemeInLife
from tests.functional.test_main_job import a_filed_report
from tests.servers import running_server


@pytest.fixture
def scheme(tmp_path: Path) -> Iterator[SchemeInLife]:
    with running_server(tmp_path / "server") as server:
        life = SchemeInLife(tmp_path, server)
        yield life
        life.close()


def waiting_and_there(desk: Desk) -> tuple[int, int]:
    standing = desk.sync.standing()
    return standing.waiting, standing.accepted


def test_a_server_that_stops_in_the_middle_loses_and_doubles_nothing(
    scheme: SchemeInLife, tmp_path: Path
) -> None:
    coordinator, visitor = scheme.found(), scheme.join("V-001")
    report = a_filed_report(visitor, scheme)
    sealed: list[bytes] = []

    def stop(progress: SyncProgress) -> None:
        if progress.step is Step.PULL and not sealed:
            sealed.append(visitor.sync.seal_pending(visitor.sync.pending()[0]))
            scheme.server.kill()

    with pytest.raises(Unreachable) as failed:
        sync_with_server(visitor, progress=stop)
    assert failed.value.user_text.count(".") == 2
    assert "kept on this computer" in failed.value.user_text
    assert waiting_and_there(visitor) == (1, 0)
    visitor.visits.start()  # everything else goes on
    with pytest.raises(Unreachable):
        sync_with_server(visitor)

    port = urlsplit(scheme.server.url).port or 0
    with running_server(tmp_path / "server", port=port) as again:
        scheme.server = again
        sync_with_server(visitor)
        sync_with_server(coordinator)

        assert waiting_and_there(visitor) == (0, 1)
        assert visitor.sync.seal_pending(visitor.reviews.read(report.visit_id).record.record_id) == sealed[0]
        assert [line.visit_id for line in coordinator.reviews.list()] == [report.visit_id]
        assert coordinator.reviews.read(report.visit_id).visit == report


def test_an_answer_that_never_comes_back_makes_nothing_twice(scheme: SchemeInLife) -> None:
    """The server has filed the report, and dies before the laptop hears of it."""
    coordinator, visitor = scheme.found(), scheme.join("V-001")
    report = a_filed_report(visitor, scheme)
    [name] = visitor.sync.pending()
    with visitor.open_unit() as unit:
        signer = visitor.keyring.device(unit)
    with HttpChannel(scheme.server.url, signer=signer) as channel:
        transport = HttpTransport(channel, visitor.identity.scheme_id)
        transport.push([Outgoing(name, visitor.sync.seal_pending(name))])
    assert waiting_and_there(visitor) == (1, 0)

    sync_with_server(visitor)
    sync_with_server(coordinator)

    assert waiting_and_there(visitor) == (0, 1)
    assert [line.review for line in coordinator.reviews.list()] == [ReviewState.FILED]
    assert coordinator.reviews.read(report.visit_id).visit == report


def test_a_clock_that_is_an_hour_off_is_named_and_nothing_is_lost(scheme: SchemeInLife) -> None:
    scheme.found()
    visitor = scheme.join("V-001")
    a_filed_report(visitor, scheme)
    with visitor.open_unit() as unit:
        signer = visitor.keyring.device(unit)

    def behind() -> datetime:
        return datetime.now(UTC) - timedelta(hours=1)

    with HttpChannel(scheme.server.url, signer=signer, clock=behind) as channel:
        transport = HttpTransport(channel, visitor.identity.scheme_id)
        report = sync_once(visitor.sync, transport, clock=behind, pause=lambda _seconds: None)

    assert report.failure is not None
    assert "60 minutes" in report.failure.user_text
    assert waiting_and_there(visitor) == (1, 0)
    sync_with_server(visitor)
    assert waiting_and_there(visitor) == (0, 1)


def test_a_removed_device_is_told_so_after_it_handed_over_what_it_had_not_sent(scheme: SchemeInLife) -> None:
    coordinator, visitor = scheme.found(), scheme.join("V-001")
    a_filed_report(visitor, scheme)
    with coordinator.open_unit() as unit:
        rosters = RosterBook()
        sealing = SealingDesk(
            scheme.clock, SystemIds(RealClock()), coordinator.identity, coordinator.keyring, rosters
        )
        tips = rosters.current(unit).tips
        sealing.state(unit, DeviceRemoved(after=tips, device=visitor.identity.device_id, accepted=()))
        unit.commit()
    sync_with_server(coordinator)

    with pytest.raises(errors.DeviceRemoved) as refused:
        sync_with_server(visitor)

    assert "has removed this laptop" in refused.value.user_text
    assert "1 record that was not sent yet was handed over first" in refused.value.user_text
    sync_with_server(coordinator)
    assert [late.kind for late in coordinator.devices.late_records()] == ["visit.report"]
    assert coordinator.reviews.list() == []


def test_an_invitation_serves_one_laptop_and_the_second_is_told(scheme: SchemeInLife) -> None:
    coordinator = scheme.found()
    invitation = scheme.invite("V-001")
    first = scheme.a_new_laptop("first", invitation)
    second = scheme.a_new_laptop("second", invitation)
    with pytest.raises(NotYetEnrolled) as waiting:
        sync_with_server(first)
    assert "approve" in waiting.value.user_text

    with pytest.raises(SyncError) as refused:
        sync_with_server(second)

    assert not isinstance(refused.value, NotYetEnrolled)
    assert "already used by another device" in refused.value.user_text
    sync_with_server(coordinator)
    [asks] = coordinator.scheme.waiting_to_join()
    coordinator.scheme.approve(asks.locator)
    with pytest.raises(BadInput):
        coordinator.scheme.approve(asks.locator)
    sync_with_server(coordinator)
    sync_with_server(first)
    assert (first.scheme.enrolled(), second.scheme.enrolled()) == (True, False)
    with pytest.raises(SyncError):  # the server has forgotten the invitation meanwhile
        sync_with_server(second)


def test_an_invitation_out_of_date_is_told_by_the_server(scheme: SchemeInLife) -> None:
    coordinator = scheme.found()
    laptop = scheme.a_new_laptop("late", scheme.invite("V-001"))
    with closing(sqlite3.connect(scheme.server.data / "icv-server.sqlite")) as database:
        database.execute("UPDATE invitations SET expires_s = 1")
        database.commit()

    with pytest.raises(SyncError) as refused:
        sync_with_server(laptop)

    assert "out of date" in refused.value.user_text
    sync_with_server(coordinator)
    assert coordinator.scheme.waiting_to_join() == []


def test_a_false_answer_on_the_server_keeps_nobody_out(scheme: SchemeInLife) -> None:
    """The server cannot read an answer; it could only put one of its own in the place of the real one."""
    coordinator = scheme.found()
    invitation = scheme.invite("V-001")
    laptop = scheme.a_new_laptop("laptop", invitation)
    with closing(sqlite3.connect(scheme.server.data / "icv-server.sqlite")) as database:
        database.execute("UPDATE invitations SET request = ?, requested_s = 1", (b"{}",))
        database.commit()
    sync_with_server(coordinator)
    assert coordinator.scheme.waiting_to_join() == []

    with closing(sqlite3.connect(scheme.server.data / "icv-server.sqlite")) as database:
        database.execute("UPDATE invitations SET request = NULL, requested_s = NULL")
        database.commit()
    with pytest.raises(NotYetEnrolled):
        sync_with_server(laptop)
    sync_with_server(coordinator)
    assert [one.locator for one in coordinator.scheme.waiting_to_join()] == [invitation.locator]
