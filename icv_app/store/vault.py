"""An unlocked vault: where units of work come from until it is locked again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import structlog
from filelock import FileLock

from icv_app.errors import VaultLocked
from icv_app.seal.devices import OfficePublicKey
from icv_app.seal.slots import VaultKeys
from icv_app.services.ports import MISSING_CHANGES, RESTORED, UnitOfWork
from icv_app.store import migrations
from icv_app.store.backup import Backup, Occasion, write_backup
from icv_app.store.commit_counter import CommitCounter
from icv_app.store.destroying import destroy_slots
from icv_app.store.engine import PAGE_BYTES, READING, Key, open_engine
from icv_app.store.failures import damaged, missing
from icv_app.store.help_files import read_help_request
from icv_app.store.layout import DATABASE, log_of
from icv_app.store.slots_file import changing_slots, read_slots, replace_office_slots
from icv_app.store.traces import clear_copies, write_anew
from icv_app.store.turns import Turns
from icv_app.store.unit_of_work import SqlUnitOfWork, commits_inside
from icv_app.words import _

_log = structlog.get_logger(__name__)


class Vault:
    """An unlocked vault. May be used from several threads; each opens units of its own.

    Made by `icv_app.store.unlocking`. Holds the folder against other processes until closed.

    Attributes:
        folder: Where it lies.
        vault_id: The same in the slots and in every backup.
        ended_uncleanly: Whoever had it open last never closed it: a crash, or the power went.
    """

    def __init__(self, folder: Path, vault_id: str, keys: VaultKeys, held: FileLock, now: datetime) -> None:
        """Open the database, bring its schema up to date and compare the counts of commits.

        Raises:
            StoreError: It is missing, damaged, or of a newer program.
        """
        self.folder = folder
        self.vault_id = vault_id
        self._held = held
        self._content_key = Key(keys.content)
        self._identity_key = Key(keys.identity)
        self._turns = Turns()
        self._counter = CommitCounter(folder)
        self._engine = open_engine(folder / DATABASE, self._content_key)
        self._locked = False
        # A process that closes the vault writes the log into the database and removes it.
        self.ended_uncleanly = _has_content(log_of(folder / DATABASE))
        try:
            self._open(now)
        except BaseException:
            self._forget()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def locked(self) -> bool:
        """Whether it was closed."""
        return self._locked

    @property
    def identity_key(self) -> bytes:
        """The 32 bytes that wrap the device's private keys.

        Raises:
            VaultLocked: The vault was closed.
        """
        self._require_unlocked()
        return self._identity_key.content

    @property
    def missing_changes(self) -> int:
        """How many of the last changes were lost, by the count beside the database; 0 once told.

        Raises:
            VaultLocked: The vault was closed.
            StoreError: The vault cannot be read.
        """
        with self.open_reading() as unit:
            return int(unit.meta.get(MISSING_CHANGES) or 0)

    def missing_changes_were_told(self) -> None:
        """Note that the user has been told of the lost changes.

        Raises:
            VaultLocked: The vault was closed.
            StoreError: Nothing was changed on disk.
        """
        with self.open_unit() as unit:
            unit.meta.put(MISSING_CHANGES, "0")
            unit.commit()

    def open_unit(self) -> SqlUnitOfWork:
        """A transaction that may write; a second one waits until the first has ended."""
        return SqlUnitOfWork(self._engine, self._turns, self._counter)

    def open_reading(self) -> SqlUnitOfWork:
        """A transaction that only reads, beside writers and other readers; it cannot be committed."""
        return SqlUnitOfWork(self._engine, self._turns, self._counter, reading=True)

    def check(self) -> None:
        """Read and authenticate every page; takes seconds for a large vault.

        Raises:
            VaultLocked: The vault was closed.
            StoreError: It is damaged.
        """
        # Pages are read past SQLite's locks, so nobody may write meanwhile.
        with self._turns.taken(reading=False):
            self._check("cipher_integrity_check", "integrity_check", "foreign_key_check")

    def copy_to_backup(self, now: datetime, occasion: Occasion) -> Backup:
        """Check every page and write one backup; `backup.backup` also thins them.

        Raises:
            VaultLocked: The vault was closed.
            StoreError: The vault is damaged, or no backup could be made.
        """
        with self._turns.taken(reading=False):
            # A copy would bring damaged pages across as good ones.
            self._check("cipher_integrity_check")
        with self._turns.taken(reading=True):
            return self._write_backup(now, occasion)

    def clear_traces(self, erase: Callable[[UnitOfWork], None]) -> bool:
        """Remove from the vault's files what may be left of what was erased; takes seconds for a large one.

        Returns whether nothing is left: while somebody reads the vault its log cannot be cut.

        Args:
            erase: Erases in a backup what was erased in the vault.

        Raises:
            VaultLocked: The vault was closed.
            StoreError: The disk refuses; calling again goes on.
        """
        with self._turns.taken(reading=False):
            # Nobody makes a backup meanwhile: it would be of the pages as they were.
            if not write_anew(self.folder / DATABASE, self._content_key):
                return False
            clear_copies(self.folder, self._content_key, erase)
        return True

    def close(self) -> None:
        """Lock: wait for open units, close the file and forget the keys. May be called again.

        Raises:
            StoreError: A unit stayed open; the vault is still unlocked.
        """
        if not self._locked:
            self._turns.close()
            self._forget()
            _log.info("vault locked", vault=self.vault_id)

    lock = close

    def destroy(self) -> None:
        """Close it, and destroy every slot that opens it or a backup of it.

        Raises:
            StoreError: The disk refuses; calling again goes on.
        """
        self.close()
        destroy_slots(self.folder)

    def keep_office_slot(self, office: OfficePublicKey, *, scheme_id: str, device_id: str) -> bool:
        """Seal the content key to this office key; return whether it was due.

        The slots of former keys are overwritten by it, beside the backups first, so that what was
        cut short is begun again.

        Raises:
            VaultLocked: The vault was closed.
            StoreError: A former slot is still there.
        """
        self._require_unlocked()
        with changing_slots:
            slots = read_slots(self.folder)
            held = slots.office
            if held is not None and (held.key_id, held.scheme_id, held.device) == (
                office.key_id,
                scheme_id,
                device_id,
            ):
                return False
            content = self._content_key.content
            renewed = slots.with_office(content, office, scheme_id=scheme_id, device=device_id)
            replace_office_slots(self.folder, renewed)
        _log.info("office slot renewed", vault=self.vault_id, epoch=office.epoch)
        return True

    def asking_device(self) -> str | None:
        """The fresh device of a request for help that waits for its answer; `None` without one.

        Raises:
            StoreError: The request cannot be read.
        """
        asked = read_help_request(self.folder)
        return asked.request.keys.key_id if asked else None

    def _open(self, now: datetime) -> None:
        database = self.folder / DATABASE
        if not database.exists():
            raise missing(DATABASE)
        size = database.stat().st_size
        if size <= 1:
            # SQLite would take an empty file, or one of a single byte, for a new database.
            raise damaged(f"{DATABASE} is empty")
        if size % PAGE_BYTES and not _has_content(log_of(database)):
            # SQLite would fill the last page up with zeros, and say nothing until it is read.
            raise damaged(f"{DATABASE} ends within a page")
        self._bring_up_to_date(now)
        self._compare_counts()

    def _bring_up_to_date(self, now: datetime) -> None:
        with self._engine.connect() as connection:
            if not migrations.needs_migration(connection):
                return
        self.copy_to_backup(now, Occasion.MIGRATION)
        with self._engine.begin() as connection:
            migrations.migrate(connection)
        _log.info("vault migrated", vault=self.vault_id, schema=migrations.NEWEST)

    def _compare_counts(self) -> None:
        with self._engine.connect().execution_options(**{READING: True}) as connection:
            inside = commits_inside(connection)
        beside = self._counter.read()
        if beside is None:
            _log.warning("commit counter missing or damaged", vault=self.vault_id, commits=inside)
        self._counter.start(inside)
        if beside is not None and beside > inside:
            _log.error("changes are missing", vault=self.vault_id, inside=inside, beside=beside)
            self._note_missing(beside - inside)

    def _check(self, *pragmas: str) -> None:
        with self._engine.connect().execution_options(**{READING: True}) as connection:
            for pragma in pragmas:
                found = [tuple(row) for row in connection.exec_driver_sql(f"PRAGMA {pragma}")]
                if found not in ([], [("ok",)]):
                    raise damaged(f"{pragma}: {len(found)} findings")

    def _write_backup(self, now: datetime, occasion: Occasion) -> Backup:
        with self._engine.connect().execution_options(**{READING: True}) as connection:
            commits = commits_inside(connection)
        return write_backup(
            self.folder,
            self._content_key,
            vault_id=self.vault_id,
            commits=commits,
            now=now,
            occasion=occasion,
        )

    def _note_missing(self, changes: int) -> None:
        # What was lost may hold records that others have; like a restored vault, this one
        # must not sign other things under the same numbers.
        with self.open_unit() as unit:
            unit.meta.put(MISSING_CHANGES, str(changes + int(unit.meta.get(MISSING_CHANGES) or 0)))
            unit.meta.put(RESTORED, "yes")
            unit.commit()

    def _require_unlocked(self) -> None:
        if self._locked:
            raise VaultLocked(
                "the vault is locked", user_text=_("The vault is locked. Enter your passphrase to go on.")
            )

    def _forget(self) -> None:
        self._locked = True
        self._engine.dispose()
        self._counter.close()
        self._content_key.forget()
        self._identity_key.forget()
        self._held.release()


def _has_content(file: Path) -> bool:
    """Whether a log may still hold pages that the database lacks, as after a power cut."""
    return file.exists() and file.stat().st_size > 0
