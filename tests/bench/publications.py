"""The annual report of a thousand and of a hundred thousand visits."""

from __future__ import annotations

import io
import json
import pickle
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from icv_app.domain.visit_facts import VisitFacts
from icv_app.figures.annual import computed
from icv_app.figures.annual_counts import Sources
from icv_app.report.annual import annual_document
from icv_app.store.facts_codec import pack_facts, unpack_facts
from tests.publication_builders import a_publication
from tests.years import NAMES, YEAR, a_year

CHECKS = 60
RUNS = 3
_SIZE = 4


def publications() -> dict[str, float]:
    """Seconds of the processor, and the greatest amount of memory, in megabytes."""
    few = [_measured(1_000) for _run in range(RUNS)]
    many = _measured(100_000)
    return {
        "annual_report_1k_visits_s": statistics.median(one["seconds"] for one in few),
        "annual_report_100k_visits_s": many["seconds"],
        "annual_report_100k_peak_mb": many["peak_mb"],
    }


def _measured(visits: int) -> dict[str, float]:
    """A process of its own reads the facts one by one, as a vault gives them, and writes the report."""
    with tempfile.TemporaryDirectory(prefix="icv-publications-") as name:
        folder = Path(name)
        made = [sys.executable, "-m", __name__, "make", str(folder), str(visits)]
        subprocess.run(made, check=True)
        command = [sys.executable, "-m", __name__, "measure", str(folder)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _make(folder: Path, visits: int) -> None:
    """A year of so many visits; five or six people answered sixty checks on each."""
    year = a_year(1, visits)
    checks = {(f"check_{number:02d}", "yes"): 5 for number in range(CHECKS)}
    checks |= {(f"check_{number:02d}", "no"): 1 for number in range(0, CHECKS, 3)}
    with (folder / "facts").open("wb") as out:
        for facts in year.facts:
            packed = pack_facts(replace(facts, checks=checks) if facts.counts else facts)
            out.write(len(packed).to_bytes(_SIZE) + packed)
    (folder / "rest").write_bytes(pickle.dumps((year.settings, year.steps, year.members)))


def _passing(file: Path) -> Iterator[VisitFacts]:
    with file.open("rb") as opened:
        while size := opened.read(_SIZE):
            yield unpack_facts(opened.read(int.from_bytes(size)))


def _measure(folder: Path) -> dict[str, float]:
    settings, steps, members = pickle.loads((folder / "rest").read_bytes())
    began = time.process_time()
    sources = Sources(facts=_passing(folder / "facts"), steps=steps, settings=settings, members=members)
    found = computed(sources, YEAR, as_of=YEAR.last_day, names=NAMES)
    annual_document(a_publication(found.figures), YEAR.last_day).write(io.BytesIO())
    return {"seconds": time.process_time() - began, "peak_mb": _most_memory_mb()}


def _most_memory_mb() -> float:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    if found is None:
        raise RuntimeError("the system does not say how much memory there was")
    return int(found[1]) / 1024


if __name__ == "__main__":
    if sys.argv[1] == "make":
        _make(Path(sys.argv[2]), int(sys.argv[3]))
    else:
        print(json.dumps(_measure(Path(sys.argv[2]))))
