"""Past visits brought into a real vault: from a foreign spreadsheet, and from an export of ICV's own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import Workbook

from icv_app.bootstrap.bringing_in import PastVisitFiles
from icv_app.bootstrap.wiring import SystemClock, SystemIds, open_desk
from icv_app.cli.commands import run_command
from icv_app.domain.audit import AuditAct
from icv_app.domain.census import Census, Tally
from icv_app.domain.ids import MemberId, SchemeId, SuiteId, VisitId
from icv_app.domain.person import Contact
from icv_app.domain.times import FinancialYear
from icv_app.domain.visit import Outcome, Visit, VisitKind
from icv_app.domain.visit_facts import VisitFacts, visit_facts
from icv_app.exchange.tables_in import read_table
from icv_app.exchange.visits_out import export_visits
from icv_app.seal.passphrases import KdfCost
from icv_app.services.archive import ExportedVisit
from icv_app.services.coverage import CoverageChoice
from icv_app.services.desk import Desk
from icv_app.services.past_visits import ImportChoices
from icv_app.services.set_up import found_scheme
from icv_app.store.unlocking import create_vault, unlock
from tests.builders import a_coordinator, a_filed_visit, a_member, a_suite, settings
from tests.past_tables import BASIS, HEADER, ROW, a_file, a_row, tried, visits_in

PASSPHRASE = "kettle orchard lantern quarry"
CHEAP = KdfCost(iterations=1)
FILES = PastVisitFiles()


@pytest.fixture(scope="module")
def empty_vault(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A coordinator's vault without visits, to be copied."""
    folder = tmp_path_factory.mktemp("empty") / "vault"
    clock = SystemClock()
    vault, _code = create_vault(folder, PASSPHRASE, kdf_parameters=CHEAP, now=clock.now())
    with vault:
        ids = SystemIds(clock)
        suites = (a_suite("Wakefield"), a_suite("Leeds"))
        found_scheme(
            vault.open_unit,
            clock,
            ids,
            vault.identity_key,
            coordinator=a_coordinator(),
            settings=settings(scheme_id=SchemeId(ids.new()), suites=suites),
            server_url=None,
            kit_cost=CHEAP,
        )
    return folder


@pytest.fixture
def vault(empty_vault: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(empty_vault, tmp_path / "vault"))


@pytest.fixture
def desk(vault: Path) -> Iterator[Desk]:
    made = open_desk(unlock(vault, PASSPHRASE, now=SystemClock().now()))
    yield made
    made.lock()


@pytest.fixture
def icv(vault: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str]]:
    """Runs `icv import visits` on the vault: its status, and all it said."""
    secret = tmp_path / "passphrase"
    secret.write_text(f"{PASSPHRASE}\n")

    def run(*arguments: str | Path) -> tuple[int, str]:
        given = ["import", "visits", *arguments, "--vault", vault, "--passphrase-file", secret]
        status = run_command([str(argument) for argument in given])
        out, err = capsys.readouterr()
        return status, out + err

    return run


def a_year_of(desk: Desk, first: date, visits: int, folder: Path) -> int:
    rows = [
        a_row(date=f"{first + timedelta(days=7 * week):%d/%m/%Y}", station=("Leeds", "Wakefield")[week % 2])
        for week in range(visits)
    ]
    table = read_table(a_file(folder, *rows))
    return FILES.bring_in_past_visits(desk, table, FILES.guess_mapping(desk, table), ImportChoices()).coming


def test_what_comes_in_counts_in_the_annual_report_and_in_coverage(desk: Desk, tmp_path: Path) -> None:
    year = FinancialYear(2022)

    assert a_year_of(desk, date(2022, 4, 4), 50, tmp_path) == 50

    figures = desk.publications.annual(year)
    assert figures.year == year
    facts = [one.facts for one in desk.archive.filed_visits()]
    assert (len(facts), sum(one.spoken_to for one in facts), sum(one.in_custody for one in facts)) == (
        50,
        200,
        450,
    )
    assert all(one.counts for one in facts)
    assert desk.coverage.coverage(CoverageChoice(year=year)).visits == 50
    assert desk.verification.verify().first_break is None
    assert any(line.entry.act is AuditAct.VISITS_IMPORTED for line in desk.audit.lines())


