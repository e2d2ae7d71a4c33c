"""A text that is kept in the vault while it is written, so that locking or a crash does not lose it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from icv_app.domain.justified import Justified
from icv_app.errors import IcvError
from icv_app.services.unsent import UnsentText, UnsentTexts
from ui.tasks import Lane, Tasks
from ui.widgets.guarded_texts import GuardedTexts
from ui.widgets.text_field import NoteField, TextField


class KeptText(QObject):
    """Keeps what is typed in one field and why something in it stays, under the name of what it is about.

    Args:
        field: Where it is written.
        unsent: Where it is kept.
        tasks: Background work.
        parent: Qt parent.
        place: Says what the text is about within its box; kept with it.
        replaceable: Whether what stands in the field gives way to what was kept; else only nothing does.
    """

    placed = Signal(str)
    """What a text from before is about; the text is shown next."""
    found = Signal(str)
    """A text was there from before; the field shows it."""
    failed = Signal(str)
    """It could not be kept: why, in a sentence."""

    def __init__(
        self,
        field: NoteField | TextField,
        unsent: UnsentTexts,
        tasks: Tasks,
        parent: QObject,
        *,
        place: Callable[[], str] = lambda: "",
        replaceable: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(parent)
        self._field = field
        self._unsent = unsent
        self._tasks = tasks
        self._place = place
        self._replaceable = replaceable
        self._box = ""
        self._texts: GuardedTexts | None = None
        self._given: tuple[Justified, ...] = ()
        self._putting_back = False
        field.value_changed.connect(self._keep)

    def open(self, box: str) -> None:
        """Go on with what was written in a box before; nothing is kept while the box has no name."""
        self._box = box
        self._given = ()
        if box:
            self._listen()
            self._tasks.run(
                Lane.STORE,
                lambda: self._unsent.find(box),
                then=lambda kept: self._show(box, kept),
                otherwise=self._on_failed,
                owner=self,
                again=True,
            )

    def forget(self) -> None:
        """The text was sent, or is not wanted any more."""
        self._keep("")

    def keep_place(self) -> None:
        """Another place was chosen for the text."""
        if self._field.value():
            self._keep(self._field.value())

    def _keep(self, text: str) -> None:
        box, given, place = self._box, self._justified(), self._place()
        self._given = given
        if box:
            self._tasks.run(
                Lane.STORE,
                lambda: self._unsent.keep(box, text, given, place),
                then=lambda _nothing: None,
                otherwise=self._on_failed,
                owner=self,
                again=True,
            )

    def _listen(self) -> None:
        """Hear of what is said for something found; the field stands in its page only now."""
        texts = self._field.watch.texts
        if texts is not None and texts is not self._texts:
            self._texts = texts
            texts.changed.connect(self._on_justified)

    def _justified(self) -> tuple[Justified, ...]:
        given = self._texts.justified() if self._texts is not None else ()
        return tuple(one for one in given if one.path == self._field.watch.path)

    def _on_justified(self) -> None:
        text = self._field.value()
        if text and not self._putting_back and self._justified() != self._given:
            self._keep(text)

    def _show(self, box: str, kept: UnsentText) -> None:
        if not kept.text or box != self._box or (self._field.value() and not self._replaceable()):
            return
        if kept.place:
            self.placed.emit(kept.place)
        self._field.set_value(kept.text)
        self._put_back(kept.justified)
        self.found.emit(kept.text)

    def _put_back(self, justified: tuple[Justified, ...]) -> None:
        # Named by its box when it is put back: a box may be called otherwise than when it was kept.
        path, self._putting_back = self._field.watch.path, True
        if self._texts is not None:
            for one in justified:
                self._texts.justify(replace(one, path=path))
        self._given, self._putting_back = self._justified(), False

    def _on_failed(self, error: IcvError) -> None:
        self.failed.emit(error.user_text)
