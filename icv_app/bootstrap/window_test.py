"""Drawing the first window without a display, to see that this installation can."""

from __future__ import annotations

import os
from pathlib import Path

from icv_app.errors import StoreError
from icv_app.words import _

_COLOURS_OF_A_WINDOW = 8
"""A window with text and buttons has more; an empty one has one."""


def draw_first_window(folder: Path) -> tuple[int, int]:
    """Draw the window that asks for the passphrase of the vault in `folder`; return its size in pixels.

    Raises:
        StoreError: Nothing was drawn, or a resource is damaged.
    """
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
    application = Application(app, VaultDoors(folder), tasks, register_pages)
    application.start()
    for _round in range(3):
        app.processEvents()
    image = application.window.grab().toImage()
    colours = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3)}
    application.window.close()
    tasks.wait_until_idle(10_000)
    app.processEvents()
    if len(colours) < _COLOURS_OF_A_WINDOW:
        raise StoreError(
            f"window drawn in {len(colours)} colours",
            user_text=_("The window was not drawn. Install ICV again."),
        )
    return image.width(), image.height()


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
