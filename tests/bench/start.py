"""How long the first window takes."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from icv_app.seal.passphrases import KdfCost
from icv_app.store.unlocking import create_vault
from tests.bench.clock import NOW

RUNS = 7
_PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from icv_app.bootstrap.application import run

def mapped():
    print("mapped", flush=True)
    QApplication.quit()

sys.exit(run(Path(sys.argv[1]), on_mapped=mapped))
"""


def startup() -> dict[str, float]:
    """Seconds from the start of the process to the unlock window painted; median of warm starts."""
    with tempfile.TemporaryDirectory() as folder:
        vault = Path(folder) / "vault"
        create_vault(vault, "bench bench bench", kdf_parameters=KdfCost(iterations=1), now=NOW)[0].close()
        times = [_start(vault) for _run in range(RUNS + 1)]
    return {"startup_first_window_s": statistics.median(times[1:])}


def _start(vault: Path) -> float:
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(vault)], stdout=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        took = time.perf_counter() - began
    if line != b"mapped\n" or process.returncode != 0:
        raise RuntimeError(f"the application did not start: status {process.returncode}")
    return took
