"""`kill -9` at random moments of a scripted visit, many times over one vault.

python -m tests.fault.kill9 FOLDER RUNS SEED

makes a vault in FOLDER and prints what came of RUNS runs as JSON. Each run is
a process that opens the vault, goes on with the visit where the vault has it,
and says before and after each edit which one it is; it is killed at a moment
drawn by chance. Then the vault is opened and must be whole, and hold every
edit that was said to be committed. The processes are forked, so that two
hundred of them cost no more than the vault does.
"""

from __future__ import annotations

import json
import logging
import os
import random
import signal
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import structlog

from icv_app.domain.ids import VisitId
from icv_app.seal.slots import VaultKeys
from icv_app.services.desk import Desk
from icv_app.services.membership import keep_belonging, read_belonging
from icv_app.store.layout import hold
from icv_app.store.slots_file import read_slots
from icv_app.store.vault import Vault
from tests.builders import NOON
from tests.fakes.memory_store import MemoryStore
from tests.fakes.office import MemoryVault
from tests.fault.a_visitor import PASSPHRASE, a_visitors_vault
from tests.fault.scripted_visit import (
    ScriptIds,
    after_each_edit,
    desk_of,
    perform,
    take_in_hand,
    the_script,
    what_is_stored,
)

PROJECT = Path(__file__).parents[2]
LONGEST_SECONDS = 0.15
"""A run is killed within this time of its first edit, or of its start."""
WHILE_OPENING = 0.1
"""The share of runs that may be killed while they still open the vault."""
_LINE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of all runs.

    Attributes:
        edits: Edits that were said to be committed, over all runs.
        caught: Runs killed while an edit was on its way.
        lost_max: The most edits begun that one kill cost; the one in flight counts.
    """

    seed: int
    runs: int
    edits: int
    caught: int
    lost_max: int


class Killing:
    """One vault, and one scripted visit after the other in it."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder = a_visitors_vault(folder)
        slots = read_slots(self._folder)
        self._vault_id, self._keys = slots.vault_id, slots.open_with_passphrase(PASSPHRASE)
        self._chance = random.Random(seed)
        self._ids = ScriptIds()
        self._script = the_script()
        self._visit_id = VisitId("")
        self._states: list[bytes] = []
        self._done = 0

    def run(self) -> tuple[int, bool, int]:
        """Kill one process; return how many edits it committed, whether one was caught, how many it lost."""
        if self._done >= len(self._script) or not self._states:
            self._begin_visit()
        begun, committed = self._until_killed()
        stored = self._look(begun)
        assert stored >= committed, f"edit {stored + 1} was committed and is missing"
        made, self._done = max(committed - self._done, 0), stored
        return made, begun > committed, begun - stored

    def _begin_visit(self) -> None:
        self._ids.visit, self._ids.edit = self._ids.visit + 1, 0
        with self._opened() as desk:
            visit = desk.visits.start()
        memory = MemoryVault(MemoryStore(visit))
        with self._opened() as desk, desk.open_unit() as unit, memory.store() as there:
            belonging = read_belonging(unit)
            assert belonging is not None
            keep_belonging(there, belonging)
            there.settings.put(unit.settings.current())
            there.commit()
        self._states = after_each_edit(desk_of(memory, self._ids), self._ids, visit)
        self._visit_id, self._done = visit.visit_id, 0

    def _until_killed(self) -> tuple[int, int]:
        """Let a process work until it is killed; return the last edit it began and the last it committed."""
        hears, says = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(hears)
            self._work(says)
        os.close(says)
        at_work = self._chance.random() > WHILE_OPENING
        first = os.read(hears, _LINE) if at_work else b""
        # A random moment is what is tried out: there is no event to wait for.
        time.sleep(self._chance.uniform(0, LONGEST_SECONDS))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        with os.fdopen(hears) as heard:
            said = (first.decode() + heard.read()).splitlines()
        assert "failed" not in said, "the process failed by itself"
        numbers = {"about": [self._done], "committed": [self._done]}
        for line in said:
            word, _blank, number = line.partition(" ")
            numbers[word].append(int(number))
        return numbers["about"][-1], numbers["committed"][-1]

    def _work(self, says: int) -> None:
        """What the process does; it never returns."""
        try:
            with self._opened() as desk:
                model = take_in_hand(desk, self._visit_id)
                for number in range(self._done + 1, len(self._script) + 1):
                    os.write(says, f"about {number}\n".encode())
                    perform(model, self._ids, self._script, number)
                    os.write(says, f"committed {number}\n".encode())
                # All is written: this process lives on only to be killed.
                time.sleep(LONGEST_SECONDS)
        except BaseException:  # noqa: BLE001 - whatever it is, the run has failed
            traceback.print_exc()
            os.write(says, b"failed\n")
        os._exit(0)

    def _look(self, begun: int) -> int:
        """Open the vault, see that it is whole, and return how many edits the draft holds."""
        with self._opened(check=True) as desk:
            stored = what_is_stored(desk, self._visit_id)
            found = [number for number in range(begun, -1, -1) if self._states[number] == stored]
            assert found, "the draft is in no state that an edit begun so far led to"
            if desk.visits.undo(self._visit_id) is not None:
                desk.visits.redo(self._visit_id)
            assert what_is_stored(desk, self._visit_id) == stored, "undo and redo do not lead back"
            noted = desk.visits.open_draft(self._visit_id).place
            assert (noted is not None) == (found[0] > 0), "the place was not committed with the edit"
            return found[0]

    @contextmanager
    def _opened(self, *, check: bool = False) -> Iterator[Desk]:
        keys = VaultKeys(self._keys.content, self._keys.identity)
        with Vault(self._folder, self._vault_id, keys, hold(self._folder), NOON) as vault:
            if check:
                vault.check()
                assert vault.missing_changes == 0
            yield desk_of(vault, self._ids)


def kill_at_random(folder: Path, runs: int, seed: int) -> Outcome:
    """Kill so many runs over one new vault in a folder.

    Raises:
        AssertionError: The vault was damaged, or something that was committed was lost.
    """
    killing = Killing(folder, seed)
    results = [killing.run() for _run in range(runs)]
    return Outcome(
        seed=seed,
        runs=len(results),
        edits=sum(made for made, _caught, _lost in results),
        caught=sum(caught for _made, caught, _lost in results),
        lost_max=max((lost for _made, _caught, lost in results), default=0),
    )


def in_processes_of_their_own(folder: Path, runs: int, seed: int, processes: int = 2) -> Outcome:
    """Share the runs out among processes that have no windows and no threads, so that they can fork."""
    shares = [runs // processes + (at < runs % processes) for at in range(processes)]
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.fault.kill9", str(folder / str(at)), str(share), str(seed + at)],
            cwd=PROJECT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for at, share in enumerate(shares)
    ]
    found = []
    for process in started:
        said, wrong = process.communicate()
        assert process.returncode == 0, wrong
        found.append(Outcome(**json.loads(said)))
    return Outcome(
        seed=seed,
        runs=sum(one.runs for one in found),
        edits=sum(one.edits for one in found),
        caught=sum(one.caught for one in found),
        lost_max=max(one.lost_max for one in found),
    )


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    print(json.dumps(asdict(kill_at_random(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))))
