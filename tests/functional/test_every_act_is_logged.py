"""Every use of keys, every change about people and whatever leaves the vault writes a line of the audit log.

The table names for each act what writes it; an act without a row fails.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from icv_app.bootstrap.doors import VaultDoors
from icv_app.domain.audit import LINKED, AuditAct, AuditEntry
from icv_app.domain.concern_mail import until_words
from icv_app.domain.fitness import PairRule
from icv_app.domain.ids import ConcernId, DeviceId, MemberId, VisitId
from icv_app.domain.periods import quarters_of
from icv_app.domain.publication import PublicationKind
from icv_app.domain.times import FinancialYear
from icv_app.errors import RuleBroken, StoreError
from icv_app.exchange.whole_files import digest_of_file
from icv_app.seal.audit_chain import check_log, digest_of
from icv_app.services.audit_log import audit_entries, lines_in
from icv_app.services.devices import WhyRemoved
from icv_app.services.notices import NoticeWords
from icv_app.services.past_visits import ImportChoices
from tests.builders import NOON, a_concern
from tests.memory_scheme import CHEAP, Device, MemoryScheme, SeededIds, a_scheme
from tests.past_tables import a_file, a_row
from tests.pdf_texts import pages_of, squeezed

ROOT = Path(__file__).parents[2]
YEAR = FinancialYear.from_label("2023-24")
V3 = MemberId("V-003")


@pytest.fixture
def scheme() -> MemoryScheme:
    return a_scheme()


@pytest.fixture
def doors(tmp_path: Path) -> VaultDoors:
    return VaultDoors(tmp_path / "no vault", kdf_cost=CHEAP)


def log_of(office: Device) -> tuple[AuditEntry, ...]:
    with office.store.open_reading() as unit:
        return audit_entries(unit)


def the_member(office: Device, member_id: str, **changes: object) -> None:
    with office.store.open_reading() as unit:
        member = unit.members.find(MemberId(member_id))
    assert member is not None
    office.desk.scheme.put_member(replace(member, **changes))  # type: ignore[arg-type]


def comes_back(office: Device, member_id: str) -> None:
    the_member(office, member_id, left=date(2024, 1, 1))
    the_member(office, member_id, left=None)


def late_record(scheme: MemoryScheme, *, take: bool) -> None:
    office = scheme["C-001"]
    office.desk.devices.remove(DeviceId(scheme["V-001"].keys.key_id), WhyRemoved.STOLEN)
    scheme.filed_by("V-001")
    scheme.exchange()
    late = [one.record_id for one in office.desk.devices.late_records()]
    assert office.desk.devices.decide(late, take=take)


def a_third_coordinator_leaves(scheme: MemoryScheme) -> None:
    the_member(scheme["C-001"], "C-002", left=date(2024, 1, 1))


def allow(scheme: MemoryScheme) -> None:
    day = date(2024, 3, 20)
    scheme["C-001"].desk.overrides.allow(V3, (PairRule.TERM,), day, day, reason="Renewed on Friday.")


def past_visits_come(scheme: MemoryScheme, doors: VaultDoors, folder: Path) -> None:
    desk, file = scheme["C-001"].desk, a_file(folder, a_row())
    table = doors.bring_in.read_past_table(file)
    mapping = doors.bring_in.guess_mapping(desk, table)
    doors.bring_in.bring_in_past_visits(desk, table, mapping, ImportChoices())


Act = Callable[[MemoryScheme, VaultDoors, Path], object]

BY_HAND: dict[AuditAct, tuple[Act, str]] = {
    AuditAct.VISIT_ALLOWED: (lambda s, _d, _f: allow(s), "V-003"),
    AuditAct.INVITED: (lambda s, _d, _f: s.invite("V-003"), "V-003"),
    AuditAct.INVITATION_WITHDRAWN: (
        lambda s, _d, _f: (s.invite("V-003"), s["C-001"].desk.scheme.withdraw_invitations(V3)),
        "V-003",
    ),
    AuditAct.DEVICE_ADDED: (lambda s, _d, _f: s.join("V-003", "second"), "V-003"),
    AuditAct.HISTORY_GRANTED: (lambda s, _d, _f: s.join("V-003", "second"), "V-003"),
    AuditAct.DEVICE_REMOVED: (
        lambda s, _d, _f: s["C-001"].desk.devices.remove(DeviceId(s["V-003"].keys.key_id), WhyRemoved.LOST),
        "V-003",
    ),
    AuditAct.MEMBER_ADDED: (
        lambda s, _d, _f: comes_back(s["C-001"], "V-003"),
        "V-003",
    ),
    AuditAct.MEMBER_CHANGED: (lambda s, _d, _f: the_member(s["C-001"], "V-003", surname="Newname"), "V-003"),
    AuditAct.MEMBER_REMOVED: (
        lambda s, _d, _f: the_member(s["C-001"], "V-003", left=date(2024, 1, 1)),
        "V-003",
    ),
    AuditAct.EPOCH_STARTED: (lambda s, _d, _f: a_third_coordinator_leaves(s), "C-001"),
    AuditAct.LATE_ACCEPTED: (lambda s, _d, _f: late_record(s, take=True), "V-001"),
    AuditAct.LATE_REFUSED: (lambda s, _d, _f: late_record(s, take=False), "V-001"),
    AuditAct.KIT_RENEWED: (lambda s, d, f: d.renew_kit(s["C-001"].desk, f / "kit.icvkit"), "C-001"),
    AuditAct.SETTINGS_CHANGED: (
        lambda s, _d, _f: s["C-001"].desk.settings.change(
            lambda now: replace(now, contact_email="office@example.org")
        ),
        "C-001",
    ),
    AuditAct.VISITS_EXPORTED: (lambda s, d, f: d.export_visits(s["C-001"].desk, f / "visits.csv"), "C-001"),
    AuditAct.VISITS_IMPORTED: (past_visits_come, "C-001"),
    AuditAct.ANNUAL_REPORT_WRITTEN: (
        lambda s, d, f: d.publications.write(s["C-001"].desk, PublicationKind.ANNUAL, YEAR, f / "annual.pdf"),
        "C-001",
    ),
    AuditAct.PUBLICATION_WRITTEN: (
        lambda s, d, f: d.publications.write(
            s["C-001"].desk, PublicationKind.PUBLIC, quarters_of(YEAR)[0], f / "quarter.pdf"
        ),
        "C-001",
    ),
    AuditAct.AUDIT_EXPORTED: (lambda s, d, f: d.export_audit_log(s["C-001"].desk, f / "log.jsonl"), "C-001"),
    AuditAct.BUNDLE_WRITTEN: (
        lambda s, d, f: d.save_bundle(s["C-001"].desk, f / "v3.icvbundle", V3),
        "V-003",
    ),
    AuditAct.REPORT_WRITTEN: (
        lambda s, d, f: d.write_visit_pdf(
            s["C-001"].desk, a_report_at_the_office(s), f / "report.pdf", police=False
        ),
        "C-001",
    ),
    AuditAct.LETTER_WRITTEN: (lambda s, d, f: a_letter(s, d, a_report_at_the_office(s), f), "C-001"),
    AuditAct.EVIDENCE_WRITTEN: (
        lambda s, d, f: d.quality.write_evidence_pack(s["C-001"].desk, YEAR, f / "evidence.zip"),
        "C-001",
    ),
    AuditAct.NOTICE_WRITTEN: (lambda s, d, f: a_notice_written(s, d, f / "readers.csv"), "C-001"),
    AuditAct.EVERYTHING_EXPORTED: (
        lambda s, d, f: d.out.export_everything(
            s["C-001"].desk, f / "all.json", identifying=True, progress=lambda _done, _total: None
        ),
        "C-001",
    ),
    AuditAct.NATIONAL_RETURN_WRITTEN: (
        lambda s, d, f: d.out.write_national_return(
            s["C-001"].desk, FinancialYear.from_label("2022-23"), f / "return.csv", with_suites=False
        ),
        "C-001",
    ),
}
ELSEWHERE: dict[AuditAct, str] = {
    AuditAct.OFFICE_RECOVERED: "tests/functional/test_people_and_keys.py",
    AuditAct.HELPED_BACK_IN: "tests/functional/test_locked_out.py",
    AuditAct.ERASURE_RUN: "tests/unit/services/test_retention.py",
    AuditAct.HOLD_SET: "tests/unit/services/test_retention.py",
    AuditAct.HOLD_LIFTED: "tests/unit/services/test_retention.py",
}
"""Acts that take a server or two vaults, or have a file of their own: the test that shows them."""
OF_FILES = {
    AuditAct.VISITS_EXPORTED: "visits.csv",
    AuditAct.ANNUAL_REPORT_WRITTEN: "annual.pdf",
    AuditAct.AUDIT_EXPORTED: "log.jsonl",
    AuditAct.BUNDLE_WRITTEN: "v3.icvbundle",
    AuditAct.REPORT_WRITTEN: "report.pdf",
    AuditAct.LETTER_WRITTEN: "letter.pdf",
    AuditAct.EVIDENCE_WRITTEN: "evidence.zip",
    AuditAct.EVERYTHING_EXPORTED: "all.json",
    AuditAct.NATIONAL_RETURN_WRITTEN: "return.csv",
    AuditAct.NOTICE_WRITTEN: "readers.csv",
}


def a_letter(scheme: MemoryScheme, doors: VaultDoors, visit_id: str, folder: Path) -> None:
    doors.write_concern_pdf(
        scheme["C-001"].desk, visit_id, "concern-1", folder / "letter.pdf", to_role="custody_inspector"
    )


def a_notice_written(scheme: MemoryScheme, doors: VaultDoors, file: Path) -> None:
    office = scheme["C-001"].desk
    office.notices.tell(NoticeWords(title="New form", text="Use it.", first_day=date(2024, 3, 1)))
    [seen] = office.notices.all()
    doors.notices.save_readers(office, seen, file)


def a_report_at_the_office(scheme: MemoryScheme) -> str:
    visit = scheme.filed_by("V-001", concerns=(a_concern(),))
    scheme.exchange()
    return visit.visit_id


@pytest.mark.parametrize("act", BY_HAND, ids=str)
def test_what_is_done_stands_in_the_log(
    scheme: MemoryScheme, doors: VaultDoors, tmp_path: Path, act: AuditAct
) -> None:
    do, subject = BY_HAND[act]
    office = scheme["C-001"]
    before = {entry.record_id for entry in log_of(office)}

    do(scheme, doors, tmp_path)

    new = [entry for entry in log_of(office) if entry.record_id not in before]
    [entry] = [one for one in new if one.act is act]
    assert (entry.subject, entry.by, entry.version) == (subject, "C-001", LINKED)
    assert entry.about
    if act in OF_FILES:
        assert entry.about == digest_of_file(tmp_path / OF_FILES[act])
    with office.store.open_reading() as unit:
        assert check_log(line.link for line in lines_in(unit)).breaks == ()


@pytest.mark.parametrize("act", sorted(BY_HAND.keys() - OF_FILES.keys()), ids=str)
def test_where_the_disk_refuses_neither_the_act_nor_its_line_is_kept(
    scheme: MemoryScheme, doors: VaultDoors, tmp_path: Path, act: AuditAct
) -> None:
    office = scheme["C-001"]
    before = log_of(office)
    records = len(office.store.saved_records)
    office.store.fail_next_commit = True

    with pytest.raises(StoreError):
        BY_HAND[act][0](scheme, doors, tmp_path)

    assert log_of(office) == before
    assert len(office.store.saved_records) == records


@pytest.mark.parametrize("act", OF_FILES, ids=str)
def test_a_file_that_cannot_be_logged_is_taken_away_again(
    scheme: MemoryScheme, doors: VaultDoors, tmp_path: Path, act: AuditAct
) -> None:
    a_report_at_the_office(scheme)
    office = scheme["C-001"]
    office.desk.bundles.prepare()  # what waits is sealed by now
    [visit] = [one.visit.visit_id for one in office.desk.archive.filed_visits()]
    if act is AuditAct.REPORT_WRITTEN:
        office.desk.reviews.read(visit)
    office.store.fail_next_commit = True
    of_report: Act = lambda s, d, f: d.write_visit_pdf(office.desk, visit, f / "report.pdf", police=False)  # noqa: E731
    of_concern: Act = lambda s, d, f: a_letter(s, d, visit, f)  # noqa: E731
    by_hand = {AuditAct.REPORT_WRITTEN: of_report, AuditAct.LETTER_WRITTEN: of_concern}
    do = by_hand.get(act) or BY_HAND[act][0]

    with pytest.raises(StoreError):
        do(scheme, doors, tmp_path)

    assert not (tmp_path / OF_FILES[act]).exists()
    assert act not in {entry.act for entry in log_of(office)}


def test_only_a_coordinator_writes_to_the_force_about_a_concern(
    scheme: MemoryScheme, doors: VaultDoors, tmp_path: Path
) -> None:
    visit = a_report_at_the_office(scheme)
    with pytest.raises(RuleBroken, match="not a coordinator"):
        doors.write_concern_pdf(
            scheme["V-001"].desk, visit, "concern-1", tmp_path / "letter.pdf", to_role="custody_inspector"
        )
    assert not (tmp_path / "letter.pdf").exists()


def test_a_letter_says_what_was_found_and_when_a_reply_is_asked_for(
    scheme: MemoryScheme, doors: VaultDoors, tmp_path: Path
) -> None:
    visit = a_report_at_the_office(scheme)
    a_letter(scheme, doors, visit, tmp_path)
    text = "".join(pages_of((tmp_path / "letter.pdf").read_bytes()))
    asked = until_words(
        scheme["C-001"]
        .desk.concerns.read(VisitId(visit), ConcernId("concern-1"))
        .asked_until(scheme.clock.now(), "custody_inspector")
        or NOON
    )
    for words in (a_concern().text, asked, "Custody inspector"):
        assert squeezed(words) in text


def test_no_act_is_left_without_a_place_and_a_test() -> None:
    assert BY_HAND.keys() | ELSEWHERE.keys() == set(AuditAct)
    services = "".join(
        file.read_text() for file in (ROOT / "icv_app").rglob("*.py") if file.name != "audit.py"
    )
    assert [act for act in AuditAct if f"AuditAct.{act.name}" not in services] == []
    for act, file in ELSEWHERE.items():
        assert f"AuditAct.{act.name}" in (ROOT / file).read_text()


def test_a_visitors_export_leaves_no_line_for_a_visitor_has_no_log(
    scheme: MemoryScheme, doors: VaultDoors, tmp_path: Path
) -> None:
    visitor = scheme["V-001"]

    doors.export_visits(visitor.desk, tmp_path / "visits.csv")
    doors.save_bundle(visitor.desk, tmp_path / "mine.icvbundle")

    assert log_of(visitor) == ()
    assert visitor.desk.audit.head() is None


def test_two_coordinators_with_the_same_lines_have_the_same_head(scheme: MemoryScheme) -> None:
    """Both write offline at the same time, and each hears of the other's later."""
    first, second = scheme["C-001"], scheme["C-002"]
    scheme.exchange()
    first.desk.scheme.invite(V3)
    second.desk.scheme.invite(MemberId("V-002"))
    assert first.desk.audit.head() != second.desk.audit.head()
    scheme.exchange("C-001", "C-002")

    heads = [device.desk.audit.standing().check for device in (first, second)]

    assert heads[0] == heads[1]
    assert (heads[0].breaks, heads[0].forks) == ((), ())
    second.desk.scheme.withdraw_invitations(MemberId("V-002"))
    [*_before, last] = log_of(second)
    assert len(last.after) == 2


