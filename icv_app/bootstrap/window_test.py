"""Drawing the application without a display, to see that this installation can."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from icv_app.errors import StoreError
from icv_app.words import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from icv_app.bootstrap.doors import VaultDoors
    from ui.application import Application
    from ui.tasks import ThreadPoolTasks

_WORK_MS = 30_000
_COLOURS_OF_A_WINDOW = 8
"""A window with text and buttons has more; an empty one has one."""


def draw_first_window(folder: Path) -> tuple[int, int]:
    """Draw the window that asks for the passphrase of the vault in `folder`; return its size in pixels.

    Raises:
        StoreError: Nothing was drawn, or a resource is damaged.
    """
    with _started(folder) as stage:
        return stage.drawn("first window")


def draw_places(folder: Path, passphrase: str) -> int:
    """Unlock the vault in `folder` and draw every place its member can go to; return how many there are.

    Raises:
        StoreError: A page was not drawn, or something went wrong while it was.
        VaultLocked: The passphrase is wrong.
    """
    from ui.widgets.nav_bar import NavButton

    with _started(folder) as stage:
        window = stage.application.window
        stage.application.enter(stage.doors.unlock(passphrase))
        keys = [button.entry.key for button in window.nav.findChildren(NavButton)]
        for key in keys:
            window.show_place(key)
            stage.drawn(key)
    return len(keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stage:
    """The application without a display, and the defects met by its work in the background."""

    app: QApplication
    doors: VaultDoors
    application: Application
    tasks: ThreadPoolTasks
    defects: list[Exception] = field(default_factory=list)

    def drawn(self, what: str) -> tuple[int, int]:
        """Let all work finish, draw the window, and return its size.

        Raises:
            StoreError: It stayed empty, or something went wrong.
        """
        self.settle()
        image = self.application.window.grab().toImage()
        colours = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
        if len(colours) < _COLOURS_OF_A_WINDOW:
            raise _not_drawn(f"{what} drawn in {len(colours)} colours")
        return image.width(), image.height()

    def settle(self) -> None:
        """Answer everything that is under way.

        Raises:
            StoreError: It does not end, or it failed in a way nobody expected.
        """
        if not self.tasks.wait_until_idle(_WORK_MS):
            raise _not_drawn("work in the background does not end")
        self.app.processEvents()
        for defect in self.defects:
            raise _not_drawn(f"work in the background: {type(defect).__name__}") from defect


@contextmanager
def _started(folder: Path) -> Iterator[_Stage]:
    """The application on the vault in `folder`, closed when the block ends."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from icv_app.bootstrap.doors import VaultDoors
    from ui.application import Application
    from ui.pages import register_pages
    from ui.tasks import ThreadPoolTasks
    from ui.theme import Theme

    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["icv"])
    Theme().apply(app)
    tasks = ThreadPoolTasks(app)
    doors = VaultDoors(folder)
    application = Application(app, doors, tasks, register_pages)
    stage = _Stage(app=app, doors=doors, application=application, tasks=tasks)
    tasks.defect_found.connect(stage.defects.append)
    application.start()
    try:
        yield stage
    finally:
        application.window.close()
        tasks.wait_until_idle(_WORK_MS)
        app.processEvents()


def _not_drawn(detail: str) -> StoreError:
    return StoreError(detail, user_text=_("The window was not drawn. Install ICV again."))


def draw_icons() -> int:
    """Draw every icon; return how many there are.

    Raises:
        StoreError: One of them stays blank.
    """
    import resources
    from ui.theme.icons import tinted_pixmap

    names = [Path(name).stem for name in resources.names("icons", ".svg")]
    for name in names:
        image = tinted_pixmap(name, "#000000", 24).toImage()
        drawn = any(
            image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height())
        )
        if not drawn:
            raise StoreError(f"icon {name} is blank", user_text=_("An icon is damaged. Install ICV again."))
    return len(names)
