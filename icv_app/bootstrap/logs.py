"""The log: identifiers and kinds of failure, never what anybody said; JSON lines, rotated."""

from __future__ import annotations

import json
import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

_MOST_BYTES = 1_000_000
_KEPT_FILES = 3


def log_to(folder: Path) -> None:
    """Write the log to `icv.log` in a folder; where it cannot be written, there is none."""
    handler: logging.Handler
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            folder / "icv.log", maxBytes=_MOST_BYTES, backupCount=_KEPT_FILES, encoding="utf-8"
        )
    except OSError:
        # A full disk or a read-only place must not keep anybody from their visits.
        handler = logging.NullHandler()
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    logging.getLogger("httpx").setLevel(logging.WARNING)


def structure_log() -> None:
    """Have the services' events written as JSON lines; apart from `log_to` because it loads more."""
    import structlog

    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def log_quietly() -> None:
    """For the tools: warnings and worse to standard error, one line each."""
    import structlog

    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    structlog.configure(
        processors=[structlog.stdlib.add_log_level, structlog.dev.ConsoleRenderer(colors=False)],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
    )


def log_crash(description: str) -> None:
    """Log a defect by the kinds of exceptions and the places they came through."""
    logging.getLogger("icv.crash").error(json.dumps({"event": "defect", "description": description}))
