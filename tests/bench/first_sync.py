"""A coordinator's first synchronisation: ten thousand reports that wait on a real server.

The coordinator's window is open meanwhile, and goes from page to page; the laptop runs in a process
of its own, so that what it needs of memory is what the application needs.
"""

from __future__ import annotations

import itertools
import json
import logging
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import structlog
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from icv_app.bootstrap.application import GIVE_WAY_S, spare_collecting
from icv_app.services.ports_visits import VisitFilter
from tests.bench.many_reports import Author, file_reports
from tests.bench.on_screen import Heartbeat, Screen
from tests.builders import a_member
from tests.functional.scheme_in_life import SCHEME_ID, SchemeInLife
from tests.servers import running_server
from ui.theme import Theme

REPORTS = 10_000
VISITORS = 4
PLACES = ("reports", "concerns", "people", "today")
PLACE_MS = 3000
LONGEST_MS = 600_000


def first_sync() -> dict[str, float]:
    """Seconds, megabytes and the longest silence of the window; see `main`."""
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    with (
        tempfile.TemporaryDirectory(prefix="icv-first-sync-") as name,
        running_server(Path(name) / "server") as server,
    ):
        scheme = SchemeInLife(Path(name), server)
        file_reports(server.url, SCHEME_ID, _authors(scheme), REPORTS)
        done = subprocess.run(
            [sys.executable, "-m", __name__, str(scheme.folder / "C-001"), str(REPORTS)],
            check=True,
            stdout=subprocess.PIPE,
            env=environment,
        )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def _authors(scheme: SchemeInLife) -> list[Author]:
    """Found the scheme; the visitors' laptops join it and their keys are handed out."""
    office = scheme.found([a_member(number) for number in range(1, VISITORS + 1)])
    keys = {}
    for number in range(1, VISITORS + 1):
        desk = scheme.join(f"V-{number:03}")
        with desk.open_unit() as unit:
            keys[desk.identity.member_id] = desk.keyring.device(unit)
    with office.open_unit() as unit:
        (office_key,) = office.keyring.office_keys(unit)
    scheme.close()
    members = list(keys)
    pairs = zip(members, [*members[1:], members[0]], strict=True)
    return [
        Author(
            one,
            other,
            keys[one].private_bytes(),
            office_key.public.sealing.raw,
            (keys[one].public.to_bytes(), keys[other].public.to_bytes()),
        )
        for one, other in pairs
    ]


def _most_memory_mb() -> float:
    """The greatest amount of memory this process has had, as the system counts it."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    if found is None:
        raise RuntimeError("the system does not say how much memory there was")
    return int(found[1]) / 1024


def _leaf_through(screen: Screen) -> None:
    """Go from page to page until the synchronisation has ended.

    Raises:
        TimeoutError: It does not end.
    """
    loop, turns, places = QEventLoop(), QTimer(interval=PLACE_MS), itertools.cycle(PLACES)
    turns.timeout.connect(lambda: screen.window.show_place(next(places)))
    screen.workplace.syncing_changed.connect(lambda syncing: None if syncing else loop.quit())
    QTimer.singleShot(LONGEST_MS, loop.quit)
    turns.start()
    if screen.workplace.syncing:
        loop.exec()
    turns.stop()
    if screen.workplace.syncing:
        raise TimeoutError("the synchronisation does not end")


def main(folder: Path, reports: int) -> int:
    """Unlock the coordinator's vault in `folder`, let it synchronise, and print one line of JSON.

    The seconds are from pressing Unlock to the end of the synchronisation, all read and projected.
    """
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    sys.setswitchinterval(GIVE_WAY_S)
    app = QApplication(["icv"])
    Theme().apply(app)
    spare_collecting()
    screen, beat = Screen(app, folder), Heartbeat()
    began, worked = time.perf_counter(), time.process_time()
    screen.unlock_office()
    for place in PLACES:  # opened for the first time, a page takes what it takes without a sync as well
        screen.window.show_place(place)
        QApplication.processEvents()
    beat.start()
    _leaf_through(screen)
    took, work = time.perf_counter() - began, time.process_time() - worked
    longest = beat.stop()
    screen.rest()
    here = screen.workplace.desk.visits.count(VisitFilter())
    if here != reports:
        raise AssertionError(f"{here} of {reports} reports arrived")
    print(f"processor seconds: {work:.1f}", file=sys.stderr)
    screen.close()
    figures = {
        "first_sync_10k_s": took,
        "first_sync_10k_peak_mb": _most_memory_mb(),
        "first_sync_10k_gui_stall_max_ms": longest,
    }
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(Path(sys.argv[1]), int(sys.argv[2])))
