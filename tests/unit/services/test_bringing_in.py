"""Past visits brought in by a coordinator: judged by what is here, kept all or none, logged, known again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from icv_app.bootstrap.bringing_in import PastVisitFiles
from icv_app.domain.audit import AuditAct, AuditEntry
from icv_app.domain.ids import SuiteId
from icv_app.errors import BadInput, RuleBroken, SealError, StoreError
from icv_app.services.audit_log import audit_entries
from icv_app.services.past_visits import MOST_MAPPINGS, ColumnMapping, ImportChoices, PastTable, Trial
from tests.memory_scheme import MemoryScheme, a_scheme
from tests.past_tables import ROW, a_row, a_table

FILES = PastVisitFiles()
MAPPING = ColumnMapping(name="Our spreadsheet", columns={"suite": "Station"}, suites={"hq": SuiteId("leeds")})


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


def tried(scheme: MemoryScheme, table: PastTable, name: str = "C-001") -> Trial:
    desk = scheme[name].desk
    return FILES.try_past_visits(desk, table, FILES.guess_mapping(desk, table), ImportChoices())


def brought_in(scheme: MemoryScheme, table: PastTable, **choices: bool) -> int:
    desk = scheme["C-001"].desk
    mapping = FILES.guess_mapping(desk, table)
    return FILES.bring_in_past_visits(desk, table, mapping, ImportChoices(**choices)).coming


def imports_of(scheme: MemoryScheme, name: str) -> list[AuditEntry]:
    with scheme[name].store.open_reading() as unit:
        return [entry for entry in audit_entries(unit) if entry.act is AuditAct.VISITS_IMPORTED]


def test_rows_are_judged_by_the_settings_of_today_and_what_is_here(scheme: MemoryScheme) -> None:
    filed = scheme.filed_by("V-001")
    scheme.exchange()
    desk = scheme["C-001"].desk

    basis = desk.bringing_in.basis()

    assert basis.settings == desk.scheme.settings()
    assert basis.checklist.checklist_id == basis.settings.checklist.checklist_id
    assert basis.known == {filed.visit_id}
    [held] = basis.held
    assert (held.suite, held.began_at) == (filed.suite, filed.began_at)
    assert {member.member_id for member in basis.members} >= {"V-001", "C-001"}


def test_only_a_coordinator_brings_visits_in(scheme: MemoryScheme, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken):
        tried(scheme, a_table(tmp_path, ROW), "V-001")
    with pytest.raises(RuleBroken):
        scheme["V-001"].desk.bringing_in.take_in([], total=0, digest="")


def test_what_comes_in_counts_like_any_visit_and_stands_in_the_log_of_every_coordinator(
    scheme: MemoryScheme, tmp_path: Path
) -> None:
    table = a_table(tmp_path, ROW, a_row(date="21/03/2023"))

    assert brought_in(scheme, table) == 2
    scheme.exchange()

    for name in ("C-001", "C-002"):
        desk = scheme[name].desk
        assert [one.facts.spoken_to for one in desk.archive.filed_visits()] == [4, 4]
        [line] = imports_of(scheme, name)
        assert (line.about, line.reason, line.by) == (table.digest, "2 visits", "C-001")


def test_the_same_file_and_the_same_visits_are_noticed_by_another_coordinator_too(
    scheme: MemoryScheme, tmp_path: Path
) -> None:
    table = a_table(tmp_path, ROW)
    brought_in(scheme, table)
    scheme.exchange()

    found = tried(scheme, table, "C-002")

    assert found.before is not None
    assert (found.before.by, found.coming, found.doubled) == ("C-001", 0, 1)
    with pytest.raises(BadInput, match="here already"):
        brought_in(scheme, table)
    longer = a_table(tmp_path, ROW, a_row(date="21/03/2023"))
    assert tried(scheme, longer).before is None
    assert brought_in(scheme, longer) == 1


def test_nothing_is_kept_of_a_table_with_a_bad_row_unless_the_good_ones_are_wanted(
    scheme: MemoryScheme, tmp_path: Path
) -> None:
    table = a_table(tmp_path, ROW, a_row(total="3"))

    with pytest.raises(BadInput):
        brought_in(scheme, table)
    assert scheme["C-001"].records("visit.imported") == []
    assert brought_in(scheme, table, only_good=True) == 1
    assert len(scheme["C-001"].records("visit.imported")) == 1


def test_where_the_disk_refuses_or_somebody_cancels_nothing_is_kept(
    scheme: MemoryScheme, tmp_path: Path
) -> None:
    class Enough(Exception):
        pass

    def tell(done: int, total: int) -> None:
        if (done, total) == (2, 2):
            raise Enough

    table = a_table(tmp_path, ROW, a_row(date="21/03/2023"))
    desk = scheme["C-001"].desk
    with pytest.raises(Enough):
        FILES.bring_in_past_visits(desk, table, FILES.guess_mapping(desk, table), ImportChoices(), tell)
    scheme["C-001"].store.fail_next_commit = True
    with pytest.raises(StoreError):
        brought_in(scheme, table)
    visits = [one.visit for one in desk.archive.filed_visits()]
    with pytest.raises(RuleBroken):
        desk.bringing_in.take_in(visits, total=1, digest="")

    assert scheme["C-001"].records("visit.imported") == []
    assert imports_of(scheme, "C-001") == []
    assert brought_in(scheme, table) == 2
    imported = [one.visit for one in desk.archive.filed_visits()]
    with pytest.raises(SealError):
        desk.bringing_in.take_in(imported, total=2, digest="")


def test_a_mapping_is_kept_by_its_name_and_goes_before_a_guess_where_it_fits(
    scheme: MemoryScheme, tmp_path: Path
) -> None:
    desk = scheme["C-001"].desk
    bringing_in = desk.bringing_in
    assert bringing_in.mappings() == ()

    bringing_in.keep_mapping(replace(MAPPING, name="  Our   spreadsheet "))
    bringing_in.keep_mapping(replace(MAPPING, name="Another"))
    assert [one.name for one in bringing_in.mappings()] == ["Another", "Our spreadsheet"]
    bringing_in.forget_mapping("Another")

    assert bringing_in.mappings() == (MAPPING,)
    assert FILES.guess_mapping(desk, a_table(tmp_path, ROW)) == MAPPING
    changed = MAPPING.with_column("suite", None).with_column("date", "Day")
    bringing_in.keep_mapping(changed)
    assert bringing_in.mappings() == (changed,)
    assert "suite" in FILES.guess_mapping(desk, a_table(tmp_path, ROW)).columns


def test_a_mapping_needs_a_name_and_there_are_not_too_many(scheme: MemoryScheme) -> None:
    bringing_in = scheme["C-001"].desk.bringing_in
    for name in ("", "  ", "x" * 61):
        with pytest.raises(BadInput):
            bringing_in.keep_mapping(replace(MAPPING, name=name))
    for number in range(MOST_MAPPINGS):
        bringing_in.keep_mapping(replace(MAPPING, name=f"Mapping {number}"))

    with pytest.raises(BadInput):
        bringing_in.keep_mapping(MAPPING)
    bringing_in.keep_mapping(replace(MAPPING, name="mapping 3"))
    assert len(bringing_in.mappings()) == MOST_MAPPINGS
