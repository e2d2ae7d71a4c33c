"""The server's version, the application's own."""

from __future__ import annotations

VERSION = "0.1.0"
