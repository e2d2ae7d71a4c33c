"""One file of a vault's folder cut off or changed at one place, and what the application makes of it.

`python -m tests.store.damage FOLDER EVERY` tries one of `EVERY` cases (1: all) and prints what came of them.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import partial
from pathlib import Path
from random import Random

from icv_app.domain.ids import VisitId
from icv_app.domain.visit import Visit
from icv_app.errors import VaultDamaged
from icv_app.services.ports import RESTORED, UnitOfWork
from icv_app.services.ports_visits import VisitFilter
from icv_app.store.backup import backup
from icv_app.store.engine import PAGE_BYTES
from icv_app.store.restore import newest_sound, restore
from icv_app.store.slots_file import read_slots
from icv_app.store.unlocking import create_vault
from tests.builders import a_filed_visit
from tests.store.conftest import CHEAP, NOW, PASSPHRASE, Made

CHANGES = 8
BACKED_UP = 3
"""So many of the changes are in the backup."""
LOG_PAGE_BYTES = 24 + PAGE_BYTES
LOG_HEADER_BYTES = 32
# A document of several pages, so that damage can fall on the last page of one.
COMMENT = "A comment that is long. " * 250

Harm = Callable[[bytes], bytes | None]
"""What becomes of a file's content; `None` where the file is lost."""


class Outcome(StrEnum):
    """What a person meets."""

    WHOLE = "everything is there"
    COUNTED = "so many changes are missing, and that is said"
    EXPLAINED = "damage is said, and the backup opens"


