"""Options that many commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Vault = Annotated[
    Path | None, typer.Option(help="Folder of the vault; your own where not given.", file_okay=False)
]
PassphraseFile = Annotated[
    Path | None, typer.Option(help="File whose first line is the passphrase; else you are asked.")
]
