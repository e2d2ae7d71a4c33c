"""The server's version, the application's own."""

from __future__ import annotations

import icv_app

VERSION = icv_app.VERSION
