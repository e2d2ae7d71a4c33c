"""Withholding small counts where something else was published of the same year.

A year is the sum of its quarters, so that what one publication withholds another could give back.
Publications are taken in the order in which they came out: what an earlier one printed is known, what it
withheld is guarded by whatever comes after it, and a publication never has to know of later ones.

Source: the scheme's publication rule: "earlier publications of the same year included".
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

from icv_app.domain.periods import Period, QuarterOfYear, quarters_of, year_of_period
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.times import FinancialYear
from icv_app.figures import selection
from icv_app.figures.annual_concerns import put_raised, raised_at
from icv_app.figures.annual_people import people_of, put_people
from icv_app.figures.count_tables import Count, CountTable, printed_counts
from icv_app.figures.suppression import PrintedCounts, Sum

_REST = "the other quarters"

Withheld = frozenset[Hashable]


@dataclass(frozen=True, slots=True)
class Hidden:
    """What a publication withholds: keys of `annual_people.put_people` and of `concern_counts`.

    `None` where nothing about people can be added to what came out before, not even which codes there are.
    """

    people: Withheld | None
    concerns: Withheld | None


def withheld_in(
    period: Period, filed: selection.Visits, settings: SchemeSettings, published: Sequence[Period] = ()
) -> Hidden:
    """Return what a publication of a period withholds.

    Args:
        period: A year or a quarter of it.
        filed: Every filed visit of the year.
        settings: For the suites that have a column of their own.
        published: Periods of the year that were published before, oldest first; this one may be among
            them, and then those after it do not matter.

    Raises:
        RuleBroken: A completed visit does not reconcile.
    """
    year = year_of_period(period)
    order = list(dict.fromkeys((*published, period)))
    order = order[: order.index(period) + 1]

    def people(one: Period) -> PrintedCounts:
        table = CountTable()
        put_people(table, people_of(selection.counted(filed, one)))
        return printed_counts(table)

    def raised(one: Period) -> PrintedCounts:
        return concern_counts(selection.filed(filed, one), settings, by_suite=one == year)

    return Hidden(
        _in_order(order, year, {one: people(one) for one in {*order, year}}),
        _in_order(order, year, {one: raised(one) for one in {*order, year}}),
    )


def told_by_return(
    filed: selection.Visits, settings: SchemeSettings, order: Sequence[Period]
) -> Mapping[str, Count]:
    """What the last of some national returns told, by the keys of a publication's counts.

    Args:
        filed: Every filed visit of the year.
        settings: For the suites that have a column of their own.
        order: The returns of the year so far, oldest first.

    Raises:
        RuleBroken: A completed visit does not reconcile.
    """
    period = order[-1]
    hidden = withheld_in(period, filed, settings, order[:-1])
    people = CountTable()
    put_people(people, people_of(selection.counted(filed, period)))
    raised = concern_counts(selection.filed(filed, period), settings, by_suite=False)
    return {
        str(key): Count(count, gone is not None and key not in gone and key not in table.unprinted)
        for table, gone in ((printed_counts(people), hidden.people), (raised, hidden.concerns))
        for key, count in table.counts.items()
    }


def concern_counts(visits: selection.Visits, settings: SchemeSettings, *, by_suite: bool) -> PrintedCounts:
    """The counts of concerns of a publication over its filed visits.

    Args:
        visits: Every filed one.
        settings: For the suites that have a column of their own.
        by_suite: Whether the publication says what was raised where.
    """
    whole = CountTable()
    put_raised(whole, raised_at(visits, settings))
    table = printed_counts(whole)
    if by_suite:
        return table
    counts = {key: n for key, n in table.counts.items() if not _of_suite(key)}
    sums = tuple(one for one in table.sums if not any(_of_suite(key) for key in one.keys))
    here = counts.keys()
    return PrintedCounts(counts, sums, table.protected & here, table.unprinted & here, table.kept & here)


def _of_suite(key: Hashable) -> bool:
    name = str(key)
    return name.startswith("concerns.suite.") or (name.startswith("concerns.letter.") and name.count(".") > 2)


def everything_in(table: PrintedCounts) -> Withheld:
    """What is withheld of a table where nothing about people may be printed."""
    return frozenset(table.counts) - table.kept


def _in_order(
    order: Sequence[Period], year: FinancialYear, tables: Mapping[Period, PrintedCounts]
) -> Withheld | None:
    """Return what the last of these publications withholds."""
    hidden: dict[Period, Withheld] = {}
    for one in order:
        so_far = [*hidden, one]
        alone = len(so_far) == 1 or year not in so_far  # quarters share no visit
        found = tables[one].withheld() if alone else _beside(one, so_far, year, tables, hidden)
        if found is not None:
            hidden[one] = found
    return hidden.get(order[-1])


def _beside(
    one: Period,
    so_far: Sequence[Period],
    year: FinancialYear,
    tables: Mapping[Period, PrintedCounts],
    hidden: Mapping[Period, Withheld],
) -> Withheld | None:
    """Return what a publication withholds beside those before it, the year among them all."""
    own = tables[one]
    together = PrintedCounts({}, (), frozenset())
    for period in so_far:
        table = tables[period]
        if period != one:
            unprinted = table.unprinted | hidden[period]
            table = replace(table, unprinted=unprinted, kept=frozenset(table.counts) - unprinted)
        together = _joined(together, _named(period, table))
    together = _joined(together, _across(so_far, year, tables))
    try:
        found = together.withheld(alone=False)
    except ValueError:
        # A nought would give something back, or what came out before was made from other records.
        return None
    return frozenset(key for key in own.counts if (one, key) in found)


def _across(
    so_far: Sequence[Period], year: FinancialYear, tables: Mapping[Period, PrintedCounts]
) -> PrintedCounts:
    """A year is its quarters; those not published are one unknown, guarded like the rest."""
    quarters = [one for one in so_far if isinstance(one, QuarterOfYear)]
    whole = len(quarters) == len(quarters_of(year))
    counts: dict[Hashable, int] = {}
    sums: list[Sum[Hashable]] = []
    for key, total in tables[year].counts.items():
        parts: list[Hashable] = [(one, key) for one in quarters if key in tables[one].counts]
        if not parts:
            continue
        if not whole:
            counts[_REST, key] = total - sum(tables[one].counts.get(key, 0) for one in quarters)
            parts.append((_REST, key))
        sums.append(Sum((year, key), tuple(parts)))
    protected = frozenset((_REST, key) for key in tables[year].protected if (_REST, key) in counts)
    return PrintedCounts(counts, tuple(sums), protected, unprinted=frozenset(counts))


def _named(period: Period, table: PrintedCounts) -> PrintedCounts:
    """The table with each key under its period."""
    under: Callable[[Hashable], Hashable] = lambda key: (period, key)  # noqa: E731
    return PrintedCounts(
        {under(key): n for key, n in table.counts.items()},
        tuple(Sum(under(one.total), tuple(map(under, one.parts))) for one in table.sums),
        frozenset(map(under, table.protected)),
        frozenset(map(under, table.unprinted)),
        frozenset(map(under, table.kept)),
    )


def _joined(first: PrintedCounts, second: PrintedCounts) -> PrintedCounts:
    return PrintedCounts(
        {**first.counts, **second.counts},
        (*first.sums, *second.sums),
        first.protected | second.protected,
        first.unprinted | second.unprinted,
        first.kept | second.kept,
    )
