"""The delay that grows with every wrong passphrase."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from icv_app.errors import VaultLocked
from icv_app.store.layout import WRONG_TRIES
from icv_app.store.unlocking import unlock, unlock_with_recovery_code
from icv_app.store.wrong_tries import LONGEST_DELAY, WrongTries, delay_after
from tests.store.conftest import NOW, PASSPHRASE, Made

SECOND = timedelta(seconds=1)


def _after(folder: Path, wrong: int) -> WrongTries:
    tries = WrongTries(folder)
    for _ in range(wrong):
        tries.count(NOW)
    return tries


def test_the_first_tries_are_free_and_then_the_delay_doubles() -> None:
    assert [delay_after(wrong).total_seconds() for wrong in range(7)] == [0, 0, 0, 2, 4, 8, 16]


def test_the_delay_stops_growing() -> None:
    assert delay_after(30) == delay_after(3000) == LONGEST_DELAY


def test_a_try_too_soon_is_told_how_long_to_wait(tmp_path: Path) -> None:
    tries = _after(tmp_path, 5)
    with pytest.raises(VaultLocked) as raised:
        tries.refuse_too_soon(NOW + 3 * SECOND)
    assert raised.value.user_text == "That was wrong several times. Try again in 5 seconds."
    with pytest.raises(VaultLocked) as raised:
        tries.refuse_too_soon(NOW + timedelta(seconds=7.5))
    assert raised.value.user_text == "That was wrong several times. Try again in 1 second."
    tries.refuse_too_soon(NOW + 8 * SECOND)


def test_the_count_outlives_the_process(tmp_path: Path) -> None:
    _after(tmp_path, 3)
    with pytest.raises(VaultLocked):
        WrongTries(tmp_path).refuse_too_soon(NOW)


def test_a_clock_that_was_turned_back_makes_nobody_wait_longer_than_the_delay(tmp_path: Path) -> None:
    tries = _after(tmp_path, 4)
    last_year = NOW - timedelta(days=365)
    with pytest.raises(VaultLocked) as raised:
        tries.refuse_too_soon(last_year)
    assert "4 seconds" in raised.value.user_text
    tries.refuse_too_soon(last_year + 4 * SECOND)


@pytest.mark.parametrize("content", [b"", b"{", b'{"wrong": "many"}', b"\xff" * 5000])
def test_a_damaged_count_keeps_nobody_out(tmp_path: Path, content: bytes) -> None:
    (tmp_path / WRONG_TRIES).write_bytes(content)
    tries = WrongTries(tmp_path)
    tries.refuse_too_soon(NOW)
    tries.count(NOW)
    tries.refuse_too_soon(NOW)


def test_after_wrong_passphrases_even_the_right_one_has_to_wait(made: Made) -> None:
    for _ in range(3):
        with pytest.raises(VaultLocked, match="slot does not open"):
            unlock(made.folder, "wrong", now=NOW)
    with pytest.raises(VaultLocked, match="to wait"):
        unlock(made.folder, PASSPHRASE, now=NOW + SECOND)
    unlock(made.folder, PASSPHRASE, now=NOW + 2 * SECOND).close()


def test_the_right_passphrase_begins_the_count_anew(made: Made) -> None:
    for _ in range(2):
        for _ in range(2):
            with pytest.raises(VaultLocked, match="slot does not open"):
                unlock(made.folder, "wrong", now=NOW)
        unlock(made.folder, PASSPHRASE, now=NOW).close()


def test_the_recovery_code_never_has_to_wait(made: Made) -> None:
    _after(made.folder, 9)
    unlock_with_recovery_code(made.folder, made.recovery_code, now=NOW).close()
