"""The list of rules names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs" / "rules.md").read_text(encoding="utf-8"))


def test_the_list_names_tests() -> None:
    assert len(NAMED) > 40


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_every_test_named_for_a_rule_exists(path: str, name: str) -> None:
    source = (ROOT / path).read_text(encoding="utf-8")
    assert re.search(rf"^def {name}\(", source, re.MULTILINE), f"{path} has no {name}"


def test_every_file_named_for_a_rule_exists() -> None:
    listed = re.findall(
        r"`((?:icv_app|ui|tests)/[\w/.]+)`", (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
    )
    assert [path for path in listed if not (ROOT / path).exists()] == []
