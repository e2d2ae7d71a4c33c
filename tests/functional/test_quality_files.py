"""The quality framework by file and on the command line: exported, edited, imported, packed."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from icv_app.bootstrap.quality import QualityFiles
from icv_app.domain.audit import AuditAct
from icv_app.domain.times import FinancialYear, london_day
from icv_app.errors import BadInput, RuleBroken, StoreError
from icv_app.exchange.quality_files import read_framework
from tests.builders import NOON
from tests.memory_scheme import MemoryScheme, a_scheme
from tests.pdf_texts import pages_of, squeezed
from tests.quality_builders import PDF, our_framework

YEAR = FinancialYear.containing(london_day(NOON))
FILES = QualityFiles()


@pytest.fixture
def scheme() -> MemoryScheme:
    made = a_scheme()
    office = made["C-001"].desk
    office.quality.publish(our_framework())
    office.quality.add_note("talks", "A talk is offered after every visit.")
    office.quality.add_document("minutes", "../../Minutes: March & April", PDF)
    made.filed_by("V-001")
    made.exchange()
    return made


def test_a_framework_is_exported_edited_and_imported(scheme: MemoryScheme, tmp_path: Path) -> None:
    office, file = scheme["C-001"].desk, tmp_path / "ours.yaml"
    FILES.export_framework(office, file)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("Minutes are kept.", "Minutes are published."), encoding="utf-8")
    with pytest.raises(RuleBroken, match="after"):
        FILES.import_framework(office, file)
    file.write_text(
        text.replace("Minutes are kept.", "Minutes are published.").replace("version: 1", "version: 2"),
        encoding="utf-8",
    )
    assert FILES.import_framework(office, file).version == 2
    assert office.quality.framework().criteria[1].words == "Minutes are published."


def test_a_pack_holds_the_summary_the_framework_and_every_document_under_harmless_names(
    scheme: MemoryScheme, tmp_path: Path
) -> None:
    office, file = scheme["C-001"].desk, tmp_path / "evidence.zip"
    FILES.write_evidence_pack(office, YEAR, file)
    with zipfile.ZipFile(file) as pack:
        assert pack.namelist() == [
            "summary.pdf",
            "framework.yaml",
            "documents/minutes/01-minutes-march-april.pdf",
        ]
        assert pack.read(pack.namelist()[2]) == PDF
        assert read_framework(pack.read("framework.yaml").decode(), name="f") == our_framework()
        said = squeezed(" ".join(pages_of(pack.read("summary.pdf"))))
    for words in ("A talk is offered after every visit.", "at least 95", "01-minutes-march-april.pdf"):
        assert squeezed(words) in said


def test_a_pack_written_twice_from_the_same_records_has_the_same_bytes_and_is_logged(
    scheme: MemoryScheme, tmp_path: Path
) -> None:
    office = scheme["C-001"].desk
    for name in ("one.zip", "two.zip"):
        FILES.write_evidence_pack(office, YEAR, tmp_path / name)
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    bodies = [record.parts["report"] or b"" for record in scheme["C-001"].records("audit.entry")]
    assert sum(AuditAct.EVIDENCE_WRITTEN.encode() in body for body in bodies) == 2


def test_with_the_ending_pdf_it_is_the_summary_alone(scheme: MemoryScheme, tmp_path: Path) -> None:
    FILES.write_evidence_pack(scheme["C-001"].desk, YEAR, tmp_path / "evidence.pdf")
    assert (tmp_path / "evidence.pdf").read_bytes().startswith(b"%PDF-")


def test_the_longest_words_and_odd_signs_are_laid_out_whole(scheme: MemoryScheme, tmp_path: Path) -> None:
    office, framework = scheme["C-001"].desk, our_framework(2)
    long = ("<b>word & </para> " * 200)[:2000].strip()
    criteria = tuple(replace(one, words=long) for one in framework.criteria)
    office.quality.publish(replace(framework, title=long, criteria=criteria))
    for _time in range(3):
        office.quality.add_note("talks", ("walks & talks < rest " * 400)[:4000])
    FILES.write_evidence_pack(office, YEAR, tmp_path / "evidence.pdf")
    said = "".join(pages_of((tmp_path / "evidence.pdf").read_bytes()))
    assert said.count("walks&talks<rest") >= 3 * 150
    assert "<b>word&</para>" in said


def test_where_it_cannot_be_written_nothing_is_left(scheme: MemoryScheme, tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        FILES.write_evidence_pack(scheme["C-001"].desk, YEAR, tmp_path / "missing" / "evidence.zip")
    with pytest.raises(RuleBroken):
        FILES.write_evidence_pack(scheme["V-001"].desk, YEAR, tmp_path / "evidence.zip")
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_attached_only_if_it_is_a_document(scheme: MemoryScheme, tmp_path: Path) -> None:
    office, file = scheme["C-001"].desk, tmp_path / "minutes.pdf"
    file.write_bytes(b"MZ this is a program")
    with pytest.raises(BadInput) as refused:
        FILES.attach_document(office, "minutes", "Minutes of May", file)
    assert refused.value.user_text.startswith("Only PDF, PNG and Word")
    file.write_bytes(PDF)
    FILES.attach_document(office, "minutes", "Minutes of May", file)
    assert len(office.quality.standing(YEAR).criteria[1].evidence) == 2
