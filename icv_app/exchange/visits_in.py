"""Reading past visits from CSV: every row is checked before any is kept."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from icv_app.domain.census import Census, Tally
from icv_app.domain.ids import MemberId, SuiteId, VisitId
from icv_app.domain.person import Contact
from icv_app.domain.times import LONDON, in_utc
from icv_app.domain.visit import Outcome, SecondVisitor, SignOff, Stage, Visit, VisitKind
from icv_app.errors import BadInput
from icv_app.exchange.visit_columns import COLUMNS
from icv_app.services.archive import ImportBasis
from icv_app.words import _

FAULTS_TOLD = 20
LARGEST_FILE = 64 * 1024 * 1024
MOST_PEOPLE = 500
_REASON = re.compile(r"(?P<contact>[a-z_]+)/(?P<reason>[a-z0-9_]+)=(?P<count>\d{1,3})")
_NEEDED = ("suite", "outcome", "visitors", "arrived_at")
_NAMES = {column.name for column in COLUMNS}

E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one cell is refused."""

    line: int
    column: str
    reason: str

    def __str__(self) -> str:
        return _("line {line}, column {column}: {reason}").format(
            line=self.line, column=self.column, reason=self.reason
        )


class _BadCell(Exception):
    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def read_visits(
    data: bytes, basis: ImportBasis, *, now: datetime, new_id: Callable[[], VisitId]
) -> list[Visit]:
    """Return the visits of a CSV file with the columns of an export; see docs/formats.md.

    Raises:
        BadInput: Any cell cannot be used; the sentence names line, column and reason (the first
            twenty), and nothing is to be kept.
    """
    rows = list(_rows(data))
    faults: list[Fault] = []
    visits: list[Visit] = []
    seen = set(basis.known)
    for line, row in rows:
        try:
            visit = _Row(row, basis, now).visit(new_id)
            if visit.visit_id in seen:
                raise _BadCell("visit_id", _("this visit is here already"))
            seen.add(visit.visit_id)
            visits.append(visit)
        except _BadCell as bad:
            faults.append(Fault(line, bad.column, bad.reason))
    if faults:
        told = "\n".join(str(fault) for fault in faults[:FAULTS_TOLD])
        raise BadInput(
            f"import: {len(faults)} rows refused",
            user_text=_("Nothing was imported. Correct these rows and try again:\n{faults}").format(
                faults=told
            ),
        )
    return visits


def _rows(data: bytes) -> Iterator[tuple[int, Mapping[str, str]]]:
    if len(data) > LARGEST_FILE:
        raise _unusable(_("The file is larger than 64 MB. Import it in parts."))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _not_utf8() from None
    if "\0" in text:  # UTF-16 without its mark
        raise _not_utf8()
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        names = reader.fieldnames or []
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise _unusable(
                _("The first line names a column twice: {columns}.").format(columns=", ".join(twice[:10]))
            )
        missing = [name for name in _NEEDED if name not in names]
        unknown = [name for name in names if name not in _NAMES]
        if missing or unknown:
            raise _unusable(
                _("The first line must name the columns. Missing: {missing}. Unknown: {unknown}.").format(
                    missing=", ".join(missing) or _("none"), unknown=", ".join(unknown[:10]) or _("none")
                )
            )
        for row in reader:
            if None in row or any(value is None for value in row.values()):
                raise _unusable(
                    _("Line {line} does not have as many cells as the first line.").format(
                        line=reader.line_num
                    )
                )
            yield reader.line_num, row
    except csv.Error:
        raise _unusable(
            _("Line {line} is not proper CSV. Save the file from a spreadsheet again.").format(
                line=reader.line_num
            )
        ) from None


