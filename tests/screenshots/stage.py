"""The application on a copy of a demo vault, made to stand still and be drawn."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication

from icv_app.bootstrap.doors import VaultDoors
from icv_app.demo.readme import PASSPHRASE
from icv_app.services.desk import Desk
from ui.application import Application
from ui.pages import register_pages
from ui.tasks import ThreadPoolTasks
from ui.theme import Look, Theme

SIZE = QSize(1280, 800)
LOOKS = {"light": (Look.LIGHT, 100), "dark": (Look.DARK, 100), "200": (Look.LIGHT, 200)}
SETTLED_MS = 30_000


class OfflineDoors(VaultDoors):
    """Doors without a server, so that no message of one covers the page."""

    def unlock(self, passphrase: str) -> Desk:
        from dataclasses import replace

        return replace(super().unlock(passphrase), server_url=None)


class Stage:
    """One application and where its pictures go."""

    def __init__(self, app: QApplication, theme: Theme, vault: Path, out: Path) -> None:
        self.theme = theme
        self.tasks = ThreadPoolTasks(app)
        self.doors = OfflineDoors(vault)
        self.application = Application(app, self.doors, self.tasks, register_pages)
        self.window = self.application.window
        self.out = out
        self.taken: list[Path] = []

    def open(self) -> None:
        """Show the first screen."""
        self.application.start()
        self.window.resize(SIZE)
        self.settle()

    def enter(self) -> Desk:
        """Unlock without waiting for a passphrase to be typed."""
        desk = self.doors.unlock(PASSPHRASE)
        self.application.enter(desk)
        self.settle()
        return desk

    def place(self, key: str) -> None:
        """Show the page of a place."""
        self.window.show_place(key)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing is under way and everything is drawn."""
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        for _round in range(4):
            app.processEvents()
            self.tasks.wait_until_idle(SETTLED_MS)
        app.processEvents()

    def take(self, name: str, looks: tuple[str, ...] = ("light",)) -> None:
        """Draw the window in each look."""
        for look in looks:
            chosen, percent = LOOKS[look]
            self.theme.set_look(chosen)
            self.theme.set_text_percent(percent)
            self.settle()
            suffix = "" if look == "light" else f"-{look}"
            file = self.out / f"{name}{suffix}.png"
            if not self.window.grab().save(str(file)):
                raise OSError(f"{file} could not be written")
            self.taken.append(file)
        self.theme.set_look(Look.LIGHT)
        self.theme.set_text_percent(100)
        self.settle()

    def close(self) -> None:
        """Lock and close."""
        self.window.close()
        self.settle()
        self.window.deleteLater()
        self.settle()


@contextmanager
def staged(app: QApplication, theme: Theme, vault: Path, out: Path, beside: Path) -> Iterator[Stage]:
    """A stage on a copy of a vault, which stays as it was."""
    copy = beside / vault.name
    if vault.exists():
        shutil.copytree(vault, copy, ignore=shutil.ignore_patterns("*.lock"))
    stage = Stage(app, theme, copy, out)
    stage.open()
    try:
        yield stage
    finally:
        stage.close()
