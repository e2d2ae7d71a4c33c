"""One of several server processes that answer at one address: `icv-server serve --processes N`."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import wait
from pathlib import Path

from fastapi import FastAPI

from sync.server.app import build_app
from sync.server.database import Database
from sync.server.logs import configure_logs
from sync.server.settings import settings_from

DATA = "ICV_SERVER_DATA"


def app() -> FastAPI:
    """Return the application of this process; the environment says where its data is."""
    configure_logs()
    _end_with_parent()
    settings = settings_from(Path(os.environ[DATA]))
    return build_app(settings, Database(settings.database_url))


def _end_with_parent() -> None:
    """Stop in good order when the process that started this one is gone, however it went."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def watch() -> None:
        wait([parent.sentinel])
        signal.raise_signal(signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()
