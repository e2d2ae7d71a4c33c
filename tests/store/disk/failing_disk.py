"""A real disk that fails at the n-th write, for one process: `failing_disk.c`, where there is a compiler."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

SOURCE = Path(__file__).with_name("failing_disk.c")
PROJECT = Path(__file__).parents[3]
_LIBRARY = "failing_disk.so"


def can_be_built() -> bool:
    """Whether this machine has what it takes."""
    return sys.platform == "linux" and shutil.which("cc") is not None


def is_failing_disk() -> bool:
    """Whether this process was started by `run_on_it`."""
    return _LIBRARY in os.environ.get("LD_PRELOAD", "")


def run_on_it(folder: Path, module: str, *arguments: str) -> str:
    """Run a module in a process whose disk may fail, and return what it said.

    Raises:
        AssertionError: The process ended badly; with the end of what it printed.
    """
    library = folder / _LIBRARY
    if not library.exists():
        command = ["cc", "-O1", "-shared", "-fPIC", "-o", str(library), str(SOURCE), "-ldl"]
        subprocess.run(command, check=True)
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=PROJECT,
        env={**os.environ, "LD_PRELOAD": str(library), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


@dataclass(frozen=True, slots=True)
class Fault:
    """How a disk fails.

    Attributes:
        name: What the tests call it.
        error: As the system numbers it.
        once: One call fails and the next works; else all fail from then on.
        half: Of a write that fails, a half reaches the disk.
        reads: It is reading that fails, and nothing else.
    """

    name: str
    error: int
    once: bool
    half: bool = False
    reads: bool = False


class Disk:
    """The disk of this process, which must have been started by `run_on_it`."""

    def __init__(self) -> None:
        self._library = ctypes.CDLL(None)
        self._library.disk_counted.restype = ctypes.c_long

    @contextmanager
    def failing(self, below: Path, fault: Fault, number: int) -> Iterator[None]:
        """Let the call of that number, counted from 1, fail below a folder; 0 only counts."""
        last = number if fault.once else 0
        self._library.disk_fail(
            os.fsencode(below),
            ctypes.c_long(number),
            ctypes.c_long(last),
            fault.error,
            fault.half,
            fault.reads,
        )
        try:
            yield
        finally:
            self._library.disk_heal()

    @property
    def counted(self) -> int:
        """How many calls there were while it was failing last."""
        counted: int = self._library.disk_counted()
        return counted
