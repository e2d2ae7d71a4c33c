"""The concerns of the annual report, with small counts about people withheld.

Counts of concerns about the estate (`F`) and about the visit itself (`J`) say
nothing about a detained person and are always printed.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from icv_app.domain.concern import ConcernStep, Severity
from icv_app.domain.ids import SuiteId
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.visit_facts import VisitFacts
from icv_app.figures import concerns
from icv_app.figures.concerns import Raised, Replies
from icv_app.figures.measures import Share
from icv_app.figures.suppression import CountTable, Sum

NOT_ABOUT_PEOPLE = frozenset({"F", "J"})
OTHER_SUITES = SuiteId("")
"""Contingency suites, and suites the settings do not list, as one column."""


@dataclass(frozen=True, slots=True)
class LetterLine:
    """The concerns of one letter.

    Attributes:
        by_suite: In the order of `ConcernFigures.suites`; `None` is withheld, likewise below.
        codes: (category code, count), in the order of the codes.
    """

    letter: str
    by_suite: tuple[int | None, ...]
    total: int | None
    codes: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True, slots=True)
class SeverityLine:
    """The concerns of one severity. `put_right` and `replies` are `None` where `raised` is withheld."""

    severity: Severity
    raised: int | None
    put_right: Share | None
    replies: Replies | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernFigures:
    """What visitors raised, and what came of it.

    Attributes:
        suites: Every suite with a concern, in the settings' order; `OTHER_SUITES` last.
        suite_totals: In that order.
        rate: Concerns for each person spoken to, on the counted visits; `None` where withheld.
        good_practice: Records of good practice, no concerns.
    """

    raised: int | None
    suites: tuple[SuiteId, ...]
    suite_totals: tuple[int | None, ...]
    letters: tuple[LetterLine, ...]
    severities: tuple[SeverityLine, ...]
    put_right: Share | None
    rate: Share | None
    replies: Replies
    good_practice: int


ALL_CONCERNS = ("all",)
PUT_RIGHT, NOT_PUT_RIGHT = ("put right",), ("not put right",)


def _about_people(key: Hashable) -> bool:
    """Whether a cell counts concerns of a letter that is about people."""
    return (
        isinstance(key, tuple) and key[0] in {"letter", "code", "cell"} and key[1][:1] not in NOT_ABOUT_PEOPLE
    )


def _about_no_people(key: Hashable) -> bool:
    return isinstance(key, tuple) and key[0] in {"letter", "code", "cell"} and not _about_people(key)


def _cells(raised: Sequence[Raised]) -> tuple[dict[Hashable, int], list[Sum[Hashable]]]:
    """Every count of the concern tables, and the sums between them."""
    by_cell = concerns.by_category_and_suite(raised)
    codes = sorted({code for code, _suite in by_cell})
    letters = sorted({code[:1] for code in codes})
    suites = sorted({suite for _code, suite in by_cell})
    counts: dict[Hashable, int] = {ALL_CONCERNS: len(raised)}
    sums: list[Sum[Hashable]] = []
    for suite in suites:
        counts["suite", suite] = sum(n for (_code, where), n in by_cell.items() if where == suite)
    for letter in letters:
        own = {cell: n for cell, n in by_cell.items() if cell[0][:1] == letter}
        counts["letter", letter] = sum(own.values())
        for suite in suites:
            counts["cell", letter, suite] = sum(n for (_code, where), n in own.items() if where == suite)
        for code in (code for code in codes if code[:1] == letter):
            counts["code", code] = sum(n for (found, _suite), n in own.items() if found == code)
        sums.append(Sum(("letter", letter), tuple(("cell", letter, suite) for suite in suites)))
        sums.append(Sum(("letter", letter), tuple(("code", c) for c in codes if c[:1] == letter)))
    for suite in suites:
        sums.append(Sum(("suite", suite), tuple(("cell", letter, suite) for letter in letters)))
    for severity, found in concerns.by_severity(raised).items():
        counts[severity] = len(found)
    sums.append(Sum(ALL_CONCERNS, tuple(("suite", suite) for suite in suites)))
    sums.append(Sum(ALL_CONCERNS, tuple(("letter", letter) for letter in letters)))
    sums.append(Sum(ALL_CONCERNS, tuple(Severity)))
    return counts, [one for one in sums if one.parts]


def _severity_lines(
    raised: Sequence[Raised],
    shown: Mapping[Hashable, int | None],
    reply_of: Mapping[Severity, Replies],
) -> tuple[SeverityLine, ...]:
    """Where what was put right is withheld in all, it is of each severity: together they would be all."""
    lines = []
    for severity, found in concerns.by_severity(raised).items():
        if shown[severity] is None:
            lines.append(SeverityLine(severity, None, None, None))
        else:
            put_right = None if shown[PUT_RIGHT] is None else concerns.put_right_at_visit(found)
            lines.append(SeverityLine(severity, len(found), put_right, reply_of[severity]))
    return tuple(lines)


def concern_table(visits: Sequence[VisitFacts], settings: SchemeSettings) -> CountTable:
    """Every count of concerns in a publication over its filed visits, and the sums between them.

    Suites that are contingency ones, or that the settings do not list, are one.
    """
    raised = _raised(visits, settings)
    counts, sums = _cells(raised)
    people = {key for key in counts if _about_people(key)}
    # A severity is one of people as soon as one of its concerns is.
    people |= {one.concern.severity for one in raised if one.concern.category[:1] not in NOT_ABOUT_PEOPLE}
    share = concerns.put_right_at_visit(raised)
    counts[PUT_RIGHT], counts[NOT_PUT_RIGHT] = int(share.part), int(share.of - share.part)
    sums.append(Sum(ALL_CONCERNS, (PUT_RIGHT, NOT_PUT_RIGHT)))
    if people and counts[PUT_RIGHT] and counts[NOT_PUT_RIGHT]:  # else all are alike, or none is of people
        people |= {PUT_RIGHT, NOT_PUT_RIGHT}
    kept = frozenset(key for key in counts if _about_no_people(key))
    return CountTable(counts, tuple(sums), frozenset(people), unprinted=frozenset({NOT_PUT_RIGHT}), kept=kept)


def _raised(visits: Sequence[VisitFacts], settings: SchemeSettings) -> tuple[Raised, ...]:
    order = {suite.suite_id for suite in settings.suites if not suite.contingency}
    return tuple(
        one if one.suite in order else replace(one, suite=OTHER_SUITES) for one in concerns.raised(visits)
    )


def concern_figures(
    visits: Sequence[VisitFacts],
    counted: Sequence[VisitFacts],
    steps: Iterable[ConcernStep],
    settings: SchemeSettings,
    *,
    known_until: date,
    year_end: date,
    spoken_withheld: bool,
    hidden: Collection[Hashable] | None = None,
) -> ConcernFigures:
    """Compute the concerns of a report.

    `visits` is every filed visit of the year, for an abandoned one can raise a
    concern; the rate is over the `counted` ones, and goes unsaid where it
    would give withheld people spoken to back. For the days see `concerns.replies`.
    `hidden` are the counts of `concern_table` that are withheld, where other
    publications have a say in it.
    """
    order = [suite.suite_id for suite in settings.suites if not suite.contingency]
    raised = _raised(visits, settings)
    table = concern_table(visits, settings)
    gone = table.withheld() if hidden is None else hidden
    shown: dict[Hashable, int | None] = {key: None if key in gone else n for key, n in table.counts.items()}
    known_steps = tuple(steps)

    def reply_of(found: Sequence[Raised]) -> Replies:
        targets = settings.reply_targets
        return concerns.replies(found, known_steps, targets, known_until=known_until, year_end=year_end)

    found_at = {one.suite for one in raised}
    suites = tuple(suite for suite in (*order, OTHER_SUITES) if suite in found_at)
    rate = concerns.concern_rate(counted)
    codes = sorted({one.concern.category for one in raised})
    return ConcernFigures(
        raised=shown[ALL_CONCERNS],
        suites=suites,
        suite_totals=tuple(shown["suite", suite] for suite in suites),
        letters=tuple(
            LetterLine(
                letter,
                tuple(shown["cell", letter, suite] for suite in suites),
                shown["letter", letter],
                tuple((code, shown["code", code]) for code in codes if code[:1] == letter),
            )
            for letter in sorted({one.concern.category[:1] for one in raised})
        ),
        severities=_severity_lines(
            raised, shown, {s: reply_of(found) for s, found in concerns.by_severity(raised).items()}
        ),
        put_right=None
        if not {ALL_CONCERNS, PUT_RIGHT}.isdisjoint(gone)
        else concerns.put_right_at_visit(raised),
        rate=None if spoken_withheld or shown[ALL_CONCERNS] is None else rate,
        replies=reply_of(raised),
        good_practice=len(concerns.good_practice(visits)),
    )
