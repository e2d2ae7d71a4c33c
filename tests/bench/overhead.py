"""What encryption costs: the application's own operations on its vault, and on the same in plain SQLite.

The plain one is the same library, schema, statements and settings without a key; only this benchmark can
open such a file. The two take turns, so that whatever else the machine does falls on both.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlcipher3 import dbapi2

from icv_app.bootstrap.wiring import SystemClock, SystemIds, open_desk
from icv_app.domain.ids import MemberId, PersonId, VisitId
from icv_app.domain.person import Answer, Source, Value
from icv_app.domain.records import RecordKind
from icv_app.domain.visit import Visit
from icv_app.seal.envelope import read_envelope
from icv_app.seal.slots import VaultKeys
from icv_app.services.desk import Desk
from icv_app.services.ports_sync import PulledRecord
from icv_app.services.report_records import report_parts
from icv_app.services.set_up import join_scheme
from icv_app.store import engine
from icv_app.store.layout import hold
from icv_app.store.slots_file import read_slots
from icv_app.store.unlocking import create_vault
from icv_app.store.vault import Vault
from tests.bench.clock import NOW
from tests.bench.many_reports import a_report
from tests.builders import a_person
from tests.memory_scheme import CHEAP, MemoryScheme, a_scheme
from tests.visit_builders import a_checklist

PASSPHRASE = "bench bench bench"
PAGE = 50
HELD = 8
"""Pages of reports that are in the vault already."""
ROUNDS = 12
EDITS = 120
PEOPLE = 20
QUERIES = ("shower", "blanket", "13WK", "cell bell", "nothing like this anywhere")

Work = Callable[["Store", int], object]
Page = list[PulledRecord]


@dataclass
class Store:
    """One of the two.

    Attributes:
        reports: Identifiers of reports that are in it.
    """

    folder: Path
    keys: VaultKeys
    scheme: MemoryScheme
    draft: VisitId
    people: tuple[PersonId, ...]
    pages: list[Page]
    reports: list[VisitId]
    vault: Vault | None = None

    def open(self) -> Desk:
        """Open it with nothing of it in memory."""
        keys = VaultKeys(self.keys.content, self.keys.identity)
        self.vault = Vault(self.folder, read_slots(self.folder).vault_id, keys, hold(self.folder), NOW)
        self.desk = _desk(self.vault, self.scheme)
        return self.desk

    def close(self) -> None:
        if self.vault is not None:
            self.vault.close()


def overhead() -> dict[str, float]:
    """Time on the encrypted store as a multiple of that on plain SQLite: of each operation, and the most."""
    with tempfile.TemporaryDirectory() as name:
        encrypted = _a_coordinators(Path(name) / "encrypted")
        plain = replace(encrypted, folder=Path(name) / "plain")
        _decrypt(encrypted, plain)
        with _plain_sqlite(plain.folder):
            ratios = {what: _ratio(work, times, encrypted, plain) for what, (work, times) in _WORK.items()}
            for store in (encrypted, plain):
                store.close()
        assert not _is_plain(encrypted), "the encrypted one is not"
        assert _is_plain(plain), "the plain one is encrypted"
    return {
        **{f"vault_overhead_{what}": ratio for what, ratio in ratios.items()},
        "vault_overhead_ratio": max(ratios.values()),
    }


def _ratio(work: Work, times: int, encrypted: Store, plain: Store) -> float:
    took: dict[int, list[float]] = {id(encrypted): [], id(plain): []}
    for store in (encrypted, plain):
        store.close()
        store.open()
    for number in range(times):
        pair = (encrypted, plain) if number % 2 else (plain, encrypted)
        for store in pair:
            began = time.perf_counter()
            work(store, number)
            took[id(store)].append(time.perf_counter() - began)
    return statistics.median(took[id(encrypted)]) / statistics.median(took[id(plain)])


def _unlock(store: Store, _number: int) -> None:
    """From the key to the first page, with nothing in memory; deriving the key is no work of the store."""
    store.close()
    store.open()
    _home(store, 0)


def _home(store: Store, _number: int) -> None:
    desk = store.desk
    desk.visits.list()
    desk.reviews.awaiting()
    desk.reviews.not_sent()
    desk.visits.in_hand()
    desk.agenda.waiting()
    desk.sync.standing()


def _edit(store: Store, number: int) -> None:
    check = a_checklist().checks[number % 15].check_id
    answer = Answer(
        check_id=check, value=Value.YES if number // 15 % 2 else Value.NO, source=Source.PERSON_SAID
    )
    store.desk.visits.answer(store.draft, store.people[number % PEOPLE], answer)


def _read(store: Store, number: int) -> None:
    store.desk.reviews.read(store.reports[number * 7 % len(store.reports)])


def _list(store: Store, _number: int) -> None:
    store.desk.reviews.list()


def _search(store: Store, number: int) -> None:
    store.desk.finding.find(QUERIES[number % len(QUERIES)])


def _receive(store: Store, number: int) -> None:
    store.desk.sync.save_pull(store.pages[HELD + number], f"page {number}")


def _fold(store: Store, number: int) -> None:
    """Decide on a report: its events are folded and a record is written."""
    store.desk.reviews.approve(store.reports[number])


_WORK: dict[str, tuple[Work, int]] = {
    "unlock_to_home": (_unlock, ROUNDS),
    "home": (_home, 2 * ROUNDS),
    "list": (_list, 2 * ROUNDS),
    "search": (_search, 5 * ROUNDS),
    "read_report": (_read, 4 * ROUNDS),
    "edit": (_edit, EDITS),
    "receive_page": (_receive, ROUNDS),
    "decide": (_fold, 4 * ROUNDS),
}


def _a_coordinators(folder: Path) -> Store:
    """A coordinator's vault with some hundred reports in it, a draft of twenty people, and more to come."""
    scheme = a_scheme()
    vault, _code = create_vault(folder, PASSPHRASE, kdf_parameters=CHEAP, now=NOW)
    invitation = scheme.invite("C-002")
    _identity, request = join_scheme(vault.open_unit, scheme.clock, vault.identity_key, invitation)
    desk = _desk(vault, scheme)
    scheme.answered(invitation, request)
    scheme["C-001"].desk.scheme.approve(invitation.locator)
    scheme.courier.send(scheme["C-001"])
    everything = scheme.courier.for_device(scheme["C-001"])
    desk.sync.save_pull(everything, "0")
    reports, pages = _pages(scheme, HELD + ROUNDS)
    for page in pages[:HELD]:
        desk.sync.save_pull(page, "held")
    draft = desk.visits.start()
    people = tuple(
        replace(a_person(), person_id=desk.visits.new_person_id(), custody_number=f"13WK/{4000 + n}")
        for n in range(PEOPLE)
    )
    desk.visits.change(draft.visit_id, lambda visit: replace(visit, people=people))
    vault.close()
    keys = read_slots(folder).open_with_passphrase(PASSPHRASE)
    held = [visit.visit_id for visit in reports[: HELD * PAGE]]
    return Store(folder, keys, scheme, draft.visit_id, tuple(one.person_id for one in people), pages, held)


