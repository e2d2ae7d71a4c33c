"""The coordinator's and a visitor's laptop in one process: real windows, real vaults, one real server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from icv_app.bootstrap.doors import VaultDoors
from icv_app.seal.passphrases import KdfCost
from tests.functional.hands import Hands
from ui.application import Application
from ui.pages import register_pages
from ui.shell.window import ShellWindow
from ui.tasks import ThreadPoolTasks
from ui.theme import Look, Theme

CHEAP = KdfCost(iterations=1)


class FileDialogs:
    """Stands in for the system's file dialogs: takes the place that the person would choose.

    Attributes:
        chosen: What the next dialog returns.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.chosen: Path | None = None
        for name in ("getOpenFileName", "getSaveFileName"):
            monkeypatch.setattr(QFileDialog, name, self._answer)

    def _answer(self, *_arguments: object) -> tuple[str, str]:
        chosen, self.chosen = self.chosen, None
        assert chosen is not None, "nobody expected a file dialog"
        return str(chosen), ""


class StrayWindows(QObject):
    """Notes parts that appear as windows of their own: they flash up and take the keyboard away."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            plain = watched.windowType() == Qt.WindowType.Window
            if plain and not isinstance(watched, ShellWindow):
                self.seen.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


@dataclass
class Laptop:
    """One running application and hands on its keyboard.

    Attributes:
        defects: What went wrong in the background without being expected.
        strays: Windows that nobody asked for.
    """

    application: Application
    tasks: ThreadPoolTasks
    hands: Hands
    defects: list[Exception]
    strays: list[str]


@contextmanager
def laptop(app: QApplication, folder: Path) -> Iterator[Laptop]:
    """A laptop whose vault lies, or will lie, in a folder; closed as a person closes it."""
    if app.findChild(Theme) is None:
        Theme(Look.LIGHT).apply(app)
    tasks = ThreadPoolTasks(app)
    defects: list[Exception] = []
    tasks.defect_found.connect(defects.append)
    application = Application(app, VaultDoors(folder, kdf_cost=CHEAP), tasks, register_pages)
    strays = StrayWindows()
    app.installEventFilter(strays)
    application.start()
    try:
        yield Laptop(application, tasks, Hands(application.window), defects, strays.seen)
    finally:
        app.removeEventFilter(strays)
        application.window.close()
        tasks.wait_until_idle(30_000)
        app.removeEventFilter(application)
        application.window.deleteLater()
        application.deleteLater()
        tasks.deleteLater()
        app.processEvents()
