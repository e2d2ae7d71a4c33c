"""The tools write the report of a visit, the police copy and the aide-memoire; and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from icv_app.bootstrap.doors import VaultDoors
from icv_app.bootstrap.printing import write_visit_pdf
from icv_app.bootstrap.wiring import SystemClock, SystemIds
from icv_app.cli.commands import run_command
from icv_app.domain.ids import SchemeId, VisitId
from icv_app.domain.visit_facts import visit_facts
from icv_app.errors import StoreError
from icv_app.exchange.visits_out import export_visits
from icv_app.seal.passphrases import KdfCost
from icv_app.services.archive import ExportedVisit
from icv_app.services.copies import CopyService, CopyTo
from icv_app.services.set_up import found_scheme
from icv_app.store.unlocking import create_vault
from tests.builders import a_concern, a_coordinator, a_filed_visit, settings
from tests.memory_scheme import a_scheme
from tests.pdf_texts import pages_of, squeezed

PASSPHRASE = "correct horse battery"
CHEAP = KdfCost(iterations=1)
VISIT = VisitId("018e3cd5-5e00-7255-9a54-35e3ff83714b")


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """The command sets the logs of its own process; here that is the tests' process."""
    yield
    structlog.reset_defaults()


@pytest.fixture
def vault(tmp_path: Path) -> list[str]:
    """A coordinator's vault with one visit, locked; the arguments that open it."""
    folder, clock = tmp_path / "vault", SystemClock()
    ids = SystemIds(clock)
    made, _code = create_vault(folder, PASSPHRASE, kdf_parameters=CHEAP, now=clock.now())
    with made:
        found_scheme(
            made.open_unit,
            clock,
            ids,
            made.identity_key,
            coordinator=a_coordinator(),
            settings=settings(scheme_id=SchemeId(ids.new())),
            server_url=None,
            kit_cost=CHEAP,
        )
    passphrase = tmp_path / "passphrase"
    passphrase.write_text(f"{PASSPHRASE}\n")
    opening = ["--vault", str(folder), "--passphrase-file", str(passphrase)]
    visit = a_filed_visit(visit_id=VISIT, concerns=(a_concern(text="A light was out."),))
    past = tmp_path / "past.csv"
    export_visits([ExportedVisit(visit, visit_facts(visit), "Wakefield")], past)
    assert run_command(["import", "visits", str(past), *opening]) == 0
    past.unlink()
    return opening


@pytest.fixture
def out(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    return folder


def said(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    """The last line of what was said, and what was complained of."""
    shown = capsys.readouterr()
    return shown.out.strip().rpartition("\n")[2], shown.err.strip()


def test_the_report_of_a_visit_is_written_and_nothing_beside_it(
    vault: list[str], out: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {file for file in tmp_path.rglob("*") if "vault" not in file.parts}
    pdf = out / "report.pdf"

    assert run_command(["report", "visit", VISIT, "--out", str(pdf), *vault]) == 0

    assert said(capsys)[0] == f"The report is in {pdf}, marked OFFICIAL-SENSITIVE and not encrypted."
    pages = pages_of(pdf.read_bytes())
    assert all(page.count("OFFICIAL-SENSITIVE") == 2 for page in pages)
    assert "Custodyvisitreport" in pages[0]
    assert {file for file in tmp_path.rglob("*") if "vault" not in file.parts} - before == {pdf}


def test_nothing_that_is_in_the_report_lies_readable_in_the_vault(vault: list[str], out: Path) -> None:
    pdf = out / "report.pdf"
    assert run_command(["report", "visit", VISIT, "--out", str(pdf), *vault]) == 0

    for file in Path(vault[1]).rglob("*"):
        if file.is_file():
            assert b"%PDF" not in file.read_bytes()


def test_a_police_copy_is_noted_and_the_next_report_says_so(vault: list[str], out: Path) -> None:
    police, pdf = out / "police.pdf", out / "report.pdf"

    assert run_command(["report", "visit", VISIT, "--police", "--out", str(police), *vault]) == 0
    assert run_command(["report", "visit", VISIT, "--out", str(pdf), *vault]) == 0

    assert squeezed("Custody visit: police copy") in pages_of(police.read_bytes())[0]
    whole = "".join(pages_of(pdf.read_bytes()))
    assert squeezed("Police copy made · C-001") in whole
    assert squeezed("Police copy made") not in "".join(pages_of(police.read_bytes()))


def test_a_visitors_police_copy_is_noted_and_reaches_the_office(out: Path) -> None:
    scheme = a_scheme()
    visit = scheme.filed_by("V-001")

    assert write_visit_pdf(scheme["V-001"].desk, visit.visit_id, out / "police.pdf", police=True)
    scheme.exchange()

    [copy] = scheme["C-001"].desk.reviews.read(visit.visit_id).copies
    assert (copy.to, copy.by) == (CopyTo.POLICE, "V-001")


def test_a_police_copy_that_cannot_be_noted_is_taken_away_again(
    vault: list[str], out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_self: CopyService, _visit: VisitId, _to: CopyTo) -> None:
        raise StoreError("full", user_text="The disk is full.")

    monkeypatch.setattr(CopyService, "note", refuse)

    assert run_command(["report", "visit", VISIT, "--police", "--out", str(out / "p.pdf"), *vault]) == 1
    assert list(out.iterdir()) == []


def test_a_visit_that_is_not_there_is_one_sentence(
    vault: list[str], out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["report", "visit", "nowhere", "--out", str(out / "x.pdf"), *vault]) == 1

    assert len(said(capsys)[1].splitlines()) == 1
    assert list(out.iterdir()) == []


def test_an_aide_memoire_needs_no_vault(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pdf = out / "paper.pdf"

    assert run_command(["paper", "aide-memoire", "--people", "2", "--out", str(pdf)]) == 0

    assert said(capsys)[0] == f"The aide-memoire is in {pdf}."
    assert sum("Askforconsent" in page for page in pages_of(pdf.read_bytes())) == 2
    assert list(out.iterdir()) == [pdf]


def test_too_many_sheets_are_refused_in_one_sentence(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["paper", "aide-memoire", "--people", "61", "--out", str(out / "paper.pdf")]) == 1

    assert said(capsys)[1] == "Choose between 1 and 60 sheets for people."
    assert list(out.iterdir()) == []


def test_the_screen_prints_under_the_schemes_checklist(vault: list[str], out: Path) -> None:
    doors = VaultDoors(Path(vault[1]))
    desk = doors.unlock(PASSPHRASE)
    try:
        doors.write_aide_memoire(desk, out / "paper.pdf", people=1)
    finally:
        desk.lock()

    assert squeezed("Custody visit, version 1") in pages_of((out / "paper.pdf").read_bytes())[0]
