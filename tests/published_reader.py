"""A reader of everything that was published of a year, who tries to work out what was withheld.

They know the rule, the definitions and every printed number: of the year, of its quarters, of what was
printed again once late visits had come. Whatever they can set up as sums they solve; see `solving`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise

from icv_app.domain.periods import quarters_of
from icv_app.domain.person import Contact
from icv_app.domain.publication import PublicationKind
from icv_app.figures.annual import Computed
from icv_app.figures.count_tables import Count
from icv_app.figures.figure_lines import Status, figure_lines
from icv_app.figures.national import NationalReturn
from icv_app.figures.printed import printed_by
from tests.solving import worked_out_of_noughts
from tests.years import YEAR

Cell = tuple[str, str, int]
"""Period, key, and which state of the records; late ones have a period of their own."""

OUTCOMES = tuple(contact.value for contact in Contact)
GROUPS = ("children", "vulnerable", "women")
LABELS = (YEAR.label, *(one.label for one in quarters_of(YEAR)))


class Reader:
    """Sets up every sum a reader knows to hold, and solves for what was not printed."""

    def __init__(self) -> None:
        self.known: dict[Cell, int] = {}
        self.truth: dict[Cell, int] = {}
        self.sums: list[tuple[Cell, tuple[Cell, ...]]] = []
        self.read: set[tuple[str, int]] = set()
        self.silent: dict[tuple[str, int], set[str]] = {}
        """Outcomes of which no publication so far told whether they have reasons."""

    def records(self, state: int, counts: Mapping[str, Mapping[str, Count]]) -> None:
        """Take in how the records really were at one time, to see afterwards what was found out."""
        for label, found in counts.items():
            self.truth |= {(label, key, state): count.value for key, count in found.items()}

    def take(self, found: Computed, kind: PublicationKind, state: int = 0) -> None:
        """Read a publication: the figures it prints, and which cells there are."""
        label, prints = found.label, printed_by(kind)
        lines = [line for line in figure_lines(found.figures) if prints(line.key)]
        listed = [line.key for line in lines]
        self._open(label, found.counts, state, listed)
        for line in lines:
            assert line.status is not Status.WITHHELD or line.value is None
            for part, key in ((line.part, line.key), (line.of, whole_of(line.key))):
                if part is not None and key in found.counts:
                    self._learn((label, key, state), part)
            if line.value is not None and line.part is None and line.key in found.counts:
                self._learn((label, line.key, state), line.value)

    def take_return(self, made: NationalReturn, state: int = 0) -> None:
        """Read a national return."""
        label = made.period.label
        listed = [key_of(line.measure, line.code) for line in made.lines]
        self._open(label, made.counts, state, listed)
        for line in made.lines:
            key = key_of(line.measure, line.code)
            assert not key or key in made.counts, line
            if key and line.value is not None:
                self._learn((label, key, state), Fraction(line.value))

    def _open(self, label: str, counts: Mapping[str, Count], state: int, listed: Sequence[str]) -> None:
        self.read.add((label, state))
        withheld = {f"people.{one}" for one in OUTCOMES[1:] if not counts[f"people.{one}"].shown}
        silent = {one for one in withheld if not any(key.startswith(f"{one}.") for key in listed)}
        self.silent[label, state] = silent & self.silent.get((label, state), silent)
        if withheld - silent:  # some list their reasons, so that those without any are nought
            self.known |= {(label, one, state): 0 for one in silent}
        self.truth |= {(label, key, state): count.value for key, count in counts.items()}
        for total, parts in sums_of(counts):
            if total not in silent:
                self.sums.append(((label, total, state), tuple((label, part, state) for part in parts)))

    def _learn(self, cell: Cell, value: Fraction) -> None:
        """Note a printed number; two publications that contradict each other are no attack but a fault."""
        assert self.truth[cell] == value, f"{cell} printed wrong"
        self.known[cell] = int(value)

    def add_up(self) -> None:
        """What is counted over a year is the sum of its quarters; what is told later came in between."""
        states = sorted({state for _label, _key, state in self.truth})
        for state in states:
            keys = {key for label, key, at in self.truth if label == YEAR.label and at == state}
            for label in (one for one in LABELS if (one, state) not in self.read):
                for total, summed in sums_of(keys):
                    self.sums.append(((label, total, state), tuple((label, part, state) for part in summed)))
            for key in filter(adds_up, sorted(keys)):
                parts = tuple(
                    (one, key, state) for one in LABELS[1:] if not self._known_nought(one, key, state)
                )
                self.sums.append(((YEAR.label, key, state), parts))
        for before, after in pairwise(states):
            for label, key, state in list(self.truth):
                if state == after and label in LABELS:
                    self._came_between((label, key, before), (label, key, after))

    def _known_nought(self, label: str, key: str, state: int) -> bool:
        """What a publication does not list was nought; of what was not published nothing is known."""
        untold = key.rpartition(".")[0] in self.silent.get((label, state), ())
        return (label, state) in self.read and (label, key, state) not in self.truth and not untold

    def _came_between(self, before: Cell, after: Cell) -> None:
        label, key, state = after
        late = (f"{label} late", key, state)
        self.truth[late] = self.truth[after] - self.truth.get(before, 0)
        nought = self._known_nought(label, key, before[2])
        self.sums.append((after, (late,) if nought else (before, late)))

    def solved(self) -> set[Cell]:
        """Small cells that follow from the sums, and from nought being the sum of noughts."""
        cells: dict[Cell, int | None] = dict.fromkeys(self.truth)
        found = worked_out_of_noughts({**cells, **self.known}, self.sums)
        for cell, value in found.items():
            assert self.truth.get(cell, 0) == value, cell  # type: ignore[call-overload]
        return {cell for cell in self.truth if cell in found and self._protected(cell)}

    def _protected(self, cell: Cell) -> bool:
        return 0 < abs(self.truth[cell]) < 5 and about_people(cell[1])


def adds_up(key: str) -> bool:
    """Whether a year's count is the sum of its quarters': how concerns stand at the end is not."""
    return not key.endswith((".sent", ".replied", ".in_target", ".judged", ".open"))


def key_of(measure: str, code: str) -> str:  # noqa: PLR0911 - one line for each family of measures
    """Under which key a number of the national return is counted; nothing where it is none of people."""
    if measure in {"in_custody", "offered", *OUTCOMES}:
        return f"people.{measure}"
    if measure.removesuffix("_by_reason") in OUTCOMES:
        return f"people.{measure.removesuffix('_by_reason')}.{code or 'unstated'}"
    if measure in {"group_in_custody", "group_spoken_to"}:
        return f"people.{code}.{'all' if measure == 'group_in_custody' else 'spoken_to'}"
    if measure in {"beds_due", "beds_given"}:
        return f"people.beds.{'all' if measure == 'beds_due' else 'moved'}"
    of_code = {"concerns_by_group": "letter", "concerns_by_category": "code"}.get(measure)
    if of_code is not None:
        return f"concerns.{of_code}.{code}"
    if measure == "concerns_by_severity":
        return f"concerns.severity.{code}.raised"
    plain = {"concerns": "raised", "replies_judged": "judged", "replies_in_target": "in_target"}
    plain |= {f"concerns_{what}": what for what in ("put_right", "sent", "replied", "open")}
    return f"concerns.{plain[measure]}" if measure in plain else ""


def about_people(key: str) -> bool:
    """Whether a reader would learn of detained people: not so of the estate, or all concerns together."""
    parts = key.split(".")
    if parts[0] != "concerns":
        return True
    if parts[1] in {"letter", "code"}:
        return parts[2][0] not in "FJ"
    return False


def whole_of(key: str) -> str:  # noqa: PLR0911 - one line for each family of figures
    """Which count stands under a share."""
    parts = key.split(".")
    if parts[0] == "checks":
        return f"checks.{parts[1]}.answered"
    if parts[0] == "people" and len(parts) == 3 and parts[1] in {*GROUPS, "beds"}:
        return f"people.{parts[1]}.all"
    if key == "people.acceptance":
        return "people.offered"
    if parts[0] == "people" and len(parts) == 3:
        return "people.not_spoken_to"
    if parts[0] == "people" and parts[1] in {*OUTCOMES, "offered"}:
        return "people.in_custody"
    if key.endswith("put_right"):
        return key.replace("put_right", "raised")
    if key.endswith("in_target"):
        return key.replace("in_target", "judged")
    return ""


def sums_of(counts: Collection[str]) -> list[tuple[str, tuple[str, ...]]]:
    """The sums, as the report's definitions tell them to anybody."""
    named = set(counts)
    found: list[tuple[str, tuple[str, ...]]] = [
        ("people.in_custody", ("people.spoken_to", "people.not_spoken_to")),
        ("people.not_spoken_to", tuple(f"people.{one}" for one in OUTCOMES[1:])),
        ("people.offered", ("people.spoken_to", "people.declined")),
    ]
    for outcome in OUTCOMES[1:]:
        parts = tuple(sorted(key for key in named if key.startswith(f"people.{outcome}.")))
        found.append((f"people.{outcome}", parts))
    for name in (*GROUPS, "beds"):
        part = "moved" if name == "beds" else "spoken_to"
        found.append((f"people.{name}.all", (f"people.{name}.{part}", f"people.{name}.rest")))
    for key in named:
        if key.startswith("checks.") and key.endswith(".answered"):
            stem = key.removesuffix(".answered")
            found.append((key, (f"{stem}.yes", f"{stem}.no")))
    found += concern_sums(named)
    return [(total, parts) for total, parts in found if parts and {total, *parts} <= named]


def concern_sums(named: set[str]) -> list[tuple[str, tuple[str, ...]]]:
    """The sums of the concern tables."""
    letters = sorted({key.split(".")[2] for key in named if key.startswith("concerns.letter.")})
    suites = sorted({key.split(".")[2] for key in named if key.startswith("concerns.suite.")})
    found = [
        ("concerns.raised", tuple(f"concerns.suite.{one}" for one in suites)),
        ("concerns.raised", tuple(f"concerns.letter.{one}" for one in letters)),
        ("concerns.raised", tuple(f"concerns.severity.{one}.raised" for one in ("red", "amber", "green"))),
    ]
    for letter in letters:
        cells = tuple(f"concerns.letter.{letter}.{suite}" for suite in suites)
        codes = sorted(key for key in named if key.startswith(f"concerns.code.{letter}"))
        found += [(f"concerns.letter.{letter}", cells), (f"concerns.letter.{letter}", tuple(codes))]
    for suite in suites:
        cells = tuple(f"concerns.letter.{letter}.{suite}" for letter in letters)
        found.append((f"concerns.suite.{suite}", cells))
    return found
