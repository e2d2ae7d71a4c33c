"""The folder of a demo: replaced where it holds an earlier demo, never where it holds anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from icv_app.demo.folder import DemoFolder
from icv_app.errors import BadInput, StoreError


def test_a_new_folder_is_made(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path / "deep" / "demo")

    folder.prepare(1)

    assert folder.others.is_dir()


def test_an_earlier_demo_is_replaced_even_if_it_was_cut_short(tmp_path: Path) -> None:
    folder = DemoFolder(tmp_path)
    folder.prepare(1)
    (folder.path / "annual-report-2023-24.pdf").write_bytes(b"old")
    (folder.others / "V-001").mkdir()

    folder.prepare(2)

    assert not (folder.path / "annual-report-2023-24.pdf").exists()
    assert list(folder.others.iterdir()) == []


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")

    with pytest.raises(BadInput, match="something else") as refused:
        DemoFolder(tmp_path).prepare(1)

    assert "is not empty" in refused.value.user_text
    assert (tmp_path / "letter.txt").read_text() == "dear"


@pytest.mark.parametrize("marker", ["not json", "[]", '{"format": "other"}'])
def test_a_marker_of_something_else_protects_the_folder(tmp_path: Path, marker: str) -> None:
    (tmp_path / ".icv-demo.json").write_text(marker)

    with pytest.raises(BadInput):
        DemoFolder(tmp_path).prepare(1)


def test_a_link_in_an_earlier_demo_is_removed_and_not_what_it_points_at(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "letter.txt").write_text("dear")
    folder = DemoFolder(tmp_path / "demo")
    folder.prepare(1)
    (folder.path / "link").symlink_to(elsewhere)

    folder.prepare(1)

    assert (elsewhere / "letter.txt").exists()


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("a file")

    with pytest.raises(BadInput, match="something else"):
        DemoFolder(tmp_path / "demo").prepare(1)


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StoreError) as refused:
        DemoFolder(tmp_path / "file" / "demo").prepare(1)

    assert "cannot be used" in refused.value.user_text
