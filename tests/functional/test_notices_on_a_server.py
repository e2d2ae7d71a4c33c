"""Notices with the largest documents there may be, over a real server process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from icv_app.bootstrap.wiring import sync_with_server
from icv_app.domain.attached import LARGEST_DOCUMENT
from icv_app.domain.notices import Reading
from icv_app.domain.times import london_day
from icv_app.services.notices import NoticeWords
from tests.functional.scheme_in_life import SchemeInLife
from tests.quality_builders import PDF
from tests.servers import running_server


@pytest.fixture
def scheme(tmp_path: Path) -> Iterator[SchemeInLife]:
    with running_server(tmp_path / "server") as server:
        life = SchemeInLife(tmp_path, server)
        yield life
        life.close()


def test_several_notices_with_the_largest_documents_arrive_whole_and_are_read(scheme: SchemeInLife) -> None:
    coordinator, visitor = scheme.found(), scheme.join("V-001")
    today = london_day(coordinator.clock.now())
    # Together more than one batch may hold.
    documents = {f"Form {n}": PDF + os.urandom(LARGEST_DOCUMENT - len(PDF)) for n in "ABCDEFGHI"}
    for title, document in documents.items():
        words = NoticeWords(title=title, text="", first_day=today, must_read=True, document=document)
        coordinator.notices.tell(words)
    sync_with_server(coordinator)
    sync_with_server(visitor)

    arrived = [one.notice for one in visitor.notices.own()]
    assert {one.title: visitor.notices.document(one) for one in arrived} == documents
    visitor.notices.say_read(arrived[0])
    sync_with_server(visitor)
    sync_with_server(coordinator)
    read = [one.count(Reading.READ) for one in coordinator.notices.all()]
    assert sorted(read) == [0] * (len(documents) - 1) + [1]
