"""Where the packaged application starts."""

from __future__ import annotations

from icv_app.cli import main

main()
