"""The server's version, the application's own."""

from __future__ import annotations

from icv_app import VERSION as VERSION