def test_the_annual_report_written_twice_on_a_day_has_the_same_bytes_and_its_heads_are_checked(
    scheme: MemoryScheme, doors: VaultDoors, tmp_path: Path
) -> None:
    office = scheme["C-001"].desk
    scheme.clock.forward(days=2)
    office.scheme.invite(V3)
    for name in ("first.pdf", "second.pdf"):
        doors.publications.write(office, PublicationKind.ANNUAL, YEAR, tmp_path / name)

    assert (tmp_path / "first.pdf").read_bytes() == (tmp_path / "second.pdf").read_bytes()
    standing = office.audit.standing()
    assert standing.check.breaks == ()
    first, second = standing.lines[-2].entry, standing.lines[-1].entry
    assert first.head == second.head
    assert first.head is not None
    assert first.head.entries == len(standing.lines) - 3  # not the invitation of today, nor the reports


def test_lines_of_old_are_read_and_the_next_line_names_them(scheme: MemoryScheme) -> None:
    """A line as ICV wrote it before lines were linked: without version, links and head."""
    office, clock = scheme["C-001"], scheme.clock
    record_id = SeededIds(clock, "old").new()
    said = {
        "record_id": record_id,
        "act": "invited",
        "subject": "V-003",
        "about": "ab" * 32,
        "at": "2024-03-01T12:00:00Z",
        "by": "C-002",
        "reason": "",
        "justified": [],
    }
    report = json.dumps(said).encode()
    office.take(scheme.forged("C-002", "audit.entry", "V-003", {"report": report}, record_id=record_id))
    clock.forward(minutes=1)

    scheme.invite("V-002")

    old = next(entry for entry in log_of(office) if entry.record_id == record_id)
    assert (old.version, old.after, old.head) == (1, (), None)
    newest = log_of(office)[-1]
    assert digest_of(report) in newest.after
    assert office.desk.audit.standing().check.breaks == ()
