"""Everything a scheme holds, in a file: whole, as documented, and without people where nobody asked."""

from __future__ import annotations

import csv
import io
import json
import tracemalloc
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from openpyxl import load_workbook

import resources
from icv_app.bootstrap.going_out import OutFiles
from icv_app.domain.audit import AuditAct
from icv_app.domain.identifying import split_visit, texts_by_path
from icv_app.domain.ids import ConcernId, ReadingId, VisitId
from icv_app.domain.periods import period_from_label
from icv_app.domain.records import RecordKind
from icv_app.domain.times import FinancialYear
from icv_app.domain.visit import ChecklistRef, Visit
from icv_app.errors import BadInput, RuleBroken, StoreError
from icv_app.exchange.everything.export import export_everything
from icv_app.exchange.everything.schema import SCHEMA_FILE, documentation, schema_text
from icv_app.exchange.everything.tables import TABLES
from icv_app.exchange.everything.workbook import AsWorkbook
from icv_app.services.audit_log import audit_entries
from icv_app.services.whole_scheme import OTHER_KINDS, WITHOUT_CONTENT, WholeScheme
from icv_app.services.whole_visit import WholeVisit, without_people
from tests.builders import NOON, a_concern, a_filed_visit, a_person
from tests.fakes.office import Office, an_office
from tests.gui.office_files import a_noted_scheme
from tests.gui.reviewed_records import a_reviewed_scheme
from tests.gui.rotas import a_published_rota
from tests.memory_scheme import MemoryScheme, a_scheme
from tests.record_review_builders import a_finding
from tests.visit_contents import a_full_visit

ROOT = Path(__file__).parents[2]
OUT = OutFiles()
FORMULA = '=HYPERLINK("http://x.example","see")'
ENDINGS = ("json", "zip", "xlsx")


@pytest.fixture
def office() -> Office:
    """An office with a past visit in which everything is said."""
    made = an_office()
    made.desk.archive.take_in([the_visit()])
    return made


def the_visit() -> Visit:
    return a_full_visit(positive_practice=FORMULA)


def quiet(_done: int, _total: int) -> None:
    """Nobody watches."""


def exported(office: Office, folder: Path, ending: str = "json", *, identifying: bool = False) -> Path:
    file = folder / f"everything-{identifying}.{ending}"
    OUT.export_everything(office.desk, file, identifying=identifying, progress=quiet)
    return file


def tables(file: Path) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = json.loads(file.read_text(encoding="utf-8"))["tables"]
    return found


