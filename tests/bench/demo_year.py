"""The demo year: how long it takes to make, and to report on."""

from __future__ import annotations

import io
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from icv_app.bootstrap.doors import VaultDoors
from icv_app.demo.folder import DemoFolder
from icv_app.demo.readme import PASSPHRASE
from icv_app.domain.publication import PublicationKind
from icv_app.domain.times import FinancialYear, london_day
from icv_app.report.annual import annual_document, write_annual_report
from icv_app.services.desk import Desk
from tests.bench.weasyprint_report import seconds_with_weasyprint

RUNS = 5


def demo_year() -> dict[str, float]:
    """Seconds to build the demo scheme, and to compute and write its annual report, ours and WeasyPrint's."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "demo"
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "icv_app.cli", "demo", "--out", str(out), "--no-window"],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        took = time.perf_counter() - began
        desk = VaultDoors(DemoFolder(out).coordinator).unlock(PASSPHRASE)
        reports = [_report(desk) for _run in range(RUNS)]
        compared = _compared(desk)
        desk.lock()
    return {"demo_s": took, "annual_report_demo_year_s": statistics.median(reports)} | compared


def _report(desk: Desk) -> float:
    began = time.perf_counter()
    found = desk.publications.publication(PublicationKind.ANNUAL, FinancialYear(2023))
    write_annual_report(found, io.BytesIO(), produced_on=london_day(desk.clock.now()))
    return time.perf_counter() - began


def _compared(desk: Desk) -> dict[str, float]:
    """The same report, its figures computed too, made once by WeasyPrint where that can run."""
    began = time.perf_counter()
    found = desk.publications.publication(PublicationKind.ANNUAL, FinancialYear(2023))
    document = annual_document(found, produced_on=london_day(desk.clock.now()))
    gathered = time.perf_counter() - began
    made = seconds_with_weasyprint(document)
    return {} if made is None else {"annual_report_weasyprint_s": gathered + made}
