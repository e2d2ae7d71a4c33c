"""`make bench`: prints every figure in a table and adds them to `bench.json`.

Name benchmarks to run only those: `python -m tests.bench edits`.
"""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path

import structlog
from rich.console import Console
from rich.table import Table

from tests.bench.at_work import at_work
from tests.bench.demo_year import demo_year
from tests.bench.edits import edits
from tests.bench.envelopes import envelopes
from tests.bench.first_sync import first_sync
from tests.bench.ingest import ingest
from tests.bench.key_to_commit import key_to_commit
from tests.bench.keypresses import keypresses
from tests.bench.kills import kills
from tests.bench.overhead import overhead
from tests.bench.privacy import privacy
from tests.bench.publications import publications
from tests.bench.rota import rota
from tests.bench.scale import scale
from tests.bench.search import search
from tests.bench.start import startup

BENCHMARKS = {
    "startup": startup,
    "at_work": at_work,
    "edits": edits,
    "key_to_commit": key_to_commit,
    "kills": kills,
    "search": search,
    "scale": scale,
    "rota": rota,
    "overhead": overhead,
    "envelopes": envelopes,
    "ingest": ingest,
    "first_sync": first_sync,
    "demo_year": demo_year,
    "keypresses": keypresses,
    "privacy": privacy,
    "publications": publications,
}
RESULTS = Path("bench.json")


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all of them."""
    unknown = [name for name in names if name not in BENCHMARKS]
    if unknown:
        print(f"No such benchmark: {', '.join(unknown)}. There are: {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    results: dict[str, float] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    table = Table("figure", "value")
    for name in names or list(BENCHMARKS):
        figures = BENCHMARKS[name]()
        results |= {figure: round(value, 4) for figure, value in figures.items()}
        for figure, value in figures.items():
            table.add_row(figure, f"{value:,.3f}")
        RESULTS.write_text(json.dumps(results, indent=1, sort_keys=True) + "\n")
    Console().print(table)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
