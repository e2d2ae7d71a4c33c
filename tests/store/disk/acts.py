"""What is done on a disk that fails, and how one sees that it was done."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

from icv_app.bootstrap.doors import VaultDoors
from icv_app.domain.visit import Stage
from icv_app.errors import VaultDamaged, VaultLocked
from icv_app.seal.recovery_kit import open_recovery_kit
from icv_app.services.desk import Desk
from icv_app.services.ports import RESTORED
from icv_app.services.ports_visits import VisitFilter
from icv_app.services.roster_book import ROSTER_KINDS
from icv_app.store import migrations
from icv_app.store.backup import backup, backups, read_backup, refresh_slots
from icv_app.store.layout import has_vault
from icv_app.store.slots_file import read_slots
from icv_app.store.unlocking import (
    change_passphrase,
    create_vault,
    renew_recovery_code,
    unlock,
    unlock_backup,
)
from icv_app.store.vault import Vault
from tests.memory_scheme import CHEAP
from tests.store.disk.laptops import CURSOR, EARLIER_KIT, LATER, PASSPHRASE, Laptop, desk_of, opened

ANOTHER = "another four word passphrase"
STEP = """
from alembic import op
revision = "later"
down_revision = "{newest}"
def upgrade():
    op.execute("CREATE TABLE added (name TEXT)")
    op.execute("INSERT INTO added SELECT hex(randomblob(4000)) FROM visits")
