"""Processes that can be killed at any moment, and that end with whoever started them."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.servers import ROOT

_END_WITH_PARENT = 1  # PR_SET_PDEATHSIG
_START_S = 60.0


def end_with_parent() -> None:
    """Have the system kill this process when the one that started it ends, however it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@dataclass
class Server:
    """An `icv-server` at one address, through all its processes.

    Args:
        module: What is run in its place.
    """

    data: Path
    environment: Mapping[str, str]
    module: str = "sync.server.cli"
    port: int = field(default_factory=_free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start a process and do not wait for it."""
        self.data.mkdir(parents=True, exist_ok=True)
        with (self.data / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.module, "serve", "--data", self.data, "--port", str(self.port)],
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdout=log,
                stderr=log,
                preexec_fn=end_with_parent,  # noqa: PLW1509 - this process has no threads
            )

    def wait_until_ready(self) -> None:
        """Wait until it answers.

        Raises:
            AssertionError: It never does.
        """
        end = time.monotonic() + _START_S
        while time.monotonic() < end:
            try:
                if httpx.get(f"{self.url}/readyz", timeout=5).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError(f"the server does not answer: {(self.data / 'server.log').read_text()[-2000:]}")

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@dataclass
class Forked:
    """A copy of this process that does one thing.

    Attributes:
        pid: Of the running one; `None` where there is none.
    """

    does: Callable[[], object]
    pid: int | None = None

    def start(self) -> None:
        self.pid = os.fork()
        if self.pid:
            return
        try:
            end_with_parent()
            self.does()
        finally:
            os._exit(0)

    def ended(self) -> bool:
        """Whether it ended by itself."""
        if self.pid is None:
            return False
        found, _status = os.waitpid(self.pid, os.WNOHANG)
        if found:
            self.pid = None
        return bool(found)

    def wait(self) -> None:
        if self.pid is not None:
            os.waitpid(self.pid, 0)
            self.pid = None

    def kill(self) -> None:
        if self.pid is not None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            self.pid = None
