"""What the privacy guard knows of the texts written on a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from icv_app.domain.checklist import Choice
from icv_app.domain.justified import Justified, told_in_note
from ui.tasks import Lane, Tasks

if TYPE_CHECKING:
    from icv_app.domain.justified import TextGuard
    from icv_app.domain.privacy import Found


AT_ONCE = 200
"""Characters of a text that takes no longer than a frame has room for; longer ones leave the GUI thread."""


class GuardedTexts(QObject):
    """Looks through the texts of a page, and keeps why something found in them stays.

    A text field finds it through its parents, so that no form needs to know of it. Its justifications
    live here; a page that keeps them elsewhere overrides `justified`, `justify` and `take_back`.

    Args:
        page: Whose fields are guarded.
    """

    changed = Signal()
    """The guard or a justification is another: fields look at their texts again."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._guard: TextGuard | None = None
        self._tasks: Tasks | None = None
        self._reasons: tuple[Choice, ...] = ()
        self._held: tuple[Justified, ...] = ()

    def use(self, guard: TextGuard, reasons: Sequence[Choice], tasks: Tasks) -> None:
        """Guard with this guard from now on; `reasons` are offered for what stays."""
        self._tasks = tasks
        if guard is not self._guard or tuple(reasons) != self._reasons:
            self._guard, self._reasons = guard, tuple(reasons)
            self.changed.emit()

    @property
    def guard(self) -> TextGuard | None:
        """The guard; nothing while it is not there yet."""
        return self._guard

    @property
    def reasons(self) -> tuple[Choice, ...]:
        """The reasons why something may stay."""
        return self._reasons

    def look(self, text: str, then: Callable[[tuple[Found, ...]], None]) -> None:
        """Have `then` called with what is found in a text: now, or for a long text a moment later."""
        guard, tasks = self._guard, self._tasks
        if guard is None or tasks is None:
            then(())
        elif len(text) <= AT_ONCE:
            then(guard.scan(text))
        else:
            tasks.run(
                Lane.TEXTS,
                lambda: guard.scan(text),
                then=then,
                otherwise=lambda _error: None,
                owner=self,
                again=True,
            )

    def justified(self) -> tuple[Justified, ...]:
        """Return what stays, and why."""
        return self._held

    def justify(self, one: Justified) -> None:
        """Let something stay."""
        self._held = (*(old for old in self._held if not _same(old, one)), one)
        self.changed.emit()

    def take_back(self, one: Justified) -> None:
        """Look at something again."""
        self._held = tuple(old for old in self._held if not _same(old, one))
        self.changed.emit()

    def stays(self, path: str, found: Found) -> Justified | None:
        """Return why a find in a text stays, if that was said."""
        given = (one for one in self.justified() if one.covers(path, found))
        return next((one for one in given if not self.told_in_note(one)), None)

    def told_in_note(self, one: Justified) -> tuple[Found, ...]:
        """Return what is found in the words of a justification itself."""
        return told_in_note(self._guard, one) if self._guard is not None else ()

    def forget(self, path: str) -> None:
        """Forget what was said for a text: it was sent, or given up."""
        kept = tuple(one for one in self._held if one.path != path)
        if kept != self._held:
            self._held = kept
            self.changed.emit()


def _same(one: Justified, other: Justified) -> bool:
    return (one.path, one.found, one.hint) == (other.path, other.found, other.hint)


def guarded_texts(field: QWidget) -> GuardedTexts | None:
    """Return what guards a field: that of the nearest parent which has one."""
    holder: QWidget | None = field
    while holder is not None:
        found = holder.findChild(GuardedTexts, options=Qt.FindChildOption.FindDirectChildrenOnly)
        if found is not None:
            return found
        holder = holder.parentWidget()
    return None
