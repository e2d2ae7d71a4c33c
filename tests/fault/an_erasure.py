"""Erases what is due in a process of its own, and is killed before one of its steps."""

from __future__ import annotations

import os
import shutil
import signal
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from icv_app.bootstrap.wiring import StoppedClock, open_desk
from icv_app.services.desk import Desk
from icv_app.store import traces, vault
from icv_app.store.unit_of_work import SqlUnitOfWork
from icv_app.store.unlocking import unlock

PASSPHRASE = "correct horse battery"
DUE = datetime(2026, 4, 2, 9, tzinfo=UTC)


class Steps:
    """Counts the steps, and ends the process as a power cut would before one of them."""

    def __init__(self, last: int) -> None:
        self._left = last

    def step(self) -> None:
        self._left -= 1
        if self._left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """The same work, with a step before it and one after it."""

        def stepped(*args: Any, **kwargs: Any) -> Any:
            self.step()
            answer = work(*args, **kwargs)
            self.step()
            return answer

        return stepped


def opened(folder: Path) -> Desk:
    """The coordinator's desk, on the day something is due."""
    return open_desk(unlock(folder, PASSPHRASE, now=DUE), clock=StoppedClock(DUE))


def killed_before(last: int, folder: Path) -> bool:
    """Erase in a process of its own; return whether it was killed before it was done."""
    child = os.fork()
    if child == 0:
        _erase(folder, last)
    _pid, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in (0, -signal.SIGKILL)
    return os.waitstatus_to_exitcode(status) != 0


def _erase(folder: Path, last: int) -> None:
    try:
        desk, steps = opened(folder), Steps(last)
        seen = desk.retention.preview()
        SqlUnitOfWork.commit = steps.around(SqlUnitOfWork.commit)  # type: ignore[method-assign]
        vault.write_anew = steps.around(traces.write_anew)  # type: ignore[attr-defined]
        for name in ("write_anew", "write_again", "clear_unfinished"):
            setattr(traces, name, steps.around(getattr(traces, name)))
        shutil.rmtree = steps.around(shutil.rmtree)  # type: ignore[assignment]
        desk.retention.run(seen)
        desk.lock()
    except BaseException:  # noqa: BLE001 - a forked test process must end here, whatever happened
        traceback.print_exc()
        os._exit(1)
    os._exit(0)