def _desk(vault: Vault, scheme: MemoryScheme) -> Desk:
    return open_desk(vault, clock=scheme.clock, transport_clock=scheme.clock, ids=SystemIds(SystemClock()))


def _pages(scheme: MemoryScheme, pages: int) -> tuple[list[Visit], list[Page]]:
    visits = [a_report(number, MemberId("V-001"), MemberId("V-002")) for number in range(pages * PAGE)]
    place = count(1000)
    sealed = []
    for visit in visits:
        data = scheme.forged(
            "V-001",
            RecordKind.VISIT_REPORT,
            visit.visit_id,
            report_parts(visit, a_checklist()),
            to=("V-002",),
        )
        name = read_envelope(data).record_id
        sealed.append(PulledRecord(position=next(place), record_id=name, envelope=data))
    return visits, [sealed[at : at + PAGE] for at in range(0, len(sealed), PAGE)]


def _decrypt(encrypted: Store, plain: Store) -> None:
    """Copy a vault's folder with its database written without encryption."""
    shutil.copytree(encrypted.folder, plain.folder)
    database = plain.folder / "vault.db"
    database.unlink()
    source = engine.connect(encrypted.folder / "vault.db", engine.Key(encrypted.keys.content))
    source.execute("ATTACH DATABASE ? AS plain KEY ''", (str(database),))
    source.execute("SELECT sqlcipher_export('plain')")
    source.close()


def _is_plain(store: Store) -> bool:
    return (store.folder / "vault.db").read_bytes().startswith(b"SQLite format 3\0")


@contextmanager
def _plain_sqlite(folder: Path) -> Iterator[None]:
    """Have the store open the databases of one folder without a key, and all others as ever."""
    with_key = engine.connect

    def connect(path: Path, key: engine.Key, *, create: bool = False) -> Any:
        if path.parent != folder:
            return with_key(path, key, create=create)
        connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False)
        for pragma in engine._PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    with patch.object(engine, "connect", connect):
        yield
