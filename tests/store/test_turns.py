"""Threads and processes at one vault."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from icv_app.errors import StoreError, VaultLocked
from icv_app.store import turns
from icv_app.store.unlocking import change_passphrase, unlock
from icv_app.store.vault import Vault
from tests.store.conftest import NOW, PASSPHRASE, Made
from tests.store.processes import child


def test_a_vault_opens_once_at_a_time(made: Made, vault: Vault) -> None:
    with pytest.raises(StoreError) as raised:
        unlock(made.folder, PASSPHRASE, now=NOW)
    assert raised.value.user_text.startswith("This vault is already open")
    with vault.open_unit() as unit:
        unit.meta.put("still", "usable")
        unit.commit()


def test_a_vault_open_in_another_process_is_not_opened_until_that_one_ends(made: Made) -> None:
    with child("keep_open", made) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match="held by another process"):
            made.open()
        process.kill()
        process.wait()
    made.open().close()


def test_writers_in_several_threads_lose_no_change(vault: Vault) -> None:
    def add(_: int) -> None:
        with vault.open_unit() as unit:
            unit.meta.put("count", str(int(unit.meta.get("count") or 0) + 1))
            unit.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add, range(60)))
    with vault.open_reading() as unit:
        assert unit.meta.get("count") == "60"


def test_a_writer_waits_for_the_one_before_and_says_so_when_that_takes_too_long(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "_WAIT_SECONDS", 0.01)

    def write() -> None:
        with vault.open_unit() as unit:
            unit.commit()

    with ThreadPoolExecutor(1) as pool:
        with vault.open_unit(), pytest.raises(StoreError, match="busy"):
            pool.submit(write).result()
        pool.submit(write).result()


def test_locking_waits_for_an_open_unit_and_then_lets_nobody_in(made: Made) -> None:
    vault = made.open()
    entered, leave = Event(), Event()

    def work() -> None:
        with vault.open_unit() as unit:
            unit.meta.put("work", "done")
            entered.set()
            leave.wait()
            unit.commit()

    with ThreadPoolExecutor(2) as pool:
        working = pool.submit(work)
        entered.wait()
        locking = pool.submit(vault.close)
        leave.set()
        working.result()
        locking.result()
    with pytest.raises(VaultLocked), vault.open_unit():
        pytest.fail("a locked vault was opened")
    with made.open() as again, again.open_reading() as unit:
        assert unit.meta.get("work") == "done"


def test_a_vault_that_cannot_be_locked_yet_stays_usable(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "_WAIT_SECONDS", 0.01)
    with ThreadPoolExecutor(1) as pool, vault.open_reading() as unit:
        with pytest.raises(StoreError, match="busy"):
            pool.submit(vault.close).result()
        assert unit.meta.get("name") is None
        assert not vault.locked
    with vault.open_unit() as unit:
        unit.meta.put("name", "value")
        unit.commit()


def test_locking_inside_a_unit_is_a_defect(vault: Vault) -> None:
    with vault.open_unit(), pytest.raises(RuntimeError, match="already open"):
        vault.close()


def test_one_unit_is_not_entered_twice_at_once(vault: Vault) -> None:
    unit = vault.open_unit()
    with unit, pytest.raises(RuntimeError, match="already open"):
        unit.__enter__()
    with unit:
        assert unit.meta.get("name") is None


def test_a_unit_that_is_not_open_cannot_be_committed(vault: Vault) -> None:
    with pytest.raises(RuntimeError):
        vault.open_unit().commit()


def test_a_changed_passphrase_does_not_need_the_vault_to_be_closed(made: Made, vault: Vault) -> None:
    change_passphrase(made.folder, PASSPHRASE, "another one", now=NOW)
    assert vault.missing_changes == 0
