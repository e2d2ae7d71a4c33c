"""Every concern of the filed reports, and the steps the coordinator takes on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from icv_app.domain.checklist import Checklist
from icv_app.domain.concern import ConcernState, ConcernStepKind, Severity, steps_allowed
from icv_app.domain.concern_list import ConcernPart, ConcernStage, ListedConcern
from icv_app.domain.concern_mail import ConcernMail, concern_mail, repeat_words
from icv_app.domain.ids import ConcernId
from icv_app.domain.justified import Justified, TextGuard
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.times import day_in_words, london_day
from icv_app.domain.wording import lower_first
from icv_app.errors import IcvError
from icv_app.figures.repeats import which_time
from icv_app.services.concerns import ConcernLine, FiledConcern
from icv_app.services.ports_concerns import ConcernCounts, ConcernFilter
from icv_app.words import _
from ui.report_reader.concern_card import ConcernInSight
from ui.report_reader.concern_wording import standing_line, state_tag
from ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from icv_app.services.desk import Desk


_SEVERITIES = tuple(Severity)
MOST_LISTED = 500
MOST_IN_COLUMN = 200
"""The most urgent are at hand; a list of thousands is worked through from its top."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernRow:
    """One concern in the list.

    Attributes:
        settings, checklist, guard: Those of today.
        now: The moment ages are told from, UTC.
    """

    line: ConcernLine
    now: datetime  # before what is large: rows that were read again differ in it
    settings: SchemeSettings
    checklist: Checklist
    guard: TextGuard = field(compare=False, repr=False)

    @property
    def listed(self) -> ListedConcern:
        """What it is and where it stands."""
        return self.line.listed

    @property
    def concern_id(self) -> ConcernId:
        """Which concern it is."""
        return self.listed.concern_id

    @property
    def suite_name(self) -> str:
        """Where it was raised."""
        return self.settings.suite_name(self.listed.suite)

    @property
    def standing(self) -> tuple[str, bool]:
        """Where it stands, and whether the force's reply is overdue."""
        one = self.listed
        return standing_line(self.line.progress, one.due, self.checklist, self.now, thanks=one.good_practice)

    @property
    def overdue(self) -> bool:
        """Whether the force's reply is late."""
        return self.listed.overdue(self.now)

    @property
    def urgency(self) -> tuple[int, datetime]:
        """Red first, and the oldest first among them."""
        return _SEVERITIES.index(self.listed.severity), self.listed.began_at


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernsShown:
    """What the page shows of all concerns.

    Attributes:
        rows: The first of the part, in the order of the work; the concern asked for is among them.
        columns: Of the board, the first of each; empty while it is out of sight.
        asked_for: The concern that was to be shown, if it is here.
    """

    part: ConcernPart = ConcernPart.TO_DO
    rows: tuple[ConcernRow, ...] = ()
    counts: ConcernCounts = field(default_factory=ConcernCounts)
    columns: Mapping[ConcernStage, tuple[ConcernRow, ...]] = field(default_factory=dict)
    asked_for: ConcernId | None = None

    @property
    def total(self) -> int:
        """How many concerns the part has."""
        return self.counts.by_part.get(self.part, 0)

    def tags(self) -> dict[str, int]:
        """Return how many concerns each part has, of good practice those to thank for; not that of all."""
        parts = {part.value: self.counts.by_part.get(part, 0) for part in ConcernPart}
        del parts[ConcernPart.ALL]
        return parts | {ConcernPart.THANKS.value: self.counts.thanks_owed}

    def in_words(self) -> str:
        """Return "3 to do, 1 of them red · 2 with the force · 1 overdue · 2 to thank for"."""
        counts = self.tags()
        to_do, overdue = counts[ConcernPart.TO_DO], counts[ConcernPart.OVERDUE]
        red, thanks = self.counts.red_to_do, self.counts.thanks_owed
        parts = (
            _("{n} to do, {red} of them red").format(n=to_do, red=red)
            if red
            else _("{n} to do").format(n=to_do),
            _("{n} with the force").format(n=counts[ConcernPart.WITH_FORCE]),
            _("{n} overdue").format(n=overdue) if overdue else "",
            _("{n} to thank for").format(n=thanks) if thanks else "",
        )
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepToTake:
    """What the coordinator has written down of one step.

    Attributes:
        role: To whom, with sent and escalated.
        outcome: Outcome code of the checklist, with closed.
        at: When the reply came, UTC; now where it is left open.
        justified: Why what the privacy guard found in the text stays.
    """

    kind: ConcernStepKind
    role: str = ""
    text: str = ""
    outcome: str = ""
    at: datetime | None = None
    justified: tuple[Justified, ...] = ()


