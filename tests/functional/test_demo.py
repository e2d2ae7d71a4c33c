"""The demo, in small but over a real server and in real processes: what it leaves opens and adds up."""

from __future__ import annotations

import csv
import math
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pdfplumber
import pytest
from rich.console import Console

import resources
from icv_app.bootstrap.wiring import open_desk, sync_with_server
from icv_app.cli.demo import open_on_it
from icv_app.demo.folder import DemoFolder
from icv_app.demo.plan import Plan
from icv_app.demo.readme import PASSPHRASE
from icv_app.demo.run import Made, draw_plan
from icv_app.demo.scheme import PRESENT, SMALL, YEAR
from icv_app.domain.ids import MemberId, VisitId
from icv_app.domain.notices import NoticeState, Reading
from icv_app.domain.review import ReviewState
from icv_app.domain.times import in_london, london_day
from icv_app.errors import Unreachable
from icv_app.exchange.column_guess import guess_mapping
from icv_app.exchange.tables_in import read_table
from icv_app.exchange.visits_in import good_visits
from icv_app.exchange.visits_out import export_visits
from icv_app.services.desk import Desk
from icv_app.services.messages import MessageKind
from icv_app.services.past_visits import ImportChoices
from icv_app.services.rota_planner import draw
from icv_app.store.unlocking import unlock

ROOT = Path(resources.__file__).resolve().parent.parent
SEED = 5


