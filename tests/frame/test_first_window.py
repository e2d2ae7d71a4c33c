"""The window that asks for the passphrase waits for nothing that it does not need."""

from __future__ import annotations

import json
import subprocess
import sys

HEAVY = ("sqlalchemy", "pydantic", "httpx", "reportlab", "openpyxl", "ortools", "pandas", "cryptography")
_PROGRAM = f"""
import json, sys
import icv_app.bootstrap.application, icv_app.bootstrap.doors, ui.application
print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))
"""


def test_the_first_window_is_shown_before_the_heavy_layers_are_loaded() -> None:
    done = subprocess.run([sys.executable, "-c", _PROGRAM], check=True, stdout=subprocess.PIPE, text=True)
    assert json.loads(done.stdout) == []
