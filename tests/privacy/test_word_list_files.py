"""Word lists that are missing or damaged are explained."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import resources
from icv_app.errors import BadInput
from icv_app.exchange.word_lists import load_privacy_guard
from tests.privacy.measure import TODAY

LISTS = sorted(Path(name).name for name in resources.names("privacy", ".txt"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(resources.path("privacy"), tmp_path / "privacy"))


@pytest.mark.parametrize("name", LISTS)
def test_a_missing_list_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(BadInput, match=name) as caught:
        load_privacy_guard(folder, today=TODAY)
    assert name in caught.value.user_text


def test_a_list_that_is_no_text_is_named(folder: Path) -> None:
    (folder / "surnames.txt").write_bytes(b"khan\n\xff\xfe\n")

    with pytest.raises(BadInput, match="surnames"):
        load_privacy_guard(folder, today=TODAY)


def test_a_list_of_comments_alone_is_damaged(folder: Path) -> None:
    (folder / "offences.txt").write_text("# nothing\n", encoding="utf-8")

    with pytest.raises(BadInput, match="offences"):
        load_privacy_guard(folder, today=TODAY)


@pytest.mark.parametrize("name", LISTS)
def test_the_lists_are_in_the_form_words_are_looked_up_in(name: str) -> None:
    lines = (resources.path("privacy") / name).read_text(encoding="utf-8").splitlines()

    entries = [line for line in lines if not line.startswith("#")]
    assert all(entry == entry.strip().lower() and entry for entry in entries)
    assert len(set(entries)) == len(entries)
