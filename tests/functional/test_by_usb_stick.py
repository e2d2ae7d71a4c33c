"""A scheme with no server at all: two real vaults and a stick, by the tools of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from icv_app.bootstrap.wiring import SystemClock, SystemIds, open_desk
from icv_app.cli.commands import run_command
from icv_app.domain.ids import MemberId, SchemeId
from icv_app.seal.passphrases import KdfCost
from icv_app.services.set_up import found_scheme, join_scheme
from icv_app.store.slots_file import read_slots
from icv_app.store.unlocking import create_vault, unlock
from tests.builders import a_coordinator, a_member, settings

PASSPHRASE = "correct horse battery"
CHEAP = KdfCost(iterations=1)


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def at(vault: Path) -> list[str]:
    passphrase = vault.with_name("passphrase")
    passphrase.write_text(PASSPHRASE)
    return ["--vault", str(vault), "--passphrase-file", str(passphrase)]


def two_vaults(folder: Path) -> tuple[Path, Path]:
    """A coordinator's vault, and that of a visitor who holds an invitation and has told nobody."""
    office, laptop, clock = folder / "office", folder / "laptop", SystemClock()
    ids = SystemIds(clock)
    made, _code = create_vault(office, PASSPHRASE, kdf_parameters=CHEAP, now=clock.now())
    with made:
        found_scheme(
            made.open_unit,
            clock,
            ids,
            made.identity_key,
            coordinator=a_coordinator(),
            settings=settings(scheme_id=SchemeId(ids.new())),
            server_url=None,
            kit_cost=CHEAP,
        )
        desk = open_desk(made)
        desk.scheme.put_member(a_member(1))
        invitation = desk.scheme.invite(MemberId("V-001"))
    joining, _code = create_vault(laptop, PASSPHRASE, kdf_parameters=CHEAP, now=clock.now())
    with joining:
        join_scheme(joining.open_unit, clock, joining.identity_key, invitation)
    return office, laptop


def test_a_laptop_joins_a_scheme_without_a_server_and_each_reads_the_other(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office, laptop = two_vaults(tmp_path)
    stick = tmp_path / "stick.icvbundle"

    assert run_command(["bundle", "write", str(stick), *at(laptop)]) == 0
    assert run_command(["bundle", "read", str(stick), *at(office)]) == 0
    assert "1 ask to join" in capsys.readouterr().out
    with unlock(office, PASSPHRASE, now=SystemClock().now()) as vault:
        desk = open_desk(vault)
        [waiting] = desk.scheme.waiting_to_join()
        desk.scheme.approve(waiting.locator)
    assert run_command(["bundle", "write", str(stick), "--for", "V-001", *at(office)]) == 0
    assert run_command(["bundle", "read", str(stick), *at(laptop)]) == 0

    assert "From the file of C-001" in capsys.readouterr().out
    slot = read_slots(laptop).office
    assert slot is not None  # the laptop has heard of the office's key
    assert slot.epoch == 1
    with unlock(laptop, PASSPHRASE, now=SystemClock().now()) as vault:
        desk = open_desk(vault)
        assert desk.scheme.enrolled()
        assert [suite.name for suite in desk.scheme.settings().suites]
    assert run_command(["verify", *at(laptop)]) == 0


def test_a_damaged_stick_is_one_sentence_and_changes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office, laptop = two_vaults(tmp_path)
    stick = tmp_path / "stick.icvbundle"
    assert run_command(["bundle", "write", str(stick), *at(office)]) == 0
    stick.write_bytes(stick.read_bytes()[:-10])
    capsys.readouterr()

    assert run_command(["bundle", "read", str(stick), *at(laptop)]) == 1

    assert "damaged or was altered on the way, so nothing was read" in capsys.readouterr().err
    assert run_command(["bundle", "write", str(stick), "--for", "V-009", *at(office)]) == 1
    assert "no laptop in the scheme" in capsys.readouterr().err