@dataclass(frozen=True, slots=True)
class Case:
    """One harm to one file; `log` where the vault was not closed, so that a write-ahead log lies there."""

    file: str
    log: bool
    harm: str
    place: int

    def done(self, content: bytes) -> bytes | None:
        if self.harm == "lost":
            return None
        if self.harm == "cut":
            return content[: self.place]
        if self.harm == "zeroed":
            page = content[self.place : self.place + PAGE_BYTES]
            return content[: self.place] + bytes(len(page)) + content[self.place + PAGE_BYTES :]
        changed = bytearray(content)
        changed[self.place // 8] ^= 1 << self.place % 8
        return bytes(changed)


class Damage:
    """A vault with changes that were acknowledged one by one, closed and not closed, to be harmed."""

    def __init__(self, made: Made, folder: Path) -> None:
        self._keys = made.keys
        self._closed, self._open, self._trial = folder / "closed", folder / "not-closed", folder / "trial"
        with made.open() as vault:
            for number in range(CHANGES):
                with vault.open_unit() as unit:
                    unit.visits.put(_visit(number))
                    unit.commit()
                if number + 1 == BACKED_UP:
                    backup(vault, NOW)
            shutil.copytree(made.folder, self._open)
        shutil.copytree(made.folder, self._closed)

    def content(self, file: str, *, log: bool) -> bytes:
        return ((self._open if log else self._closed) / file).read_bytes()

    def outcome(self, case: Case) -> Outcome:
        """Do the harm and open the vault as a person would.

        Raises:
            AssertionError: Something is missing and nothing says so, or the backup does not bring it back.
        """
        shutil.rmtree(self._trial, ignore_errors=True)
        shutil.copytree(self._open if case.log else self._closed, self._trial)
        file = self._trial / case.file
        harmed = case.done(file.read_bytes())
        if harmed is None:
            file.unlink()
        else:
            file.write_bytes(harmed)
        laptop = Made(self._trial, replace(self._keys), "")
        try:
            with laptop.open() as vault:
                vault.check()  # as before every backup
                with vault.open_reading() as unit:
                    found, marked = _found(unit), unit.meta.get(RESTORED) == "yes"
                missing = vault.missing_changes
        except VaultDamaged:
            self._restored(laptop, case, harmed)
            return Outcome.EXPLAINED
        assert found == CHANGES - missing, f"{CHANGES - found} changes are gone, {missing} are told"
        assert not missing or marked, "it would sign under numbers that were used"
        return Outcome.COUNTED if missing else Outcome.WHOLE

    def _restored(self, laptop: Made, case: Case, harmed: bytes | None) -> None:
        kept = newest_sound(laptop.folder)
        assert kept is not None
        restore(laptop.folder, kept.folder, NOW)
        with laptop.open() as vault:
            vault.check()
            with vault.open_reading() as unit:
                assert _found(unit) == BACKED_UP
                assert unit.meta.get(RESTORED) == "yes"
        if harmed is not None and case.file == "vault.db" and not case.log:
            (aside,) = (laptop.folder / "set-aside").iterdir()
            assert (aside / "vault.db").read_bytes() == harmed, "the damaged file was not kept as it was"


def _found(unit: UnitOfWork) -> int:
    """How many changes there are, one after the other and each whole."""
    found = len(unit.visits.summaries(VisitFilter()))
    for number in range(found):
        assert unit.visits.get(_visit(number).visit_id) == _visit(number), "a visit is another than before"
    return found


def _visit(number: int) -> Visit:
    return a_filed_visit(visit_id=VisitId(f"visit-{number}"), force_comment=COMMENT)


def at_boundaries(size: int, page: int, start: int = 0) -> Iterator[int]:
    """Every place where one page ends, and one byte to both sides."""
    for edge in range(start, size + page, page):
        yield from (place for place in (edge - 1, edge, edge + 1) if 0 <= place < size)


def cases(damage: Damage, every: int, seed: int = 0) -> Iterator[Case]:
    """Cuts at the ends of pages, and cuts and changed bits in between; one of `every`, by the seed."""
    chance = Random(seed)
    for file, log, page, start in (
        ("vault.db", False, PAGE_BYTES, 0),
        ("vault.db", True, PAGE_BYTES, 0),
        ("vault.db-wal", True, LOG_PAGE_BYTES, LOG_HEADER_BYTES),
        ("vault.db-shm", True, 1 << 15, 0),
        ("commits", True, 32, 0),
    ):
        size = len(damage.content(file, log=log))
        yield Case(file, log, "lost", 0)
        cut, flip = partial(Case, file, log, "cut"), partial(Case, file, log, "changed")
        yield from _some(map(cut, at_boundaries(size, page, start)), every, chance)
        yield from _some((cut(chance.randrange(size)) for _ in range(100)), every, chance)
        yield from _some((flip(chance.randrange(size * 8)) for _ in range(300)), every, chance)
        if page == PAGE_BYTES:
            yield from _some((Case(file, log, "zeroed", at) for at in range(0, size, page)), every, chance)


def _some(all_of_them: Iterable[Case], every: int, chance: Random) -> list[Case]:
    whole = list(all_of_them)
    return whole if every == 1 else chance.sample(whole, max(1, len(whole) // every))


def main(folder: Path, every: int) -> tuple[int, int]:
    """Try them all and print how many there were of each kind and outcome.

    Returns:
        How many were tried, and how many of them ended otherwise than they may.
    """
    vault, _code = create_vault(folder / "vault", PASSPHRASE, kdf_parameters=CHEAP, now=NOW)
    vault.close()
    keys = read_slots(folder / "vault").open_with_passphrase(PASSPHRASE)
    damage = Damage(Made(folder / "vault", keys, ""), folder)
    table: Counter[str] = Counter()
    for case in cases(damage, every):
        try:
            outcome = str(damage.outcome(case))
        except BaseException as error:  # noqa: BLE001 - whatever it is, it is shown
            outcome = f"FAILED {type(error).__name__} {error}"
            print(case, outcome)
        table[f"{case.file} {'log' if case.log else '   '} {case.harm}: {outcome}"] += 1
    print(json.dumps(table, indent=1))
    return table.total(), sum(number for name, number in table.items() if ": FAILED " in name)


if __name__ == "__main__":
    sys.exit(1 if main(Path(sys.argv[1]), int(sys.argv[2]))[1] else 0)
