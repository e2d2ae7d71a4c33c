"""The invented sentences of the demo year, from `resources/demo/sentences.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

SENTENCES = "demo/sentences.toml"
"""Name of the resource."""


class Sentences:
    """Sentences by subject; the same draw of the same `Random` gives the same one."""

    def __init__(self, tables: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        self._tables = tables

    @classmethod
    def read(cls, path: Path) -> Sentences:
        """Read the file."""
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        plain = {name: value for name, value in content.items() if isinstance(value, list)}
        tables = {name: value for name, value in content.items() if isinstance(value, dict)}
        return cls({"": plain, **tables})

    def one(self, rng: Random, subject: str) -> str:
        """Draw one sentence on a subject."""
        return rng.choice(self._tables[""][subject])

    def all(self, subject: str) -> Sequence[str]:
        """Every sentence on a subject, in the file's order."""
        return self._tables[""][subject]

    def concern(self, rng: Random, category: str) -> str:
        """Draw what a concern of a category says."""
        return rng.choice(self._tables["concern"][category])

    def reply(self, rng: Random, outcome: str) -> str:
        """Draw what the force replies to a concern that ends with an outcome."""
        return rng.choice(self._tables["reply"][outcome])

    def after_dispute(self, rng: Random, kind: str) -> str:
        """Draw a coordinator's `note` of dispute or of `escalation`."""
        return rng.choice(self._tables["after_dispute"][kind])

    def record_finding(self, rng: Random, kind: str) -> str:
        """Draw what is held against a custody record; `{n}` stands for a number in some."""
        return rng.choice(self._tables["record_finding"][kind])

    def comment(self, rng: Random, path: str) -> str:
        """Draw what a coordinator comments on one place of a report."""
        return rng.choice(self._tables["comment"][path])

    @property
    def categories(self) -> frozenset[str]:
        """The categories of concern there are sentences for."""
        return frozenset(self._tables["concern"])