def cells(file: Path) -> Iterator[str]:
    """Every text in an export of any kind."""
    if file.suffix == ".json":
        for rows in tables(file).values():
            yield from (str(value) for row in rows for value in row.values())
    elif file.suffix == ".zip":
        with zipfile.ZipFile(file) as pack:
            for name in pack.namelist():
                yield from (
                    cell
                    for row in csv.reader(io.StringIO(pack.read(name).decode("utf-8-sig")))
                    for cell in row
                )
    else:
        for sheet in load_workbook(file).worksheets:
            yield from (str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_the_shipped_schema_and_the_documentation_are_those_of_the_tables() -> None:
    assert resources.path(f"schemas/{SCHEMA_FILE}").read_text(encoding="utf-8") == schema_text()
    assert documentation() in (ROOT / "docs/export-schema.md").read_text(encoding="utf-8")
    names = [table.name for table in TABLES]
    assert len(set(names)) == len(names)
    for table in TABLES:
        columns = [column.name for column in table.columns]
        assert len(set(columns)) == len(columns), table.name
        assert (table.of_visit is None) is not (table.of_scheme is None)


@pytest.mark.parametrize("identifying", [True, False])
def test_an_export_fits_the_schema_beside_it(office: Office, tmp_path: Path, identifying: bool) -> None:
    found = json.loads(exported(office, tmp_path, identifying=identifying).read_text(encoding="utf-8"))
    schema = json.loads((tmp_path / SCHEMA_FILE).read_text(encoding="utf-8"))
    check = jsonschema.Draft202012Validator(schema)
    check.check_schema(schema)
    check.validate(found)
    found["identifying"] = not identifying
    assert not check.is_valid(found), "the schema tells the two kinds apart"


@pytest.mark.parametrize("scheme", [a_noted_scheme, a_published_rota])
def test_what_is_kept_of_members_and_the_rota_fits_the_schema(scheme: Any, tmp_path: Path) -> None:
    file = tmp_path / "all.json"
    OUT.export_everything(scheme()["C-001"].desk, file, identifying=False, progress=quiet)
    jsonschema.Draft202012Validator(json.loads(schema_text())).validate(json.loads(file.read_text("utf-8")))
    filled = {name for name, rows in tables(file).items() if rows}
    if scheme is a_noted_scheme:
        assert {"training", "languages", "conflicts", "recognition", "one_to_ones", "leave"} <= filled
        assert {"members", "expenses", "expense_answers", "settings", "suites", "audit_log"} <= filled
    else:
        assert {"duties", "swaps", "availability"} <= filled


@pytest.mark.parametrize("ending", ENDINGS)
def test_with_identifying_parts_every_word_of_a_visit_is_there(
    office: Office, tmp_path: Path, ending: str
) -> None:
    there = set(cells(exported(office, tmp_path, ending, identifying=True)))
    for path, text in texts_by_path(the_visit()).items():
        wanted = text if ending == "json" or not text.startswith("=") else f"'{text}"
        assert wanted in there, path


@pytest.mark.parametrize("ending", ENDINGS)
def test_without_them_nothing_that_is_set_apart_is_anywhere(
    office: Office, tmp_path: Path, ending: str
) -> None:
    kept, apart = split_visit(the_visit(), office.desk.visits.checklist_of(the_visit()))
    there = "\n".join(cells(exported(office, tmp_path, ending)))
    secret = {text for text in apart.texts.values() if text not in set(texts_by_path(kept).values())}
    assert len(secret) > 10
    assert [text for text in secret if len(text) > 3 and text in there] == []


def test_a_visit_of_a_checklist_that_is_not_here_stops_no_export(office: Office) -> None:
    desk = office.desk
    with desk.whole.opened(identifying=True) as scheme:
        [one] = scheme.visits()
    elsewhere = replace(one.visit, checklist=ChecklistRef(checklist_id="of-another-scheme", version=3))
    kept = without_people(desk.checklists, desk.scheme.settings().checklist)(elsewhere)
    assert {person.custody_number for person in kept.people} == {""}
    closed = {"yes", "no", "na", "nk", ""}
    assert {answer.value for person in kept.people for answer in person.answers} <= closed


def test_what_a_spreadsheet_would_take_for_a_formula_is_text(office: Office, tmp_path: Path) -> None:
    assert f"'{FORMULA}" in set(cells(exported(office, tmp_path, "zip")))
    book = load_workbook(exported(office, tmp_path, "xlsx"))
    types = {cell.data_type for sheet in book.worksheets for row in sheet.iter_rows() for cell in row}
    assert "f" not in types
    assert FORMULA in set(cells(exported(office, tmp_path, "json")))


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_records_give_the_same_bytes(office: Office, tmp_path: Path, ending: str) -> None:
    made = []
    for name in ("one", "two"):
        with office.desk.whole.opened(identifying=True) as scheme:
            export_everything(scheme, tmp_path / f"{name}.{ending}")
        made.append((tmp_path / f"{name}.{ending}").read_bytes())
    assert made[0] == made[1]


def test_what_was_erased_says_under_which_run(tmp_path: Path) -> None:
    office = an_office()
    office.clock.moment = datetime(2026, 4, 2, 9, tzinfo=UTC)
    person = a_person(custody_number="13WK/4402", note="He asked for his glasses.")
    office.desk.archive.take_in([a_filed_visit(people=(person,))])
    office.desk.retention.run(office.desk.retention.preview())
    file = exported(office, tmp_path, identifying=True)
    found = tables(file)
    assert found["visits"][0]["erased"] == "erased under run 1"
    assert found["people"][0]["custody_number"] == "erased under run 1"
    assert found["people"][0]["note"] == "erased under run 1"
    assert [row["run"] for row in found["erasure_runs"]] == [1]
    assert "glasses" not in file.read_text(encoding="utf-8")


def test_of_a_visit_erased_whole_the_counts_are_there(tmp_path: Path) -> None:
    office = an_office()
    office.desk.archive.take_in([a_filed_visit(concerns=(a_concern(),))])
    before = tables(exported(office, tmp_path))["visits"][0]
    office.clock.moment = datetime(2031, 4, 2, 9, tzinfo=UTC)
    office.desk.retention.run(office.desk.retention.preview())
    after = tables(exported(office, tmp_path))
    assert after["visits"] == []
    [erased] = after["erased_visits"]
    assert erased["erased"].startswith("erased under run")
    for name in ("visit_id", "in_custody", "spoken_to", "outcome"):
        assert erased[name] == before[name]


def test_of_duties_to_come_nothing_but_the_week_is_told(tmp_path: Path) -> None:
    scheme = a_published_rota()
    desk, file = scheme["C-001"].desk, tmp_path / "all.json"
    OUT.export_everything(desk, file, identifying=True, progress=quiet)
    found = tables(file)
    assert found["duties"]
    assert {row["window"] for row in found["duties"]} == {None}
    assert {row["windows"] for row in found["availability"]} == {None}
    scheme.clock.forward(days=365)
    OUT.export_everything(desk, file, identifying=True, progress=quiet)
    assert None not in {row["window"] for row in tables(file)["duties"]}


def test_the_history_of_a_concern_is_whole(tmp_path: Path) -> None:
    scheme = a_scheme()
    visit = scheme.filed_by("V-001", concerns=(a_concern(),))
    scheme.exchange()
    desk = scheme["C-001"].desk
    concern_id = a_concern().concern_id
    desk.concerns.send(visit.visit_id, concern_id, to_role="custody_inspector")
    scheme.clock.forward(hours=1)
    desk.concerns.note_reply(visit.visit_id, concern_id, words="The blankets were ordered.")
    desk.comments.thank(visit.visit_id, "A careful report.")
    file = tmp_path / "all.json"
    OUT.export_everything(desk, file, identifying=True, progress=quiet)
    found = tables(file)
    assert [row["step"] for row in found["concern_steps"]] == ["sent", "replied"]
    assert found["concern_steps"][1]["text"] == "The blankets were ordered."
    assert found["concerns"][0]["state"] == "replied"
    assert found["comments"][0]["text"] == "A careful report."


def test_the_history_of_a_concern_of_a_record_review_is_whole(tmp_path: Path) -> None:
    scheme = a_reviewed_scheme()
    desk, file = scheme["C-001"].desk, tmp_path / "all.json"
    [found] = [one.reading for one in desk.record_reviews.all().samples[0].records if one.reading is not None]
    reading, concern_id = found.record_id, ConcernId("f-1")
    desk.record_reviews.raise_concern(reading, concern_id)
    desk.concerns.send(reading, concern_id, to_role="custody_inspector")
    scheme.clock.forward(hours=1)
    desk.concerns.note_reply(reading, concern_id, words="It is looked into.")

    for identifying in (True, False):
        OUT.export_everything(desk, file, identifying=identifying, progress=quiet)
        rows = [row for row in tables(file)["other_records"] if row["subject"] == concern_id]
        assert [row["kind"] for row in rows] == ["concern.step", "concern.step"]
        assert ("It is looked into." in file.read_text("utf-8")) is identifying


def test_a_text_that_no_cell_holds_is_whole_on_a_sheet_of_its_own(office: Office, tmp_path: Path) -> None:
    text = "".join(chr(ord("a") + at % 26) for at in range(70_000))
    office.desk.archive.take_in([replace(the_visit(), visit_id=VisitId("long"), positive_practice=text)])
    book = load_workbook(exported(office, tmp_path, "xlsx"))
    header, *rows = (tuple(cell.value for cell in row) for row in book["visits"].iter_rows())
    [(number, begun)] = [
        (at, row[header.index("positive_practice")])
        for at, row in enumerate(rows, 1)
        if row[header.index("visit_id")] == "long"
    ]
    assert text.startswith(str(begun).partition("… [Long texts: 5]")[0])
    pieces = [tuple(cell.value for cell in row) for row in book["Long texts"].iter_rows(2)]
    own = [piece for piece in pieces if piece[:3] == ("visits", number, "positive_practice")]
    assert [piece[3] for piece in own] == [1, 2, 3, 4, 5]
    assert "".join(str(piece[4]) for piece in own) == text


def test_what_has_no_table_of_its_own_is_there_as_it_was_written(tmp_path: Path) -> None:
    scheme = a_reviewed_scheme()
    desk, file = scheme["C-001"].desk, tmp_path / "all.json"
    finding = a_finding().finding_id
    [reading] = scheme["C-001"].records("record_review.reading")
    desk.record_reviews.raise_concern(ReadingId(reading.record_id), finding)
    desk.concerns.send(VisitId(reading.record_id), finding, to_role="custody_inspector")
    OUT.export_everything(desk, file, identifying=True, progress=quiet)
    found = tables(file)["other_records"]
    assert [row["kind"] for row in found if row["kind"] == "record_review.sample"]
    assert "Clear and complete." in "".join(row["kept"] for row in found)
    [step] = [row for row in found if row["kind"] == "concern.step"]
    assert step["subject"] == finding
    jsonschema.Draft202012Validator(json.loads(schema_text())).validate(json.loads(file.read_text("utf-8")))


def test_every_kind_of_record_is_exported_or_holds_nothing_of_the_schemes_work() -> None:
    assert {kind.value.partition(".")[0] for kind in WITHOUT_CONTENT} == {"roster", "office", "device"}
    assert not WITHOUT_CONTENT & set(OTHER_KINDS)
    assert RecordKind.SCHEME_NOTICE in OTHER_KINDS


class Stopped(Exception):
    """Whoever watches wants no more."""


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_cut_short_anywhere_the_file_is_as_it_was_and_nothing_lies_beside_it(
    office: Office, tmp_path: Path, ending: str, at: int
) -> None:
    def stop(done: int, _total: int) -> None:
        if done >= at:
            raise Stopped

    file = tmp_path / f"all.{ending}"
    file.write_bytes(b"what was here")
    with pytest.raises(Stopped):
        OUT.export_everything(office.desk, file, identifying=True, progress=stop)
    assert [one.name for one in tmp_path.iterdir()] == [file.name]
    assert file.read_bytes() == b"what was here"


def test_what_cannot_be_logged_is_not_there(office: Office, tmp_path: Path) -> None:
    office.store.fail_next_commit = True
    with pytest.raises(StoreError):
        exported(office, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_export_with_identifying_parts_is_in_the_audit_log(office: Office, tmp_path: Path) -> None:
    exported(office, tmp_path, identifying=True)
    with office.store.open_reading() as unit:
        last = audit_entries(unit)[-1]
    assert last.act is AuditAct.EVERYTHING_EXPORTED
    assert last.reason == "1 visit, with what identifies people"


def test_another_ending_and_another_member_are_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"export to \.txt"):
        exported(office, tmp_path, "txt")
    visitor = a_scheme()["V-001"].desk
    with pytest.raises(RuleBroken):
        OUT.export_everything(visitor, tmp_path / "all.json", identifying=False, progress=quiet)
    period = period_from_label("2022-23")
    with pytest.raises(RuleBroken):
        OUT.write_national_return(visitor, period, tmp_path / "return.csv", with_suites=False)
    assert list(tmp_path.iterdir()) == []


def test_more_rows_than_a_sheet_holds_go_on_on_another(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("icv_app.exchange.everything.export._FORMATS", {".xlsx": lambda: AsWorkbook(5)})
    book = load_workbook(exported(office, tmp_path, "xlsx"))
    wanted = len(the_visit().people[0].answers)
    assert wanted > 4
    assert "checks (2)" in book.sheetnames
    found = [row for name in book.sheetnames if name.startswith("checks") for row in book[name].iter_rows(2)]
    assert len(found) == sum(len(person.answers) for person in the_visit().people)


class ManyVisits(WholeScheme):
    """As many visits as one asks for, made one by one."""

    many = 0
    one: WholeVisit

    def count_visits(self) -> int:
        return self.many

    def visits(self) -> Iterator[WholeVisit]:
        return (self.one for _number in range(self.many))


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_memory_an_export_takes_does_not_grow_with_the_visits(
    office: Office, tmp_path: Path, ending: str
) -> None:
    def peak(many: int) -> int:
        with office.desk.whole.opened(identifying=True) as scheme:
            one = next(iter(scheme.visits()))
            scheme.__class__ = ManyVisits
            assert isinstance(scheme, ManyVisits)
            scheme.many, scheme.one = many, one
            tracemalloc.start()
            export_everything(scheme, tmp_path / f"all.{ending}")
            _now, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        return most

    peak(2)
    assert peak(150) < peak(10) + 300_000


def a_year_with_small_counts() -> MemoryScheme:
    scheme = a_scheme()
    scheme.filed_by("V-001")
    scheme.exchange()
    scheme.clock.moment = FinancialYear(2023).ends_at + timedelta(days=30)
    return scheme


def test_a_return_knows_what_was_published_before(tmp_path: Path) -> None:
    scheme = a_year_with_small_counts()
    desk = scheme["C-001"].desk
    quarter, year = period_from_label("2023-24 Q4"), period_from_label("2023-24")
    OUT.write_national_return(desk, quarter, tmp_path / "quarter.json", with_suites=False)
    OUT.write_national_return(desk, year, tmp_path / "year.json", with_suites=False)
    made = [json.loads((tmp_path / f"{name}.json").read_text("utf-8")) for name in ("quarter", "year")]
    assert [one["period"] for one in made] == ["2023-24 Q4", "2023-24"]
    for one in made:
        assert {line["measure"] for line in one["figures"]} == set(one["definitions"])
        assert not any(
            0 < (line["value"] or 9) < 5 for line in one["figures"] if line["measure"] == "declined"
        )
    text = (tmp_path / "year.json").read_text("utf-8")
    assert f"{NOON:%Y-%m-%d}" not in text


def test_a_period_that_is_not_over_has_no_return(tmp_path: Path) -> None:
    desk = a_scheme()["C-001"].desk
    with pytest.raises(RuleBroken, match="not over") as refused:
        OUT.write_national_return(
            desk, period_from_label("2023-24"), tmp_path / "return.csv", with_suites=False
        )
    assert "1 April 2024" in refused.value.user_text
    assert list(tmp_path.iterdir()) == []


def test_a_visit_id_is_the_same_in_every_table(office: Office, tmp_path: Path) -> None:
    found = tables(exported(office, tmp_path, identifying=True))
    for name in ("people", "checks", "tallies", "areas", "stocks", "concerns"):
        assert {VisitId(row["visit_id"]) for row in found[name]} == {the_visit().visit_id}, name
