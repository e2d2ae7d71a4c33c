"""Let the packaged application test itself where nothing of this checkout can help it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TRIED = (
    ("icv", "--self-test"),
    ("icv-server", "--version"),
    # Starts the server beside it, works with it from several processes, and writes the annual report.
    ("icv", "demo", "--out", "demo", "--no-window", "--scale", "small"),
)


def main(built: Path) -> int:
    """Copy the folder away, try its programs without Python on the path, and return the first bad status."""
    with tempfile.TemporaryDirectory(prefix="icv-self-test-") as folder:
        place = Path(folder)
        application = shutil.copytree(built, place / "icv", symlinks=True)
        home = place / "home"
        home.mkdir()
        environment = {
            "HOME": str(home),
            "PATH": str(place / "nothing"),
            "LC_ALL": "C.UTF-8",
            "QT_QPA_PLATFORM": "offscreen",
        }
        if os.name == "nt":
            environment |= {"SYSTEMROOT": os.environ["SYSTEMROOT"], "USERPROFILE": str(home)}
        for program, *options in TRIED:
            command = [str(application / program), *options]
            status = subprocess.run(command, check=False, cwd=home, env=environment).returncode
            if status != 0:
                print(f"{program} {' '.join(options)} ended with status {status}", file=sys.stderr)
                return status
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1])))
