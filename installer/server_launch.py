"""Where the packaged server starts."""

from __future__ import annotations

from sync.server.cli import main

main()