@dataclass
class Demo:
    """A demo made by the command, with its plan."""

    folder: DemoFolder
    printed: str
    plan: Plan

    @contextmanager
    def opened(self, vault: Path) -> Iterator[Desk]:
        desk = open_desk(unlock(vault, PASSPHRASE, now=datetime.now(UTC)))
        try:
            yield desk
        finally:
            desk.lock()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    out = tmp_path_factory.mktemp("demo") / "made"
    # Named from where one stands, which is not where the program is.
    command = [sys.executable, "-m", "icv_app.cli", "demo", "--out", out.name, "--no-window"]
    done = subprocess.run(
        [*command, "--scale", "small", "--seed", str(SEED)],
        cwd=out.parent,
        env={
            **os.environ,
            "HOME": str(tmp_path_factory.mktemp("home")),
            "PYTHONPATH": str(ROOT),
        },
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return Demo(DemoFolder(out), done.stdout, draw_plan(SEED, SMALL)[0])


def test_it_prints_the_figures_and_where_everything_is(demo: Demo) -> None:
    assert f"{SMALL.completed} visits completed in person" in demo.printed
    assert "51,602 people detained" in demo.printed
    assert f"{SMALL.spoken_to} people spoken to" in demo.printed
    assert PASSPHRASE in demo.printed
    for place in (demo.folder.coordinator, demo.folder.visitor, demo.folder.report(YEAR.label)):
        assert str(place) in demo.printed
        assert place.exists()
    assert PASSPHRASE in demo.folder.readme.read_text(encoding="utf-8")
    assert demo.folder.report(YEAR.label).read_bytes().startswith(b"%PDF-")
    assert not demo.folder.others.exists()


def test_the_coordinator_has_decided_on_every_report_on_the_demo_s_date(demo: Demo) -> None:
    with demo.opened(demo.folder.coordinator) as desk:
        reports = desk.reviews.list()
        figures = desk.publications.annual(YEAR)
        standing = desk.sync.standing()

        assert desk.clock.now() == PRESENT
        assert len(reports) == len(demo.plan.visits)
        assert {report.review for report in reports} == {ReviewState.APPROVED}
        assert (standing.waiting, standing.apart, standing.drafts) == (0, 0, 0)
        assert desk.verification.verify().first_break is None
        assert figures.visits.completed == SMALL.completed
        assert figures.people.spoken_pooled.part == SMALL.spoken_to
        assert figures.volunteers.turnover.end == SMALL.visitors


def test_the_visitor_sees_their_reports_and_what_the_coordinator_said(demo: Demo) -> None:
    with demo.opened(demo.folder.visitor) as desk:
        own = desk.identity.member_id
        mine = [one for one in demo.plan.visits if own in one.visit.visitors]
        reports = desk.reviews.list()

        assert len(reports) == len(mine)
        assert all(own in report.visitors for report in reports)
        assert {report.review for report in reports} == {ReviewState.APPROVED}
        assert {report.submitted_at for report in reports} == {one.filed_at for one in mine}


def test_every_question_was_answered_by_its_visitors(demo: Demo) -> None:
    returned = [one for one in demo.plan.visits if one.aftermath.question]
    assert len(returned) == SMALL.returned
    with demo.opened(demo.folder.coordinator) as desk:
        by_filing = {report.submitted_at: report.visit_id for report in desk.reviews.list()}
        for one in returned:
            events = desk.reviews.read(by_filing[one.filed_at]).review.events
            said = {(event.kind.value, event.text, event.at) for event in events}
            assert one.aftermath.question is not None
            assert one.aftermath.answer is not None
            assert ("returned", one.aftermath.question.text, one.aftermath.question.at) in said
            assert ("answered", one.aftermath.answer.text, one.aftermath.answer.at) in said


def test_every_visitor_has_said_when_they_can_go_and_the_next_rota_finds_pairs_from_it(demo: Demo) -> None:
    with demo.opened(demo.folder.coordinator) as desk:
        desk.rota.begin(london_day(PRESENT) + timedelta(days=1), weeks=4)
        task = desk.rota.task()
        drawn = draw(task, SEED)
        desk.rota.keep_drawn(drawn.duties, drawn.seed, drawn.empty)
        on_the_desk = desk.rota.on_the_desk()

    visitors = {one.member_id for one in task.visitors}
    assert len(visitors) == SMALL.visitors
    assert {one.member_id for one in task.availability} == visitors
    assert on_the_desk is not None
    assert on_the_desk.silent == ()
    # Five suites in a week need ten visitors: six make two pairs, and three where everybody can.
    assert sum(duty.filled for duty in drawn.duties) >= 4


def test_notices_were_told_and_the_words_that_they_were_read_differ_among_visitors(demo: Demo) -> None:
    with demo.opened(demo.folder.coordinator) as desk:
        notices = desk.notices.all()
        [document] = [desk.notices.document(one.notice) for one in notices if one.notice.document]
    with demo.opened(demo.folder.visitor) as desk:
        own = desk.notices.own()

    assert {one.state for one in notices} == {NoticeState.COMING, NoticeState.SHOWN, NoticeState.OVER}
    assert document.startswith(b"%PDF-")
    [owed] = [one for one in notices if one.waits_for]
    assert owed.notice.edition == 2
    assert 0 < owed.count(Reading.READ) < SMALL.visitors
    assert any(one.notice.must_read and one.count(Reading.READ) == SMALL.visitors for one in notices)
    assert [one.notice.title for one in own if one.owes_word] == [owed.notice.title]


def test_the_visitor_has_messages_of_which_some_were_opened(demo: Demo) -> None:
    with demo.opened(demo.folder.visitor) as desk:
        messages = desk.messages.all()

    assert {MessageKind.NOTICE, MessageKind.THANKS} <= {one.kind for one in messages}
    assert {one.unread for one in messages} == {True, False}
    said = [remark for one in demo.plan.visits for remark in one.aftermath.remarks]
    assert {bool(remark.path) for remark in said} == {True, False}


def test_the_annual_report_has_what_people_write_and_says_of_no_text_that_it_is_missing(demo: Demo) -> None:
    with pdfplumber.open(demo.folder.report(YEAR.label)) as pdf:
        text = " ".join(" ".join(page.extract_text() or "" for page in pdf.pages).split())

    for words in ("Custody is a place that few people see.", "We thank the visitors for their time"):
        assert words in text
    assert "Blankets ran out on cold nights." in text
    assert "recruit visitors who speak the languages" in text
    for missing in ("No foreword was written", "has not responded", "No change was noted", "No plan for"):
        assert missing not in text


def test_custody_records_were_read_in_three_quarters_and_section_12_tells_of_them(demo: Demo) -> None:
    with demo.opened(demo.folder.coordinator) as desk:
        reviews = desk.record_reviews.all()
        figures = desk.record_reviews.figures(YEAR)
        raised = [line for line in desk.concerns.lines() if line.listed.from_record]
    with demo.opened(demo.folder.visitor) as desk:
        waiting = desk.record_readings.waiting()
    with pdfplumber.open(demo.folder.report(YEAR.label)) as pdf:
        text = " ".join(" ".join(page.extract_text() or "" for page in pdf.pages).split())

    newest, *earlier = reviews.samples
    assert [one.closed is not None for one in reviews.samples] == [False, True, True, True]
    assert len({in_london(one.sample.at).month // 3 for one in earlier}) == 3
    for one in earlier:
        assert len(one.readings) == one.sample.size == 10
        assert any(reading.read.findings for reading in one.readings)
    assert 0 < len(newest.readings) < newest.sample.size
    assert {one.listed.concern_id for one in raised} == reviews.raised != frozenset()
    assert waiting == 2
    assert figures.everywhere.n == 33
    assert "Visitors read 33 redacted custody records" in text
    assert "Waits in the records" in text


def test_an_export_of_the_demo_can_be_imported_again_with_the_same_counts(demo: Demo, tmp_path: Path) -> None:
    file = tmp_path / "visits.csv"
    with demo.opened(demo.folder.coordinator) as desk:
        original = list(desk.archive.filed_visits())
        export_visits(original, file)
        basis = desk.bringing_in.basis()
    table = read_table(file)
    mapping = guess_mapping(table, basis.checklist)
    elsewhere = replace(basis, known=frozenset(), held=(), now=PRESENT)
    again = list(good_visits(table, mapping, elsewhere, ImportChoices(), lambda: VisitId("new")))

    with file.open(encoding="utf-8-sig", newline="") as rows:
        spoken = sum(
            int(row["spoken_to"] or 0) for row in csv.DictReader(rows) if row["outcome"] == "completed"
        )
    assert spoken == SMALL.spoken_to
    assert [visit.reconciliation.by_contact for visit in again] == [
        one.visit.reconciliation.by_contact for one in original
    ]


def test_the_printed_figures_are_those_of_the_exported_rows(demo: Demo, tmp_path: Path) -> None:
    """Computed here from the CSV alone, with nothing of `icv_app.figures`."""
    file = tmp_path / "visits.csv"
    with demo.opened(demo.folder.coordinator) as desk:
        export_visits(desk.archive.filed_visits(), file)
    with file.open(encoding="utf-8-sig", newline="") as rows:
        counted = [
            row
            for row in csv.DictReader(rows)
            if row["outcome"] == "completed" and row["kind"] != "telephone"
        ]
    custody = [int(row["in_custody"]) for row in counted]
    spoken = [int(row["spoken_to"]) for row in counted]
    shares = [s / d for s, d in zip(spoken, custody, strict=True) if d]
    mean = math.floor(100 * sum(shares) / len(shares) + 0.5)
    nights = [row for row in counted if int(row["entered_at"][11:13]) < 6]

    with pdfplumber.open(demo.folder.report(YEAR.label)) as pdf:
        text = " ".join(" ".join(page.extract_text() or "" for page in pdf.pages).split())

    assert f"made {len(counted)} unannounced visits" in text
    assert f"spoke to {sum(spoken):,} of the {sum(custody):,} people" in text
    assert f"{mean} % on average" in text
    assert f"{math.floor(100 * len(nights) / len(counted) + 0.5)} %" in text
    for suite in {row["suite"] for row in counted}:
        visits = sum(1 for row in counted if row["suite"] == suite)
        assert re.search(rf"{suite} {visits}, (target|short of) ", text), suite


def test_the_server_holds_no_word_of_any_report(demo: Demo) -> None:
    held = b"".join(path.read_bytes() for path in demo.folder.server_data.iterdir() if path.is_file())
    held += demo.folder.server_log.read_bytes()
    concerns = [concern for one in demo.plan.visits for concern in one.visit.concerns]
    people = [person for one in demo.plan.visits for person in one.visit.people]

    assert len(held) > 100_000
    for words in {concern.text for concern in concerns} | {person.custody_number for person in people}:
        assert words.encode() not in held


def test_the_server_runs_while_the_application_is_open_and_both_sides_agree(
    demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    [port] = re.findall(r"--port (\d+)", demo.printed)
    synced = []

    def instead_of_the_window(vault: Path) -> int:
        with demo.opened(vault) as desk:
            synced.append((desk.identity.member_id, sync_with_server(desk).complete))
        return 0

    with demo.opened(demo.folder.coordinator) as desk:
        figures = desk.publications.annual(YEAR)
    made = Made(
        folder=demo.folder,
        plan=demo.plan,
        visitor=MemberId("V-001"),
        server_port=int(port),
        figures=figures,
    )
    monkeypatch.setattr("icv_app.cli.demo.has_display", lambda: True)
    monkeypatch.setattr("icv_app.bootstrap.application.run", instead_of_the_window)

    open_on_it(made, Console(quiet=True))

    assert synced == [("C-001", True)]
    with demo.opened(demo.folder.coordinator) as desk, pytest.raises(Unreachable):
        sync_with_server(desk)


def test_a_folder_with_something_else_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")

    done = subprocess.run(
        [sys.executable, "-m", "icv_app.cli", "demo", "--out", str(tmp_path), "--no-window"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr == f"{tmp_path} is not empty. Choose a folder that is empty or new.\n"
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
