"""The `icv` command: it does its work, every expected failure is one sentence, and the status says so."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import structlog

from icv_app import VERSION
from icv_app.bootstrap.wiring import SystemClock, SystemIds
from icv_app.cli.commands import run_command
from icv_app.domain.ids import SchemeId, VisitId
from icv_app.domain.visit_facts import visit_facts
from icv_app.exchange.visits_out import export_visits
from icv_app.seal.passphrases import KdfCost
from icv_app.services.archive import ExportedVisit
from icv_app.services.set_up import found_scheme
from icv_app.store.unlocking import create_vault
from tests.builders import a_coordinator, a_filed_visit, settings

ROOT = Path(__file__).parents[2]
PASSPHRASE = "correct horse battery"
CHEAP = KdfCost(iterations=1)


@pytest.fixture(autouse=True)
def logs_as_before() -> Iterator[None]:
    """The command sets the logs of its own process; here that is the tests' process."""
    yield
    structlog.reset_defaults()


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    """A coordinator's vault of a scheme without visits, locked."""
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
    return folder


@pytest.fixture
def passphrase(tmp_path: Path) -> Path:
    file = tmp_path / "passphrase"
    file.write_text(f"{PASSPHRASE}\n")
    return file


@pytest.fixture
def past_visits(tmp_path: Path) -> Path:
    """One visit to Wakefield on 14 March 2024, as it is exported."""
    visit = a_filed_visit(visit_id=VisitId("018e3cd5-5e00-7255-9a54-35e3ff83714b"))
    file = tmp_path / "past.csv"
    export_visits([ExportedVisit(visit, visit_facts(visit), "Wakefield")], file)
    return file


def at(vault: Path, passphrase: Path) -> list[str]:
    return ["--vault", str(vault), "--passphrase-file", str(passphrase)]


def said(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    shown = capsys.readouterr()
    return shown.out.strip(), shown.err.strip()


def test_the_version_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["--version"]) == 0
    assert said(capsys) == (f"icv {VERSION}", "")


def test_the_command_starts_as_a_process_of_its_own() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "icv_app.cli", "--version"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"icv {VERSION}\n"


def test_naming_a_tool_loads_no_window_and_no_vault() -> None:
    program = (
        "import sys; from icv_app.cli.commands import run_command; run_command(['--version']);"
        "print([name for name in ('PySide6', 'sqlalchemy', 'reportlab') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_past_visits_go_in_and_come_out_and_are_reported(
    vault: Path, passphrase: Path, past_visits: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, pdf = tmp_path / "out.csv", tmp_path / "annual.pdf"

    assert run_command(["import", "visits", str(past_visits), *at(vault, passphrase)]) == 0
    assert said(capsys)[0] == "1 visit was imported."
    assert run_command(["export", "visits", str(out), *at(vault, passphrase)]) == 0
    assert said(capsys)[0] == f"1 visit written to {out}, marked OFFICIAL-SENSITIVE."
    with out.open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["suite"], row["in_custody"], row["spoken_to"]) == ("Wakefield", "2", "1")
    wanted = ["report", "annual", "--year", "2023-24", "--out", str(pdf), *at(vault, passphrase)]
    assert run_command(wanted) == 0
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert run_command(["verify", *at(vault, passphrase)]) == 0
    assert "its signature verifies" in said(capsys)[0]


