"""A volunteer forgets the passphrase and has no recovery code; real vaults, a real server, real files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from icv_app.bootstrap.doors import VaultDoors
from icv_app.bootstrap.wiring import open_desk, sync_with_server
from icv_app.domain.audit import AuditAct
from icv_app.domain.ids import DeviceId, MemberId, VisitId
from icv_app.errors import (
    BadInput,
    NotFound,
    NotYetEnrolled,
    RuleBroken,
    SealError,
    SyncError,
    VaultLocked,
)
from icv_app.seal.devices import DeviceKeys
from icv_app.seal.keys import KeyId
from icv_app.seal.locked_out import HelpRequest, make_request
from icv_app.seal.own_keys import unwrap_device_keys
from icv_app.services.audit_log import audit_entries
from icv_app.services.desk import Desk
from icv_app.services.devices import WhyRemoved
from icv_app.services.locked_out import HowKnown
from icv_app.services.ports import RecordState
from icv_app.store import locked_out
from icv_app.store.backup import Occasion, backups
from icv_app.store.engine import Key, connect
from icv_app.store.layout import DATABASE, HELP_REQUEST
from icv_app.store.locked_out import ask_for_help, let_back_in
from icv_app.store.restore import restore
from icv_app.store.slots_file import read_slots
from icv_app.store.unlocking import unlock
from icv_app.store.vault import Vault
from tests.functional.scheme_in_life import CHEAP, PASSPHRASE, RealClock, SchemeInLife
from tests.functional.test_people_and_keys import a_report_by, a_second_laptop
from tests.servers import running_server

NEW = "lantern kettle orchard"
NOW = RealClock().now()


class Crash(BaseException):
    """The laptop is switched off."""


@pytest.fixture
def scheme(tmp_path: Path) -> Iterator[SchemeInLife]:
    with running_server(tmp_path / "server") as running:
        life = SchemeInLife(tmp_path, running)
        life.found()
        yield life
        life.close()


@pytest.fixture
def folder(scheme: SchemeInLife) -> Path:
    """The vault of V-001, who has filed a report, begun a draft and locked up."""
    visitor = scheme.join("V-001")
    scheme.clock.forward(hours=3)
    a_report_by(visitor)
    sync_with_server(visitor)
    sync_with_server(scheme.desks["C-001"])
    visitor.visits.start()
    visitor.lock()
    return scheme.folder / "V-001"


def asked(folder: Path) -> HelpRequest:
    return ask_for_help(folder, NEW, kdf_parameters=CHEAP, now=NOW)


def helped(scheme: SchemeInLife, request: HelpRequest, member: str = "V-001", words: str = "") -> bytes:
    service = scheme.desks["C-001"].locked_out
    return service.help_back_in(
        MemberId(member), request.data, words or request.words(), HowKnown.CALLED_BACK
    )


def back_in(scheme: SchemeInLife, folder: Path, answer: bytes | None) -> Desk:
    vault, _code = let_back_in(folder, NEW, answer, now=NOW)
    return desk_over(scheme, vault)


def desk_over(scheme: SchemeInLife, vault: Vault) -> Desk:
    desk = open_desk(vault, clock=scheme.clock, transport_clock=RealClock())
    scheme.desks["V-001"] = desk
    return desk


def drafts_of(desk: Desk) -> list[VisitId]:
    return [one.visit_id for one in desk.visits.list() if one.submitted_at is None]


def test_a_volunteer_is_helped_back_in_and_keeps_drafts_history_and_what_was_not_sent(
    scheme: SchemeInLife, folder: Path
) -> None:
    office = scheme.desks["C-001"]
    with unlock(folder, PASSPHRASE, now=NOW) as vault:
        before = desk_over(scheme, vault)
        old = before.identity.device_id
        unsent = a_report_by(before)
        filed = [one.visit_id for one in before.visits.list()]

    request = asked(folder)
    answer = helped(scheme, request)
    vault, code = let_back_in(folder, NEW, answer, now=NOW)
    desk = desk_over(scheme, vault)

    assert len(code.split()) == 12
    assert desk.identity.device_id == DeviceId(request.keys.key_id) != old
    assert [one.visit_id for one in desk.visits.list()] == filed
    assert desk.verification.verify().first_break is None
    with pytest.raises(NotYetEnrolled):
        sync_with_server(desk)
    sync_with_server(office)
    sync_with_server(desk)
    sync_with_server(office)
    # What was filed and never sealed went out under the new device, and so does what comes later.
    assert office.reviews.read(unsent.visit_id).visit.visit_id == unsent.visit_id
    later = a_report_by(desk)
    sync_with_server(desk)
    sync_with_server(office)
    with office.open_unit() as unit:
        authors = {one.subject: one.device for one in unit.records.of_kinds(("visit.report",))}
        acts = [(one.act, one.subject, one.reason) for one in audit_entries(unit)]
        assert not unit.records.in_states((RecordState.QUARANTINED, RecordState.REFUSED))
    assert authors[unsent.visit_id] == authors[later.visit_id] == desk.identity.device_id
    for one in (desk, office):
        assert one.verification.verify().first_break is None
        assert not one.withholding.missed()
    assert (AuditAct.HELPED_BACK_IN, "V-001", HowKnown.CALLED_BACK.value) in acts
    assert [one.removed_at is None for one in office.devices.all() if one.member_id == "V-001"] == [
        False,
        True,
    ]
    desk.lock()
    for secret in (PASSPHRASE, "wrong horse"):
        with pytest.raises(VaultLocked):
            unlock(folder, secret, now=NOW + timedelta(hours=1))
    unlock(folder, NEW, now=NOW + timedelta(hours=2)).close()
    assert not (folder / HELP_REQUEST).exists()


def test_what_the_old_laptop_had_signed_and_not_sent_waits_for_the_coordinators_word(
    scheme: SchemeInLife, folder: Path
) -> None:
    office = scheme.desks["C-001"]
    with unlock(folder, PASSPHRASE, now=NOW) as vault:
        before = desk_over(scheme, vault)
        signed = a_report_by(before)
        before.sync.seal_pending(next(iter(before.sync.pending())))
    desk = back_in(scheme, folder, helped(scheme, asked(folder)))
    sync_with_server(office)
    sync_with_server(desk)
    sync_with_server(office)

    late = office.devices.late_records()
    assert [one.member_id for one in late] == ["V-001"]
    office.devices.decide([one.record_id for one in late], take=True)
    assert office.reviews.read(signed.visit_id).visit.visit_id == signed.visit_id


def test_the_office_slot_opens_the_content_and_never_the_signing_key(
    scheme: SchemeInLife, folder: Path
) -> None:
    office = scheme.desks["C-001"]
    with office.open_unit() as unit:
        openers = {KeyId(key.key_id): key for key in office.keyring.office_keys(unit)}
    content = read_slots(folder).open_with_office(openers)

    # Everything in the vault is in reach of the content key: among it no private key of the device.
    database = connect(folder / DATABASE, Key(content))
    rows = database.execute("SELECT name, wrapped FROM private_keys").fetchall()
    database.close()
    assert [name for name, _wrapped in rows] == ["device"]
    with unlock(folder, PASSPHRASE, now=NOW) as vault:
        desk = desk_over(scheme, vault)
        with desk.open_unit() as unit:
            signing = desk.keyring.device(unit).private_bytes()
            wrapped = unit.keys.find("device") or b""
    dump = b"".join(all_bytes(folder / DATABASE, content))
    assert wrapped in dump
    for part in (signing[:32], signing[32:96], signing[96:]):
        assert part not in dump
        assert part.hex().encode() not in dump
    with pytest.raises(SealError):
        unwrap_device_keys(wrapped, content)
    assert read_slots(folder).encode().count(b"wrapped") == 3


def all_bytes(database: Path, content: bytes) -> Iterator[bytes]:
    """Every value in the database, as whoever has the content key reads it."""
    reader = connect(database, Key(content))
    tables = [row[0] for row in reader.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        for row in reader.execute(f"SELECT * FROM {table}"):
            for value in row:
                yield value if isinstance(value, bytes) else str(value).encode()
    reader.close()


def test_the_slot_follows_the_offices_epochs_and_that_of_the_former_one_is_gone(
    scheme: SchemeInLife, folder: Path
) -> None:
    office = scheme.desks["C-001"]
    with unlock(folder, PASSPHRASE, now=NOW) as vault:
        vault.copy_to_backup(NOW, Occasion.ROUTINE)
        visitor = desk_over(scheme, vault)
        with office.open_unit() as unit:
            former = {KeyId(key.key_id): key for key in office.keyring.office_keys(unit)}
        assert read_slots(folder).open_with_office(former)
        second = a_second_laptop(scheme, "C-001", "C-001 second")
        office.devices.remove(second.identity.device_id, WhyRemoved.LOST)
        sync_with_server(office)

        sync_with_server(visitor)

    copies = [folder, *(one.folder for one in backups(folder))]
    assert len(copies) == 2
    for copy in copies:
        slots = read_slots(copy)
        assert slots.office is not None
        assert slots.office.epoch == 2
        with pytest.raises(VaultLocked):
            slots.open_with_office(former)
        assert slots.open_with_passphrase(PASSPHRASE)
    back_in(scheme, folder, helped(scheme, asked(folder)))


def test_wrong_words_old_requests_and_those_of_others_are_refused_in_a_sentence(
    scheme: SchemeInLife, folder: Path
) -> None:
    office, request = scheme.desks["C-001"], asked(folder)
    newer = asked(folder)
    other = "abandon " * 11 + "about"
    mistyped = " ".join(["abandon"] * 12)
    stale = ask_for_help(folder, NEW, kdf_parameters=CHEAP, now=NOW - timedelta(days=15))
    refusals: list[tuple[Callable[[], bytes], str]] = [
        (lambda: helped(scheme, request, words=other), "not the words"),
        (lambda: helped(scheme, request, words=newer.words()), "not the words"),
        (lambda: helped(scheme, request, words=mistyped), "do not fit together"),
        (lambda: helped(scheme, request, words="lantern"), "12 words"),
        (lambda: helped(scheme, request, member="V-002"), "laptop of V-002"),
        (lambda: helped(scheme, stale), "out of date"),
    ]
    for attempt, said in refusals:
        with pytest.raises(BadInput) as refused:
            attempt()
        assert said in refused.value.user_text
    with pytest.raises(RuleBroken):
        scheme.join("V-002").locked_out.help_back_in(
            MemberId("V-001"), newer.data, newer.words(), HowKnown.IN_PERSON
        )
    assert [one.removed_at for one in office.devices.all() if one.member_id == "V-001"] == [None]
    with office.open_unit() as unit:
        assert AuditAct.HELPED_BACK_IN not in {one.act for one in audit_entries(unit)}


def test_a_request_from_another_scheme_opens_nothing(scheme: SchemeInLife, folder: Path) -> None:
    slot = replace(asked(folder).slot, scheme_id="0190a1f0-0000-7000-8000-000000000009")
    foreign = make_request(read_slots(folder).vault_id, slot, DeviceKeys.generate(), NOW)

    with pytest.raises(BadInput) as refused:
        helped(scheme, foreign)
    assert "another scheme" in refused.value.user_text


def test_an_answer_serves_the_request_it_was_given_to_and_no_other(
    scheme: SchemeInLife, folder: Path
) -> None:
    first = asked(folder)
    answer = helped(scheme, first)
    second = asked(folder)

    with pytest.raises(BadInput) as replayed:
        let_back_in(folder, NEW, answer, now=NOW)
    assert "another request" in replayed.value.user_text
    # The laptop was let in as the first fresh device, so the second request finds it gone.
    with pytest.raises(RuleBroken):
        helped(scheme, second)
    with pytest.raises(VaultLocked):
        let_back_in(folder, PASSPHRASE, answer, now=NOW)
    with pytest.raises(BadInput):
        let_back_in(folder, NEW, b"{}", now=NOW)


def test_an_answer_is_of_no_use_once_the_laptop_is_open(scheme: SchemeInLife, folder: Path) -> None:
    answer = helped(scheme, asked(folder))
    back_in(scheme, folder, answer).lock()

    with pytest.raises(NotFound):
        let_back_in(folder, NEW, answer, now=NOW)


def test_the_same_request_gets_its_answer_again_and_nothing_is_signed_twice(
    scheme: SchemeInLife, folder: Path
) -> None:
    request = asked(folder)
    helped(scheme, request)
    again = helped(scheme, request)

    with scheme.desks["C-001"].open_unit() as unit:
        acts = [one.act for one in audit_entries(unit)]
    assert acts.count(AuditAct.HELPED_BACK_IN) == 1
    assert back_in(scheme, folder, again).visits.list()


STEPS = (  # of being let back in, in their order
    "_opened",
    "write_help_request",
    "write_new_device",
    "_take_over",
    "_renew_slots",
    "remove_help_request",
)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("done", [False, True], ids=["before", "after"])
def test_a_laptop_switched_off_between_two_steps_goes_on_and_loses_nothing(
    scheme: SchemeInLife, folder: Path, monkeypatch: pytest.MonkeyPatch, step: str, done: bool
) -> None:
    answer = helped(scheme, asked(folder))
    real = getattr(locked_out, step)

    def cut_short(*given: object, **named: object) -> None:
        if done:
            made = real(*given, **named)
            if isinstance(made, Vault):
                made.close()
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(locked_out, step, cut_short)
        with pytest.raises(Crash):
            let_back_in(folder, NEW, answer, now=NOW)

    try:
        desk = back_in(scheme, folder, answer)
    except NotFound:
        desk = desk_over(scheme, unlock(folder, NEW, now=NOW))
    assert len(desk.visits.list()) == 2
    sync_with_server(scheme.desks["C-001"])
    sync_with_server(desk)
    assert len(drafts_of(desk)) == 1


def test_the_old_passphrase_still_opens_a_laptop_that_waits_and_destroys_nothing(
    scheme: SchemeInLife, folder: Path
) -> None:
    office, request = scheme.desks["C-001"], asked(folder)
    with unlock(folder, PASSPHRASE, now=NOW) as vault:
        sync_with_server(desk_over(scheme, vault))
    answer = helped(scheme, request)
    sync_with_server(office)
    with unlock(folder, PASSPHRASE, now=NOW) as vault:
        with pytest.raises(SyncError) as told:
            sync_with_server(desk_over(scheme, vault))
        assert "let this laptop in anew" in told.value.user_text

    desk = back_in(scheme, folder, answer)
    sync_with_server(desk)
    assert len(drafts_of(desk)) == 1


def test_a_backup_of_the_time_before_comes_back_as_the_new_device(scheme: SchemeInLife, folder: Path) -> None:
    with unlock(folder, PASSPHRASE, now=NOW) as vault:
        made = vault.copy_to_backup(NOW, Occasion.ROUTINE)
    request = asked(folder)
    back_in(scheme, folder, helped(scheme, request)).lock()
    sync_with_server(scheme.desks["C-001"])
    restore(folder, made.folder, NOW)

    with unlock(folder, NEW, now=NOW) as vault:
        desk = desk_over(scheme, vault)
        assert desk.identity.device_id == DeviceId(request.keys.key_id)
        sync_with_server(desk)


def test_a_laptop_that_never_heard_from_the_office_says_so(scheme: SchemeInLife) -> None:
    scheme.a_new_laptop("V-002", scheme.invite("V-002")).lock()

    with pytest.raises(NotFound) as refused:
        asked(scheme.folder / "V-002")
    assert "never heard from the office" in refused.value.user_text


def test_the_way_back_in_goes_by_two_small_files(scheme: SchemeInLife, folder: Path, tmp_path: Path) -> None:
    doors = VaultDoors(folder, kdf_cost=CHEAP)
    request, answer = tmp_path / "V-001.icvhelp", tmp_path / "V-001.icvanswer"
    with pytest.raises(NotFound):
        doors.help.save_help_request(request)
    with pytest.raises(BadInput):
        doors.help.ask_for_help("too short")
    asked_for = doors.help.ask_for_help(NEW)
    doors.help.save_help_request(request)
    # ICV may be closed meanwhile: the request and its words are there again.
    again = VaultDoors(folder, kdf_cost=CHEAP)
    assert again.help.help_asked() == asked_for
    office = VaultDoors(tmp_path / "office", kdf_cost=CHEAP)
    office.help.answer_request(
        scheme.desks["C-001"], MemberId("V-001"), request, asked_for.words, HowKnown.IN_PERSON, answer
    )
    for file in (request, answer):
        assert file.stat().st_size < 8 * 1024

    with pytest.raises(BadInput):
        again.help.let_back_in(tmp_path / "nowhere", NEW)
    made = again.help.let_back_in(answer, NEW)
    scheme.desks["V-001"] = made.desk
    assert len(made.recovery_code.split()) == 12
    assert again.help.help_asked() is None
    made.desk.lock()
    scheme.desks["V-001"] = again.unlock_with_recovery_code(made.recovery_code, "another one entirely")
    assert scheme.desks["V-001"].visits.list()


def test_an_answer_that_was_half_used_is_used_to_its_end_before_anything_else(
    scheme: SchemeInLife, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = helped(scheme, asked(folder))

    def cut_short(*_given: object) -> None:
        raise Crash

    with monkeypatch.context() as patch:
        patch.setattr(locked_out, "_renew_slots", cut_short)
        with pytest.raises(Crash):
            let_back_in(folder, NEW, answer, now=NOW)

    with pytest.raises(VaultLocked) as told:
        unlock(folder, PASSPHRASE, now=NOW)
    assert "not used to its end" in told.value.user_text
    assert back_in(scheme, folder, None).visits.list()
