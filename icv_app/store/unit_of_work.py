"""One transaction over the vault."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Protocol, Self

from sqlalchemy import Connection, Engine, insert, select, update

from icv_app.services.ports import (
    HeadRepository,
    KeyRepository,
    MemberRepository,
    MetaRepository,
    RecordRepository,
    SettingsRepository,
)
from icv_app.services.ports_concerns import ConcernRepository
from icv_app.services.ports_coverage import CoverageRepository
from icv_app.services.ports_drafts import DraftRepository, UnsentRepository
from icv_app.services.ports_erasures import ErasureRepository
from icv_app.services.ports_invitations import InvitationRepository
from icv_app.services.ports_visits import SearchRepository, VisitRepository
from icv_app.store import tables
from icv_app.store.concerns import SqlConcernRepository
from icv_app.store.coverage import SqlCoverageRepository
from icv_app.store.drafts import SqlDraftRepository, SqlUnsentRepository
from icv_app.store.engine import READING
from icv_app.store.erasures import SqlErasureRepository
from icv_app.store.failures import unusable
from icv_app.store.heads import SqlHeadRepository
from icv_app.store.invitations import SqlInvitationRepository
from icv_app.store.keys import SqlKeyRepository
from icv_app.store.members import SqlMemberRepository
from icv_app.store.meta import SqlMetaRepository
from icv_app.store.records import SqlRecordRepository
from icv_app.store.search import SqlSearchRepository
from icv_app.store.settings import SqlSettingsRepository
from icv_app.store.turns import Turns
from icv_app.store.visits import SqlVisitRepository

_COMMITS = tables.commit_count.c.commits
_COUNT_ONE = update(tables.commit_count).values(commits=_COMMITS + 1).returning(_COMMITS)


class Counted(Protocol):
    """Told of every commit after it happened."""

    def note(self, commits: int) -> None:
        """The vault has been changed this many times."""
        ...


def commits_inside(connection: Connection) -> int:
    """How many transactions have changed this vault, by its own count."""
    commits: int = connection.execute(select(_COMMITS)).scalar_one()
    return commits


def begin_counting(connection: Connection) -> None:
    """Write the count of a new vault."""
    connection.execute(insert(tables.commit_count).values(one=1, commits=0))


class SqlUnitOfWork:
    """`UnitOfWork` over the encrypted file. Used by the thread that entered it.

    After `commit` it may go on: what follows is a transaction of its own.
    """

    visits: VisitRepository
    search: SearchRepository
    coverage: CoverageRepository
    concerns: ConcernRepository
    records: RecordRepository
    heads: HeadRepository
    members: MemberRepository
    settings: SettingsRepository
    meta: MetaRepository
    keys: KeyRepository
    invitations: InvitationRepository
    drafts: DraftRepository
    unsent: UnsentRepository
    erasures: ErasureRepository

    def __init__(self, engine: Engine, turns: Turns, beside: Counted, *, reading: bool = False) -> None:
        self._engine = engine
        self._turns = turns
        self._beside = beside
        self._reading = reading
        self._connection: Connection | None = None
        self._changes_before = 0

    def __enter__(self) -> Self:
        """Begin: from here on this unit sees nobody else's changes.

        Raises:
            VaultLocked: The vault was locked.
            StoreError: The vault is busy or cannot be read.
            RuntimeError: This thread has a unit open, or this unit is open (a defect).
        """
        if self._connection is not None:
            raise RuntimeError("this unit of work is already open")
        self._turns.begin(reading=self._reading)
        try:
            self._begin()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._end()

    def commit(self) -> None:
        """Make everything since the start permanent.

        Raises:
            StoreError: Nothing was changed on disk.
            RuntimeError: The unit is not open, or was opened for reading only (a defect).
        """
        if self._connection is None or self._reading:
            raise RuntimeError("nothing can be committed here")
        if self._connection.invalidated:
            raise unusable("the connection met damage and was given up")
        driver = self._driver(self._connection)
        if self._connection.in_transaction() and not driver.in_transaction:
            # After some failures SQLite takes the whole transaction back by itself.
            raise unusable("the transaction was taken back after an earlier failure")
        if driver.total_changes == self._changes_before:
            self._connection.commit()
            return
        commits = self._connection.execute(_COUNT_ONE).scalar_one()
        self._connection.commit()
        self._changes_before = driver.total_changes
        self._beside.note(commits)

    def _begin(self) -> None:
        connection = self._engine.connect()
        self._connection = connection
        if self._reading:
            connection = connection.execution_options(**{READING: True})
        connection.begin()
        self._changes_before = self._driver(connection).total_changes
        self.visits = SqlVisitRepository(connection)
        self.search = SqlSearchRepository(connection)
        self.coverage = SqlCoverageRepository(connection)
        self.concerns = SqlConcernRepository(connection)
        self.records = SqlRecordRepository(connection)
        self.heads = SqlHeadRepository(connection)
        self.members = SqlMemberRepository(connection)
        self.settings = SqlSettingsRepository(connection)
        self.meta = SqlMetaRepository(connection)
        self.keys = SqlKeyRepository(connection)
        self.invitations = SqlInvitationRepository(connection)
        self.drafts = SqlDraftRepository(connection)
        self.unsent = SqlUnsentRepository(connection)
        self.erasures = SqlErasureRepository(connection)

    def _end(self) -> None:
        connection, self._connection = self._connection, None
        try:
            if connection is not None:
                connection.close()  # takes back what was not committed
        finally:
            self._turns.end(reading=self._reading)

    @staticmethod
    def _driver(connection: Connection) -> Any:
        return connection.connection.driver_connection
