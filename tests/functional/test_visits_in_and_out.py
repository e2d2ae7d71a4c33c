"""Visits exported and imported again."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from icv_app.domain.census import Census, Tally
from icv_app.domain.ids import VisitId
from icv_app.domain.person import Contact
from icv_app.domain.visit import Visit, VisitKind
from icv_app.domain.visit_facts import visit_facts
from icv_app.errors import BadInput
from icv_app.exchange.tables_in import read_table
from icv_app.exchange.visit_columns import COLUMNS
from icv_app.exchange.visits_out import export_visits
from icv_app.services.archive import ExportedVisit
from icv_app.services.past_visits import ImportBasis, Trial
from tests.builders import a_census, a_filed_visit
from tests.past_tables import BASIS, a_basis, tried, visits_in


def the_visit() -> Visit:
    return a_filed_visit(visit_id=VisitId("018e3cd5-5e00-7255-9a54-35e3ff83714b"))


def exported(file: Path) -> bytes:
    visit = the_visit()
    export_visits([ExportedVisit(visit, visit_facts(visit), "Wakefield")], file)
    return file.read_bytes()


def read(file: Path, basis: ImportBasis = BASIS) -> list[Visit]:
    return visits_in(read_table(file), basis)


def judged(file: Path, basis: ImportBasis = BASIS) -> Trial:
    return tried(read_table(file), basis)


def test_an_exported_visit_has_the_same_counts_when_it_is_imported(tmp_path: Path) -> None:
    original = visit_facts(the_visit())

    exported(tmp_path / "v.csv")
    [again] = read(tmp_path / "v.csv")

    facts = visit_facts(again)
    assert (facts.in_custody, facts.by_contact) == (original.in_custody, original.by_contact)
    assert facts.reasons.items() >= original.reasons.items()
    assert facts.group_spoken == original.group_spoken
    assert (facts.began_at, facts.suite, facts.visitors) == (
        original.began_at,
        original.suite,
        original.visitors,
    )


def test_a_telephone_visit_has_no_arrival_and_can_be_imported_again(tmp_path: Path) -> None:
    call = replace(the_visit(), kind=VisitKind.TELEPHONE, arrived_at=None, people=(), census=Census())
    export_visits([ExportedVisit(call, visit_facts(call), "Wakefield")], tmp_path / "call.csv")

    [again] = read(tmp_path / "call.csv")

    assert (again.kind, again.arrived_at, again.entered_at) == (VisitKind.TELEPHONE, None, call.entered_at)


def test_people_counted_without_a_reason_are_counted_again(tmp_path: Path) -> None:
    visit = the_visit()
    tallies = (Tally(contact=Contact.DECLINED, reason="", count=3),)
    crowd = replace(visit, tallies=tallies, census=a_census(visit.people, tallies))
    export_visits([ExportedVisit(crowd, visit_facts(crowd), "Wakefield")], tmp_path / "crowd.csv")

    [again] = read(tmp_path / "crowd.csv")

    assert again.reconciliation.by_contact == crowd.reconciliation.by_contact


def test_every_format_carries_the_marking_and_the_same_counts(tmp_path: Path) -> None:
    row = next(csv.DictReader(io.StringIO(exported(tmp_path / "v.csv").decode("utf-8-sig"))))
    body = json.loads(exported(tmp_path / "v.json"))
    exported(tmp_path / "v.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "v.xlsx").worksheets[0]
    cells = dict(zip([c.value for c in sheet[1]], [c.value for c in sheet[2]], strict=True))

    assert row["marking"] == body["marking"] == cells["marking"] == "OFFICIAL-SENSITIVE"
    assert int(row["spoken_to"]) == body["visits"][0]["spoken_to"] == cells["spoken_to"]
    assert "13WK" not in json.dumps(body)


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [
        ("arrived_at", "31/31/2024", "is not a time like"),
        ("suite", "Narnia", "no suite"),
        ("spoken_to", "-1", "whole number"),
        ("in_custody", "99", "add up to"),
        ("outcome", "cancelled", "is none of"),
        ("visitors", "V-001", "two different visitors"),
        ("reasons", "asleep 4", "is not written like"),
    ],
)
def test_a_bad_cell_is_refused_with_its_line_and_column(
    tmp_path: Path, column: str, value: str, reason: str
) -> None:
    rows = list(csv.DictReader(io.StringIO(exported(tmp_path / "v.csv").decode("utf-8-sig"))))
    rows[0][column] = value
    with (tmp_path / "v.csv").open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)

    [problem] = judged(tmp_path / "v.csv").problems

    assert (problem.row, problem.column, problem.value) == (2, column, value)
    assert reason in problem.words


def test_a_visit_that_is_here_already_is_left_out(tmp_path: Path) -> None:
    exported(tmp_path / "v.csv")

    found = judged(tmp_path / "v.csv", a_basis(known=frozenset({the_visit().visit_id})))

    assert (found.coming, found.problems) == (0, ())
    assert [(one.row, one.column) for one in found.doubles] == [(2, "visit_id")]


def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    visit = the_visit()
    export_visits([ExportedVisit(visit, visit_facts(visit), "=1+1")], tmp_path / "v.csv")

    row = next(csv.DictReader(io.StringIO((tmp_path / "v.csv").read_bytes().decode("utf-8-sig"))))
    assert row["suite"] == "'=1+1"


@pytest.mark.parametrize("data", [b"", b"\x81\xff\xfe", b'suite,outcome,visitors,arrived_at\n"x'])
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "v.csv").write_bytes(data)

    with pytest.raises(BadInput):
        read(tmp_path / "v.csv")


def test_a_table_of_something_else_names_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_bytes(b"a,b\n1,2\n")

    found = judged(tmp_path / "v.csv")

    assert [one.column for one in found.problems] == [
        "Custody suite",
        "Visitors, or the first visitor",
        "Arrived at the counter",
    ]


def test_every_column_is_documented() -> None:
    documented = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")

    rows = [f"| `{column.name}` | {column.meaning} |" for column in COLUMNS]
    assert [row for row in rows if row not in documented] == []
