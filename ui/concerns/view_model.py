"""Every concern of the filed reports, and the steps the coordinator takes on them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from icv_app.domain.checklist import Checklist
from icv_app.domain.concern import ConcernState, ConcernStepKind, Severity, steps_allowed
from icv_app.domain.concern_mail import ConcernMail, concern_mail, repeat_words
from icv_app.domain.ids import ConcernId
from icv_app.domain.justified import Justified, TextGuard
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.times import day_in_words, london_day
from icv_app.domain.wording import lower_first
from icv_app.errors import IcvError
from icv_app.figures.repeats import which_time
from icv_app.services.concerns import ConcernLine, FiledConcern
from icv_app.words import _
from ui.report_reader.concern_card import ConcernInSight
from ui.report_reader.concern_wording import standing_line, state_tag
from ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from icv_app.services.desk import Desk


class Part(StrEnum):
    """Which concerns are listed."""

    TO_DO = "to_do"
    OVERDUE = "overdue"
    WITH_FORCE = "with_force"
    SETTLED = "settled"
    THANKS = "thanks"
    ALL = "all"


class Stage(StrEnum):
    """The columns of the board, in the order of the work."""

    NOT_SENT = "not_sent"
    WITH_FORCE = "with_force"
    REPLIED = "replied"
    DISPUTED = "disputed"
    SETTLED = "settled"


_STAGES = {
    ConcernState.RAISED: Stage.NOT_SENT,
    ConcernState.PUT_RIGHT: Stage.SETTLED,
    ConcernState.SENT: Stage.WITH_FORCE,
    ConcernState.REPLIED: Stage.REPLIED,
    ConcernState.ACCEPTED: Stage.REPLIED,
    ConcernState.DISPUTED: Stage.DISPUTED,
    ConcernState.ESCALATED: Stage.WITH_FORCE,
    ConcernState.CLOSED: Stage.SETTLED,
}
_SETTLED = frozenset({ConcernState.PUT_RIGHT, ConcernState.CLOSED})
_WITH_FORCE = frozenset({ConcernState.SENT, ConcernState.ESCALATED})
_SEVERITIES = tuple(Severity)


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
    def concern_id(self) -> ConcernId:
        """Which concern it is."""
        return self.line.facts.concern_id

    @property
    def suite_name(self) -> str:
        """Where it was raised."""
        return self.settings.suite_name(self.line.suite)

    @property
    def standing(self) -> tuple[str, bool]:
        """Where it stands, and whether the force's reply is overdue."""
        line = self.line
        return standing_line(line.progress, line.due, self.checklist, self.now, thanks=line.good_practice)

    @property
    def overdue(self) -> bool:
        """Whether the force's reply is late."""
        return self.line.overdue(self.now)

    @property
    def time(self) -> int:
        """Which time it is that this came up at the suite within the scheme's months."""
        return which_time(self.line.earlier)

    @property
    def part(self) -> Part:
        """What it waits for: the coordinator, the force, or nothing; good practice is a part of its own."""
        if self.line.good_practice:
            return Part.THANKS
        if self.line.state in _SETTLED:
            return Part.SETTLED
        waits = self.line.state in _WITH_FORCE and not self.overdue
        return Part.WITH_FORCE if waits else Part.TO_DO

    def is_in(self, part: Part) -> bool:
        """Whether it is listed there; what is overdue is to be chased and stands in both parts."""
        return part in {Part.ALL, self.part} or (part is Part.OVERDUE and self.overdue)

    @property
    def stage(self) -> Stage:
        """Its column on the board; thanks that were sent wait for nothing."""
        if self.line.good_practice and self.line.state is not ConcernState.RAISED:
            return Stage.SETTLED
        return _STAGES[self.line.state]

    @property
    def urgency(self) -> tuple[int, datetime]:
        """Red first, and the oldest first among them."""
        return _SEVERITIES.index(self.line.facts.severity), self.line.began_at


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
        self._rows: tuple[ConcernRow, ...] = ()
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
        """Read every concern again."""
        self._tasks.run(Lane.STORE, self._read, then=self._show, otherwise=self._failed, owner=self)

    def rows(self, part: Part) -> tuple[ConcernRow, ...]:
        """Return the concerns of a part: by urgency, the overdue by their due time, others newest first."""
        found = [row for row in self._rows if row.is_in(part)]
        if part is Part.OVERDUE:
            found.sort(key=lambda row: (row.line.due is None, row.line.due, row.urgency))
        elif part is Part.TO_DO:
            found.sort(key=lambda row: row.urgency)
        return tuple(found)

    def counts(self) -> dict[str, int]:
        """Return how many concerns each part has, of good practice those to thank for; not that of all."""
        counts = {part.value: len(self.rows(part)) for part in Part if part is not Part.ALL}
        return counts | {Part.THANKS: len(self.thanks_owed())}

    def thanks_owed(self) -> tuple[ConcernRow, ...]:
        """Return the good practice that nobody thanked the force for yet."""
        return tuple(row for row in self.rows(Part.THANKS) if row.line.state is ConcernState.RAISED)

    def in_words(self) -> str:
        """Return "3 to do, 1 of them red · 2 with the force · 1 overdue · 2 to thank for"."""
        overdue, thanks = len(self.rows(Part.OVERDUE)), len(self.thanks_owed())
        to_do, with_force = self.rows(Part.TO_DO), self.rows(Part.WITH_FORCE)
        red = sum(row.line.facts.severity is Severity.RED for row in to_do)
        first = _("{n} to do, {red} of them red").format(n=len(to_do), red=red)
        parts = (
            first if red else _("{n} to do").format(n=len(to_do)),
            _("{n} with the force").format(n=len(with_force)),
            _("{n} overdue").format(n=overdue) if overdue else "",
            _("{n} to thank for").format(n=thanks) if thanks else "",
        )
        return " · ".join(part for part in parts if part)

    def find(self, concern_id: str) -> ConcernRow | None:
        """Return one concern, if it is here."""
        return next((row for row in self._rows if row.concern_id == concern_id), None)

    def steps_for(self, row: ConcernRow) -> tuple[ConcernStepKind, ...]:
        """Return the steps that may follow, in the order of the work."""
        line = row.line
        allowed = steps_allowed(line.state, level=line.progress.level, good_practice=line.good_practice)
        return tuple(kind for kind in ConcernStepKind if kind in allowed)

    def take(self, row: ConcernRow, step: StepToTake) -> None:
        """Take one step; `done` or `failed` follows."""
        if self._busy:
            return
        self._busy = True
        words = {
            ConcernStepKind.SENT: _("Noted as sent with thanks.")
            if row.line.good_practice
            else _("Noted as sent to the force."),
            ConcernStepKind.REPLIED: _("The reply is kept word for word."),
            ConcernStepKind.ACCEPTED: _("The reply is accepted."),
            ConcernStepKind.DISPUTED: _("The reply is disputed."),
            ConcernStepKind.ESCALATED: _("Noted as escalated."),
            ConcernStepKind.CLOSED: _("The concern is closed.")
            if row.line.from_record
            else _("The concern is closed. Its visitors will see the outcome."),
        }[step.kind]

        def taken(_state: ConcernState) -> None:
            self._busy = False
            self.done.emit(words)

        self._tasks.run(
            Lane.STORE, lambda: self._take(row, step), then=taken, otherwise=self._not_taken, owner=self
        )

    def _take(self, row: ConcernRow, step: StepToTake) -> ConcernState:
        concerns, visit_id, concern_id = self._desk.concerns, row.line.visit_id, row.concern_id
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

    def _read(self) -> tuple[ConcernRow, ...]:
        settings, now = self._desk.scheme.settings(), self._desk.clock.now()
        checklist = self._desk.visits.checklist(settings.checklist)
        lines = self._desk.concerns.all()
        guard = self._desk.guard_for(settings)
        return tuple(
            ConcernRow(
                line=line,
                settings=settings,
                checklist=checklist,
                guard=guard,
                now=now,
            )
            for line in lines
        )

    def mail(self, to_role: str) -> ConcernMail | None:
        """Return the e-mail to the force about the concern chosen, as it would go now."""
        one, filed = self._in_sight, self._filed
        if one is None or filed is None:
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

    def earlier(self, row: ConcernRow) -> tuple[tuple[str, str], ...]:
        """Return the like concerns before it, newest first: identifier, and day with where it stands."""
        found = []
        for one in reversed(row.line.earlier):
            other = self.find(one.concern_id)
            day = day_in_words(london_day(one.began_at))
            state = state_tag(other.line.state, row.checklist)[0] if other is not None else ""
            found.append((str(one.concern_id), ": ".join(part for part in (day, lower_first(state)) if part)))
        return tuple(found)

    def _read_concern(self, row: ConcernRow) -> tuple[FiledConcern, ConcernInSight]:
        one = self._desk.concerns.read(row.line.visit_id, row.concern_id)
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

    def _show(self, rows: tuple[ConcernRow, ...]) -> None:
        self._rows = rows
        self.rows_changed.emit()

    def _failed(self, error: IcvError) -> None:
        self.failed.emit(error.user_text)

    def _not_taken(self, error: IcvError) -> None:
        self._busy = False
        self.failed.emit(error.user_text)
