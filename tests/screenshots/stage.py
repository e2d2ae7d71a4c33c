"""The application on a vault of the demo, made to stand still and be drawn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from PIL import Image
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from icv_app.bootstrap.doors import VaultDoors
from icv_app.demo.readme import PASSPHRASE
from icv_app.domain.ids import VisitId
from icv_app.seal.passphrases import KdfCost
from icv_app.services.desk import Desk
from tests.functional.hands import Hands, Key
from ui.application import Application
from ui.doors import NextSync, SyncOutcome, SyncTold
from ui.pages import register_pages
from ui.tasks import ThreadPoolTasks
from ui.theme import Look
from ui.visit.view import VisitPage

SIZE = QSize(1280, 800)
LOOKS = {
    "light": (Look.LIGHT, 100),
    "dark": (Look.DARK, 100),
    "200": (Look.LIGHT, 200),
    "high-contrast": (Look.HIGH_CONTRAST, 100),
}
CONTRAST = "high-contrast"
LIGHT = ("light",)
BOTH = ("light", "dark")
ALL = ("light", "dark", "200")
EVERY = (*ALL, CONTRAST)
SETTLED_MS = 30_000
COLOURS = 112
"""Of each picture. Plain grounds keep theirs exactly; edges of letters take the nearest."""


class QuietDoors(VaultDoors):
    """Doors that reach no server, so that what is where stays as it is."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder, kdf_cost=KdfCost(iterations=1))

    def synchronise(
        self, desk: Desk, progress: Callable[[SyncTold], None], cancelled: Callable[[], bool]
    ) -> SyncOutcome:
        return SyncOutcome(sent=0, received=0, apart=0, enrolments=0)

    def unlock(self, passphrase: str) -> Desk:
        self._desk = super().unlock(passphrase)
        return self._desk

    def next_sync(self, failures: int, asked_s: int | None) -> NextSync:
        """Five minutes after the last one, whenever the picture is drawn."""
        wait = timedelta(minutes=5)
        return NextSync((self._desk.sync_centre.view().last_sync or self._desk.clock.now()) + wait, wait)

    def back_up(self) -> None:
        """Nothing of the demo needs a second copy."""


class Stage:
    """One application and where its pictures go."""

    def __init__(self, app: QApplication, vault: Path, out: Path, look: str) -> None:
        self.tasks = ThreadPoolTasks(app)
        self.doors = QuietDoors(vault)
        self.application = Application(app, self.doors, self.tasks, register_pages)
        self.window = self.application.window
        self.hands = Hands(self.window)
        self._out = out
        self._look = look
        self._app = app

    def open(self) -> None:
        """Show the first screen."""
        self.application.start()
        self.window.resize(SIZE)
        self.hands.come_to_front()
        self.settle()

    def enter(self) -> Desk:
        """Unlock without waiting for a passphrase to be typed."""
        desk = self.doors.unlock(PASSPHRASE)
        self.application.enter(desk)
        self.settle()
        return desk

    def place(self, word: str) -> None:
        """Go to a place and on to its page."""
        self.hands.go_to(word)
        self.settle()
        self.hands.key(Key.Key_F6)
        self.settle()

    def edit(self, visit_id: VisitId) -> VisitPage:
        """Open the editor on a draft."""
        assert self.application.workplace is not None
        self.application.workplace.open_visit(visit_id)
        self.hands.wait(lambda: isinstance(self.window.page, VisitPage), "the editor")
        page = self.window.page
        assert isinstance(page, VisitPage)
        return page

    def settle(self) -> None:
        """Wait until nothing is under way and everything is drawn."""
        for _round in range(4):
            self._app.processEvents()
            self.tasks.wait_until_idle(SETTLED_MS)
        self._app.processEvents()

    def take(self, name: str, looks: tuple[str, ...] = BOTH, *, of: QWidget | None = None) -> None:
        """Draw the window, or another one, if it is drawn in the present look."""
        if self._look not in looks:
            return
        self.settle()
        suffix = "" if self._look == "light" else f"-{self._look}"
        write_small((of or self.window).grab().toImage(), self._out / f"{name}{suffix}.png")

    def close(self) -> None:
        """Lock and close."""
        self.window.close()
        self.settle()
        self._app.removeEventFilter(self.application)
        self.window.deleteLater()
        self.settle()


@contextmanager
def staged(app: QApplication, vault: Path, out: Path, look: str) -> Iterator[Stage]:
    """A stage on a vault, or on the folder where one could be."""
    stage = Stage(app, vault, out, look)
    stage.open()
    try:
        yield stage
    finally:
        stage.close()


def write_small(drawn: QImage, file: Path) -> None:
    """Write a picture with its commonest colours: a third of the size, and no difference to the eye."""
    counted = Counter(memoryview(drawn.convertToFormat(QImage.Format.Format_RGB32).constBits()).cast("I"))
    table = [colour for colour, _count in counted.most_common(COLOURS)]
    few = drawn.convertToFormat(QImage.Format.Format_Indexed8, table)
    size = (few.width(), few.height())
    picture = Image.frombytes("P", size, bytes(few.constBits()), "raw", "P", few.bytesPerLine())
    picture.putpalette([part for colour in table for part in colour.to_bytes(4)[1:]])
    picture.save(file, optimize=True)
