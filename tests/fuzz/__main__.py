"""Coverage-guided fuzzing of every reader for a bounded time: `python -m tests.fuzz [SECONDS]`."""

from __future__ import annotations

import importlib
import importlib.util
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fuzz.readers import Reader

SECONDS = 120
MEMORY_MB = 1024
LARGEST_INPUT = 65_536


def main(arguments: list[str]) -> int:
    """Fuzz every reader in a process of its own, or the one named in the child; return the exit status."""
    if importlib.util.find_spec("atheris") is None:
        print("atheris is not installed on this system (it is for Linux): fuzzing is skipped.")
        return 0
    if arguments[:1] == ["--one"]:
        fuzz(arguments[1], arguments[2:])
        return 0
    from tests.fuzz.readers import READERS

    seconds = int(arguments[0]) if arguments else SECONDS
    each = max(1, seconds // len(READERS))
    failed = [reader.name for reader in READERS if not fuzzed_in_a_child(reader, each)]
    print(f"{len(READERS)} readers fuzzed for {each} s each; failed: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


def fuzzed_in_a_child(reader: Reader, seconds: int) -> bool:
    """Run one reader for so long; libFuzzer ends the process at the first failure."""
    with tempfile.TemporaryDirectory() as folder:
        for number, seed in enumerate(reader.seeds):
            Path(folder, str(number)).write_bytes(seed)
        limits = (
            f"-max_total_time={seconds}",
            f"-rss_limit_mb={MEMORY_MB}",
            f"-max_len={LARGEST_INPUT}",
            f"-artifact_prefix={Path(tempfile.gettempdir(), f'icv-fuzz-{reader.name}-')}",
            "-verbosity=0",
        )
        command = [sys.executable, "-m", "tests.fuzz", "--one", reader.name, *limits, folder]
        return subprocess.run(command, env=os.environ, check=False).returncode == 0


def fuzz(name: str, limits: list[str]) -> None:
    """Hand over to libFuzzer, which does not return."""
    atheris: Any = importlib.import_module("atheris")

    # What reads is followed, the libraries below it are not: following them all takes minutes to begin.
    with atheris.instrument_imports(include=["icv_app.seal"]):
        from tests.fuzz.readers import READERS, only_own_errors
    reader = next(one for one in READERS if one.name == name)

    def try_one(data: bytes) -> None:
        only_own_errors(reader, data)

    atheris.Setup([sys.argv[0], *limits], try_one)
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
