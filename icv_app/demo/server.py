"""The demo's own `icv-server`: a separate process on loopback, its data inside the demo's folder."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import resources
from icv_app.errors import SyncError
from icv_app.words import _

_GRACE_S = 20
_ANNOUNCES = "listening on "


@dataclass(slots=True)
class DemoServer:
    """A server with its data in a folder, for as long as the `with` block lasts.

    Attributes:
        data: Its data folder.
        log: What it logs: JSON lines without content.
        port: 0 takes a free one.
    """

    data: Path
    log: Path
    port: int = 0
    url: str = ""
    _process: subprocess.Popen[str] | None = field(default=None, repr=False)

    def __enter__(self) -> Self:
        self.start()
        return self

    def start(self) -> None:
        """Start it and learn where it listens.

        Raises:
            SyncError: It does not start; its log says why.
        """
        self.data.mkdir(parents=True, exist_ok=True)
        try:
            with self.log.open("a", encoding="utf-8") as log:
                self._process = subprocess.Popen(
                    [*_command("serve", self.data), "--port", str(self.port)],
                    cwd=_beside_the_packages(),
                    env=_environment(),
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                )
        except OSError as error:
            raise _does_not_start(str(error)) from None
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line.startswith(_ANNOUNCES):
            self.stop()
            raise _does_not_start(f"status {self._process.returncode}")
        self.url = line.removeprefix(_ANNOUNCES).strip()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def port_taken(self) -> int:
        """The port it listens on."""
        return urlsplit(self.url).port or 0

    def register(self, root_file: Path) -> None:
        """Register a scheme by its root, with `icv-server init-scheme`.

        Raises:
            SyncError: The server refuses it.
        """
        done = subprocess.run(
            [*_command("init-scheme", self.data), str(root_file.resolve())],
            cwd=_beside_the_packages(),
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SyncError(
                f"init-scheme: status {done.returncode}",
                user_text=_("The demo's server did not take the scheme: {reason}").format(
                    reason=done.stderr.strip()
                ),
            )

    def stop(self) -> None:
        """Stop it in good order; harmless when it has ended."""
        process = self._process
        if process is None:
            return
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _command(name: str, data: Path) -> list[str]:
    if getattr(sys, "frozen", False):
        beside = Path(sys.executable).with_name("icv-server" + Path(sys.executable).suffix)
        return [str(beside), name, "--data", str(data.resolve())]
    return [sys.executable, "-m", "sync.server.cli", name, "--data", str(data.resolve())]


def _beside_the_packages() -> Path:
    """Where `-m` finds the packages, installed or in a checkout."""
    return Path(resources.__file__).resolve().parent.parent


def _environment() -> dict[str, str]:
    """The demo's data stays in the demo's folder, whatever database this machine's server uses."""
    return {name: value for name, value in os.environ.items() if not name.startswith("ICV_")}


def _does_not_start(detail: str) -> SyncError:
    return SyncError(
        f"demo server: {detail}",
        user_text=_(
            "The demo's server did not start. Check the space on the disk, and its log in the demo's folder."
        ),
    )
