"""What the code imports is what the requirements pin."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
OURS = {"icv_app", "ui", "sync", "resources", "tests", "installer"}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def lines_of(file: str) -> Iterator[str]:
    for line in (CHECKOUT / "requirements" / file).read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            yield from lines_of(line.removeprefix("-r "))
        elif line and line[0].isalnum():
            yield line


def named_in(file: str) -> set[str]:
    """Return the distributions a requirements file names itself."""
    return {normal(re.split(r"[\[<>=~! ;]", line)[0]) for line in lines_of(file)}


def imported_by(pattern: str) -> set[str]:
    """Return the distributions that the modules of that pattern import, wherever in the module."""
    modules: set[str] = set()
    for file in CHECKOUT.glob(pattern):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                modules.update(alias.name.partition(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                modules.add(node.module.partition(".")[0])
    return distributions_of(modules)


def distributions_of(modules: set[str]) -> set[str]:
    known = packages_distributions()
    foreign = modules - OURS - sys.stdlib_module_names
    return {normal(known[module][0]) if module in known else f"unknown: {module}" for module in foreign}


@pytest.mark.parametrize(
    ("pattern", "file"),
    [
        ("icv_app/**/*.py", "app.in"),
        ("ui/**/*.py", "app.in"),
        ("sync/*.py", "app.in"),
        ("sync/*.py", "server.in"),
        ("sync/client/**/*.py", "app.in"),
        ("sync/server/**/*.py", "server.in"),
        ("tests/**/*.py", "dev.in"),
        ("installer/**/*.py", "dev.in"),
    ],
)
def test_every_import_is_a_requirement_of_its_own(pattern: str, file: str) -> None:
    """Not only the requirement of a requirement, which may drop it with its next version."""
    assert imported_by(pattern) - named_in(file) == set()


USED_WHERE_INSTALLED = {"attrs", "greenlet"}
"""For rich to print attrs classes, for SQLAlchemy under asyncio; both do without where they are not."""


def test_the_server_loads_nothing_that_its_own_requirements_do_not_pin() -> None:
    load = """
import importlib, json, pathlib, sys
for file in sorted(pathlib.Path("sync/server").glob("*.py")):
    if file.stem not in ("__init__", "__main__"):
        importlib.import_module(f"sync.server.{file.stem}")
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""
    answer = subprocess.run(
        [sys.executable, "-c", load], cwd=CHECKOUT, check=True, capture_output=True, text=True
    )
    known = packages_distributions()
    loaded = {module for module in json.loads(answer.stdout) if module in known}
    assert "fastapi" in loaded
    assert distributions_of(loaded) - named_in("server.txt") - USED_WHERE_INSTALLED == set()
