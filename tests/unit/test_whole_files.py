"""A file is written whole or not at all, and is noted or put back as it was."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from icv_app.errors import StoreError
from icv_app.exchange.whole_files import noted_when_written, put_back_on_failure, write_whole


class NotNotedError(Exception):
    """The log took nothing."""


def refuses(digest: str) -> None:
    raise NotNotedError(digest)


def links_are_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_names: object) -> None:
        raise OSError("operation not permitted")

    monkeypatch.setattr("icv_app.exchange.whole_files.os.link", refused)


def links_are_known(_monkeypatch: pytest.MonkeyPatch) -> None:
    """As on the disk of a laptop."""


@pytest.fixture(params=[links_are_known, links_are_unknown])
def _disk(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    prepare: Callable[[pytest.MonkeyPatch], None] = request.param
    prepare(monkeypatch)


@pytest.mark.usefixtures("_disk")
def test_the_earlier_file_comes_back_where_the_new_one_cannot_be_noted(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(b"of last week")
    with pytest.raises(NotNotedError), noted_when_written(file, refuses):
        write_whole(file, b"of today")
    assert file.read_bytes() == b"of last week"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.usefixtures("_disk")
def test_the_earlier_file_is_still_there_where_the_new_one_was_never_written(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(b"of last week")
    with pytest.raises(NotNotedError), put_back_on_failure(file):
        refuses("before anything was written")
    assert file.read_bytes() == b"of last week"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.usefixtures("_disk")
def test_a_file_that_is_noted_takes_the_place_of_the_earlier_one(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(b"of last week")
    noted: list[str] = []
    with noted_when_written(file, noted.append):
        write_whole(file, b"of today")
    assert noted == [hashlib.sha256(b"of today").hexdigest()]
    assert file.read_bytes() == b"of today"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_was_not_there_is_gone_again_where_it_cannot_be_noted(tmp_path: Path) -> None:
    file = tmp_path / "report.pdf"
    with pytest.raises(NotNotedError), noted_when_written(file, refuses):
        write_whole(file, b"of today")
    assert list(tmp_path.iterdir()) == []


def test_a_link_stays_a_link_and_what_it_points_at_comes_back(tmp_path: Path) -> None:
    file, link = tmp_path / "report.pdf", tmp_path / "latest.pdf"
    file.write_bytes(b"of last week")
    link.symlink_to(file)
    with pytest.raises(NotNotedError), noted_when_written(link, refuses):
        write_whole(link, b"of today")
    assert link.is_symlink()
    assert file.read_bytes() == b"of last week"


def test_where_the_earlier_file_cannot_be_kept_nothing_is_begun(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    links_are_unknown(monkeypatch)

    def full(_file: Path, copy: Path) -> None:
        copy.write_bytes(b"of la")
        raise OSError("no space left on device")

    monkeypatch.setattr("icv_app.exchange.whole_files.shutil.copy2", full)
    file = tmp_path / "report.pdf"
    file.write_bytes(b"of last week")
    begun = False
    with pytest.raises(StoreError), put_back_on_failure(file):
        begun = True
    assert not begun
    assert file.read_bytes() == b"of last week"
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_a_pipe_is_left_where_it_is(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(NotNotedError), put_back_on_failure(pipe):
        refuses("whatever went down the pipe is gone")
    assert pipe.is_fifo()
