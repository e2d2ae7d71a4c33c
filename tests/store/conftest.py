"""Real vaults, quickly: one is made for the session, every test gets a copy of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import pytest

from icv_app.seal.passphrases import KdfCost
from icv_app.seal.slots import VaultKeys
from icv_app.services.ports import UnitOfWork
from icv_app.store.layout import hold
from icv_app.store.slots_file import read_slots
from icv_app.store.unlocking import create_vault
from icv_app.store.vault import Vault
from tests.fakes.memory_store import MemoryStore

PASSPHRASE = "correct horse battery staple"
CHEAP = KdfCost(iterations=1)
NOW = datetime(2024, 3, 31, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Made:
    """A locked vault on the disk, and all that opens it."""

    folder: Path
    keys: VaultKeys
    recovery_code: str

    def open(self) -> Vault:
        """Open it without the cost of a passphrase."""
        return Vault(self.folder, read_slots(self.folder).vault_id, self.keys, hold(self.folder), NOW)


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Made:
    folder = tmp_path_factory.mktemp("template") / "vault"
    vault, code = create_vault(folder, PASSPHRASE, kdf_parameters=CHEAP, now=NOW)
    vault.close()
    return Made(folder, read_slots(folder).open_with_passphrase(PASSPHRASE), code)


@pytest.fixture
def made(template: Made, tmp_path: Path) -> Made:
    """A locked, empty vault."""
    folder = tmp_path / "vault"
    shutil.copytree(template.folder, folder)
    return Made(folder, template.keys, template.recovery_code)


@pytest.fixture
def vault(made: Made) -> Iterator[Vault]:
    """An unlocked, empty vault."""
    with made.open() as vault:
        yield vault


class Store(Protocol):
    """What the encrypted file and the dict of the tests both are."""

    def open_unit(self) -> UnitOfWork: ...

    def open_reading(self) -> UnitOfWork: ...


@pytest.fixture(params=["memory", "vault"])
def store(request: pytest.FixtureRequest) -> Store:
    """An empty store of either kind."""
    if request.param == "memory":
        return MemoryStore()
    vault: Vault = request.getfixturevalue("vault")
    return vault


@pytest.fixture
def reopened(made: Made) -> Iterator[Callable[[], Vault]]:
    """Opens the vault of the test; what is still open at the end is closed."""
    opened: list[Vault] = []

    def reopen() -> Vault:
        for one in opened:
            one.close()
        opened.append(made.open())
        return opened[-1]

    yield reopen
    for one in opened:
        one.close()
