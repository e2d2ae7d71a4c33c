"""Pin requirements/*.in, with every file's hash, into requirements/*.txt.

`dev.txt` is resolved first and holds everything; `app.txt` and `server.txt` are
parts of it at the same versions. Versions already pinned stay unless
`--upgrade` is given, so the same inputs give the same files. No address of a
package index is written: everyone installs from the index they have.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parent.parent / "requirements"
COMPILE = (
    "uv",
    "pip",
    "compile",
    "--quiet",
    "--universal",  # one file for Linux, macOS and Windows, with markers
    "--python-version=3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--no-emit-find-links",
    "--custom-compile-command=make lock",
)
LOCKS = (
    ("dev.in", "dev.txt", ()),
    ("app.in", "app.txt", ("--constraints=dev.txt",)),
    ("server.in", "server.txt", ("--constraints=dev.txt",)),
)


def main(options: list[str]) -> None:
    """Write the three files; `options` go to the resolver, for example `--upgrade`."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    for source, target, constraints in LOCKS:
        given = options if target == "dev.txt" else []
        command = [*COMPILE, *constraints, *given, source, f"--output-file={target}"]
        subprocess.run(command, cwd=REQUIREMENTS, env={**os.environ, "PATH": path}, check=True)
        if "://" in (REQUIREMENTS / target).read_text(encoding="utf-8"):
            raise SystemExit(
                f"requirements/{target} holds an address; remove it from the resolver's settings."
            )


if __name__ == "__main__":
    main(sys.argv[1:])
