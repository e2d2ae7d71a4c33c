"""The `icv` command as people run it: a process of its own, judged by what it prints and its exit status."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE_S = 180
_LIMITED = (
    "import json, resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
    "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]),) * 2);"
    "from icv_app.cli.commands import run_command; sys.exit(run_command(json.loads(sys.argv[2])))"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a command said.

    Attributes:
        status: Its exit status.
        out: Standard output.
        err: Standard error.
    """

    status: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The refusal, after checking that it is one: in plain words, and nothing else printed."""
        assert self.status == 1, self
        assert self.out == "", self
        assert self.err.endswith((".\n", "\n")), self
        assert "Traceback" not in self.err, self.err
        assert "Error" not in self.err, self.err
        return self.err.strip()


def icv(*arguments: str | Path, largest_file: int | None = None) -> Said:
    """Run the command to its end; no file may grow larger than `largest_file` bytes, where given."""
    words = [str(argument) for argument in arguments]
    if largest_file is None:
        return _run([sys.executable, "-m", "icv_app.cli", *words])
    return _run([sys.executable, "-c", _LIMITED, str(largest_file), json.dumps(words)])


@contextmanager
def small_disk(folder: Path, size: str) -> Iterator[Path | None]:
    """A disk of a size such as `64k`, or nothing where this system lets nobody mount one."""
    folder.mkdir()
    mount = shutil.which("mount")
    command = [mount or "", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    if mount is None or os.name == "nt" or os.geteuid() != 0 or _run(command).status:
        yield None
        return
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def _run(command: Sequence[str]) -> Said:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    return Said(done.returncode, done.stdout, done.stderr)