class ConcernsViewModel(QObject):
    """The list, the concern chosen and the steps on it."""

    rows_changed = Signal()
    concern_changed = Signal(object)
    """The `ConcernInSight` chosen, or None."""
    failed = Signal(str)
    done = Signal(str)
    """What was noted, in a sentence."""

    def __init__(self, desk: Desk, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._tasks = tasks
        self.shown = ConcernsShown()
        self._board = False
        self._asked = 0
        self._sought: ConcernId | None = None
        self._busy = False
        self._in_sight: ConcernInSight | None = None
        self._filed: FiledConcern | None = None
        self._wanted: ConcernRow | None = None

    @property
    def in_sight(self) -> ConcernInSight | None:
        """The concern chosen, with its words."""
        return self._in_sight

    def open(self, row: ConcernRow | None) -> None:
        """Read the words of a concern."""
        self._wanted = row
        if row is None:
            self._show_concern(None)
            return
        self._tasks.run(
            Lane.STORE,
            lambda: self._read_concern(row),
            then=self._concern_read,
            otherwise=self._failed,
            owner=self,
        )

    def refresh(self) -> None:
        """Read the part in sight again, or the one that the concern sought is in now."""
        self._read(self.shown.part)

    def show_part(self, part: ConcernPart) -> None:
        """Read the concerns of a part."""
        self._sought = None
        self._read(part)

    def show_concern(self, concern_id: str) -> None:
        """Read one concern with the part it is in; the part in sight stays where it is in that as well."""
        self.seek(concern_id)
        self.refresh()

    def seek(self, concern_id: str) -> None:
        """Show a concern when the list is read the next time, wherever it stands then."""
        self._sought = ConcernId(concern_id)

    def show_board(self, shown: bool) -> None:
        """Read the columns of the board too, or no longer."""
        self._board = shown
        self.refresh()

    def steps_for(self, row: ConcernRow) -> tuple[ConcernStepKind, ...]:
        """Return the steps that may follow, in the order of the work."""
        one = row.listed
        allowed = steps_allowed(one.state, level=one.level, good_practice=one.good_practice)
        return tuple(kind for kind in ConcernStepKind if kind in allowed)

    def take(self, row: ConcernRow, step: StepToTake) -> None:
        """Take one step; `done` or `failed` follows."""
        if self._busy:
            return
        self._busy = True
        words = {
            ConcernStepKind.SENT: _("Noted as sent with thanks.")
            if row.listed.good_practice
            else _("Noted as sent to the force."),
            ConcernStepKind.REPLIED: _("The reply is kept word for word."),
            ConcernStepKind.ACCEPTED: _("The reply is accepted."),
            ConcernStepKind.DISPUTED: _("The reply is disputed."),
            ConcernStepKind.ESCALATED: _("Noted as escalated."),
            ConcernStepKind.CLOSED: _("The concern is closed.")
            if row.listed.from_record
            else _("The concern is closed. Its visitors will see the outcome."),
        }[step.kind]

        def taken(_state: ConcernState) -> None:
            self._busy = False
            self.done.emit(words)

        self._tasks.run(
            Lane.STORE, lambda: self._take(row, step), then=taken, otherwise=self._not_taken, owner=self
        )

    def _take(self, row: ConcernRow, step: StepToTake) -> ConcernState:
        concerns, visit_id, concern_id = self._desk.concerns, row.listed.visit_id, row.concern_id
        given = step.justified
        match step.kind:
            case ConcernStepKind.SENT:
                return concerns.send(visit_id, concern_id, to_role=step.role)
            case ConcernStepKind.REPLIED:
                return concerns.note_reply(visit_id, concern_id, words=step.text, replied_at=step.at)
            case ConcernStepKind.ACCEPTED:
                return concerns.accept(visit_id, concern_id, note=step.text, justified=given)
            case ConcernStepKind.DISPUTED:
                return concerns.dispute(visit_id, concern_id, note=step.text, justified=given)
            case ConcernStepKind.ESCALATED:
                return concerns.escalate(
                    visit_id, concern_id, to_role=step.role, note=step.text, justified=given
                )
            case ConcernStepKind.CLOSED:
                return concerns.close(
                    visit_id, concern_id, outcome=step.outcome or None, note=step.text, justified=given
                )

    def _read(self, part: ConcernPart) -> None:
        self._asked += 1
        number, wanted, board = self._asked, self._sought, self._board

        def show(shown: ConcernsShown) -> None:
            if number == self._asked:  # else something else was asked for meanwhile
                self.shown, self._sought = shown, None
                self.rows_changed.emit()

        self._tasks.run(
            Lane.STORE,
            lambda: self._find(part, wanted, board),
            then=show,
            otherwise=self._failed,
            owner=self,
        )

    def _find(self, part: ConcernPart, wanted: ConcernId | None, board: bool) -> ConcernsShown:
        concerns, settings, now = self._desk.concerns, self._desk.scheme.settings(), self._desk.clock.now()
        checklist, guard = self._desk.visits.checklist(settings.checklist), self._desk.guard_for(settings)

        def rows(lines: Iterable[ConcernLine]) -> tuple[ConcernRow, ...]:
            return tuple(
                ConcernRow(line=line, settings=settings, checklist=checklist, guard=guard, now=now)
                for line in lines
            )

        asked_for = concerns.line(wanted) if wanted is not None else None
        if asked_for is not None and not asked_for.listed.is_in(part, now):
            part = asked_for.listed.part(now)
        lines = list(concerns.lines(ConcernFilter(part=part), limit=MOST_LISTED))
        if asked_for is not None and asked_for not in lines:
            lines.insert(0, asked_for)
        columns = {
            stage: rows(concerns.lines(ConcernFilter(stage=stage), limit=MOST_IN_COLUMN))
            for stage in (ConcernStage if board else ())
        }
        return ConcernsShown(
            part=part,
            rows=rows(lines),
            counts=concerns.counts(),
            columns=columns,
            asked_for=asked_for.listed.concern_id if asked_for is not None else None,
        )

    def mail(self, to_role: str) -> ConcernMail | None:
        """Return the e-mail to the force about the concern chosen, as it would go now.

        `None` until that concern is read.
        """
        one, filed, wanted = self._in_sight, self._filed, self._wanted
        if one is None or filed is None or wanted is None:
            return None
        if wanted.concern_id != one.concern.concern_id:
            return None
        return concern_mail(
            one.concern,
            one.visit,
            one.settings,
            one.checklist,
            to_role=to_role,
            due=filed.asked_until(self._desk.clock.now(), to_role),
            came_before=repeat_words(one.repeats, one.settings, one.visit.suite),
        )

    def earlier(self) -> tuple[tuple[str, str], ...]:
        """Return the like concerns before the one chosen, newest first: identifier, and day with state."""
        one, found = self._filed, []
        for other in reversed(one.earlier if one is not None and self._in_sight is not None else ()):
            day = day_in_words(london_day(other.began_at))
            state = state_tag(other.state, self._in_sight.checklist)[0] if self._in_sight else ""
            found.append((str(other.concern_id), ": ".join((day, lower_first(state)))))
        return tuple(found)

    def _read_concern(self, row: ConcernRow) -> tuple[FiledConcern, ConcernInSight]:
        one = self._desk.concerns.read(row.listed.visit_id, row.concern_id)
        return one, ConcernInSight(
            concern=one.concern,
            visit=one.visit,
            settings=one.settings,
            checklist=self._desk.visits.checklist(one.checklist),
            state=one.state,
            steps=one.steps,
            repeats=which_time(one.earlier),
            now=row.now,
        )

    def _concern_read(self, read: tuple[FiledConcern, ConcernInSight]) -> None:
        filed, one = read
        if self._wanted is not None and self._wanted.concern_id == one.concern.concern_id:
            self._filed = filed
            self._show_concern(one)

    def _show_concern(self, one: ConcernInSight | None) -> None:
        if one != self._in_sight:
            self._in_sight = one
            self.concern_changed.emit(one)

    def _failed(self, error: IcvError) -> None:
        self.failed.emit(error.user_text)

    def _not_taken(self, error: IcvError) -> None:
        self._busy = False
        self.failed.emit(error.user_text)
