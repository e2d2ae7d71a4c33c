"""The folder a demo is made in: what lies where, and what may be replaced."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from icv_app.errors import BadInput, StoreError
from icv_app.words import _

_MARKER = ".icv-demo.json"
_FORMAT = "icv-demo"


@dataclass(frozen=True, slots=True)
class DemoFolder:
    """What lies where in the folder of a demo."""

    path: Path

    @property
    def coordinator(self) -> Path:
        """The coordinator's vault, kept."""
        return self.path / "vaults" / "coordinator"

    @property
    def visitor(self) -> Path:
        """One visitor's vault, kept."""
        return self.path / "vaults" / "visitor"

    @property
    def others(self) -> Path:
        """Everybody else's vaults, while the demo is made."""
        return self.path / "vaults" / "others"

    @property
    def server_data(self) -> Path:
        """The server's data."""
        return self.path / "server"

    @property
    def server_log(self) -> Path:
        """The server's log."""
        return self.path / "server.log"

    @property
    def root_file(self) -> Path:
        """The scheme's root, as it was registered with the server."""
        return self.path / "scheme-root.icv"

    @property
    def kit_file(self) -> Path:
        """The office recovery kit."""
        return self.path / "office-recovery-kit.icv"

    @property
    def readme(self) -> Path:
        """What is what, in words."""
        return self.path / "README.txt"

    def report(self, year: str) -> Path:
        """The annual report of a year such as 2023-24."""
        return self.path / f"annual-report-{year}.pdf"

    def prepare(self, seed: int) -> None:
        """Make the folder, or empty it where it holds an earlier demo.

        Raises:
            BadInput: There is something else in it; nothing was changed.
            StoreError: It cannot be made or emptied.
        """
        try:
            if self.path.exists() and not self.path.is_dir():
                raise _not_ours(_("{path} is a file. Choose a folder that is empty or new."), self.path)
            if self.path.is_dir() and any(self.path.iterdir()):
                self._empty()
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Written first, so that a demo that was cut short can be replaced, too.
            (self.path / _MARKER).write_text(json.dumps({"format": _FORMAT, "seed": seed}), encoding="utf-8")
            self.others.mkdir(parents=True)
        except OSError as error:
            raise StoreError(
                f"demo folder: {type(error).__name__} {error.errno}",
                user_text=_("The folder {path} cannot be used: {reason}.").format(
                    path=self.path, reason=error.strerror
                ),
            ) from None

    def forget_others(self) -> None:
        """Remove the vaults that nobody will open again."""
        shutil.rmtree(self.others)

    def _empty(self) -> None:
        if not self._is_demo():
            raise _not_ours(_("{path} is not empty. Choose a folder that is empty or new."), self.path)
        for one in self.path.iterdir():
            if one.is_dir() and not one.is_symlink():
                shutil.rmtree(one)
            else:
                one.unlink()

    def _is_demo(self) -> bool:
        try:
            marker = json.loads((self.path / _MARKER).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return False
        return isinstance(marker, dict) and marker.get("format") == _FORMAT


def _not_ours(text: str, path: Path) -> BadInput:
    return BadInput("demo folder holds something else", user_text=text.format(path=path))
