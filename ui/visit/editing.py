"""The edits of one draft on their way to the disk, in order; undo and redo.

Every edit is a pure function from a visit to a visit. It is applied here at
once, so the screen never waits, and given to the store lane, where it is
applied to the stored draft and committed. Both sides come to the same visit;
if the store refuses, the screen goes back to what is stored.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from icv_app.domain.visit import Visit
from icv_app.domain.visit_changes import EditorPlace
from icv_app.errors import IcvError
from icv_app.services.draft_history import Stepped
from icv_app.services.visits import DiscardedDraft, VisitInHand, VisitService
from icv_app.words import _
from ui.tasks import Lane, Tasks

Change = Callable[[Visit], Visit]


@dataclass(frozen=True, slots=True)
class StepTaken:
    """A step was undone, or done again.

    Attributes:
        before, after: The visit on both sides of it.
        forward: It was done again.
    """

    before: Visit
    after: Visit
    forward: bool


class DraftEditing(QObject):
    """One draft being edited. Lives on the GUI thread.

    Attributes:
        where: Says where in the editor the keyboard is; noted with every edit.
    """

    visit_changed = Signal(object)
    """The visit after an edit; emitted at once, before it is on disk."""
    saved = Signal(int)
    """How many edits are still on their way to the disk; 0 when all is saved."""
    message_changed = Signal(str)
    """A sentence for the person, or nothing."""
    last_time_changed = Signal()
    """Another suite was chosen: `last_time` and `to_look_at` are of that one."""
    steps_changed = Signal(bool, bool)
    """Whether there is a step to undo, and one to do again."""
    stepped = Signal(object)
    """A `StepTaken`."""
    removed = Signal(str)
    """Something was taken out that undo brings back: what, in words."""
    submitted = Signal(object)
    """The filed visit."""
    discarded = Signal(object)
    """The `DiscardedDraft`."""

    def __init__(
        self, service: VisitService, in_hand: VisitInHand, tasks: Tasks, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._service = service
        self._in_hand = in_hand
        self._visit = in_hand.visit
        self._tasks = tasks
        self._on_their_way: deque[Change] = deque()
        self._to_send: deque[tuple[Callable[[], object], Callable[[object], None]]] = deque()
        self._sending = False
        self._ended = False
        self.can_undo, self.can_redo = in_hand.can_undo, in_hand.can_redo
        self.where: Callable[[], EditorPlace | None] = lambda: None

    @property
    def tasks(self) -> Tasks:
        """What runs work in the background."""
        return self._tasks

    @property
    def visit(self) -> Visit:
        """The visit as it is on screen."""
        return self._visit

    @property
    def place(self) -> EditorPlace | None:
        """Where the editor was when the draft was left."""
        return self._in_hand.place

    @property
    def last_time(self) -> Visit | None:
        """The latest filed visit to the same suite."""
        return self._in_hand.last_time

    def edit(self, change: Change) -> None:
        """Apply one edit now and commit it in the background, in order."""
        if self._ended:
            return
        before, place = self._visit, self.where()
        after, visit_id = change(before), before.visit_id
        self._visit = after

        def show() -> None:
            if after != before:
                self._show_steps(can_undo=True, can_redo=False)
            self.visit_changed.emit(self._visit)

        self._send(
            change, lambda: self._service.change(visit_id, change, place=place), self._edit_saved, show
        )
        if after.suite != before.suite:
            self._look_back()

    def undo(self) -> None:
        """Take the last step back; `stepped` follows."""
        visit_id = self._visit.visit_id
        self._step(lambda: self._service.undo(visit_id), forward=False)

    def redo(self) -> None:
        """Do the step again that was taken back last; `stepped` follows."""
        visit_id = self._visit.visit_id
        self._step(lambda: self._service.redo(visit_id), forward=True)

    def keep_place(self) -> None:
        """Note where the keyboard is, for the next time."""
        place, visit_id = self.where(), self._visit.visit_id
        if place is None or self._ended or place == self._in_hand.place:
            return
        self._in_hand = replace(self._in_hand, place=place)
        self._tasks.run(
            Lane.STORE,
            lambda: self._service.keep_place(visit_id, place),
            then=lambda _nothing: None,
            otherwise=self._failed,
            owner=self,
            again=True,
        )

    def submit(self) -> None:
        """File the visit; `submitted` or `message_changed` follows."""
        visit_id = self._visit.visit_id
        self._tasks.run(
            Lane.STORE,
            lambda: self._service.submit(visit_id),
            then=self._filed,
            otherwise=self._failed,
            owner=self,
        )

    def discard(self) -> None:
        """Delete the draft; `discarded` or `message_changed` follows."""
        visit_id = self._visit.visit_id
        self._tasks.run(
            Lane.STORE,
            lambda: self._service.discard(visit_id),
            then=self._gone,
            otherwise=self._failed,
            owner=self,
        )

    def _send(
        self,
        change: Change,
        work: Callable[[], object],
        then: Callable[[object], None],
        show: Callable[[], None] = lambda: None,
    ) -> None:
        """Give an edit to the store once it is shown; one that showing it brings about goes after it."""
        self._on_their_way.append(change)
        self._to_send.append((work, then))
        outer = not self._sending
        self._sending = True
        try:
            show()
            self.saved.emit(len(self._on_their_way))
        finally:
            if outer:
                self._send_all()

    def _send_all(self) -> None:
        try:
            while self._to_send:
                work, then = self._to_send.popleft()
                self._tasks.run(
                    Lane.STORE,
                    work,
                    then=then,
                    otherwise=self._edit_failed,
                    owner=self,
                    after_paint=True,
                    again=True,
                )
        finally:
            self._sending = False

    def _step(self, work: Callable[[], Stepped | None], *, forward: bool) -> None:
        if self._ended:
            return

        def taken(stepped: object) -> None:
            self._arrived()
            if isinstance(stepped, Stepped):
                self._show_stored(stepped.visit)
                if not self._on_their_way:
                    self._show_steps(can_undo=stepped.can_undo, can_redo=stepped.can_redo)
                self.stepped.emit(StepTaken(stepped.before, stepped.visit, forward))
            else:
                self.message_changed.emit(
                    _("There is nothing to do again.") if forward else _("There is nothing to undo.")
                )

        # What it takes back is known only where the history is kept.
        self._send(lambda visit: visit, work, taken)

    def _arrived(self) -> None:
        self._on_their_way.popleft()
        self.saved.emit(len(self._on_their_way))

    def _edit_saved(self, _stored: object) -> None:
        self._arrived()

    def _edit_failed(self, error: IcvError) -> None:
        """What is on screen was not kept: say so, and show what is stored."""
        self._arrived()
        self.message_changed.emit(error.user_text)
        visit_id = self._visit.visit_id
        self._tasks.run(
            Lane.STORE,
            lambda: self._service.get(visit_id),
            then=self._show_stored,
            otherwise=self._failed,
            owner=self,
        )

    def _show_stored(self, visit: Visit) -> None:
        """Show a stored visit, with the edits on it that were made since and are not stored yet."""
        for change in self._on_their_way:
            visit = change(visit)
        self._visit = visit
        self.visit_changed.emit(visit)

    def _show_steps(self, *, can_undo: bool, can_redo: bool) -> None:
        if (can_undo, can_redo) != (self.can_undo, self.can_redo):
            self.can_undo, self.can_redo = can_undo, can_redo
            self.steps_changed.emit(can_undo, can_redo)

    def _look_back(self) -> None:
        """Read who was at the suite before."""
        visit_id = self._visit.visit_id
        self._tasks.run(
            Lane.STORE,
            lambda: self._service.open_draft(visit_id),
            then=self._show_last_time,
            otherwise=self._failed,
            owner=self,
        )

    def _show_last_time(self, found: VisitInHand) -> None:
        self._in_hand = replace(self._in_hand, last_time=found.last_time, to_look_at=found.to_look_at)
        self.last_time_changed.emit()

    def _filed(self, visit: Visit) -> None:
        self._ended = True
        self._visit = visit
        self.message_changed.emit("")
        self.submitted.emit(visit)

    def _gone(self, draft: DiscardedDraft) -> None:
        self._ended = True
        self.discarded.emit(draft)

    def _failed(self, error: IcvError) -> None:
        self.message_changed.emit(error.user_text)
