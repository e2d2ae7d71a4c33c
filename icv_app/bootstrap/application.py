"""Runs the desktop application."""

from __future__ import annotations

import sys
from pathlib import Path


def run(folder: Path) -> int:
    """Open the application on the vault in `folder` and return its exit status when it is closed."""
    from PySide6.QtWidgets import QApplication

    from icv_app.bootstrap.doors import VaultDoors
    from icv_app.bootstrap.logs import log_crash, log_to
    from ui.application import Application
    from ui.crash import CrashReporter
    from ui.pages import register_pages
    from ui.tasks import ThreadPoolTasks
    from ui.theme import Theme

    app = QApplication(sys.argv[:1])
    app.setApplicationName("ICV")
    app.setDesktopFileName("icv")
    log_to(folder.parent / "logs")
    Theme().apply(app)
    tasks = ThreadPoolTasks(app)
    crashes = CrashReporter(log_crash, parent=app)
    crashes.install()
    tasks.defect_found.connect(crashes.report)
    application = Application(app, VaultDoors(folder), tasks, register_pages)
    application.start()
    return app.exec()