"""


@dataclass
class Trial:
    """One laptop, one act, one fault.

    Attributes:
        vault: Open, for acts of somebody at work.
        said: What the act gave back, such as a code.
    """

    laptop: Laptop
    vault: Vault | None = None
    said: str = ""
    passphrase: str = PASSPHRASE

    @property
    def desk(self) -> Desk:
        return desk_of(self.open)

    @property
    def open(self) -> Vault:
        assert self.vault is not None
        return self.vault


@dataclass(frozen=True, slots=True)
class Act:
    """Something that writes.

    Attributes:
        happened: Seen from the vault, open again, that the whole of it was done.
        at_work: The vault is open when it begins.
        office: It is a coordinator who does it.
        after_a_crash: The vault was not closed before it.
        where: The folder on the disk that fails.
    """

    name: str
    do: Callable[[Trial], None]
    happened: Callable[[Trial], bool]
    at_work: bool = True
    office: bool = False
    after_a_crash: bool = False
    where: str = "vault"
    around: Callable[[], AbstractContextManager[None]] = nullcontext


def _edit(trial: Trial) -> None:
    trial.desk.visits.change(trial.laptop.draft, lambda visit: replace(visit, travel_minutes=77))


def _minutes(minutes: int | None) -> Callable[[Trial], bool]:
    return lambda trial: trial.desk.visits.get(trial.laptop.draft).travel_minutes == minutes


def _undo(trial: Trial) -> None:
    trial.desk.visits.undo(trial.laptop.draft)


def _submit(trial: Trial) -> None:
    trial.desk.visits.submit(trial.laptop.draft)


def _filed(trial: Trial) -> bool:
    return trial.desk.visits.get(trial.laptop.draft).stage is not Stage.DRAFT


def _receive(trial: Trial) -> None:
    trial.desk.sync.save_pull(trial.laptop.page, CURSOR)


def _received(trial: Trial) -> bool:
    with trial.open.open_reading() as unit:
        known = [unit.records.find(one.record_id) for one in trial.laptop.page]  # type: ignore[arg-type]
    return trial.desk.sync.cursor() == CURSOR and None not in known


def _back_up(trial: Trial) -> None:
    backup(trial.open, LATER)


def _backed_up(trial: Trial) -> bool:
    found = backups(trial.laptop.vault)
    before = _how_much(trial.open)
    for one in found:
        read_backup(one.folder)
        copy = trial.laptop.folder / "copy"
        shutil.copytree(one.folder, copy, ignore=shutil.ignore_patterns("*-wal", "*-shm"))
        with opened(copy) as vault:
            vault.check()
            assert _how_much(vault) == before, "a backup lacks what the vault holds"
        shutil.rmtree(copy)
    return len(found) == 2


def _how_much(vault: Vault) -> int:
    with vault.open_reading() as unit:
        return len(unit.visits.summaries(VisitFilter()))


def _renew_kit(trial: Trial) -> None:
    trial.said = VaultDoors(trial.laptop.vault, kdf_cost=CHEAP).renew_kit(trial.desk, _kit(trial))


def _kit(trial: Trial) -> Path:
    return trial.laptop.folder / "stick" / "office.icvkit"


def _kit_renewed(trial: Trial) -> bool:
    if trial.said:
        open_recovery_kit(_kit(trial).read_bytes(), trial.said)
    else:
        assert _kit(trial).read_bytes() == EARLIER_KIT, "a kit that nobody has the words of"
    with trial.open.open_reading() as unit:
        return any("standby" in record.kind for record in unit.records.of_kinds(ROSTER_KINDS))


def _change_passphrase(trial: Trial) -> None:
    change_passphrase(trial.laptop.vault, PASSPHRASE, ANOTHER, now=LATER, kdf_parameters=CHEAP)
    trial.passphrase = ANOTHER


def _passphrase_changed(trial: Trial) -> bool:
    assert _opens(trial.laptop.vault, trial.passphrase), "the passphrase that was said to be the one is not"
    refresh_slots(trial.laptop.vault)  # as whenever the vault is unlocked
    assert all(_opens(one.folder, trial.passphrase) for one in backups(trial.laptop.vault))
    return _opens(trial.laptop.vault, ANOTHER)


def _opens(folder: Path, passphrase: str) -> bool:
    try:
        read_slots(folder).open_with_passphrase(passphrase)
    except VaultLocked:
        return False
    return True


def _renew_code(trial: Trial) -> None:
    trial.said = renew_recovery_code(trial.laptop.vault, PASSPHRASE, now=LATER)


def _code_renewed(trial: Trial) -> bool:
    if not trial.said:
        return False
    read_slots(trial.laptop.vault).open_with_recovery_code(trial.said)
    return True


def _open(trial: Trial) -> None:
    trial.vault = unlock(trial.laptop.vault, PASSPHRASE, now=LATER)


def _close(trial: Trial) -> None:
    trial.open.close()


def _opened(_trial: Trial) -> bool:
    return True


@contextmanager
def a_newer_program(folder: Path) -> Iterator[None]:
    """A program with one more migration."""
    scripts = folder / "migrations"
    if not scripts.exists():
        shutil.copytree(migrations.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
        (scripts / "versions" / "added_later.py").write_text(STEP.format(newest=migrations.NEWEST))
    with patch.object(migrations, "SCRIPTS", scripts), patch.object(migrations, "NEWEST", "later"):
        yield


def _migrated(trial: Trial) -> bool:
    with trial.open._engine.connect() as connection:
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return found == "later" and len(backups(trial.laptop.vault)) > 1


def _restore(trial: Trial) -> None:
    (kept,) = backups(trial.laptop.vault)
    trial.vault = unlock_backup(trial.laptop.vault, kept.folder, PASSPHRASE, now=LATER)


def _restored(trial: Trial) -> bool:
    with trial.open.open_reading() as unit:
        return unit.meta.get(RESTORED) == "yes"


def _try_a_wrong_passphrase(trial: Trial) -> None:
    try:
        unlock(trial.laptop.vault, ANOTHER, now=LATER)
    except VaultLocked:
        return
    raise AssertionError("opened with a wrong passphrase")


def _set_up(trial: Trial) -> None:
    made, _code = create_vault(_new(trial), PASSPHRASE, kdf_parameters=CHEAP, now=LATER)
    made.close()
    trial.said = "made"


def _new(trial: Trial) -> Path:
    return trial.laptop.folder / "new"


def _set_up_or_nothing(trial: Trial) -> bool:
    """A vault that was made opens; where none was, making one begins again."""
    if not has_vault(_new(trial)):
        assert not trial.said
        _set_up(trial)
    unlock(_new(trial), PASSPHRASE, now=LATER).close()
    return True


def opened_again(trial: Trial) -> Vault:
    """The vault after the disk was mended, by what a person would do."""
    try:
        return opened(trial.laptop.vault)
    except VaultDamaged:
        # A restore was cut short: doing it again finishes it.
        assert (trial.laptop.vault / "set-aside").exists()
        (kept,) = backups(trial.laptop.vault)
        return unlock_backup(trial.laptop.vault, kept.folder, PASSPHRASE, now=LATER)


def acts(folder: Path) -> dict[str, Act]:
    """Every act, by name; the folder holds what they need besides."""
    every = (
        Act("edit", _edit, _minutes(77)),
        Act("undo", _undo, lambda trial: not _minutes(41)(trial)),
        Act("submit", _submit, _filed),
        Act("receive a page", _receive, _received),
        Act("receive a page at the office", _receive, _received, office=True),
        Act("back up", _back_up, _backed_up),
        Act("renew the kit", _renew_kit, _kit_renewed, office=True),
        Act("change the passphrase", _change_passphrase, _passphrase_changed),
        Act("renew the recovery code", _renew_code, _code_renewed),
        Act("lock", _close, _opened),
        Act("unlock", _open, _opened, at_work=False),
        Act("unlock after a crash", _open, _opened, at_work=False, after_a_crash=True),
        Act("a wrong passphrase", _try_a_wrong_passphrase, _opened, at_work=False),
        Act("migrate", _open, _migrated, at_work=False, around=lambda: a_newer_program(folder)),
        Act("restore", _restore, _restored, at_work=False),
        Act("set up", _set_up, _set_up_or_nothing, at_work=False, where="new"),
    )
    return {act.name: act for act in every}
