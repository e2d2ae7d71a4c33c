"""Past visits out of a table: every row is judged, and only whole and sound ones become visits."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from icv_app.domain.ids import SuiteId, VisitId
from icv_app.domain.times import FinancialYear, in_london, london_day
from icv_app.domain.visit import Visit
from icv_app.errors import BadInput
from icv_app.exchange.past_row import PastRow
from icv_app.services.past_visits import (
    TIMES,
    ColumnMapping,
    HeldVisit,
    ImportBasis,
    ImportChoices,
    PastField,
    PastTable,
    RowProblem,
    Trial,
    past_fields,
)
from icv_app.services.progress import Progress, no_progress
from icv_app.words import _, plural

FAULTS_TOLD = 20
SAME_VISIT = timedelta(hours=1)
"""Two visits to a suite that began less than this apart are taken for one."""
MOST_SUITES_TOLD = 12


def try_table(
    table: PastTable,
    mapping: ColumnMapping,
    basis: ImportBasis,
    choices: ImportChoices,
    progress: Progress = no_progress,
) -> Trial:
    """Judge every row and keep nothing.

    Args:
        table: As it was read.
        mapping: What its columns stand for.
        basis: What rows are judged by.
        choices: The coordinator's.
        progress: Told rows done and all rows; what it raises goes through.
    """
    good: Counter[str] = Counter()
    problems: list[RowProblem] = []
    doubles: list[RowProblem] = []
    left_out: list[RowProblem] = []
    suites: Counter[str] = Counter()
    total = len(table.rows)
    judged = _judged(table, mapping, basis, choices, lambda: VisitId(""))
    for done, one in enumerate(judged, start=1):
        problems += one.problems
        doubles += one.doubles
        if one.unknown_suite:
            suites[one.unknown_suite] += 1
        if one.visit is not None and one.visit.began_at is not None:
            good[FinancialYear.containing(london_day(one.visit.began_at)).label] += 1
            left_out += one.left_out
        if done % 100 == 0 or done == total:
            progress(done, total)
    return Trial(
        rows=total,
        good=dict(sorted(good.items())),
        problems=tuple(problems),
        doubles=tuple(doubles),
        left_out=tuple(left_out),
        unknown_suites=tuple(name for name, _rows in suites.most_common(MOST_SUITES_TOLD)),
        before=basis.brought_in.get(table.digest),
    )


def good_visits(
    table: PastTable,
    mapping: ColumnMapping,
    basis: ImportBasis,
    choices: ImportChoices,
    new_id: Callable[[], VisitId],
) -> Iterator[Visit]:
    """Return the visits of the rows that come in, one by one, as `try_table` counts them."""
    for one in _judged(table, mapping, basis, choices, new_id):
        if one.visit is not None:
            yield one.visit


def require_importable(trial: Trial, choices: ImportChoices) -> None:
    """Say in one sentence why nothing is brought in, where that is so.

    Raises:
        BadInput: Rows are refused and the coordinator wants everything or nothing, or no row is left.
    """
    if trial.problems and not choices.only_good:
        told = "\n".join(str(problem) for problem in trial.problems[:FAULTS_TOLD])
        raise BadInput(
            f"import: {trial.refused} rows refused",
            user_text=_("Nothing was imported. Correct these rows and try again:\n{faults}").format(
                faults=told
            ),
        )
    if trial.coming == 0 and trial.doubles:
        told = plural(
            "Nothing was imported: {n} row is of a visit that is here already.",
            "Nothing was imported: {n} rows are of visits that are here already.",
            trial.doubled,
        )
        raise BadInput(f"import: {trial.doubled} rows are here already", user_text=told)
    if trial.coming == 0:
        raise BadInput("import: no good row", user_text=_("Nothing was imported: no row can be brought in."))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    visit: Visit | None
    problems: tuple[RowProblem, ...] = ()
    doubles: tuple[RowProblem, ...] = ()
    left_out: tuple[RowProblem, ...] = ()
    unknown_suite: str = ""


def _judged(
    table: PastTable,
    mapping: ColumnMapping,
    basis: ImportBasis,
    choices: ImportChoices,
    new_id: Callable[[], VisitId],
) -> Iterator[_Judged]:
    fields = {field.name: field for field in past_fields(basis.checklist)}
    places = {
        name: table.columns.index(column)
        for name, column in mapping.columns.items()
        if column in table.columns and name in fields
    }
    missing = _missing(places, fields)
    known, here = set(basis.known), _Here(basis.held)
    for number, cells in table.rows:
        if missing:
            yield _Judged(
                visit=None, problems=missing if number == table.rows[0][0] else (_same(number, missing),)
            )
            continue
        row = PastRow(number, cells, places, table.columns, mapping, basis, choices, fields)
        if len(cells) < len(table.columns) and not table.sheet:
            row.refuse_whole(
                _("has {n} cells, the first line {columns}: it is cut off, or a separator is missing").format(
                    n=len(cells), columns=len(table.columns)
                )
            )
        if any(cells[table.width :]) and not table.sheet:
            row.refuse_whole(
                _(
                    "has {n} cells, the first line {columns}: a text with a separator in it needs quotes"
                ).format(n=len(cells), columns=table.width)
            )
        visit = row.visit(new_id)
        if visit is None or row.problems:
            yield _Judged(visit=None, problems=tuple(row.problems), unknown_suite=row.unknown_suite)
            continue
        double = _double(visit, row, known, here, choices)
        if double is None:
            known.add(visit.visit_id)
            here.add(number, visit, row.own_id)
        yield _Judged(
            visit=visit if double is None else None,
            doubles=() if double is None else (double,),
            left_out=tuple(row.left_out),
        )


def _missing(places: dict[str, int], fields: dict[str, PastField]) -> tuple[RowProblem, ...]:
    """What no row can do without and no column stands for."""
    absent = [field.title for name, field in fields.items() if field.needed and name not in places]
    if not any(name in places for name in TIMES):
        absent.append(fields["arrived_at"].title)
    words = _("no column stands for it: choose one")
    return tuple(RowProblem(1, title, "", words) for title in absent)


def _same(number: int, missing: tuple[RowProblem, ...]) -> RowProblem:
    return RowProblem(number, missing[0].column, "", missing[0].words)


def _double(
    visit: Visit, row: PastRow, known: set[VisitId], here: _Here, choices: ImportChoices
) -> RowProblem | None:
    """Say that a visit is here already, by its identifier or by suite, day and hour."""
    if visit.visit_id and visit.visit_id in known:
        return row.told("visit_id", _("this visit is here already"))
    if choices.doubles_too or visit.suite is None or visit.began_at is None:
        return None
    other = here.near(visit.suite, visit.began_at, identified=row.own_id)
    if other is None:
        return None
    when = f"{in_london(other.began_at):%d/%m/%Y %H:%M}"
    if other.row:
        words = _("row {row} is a visit to the same suite in the same hour ({when})")
        return row.told("suite", words.format(row=other.row, when=when))
    words = _("a visit to this suite in the same hour is here already ({when})")
    return row.told("suite", words.format(when=when))


@dataclass(frozen=True, slots=True, order=True)
class _Begun:
    """Attributes: `row` is 0 for a visit in the vault; `own_id` for one with an identifier in the file."""

    began_at: datetime
    row: int = 0
    own_id: bool = False


class _Here:
    """Visits by suite, in the order they began."""

    def __init__(self, held: Iterable[HeldVisit]) -> None:
        self._by_suite: defaultdict[SuiteId, list[_Begun]] = defaultdict(list)
        for one in held:
            self._by_suite[one.suite].append(_Begun(one.began_at))
        for begun in self._by_suite.values():
            begun.sort()

    def add(self, row: int, visit: Visit, own_id: bool) -> None:
        if visit.suite is not None and visit.began_at is not None:
            insort(self._by_suite[visit.suite], _Begun(visit.began_at, row, own_id))

    def near(self, suite: SuiteId, moment: datetime, *, identified: bool) -> _Begun | None:
        """A visit that began within the hour; two rows with identifiers of their own are two visits."""
        begun = self._by_suite[suite]
        at = bisect_left(begun, _Begun(moment - SAME_VISIT + timedelta(microseconds=1)))
        for other in begun[at:]:
            if other.began_at >= moment + SAME_VISIT:
                return None
            if not (identified and other.own_id):
                return other
        return None
