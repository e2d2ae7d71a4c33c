"""Data files the application loads: checklists, fonts, icons, style sheets, demo scheme.

They are files on disk both in a checkout and in the frozen application, where
PyInstaller lays them out beside this module.
"""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).resolve().parent


def path(name: str) -> Path:
    """Return where the resource called `name`, such as ``icons/lock.svg``, or a folder of them, is.

    Raises:
        FileNotFoundError: There is no such resource: a defect in the program or its installation.
    """
    found = (_FOLDER / name).resolve()
    if not found.is_relative_to(_FOLDER) or not found.exists():
        raise FileNotFoundError(f"no resource called {name!r}")
    return found


def names(folder: str, suffix: str) -> list[str]:
    """Return the resources directly in `folder` that end in `suffix`, as `path` takes them, sorted."""
    return sorted(f"{folder}/{file.name}" for file in path(folder).iterdir() if file.name.endswith(suffix))