def test_the_guard_of_the_scheme_looks_through_every_text(desk: Desk, tmp_path: Path) -> None:
    said = ("Calm, and clean blankets.", "PS Sharon Whitfield made tea.", "Ring 07700 900123.", "")
    rows = [a_row(date=f"{day}/03/2023", comments=words) for day, words in enumerate(said, start=1)]
    table = read_table(a_file(tmp_path, *rows))
    mapping = FILES.guess_mapping(desk, table).with_column("positive_practice", "Comments")

    trial = FILES.try_past_visits(desk, table, mapping, ImportChoices())

    assert [(problem.row, problem.column) for problem in trial.problems] == [(3, "Comments"), (4, "Comments")]
    FILES.bring_in_past_visits(desk, table, mapping, ImportChoices(leave_out_words=True))
    kept = {one.visit.positive_practice for one in desk.archive.filed_visits()}
    assert kept == {"Calm, and clean blankets.", ""}


def test_a_workbook_of_a_scheme_comes_in_as_it_is(desk: Desk, tmp_path: Path) -> None:
    """A title above, a note beside, suites merged downwards, days and times of Excel, a total at the end."""
    book = Workbook()
    notes, sheet = book.active, book.create_sheet("Visits 22-23")
    assert notes is not None
    notes.title = "Read me"
    notes.append(["One row a visit."])
    sheet.append(["Custody visits 2022/23"])
    sheet.append([])
    sheet.append(
        [
            "Custody suite",
            "Date",
            "Arrival time",
            "Entry time",
            "Left",
            "ICVs",
            "Number in custody",
            "Spoken to",
            "Declined",
            "Asleep",
            "Observed only",
        ]
    )
    for day, arrived in ((3, time(9, 0)), (10, time(23, 50)), (17, time(14, 5))):
        entered = (datetime.combine(date.min, arrived) + timedelta(minutes=12)).time()
        left = (datetime.combine(date.min, arrived) + timedelta(minutes=70)).time()
        sheet.append([None, datetime(2022, 5, day), arrived, entered, left, "V-001 / V-002", 7, 3, 2, 1, 1])
    sheet["A4"] = "Leeds"
    sheet.merge_cells("A4:A6")
    sheet.append(["Total", None, None, None, None, None, 21])
    file = tmp_path / "visits.xlsx"
    book.save(file)

    table = FILES.read_past_table(file)
    mapping = FILES.guess_mapping(desk, table)
    trial = FILES.try_past_visits(desk, table, mapping, ImportChoices())
    assert ((table.sheet, table.header_row), trial.coming) == (("Visits 22-23", 3), 3)
    assert {problem.row for problem in trial.problems} == {7}
    FILES.bring_in_past_visits(desk, table, mapping, ImportChoices(only_good=True))

    facts = [one.facts for one in desk.archive.filed_visits()]
    assert [(one.suite, one.wait_minutes, one.visit_minutes) for one in facts] == [("leeds", 12, 58)] * 3
    assert facts[1].began_at == datetime(2022, 5, 10, 23, 2, tzinfo=UTC)


