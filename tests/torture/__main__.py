"""`make torture`: a long run of the state machine, walks, failing disks, damaged files, killed processes.

`python -m tests.torture [--seconds N] [--seed N] [--steps N] [--walks N] [--disk N] [--damage N]` prints
the figures and writes `torture.json`. Each round of the state machine and each walk names its seed; with it,
the same steps are taken again.
"""

from __future__ import annotations

import argparse
import json
import logging
import secrets
import signal
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

import structlog
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.postgres import empty_database, running_postgres
from tests.store import damage
from tests.store.disk.failing_disk import can_be_built, run_on_it
from tests.torture.crossing import walk
from tests.torture.killing import Outcome, in_a_process_of_its_own
from tests.torture.machine import Torture

STEPS = 10_000
SECONDS = 120.0
CLIENTS = 20
WALKS = 40
DISK = 8
"""Faults tried of each act of a vault; 0 tries every fault at every call, which takes half an hour."""
DAMAGE = 40
"""One of so many cases of a damaged file is tried; 1 tries them all."""
RESULTS = Path("torture.json")
_LONG = settings(
    max_examples=20,
    stateful_step_count=120,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate, Phase.shrink],
)


def main(arguments: list[str] | None = None) -> int:
    """Run both parts; return the exit status."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    given = _parser().parse_args(arguments)
    take_steps(given.seed, given.steps)
    take_walks(given.seed, given.walks)
    faults = fail_disks(given.disk)
    damaged = damage_files(given.damage)
    outcome = kill(given.seconds, given.seed)
    figures = {
        "steps": Torture.steps,
        "schemes": Torture.tally.worlds,
        "walks": given.walks,
        "disk_faults": faults,
        "damaged_files": damaged,
        **asdict(outcome),
    }
    RESULTS.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n")
    print(
        f"{outcome.kills} kills, {outcome.server_kills} of them of servers; "
        f"{outcome.written} records written, {outcome.acknowledged} acknowledged, "
        f"{outcome.lost} lost, {outcome.duplicated} duplicated"
    )
    return 1 if outcome.lost or outcome.duplicated else 0


def take_steps(first_seed: int, steps: int) -> None:
    """Run the state machine until it has taken so many steps, each round with a seed of its own."""
    began, number = time.monotonic(), first_seed
    while Torture.steps < steps:
        print(f"seed {number}: ", end="", flush=True)
        seed(number)(Torture)
        run_state_machine_as_test(Torture, settings=_LONG)
        print(f"{Torture.steps:,} steps after {time.monotonic() - began:.0f} s", flush=True)
        number += 1
    tally = Torture.tally
    print(
        f"{Torture.steps:,} steps in {tally.worlds} schemes: {tally.acknowledged:,} records acknowledged, "
        f"none lost or counted twice; of {tally.destroyed} the last copy was destroyed with a disk"
    )


def take_walks(first_seed: int, walks: int) -> None:
    """Let runs, holds, sticks, backups and removals cross, each walk with a seed of its own."""
    began = time.monotonic()
    for number in range(first_seed, first_seed + walks):
        print(f"walk {number}: ", end="", flush=True)
        walk(number)
        print(f"everybody has the same after {time.monotonic() - began:.0f} s", flush=True)


def fail_disks(most: int) -> int:
    """Let every act of a vault meet a disk that fails; return how many faults were tried."""
    if not can_be_built():
        print("no failing disk: it needs Linux and a C compiler")
        return 0
    with tempfile.TemporaryDirectory(prefix="icv-torture-") as folder:
        said = run_on_it(Path(folder), "tests.store.disk", str(most))
    of_acts: dict[str, int] = json.loads(said.splitlines()[-1])
    tried = sum(of_acts.values())
    print(f"{tried:,} faults of a disk: each said, nothing lost or half done", flush=True)
    return tried


def damage_files(every: int) -> int:
    """Cut off and change the files of a vault; return how many cases were tried.

    Raises:
        AssertionError: One of them was not noticed, or not explained.
    """
    with tempfile.TemporaryDirectory(prefix="icv-torture-") as folder:
        tried, failed = damage.main(Path(folder), every)
    assert not failed, f"{failed} of {tried} damaged files ended otherwise than they may"
    print(f"{tried:,} damaged files: each noticed, or whole", flush=True)
    return tried


def kill(seconds: float, number: int) -> Outcome:
    """Kill the processes of servers and laptops at random for so many seconds."""
    print(f"two servers and {CLIENTS} laptops, killed for {seconds:.0f} s, seed {number}", flush=True)
    with running_postgres() as server, empty_database(server, "torture") as url:
        return in_a_process_of_its_own(url, seconds=seconds, clients=CLIENTS, seed=number)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.torture")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    parser.add_argument("--seed", type=int, default=secrets.randbelow(1_000_000))
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--walks", type=int, default=WALKS)
    parser.add_argument("--disk", type=int, default=DISK)
    parser.add_argument("--damage", type=int, default=DAMAGE)
    return parser


if __name__ == "__main__":
    sys.exit(main())
