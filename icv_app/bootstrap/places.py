"""Where this user's vault lies, and whether there is a display: asked before anything heavy is loaded."""

from __future__ import annotations

import os
import sys
from pathlib import Path

_WITHOUT_DISPLAY = ("offscreen", "minimal")


def vault_folder(chosen: Path | None) -> Path:
    """The folder of the vault: the chosen one, or this user's own."""
    from platformdirs import user_data_path

    return chosen or user_data_path("icv", "icv") / "vault"


def has_display() -> bool:
    """Whether a window would be seen."""
    platform = os.environ.get("QT_QPA_PLATFORM", "").partition(":")[0]
    if platform:
        return platform not in _WITHOUT_DISPLAY
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