def test_at_the_command_line_it_is_tried_mapped_kept_and_brought_in(
    icv: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    header = ("Ort", *HEADER[1:])
    rows = [(*row[:-1], "") for row in (a_row(station="HQ"), ROW, a_row(date="21/03/2023", total="12"))]
    file = a_file(tmp_path, *rows, header=header)
    refused = tmp_path / "refused.csv"

    status, said = icv(file, "--dry-run")
    assert (status, "no column stands for it: choose one" in said) == (0, True)
    status, said = icv(file, "--column", "Suite=Ort")
    assert (status, "Write a column like suite=Station" in said) == (1, True)
    status, said = icv(file, "--column", "suite=Ort", "--keep", "Ours", "--dry-run", "--refused", refused)
    assert status == 0
    assert "1 visit would come in." in said
    assert "2 rows are refused:" in said
    assert "row 4, column Total detainees: 12 in custody, but the outcomes add up to 9" in said
    assert "2 refused rows are in" in said
    status, said = icv(file, "--mapping", "Theirs")
    assert (status, "no mapping “Theirs”" in said) == (1, True)
    status, said = icv(file, "--mapping", "ours")
    assert (status, "Nothing was imported." in said) == (1, True)
    status, said = icv(file, "--mapping", "ours", "--good-rows")
    assert (status, said) == (0, "1 visit was imported. 2 rows were refused.\n")
    more = a_file(tmp_path, *rows[1:2], (*a_row(date="28/03/2023")[:-1], ""), header=header)
    assert icv(more) == (0, "1 visit was imported. 1 row was here already.\n")
    file = a_file(tmp_path, *rows, header=header)
    status, said = icv(file, "--good-rows", "--dry-run")
    assert "This file was brought in before" in said
    assert "1 row is here already:" in said
    mended = refused.read_text("utf-8-sig").replace("HQ", "Leeds").replace(",12,", ",9,")
    refused.write_text(mended)
    assert icv(refused, "--mapping", "ours") == (0, "2 visits were imported.\n")


counts = st.integers(0, 6)
reasons = st.sampled_from(["asleep", "interview", "healthcare", "search"])


@st.composite
def filed(draw: st.DrawFn, number: int) -> Visit:
    """A visit as a scheme files it, at an hour of its own, over every night and clock change of a year."""
    arrived = datetime(2022, 4, 1, tzinfo=UTC) + timedelta(
        hours=13 * number, minutes=draw(st.integers(0, 59))
    )
    entered = arrived + timedelta(minutes=draw(st.integers(0, 40)))
    left = entered + timedelta(minutes=draw(st.integers(5, 150)))
    outcome = draw(st.sampled_from(Outcome))
    visit = a_filed_visit(
        visit_id=VisitId(f"018e3cd5-5e00-7255-9a54-{number:012d}"),
        suite=draw(st.sampled_from([SuiteId("wakefield"), SuiteId("leeds")])),
        kind=draw(st.sampled_from([VisitKind.IN_PERSON, VisitKind.TACT, VisitKind.CONTINGENCY])),
        visitors=(MemberId("V-001"), MemberId("V-002")),
        outcome=outcome,
        arrived_at=arrived,
        entered_at=entered,
        left_suite_at=left,
        left_station_at=left + timedelta(minutes=draw(st.integers(0, 9))),
        submitted_at=left + timedelta(hours=draw(st.integers(1, 60))),
        people=(),
        concerns=(),
        travel_minutes=draw(st.none() | st.integers(0, 200)),
        expenses_pence=draw(st.none() | st.integers(0, 5000)),
        part_reason="We were called away." if outcome is Outcome.PART else "",
    )
    if outcome is Outcome.ABANDONED:
        why = draw(st.sampled_from(["no_answer", "too_busy", "other"]))
        return replace(visit, abandoned_reason=why, census=Census(), tallies=())
    return _with_counts(draw, visit)


def _with_counts(draw: st.DrawFn, visit: Visit) -> Visit:
    spoken = draw(counts)
    women, vulnerable, children = (draw(st.integers(0, spoken)) for _group in range(3))
    tallies = [
        Tally(
            contact=Contact.SPOKEN_TO,
            reason="",
            count=spoken,
            women=women,
            vulnerable=vulnerable,
            children=children,
        ),
        *(
            Tally(contact=one, reason="", count=draw(counts))
            for one in Contact
            if one is not Contact.SPOKEN_TO
        ),
        Tally(contact=Contact.NOT_AVAILABLE, reason=draw(reasons), count=draw(counts)),
    ]
    kept = tuple(tally for tally in tallies if tally.count)
    total = sum(tally.count for tally in kept)
    others = total - women - vulnerable
    census = Census(
        total=total,
        women=women + max(0, draw(st.integers(0, max(others, 0)))),
        vulnerable=draw(st.integers(vulnerable, total)),
        children_10_13=draw(st.just(0) | st.none()),
        children_14_17=draw(st.integers(children, total)),
        arrived_during=draw(st.none() | counts),
    )
    return replace(visit, census=census, tallies=kept)


def figures(facts: VisitFacts) -> tuple[object, ...]:
    """All that published figures are made of."""
    return (
        facts.visit_id,
        facts.suite,
        facts.kind,
        facts.outcome,
        facts.visitors,
        facts.began_at,
        facts.submitted_at,
        facts.left_station_at,
        facts.in_custody,
        dict(facts.by_contact),
        {key: number for key, number in facts.reasons.items() if number},
        dict(facts.group_in_custody),
        dict(facts.group_spoken),
        facts.wait_minutes,
        facts.visit_minutes,
        facts.travel_minutes,
        facts.expenses_pence,
        facts.abandoned_reason,
    )


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
@hypothesis_settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_what_icv_exports_has_the_same_figures_when_it_is_read_again(
    tmp_path: Path, ending: str, data: st.DataObject
) -> None:
    visits = [data.draw(filed(number)) for number in range(data.draw(st.integers(1, 6)))]
    names = {"wakefield": "Wakefield", "leeds": "Leeds"}
    file = tmp_path / f"visits{ending}"
    export_visits([ExportedVisit(one, visit_facts(one), names[str(one.suite)]) for one in visits], file)

    table = read_table(file)
    basis = replace(BASIS, members=(a_member(1), a_member(2)))

    assert [str(problem) for problem in tried(table, basis).problems] == []
    again = visits_in(table, basis)
    assert [figures(visit_facts(one)) for one in again] == [figures(visit_facts(one)) for one in visits]
