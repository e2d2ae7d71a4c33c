"""Files that were cut short, changed or lost: explained, never misread, never made worse."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import text

from icv_app.domain.ids import VisitId
from icv_app.errors import StoreError, VaultLocked
from icv_app.services.ports_visits import VisitFilter
from icv_app.store.backup import backup, backups
from icv_app.store.unlocking import unlock
from tests.builders import a_filed_visit
from tests.store.conftest import NOW, PASSPHRASE, Made

VISITS = 12
# Long values reach over several pages, so that damage can also fall on the last page of one.
COMMENT = "A comment that is long. " * 400
SHARES = (0.0, 0.02, 0.2, 0.4, 0.6, 0.8, 0.98, 0.9999)


@pytest.fixture
def full(made: Made) -> Made:
    """A locked vault with visits in it."""
    with made.open() as vault, vault.open_unit() as unit:
        for number in range(VISITS):
            unit.visits.put(a_filed_visit(visit_id=VisitId(f"visit-{number}"), force_comment=COMMENT))
        unit.commit()
    return made


def _cut(content: bytes, share: float) -> bytes:
    return content[: int(len(content) * share)]


def _flip(content: bytes, share: float) -> bytes:
    changed = bytearray(content)
    changed[int(len(content) * share)] ^= 0x10
    return bytes(changed)


def _read_everything(made: Made) -> None:
    with made.open() as vault:
        with vault.open_reading() as unit:
            assert len(unit.visits.summaries(VisitFilter())) == VISITS
            assert len(unit.visits.facts()) == VISITS
            for number in range(VISITS):
                visit_id = VisitId(f"visit-{number}")
                assert unit.visits.get(visit_id) == a_filed_visit(visit_id=visit_id, force_comment=COMMENT)
        vault.check()


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("harm", [_cut, _flip])
def test_a_damaged_database_is_explained_and_left_as_it_is(
    full: Made, harm: Callable[[bytes, float], bytes], share: float
) -> None:
    database = full.folder / "vault.db"
    damaged = harm(database.read_bytes(), share)
    database.write_bytes(damaged)

    with pytest.raises(StoreError) as raised:
        _read_everything(full)

    assert not isinstance(raised.value, VaultLocked)
    assert "damaged or cut short. Nothing was changed. Open the last backup" in raised.value.user_text
    assert database.read_bytes() == damaged


def test_damage_on_any_page_is_noticed(full: Made) -> None:
    database = full.folder / "vault.db"
    good = database.read_bytes()
    for page in range(0, len(good), 4096):
        database.write_bytes(_flip(good, (page + 100) / len(good)))
        with pytest.raises(StoreError, match="damaged"):
            _read_everything(full)
    database.write_bytes(good)
    _read_everything(full)


@pytest.mark.parametrize("share", SHARES)
@pytest.mark.parametrize("harm", [_cut, _flip])
def test_damaged_slots_are_not_taken_for_a_wrong_passphrase(
    full: Made, harm: Callable[[bytes, float], bytes], share: float
) -> None:
    slots = full.folder / "slots.json"
    damaged = harm(slots.read_bytes(), share)
    slots.write_bytes(damaged)

    with pytest.raises(StoreError) as raised:
        unlock(full.folder, PASSPHRASE, now=NOW)

    assert not isinstance(raised.value, VaultLocked)
    assert "damaged" in raised.value.user_text
    assert slots.read_bytes() == damaged


@pytest.mark.parametrize("name", ["vault.db", "slots.json"])
def test_a_lost_file_is_explained_and_nothing_is_put_in_its_place(full: Made, name: str) -> None:
    (full.folder / name).unlink()
    before = sorted(path.name for path in full.folder.iterdir())
    with pytest.raises(StoreError) as raised:
        unlock(full.folder, PASSPHRASE, now=NOW)
    assert "is missing. Nothing was changed. Open the last backup" in raised.value.user_text
    assert sorted(path.name for path in full.folder.iterdir()) == before


def test_the_database_of_another_vault_is_not_opened(full: Made) -> None:
    other = Made(full.folder, type(full.keys).generate(), "")
    with pytest.raises(StoreError, match="damaged"):
        other.open()
    _read_everything(full)


def test_a_file_that_is_no_vault_is_not_opened(full: Made) -> None:
    with full.open() as vault, vault._engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    with pytest.raises(StoreError, match="no schema"):
        full.open()


def test_a_damaged_vault_is_not_backed_up_over_good_backups(full: Made) -> None:
    with full.open() as vault:
        good = backup(vault, NOW)
    database = full.folder / "vault.db"
    content = database.read_bytes()
    for share in SHARES[2:]:
        database.write_bytes(_flip(content, share))
        with pytest.raises(StoreError, match="damaged"), full.open() as vault:
            backup(vault, NOW)
    assert [one.folder for one in backups(full.folder)] == [good.folder]


def test_a_refused_vault_is_held_no_longer(full: Made, tmp_path: Path) -> None:
    database = full.folder / "vault.db"
    content = database.read_bytes()
    database.write_bytes(b"")
    with pytest.raises(StoreError, match="empty"):
        full.open()
    database.write_bytes(content)
    _read_everything(full)
