"""Tables of past visits as they come: separators, encodings, workbooks, and files that mean harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from icv_app.errors import BadInput
from icv_app.exchange import tables_in, workbooks_in
from icv_app.exchange.tables_in import read_table
from icv_app.services.past_visits import PastTable
from tests.past_tables import HEADER, ROW, a_file, as_csv


def read_bytes(
    folder: Path, data: bytes, name: str = "past.csv", sheet: str = "", header_row: int | None = None
) -> PastTable:
    (folder / name).write_bytes(data)
    return read_table(folder / name, sheet=sheet, header_row=header_row)


def workbook(folder: Path, book: Workbook, sheet: str = "") -> PastTable:
    data = io.BytesIO()
    book.save(data)
    return read_bytes(folder, data.getvalue(), "past.xlsx", sheet=sheet)


def a_book() -> Workbook:
    book = Workbook()
    assert book.active is not None
    book.active.append(list(HEADER))
    book.active.append(list(ROW))
    return book


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_separator_and_encoding_is_found(tmp_path: Path, separator: str, codec: str) -> None:
    row = ("Suite “Mühle” – 1", *ROW[1:])

    table = read_bytes(tmp_path, as_csv([HEADER, row], separator, codec))

    assert (table.columns, table.rows) == (HEADER, [(2, row)])


def test_what_a_spreadsheet_says_of_its_separator_is_heeded_and_the_rows_keep_their_numbers(
    tmp_path: Path,
) -> None:
    table = read_bytes(tmp_path, b"sep=;\r\n" + as_csv([HEADER, ROW], ";"))

    assert (table.header_row, table.rows) == (2, [(3, ROW)])


def test_the_row_that_names_the_columns_need_not_be_the_first(tmp_path: Path) -> None:
    title = ("Custody visits 2022/23", *[""] * (len(HEADER) - 1))

    table = read_bytes(tmp_path, as_csv([title, [""] * len(HEADER), HEADER, ROW, [""] * len(HEADER), ROW]))

    assert (table.header_row, table.columns) == (3, HEADER)
    assert [number for number, _cells in table.rows] == [4, 6]


def test_the_header_can_be_said_where_nothing_is_known_by_its_name(tmp_path: Path) -> None:
    data = as_csv([("x", "y", "z"), ("Ort", "Wann", "Wer"), ("Wakefield", "14/03/2023", "V-001")])

    assert read_bytes(tmp_path, data, header_row=2).columns == ("Ort", "Wann", "Wer")
    with pytest.raises(BadInput, match="unusable"):
        read_bytes(tmp_path, data, header_row=9)


def test_columns_of_one_name_are_told_apart_and_one_without_a_name_by_its_letter(tmp_path: Path) -> None:
    table = read_bytes(
        tmp_path, as_csv([("Suite", "ICV", "ICV", "", "Date"), ("Leeds", "V-001", "V-002", "x", "1/2/23")])
    )

    assert table.columns == ("Suite", "ICV", "ICV (2)", "Column D", "Date")


def test_no_two_columns_have_one_name_whatever_they_are_called(tmp_path: Path) -> None:
    table = read_bytes(tmp_path, as_csv([("ICV (3)", "ICV", "ICV", "ICV"), ("1", "2", "3", "4")]))

    assert table.columns == ("ICV (3)", "ICV", "ICV (2)", "ICV (4)")


def test_an_apostrophe_against_formulas_is_taken_away(tmp_path: Path) -> None:
    [(_number, cells)] = read_bytes(tmp_path, as_csv([HEADER, ("'=1+1", *ROW[1:])])).rows

    assert cells[0] == "=1+1"


def test_a_workbook_gives_days_and_times_as_they_are_shown(tmp_path: Path) -> None:
    book = a_book()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Leeds", datetime(2023, 3, 14), time(21, 40), 0.5, None, True, 9.0, 1.5])
    sheet["B3"].number_format = "dd/mm/yyyy"
    sheet["D3"].number_format = "General"

    table = workbook(tmp_path, book)

    assert table.rows[1] == (3, ("Leeds", "2023-03-14", "21:40", "0.5", "", "yes", "9", "1.5"))


def test_a_time_that_is_written_short_of_its_minute_is_that_minute(tmp_path: Path) -> None:
    """Seven decimals of a day, as some programs write them, are some thousandths of a second short."""
    book = a_book()
    sheet = book.active
    assert sheet is not None
    sheet.append([0.9027777, 45000.9027777, "x"])
    sheet["A3"].number_format, sheet["B3"].number_format = "hh:mm", "dd/mm/yyyy hh:mm"

    assert workbook(tmp_path, book).rows[1][1] == ("21:40", "2023-03-15T21:40", "x")


def test_what_is_merged_downwards_stands_in_every_row(tmp_path: Path) -> None:
    book = a_book()
    sheet = book.active
    assert sheet is not None
    for _time in range(2):
        sheet.append(["", *ROW[1:]])
    sheet.merge_cells("A2:A3")

    assert [cells[0] for _n, cells in workbook(tmp_path, book).rows] == ["Wakefield", "Wakefield", ""]


def test_the_sheet_of_visits_is_found_among_several_and_another_can_be_said(tmp_path: Path) -> None:
    book = a_book()
    notes = book.create_sheet("Notes", 0)
    notes.append(["How to fill this in"])
    hidden = book.create_sheet("Secret")
    hidden.append(["x"])
    hidden.sheet_state = "hidden"

    assert workbook(tmp_path, book).sheet == "Sheet"
    assert workbook(tmp_path, book).sheets == ("Notes", "Sheet")
    assert workbook(tmp_path, book, sheet="Notes").columns == ("How to fill this in",)
    with pytest.raises(BadInput):
        workbook(tmp_path, book, sheet="Secret")


def test_a_formula_is_never_computed_and_its_last_value_is_read(tmp_path: Path) -> None:
    book = a_book()
    assert book.active is not None
    book.active["A2"] = '=HYPERLINK("http://example.org")'

    assert workbook(tmp_path, book).rows[0][1][0] == ""  # this workbook was never computed


def packed(**entries: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in entries.items():
            package.writestr(name.replace("__", "/") + ".xml", content)
    return data.getvalue()


def a_sheet_of_another_name(encoding: str) -> bytes:
    """A workbook whose sheet defines something of its own, in a part that is not called XML."""
    whole, data = io.BytesIO(), io.BytesIO()
    book = Workbook()
    book.active.append(["Suite", "Visitors"])  # type: ignore[union-attr]
    book.save(whole)
    with zipfile.ZipFile(whole) as made, zipfile.ZipFile(data, "w") as package:
        for name in made.namelist():
            content = made.read(name).replace(b"sheet1.xml", b"sheet1.dat")
            if name.endswith("sheet1.xml"):
                content = ('<!DOCTYPE worksheet [<!ENTITY b "bb">]>' + content.decode()).encode(encoding)
            package.writestr(name.replace("sheet1.xml", "sheet1.dat"), content)
    return data.getvalue()


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks_in, "LARGEST_WHOLE", 1_000_000)
    bomb = packed(xl__workbook=b"<workbook/>", xl__sheet1=b" " * 1_000_001)

    with pytest.raises(BadInput) as refused:
        read_bytes(tmp_path, bomb, "bomb.xlsx")

    assert len(bomb) < 5_000
    assert "too large when it is unpacked" in refused.value.user_text


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 not a package",
        packed(hello=b"<hello/>"),
        packed(
            xl__workbook=b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><workbook>&b;</workbook>'
        ),
        packed(xl__workbook="<workbook/>".encode("utf-16")),
        a_sheet_of_another_name("utf-8"),
        a_sheet_of_another_name("utf-16"),
        a_sheet_of_another_name("utf-16-le"),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"",
        b"\x00\x01\x02",
        b"\x81\x8d",
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        read_bytes(tmp_path, data, "past.xlsx")

    assert refused.value.user_text.endswith(".")


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9])
def test_a_workbook_cut_short_is_refused(tmp_path: Path, cut: float) -> None:
    data = io.BytesIO()
    a_book().save(data)
    whole = data.getvalue()

    with pytest.raises(BadInput):
        read_bytes(tmp_path, whole[: int(len(whole) * cut)], "past.xlsx")


@pytest.fixture(scope="module")
def whole() -> bytes:
    """A workbook as bytes."""
    book, data = a_book(), io.BytesIO()
    assert book.active is not None
    book.active.merge_cells("A2:A3")
    book.save(data)
    return data.getvalue()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.floats(0, 1, exclude_max=True), put=st.binary(min_size=1, max_size=6))
def test_a_workbook_changed_anywhere_is_read_or_refused_in_a_sentence(
    tmp_path: Path, whole: bytes, at: float, put: bytes
) -> None:
    place = int(at * len(whole))
    with suppress(BadInput):
        read_bytes(tmp_path, whole[:place] + put + whole[place + len(put) :], "past.xlsx")


def _sheet_as(whole: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The workbook with its sheet written otherwise, and packed again as it should be."""
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(data, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, change(content) if "sheet1" in entry.filename else content)
    return data.getvalue()


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: sheet[:-40],
        lambda sheet: sheet.replace(b'r="2"', b'r="99999999"'),
        lambda sheet: sheet.replace(b'r="2"', b'r="two"'),
        lambda sheet: sheet.replace(b"<sheetData>", b"<sheetData><row><c>"),
    ],
)
def test_a_sheet_that_is_not_as_it_should_be_is_refused_in_a_sentence(
    tmp_path: Path, whole: bytes, change: Callable[[bytes], bytes]
) -> None:
    with pytest.raises(BadInput) as refused:
        read_bytes(tmp_path, _sheet_as(whole, change), "past.xlsx")

    assert refused.value.user_text.endswith(".")


def test_a_table_has_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables_in, "MOST_ROWS", 3)
    with pytest.raises(BadInput, match="unusable"):
        read_table(a_file(tmp_path, ROW, ROW, ROW))
    with pytest.raises(BadInput, match="unusable"):
        read_bytes(tmp_path, as_csv([[*HEADER, *["x"] * 200]]))
    with pytest.raises(BadInput, match="unusable"):
        read_bytes(tmp_path, b'Suite,Date\n"' + b"x" * 200_000 + b'",1\n')
    monkeypatch.setattr(tables_in, "LARGEST_FILE", 10)
    with pytest.raises(BadInput, match="unusable"):
        read_table(a_file(tmp_path, ROW))


def test_reading_can_be_ended_by_whoever_is_told_how_far_it_is(tmp_path: Path) -> None:
    class Enough(Exception):
        pass

    def tell(done: int, _total: int) -> None:
        assert done
        raise Enough

    file = a_file(tmp_path, *[ROW] * 600)
    with pytest.raises(Enough):
        read_table(file, progress=tell)
