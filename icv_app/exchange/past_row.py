"""One row of past visits: what stands in it becomes a visit, or problems that say what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from icv_app.domain.census import Census
from icv_app.domain.completeness_custody import census_problems, must_reconcile
from icv_app.domain.custody_pattern import numbers_in
from icv_app.domain.ids import MemberId, SuiteId, VisitId
from icv_app.domain.justified import looks_like
from icv_app.domain.visit import Outcome, SecondVisitor, SignOff, Stage, Visit, VisitKind
from icv_app.exchange.cell_values import Unreadable, read_number, read_pence, said
from icv_app.exchange.column_guess import plain
from icv_app.exchange.past_counts import GroupsSpoken, RowCounts
from icv_app.exchange.past_times import RowTimes
from icv_app.services.past_visits import (
    PARTS,
    VISITORS,
    WORDS,
    ColumnMapping,
    ImportBasis,
    ImportChoices,
    PastField,
    RowProblem,
)
from icv_app.words import _

LONGEST_CELL = 10_000
MOST_PEOPLE = 500
_SHOWN = 60
_NUMBER = re.compile(r"[A-Za-z]{0,6}[ ./-]?\d{1,6}[A-Za-z]?")
"""What a scheme number looks like; a name does not."""
_BETWEEN = re.compile(r"[,;/&+\n]|\band\b")

_OUTCOMES = {
    Outcome.COMPLETED: "complete|done|full|full visit|yes|y|ok|successful|visited|visit completed|finished",
    Outcome.PART: "partial|partly|part visit|partial visit|partially completed|part completed|incomplete",
    Outcome.ABANDONED: "aborted|failed|unsuccessful|not completed|no access|turned away|visit abandoned",
}
_KINDS = {
    VisitKind.IN_PERSON: "in person|face to face|physical|physical visit|routine|normal|standard|visit",
    VisitKind.TELEPHONE: "telephone|phone|by phone|by telephone|remote|virtual|telephone visit",
    VisitKind.TACT: "tact|terrorism|tact visit",
    VisitKind.CONTINGENCY: "contingency|contingency suite",
}
E = TypeVar("E", bound=StrEnum)


class PastRow:
    """One row, being judged.

    Attributes:
        problems: Why it is refused; empty where it is sound.
        left_out: Texts that were left out of it.
        unknown_suite: What it calls a suite that nobody knows.
        own_id: Whether it has an identifier of its own.
    """

    def __init__(
        self,
        number: int,
        cells: Sequence[str],
        places: Mapping[str, int],
        columns: Sequence[str],
        mapping: ColumnMapping,
        basis: ImportBasis,
        choices: ImportChoices,
        fields: Mapping[str, PastField],
    ) -> None:
        self._number = number
        self._cells = cells
        self._places = places
        self._columns = columns
        self._mapping = mapping
        self._basis = basis
        self._choices = choices
        self._fields = fields
        self.problems: list[RowProblem] = []
        self.left_out: list[RowProblem] = []
        self.unknown_suite = ""
        self.own_id = False

    @property
    def month_first(self) -> bool:
        """Whether days are written with the month first."""
        return self._mapping.month_first

    def has(self, field: str) -> bool:
        """Whether a column stands for it."""
        return field in self._places

    def text(self, field: str) -> str:
        """What stands there; nothing where it says that nothing is known."""
        place = self._places.get(field)
        return said(self._cells[place]) if place is not None and place < len(self._cells) else ""

    def told(self, field: str, words: str) -> RowProblem:
        """A problem of this row at the column that stands for a field."""
        place = self._places.get(field)
        column = self._columns[place] if place is not None else self._fields[field].title
        value = self._cells[place] if place is not None and place < len(self._cells) else ""
        shown = value if len(value) <= _SHOWN else value[: _SHOWN - 1] + "…"
        return RowProblem(self._number, column, " ".join(shown.split()), words)

    def refuse(self, field: str, words: str) -> None:
        """Note why the row is refused."""
        self.problems.append(self.told(field, words))

    def refuse_whole(self, words: str) -> None:
        """Note why the row is refused, of no column of its own."""
        self.problems.append(RowProblem(self._number, self._columns[0], "", words))

    def number(self, field: str, most: int = MOST_PEOPLE) -> int | None:
        """A count; `None` where there is none, or it is refused."""
        text = self.text(field)
        if not text:
            return None
        try:
            return read_number(text, most)
        except Unreadable:
            self.refuse(field, _("is not a whole number from 0 to {most}").format(most=most))
            return None

    def visit(self, new_id: Callable[[], VisitId]) -> Visit | None:
        """Return the visit in this row; `None` where there are `problems`, in the order of the columns."""
        if self._too_long():
            return None
        outcome = self._outcome()
        counts = RowCounts(self, self._basis.checklist)
        before = len(self.problems)
        census = Census(total=self.number("in_custody"), **{name: self.number(name) for name in PARTS})
        tallies = counts.tallies()
        countable = len(self.problems) == before
        visit = replace(self._said(), outcome=outcome, census=census, tallies=tallies)
        if outcome is Outcome.ABANDONED:
            visit = self._abandoned(visit)
        elif outcome is not None and countable:
            visit = self._counted(visit, counts.groups)
        visit_id = self._visit_id()
        if self.problems:
            order = {column: place for place, column in enumerate(self._columns)}
            self.problems.sort(key=lambda problem: order.get(problem.column, len(order)))
            return None
        return replace(visit, visit_id=visit_id or new_id())

    def _said(self) -> Visit:
        """Everything but the counts; where something is refused, something else stands for it."""
        suite, visitors = self._suite(), self._visitors()
        times = RowTimes(self).read(self._basis.now)
        moments = times.moments if times is not None else {}
        words = {name: self._words(name) for name in WORDS}
        settings, now = self._basis.settings, self._basis.now
        return Visit(
            visit_id=VisitId(""),
            suite=suite,
            kind=self._choice("kind", _KINDS) or VisitKind.IN_PERSON,
            author=visitors[0] if visitors else MemberId(""),
            visitors=visitors,
            checklist=settings.checklist,
            settings_version=settings.version,
            settings_record=settings.record_id,
            arrived_at=moments.get("arrived_at"),
            entered_at=moments.get("entered_at"),
            left_suite_at=moments.get("left_suite_at"),
            left_station_at=moments.get("left_station_at"),
            sign_off=SignOff(second=SecondVisitor.AGREED_HERE),
            travel_minutes=self.number("travel_minutes", 24 * 60),
            expenses_pence=self._pence(),
            stage=Stage.SUBMITTED,
            created_at=times.began_at if times is not None else now,
            submitted_at=times.filed_at if times is not None else now,
            part_reason=words["part_reason"],
            positive_practice=words["positive_practice"],
            raised_with_officer=words["raised_with_officer"],
            officer_response=words["officer_response"],
            force_comment=words["force_comment"],
        )

    def _too_long(self) -> bool:
        for field, place in self._places.items():
            if place < len(self._cells) and len(self._cells[place]) > LONGEST_CELL:
                words = _("holds more than {most} letters: shorten it")
                self.refuse(field, words.format(most=f"{LONGEST_CELL:,}"))
                return True
        return False

    def _counted(self, visit: Visit, groups: GroupsSpoken) -> Visit:
        for problem in census_problems(visit):
            field = problem.field.removeprefix("census.")
            self.refuse("in_custody" if field == "total" else field, problem.text)
        reconciliation = visit.reconciliation
        if must_reconcile(visit) and reconciliation.in_custody is not None and not reconciliation.reconciles:
            self.refuse(
                "in_custody",
                _("{total} in custody, but the outcomes add up to {accounted}: correct the count").format(
                    total=reconciliation.in_custody, accounted=reconciliation.accounted
                ),
            )
        if visit.in_person:
            groups.check(visit.census)
        if visit.outcome is not Outcome.PART:
            return replace(visit, part_reason="")
        return self._part(visit)

    def _part(self, visit: Visit) -> Visit:
        if visit.part_reason or visit.reconciliation.reconciles:
            return visit
        if self.has("part_reason") and not any(
            one.column == self.told("part_reason", "").column for one in self.left_out
        ):
            self.refuse("part_reason", _("say why only a part of the visit was made"))
        return replace(visit, part_reason=_("Not said in the file it was imported from."))

    def _abandoned(self, visit: Visit) -> Visit:
        """Rule 11: nothing was counted on an abandoned visit; noughts in a table say no more than that."""
        if any(tally.count for tally in visit.tallies):
            self.refuse(
                "outcome", _("nobody is seen on an abandoned visit: take the people out, or write “part”")
            )
        choices = self._basis.checklist.reasons["abandoned_reasons"]
        written = plain(self.text("abandoned_reason"))
        named = {plain(name): choice for choice in choices for name in (choice.choice_id, choice.label)}
        chosen = named.get(written)
        note = ""
        if chosen is None and not self.has("abandoned_reason") and "other" in named:
            chosen, note = named["other"], _("Not said in the file it was imported from.")
        if chosen is None:
            labels = ", ".join(choice.label for choice in choices)
            self.refuse("abandoned_reason", _("write one of: {labels}").format(labels=labels))
            return visit
        return replace(
            visit,
            census=Census(),
            tallies=(),
            part_reason="",
            abandoned_reason=chosen.choice_id,
            abandoned_note=note if chosen.requires else "",
        )

    def _visit_id(self) -> VisitId | None:
        text = self.text("visit_id")
        if not text:
            return None
        try:
            found = VisitId(str(UUID(text)))
        except ValueError:
            self.refuse("visit_id", _("is not an identifier; leave it empty"))
            return None
        self.own_id = True
        return found

    def _suite(self) -> SuiteId | None:
        name = self.text("suite")
        wanted = plain(name)
        chosen = self._mapping.suites.get(name.casefold())
        for suite in self._basis.settings.suites:
            if suite.suite_id == chosen or wanted in (plain(suite.name), plain(suite.suite_id)):
                return suite.suite_id
        if not name:
            self.refuse("suite", _("is needed"))
        else:
            self.unknown_suite = name
            self.refuse("suite", _("no suite of the scheme has this name: say which one it is"))
        return None

    def _outcome(self) -> Outcome | None:
        if not self.has("outcome"):
            return Outcome.COMPLETED  # and so it must add up
        if not self.text("outcome"):
            self.refuse("outcome", _("is needed"))
            return None
        return self._choice("outcome", _OUTCOMES)

    def _choice(self, field: str, known: Mapping[E, str]) -> E | None:
        text = plain(self.text(field))
        if not text:
            return None
        for choice, words in known.items():
            if text in (plain(choice.value), *words.split("|")):
                return choice
        allowed = ", ".join(choice.value.replace("_", " ") for choice in known)
        self.refuse(field, _("is none of {allowed}").format(allowed=allowed))
        return None

    def _visitors(self) -> tuple[MemberId, ...]:
        """Scheme numbers, or names of members; nobody else's name is kept."""
        found: list[MemberId] = []
        for field in VISITORS:
            for name in self._names(self.text(field)):
                member = self._member(name)
                if member is None:
                    self.refuse(
                        field, _("is neither a scheme number nor the name of one member: write the number")
                    )
                    return ()
                found.append(member)
        if len(set(found)) < 2 or len(set(found)) != len(found):
            self.refuse("visitors", _("a visit needs two different visitors"))
            return ()
        return tuple(found)

    def _names(self, text: str) -> list[str]:
        parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
        if len(parts) == 1 and self._member(text) is None and all(map(_NUMBER.fullmatch, text.split())):
            return text.split()
        return parts

    def _member(self, name: str) -> MemberId | None:
        wanted = name.casefold()
        named = []
        for member in self._basis.members:
            if member.member_id.casefold() == wanted:
                return member.member_id
            if member.surname and plain(name) in (
                plain(f"{member.given_name} {member.surname}"),
                plain(f"{member.given_name[:1]} {member.surname}"),
            ):
                named.append(member.member_id)
        if named:
            return named[0] if len(named) == 1 else None
        return MemberId(name) if _NUMBER.fullmatch(name) else None

    def _pence(self) -> int | None:
        if self.has("expenses_pence") or not self.text("expenses_pounds"):
            return self.number("expenses_pence", 1_000_000)
        try:
            return read_pence(self.text("expenses_pounds"))
        except Unreadable:
            self.refuse("expenses_pounds", _("is not an amount in pounds like 12.40"))
            return None

    def _words(self, field: str) -> str:
        """Rule 1: what seems to identify somebody stays out, with its text or with its row."""
        text = "".join(
            letter if letter.isprintable() or letter == "\n" else " " for letter in self.text(field)
        )
        seems = self._identifies(text) if text else ""
        if not seems:
            return text
        if self._choices.leave_out_words:
            self.left_out.append(self.told(field, _("{seems}: the text is left out").format(seems=seems)))
            return ""
        self.refuse(field, _("{seems}: take it out of the file, or leave such texts out").format(seems=seems))
        return ""

    def _identifies(self, text: str) -> str:
        """Say what in a text seems to identify somebody.

        A custody number may stand in a report, beside the person it is of; here no person is, so it would
        be kept for good and go out in every export.
        """
        numbers = numbers_in(self._basis.settings.custody_number_pattern, text)
        seen = [(one.text, looks_like(one.hint)) for one in self._basis.guard.scan(text)]
        seen += [(text[begin:end], _("a custody number")) for begin, end in numbers]
        if not seen:
            return ""
        return _("“{found}” looks like {what}").format(found=seen[0][0], what=seen[0][1])
