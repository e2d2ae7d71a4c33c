"""Starting the processes of `children`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.store.conftest import Made

PROJECT = Path(__file__).parents[2]


@contextmanager
def child(name: str, made: Made) -> Iterator[subprocess.Popen[str]]:
    """A running child that has been given the keys; killed at the end if it still runs."""
    command = [sys.executable, "-m", "tests.store.children", name, str(made.folder)]
    with subprocess.Popen(
        command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        process.stdin.write(f"{made.keys.content.hex()} {made.keys.identity.hex()}\n")
        process.stdin.flush()
        try:
            yield process
        finally:
            process.kill()
