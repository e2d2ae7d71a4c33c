"""`python -m icv_app.cli` is the `icv` command."""

from __future__ import annotations

from icv_app.cli import main

if __name__ == "__main__":
    main()
