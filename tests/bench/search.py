"""How long it takes to find words, and to list, in a vault of ten thousand visits."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random

from icv_app.demo.sentences import SENTENCES, Sentences
from icv_app.domain.concern import Severity
from icv_app.domain.ids import ConcernId, MemberId, PersonId, SuiteId, VisitId
from icv_app.domain.visit import AreaFinding, AreaState, Visit, VisitKind
from icv_app.seal.passphrases import KdfCost
from icv_app.services.finding import FindingService
from icv_app.services.ports_visits import VisitFilter
from icv_app.store.unlocking import create_vault
from icv_app.store.vault import Vault
from resources import path
from tests.bench.clock import NOW
from tests.builders import a_concern, a_filed_visit, a_person, answered, settings

VISITS = 10_000
A_PAGE = 200
_A_COMMIT = 500
SUITES = ("wakefield", "leeds", "pudsey")
QUERIES = (
    "s",
    "sh",
    "sho",
    "shower",
    "blanket",
    "the",
    "in",
    "leeds",
    "leeds blanket",
    "wakefield solicitor late",
    '"without a blanket"',
    "13WK/4402",
    "4402",
    "V-004",
    "calm desk",
    "custody officer told",
    "nothing like this anywhere",
    "1",
)
ROUNDS = 10


def search() -> dict[str, float]:
    """Milliseconds from what was typed to what is shown of it, and to a page of the list; 95 % take less."""
    with tempfile.TemporaryDirectory() as folder:
        vault, _code = create_vault(
            Path(folder) / "vault", "bench bench bench", kdf_parameters=KdfCost(iterations=1), now=NOW
        )
        with vault:
            _fill(vault)
            finding = FindingService(vault.open_unit, vault.open_reading)
            found = [_times(partial(finding.find, query)) for query in QUERIES]
            listed = [_times(partial(_listed, vault, wanted)) for wanted in filters()]
    return {
        f"search_{VISITS // 1000}k_visits_ms": _p95(found),
        f"search_{VISITS // 1000}k_visits_slowest_query_ms": max(
            sorted(times)[ROUNDS // 2] for times in found
        ),
        f"list_{VISITS // 1000}k_visits_ms": _p95(listed),
    }


def _fill(vault: Vault) -> None:
    with vault.open_unit() as unit:
        unit.settings.put(settings())
        for number, visit in enumerate(some_visits(VISITS, timedelta(hours=5)), start=1):
            unit.visits.put(visit)
            if number % _A_COMMIT == 0:
                unit.commit()


def some_visits(count: int, apart: timedelta, suites: Sequence[str] = SUITES) -> Iterator[Visit]:
    """Visits some time apart up to now, with the words of the demo year."""
    rng, words = Random(1), Sentences.read(path(SENTENCES))
    somebody = answered(a_person())
    categories = sorted(words.categories)
    for number in range(count):
        began = NOW - apart * (count - number)
        people = tuple(
            replace(
                somebody,
                person_id=PersonId(f"person-{number}-{row}"),
                custody_number=f"13WK/{rng.randrange(1000, 9999)}",
                note=words.one(rng, "positive_practice") if rng.random() < 0.5 else "",
            )
            for row in range(3)
        )
        concerns = tuple(
            a_concern(
                concern_id=ConcernId(f"concern-{number}-{row}"),
                category=(category := rng.choice(categories)),
                severity=rng.choice(list(Severity)),
                text=words.concern(rng, category),
            )
            for row in range(rng.randrange(4))
        )
        first, second = rng.sample(range(1, 30), 2)
        yield a_filed_visit(
            visit_id=VisitId(f"00000000-0000-7000-8000-{number:012d}"),
            suite=SuiteId(rng.choice(suites)),
            author=MemberId(f"V-{first:03d}"),
            visitors=(MemberId(f"V-{first:03d}"), MemberId(f"V-{second:03d}")),
            arrived_at=began,
            entered_at=began,
            left_suite_at=began + timedelta(hours=1),
            left_station_at=began + timedelta(hours=1),
            submitted_at=began + timedelta(hours=2),
            people=people,
            concerns=concerns,
            areas=(
                AreaFinding(area="showers", state=AreaState.MINOR, note=words.concern(rng, categories[0])),
            ),
            positive_practice=words.one(rng, "positive_practice"),
        )


def _a_poor_area(note: str) -> AreaFinding:
    return AreaFinding(area="showers", state=AreaState.POOR, note=note)


def filters() -> list[VisitFilter]:
    everything = VisitFilter()
    return [
        everything,
        replace(everything, suite=SuiteId("leeds")),
        replace(everything, with_concerns=True),
        replace(everything, author=MemberId("V-004")),
        replace(everything, beside=MemberId("V-004"), kind=VisitKind.IN_PERSON),
        replace(everything, since=NOW - timedelta(days=365), until=NOW - timedelta(days=300)),
    ]


def _listed(vault: Vault, wanted: VisitFilter) -> None:
    with vault.open_reading() as unit:
        unit.visits.summaries(wanted, limit=A_PAGE)
        unit.visits.count(wanted)


def _times(work: Callable[[], object]) -> list[float]:
    times = []
    for _round in range(ROUNDS):
        began = time.perf_counter()
        work()
        times.append((time.perf_counter() - began) * 1000)
    return times


def _p95(times: list[list[float]]) -> float:
    flat = sorted(one for several in times for one in several)
    return flat[int(len(flat) * 0.95)]