def test_the_quality_framework_goes_out_and_in_and_its_evidence_is_packed(
    vault: Path, passphrase: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file, pack = tmp_path / "ours.yaml", tmp_path / "evidence.zip"

    assert run_command(["quality", "export", "--out", str(file), *at(vault, passphrase)]) == 0
    assert run_command(["quality", "import", str(file), *at(vault, passphrase)]) == 0
    assert "version 2, is in use" in said(capsys)[0]
    assert run_command(["quality", "import", str(file), *at(vault, passphrase)]) == 1
    assert "in use already" in said(capsys)[1]
    wanted = ["quality", "pack", "--year", "2023-24", "--out", str(pack), *at(vault, passphrase)]
    assert run_command(wanted) == 0
    assert pack.read_bytes().startswith(b"PK")
    assert run_command(["quality", "pack", "--year", "2023", "--out", str(pack), *at(vault, passphrase)]) == 1
    assert "like 2023-24" in said(capsys)[1]


def test_a_bad_row_is_named_and_nothing_is_imported(
    vault: Path, passphrase: Path, past_visits: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    past_visits.write_text(past_visits.read_text("utf-8-sig").replace("2024-03-14T12:00", "31 June"))

    assert run_command(["import", "visits", str(past_visits), *at(vault, passphrase)]) == 1

    sentence = said(capsys)[1]
    assert "Nothing was imported" in sentence
    assert "row 2, column arrived_at" in sentence


def test_a_wrong_passphrase_is_one_sentence(
    vault: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "wrong"
    wrong.write_text("something else entirely")

    assert run_command(["verify", *at(vault, wrong)]) == 1

    out, sentence = said(capsys)
    assert out == ""
    assert "does not open this vault" in sentence
    assert len(sentence.splitlines()) == 1


def test_a_cut_off_vault_is_one_sentence(
    vault: Path, passphrase: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    database = vault / "vault.db"
    database.write_bytes(database.read_bytes()[:10_000])

    assert run_command(["verify", *at(vault, passphrase)]) == 1

    sentence = said(capsys)[1]
    assert "damaged" in sentence
    assert "Traceback" not in sentence


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["export", "visits", "visits.doc"], ".csv, .json or .xlsx"),
        (["report", "annual", "--year", "2023", "--out", "a.pdf"], "like 2023-24"),
        (["report", "annual", "--year", "2023-25", "--out", "a.pdf"], "like 2023-24"),
        (["import", "visits", "nowhere.csv"], "cannot be read"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    vault: Path, passphrase: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert run_command([*arguments, *at(vault, passphrase)]) == 1
    assert words in said(capsys)[1]


def test_no_vault_no_passphrase_file_and_no_terminal_are_explained(
    vault: Path, passphrase: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["verify", *at(tmp_path / "nowhere", passphrase)]) == 1
    assert "no vault in this folder" in said(capsys)[1]
    assert run_command(["verify", *at(vault, tmp_path / "nothing")]) == 1
    assert "passphrase file" in said(capsys)[1]
    assert run_command(["verify", "--vault", str(vault)]) == 1
    assert "--passphrase-file" in said(capsys)[1]


def test_an_unknown_command_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["dance"]) == 2
    assert "dance" in said(capsys)[1]


@pytest.mark.parametrize(
    "options",
    [
        ["--out", "a.pdf"],
        ["--year", "2023-24"],
        ["--year", "2023-24", "--out", "a.pdf", "--quarter", "1"],
        ["--year", "2023-24", "--out", "."],
        ["--year", "2023-25", "--out", "a.pdf"],
    ],
)
def test_a_wrong_option_is_one_line_on_standard_error(
    options: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_command(["report", "annual", *options]) in {1, 2}
    out, error = said(capsys)
    assert out == ""
    assert error.count("\n") == 0 < len(error)
    assert list(tmp_path.iterdir()) == []


def test_what_the_terminal_cannot_write_is_written_otherwise(
    vault: Path, passphrase: Path, tmp_path: Path
) -> None:
    """Where the output goes to a file, Windows writes what Western Europe has and nothing else."""
    file = tmp_path / "adroddiad-ŵ.pdf"
    wanted = ["report", "annual", "--year", "2023-24", "--out", str(file), *at(vault, passphrase)]
    done = subprocess.run(
        [sys.executable, "-m", "icv_app.cli", *wanted],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "cp1252"},
        capture_output=True,
        timeout=timedelta(minutes=3).total_seconds(),
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"adroddiad-\\u0175.pdf" in done.stdout
    assert file.is_file()


def test_a_report_is_not_half_written_where_the_folder_is_missing(
    vault: Path, passphrase: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "missing" / "annual.pdf"

    wanted = ["report", "annual", "--year", "2023-24", "--out", str(out), *at(vault, passphrase)]
    assert run_command(wanted) == 1

    assert "could not be written" in said(capsys)[1]
    assert not out.parent.exists()


def test_the_self_test_tries_every_part_and_a_vault(vault: Path, passphrase: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "icv_app.cli", *at(vault, passphrase), "--self-test"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=timedelta(minutes=3).total_seconds(),
        check=False,
    )

    assert done.returncode == 0, done.stderr
    for words in (
        "parts of the program",
        "checklist",
        "fonts",
        "opened a vault",
        "Wrote a report",
        "Drew a window",
        "pages of the coordinator",
        "0 filed visits",
    ):
        assert words in done.stdout
    assert done.stdout.endswith("Everything works.\n")


def test_what_is_due_is_shown_held_and_erased_only_when_that_is_said(
    vault: Path, passphrase: Path, past_visits: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["import", "visits", str(past_visits), *at(vault, passphrase)]) == 0
    visit = "018e3cd5-5e00-7255-9a54-35e3ff83714b"
    said(capsys)

    assert run_command(["retention", "hold", visit, "--reason", "A claim.", *at(vault, passphrase)]) == 0
    assert run_command(["retention", "preview", *at(vault, passphrase)]) == 0
    out, _err = said(capsys)
    assert f"visit {visit}. A claim." in out
    assert "Nothing is due." in out
    assert run_command(["retention", "lift", visit, "--reason", "Settled.", *at(vault, passphrase)]) == 0
    assert run_command(["retention", "run", *at(vault, passphrase)]) == 1
    _out, err = said(capsys)
    assert "2023-24: 1 visit" in err
    assert "--yes" in err
    assert run_command(["retention", "run", "--yes", *at(vault, passphrase)]) == 0
    assert run_command(["retention", "log", *at(vault, passphrase)]) == 0
    out, _err = said(capsys)
    assert out.count("Run 1,") == 2
    assert run_command(["retention", "run", "--yes", *at(vault, passphrase)]) == 1
    assert "Nothing is due" in said(capsys)[1]


def test_whole_visits_are_named_apart_and_erased(
    vault: Path, passphrase: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    began = datetime(2018, 3, 14, 12, tzinfo=UTC)
    visit = a_filed_visit(
        visit_id=VisitId("018e3cd5-5e00-7255-9a54-35e3ff83714c"),
        arrived_at=began,
        entered_at=began + timedelta(minutes=9),
        left_suite_at=began + timedelta(minutes=69),
        left_station_at=began + timedelta(minutes=75),
        submitted_at=began + timedelta(hours=3),
    )
    file = tmp_path / "old.csv"
    export_visits([ExportedVisit(visit, visit_facts(visit), "Wakefield")], file)
    assert run_command(["import", "visits", str(file), *at(vault, passphrase)]) == 0
    said(capsys)

    assert run_command(["retention", "preview", *at(vault, passphrase)]) == 0
    assert "2017-18: 1 visit, 0 people, 1 record due: whole visits." in said(capsys)[0]
    assert run_command(["retention", "run", "--yes", *at(vault, passphrase)]) == 0
    assert "whole visits: 1 visit, 1 record" in said(capsys)[0]
    assert run_command(["verify", *at(vault, passphrase)]) == 0
    exported = tmp_path / "after.csv"
    assert run_command(["export", "visits", str(exported), *at(vault, passphrase)]) == 0
    assert "018e3cd5" not in exported.read_text(encoding="utf-8-sig")


def test_everything_and_the_return_of_a_year_go_to_files(
    vault: Path,
    passphrase: Path,
    past_visits: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Over a whole vault: visits come in and go out, with and without what identifies people."""
    assert run_command(["import", "visits", str(past_visits), *at(vault, passphrase)]) == 0
    capsys.readouterr()
    for ending in ("json", "zip", "xlsx"):
        file = tmp_path / f"all.{ending}"
        assert run_command(["export", "all", "--out", str(file), *at(vault, passphrase)]) == 0
        assert said(capsys)[0] == f"Everything, with 1 visit but not what identifies people, is in {file}."
        assert file.stat().st_size
    file = tmp_path / "named.json"
    assert run_command(["export", "all", "--identifying", "--out", str(file), *at(vault, passphrase)]) == 0
    assert "it is not encrypted" in said(capsys)[0]
    found = json.loads(file.read_text(encoding="utf-8"))["tables"]
    assert [row["suite"] for row in found["visits"]] == ["wakefield"]
    assert [row["act"] for row in found["audit_log"]].count("everything_exported") == 3

    back = tmp_path / "return.csv"
    period = ["--period", "2023-24 Q4", "--suites"]
    assert run_command(["export", "national", *period, "--out", str(back), *at(vault, passphrase)]) == 0
    assert said(capsys)[0] == f"The national return 2023-24 Q4 is in {back}."
    with back.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [row["value"] for row in rows if row["measure"] == "suite_visits_valid"] == ["1"]


def test_a_period_that_cannot_be_read_is_explained(
    vault: Path, passphrase: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["export", "national", "--period", "last year", "--out", str(tmp_path / "return.csv")]
    assert run_command([*command, *at(vault, passphrase)]) == 1
    assert "Write the period like 2023-24" in said(capsys)[1]
