"""The ways in: what is wrong is said in a sentence, and nothing is lost or left half done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from icv_app.bootstrap.doors import ROOT_FILE, VaultDoors
from icv_app.bootstrap.wiring import SystemClock
from icv_app.errors import BadInput, IcvError, StoreError, VaultLocked
from icv_app.seal.passphrases import KdfCost
from icv_app.store.unit_of_work import SqlUnitOfWork
from icv_app.store.unlocking import create_vault
from ui.doors import Founded, NewScheme

PASSPHRASE = "correct horse battery"
CHEAP = KdfCost(iterations=1)


@pytest.fixture
def doors(tmp_path: Path) -> VaultDoors:
    return VaultDoors(tmp_path / "vault", kdf_cost=CHEAP)


@pytest.fixture
def new_scheme(tmp_path: Path) -> NewScheme:
    (tmp_path / "stick").mkdir()
    return NewScheme(
        name="West Yorkshire",
        policing_body="West Yorkshire Combined Authority",
        force="West Yorkshire Police",
        member_id="C-001",
        given_name="",
        surname="",
        suites=(("Wakefield", ""), ("Leeds", "")),
        custody_number_pattern="",
        server_url=None,
        kit_file=tmp_path / "stick" / "kit.icv",
    )


@pytest.fixture
def founded(doors: VaultDoors, new_scheme: NewScheme) -> Iterator[Founded]:
    made = doors.found(new_scheme, PASSPHRASE)
    yield made
    made.desk.lock()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_a_wrong_passphrase_opens_nothing_and_the_right_one_still_does(
    doors: VaultDoors, founded: Founded
) -> None:
    draft = founded.desk.visits.start()
    founded.desk.lock()

    with pytest.raises(VaultLocked) as refused:
        doors.unlock("correct horse stable")

    assert refused.value.user_text
    desk = doors.unlock(PASSPHRASE)
    assert desk.visits.get(draft.visit_id) == draft
    desk.lock()


@pytest.mark.parametrize("kept", [0, 1, 5000])
def test_a_vault_cut_off_is_told_and_left_as_it_is(doors: VaultDoors, founded: Founded, kept: int) -> None:
    founded.desk.lock()
    database = doors.folder / "vault.db"
    database.write_bytes(database.read_bytes()[:kept])

    with pytest.raises(StoreError) as refused:
        doors.unlock(PASSPHRASE)

    assert "damaged or cut short" in refused.value.user_text
    assert database.stat().st_size == kept
    assert doors.has_vault()


@pytest.mark.parametrize("damage", [b"", b"{}", b"\xff" * 40])
def test_damaged_slots_are_told_and_no_new_vault_is_made_over_them(
    doors: VaultDoors, founded: Founded, new_scheme: NewScheme, damage: bytes
) -> None:
    founded.desk.lock()
    (doors.folder / "slots.json").write_bytes(damage)
    before = contents(doors.folder)

    with pytest.raises(StoreError) as refused:
        doors.unlock(PASSPHRASE)
    with pytest.raises(IcvError):
        doors.found(replace(new_scheme, kit_file=doors.folder.parent / "kit2.icv"), PASSPHRASE)

    assert refused.value.user_text
    assert {name: data for name, data in contents(doors.folder).items() if name in before} == before


def test_a_set_up_cut_short_is_begun_again(doors: VaultDoors, new_scheme: NewScheme) -> None:
    """The machine lost its power between making the vault and putting a member into it."""
    vault, _code = create_vault(doors.folder, PASSPHRASE, kdf_parameters=CHEAP, now=SystemClock().now())
    vault.close()
    assert doors.has_vault()

    with pytest.raises(VaultLocked):
        doors.unlock("correct horse stable")
    assert doors.has_vault()
    with pytest.raises(StoreError) as told:
        doors.unlock(PASSPHRASE)

    assert "set it up" in told.value.user_text
    assert not doors.has_vault()
    doors.found(new_scheme, PASSPHRASE).desk.lock()
    doors.unlock(PASSPHRASE).lock()


@pytest.mark.parametrize(
    "change",
    [
        {"name": " "},
        {"name": "W" * 300},
        {"member_id": "the boss"},
        {"member_id": ""},
        {"suites": ()},
        {"suites": (("Leeds", ""), ("leeds ", ""))},
        {"custody_number_pattern": "(["},
        {"server_url": "icv.example.org"},
        {"server_url": "https://"},
        {"server_url": "ftp://icv.example.org"},
    ],
    ids=str,
)
def test_what_cannot_be_a_scheme_is_refused_before_anything_is_made(
    doors: VaultDoors, new_scheme: NewScheme, change: dict[str, object]
) -> None:
    with pytest.raises(BadInput) as refused:
        doors.found(replace(new_scheme, **change), PASSPHRASE)  # type: ignore[arg-type]

    assert refused.value.user_text
    assert not doors.has_vault()
    assert contents(new_scheme.kit_file.parent) == {}


def test_there_is_no_scheme_without_its_kit(doors: VaultDoors, new_scheme: NewScheme) -> None:
    nowhere = replace(new_scheme, kit_file=new_scheme.kit_file.parent / "pulled" / "kit.icv")
    with pytest.raises(StoreError):
        doors.found(nowhere, PASSPHRASE)
    assert not doors.has_vault()
    doors.found(new_scheme, PASSPHRASE).desk.lock()


@pytest.mark.parametrize("earlier", [None, b"an earlier kit"])
def test_a_kit_that_was_not_signed_for_does_not_take_the_place_of_an_earlier_one(
    doors: VaultDoors,
    founded: Founded,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    earlier: bytes | None,
) -> None:
    kit = tmp_path / "renewed.icvkit"
    if earlier is not None:
        kit.write_bytes(earlier)

    def refuse(_unit: SqlUnitOfWork) -> None:
        assert kit.read_bytes() != earlier, "written before it is signed for"
        raise StoreError("disk full", user_text="The disk is full.")

    monkeypatch.setattr(SqlUnitOfWork, "commit", refuse)
    with pytest.raises(StoreError, match="disk full"):
        doors.renew_kit(founded.desk, kit)
    assert (kit.read_bytes() if kit.exists() else None) == earlier


def test_the_files_of_another_scheme_are_not_written_over(doors: VaultDoors, new_scheme: NewScheme) -> None:
    root = new_scheme.kit_file.with_name(ROOT_FILE)
    root.write_bytes(b"of another scheme")
    for kit_file in (new_scheme.kit_file, root):
        with pytest.raises(BadInput) as refused:
            doors.found(replace(new_scheme, kit_file=kit_file), PASSPHRASE)
        assert ROOT_FILE in refused.value.user_text
    assert contents(root.parent) == {ROOT_FILE: b"of another scheme"}
    assert not doors.has_vault()


@pytest.mark.parametrize("data", [b"", b"{}", b"\xff\x00", b"[" * 60_000])
def test_what_is_no_invitation_is_told(doors: VaultDoors, tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "invitation.icv"
    file.write_bytes(data)
    for path in (file, tmp_path / "missing", tmp_path):
        with pytest.raises(BadInput) as refused:
            doors.read_invitation(path)
        assert refused.value.user_text


@pytest.mark.parametrize("passphrase", ["", "short", " " * 20])
def test_a_passphrase_that_protects_nobody_is_refused(
    doors: VaultDoors, new_scheme: NewScheme, passphrase: str
) -> None:
    with pytest.raises(BadInput) as refused:
        doors.found(new_scheme, passphrase)
    assert "12 characters" in refused.value.user_text
    assert not doors.has_vault()


def test_a_locked_desk_gives_nothing_away(founded: Founded) -> None:
    founded.desk.lock()
    with pytest.raises(VaultLocked):
        founded.desk.visits.list()
    with pytest.raises(VaultLocked):
        founded.desk.visits.start()
