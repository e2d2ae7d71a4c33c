"""Runs the desktop application."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


GIVE_WAY_S = 0.0005
"""How long one thread keeps the interpreter while another waits for it, seconds."""


def run(folder: Path, *, on_mapped: Callable[[], None] | None = None) -> int:
    """Open the application on the vault in `folder` and return its exit status when it is closed.

    Args:
        folder: Where the vault lies or will lie.
        on_mapped: Told once the first window is on the screen.
    """
    from PySide6.QtWidgets import QApplication

    from icv_app.bootstrap.doors import VaultDoors
    from icv_app.bootstrap.logs import log_crash, log_to
    from ui.application import Application
    from ui.crash import CrashReporter
    from ui.network import SystemNetwork
    from ui.pages import register_pages
    from ui.settings.preferences import preferences_file, read_preferences
    from ui.tasks import Lane, ThreadPoolTasks
    from ui.theme import Theme

    # The window asks for the interpreter while the vault is being written: it must not wait for long.
    sys.setswitchinterval(GIVE_WAY_S)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("ICV")
    app.setDesktopFileName("icv")
    log_to(folder.parent / "logs")
    chosen = read_preferences(preferences_file(folder))
    Theme(chosen.look, chosen.text_percent).apply(app)
    tasks = ThreadPoolTasks(app)
    crashes = CrashReporter(log_crash, parent=app)
    crashes.install()
    tasks.defect_found.connect(crashes.report)
    application = Application(app, VaultDoors(folder), tasks, register_pages, network=SystemNetwork)
    _after_first_paint(
        application.window, lambda: tasks.run(Lane.STORE, _warm_up, then=_nothing, otherwise=_nothing)
    )
    if on_mapped is not None:
        _after_first_paint(application.window, on_mapped)
    application.start()
    return app.exec()


def _warm_up() -> None:
    """Load, while the passphrase is being typed, what unlocking will need."""
    from icv_app.bootstrap.logs import structure_log

    structure_log()
    import_module("icv_app.bootstrap.wiring")
    import_module("icv_app.store.unlocking")
    spare_collecting()


def spare_collecting() -> None:
    """Leave all that is loaded by now out of garbage collections: during one no window is painted."""
    gc.freeze()


def _nothing(_answer: object) -> None:
    """Nobody waits for the warming up."""


def _after_first_paint(window: QWidget, tell: Callable[[], object]) -> None:
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
            if event.type() == QEvent.Type.Paint:
                window.removeEventFilter(self)
                QTimer.singleShot(0, tell)
            return super().eventFilter(watched, event)

    window.installEventFilter(Watch(window))
