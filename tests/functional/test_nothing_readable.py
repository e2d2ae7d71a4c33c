"""What visitors write is readable nowhere but in an unlocked vault."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from icv_app.bootstrap.wiring import sync_with_server
from icv_app.domain.concern import Severity
from tests.builders import a_person, a_visit, answered
from tests.functional.readable import readable_in
from tests.functional.scheme_in_life import SchemeInLife
from tests.servers import running_server

SENTENCES = (
    "Shivering under a thin blanket by the wall",
    "Asked twice for a glass of water before midnight",
    "The drain in the corner smells of bleach",
    "Please say which cell had no light",
    "It was the one beside the booking desk",
    "13WK/7731",
)


@pytest.fixture
def scheme(tmp_path: Path) -> Iterator[SchemeInLife]:
    with running_server(tmp_path / "server") as server:
        life = SchemeInLife(tmp_path, server)
        yield life
        life.close()


def a_life_of_a_report(scheme: SchemeInLife) -> None:
    coordinator = scheme.found()
    visitor = scheme.join("V-001")
    draft = visitor.visits.start()
    scheme.clock.forward(hours=3)
    made = a_visit(author="V-001", visitors=("V-001", "V-002"))
    person = answered(a_person(custody_number=SENTENCES[5], note=SENTENCES[0]))
    visitor.visits.change(
        draft.visit_id,
        lambda visit: replace(
            made,
            visit_id=visit.visit_id,
            people=(person, *made.people[1:]),
            positive_practice=SENTENCES[2],
            created_at=visit.created_at,
        ),
    )
    visitor.visits.raise_concern(
        draft.visit_id,
        category="E2",
        severity=Severity.GREEN,
        person_id=person.person_id,
        text=SENTENCES[1],
        raised_at=scheme.clock.now(),
        raised_with="custody_sergeant",
    )
    report = visitor.visits.submit(draft.visit_id)
    sync_with_server(visitor)
    sync_with_server(coordinator)
    coordinator.reviews.return_with_question(report.visit_id, SENTENCES[3])
    sync_with_server(coordinator)
    sync_with_server(visitor)
    visitor.reviews.answer(report.visit_id, SENTENCES[4])
    sync_with_server(visitor)
    sync_with_server(coordinator)
    assert coordinator.reviews.read(report.visit_id).visit.people[0].note == SENTENCES[0]


def test_no_sentence_of_a_report_is_readable_in_any_file(
    scheme: SchemeInLife, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    a_life_of_a_report(scheme)

    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    names = {path.name for path in files}
    assert {"vault.db", "vault.db-wal", "icv-server.sqlite"} <= names
    assert scheme.server.log in files
    assert {
        str(path): readable_in(path.read_bytes(), SENTENCES)
        for path in files
        if readable_in(path.read_bytes(), SENTENCES)
    } == {}
    printed = capfd.readouterr()
    assert readable_in((printed.out + printed.err).encode(), SENTENCES) == []


def test_the_search_itself_finds_a_sentence_that_is_there(tmp_path: Path) -> None:
    assert readable_in(SENTENCES[0].encode(), SENTENCES) == [SENTENCES[0]]
    assert readable_in(zlib.compress(SENTENCES[1].encode()), SENTENCES) == [SENTENCES[1]]
