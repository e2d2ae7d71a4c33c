"""Past visits in a table of somebody else's making: what its columns stand for, what a dry run finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from icv_app.domain.audit import AuditEntry
from icv_app.domain.checklist import Checklist
from icv_app.domain.ids import SuiteId, VisitId
from icv_app.domain.justified import TextGuard
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.domain.times import day_in_words, london_day
from icv_app.words import _, plural

LONGEST_NAME = 60
MOST_MAPPINGS = 50


class FieldGroup(StrEnum):
    """Fields that belong together."""

    VISIT = "visit"
    TIMES = "times"
    COUNT = "count"
    SEEN = "seen"
    REASONS = "reasons"
    WORDS = "words"
    COSTS = "costs"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastField:
    """One thing a column can stand for.

    Attributes:
        name: As in an export; of a reason, `outcome/reason`.
        title: For people.
        needed: Without it no row can be brought in.
    """

    name: str
    title: str
    group: FieldGroup
    needed: bool = False


WORDS = ("part_reason", "positive_practice", "raised_with_officer", "officer_response", "force_comment")
"""Fields of free text; the privacy guard looks through them."""
VISITORS = ("visitors", "second_visitor", "third_visitor")
TIMES = ("arrived_at", "entered_at", "left_suite_at", "left_station_at")
"""In the order in which they follow each other."""
PARTS = ("men", "women", "other", "children_10_13", "children_14_17", "vulnerable", "arrived_during")
GROUPS = ("children", "vulnerable", "women")


def past_fields(checklist: Checklist) -> tuple[PastField, ...]:
    """Everything a column can stand for, in the order of the visit; reasons are those of the checklist."""
    groups = {
        FieldGroup.VISIT: _visit_titles(),
        FieldGroup.TIMES: _time_titles(),
        FieldGroup.COUNT: _count_titles(),
        FieldGroup.SEEN: _seen_titles(),
        FieldGroup.REASONS: _reason_titles(checklist),
        FieldGroup.WORDS: _word_titles(),
        FieldGroup.COSTS: {
            "travel_minutes": _("Travel in minutes, both ways, one visitor"),
            "expenses_pounds": _("Expenses in pounds"),
            "expenses_pence": _("Expenses in pence"),
        },
    }
    needed = {"suite", "visitors"}
    return tuple(
        PastField(name=name, title=title, group=group, needed=name in needed)
        for group, titles in groups.items()
        for name, title in titles.items()
    )


def _visit_titles() -> dict[str, str]:
    return {
        "suite": _("Custody suite"),
        "date": _("Date of the visit"),
        "visitors": _("Visitors, or the first visitor"),
        "second_visitor": _("Second visitor"),
        "third_visitor": _("Third visitor"),
        "outcome": _("How the visit ended"),
        "abandoned_reason": _("Why it was abandoned"),
        "kind": _("Kind of visit"),
        "visit_id": _("ICV’s own identifier"),
    }


def _time_titles() -> dict[str, str]:
    return {
        "arrived_at": _("Arrived at the counter"),
        "entered_at": _("Entered the suite"),
        "left_suite_at": _("Left the suite"),
        "left_station_at": _("Left the station"),
        "filed_at": _("Report filed"),
    }


def _count_titles() -> dict[str, str]:
    return {
        "in_custody": _("In custody at entry"),
        "men": _("of them men"),
        "women": _("of them women"),
        "other": _("of them of another or unknown gender"),
        "children_10_13": _("of them children 10 to 13"),
        "children_14_17": _("of them children 14 to 17, or all children"),
        "vulnerable": _("of them vulnerable"),
        "arrived_during": _("Arrived during the visit"),
    }


def _seen_titles() -> dict[str, str]:
    return {
        "spoken_to": _("Spoken to"),
        "observed_only": _("Observed only"),
        "declined": _("Declined"),
        "not_available": _("Not available"),
        "not_offered": _("Not offered"),
        "children_spoken_to": _("Children spoken to"),
        "vulnerable_spoken_to": _("Vulnerable people spoken to"),
        "women_spoken_to": _("Women spoken to"),
    }


def _reason_titles(checklist: Checklist) -> dict[str, str]:
    titles = {
        f"{outcome}/{reason.choice_id}": f"{_seen_titles()[outcome]}: {reason.label}"
        for outcome in ("not_available", "not_offered")
        for reason in checklist.not_seen_reasons(outcome)
    }
    return titles | {"reasons": _("All reasons in one column, as ICV exports them")}


def _word_titles() -> dict[str, str]:
    return {
        "part_reason": _("Why only part of a visit"),
        "positive_practice": _("What was done well"),
        "raised_with_officer": _("Raised with the custody officer"),
        "officer_response": _("What the custody officer answered"),
        "force_comment": _("The force’s comment"),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMapping:
    """Which column stands for what, so that the next file of the same make needs no questions.

    Attributes:
        columns: Field name to the column's name.
        month_first: Whether dates are written 12/31/2024; in the UK they are not.
        suites: What the table calls a suite, casefolded, to the scheme's suite.
    """

    name: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    month_first: bool = False
    suites: dict[str, SuiteId] = field(default_factory=dict)

    def with_column(self, field_name: str, column: str | None) -> ColumnMapping:
        """This mapping with one field read from another column, or from none."""
        columns = {name: other for name, other in self.columns.items() if name != field_name}
        if column is not None:
            columns[field_name] = column
        return replace(self, columns=columns)

    def fits(self, columns: Sequence[str]) -> bool:
        """Whether every column it speaks of is there."""
        return bool(self.columns) and set(self.columns.values()) <= set(columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class PastTable:
    """A table as it was read, every cell as text.

    Attributes:
        digest: SHA-256 of the file's bytes.
        sheet: The one read; empty for CSV, which has none.
        header_row: The row that names the columns, from 1.
        width: How many cells that row has; more than `columns` where the last of them are blank.
        columns: Their names, each once.
        rows: Row number in the file, and the cells; empty rows are left out.
        how_read: How the text was taken, for people: encoding and separator.
    """

    file_name: str
    digest: str
    sheet: str
    sheets: tuple[str, ...]
    header_row: int
    width: int
    columns: tuple[str, ...]
    rows: Sequence[tuple[int, tuple[str, ...]]]
    how_read: str

    def examples(self, column: str, most: int = 3) -> tuple[str, ...]:
        """The first different values of a column."""
        at = self.columns.index(column)
        found: dict[str, None] = {}
        for _number, cells in self.rows[:200]:
            if at < len(cells) and cells[at]:
                found[cells[at][:40]] = None
            if len(found) == most:
                break
        return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportChoices:
    """What the coordinator decided about rows that could be taken either way.

    Attributes:
        only_good: Bring in the good rows although others are refused; else everything or nothing.
        doubles_too: Bring in rows of an hour in which the suite has a visit already.
        leave_out_words: Bring in rows whose texts seem to identify somebody, without those texts.
    """

    only_good: bool = False
    doubles_too: bool = False
    leave_out_words: bool = False


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row cannot be brought in as it is, or is left out.

    Attributes:
        row: As the spreadsheet counts them, from 1.
        column: Its name in the file, or the field's title where no column stands for it.
        value: What stands there, cut short.
        words: What is wrong and what to do, a sentence or two.
    """

    row: int
    column: str
    value: str
    words: str

    def __str__(self) -> str:
        return _("row {row}, column {column}: {words}").format(
            row=self.row, column=self.column, words=self.words
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What bringing in a table would do; nothing was kept.

    Attributes:
        good: How many rows would come in, by financial year label.
        problems: Of rows that are refused, in their order.
        doubles: Of rows left out because the visit seems to be here already.
        left_out: Of texts left out of rows that come in.
        unknown_suites: What the table calls suites that the scheme does not know, most frequent first.
        before: When the same file was brought in before, if it was.
    """

    rows: int
    good: Mapping[str, int]
    problems: tuple[RowProblem, ...]
    doubles: tuple[RowProblem, ...]
    left_out: tuple[RowProblem, ...]
    unknown_suites: tuple[str, ...]
    before: AuditEntry | None

    @property
    def coming(self) -> int:
        """How many rows would come in."""
        return sum(self.good.values())

    @property
    def refused(self) -> int:
        """How many rows are refused."""
        return len({problem.row for problem in self.problems})

    @property
    def doubled(self) -> int:
        """How many rows seem to be here already."""
        return len({double.row for double in self.doubles})


def brought_in_words(done: Trial) -> str:
    """Say what came in, and what was left out on the way."""
    parts = [plural("{n} visit was imported.", "{n} visits were imported.", done.coming)]
    if done.doubles:
        words = plural("{n} row was here already.", "{n} rows were here already.", done.doubled)
        parts.append(words)
    if done.problems:
        parts.append(plural("{n} row was refused.", "{n} rows were refused.", done.refused))
    if done.left_out:
        parts.append(plural("{n} text was left out.", "{n} texts were left out.", len(done.left_out)))
    return " ".join(parts)


def brought_in_before_words(before: AuditEntry) -> str:
    """Say on which London day, and by whom, the same file was brought in before."""
    return _("This file was brought in before, on {day} by {member}.").format(
        day=day_in_words(london_day(before.at)), member=before.by
    )


@dataclass(frozen=True, slots=True)
class HeldVisit:
    """A visit that is here, as far as another is compared with it."""

    visit_id: VisitId
    suite: SuiteId
    began_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportBasis:
    """What rows of past visits are judged by.

    Attributes:
        held: Every visit in the vault that was filed.
        known: Their identifiers and those of drafts.
        guard: The privacy guard with the scheme's words.
        brought_in: Files that were brought in before: SHA-256 to the newest line of the audit log.
        now: The present, UTC.
    """

    settings: SchemeSettings
    checklist: Checklist
    known: frozenset[VisitId]
    held: tuple[HeldVisit, ...] = ()
    members: tuple[Member, ...] = ()
    guard: TextGuard
    brought_in: Mapping[str, AuditEntry] = field(default_factory=dict)
    now: datetime
