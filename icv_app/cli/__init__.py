"""The `icv` command: alone it opens the application, with a word behind it it is a tool.

Nothing heavy is imported here, so that the first window appears at once.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command and end the process with its exit status."""
    if getattr(sys, "frozen", False):
        from multiprocessing import freeze_support

        freeze_support()
    if len(sys.argv) == 1:
        from icv_app.bootstrap.application import run
        from icv_app.bootstrap.places import vault_folder

        sys.exit(run(vault_folder(None)))
    from icv_app.cli.commands import run_command

    sys.exit(run_command(sys.argv[1:]))
