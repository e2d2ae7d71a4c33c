"""The concerns of the annual report, with small counts about people withheld.

Counts of concerns about the estate (`F`) and about the visit itself (`J`) say
nothing about a detained person and are always printed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from icv_app.domain.concern import ConcernStep, Severity
from icv_app.domain.ids import SuiteId
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.visit_facts import VisitFacts
from icv_app.figures import concerns
from icv_app.figures.concerns import Raised, Replies
from icv_app.figures.count_tables import CountTable
from icv_app.figures.measures import Share
from icv_app.figures.published import PeopleShare, people_share

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
class ReplyFigures:
    """How the force replied; see `concerns.Replies`. A count is `None` where it is withheld."""

    sent: int | None
    replied: int | None
    median_working_days: Fraction | None
    in_target: PeopleShare
    open_at_end: int | None


@dataclass(frozen=True, slots=True)
class SeverityLine:
    """The concerns of one severity."""

    severity: Severity
    raised: int | None
    put_right: PeopleShare
    replies: ReplyFigures


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
    put_right: PeopleShare
    rate: Share | None
    replies: ReplyFigures
    good_practice: int


RAISED = "concerns.raised"
_REPLY_COUNTS = ("sent", "replied", "in_target", "judged", "open")
OPEN = "concerns.open"


def letter_key(letter: str) -> str:
    """The key of the concerns of one letter."""
    return f"concerns.letter.{letter}"


def code_key(code: str) -> str:
    """The key of the concerns of one category."""
    return f"concerns.code.{code}"


def suite_key(suite: SuiteId) -> str:
    """The key of the concerns at one suite."""
    return f"concerns.suite.{suite or 'other'}"


def cell_key(letter: str, suite: SuiteId) -> str:
    """The key of the concerns of one letter at one suite."""
    return f"{letter_key(letter)}.{suite or 'other'}"


def group_key(severity: Severity | None, what: str = "raised") -> str:
    """The key of a count of the concerns of one severity, or of all."""
    return f"concerns.{what}" if severity is None else f"concerns.severity.{severity.value}.{what}"


@dataclass(frozen=True, slots=True)
class ConcernsOf:
    """The concerns of a period, and what came of those of each severity (`None` for all).

    Attributes:
        order: Suites that stand for themselves, in the settings' order.
    """

    raised: tuple[Raised, ...]
    replies: Mapping[Severity | None, Replies]
    order: tuple[SuiteId, ...]

    def of(self, severity: Severity | None) -> tuple[Raised, ...]:
        """The concerns of one severity, or all."""
        if severity is None:
            return self.raised
        return tuple(one for one in self.raised if one.concern.severity is severity)


def concerns_of(
    visits: Sequence[VisitFacts],
    steps: Iterable[ConcernStep],
    settings: SchemeSettings,
    *,
    known_until: date,
    period_end: date,
) -> ConcernsOf:
    """Gather the concerns of every filed visit of a period; for the days see `concerns.replies`."""
    order = tuple(suite.suite_id for suite in settings.suites if not suite.contingency)
    raised = raised_at(visits, settings)
    targets = settings.reply_targets
    found = concerns.answered(raised, steps, targets, known_until=known_until, year_end=period_end)
    replies: dict[Severity | None, Replies] = {None: concerns.replies_to(found)}
    for severity in Severity:
        own = [one for one in found if one.raised.concern.severity is severity]
        replies[severity] = concerns.replies_to(own)
    return ConcernsOf(raised, replies, order)


def raised_at(visits: Iterable[VisitFacts], settings: SchemeSettings) -> tuple[Raised, ...]:
    """The concerns of some visits; contingency suites, and suites the settings do not list, are one."""
    order = {suite.suite_id for suite in settings.suites if not suite.contingency}
    return tuple(
        one if one.suite in order else replace(one, suite=OTHER_SUITES) for one in concerns.raised(visits)
    )


def _about_people(category: str) -> bool:
    """Whether a category or its letter is about people."""
    return category[:1] not in NOT_ABOUT_PEOPLE


def put_concerns(table: CountTable, found: ConcernsOf) -> None:
    """Note every count of concerns and of replies, and the sums between them."""
    put_raised(table, found.raised)
    for severity in (None, *Severity):
        own, replies = found.of(severity), found.replies[severity]
        values = (replies.sent, replies.replied, int(replies.in_target.part), int(replies.in_target.of))
        keys = [
            table.add(group_key(severity, what), count, additive=False)
            for what, count in zip(_REPLY_COUNTS, (*values, replies.open_at_end), strict=True)
        ]
        if severity is None or not _of_people(own):
            table.mixed.update(keys)
    for what in _REPLY_COUNTS:
        table.relate(group_key(None, what), (group_key(severity, what) for severity in Severity))


def put_raised(table: CountTable, raised: Sequence[Raised]) -> None:
    """Note every count of what was raised and put right, and the sums between them."""
    by_cell = concerns.by_category_and_suite(raised)
    codes = sorted({code for code, _suite in by_cell})
    letters, suites = sorted({code[:1] for code in codes}), sorted({suite for _code, suite in by_cell})
    table.mixed.add(table.add(RAISED, len(raised)))
    for suite in suites:
        at = sum(n for (_code, where), n in by_cell.items() if where == suite)
        table.mixed.add(table.add(suite_key(suite), at))
    for letter in letters:
        _put_letter(table, letter, by_cell, codes, suites)
    for suite in suites:
        table.relate(suite_key(suite), (cell_key(letter, suite) for letter in letters))
    table.relate(RAISED, map(suite_key, suites))
    table.relate(RAISED, map(letter_key, letters))
    _put_severities(table, raised)


def _put_letter(
    table: CountTable,
    letter: str,
    by_cell: Mapping[tuple[str, SuiteId], int],
    codes: Sequence[str],
    suites: Sequence[SuiteId],
) -> None:
    own = {cell: n for cell, n in by_cell.items() if cell[0][:1] == letter}
    keys = [table.add(letter_key(letter), sum(own.values()))]
    for suite in suites:
        at = sum(n for (_code, where), n in own.items() if where == suite)
        keys.append(table.add(cell_key(letter, suite), at))
    mine = [code for code in codes if code[:1] == letter]
    for code in mine:
        of_code = sum(n for (other, _suite), n in own.items() if other == code)
        keys.append(table.add(code_key(code), of_code))
    if not _about_people(letter):
        table.free.update(keys)
    table.relate(letter_key(letter), (cell_key(letter, suite) for suite in suites))
    table.relate(letter_key(letter), map(code_key, mine))


def _of_people(raised: Iterable[Raised]) -> bool:
    """Some concerns are of people as soon as one is."""
    return any(_about_people(one.concern.category) for one in raised)


def _put_severities(table: CountTable, raised: Sequence[Raised]) -> None:
    for severity in (None, *Severity):
        own = [one for one in raised if severity is None or one.concern.severity is severity]
        whole = table.add(group_key(severity), len(own))
        done = table.add(group_key(severity, "put_right"), sum(one.concern.put_right for one in own))
        rest = table.add(group_key(severity, "not_put_right"), table.counts[whole] - table.counts[done])
        table.unprinted.add(rest)
        table.relate(whole, (done, rest))
        if not _of_people(own):
            table.mixed.update((whole, done, rest))
        elif severity is None:
            table.mixed.add(whole)
    for what in ("raised", "put_right", "not_put_right"):
        table.relate(group_key(None, what), (group_key(severity, what) for severity in Severity))


def _replies_shown(found: Replies, severity: Severity | None, hidden: Collection[str]) -> ReplyFigures:
    sent, replied, kept, judged, left = (group_key(severity, what) for what in _REPLY_COUNTS)
    return ReplyFigures(
        sent=None if sent in hidden else found.sent,
        replied=None if replied in hidden else found.replied,
        median_working_days=None if replied in hidden else found.median_working_days,
        in_target=people_share(found.in_target, hidden, part=kept, of=judged),
        open_at_end=None if left in hidden else found.open_at_end,
    )


def concern_figures(
    found: ConcernsOf,
    visits: Sequence[VisitFacts],
    counted: Sequence[VisitFacts],
    hidden: Collection[str],
    *,
    spoken_withheld: bool,
) -> ConcernFigures:
    """Compute the concerns of a report, less what is hidden.

    `visits` is every filed visit of the period, for an abandoned one can raise a
    concern; the rate is over the `counted` ones, and goes unsaid where it
    would give withheld people spoken to back.
    """
    by_cell = concerns.by_category_and_suite(found.raised)
    at_suites = {suite for _code, suite in by_cell}
    suites = tuple(suite for suite in (*found.order, OTHER_SUITES) if suite in at_suites)
    codes = sorted({code for code, _suite in by_cell})

    def count(key: str, number: int) -> int | None:
        return None if key in hidden else number

    def line(letter: str) -> LetterLine:
        own = {cell: n for cell, n in by_cell.items() if cell[0][:1] == letter}
        return LetterLine(
            letter,
            tuple(
                count(cell_key(letter, suite), sum(n for (_c, at), n in own.items() if at == suite))
                for suite in suites
            ),
            count(letter_key(letter), sum(own.values())),
            tuple(
                (code, count(code_key(code), sum(n for (c, _at), n in own.items() if c == code)))
                for code in codes
                if code[:1] == letter
            ),
        )

    def put_right(severity: Severity | None) -> PeopleShare:
        share = concerns.put_right_at_visit(found.of(severity))
        return people_share(share, hidden, part=group_key(severity, "put_right"), of=group_key(severity))

    raised = count(RAISED, len(found.raised))
    return ConcernFigures(
        raised=raised,
        suites=suites,
        suite_totals=tuple(
            count(suite_key(suite), sum(n for (_c, at), n in by_cell.items() if at == suite))
            for suite in suites
        ),
        letters=tuple(line(letter) for letter in sorted({code[:1] for code in codes})),
        severities=tuple(
            SeverityLine(
                severity,
                count(group_key(severity), len(found.of(severity))),
                put_right(severity),
                _replies_shown(found.replies[severity], severity, hidden),
            )
            for severity in Severity
        ),
        put_right=put_right(None),
        rate=None if spoken_withheld or raised is None else concerns.concern_rate(counted),
        replies=_replies_shown(found.replies[None], None, hidden),
        good_practice=len(concerns.good_practice(visits)),
    )
