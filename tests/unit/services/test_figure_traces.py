"""A figure is traced to the visits it was counted on when it was printed; no number disagrees in silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from icv_app.bootstrap.publications import PublicationFiles, prepare
from icv_app.cli.publications import compared, number_of
from icv_app.domain.periods import Period, Quarter, QuarterOfYear
from icv_app.domain.publication import PublicationKind
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.times import FinancialYear, london_day
from icv_app.domain.visit import Visit
from icv_app.errors import BadInput, NotFound
from icv_app.exchange.figures_file import figures_read
from icv_app.report.tagging import FIGURES_INSIDE
from icv_app.services.figure_traces import FigureTrace, Printing
from tests.builders import NOON, a_concern
from tests.memory_scheme import MemoryScheme, a_scheme

YEAR = FinancialYear.containing(london_day(NOON))
QUARTER = QuarterOfYear(YEAR, Quarter.JANUARY)
FILES = PublicationFiles()
Trace = Callable[[str], FigureTrace]


@pytest.fixture
def scheme() -> MemoryScheme:
    made = a_scheme()
    made.filed_by("V-001", concerns=(a_concern(),))
    made.exchange()
    return made


def written(scheme: MemoryScheme, file: Path) -> Trace:
    """The annual report of the year; returns how to trace a figure of it."""
    desk = scheme["C-001"].desk
    FILES.write(desk, PublicationKind.ANNUAL, YEAR, file)
    return lambda key: FILES.trace(desk, file, key)


def a_visit_that_comes_late(scheme: MemoryScheme, **later: float) -> Visit:
    """Another visit of that day, which reaches the office afterwards."""
    scheme.clock.forward(**later)
    late = scheme.filed_by("V-001")
    scheme.exchange()
    return late


def ids(trace: FigureTrace) -> list[str]:
    return [one.visit_id for one in trace.visits]


def test_a_figure_is_traced_to_its_visits_from_the_file_alone(scheme: MemoryScheme, tmp_path: Path) -> None:
    trace = written(scheme, tmp_path / "annual.pdf")
    [visit] = scheme["C-001"].desk.reviews.list()

    assert ids(trace("visits.completed")) == [visit.visit_id]
    assert trace("visits.completed").agrees
    assert list(compared(trace("visits.completed"))) == []
    assert ids(trace("costs.per_visit")) == [visit.visit_id]
    for of_no_visit in ("visits.abandoned", "costs.approved", "costs.claims", "volunteers.end"):
        assert trace(of_no_visit).visits == ()
    with pytest.raises(NotFound):
        trace("visits.nothing")
    with pikepdf.new() as other:
        other.save(tmp_path / "other.pdf")
    with pytest.raises(BadInput):
        FILES.trace(scheme["C-001"].desk, tmp_path / "other.pdf", "visits.completed")


@pytest.mark.parametrize("hours", [2, 50])
def test_a_visit_that_came_since_is_named_apart_and_today_s_number_is_told(
    scheme: MemoryScheme, tmp_path: Path, hours: float
) -> None:
    trace = written(scheme, tmp_path / "annual.pdf")
    before = ids(trace("visits.completed"))
    late = a_visit_that_comes_late(scheme, hours=hours)

    found = trace("visits.completed")
    assert ids(found) == before
    assert [one.visit_id for one in found.since] == [late.visit_id]
    assert found.agrees
    assert list(compared(found)) == ["This figure was 1 in the file; today's records give 2."]


def test_of_a_file_that_this_laptop_did_not_write_the_cut_off_is_the_end_of_its_day(
    scheme: MemoryScheme, tmp_path: Path
) -> None:
    """The visit that came on that day cannot be told from those that were there: that is said."""
    desk, other = scheme["C-001"].desk, scheme["C-002"].desk
    prepared, file = prepare(desk, PublicationKind.ANNUAL, YEAR), tmp_path / "annual.pdf"
    assert prepared is not None
    file.write_bytes(prepared.pdf)
    a_visit_that_comes_late(scheme, hours=2)
    told = list(compared(FILES.trace(other, file, "visits.completed")))
    assert told[0] == "This figure was 1 in the file; today's records give 2."
    assert len(told) == 2


def test_what_visits_do_not_explain_is_said(scheme: MemoryScheme, tmp_path: Path) -> None:
    desk = scheme["C-001"].desk
    trace = written(scheme, tmp_path / "annual.pdf")
    scheme.clock.forward(hours=1)

    def busier(settings: SchemeSettings) -> SchemeSettings:
        return replace(settings, visits_per_suite_and_week=settings.visits_per_suite_and_week + 1)

    desk.settings.change(busier)
    [first, second] = compared(trace("visits.target"))
    assert first.startswith("This figure was ")
    assert "settings" in second


def test_what_is_withheld_and_what_has_no_figures_inside_is_said(
    scheme: MemoryScheme, tmp_path: Path
) -> None:
    file = tmp_path / "annual.pdf"
    trace = written(scheme, file)
    assert list(compared(trace("people.spoken_to"))) == ["It is withheld in the file."]

    with pikepdf.open(file, allow_overwriting_input=True) as opened:
        del opened.attachments[FIGURES_INSIDE]
        opened.save(file)
    assert trace("visits.completed").printed is None
    assert next(compared(trace("visits.completed"))).startswith("The file holds no figures")

    with pikepdf.open(file, allow_overwriting_input=True) as opened:
        opened.attachments[FIGURES_INSIDE] = pikepdf.AttachedFileSpec(
            opened,
            b'{"schema": 1}',
            filename=FIGURES_INSIDE,
            description="",
            mime_type="application/json",
            creation_date="",
            mod_date="",
        )
        opened.save(file)
    with pytest.raises(BadInput):
        trace("visits.completed")


@pytest.mark.parametrize("kind", PublicationKind)
def test_every_printed_figure_is_what_its_trace_gives(scheme: MemoryScheme, kind: PublicationKind) -> None:
    desk = scheme["C-001"].desk
    period: Period = YEAR if kind is PublicationKind.ANNUAL else QUARTER
    prepared = prepare(desk, kind, period)
    assert prepared is not None
    figures = figures_read(prepared.json)
    printing = Printing(
        kind=kind, period=period, as_of=london_day(NOON), until=scheme.clock.now(), figures=figures
    )
    one_of_each = {".".join(key.split(".")[:2]): key for key in figures}
    for key in one_of_each.values():
        printed = figures[key]
        found = desk.publications.trace(key, printing)
        assert found.agrees is (None if printed.silent or found.elsewhere else True), key


def test_a_share_is_told_with_its_counts(scheme: MemoryScheme, tmp_path: Path) -> None:
    trace = written(scheme, tmp_path / "annual.pdf")
    assert number_of(trace("visits.valid_rate").printed) == "100.0 % (1 of 1)"
    assert number_of(None) == "nothing"
