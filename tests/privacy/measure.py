"""How well the privacy guard does on a labelled set of sentences.

A set is a list of `text` and `find`; `find` lists the pieces that identify somebody or tell of an
offence, each with `text` and `kind`, and is empty for a clean sentence. A piece counts as found when any
find overlaps it.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

import resources
from icv_app.domain.privacy import PrivacyGuard
from icv_app.exchange.word_lists import load_privacy_guard

WORKING = Path(__file__).parent / "working.yaml"
PUT_ASIDE = Path(__file__).parent / "put_aside.yaml"
TODAY = date(2026, 11, 22)
CUSTODY_NUMBER = r"\d{2}[A-Z]{2}/\d{4}"
SUITES = ("Leeds", "Bradford", "Halifax", "Huddersfield", "Wakefield", "Dewsbury", "Pudsey", "Stainbeck")


@dataclass
class Measured:
    """What a run over a set gave.

    Attributes:
        pieces, found: Labelled pieces, and those found, by kind.
        clean, alarmed: Clean sentences, and those with any find.
        missed, false: Texts to look at.
    """

    pieces: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    clean: int = 0
    alarmed: int = 0
    missed: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)

    @property
    def recall(self) -> float:
        """The share of identifying pieces found."""
        return self.found.total() / self.pieces.total()

    @property
    def false_alarm_rate(self) -> float:
        """The share of clean sentences with any find."""
        return self.alarmed / self.clean

    def table(self) -> str:
        """The figures, by kind."""
        lines = [f"{kind}: {self.found[kind]} of {self.pieces[kind]}" for kind in sorted(self.pieces)]
        lines.append(f"recall {self.recall:.3f}; false alarms {self.alarmed} of {self.clean} clean sentences")
        return "\n".join(lines)


def a_guard() -> PrivacyGuard:
    """The guard as the application has it, for the reference scheme."""
    return load_privacy_guard(resources.path("privacy"), today=TODAY).for_scheme(
        never_names=SUITES, custody_number_pattern=CUSTODY_NUMBER
    )


def measure(path: Path, guard: PrivacyGuard) -> Measured:
    """Run the guard over a set."""
    sentences: list[dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    measured = Measured()
    for sentence in sentences:
        text = str(sentence["text"])
        finds = guard.scan(text)
        if not sentence["find"]:
            measured.clean += 1
            if finds:
                measured.alarmed += 1
                measured.false.append(f"{text} -> {[(one.text, one.hint.value) for one in finds]}")
        _look_for(sentence["find"], text, [(one.start, one.end) for one in finds], measured)
    return measured


def _look_for(
    pieces: list[dict[str, str]], text: str, spans: list[tuple[int, int]], measured: Measured
) -> None:
    end = 0
    for piece in pieces:
        wanted = str(piece["text"])
        start = text.find(wanted, end)
        if start < 0:
            start = text.index(wanted)
        end = start + len(wanted)
        kind = str(piece["kind"])
        measured.pieces[kind] += 1
        if any(begin < end and start < stop for begin, stop in spans):
            measured.found[kind] += 1
        else:
            measured.missed.append(f"{text} -> {wanted} ({kind})")


def main(names: list[str]) -> None:
    """Print what was missed, the false alarms and the figures of the sets named, or of the working set."""
    for path in [Path(name) for name in names] or [WORKING]:
        result = measure(path, a_guard())
        print(*result.missed, "False alarms:", *result.false, result.table(), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