class _Row:
    def __init__(self, cells: Mapping[str, str], basis: ImportBasis, now: datetime) -> None:
        self._cells = cells
        self._basis = basis
        self._now = now

    def visit(self, new_id: Callable[[], VisitId]) -> Visit:
        """Return the visit in this row."""
        kind = self._choice("kind", VisitKind) or VisitKind.IN_PERSON
        began = self._began(kind)
        outcome = self._choice("outcome", Outcome)
        if outcome is None:
            raise _BadCell("outcome", _("is needed"))
        visitors = tuple(MemberId(name) for name in self._text("visitors").split())
        if len(set(visitors)) < 2 or len(set(visitors)) != len(visitors):
            raise _BadCell("visitors", _("a visit needs two different visitors"))
        census, tallies = self._census(), self._tallies()
        filed = self._time("filed_at") or self._time("left_station_at") or began
        settings = self._basis.settings
        visit = Visit(
            visit_id=self._visit_id() or new_id(),
            suite=self._suite(),
            kind=kind,
            author=visitors[0],
            visitors=visitors,
            checklist=settings.checklist,
            settings_version=settings.version,
            settings_record=settings.record_id,
            arrived_at=self._time("arrived_at"),
            entered_at=self._time("entered_at"),
            left_suite_at=self._time("left_suite_at"),
            left_station_at=self._time("left_station_at"),
            outcome=outcome,
            abandoned_reason=self._abandoned(outcome),
            census=census,
            tallies=tallies,
            sign_off=SignOff(second=SecondVisitor.AGREED_HERE),
            travel_minutes=self._number("travel_minutes", 24 * 60),
            expenses_pence=self._number("expenses_pence", 1_000_000),
            stage=Stage.SUBMITTED,
            created_at=began,
            submitted_at=max(filed, began),
        )
        self._check(visit)
        return visit

    def _began(self, kind: VisitKind) -> datetime:
        """When they stood at the counter; a telephone visit has only the beginning of the call."""
        column = "entered_at" if kind is VisitKind.TELEPHONE else "arrived_at"
        moment = self._time(column)
        if moment is None:
            raise _BadCell(column, _("is needed"))
        return moment

    def _check(self, visit: Visit) -> None:
        moments = [visit.arrived_at, visit.entered_at, visit.left_suite_at, visit.left_station_at]
        given = [moment for moment in moments if moment is not None]
        if given != sorted(given):
            raise _BadCell("entered_at", _("the times do not follow each other"))
        if given[-1] > self._now:
            raise _BadCell("arrived_at", _("lies in the future"))
        completed = visit.outcome is Outcome.COMPLETED and visit.in_person
        if completed and visit.entered_at is None:
            raise _BadCell("entered_at", _("is needed for a completed visit"))
        if completed and not visit.reconciliation.reconciles:
            raise _BadCell(
                "in_custody",
                _("{total} in custody, but the outcomes add up to {accounted}").format(
                    total=visit.census.total if visit.census.total is not None else _("nobody counted"),
                    accounted=visit.reconciliation.accounted,
                ),
            )

    def _visit_id(self) -> VisitId | None:
        text = self._text("visit_id")
        if not text:
            return None
        try:
            return VisitId(str(UUID(text)))
        except ValueError:
            raise _BadCell("visit_id", _("is not an identifier; leave it empty")) from None

    def _suite(self) -> SuiteId:
        name = self._text("suite")
        for suite in self._basis.settings.suites:
            if name.casefold() in (suite.name.casefold(), suite.suite_id.casefold()):
                return suite.suite_id
        raise _BadCell("suite", _("no suite of the scheme has this name"))

    def _abandoned(self, outcome: Outcome) -> str | None:
        reason = self._text("abandoned_reason")
        if outcome is not Outcome.ABANDONED:
            return None
        if self._basis.checklist.choice("abandoned_reasons", reason) is None:
            raise _BadCell("abandoned_reason", _("is not a reason of the checklist"))
        return reason

    def _census(self) -> Census:
        return Census(
            total=self._number("in_custody", MOST_PEOPLE),
            men=self._number("men", MOST_PEOPLE),
            women=self._number("women", MOST_PEOPLE),
            other=self._number("other", MOST_PEOPLE),
            children_10_13=self._number("children_10_13", MOST_PEOPLE),
            children_14_17=self._number("children_14_17", MOST_PEOPLE),
            vulnerable=self._number("vulnerable", MOST_PEOPLE),
            arrived_during=self._number("arrived_during", MOST_PEOPLE),
        )

    def _tallies(self) -> tuple[Tally, ...]:
        """People by outcome and reason; whoever has no reason is counted without one."""
        by_reason = self._by_reason()
        tallies = []
        for contact in Contact:
            count = self._number(contact.value, MOST_PEOPLE) or 0
            reasons = {reason: n for (other, reason), n in by_reason.items() if other is contact}
            rest = count - sum(reasons.values())
            if rest < 0:
                raise _BadCell("reasons", _("more people than in column {name}").format(name=contact.value))
            tallies += [Tally(contact=contact, reason=reason, count=n) for reason, n in reasons.items()]
            if rest:
                spoken = contact is Contact.SPOKEN_TO
                tallies.append(
                    Tally(
                        contact=contact,
                        reason="",
                        count=rest,
                        children=self._group("children", rest) if spoken else 0,
                        vulnerable=self._group("vulnerable", rest) if spoken else 0,
                        women=self._group("women", rest) if spoken else 0,
                    )
                )
        return tuple(tallies)

    def _group(self, group: str, most: int) -> int:
        column = f"{group}_spoken_to"
        count = self._number(column, MOST_PEOPLE) or 0
        if count > most:
            raise _BadCell(column, _("more than were spoken to"))
        return count

    def _by_reason(self) -> dict[tuple[Contact, str], int]:
        found: dict[tuple[Contact, str], int] = {}
        for item in filter(None, (part.strip() for part in self._text("reasons").split(";"))):
            match = _REASON.fullmatch(item)
            if match is None or match["contact"] not in set(Contact):
                raise _BadCell("reasons", _("is not written like not_available/asleep=2"))
            found[Contact(match["contact"]), match["reason"]] = int(match["count"])
        return found

    def _text(self, column: str) -> str:
        return (self._cells.get(column) or "").strip().removeprefix("'")

    def _number(self, column: str, most: int) -> int | None:
        text = self._text(column)
        if not text:
            return None
        if not text.isascii() or not text.isdecimal() or len(text) > 9 or int(text) > most:
            raise _BadCell(column, _("is not a whole number from 0 to {most}").format(most=most))
        return int(text)

    def _choice(self, column: str, kind: type[E]) -> E | None:
        text = self._text(column)
        if not text:
            return None
        if text not in {choice.value for choice in kind}:
            allowed = ", ".join(choice.value for choice in kind)
            raise _BadCell(column, _("is none of {allowed}").format(allowed=allowed))
        return kind(text)

    def _time(self, column: str) -> datetime | None:
        text = self._text(column)
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
            moment = moment if moment.utcoffset() is not None else moment.replace(tzinfo=LONDON)
            return in_utc(moment)
        except (ValueError, OverflowError):
            raise _BadCell(column, _("is not a date and time like 2024-03-14T21:40")) from None


def _not_utf8() -> BadInput:
    return _unusable(_("The file is not UTF-8 text. Save it as “CSV UTF-8”."))


def _unusable(sentence: str) -> BadInput:
    return BadInput("import: unusable file", user_text=sentence)
