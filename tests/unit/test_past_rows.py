"""Rows of past visits from somebody else's table: which come in, and why others do not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from icv_app.domain.audit import AuditAct, AuditEntry
from icv_app.domain.ids import MemberId, RecordId, SuiteId, VisitId
from icv_app.domain.person import Contact
from icv_app.domain.visit import Outcome, Visit, VisitKind
from icv_app.domain.visit_facts import visit_facts
from icv_app.errors import BadInput
from icv_app.exchange.column_guess import guess_mapping
from icv_app.exchange.rejected_rows import save_rejected_rows
from icv_app.exchange.tables_in import read_table
from icv_app.exchange.visits_in import require_importable
from icv_app.services.past_visits import (
    ColumnMapping,
    HeldVisit,
    ImportChoices,
    brought_in_before_words,
    past_fields,
)
from tests.builders import NOON, a_checklist
from tests.past_tables import BASIS, HEADER, ROW, WAKEFIELD, a_basis, a_row, a_table, as_csv, tried, visits_in

AT = datetime(2023, 3, 14, 21, 40, tzinfo=UTC)


def the_visit(folder: Path, *, header: Sequence[str] = HEADER, **cells: str) -> Visit:
    [visit] = visits_in(a_table(folder, a_row(**cells), header=header))
    return visit


def problems(folder: Path, choices: ImportChoices | None = None, **cells: str) -> list[tuple[str, str]]:
    """Column and words of what is wrong with one row."""
    found = tried(a_table(folder, a_row(**cells)), choices=choices)
    assert found.coming == (0 if found.problems else 1)
    assert {problem.row for problem in found.problems} <= {2}
    return [(problem.column, problem.words) for problem in found.problems]


def test_a_table_of_foreign_make_needs_no_questions(tmp_path: Path) -> None:
    visit = the_visit(tmp_path)

    facts = visit_facts(visit)
    assert (visit.suite, visit.visitors, visit.outcome) == (WAKEFIELD, ("V-001", "V-002"), Outcome.COMPLETED)
    assert (visit.entered_at, visit.left_suite_at) == (AT, AT + timedelta(minutes=55))
    assert facts.in_custody == 9
    assert facts.by_contact == {
        Contact.SPOKEN_TO: 4,
        Contact.OBSERVED_ONLY: 1,
        Contact.DECLINED: 2,
        Contact.NOT_AVAILABLE: 2,
        Contact.NOT_OFFERED: 0,
    }
    assert facts.reasons[Contact.NOT_AVAILABLE, "asleep"] == 1
    assert facts.counts


def test_every_column_of_it_is_guessed_by_its_name(tmp_path: Path) -> None:
    guessed = guess_mapping(a_table(tmp_path, ROW), a_checklist()).columns

    assert guessed == {
        "suite": "Station",
        "date": "Date of visit",
        "entered_at": "Time in",
        "left_suite_at": "Time out",
        "visitors": "ICV 1",
        "second_visitor": "ICV 2",
        "in_custody": "Total detainees",
        "spoken_to": "Seen",
        "observed_only": "Observed",
        "declined": "Refused",
        "not_available/asleep": "Asleep",
        "not_available/interview": "In interview",
        "not_offered": "Not offered",
    }
    assert guessed.keys() <= {field.name for field in past_fields(a_checklist())}


def test_dates_that_can_only_be_american_are_read_with_the_month_first(tmp_path: Path) -> None:
    assert the_visit(tmp_path, date="03/14/2023").entered_at == AT


def test_a_report_cannot_be_filed_in_the_future(tmp_path: Path) -> None:
    header = (*HEADER, "Date submitted")
    found = tried(a_table(tmp_path, (*ROW, "14/03/2032"), header=header))
    assert [(one.column, one.words) for one in found.problems] == [("Date submitted", "lies in the future")]


def test_a_comma_in_a_text_without_quotes_does_not_shift_the_cells_unseen(tmp_path: Path) -> None:
    """Of a row with more cells than the columns nobody knows which cell is which."""
    header = ("Notes", *HEADER[:-1])
    file = tmp_path / "past.csv"
    lines = [",".join(header), ",".join(("Quiet night, all well", *ROW[:-1])), ",".join(("", *ROW[:-1]))]
    file.write_text("\n".join(lines), encoding="utf-8")
    found = tried(read_table(file))

    assert (found.coming, found.refused) == (1, 1)
    assert any("has 15 cells, the first line 14: a text" in one.words for one in found.problems)


def test_blank_cells_at_the_end_of_a_row_shift_nothing(tmp_path: Path) -> None:
    assert tried(a_table(tmp_path, (*ROW, "", ""))).coming == 1


def test_a_note_beside_the_table_shifts_nothing(tmp_path: Path) -> None:
    """A spreadsheet program gives every row the cells of the widest; only the names of some are blank."""
    assert tried(a_table(tmp_path, (*ROW, "looked at in May"), header=(*HEADER, ""))).coming == 1


def test_a_visit_goes_on_past_midnight_and_over_a_clock_change(tmp_path: Path) -> None:
    late = the_visit(tmp_path, date="25/03/2023", time_in="23:50", time_out="02:10")
    twice = the_visit(tmp_path, date="29/10/2023", time_in="01:50", time_out="01:20")

    assert late.duration == timedelta(hours=1, minutes=20)
    assert twice.duration == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"station": "Narnia"}, "Station", "no suite of the scheme has this name"),
        ({"station": ""}, "Station", "is needed"),
        ({"date": "31/06/2023"}, "Date of visit", "is not a day like 14/03/2024"),
        ({"date": ""}, "Time in", "the day is missing"),
        ({"date": "14/03/0203"}, "Date of visit", "check the year"),
        ({"date": "14/03/2031"}, "Time in", "lies in the future"),
        ({"date": "31/12/9999"}, "Date of visit", "check the year"),
        ({"time_in": "9999-12-31T23:50+00:00"}, "Time in", "check the year"),
        ({"time_in": ""}, "Arrived at the counter", "is needed"),
        ({"time_in": "late"}, "Time in", "is not a time like 21:40"),
        ({"date": "26/03/2023", "time_in": "01:30"}, "Time in", "the clocks went forward"),
        ({"time_out": "20:00"}, "Time out", "the times do not follow each other"),
        ({"icv_2": "V-001"}, "ICV 1", "two different visitors"),
        ({"icv_2": ""}, "ICV 1", "two different visitors"),
        ({"icv_2": "Mr Somebody"}, "ICV 2", "neither a scheme number nor the name of one member"),
        ({"total": ""}, "Total detainees", "how many people were in custody"),
        ({"total": "10"}, "Total detainees", "10 in custody, but the outcomes add up to 9"),
        ({"total": "8"}, "Total detainees", "8 in custody, but the outcomes add up to 9"),
        ({"seen": "four"}, "Seen", "is not a whole number"),
        ({"seen": "-4"}, "Seen", "is not a whole number"),
        ({"comments": "x" * 10_001}, "Comments", "10,000 letters"),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_column_and_what_to_do(
    tmp_path: Path, cells: dict[str, str], column: str, words: str
) -> None:
    mapping = replace(guess_mapping(a_table(tmp_path, ROW), a_checklist()), month_first=False).with_column(
        "positive_practice", "Comments"
    )
    found = tried(a_table(tmp_path, a_row(**cells)), mapping=mapping)

    [problem] = found.problems
    assert (problem.row, problem.column, found.coming) == (2, column, 0)
    assert words in problem.words


def test_everything_that_is_wrong_with_a_row_is_said_at_once_in_the_order_of_the_columns(
    tmp_path: Path,
) -> None:
    found = problems(tmp_path, station="Narnia", icv_2="", total="12")

    assert [column for column, _words in found] == ["Station", "ICV 1", "Total detainees"]


def test_parts_of_the_count_must_fit_into_it(tmp_path: Path) -> None:
    header = (*HEADER, "Women", "Women spoken to", "Children")
    table = a_table(tmp_path, (*ROW, "2", "3", "1"), (*ROW, "12", "1", ""), header=header)

    found = [(one.row, one.column) for one in tried(table).problems]

    assert found == [(2, "Women spoken to"), (3, "Total detainees"), (3, "Women")]


def test_members_are_known_by_number_or_name_and_nobody_else_is_named(tmp_path: Path) -> None:
    members = (
        replace(BASIS.members[0], given_name="Ann", surname="Archer"),
        replace(BASIS.members[1], given_name="Bea", surname="Booth"),
        replace(BASIS.members[2], given_name="Bea", surname="Booth"),
    )
    basis = a_basis(members=members)

    [visit] = visits_in(a_table(tmp_path, a_row(icv_1="ann archer", icv_2="v-002")), basis)
    assert visit.visitors == (MemberId("V-001"), MemberId("V-002"))
    [visit] = visits_in(a_table(tmp_path, a_row(icv_1="A. Archer & V-003", icv_2="")), basis)
    assert visit.visitors == (MemberId("V-001"), MemberId("V-003"))
    [problem] = tried(a_table(tmp_path, a_row(icv_2="Bea Booth")), basis).problems
    assert "the name of one member" in problem.words


OUTCOME = (*HEADER, "Outcome", "Kind", "Why abandoned")


def with_outcome(*said: str, **cells: str) -> tuple[str, ...]:
    return (*a_row(**cells), *said)


NOBODY = dict.fromkeys(("total", "seen", "observed", "refused", "asleep", "in_interview", "not_offered"), "0")


def test_an_abandoned_visit_says_why_and_has_seen_nobody(tmp_path: Path) -> None:
    rows = (
        with_outcome("Abandoned", "", "Suite closed", **NOBODY),
        with_outcome("abandoned", "", "because", **NOBODY),
        with_outcome("abandoned", "", "Too busy"),
    )
    table = a_table(tmp_path, *rows, header=OUTCOME)

    [visit] = visits_in(table)

    assert (visit.outcome, visit.abandoned_reason, visit.census.total) == (Outcome.ABANDONED, "closed", None)
    assert [(one.row, one.column) for one in tried(table).problems] == [(3, "Why abandoned"), (4, "Outcome")]


def test_a_part_visit_and_a_call_need_no_count_that_comes_out(tmp_path: Path) -> None:
    rows = (
        with_outcome("Part visit", "", "", total="12"),
        with_outcome("completed", "Telephone", "", date="15/03/2023", total="12"),
        with_outcome("cancelled", "", "", date="16/03/2023"),
    )
    table = a_table(tmp_path, *rows, header=OUTCOME)

    part, call = visits_in(table)

    assert (part.outcome, call.kind) == (Outcome.PART, VisitKind.TELEPHONE)
    assert part.part_reason
    assert not visit_facts(part).counts
    assert [(one.row, one.column) for one in tried(table).problems] == [(4, "Outcome")]


@pytest.fixture
def with_words(tmp_path: Path) -> ColumnMapping:
    table = a_table(tmp_path, ROW)
    return guess_mapping(table, a_checklist()).with_column("positive_practice", "Comments")


def test_a_text_that_seems_to_name_somebody_is_flagged_and_stays_out_with_its_row_or_alone(
    tmp_path: Path, with_words: ColumnMapping
) -> None:
    table = a_table(tmp_path, a_row(comments="Mr Khan was given a blanket."))

    refused = tried(table, mapping=with_words)
    [problem] = refused.problems
    assert (problem.column, refused.coming) == ("Comments", 0)
    assert "“Mr Khan” looks like a name" in problem.words

    choices = ImportChoices(leave_out_words=True)
    found = tried(table, mapping=with_words, choices=choices)
    assert ([one.row for one in found.left_out], found.problems) == ([2], ())
    [visit] = visits_in(table, mapping=with_words, choices=choices)
    assert visit.positive_practice == ""


def test_a_custody_number_in_a_text_stays_out_for_it_would_stand_beside_nobody(
    tmp_path: Path, with_words: ColumnMapping
) -> None:
    """What identifies a person is erased with that person; in words about a whole visit it would stay."""
    numbers = a_basis(settings=replace(BASIS.settings, custody_number_pattern=r"\d{2}[A-Z]{2}/\d{4}"))
    table = a_table(tmp_path, a_row(comments="A blanket was given to 13WK/4402."))

    [problem] = tried(table, numbers, mapping=with_words).problems
    assert "“13WK/4402” looks like a custody number" in problem.words
    choices = ImportChoices(leave_out_words=True)
    [visit] = visits_in(table, numbers, choices, mapping=with_words)
    assert visit.positive_practice == ""


def test_a_text_that_names_nobody_comes_in(tmp_path: Path, with_words: ColumnMapping) -> None:
    [visit] = visits_in(a_table(tmp_path, a_row(comments="Clean\x07 blankets.")), mapping=with_words)

    assert visit.positive_practice == "Clean  blankets."


def test_a_visit_to_the_same_suite_in_the_same_hour_is_taken_for_the_same(tmp_path: Path) -> None:
    table = a_table(
        tmp_path, ROW, a_row(time_in="22:35", time_out="23:00"), a_row(time_in="22:40", time_out="23:00")
    )
    here = a_basis(held=(HeldVisit(VisitId("x"), WAKEFIELD, AT - timedelta(minutes=59)),))

    assert (tried(table).coming, tried(table).doubled) == (2, 1)
    assert "row 2 is a visit to the same suite in the same hour" in tried(table).doubles[0].words
    found = tried(table, here)
    assert [one.row for one in found.doubles] == [2, 4]
    assert "is here already (14/03/2023 20:41)" in found.doubles[0].words
    assert tried(table, here, ImportChoices(doubles_too=True)).coming == 3
    elsewhere = a_basis(held=(HeldVisit(VisitId("x"), SuiteId("leeds"), AT),))
    assert tried(table, elsewhere).coming == 2


def an_import(digest: str, at: datetime = NOON) -> AuditEntry:
    return AuditEntry(
        record_id=RecordId("r"),
        act=AuditAct.VISITS_IMPORTED,
        subject="C-001",
        about=RecordId(digest),
        at=at,
        by=MemberId("C-001"),
        reason="1 visit",
    )


def test_the_same_file_is_known_again(tmp_path: Path) -> None:
    table = a_table(tmp_path, ROW)
    line = an_import(table.digest)

    assert tried(table).before is None
    assert tried(table, a_basis(brought_in={table.digest: line})).before == line


def test_it_is_said_on_which_day_in_london_a_file_was_brought_in_before() -> None:
    late = datetime(2024, 6, 30, 23, 30, tzinfo=UTC)

    assert "on 1 July 2024 by C-001" in brought_in_before_words(an_import("d", late))


def test_everything_or_nothing_unless_the_good_rows_are_wanted(tmp_path: Path) -> None:
    table = a_table(tmp_path, ROW, a_row(date="15/03/2023"), a_row(date="x"))
    found = tried(table)

    assert (found.rows, found.coming, found.refused) == (3, 2, 1)
    assert found.good == {"2022-23": 2}
    with pytest.raises(BadInput) as refused:
        require_importable(found, ImportChoices())
    assert "row 4, column Date of visit: is not a day" in refused.value.user_text
    require_importable(found, ImportChoices(only_good=True))
    with pytest.raises(BadInput, match="no good row"):
        require_importable(tried(a_table(tmp_path, a_row(date="x"))), ImportChoices(only_good=True))


def test_names_of_suites_that_nobody_knows_are_gathered_and_can_be_explained(tmp_path: Path) -> None:
    table = a_table(
        tmp_path, a_row(station="HQ"), a_row(station="Elland Rd"), a_row(station="HQ", date="15/03/2023")
    )
    mapping = guess_mapping(table, a_checklist())

    assert tried(table).unknown_suites == ("HQ", "Elland Rd")
    explained = replace(mapping, suites={"hq": WAKEFIELD, "elland rd": SuiteId("leeds")})
    assert [visit.suite for visit in visits_in(table, mapping=explained)] == [
        "wakefield",
        "leeds",
        "wakefield",
    ]


@pytest.mark.parametrize("ending", [".csv", ".xlsx"])
def test_refused_rows_are_saved_with_their_reasons_and_come_in_once_they_are_mended(
    tmp_path: Path, ending: str
) -> None:
    table = a_table(tmp_path, ROW, a_row(date="15/03/2023", total="=9+1"), a_row(date="x"))
    file = tmp_path / f"refused{ending}"

    assert save_rejected_rows(table, tried(table), file) == 2

    again = read_table(file)
    assert again.columns == (*HEADER, "Row in the file", "Why it was refused", "Marking")
    assert [cells[-3] for _n, cells in again.rows] == ["3", "4"]
    assert "Date of visit: is not a day" in again.rows[1][1][-2]
    assert again.rows[0][1][6] == "=9+1"
    raw = file.read_bytes()
    assert ending == ".xlsx" or b"'=9+1" in raw
    mended = [("=9+1", "9"), ("x", "16/03/2023")]
    cells = [
        tuple(dict([pair]).get(cell, cell) for cell in row)
        for pair, (_n, row) in zip(mended, again.rows, strict=True)
    ]
    found = tried(a_table(tmp_path, *cells, header=again.columns))
    assert (found.coming, found.problems) == (2, ())


def test_where_nothing_was_refused_there_is_nothing_to_save(tmp_path: Path) -> None:
    table = a_table(tmp_path, ROW)

    with pytest.raises(BadInput):
        save_rejected_rows(table, tried(table), tmp_path / "refused.csv")
    with pytest.raises(BadInput):
        save_rejected_rows(
            table,
            replace(tried(table), problems=tried(a_table(tmp_path, a_row(date="x"))).problems),
            tmp_path / "x.doc",
        )


cells = st.text(max_size=12) | st.sampled_from(
    [
        "14/03/2023",
        "21:40",
        "V-001",
        "V-002",
        "Wakefield",
        "9",
        "0",
        "=1",
        "99999",
        "x, y",
        "-",
        "45000",
        "0.25",
    ]
)


@hypothesis_settings(
    max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(rows=st.lists(st.lists(cells, min_size=len(HEADER), max_size=len(HEADER)), min_size=1, max_size=4))
def test_whatever_stands_in_a_table_every_row_comes_in_sound_or_is_explained(
    tmp_path: Path, rows: list[list[str]]
) -> None:
    file = tmp_path / "any.csv"
    plain = [["".join(letter for letter in cell if letter.isprintable()) for cell in row] for row in rows]
    file.write_bytes(as_csv([HEADER, *plain]))
    table = read_table(file)

    found, visits = tried(table), visits_in(table)

    assert found.coming == len(visits)
    assert found.coming + found.refused + found.doubled == found.rows
    for visit in visits:
        assert visit.reconciliation.reconciles
        assert visit.began_at is not None
        assert date(1984, 1, 1) <= visit.began_at.date() <= BASIS.now.date()
