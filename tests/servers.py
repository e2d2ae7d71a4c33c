"""Real `icv-server` processes on loopback, for any test that needs one.

with running_server(tmp_path) as server:
    server.register(root)
    channel = HttpChannel(server.url, signer=keys)
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from sync.server.database import Database
from sync.server.registration import Registered, register_scheme
from sync.server.settings import settings_from

ROOT = Path(__file__).parent.parent
GRACE_S = 30


@dataclass
class RunningServer:
    """A server process.

    Attributes:
        url: Base URL, `http://127.0.0.1:PORT`.
        data: Its data folder; with SQLite the database is `icv-server.sqlite` in it.
        log: What it wrote to standard error, JSON lines; earlier runs in the same folder included.
        environment: Of the process.
    """

    url: str
    data: Path
    log: Path
    environment: dict[str, str]
    process: subprocess.Popen[str] = field(repr=False)

    @property
    def database_files(self) -> list[Path]:
        """The SQLite database with its WAL, for looking into them."""
        return sorted(self.data.glob("icv-server.sqlite*"))

    def register(self, root: bytes) -> Registered:
        """Register the scheme of this root envelope, as `icv-server init-scheme` does."""
        settings = settings_from(self.data, self.environment)
        database = Database(settings.database_url)
        try:
            return register_scheme(database, root, datetime.now(UTC))
        finally:
            database.dispose()

    def stop(self) -> int:
        """Stop it in good order and return its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(GRACE_S)

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self.process.kill()
        self.process.wait(GRACE_S)


@contextmanager
def running_server(
    folder: Path,
    *,
    database_url: str | None = None,
    port: int = 0,
    settings: Mapping[str, str] | None = None,
    arguments: Sequence[str] = (),
) -> Iterator[RunningServer]:
    """Run a server with its data in `folder` until the block ends.

    Args:
        folder: Made if it is missing; a second run in the same folder goes on with its data.
        database_url: A PostgreSQL, which is migrated first; by default SQLite in `folder`.
        port: 0 takes a free one.
        settings: Further `ICV_…` variables.
        arguments: Further arguments of `icv-server serve`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    environment = _environment(database_url, settings or {})
    if database_url is not None:
        done = run_command("migrate", data=folder, environment=environment)
        assert done.returncode == 0, done.stderr
    log = folder / "server.log"
    with log.open("a") as stderr:
        process = subprocess.Popen(
            [*_command("serve", folder), "--port", str(port), *arguments],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )
        try:
            url = _announced(process.stdout, log)
            yield RunningServer(url, folder, log, environment, process)
        finally:
            if process.poll() is None:
                process.terminate()
            try:
                process.wait(GRACE_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdout is not None:
                process.stdout.close()


def run_command(
    name: str, *arguments: str, data: Path, environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run one `icv-server` command to its end."""
    return subprocess.run(
        [*_command(name, data), *arguments],
        cwd=ROOT,
        env=_environment(None, environment or {}),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _command(name: str, data: Path) -> list[str]:
    return [sys.executable, "-m", "sync.server.cli", name, "--data", str(data)]


def _environment(database_url: str | None, settings: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ICV_")}
    if database_url is not None:
        kept["ICV_DATABASE_URL"] = database_url
    return kept | dict(settings)


def _announced(stdout: IO[str] | None, log: Path) -> str:
    assert stdout is not None
    line = stdout.readline()
    assert line.startswith("listening on "), f"the server did not start: {log.read_text()}"
    return line.removeprefix("listening on ").strip()
