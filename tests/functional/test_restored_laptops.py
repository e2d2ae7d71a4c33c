"""A laptop that goes on from an old backup never signs two things under one number, and loses nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from icv_app.bootstrap.wiring import sync_with_server
from icv_app.errors import SyncError, Unreachable
from icv_app.exchange.bundles import load_bundle, save_bundle
from icv_app.services.desk import Desk
from tests.functional.disks import Witness, backed_up_laptop, filed, on_server, restored_laptop
from tests.functional.scheme_in_life import SchemeInLife
from tests.functional.test_restored_servers import a_report_by
from tests.servers import running_server


@pytest.fixture
def scheme(tmp_path: Path) -> Iterator[SchemeInLife]:
    with running_server(tmp_path / "server") as server:
        life = SchemeInLife(tmp_path, server)
        life.found()
        life.join("V-001")
        life.join("V-002")
        sync_with_server(life.desks["V-001"])  # whose laptop the other visitor now has
        yield life
        life.close()


def all_agree(scheme: SchemeInLife, url: str) -> None:
    """Everybody and the server hold the same, and both coordinator and visitors see every report once."""
    for desk in scheme.desks.values():
        sync_with_server(desk)
    for desk in scheme.desks.values():
        assert sync_with_server(desk).complete
        assert desk.sync.held() == on_server(desk, url)
        assert desk.sync.pending() == []
        lines = [line.visit_id for line in desk.reviews.list()]
        assert len(lines) == len(set(lines))
    shown = {name: filed(desk) for name, desk in scheme.desks.items()}
    assert len(set(map(frozenset, shown.values()))) == 1, shown


def test_what_was_sent_after_the_backup_comes_back_and_a_new_chain_begins(scheme: SchemeInLife) -> None:
    witness, office = Witness(), scheme.desks["C-001"]
    a_report_by(scheme, "V-001")
    sync_with_server(scheme.desks["V-001"])
    made = backed_up_laptop(scheme, "V-001")
    sent = [a_report_by(scheme, "V-001"), a_report_by(scheme, "V-001")]
    sync_with_server(scheme.desks["V-001"])
    sync_with_server(office)
    witness.look(*scheme.desks.values())
    chains = witness.chains_of(scheme.desks["V-001"])

    restored = restored_laptop(scheme, "V-001", made)
    assert len(filed(restored)) == 1
    later = a_report_by(scheme, "V-001")
    report = sync_with_server(restored)

    assert report.received >= len(sent)
    assert {visit.visit_id for visit in (*sent, later)} <= filed(restored)
    all_agree(scheme, scheme.server.url)
    witness.look(*scheme.desks.values())
    assert len(witness.chains_of(restored) - chains) == 1
    assert len(filed(office)) == 4


def test_a_report_that_waited_when_the_backup_was_made_is_signed_once_only(scheme: SchemeInLife) -> None:
    """It was sent afterwards, under a number that the backup knows nothing of."""
    witness, office = Witness(), scheme.desks["C-001"]
    waiting = a_report_by(scheme, "V-001")
    made = backed_up_laptop(scheme, "V-001")
    sync_with_server(scheme.desks["V-001"])
    sync_with_server(office)
    witness.look(*scheme.desks.values())

    restored = restored_laptop(scheme, "V-001", made)
    assert restored.sync.standing().waiting == 1
    sync_with_server(restored)

    assert restored.sync.standing().waiting == 0
    all_agree(scheme, scheme.server.url)
    witness.look(*scheme.desks.values())
    assert filed(office) == {waiting.visit_id}


def test_a_restored_laptop_and_an_empty_server_are_filled_by_the_others(
    scheme: SchemeInLife, tmp_path: Path
) -> None:
    witness, office = Witness(), scheme.desks["C-001"]
    made = backed_up_laptop(scheme, "V-001")
    sent = a_report_by(scheme, "V-001")
    for desk in (scheme.desks["V-001"], office):
        sync_with_server(desk)
    witness.look(*scheme.desks.values())
    restored = restored_laptop(scheme, "V-001", made)
    scheme.server.stop()

    with running_server(tmp_path / "new", port=urlsplit(scheme.server.url).port or 0) as empty:
        assert scheme.founded is not None
        empty.register(scheme.founded.root)
        later = a_report_by(scheme, "V-001")
        with pytest.raises(SyncError):  # an empty server knows the first coordinator only
            sync_with_server(restored)
        sync_with_server(office)
        sync_with_server(restored)

        assert {sent.visit_id, later.visit_id} <= filed(restored)
        all_agree(scheme, empty.url)
        witness.look(*scheme.desks.values())


def test_a_laptop_restored_offline_goes_on_by_stick_and_meets_the_server_later(
    scheme: SchemeInLife, tmp_path: Path
) -> None:
    """It cannot know that what waits in it was sent: it signs it once more, and one of the two stands."""
    witness, office = Witness(), scheme.desks["C-001"]
    waiting = a_report_by(scheme, "V-001")
    made = backed_up_laptop(scheme, "V-001")
    sent = a_report_by(scheme, "V-001")
    sync_with_server(scheme.desks["V-001"])
    witness.look(*scheme.desks.values())
    scheme.server.stop()
    restored = restored_laptop(scheme, "V-001", made)
    with pytest.raises(Unreachable):
        sync_with_server(restored)
    later = a_report_by(scheme, "V-001")
    carried_to(office, restored, tmp_path / "stick.icvbundle")
    witness.look(*scheme.desks.values())
    assert filed(office) == {waiting.visit_id, later.visit_id}

    with running_server(tmp_path / "server", port=urlsplit(scheme.server.url).port or 0) as again:
        sync_with_server(restored)
        all_agree(scheme, again.url)
        last = a_report_by(scheme, "V-001")
        all_agree(scheme, again.url)

    witness.look(*scheme.desks.values())
    assert filed(office) == {one.visit_id for one in (waiting, sent, later, last)}


@pytest.mark.parametrize("first", ["the restored laptop", "the office"])
def test_what_went_by_stick_before_the_restore_is_missed_nowhere(
    scheme: SchemeInLife, tmp_path: Path, first: str
) -> None:
    """The stick's envelope and the server's are of one record: one stands, the other is accounted for."""
    witness, office = Witness(), scheme.desks["C-001"]
    waiting = a_report_by(scheme, "V-001")
    made = backed_up_laptop(scheme, "V-001")
    by_stick = a_report_by(scheme, "V-001")
    carried_to(office, scheme.desks["V-001"], tmp_path / "stick.icvbundle")
    witness.look(*scheme.desks.values())

    restored = restored_laptop(scheme, "V-001", made)
    for desk in (restored, office) if first == "the restored laptop" else (office, restored):
        sync_with_server(desk)
    all_agree(scheme, scheme.server.url)
    last = a_report_by(scheme, "V-001")
    all_agree(scheme, scheme.server.url)

    witness.look(*scheme.desks.values())
    assert filed(office) == {one.visit_id for one in (waiting, by_stick, last)}
    nothing_is_missed(scheme)


def test_a_bundle_of_the_restored_laptop_before_it_synchronises_leaves_nothing_missed(
    scheme: SchemeInLife, tmp_path: Path
) -> None:
    office = scheme.desks["C-001"]
    waiting = a_report_by(scheme, "V-001")
    made = backed_up_laptop(scheme, "V-001")
    sync_with_server(scheme.desks["V-001"])
    restored = restored_laptop(scheme, "V-001", made)
    later = a_report_by(scheme, "V-001")

    carried_to(office, restored, tmp_path / "stick.icvbundle")
    sync_with_server(office)
    sync_with_server(restored)
    all_agree(scheme, scheme.server.url)
    all_agree(scheme, scheme.server.url)

    assert filed(office) == {waiting.visit_id, later.visit_id}
    nothing_is_missed(scheme)


def nothing_is_missed(scheme: SchemeInLife) -> None:
    """What `icv verify` and the sync centre say on every laptop."""
    for name, desk in scheme.desks.items():
        assert desk.verification.verify().breaks == (), name
        assert not desk.withholding.missed(), name


def carried_to(to: Desk, by: Desk, stick: Path) -> None:
    """Carry a bundle from one laptop to another."""
    save_bundle(by.bundles, stick)
    load_bundle(to.bundles, stick)
