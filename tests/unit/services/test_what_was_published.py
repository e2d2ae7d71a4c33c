"""What went out is known to every coordinator, and what comes later is withheld against it."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from icv_app.bootstrap.going_out import OutFiles
from icv_app.bootstrap.publications import PublicationFiles
from icv_app.domain.audit import AuditAct
from icv_app.domain.census import Tally
from icv_app.domain.periods import quarters_of
from icv_app.domain.person import Contact
from icv_app.domain.publication import IssuedKind, PublicationKind
from icv_app.domain.times import FinancialYear, london_day
from icv_app.seal.cipher import sha256_hex
from tests.builders import NOON, a_visit, answered
from tests.memory_scheme import Device, MemoryScheme, a_scheme
from tests.visit_builders import a_person

YEAR = FinancialYear.containing(london_day(NOON))
AUTUMN, WINTER = quarters_of(YEAR)[2:]
ASLEEP = "people.not_available.asleep"


@pytest.fixture
def scheme() -> MemoryScheme:
    """Ten were asleep in the winter and two in the autumn; the year is over."""
    made = a_scheme()
    earlier = timedelta(days=100)
    autumn = a_visit()
    made.filed_by("V-001", **_asleep(10))
    made.filed_by(
        "V-001",
        **_asleep(2),
        **{
            name: getattr(autumn, name) - earlier
            for name in ("arrived_at", "entered_at", "left_suite_at", "left_station_at", "created_at")
        },
    )
    made.exchange()
    made.clock.moment = YEAR.ends_at + timedelta(days=30)
    return made


def _asleep(count: int) -> dict[str, object]:
    return {
        "people": (answered(a_person()),),
        "tallies": (Tally(contact=Contact.NOT_AVAILABLE, reason="asleep", count=count),),
    }


def asleep_in_the_year(device: Device) -> bool:
    """Whether the annual report would print how many were asleep."""
    publication = device.desk.publications.publication(PublicationKind.ANNUAL, YEAR)
    return publication.counts[YEAR.label][ASLEEP].shown


def asleep_in(file: Path) -> int | None:
    """As a national return says it; nothing where it is withheld."""
    figures = json.loads(file.read_text("utf-8"))["figures"]
    [value] = [one["value"] for one in figures if one["measure"] == "not_available_by_reason"]
    return None if value is None else int(value)


def test_what_a_return_told_on_one_laptop_is_withheld_against_on_the_other_after_a_sync(
    scheme: MemoryScheme, tmp_path: Path
) -> None:
    first, second = scheme["C-001"], scheme["C-002"]
    OutFiles().write_national_return(first.desk, WINTER, tmp_path / "winter.json", with_suites=False)
    assert asleep_in(tmp_path / "winter.json") == 10
    assert asleep_in_the_year(second)
    assert not asleep_in_the_year(first)

    scheme.exchange()

    assert not asleep_in_the_year(second)
    ours, theirs = (
        one.desk.publications.publication(PublicationKind.ANNUAL, YEAR).counts for one in (first, second)
    )
    assert ours == theirs


def test_what_an_annual_report_told_is_withheld_against_in_a_return_of_the_other_laptop(
    scheme: MemoryScheme, tmp_path: Path
) -> None:
    files, out = PublicationFiles(), OutFiles()
    files.write(scheme["C-001"].desk, PublicationKind.ANNUAL, YEAR, tmp_path / "annual.pdf", publish=True)
    out.write_national_return(scheme["C-002"].desk, WINTER, tmp_path / "before.json", with_suites=False)
    assert asleep_in(tmp_path / "before.json") == 10
    out.write_national_return(scheme["C-001"].desk, WINTER, tmp_path / "after.json", with_suites=False)
    assert asleep_in(tmp_path / "after.json") is None


def test_a_draft_in_the_audit_log_tells_nobody_anything(scheme: MemoryScheme, tmp_path: Path) -> None:
    desk = scheme["C-001"].desk
    PublicationFiles().write(desk, PublicationKind.ANNUAL, YEAR, tmp_path / "draft.pdf")
    OutFiles().write_national_return(desk, WINTER, tmp_path / "winter.json", with_suites=False)
    assert asleep_in(tmp_path / "winter.json") == 10


def test_a_return_is_noted_with_its_file_and_once_where_it_tells_nothing_new(
    scheme: MemoryScheme, tmp_path: Path
) -> None:
    desk, file = scheme["C-001"].desk, tmp_path / "winter.csv"
    for _time in range(2):
        OutFiles().write_national_return(desk, WINTER, file, with_suites=False)
    [issued] = desk.publications.issued()
    assert (issued.kind, issued.period) == (IssuedKind.NATIONAL, WINTER.label)
    assert issued.digest == sha256_hex(file.read_bytes())
    written = [one for one in desk.audit.lines() if one.entry.act is AuditAct.NATIONAL_RETURN_WRITTEN]
    assert len(written) == 2


def test_every_publication_can_be_noted() -> None:
    assert {one.value for one in PublicationKind} == {one.value for one in IssuedKind} - {"national"}
