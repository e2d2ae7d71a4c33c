"""A desktop of its own for one application: a screen in memory, a message bus, the accessibility bus.

Every part is a real one: Xvfb, dbus-daemon, and Debian's at-spi2-core, which
dbus-daemon starts when somebody asks for the accessibility bus.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.access.keyboard import give_keyboard

END_S = 15
PROGRAMS = {"Xvfb": "xvfb", "dbus-daemon": "dbus"}
"""What is started, and Debian's package for it."""
LAUNCHER_SERVICE = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")
XCB_CURSOR = "libxcb-cursor.so.0"
"""Qt's platform for X opens only with it; it is the one that machines without a desktop lack."""


def missing_packages() -> list[str]:
    """Return Debian's packages that this machine lacks for a desktop with an accessibility bus."""
    lacks = [package for program, package in PROGRAMS.items() if shutil.which(program) is None]
    if not LAUNCHER_SERVICE.is_file():
        lacks.append("at-spi2-core")
    try:
        ctypes.CDLL(XCB_CURSOR)
    except OSError:
        lacks.append("libxcb-cursor0")
    return lacks


class Desktop:
    """Starts programs on one screen and one session bus.

    Attributes:
        bus_address: Of the session bus; the accessibility bus's own is asked for there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._started: list[subprocess.Popen[bytes]] = []
        self._environment = {
            **os.environ,
            # Short: a socket's path has room for about a hundred letters.
            "XDG_RUNTIME_DIR": str(folder),
            "HOME": str(folder),
            "QT_QPA_PLATFORM": "xcb",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "LANG": "C.UTF-8",
            "PYTHONFAULTHANDLER": "1",
        }
        for name in ("WAYLAND_DISPLAY", "XAUTHORITY", "AT_SPI_BUS_ADDRESS", "QT_SCALE_FACTOR"):
            self._environment.pop(name, None)
        read, write = os.pipe()
        self._start(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x1000x24", "-nolisten", "tcp"],
            pass_fds=(write,),
        )
        os.close(write)
        self._environment["DISPLAY"] = f":{_line(read)}"
        read, write = os.pipe()
        self._start(
            ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--print-address={write}"],
            pass_fds=(write,),
        )
        os.close(write)
        self.bus_address = _line(read)
        self._environment["DBUS_SESSION_BUS_ADDRESS"] = self.bus_address

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a Python module of this checkout on the desktop."""
        return self._start([sys.executable, "-m", *arguments])

    def give_keyboard(self) -> None:
        """Put the keyboard on the uppermost window."""
        give_keyboard(self._environment["DISPLAY"])

    def said(self) -> str:
        """What the programs wrote, for a failing test to show."""
        return "\n".join(file.read_text("utf-8", "replace") for file in sorted(self._folder.glob("*.out")))

    def close(self) -> None:
        """End everything, the last first."""
        for process in reversed(self._started):
            if process.poll() is None:
                process.terminate()
            try:
                process.wait(END_S)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            # What the bus started belongs to its session, and may outlive it.
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue

    def _start(self, command: Sequence[str], pass_fds: Sequence[int] = ()) -> subprocess.Popen[bytes]:
        with (self._folder / f"{len(self._started)}.out").open("wb") as out:
            process = subprocess.Popen(
                command,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                pass_fds=pass_fds,
                start_new_session=True,
            )
        self._started.append(process)
        return process


@contextmanager
def desktop() -> Iterator[Desktop]:
    """A desktop, gone with everything on it when the block ends."""
    with tempfile.TemporaryDirectory(prefix="icv-") as folder:
        made = Desktop(Path(folder))
        try:
            yield made
        finally:
            made.close()


def _line(descriptor: int) -> str:
    """Wait for the line that a program writes once it is ready."""
    with os.fdopen(descriptor, "rb") as said:
        line = said.readline().decode().strip()
    assert line, "the program ended before it was ready"
    return line
