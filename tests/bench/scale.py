"""A vault of a hundred thousand visits: lists, filters, coverage and words in it, and the memory they take.

Six years of visits, as long as they are kept, to forty suites. The machine may be shared by others,
so times are those of the processor; the slowest of what is asked for is told, of its rounds the middle one.
"""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from pathlib import Path

import structlog

from icv_app.domain.concern_list import ConcernPart, ConcernStage
from icv_app.domain.ids import MemberId, SuiteId
from icv_app.domain.periods import Quarter
from icv_app.domain.review import ReviewState
from icv_app.domain.scheme import Suite
from icv_app.domain.times import FinancialYear
from icv_app.domain.visit import Stage, Visit
from icv_app.figures.cells import VisitsBehind
from icv_app.report.fonts import undrawable
from icv_app.seal.passphrases import KdfCost
from icv_app.services.agenda import AgendaService
from icv_app.services.coverage import CoverageChoice, CoverageService
from icv_app.services.finding import FindingService
from icv_app.services.ports_concerns import ConcernFilter
from icv_app.services.ports_visits import FiledVisit, VisitFilter
from icv_app.services.today import TodayService
from icv_app.store.unlocking import create_vault, unlock
from icv_app.store.vault import Vault
from tests.bench.clock import NOW
from tests.bench.search import A_PAGE, QUERIES, filters, some_visits
from tests.builders import a_checklist, settings
from ui.concerns.view_model import MOST_IN_COLUMN
from ui.concerns.view_model import MOST_LISTED as MOST_CONCERNS
from ui.reports.inbox import MOST_LISTED

VISITS = 100_000
APART = timedelta(days=6 * 365.25) / VISITS
SUITES = tuple(f"suite-{number:02d}" for number in range(40))
ROUNDS = 5
_A_COMMIT = 2_000
_PASSPHRASE = "bench bench bench"


class _Stopped:
    """The clock at the end of the six years."""

    def now(self) -> datetime:
        """The moment after the last visit."""
        return NOW


def scale() -> dict[str, float]:
    """Milliseconds of the processor, and the greatest amount of memory, in megabytes."""
    with tempfile.TemporaryDirectory(prefix="icv-scale-") as name:
        folder = Path(name) / "vault"
        fill(folder)
        command = [sys.executable, "-m", __name__, str(folder)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def fill(folder: Path) -> None:
    """Make a vault with all the visits in it."""
    cost = KdfCost(iterations=1)
    vault, _code = create_vault(folder, _PASSPHRASE, kdf_parameters=cost, now=NOW)
    suites = tuple(Suite(suite_id=SuiteId(name), name=name, district=name) for name in SUITES)
    with vault, vault.open_unit() as unit:
        unit.settings.put(settings(suites=suites))
        visits = some_visits(VISITS, APART, SUITES)
        while some := list(_filed(islice(visits, _A_COMMIT))):
            unit.visits.add_filed(some)
            unit.commit()


def measure(folder: Path) -> dict[str, float]:
    """What is asked of the vault, from a process that did not fill it."""
    with unlock(folder, _PASSPHRASE, now=NOW) as vault:
        finding = FindingService(vault.open_unit, vault.open_reading)
        coverage = CoverageService(vault.open_reading, _Stopped())
        everything = VisitFilter()
        pages: list[Callable[[], object]] = [
            partial(_listed, vault, everything),
            partial(_listed, vault, everything, VISITS // 2),
            partial(_listed, vault, everything, VISITS - A_PAGE),
        ]
        reviewed = replace(everything, stage=Stage.SUBMITTED, review=frozenset({ReviewState.FILED}))
        pages.append(partial(_listed, vault, reviewed, limit=MOST_LISTED))
        pages += _of_concerns(vault)
        pages += _of_the_day(vault)
        one_suite = replace(everything, suite=SuiteId(SUITES[0]))
        wanted = (*filters(), reviewed, one_suite, replace(one_suite, with_concerns=True))
        narrowed = [partial(_listed, vault, one) for one in wanted]
        covered: list[Callable[[], object]] = [
            coverage.choices,
            *(partial(coverage.coverage, choice) for choice in _choices()),
            partial(coverage.behind, _ever(), A_PAGE),
            partial(coverage.behind, replace(_ever(), weekdays=(5, 6)), A_PAGE),
            partial(coverage.behind, replace(_ever(), suite=SuiteId(SUITES[0])), A_PAGE),
        ]
        queries = (*QUERIES, f"{SUITES[0]} blanket")
        return {
            "list_100k_visits_ms": _slowest(pages),
            "filter_100k_visits_ms": _slowest(narrowed),
            "coverage_100k_visits_ms": _slowest(covered),
            "search_100k_visits_ms": _slowest([partial(finding.find, query) for query in queries]),
            "vault_100k_peak_mb": _most_memory_mb(),
        }


def _of_the_day(vault: Vault) -> list[Callable[[], object]]:
    """What the page of the day is read from, part by part."""
    checklists = lambda _name, _version: a_checklist()  # noqa: E731
    agenda = AgendaService(vault.open_reading, _Stopped(), checklists, lacking=undrawable)
    today = TodayService(vault.open_reading, _Stopped(), checklists, lambda _unit: (), lambda: False)
    return [today.concerns, today.office, agenda.waiting, agenda.year_so_far]


def _filed(visits: Iterable[Visit]) -> Iterator[FiledVisit]:
    for visit in visits:
        yield FiledVisit(
            visit=visit,
            late=False,
            review=ReviewState.FILED,
            review_changed_at=visit.submitted_at or visit.created_at,
        )


def _choices() -> list[CoverageChoice]:
    year = CoverageChoice(year=FinancialYear(2022))
    return [
        year,
        replace(year, quarter=Quarter.JULY),
        replace(year, suite=SuiteId(SUITES[0])),
        replace(year, member=MemberId("V-004")),
    ]


def _ever() -> VisitsBehind:
    return VisitsBehind(first=(NOW - timedelta(days=3000)).date(), last=NOW.date())


def _listed(vault: Vault, wanted: VisitFilter, offset: int = 0, limit: int = A_PAGE) -> None:
    with vault.open_reading() as unit:
        unit.visits.summaries(wanted, limit=limit, offset=offset)
        unit.visits.count(wanted)


def _of_concerns(vault: Vault) -> list[Callable[[], object]]:
    """Each part of the list of concerns, each column of the board, and their counts."""

    def listed(wanted: ConcernFilter, limit: int) -> None:
        with vault.open_reading() as unit:
            unit.concerns.listed(wanted, NOW, limit=limit)

    def counted() -> None:
        with vault.open_reading() as unit:
            unit.concerns.counts(NOW)

    parts = [partial(listed, ConcernFilter(part=part), MOST_CONCERNS) for part in ConcernPart]
    columns = [partial(listed, ConcernFilter(stage=stage), MOST_IN_COLUMN) for stage in ConcernStage]
    return [*parts, *columns, counted]


def _slowest(asked: Iterable[Callable[[], object]]) -> float:
    slowest = 0.0
    for work in asked:
        times = []
        for _round in range(ROUNDS):
            began = time.process_time()
            work()
            times.append((time.process_time() - began) * 1000)
        middle = sorted(times)[ROUNDS // 2]
        slowest = max(slowest, middle)
    return slowest


def _most_memory_mb() -> float:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())
    if found is None:
        raise RuntimeError("the system does not say how much memory there was")
    return int(found[1]) / 1024


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    print(json.dumps(measure(Path(sys.argv[1]))))
