"""The list of rules and the threat model name tests and files that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = ("rules.md", "threat-model.md")
TEXTS = {page: (ROOT / "docs" / page).read_text(encoding="utf-8") for page in PAGES}
NAMED = sorted({pair for text in TEXTS.values() for pair in re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", text)})


@pytest.mark.parametrize("page", PAGES)
def test_a_page_names_tests(page: str) -> None:
    assert len(re.findall(r"`tests/[\w/]+\.py::\w+`", TEXTS[page])) > 40


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_every_test_that_is_named_exists(path: str, name: str) -> None:
    source = (ROOT / path).read_text(encoding="utf-8")
    assert re.search(rf"^def {name}\(", source, re.MULTILINE), f"{path} has no {name}"


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_is_named_exists(page: str) -> None:
    listed = re.findall(r"`((?:icv_app|ui|sync|tests)/[\w/.]+)`", TEXTS[page])
    assert [path for path in listed if not (ROOT / path).exists()] == []


def test_every_attack_is_stopped_as_a_test_shows_or_said_to_be_not_covered() -> None:
    sections = TEXTS["threat-model.md"].split("## Whom we trust")[1]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in sections.splitlines()
        if line.startswith("| ") and not line.startswith(("| Attack", "| Asset"))
    ]
    assert len(rows) > 40
    bare = [row[0] for row in rows if "tests/" not in row[2] and "not covered" not in row[1].lower()]
    assert bare == []
