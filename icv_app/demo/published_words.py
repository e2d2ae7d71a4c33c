"""What the office wrote for the publications of the demo year."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from icv_app.demo.aftermath import COORDINATOR
from icv_app.demo.errands import Errand, WriteWords, in_utc_of_london
from icv_app.domain.publication import Change, WordPart

WORDS = "demo/words.toml"
"""Name of the resource."""


def read_words(path: Path) -> Sequence[Mapping[str, Any]]:
    """Read the file, in its order."""
    found: list[Mapping[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["word"]
    return found


def published_words(written: Sequence[Mapping[str, Any]]) -> Iterator[Errand]:
    """Each text, and what changed.

    Args:
        written: See `read_words`.
    """
    for place, one in enumerate(written, start=1):
        yield Errand(
            name=f"words-{place}",
            at=in_utc_of_london(one["at"]),
            by=COORDINATOR,
            does=WriteWords(
                period=one["period"],
                part=WordPart(one.get("part", WordPart.CHANGES)),
                text=one.get("text", "").strip(),
                changes=tuple(Change(**change) for change in one.get("changes", ())),
            ),
        )
