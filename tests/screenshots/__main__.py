"""python -m tests.screenshots OUT [--demo DIR]

Draws every screen into OUT. The demo is taken from DIR, or from ./demo, or made
anew where there is none; it stays as it was.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.screenshots.coordinator import draw_coordinator
from tests.screenshots.first_steps import draw_first_steps, draw_unlocking
from tests.screenshots.story import tell
from tests.screenshots.visitor import draw_visitor
from ui.theme import Look, Theme

USUAL_DEMO = Path("demo")


def main() -> None:
    """Draw everything."""
    chosen = argparse.ArgumentParser(prog="python -m tests.screenshots", description="Draw every screen.")
    chosen.add_argument("out", type=Path)
    chosen.add_argument("--demo", type=Path)
    arguments = chosen.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as made:
        beside = Path(made)
        draft = tell(_demo(arguments.demo, beside), beside / "story")
        draw(beside, arguments.out, draft)
    pictures = sorted(arguments.out.glob("*.png"))
    for picture in pictures:
        print(f"{picture.stat().st_size / 1024:5.0f} KB  {picture}")


def draw(beside: Path, out: Path, draft: str) -> None:
    """Draw the vaults of the story that lies in `beside`."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    theme = Theme(Look.LIGHT)
    theme.apply(app)
    vaults = beside / "story" / "vaults"
    draw_first_steps(app, theme, beside, out)
    draw_unlocking(app, theme, vaults / "visitor", out)
    draw_visitor(app, theme, vaults / "visitor", out, draft)
    draw_coordinator(app, theme, vaults / "coordinator", out)


def _demo(chosen: Path | None, beside: Path) -> Path:
    demo = chosen or USUAL_DEMO
    if chosen is None and not (demo / "vaults").is_dir():
        demo = beside / "demo"
        command = [sys.executable, "-m", "icv_app.cli", "demo", "--out", str(demo), "--no-window"]
        subprocess.run(command, check=True)
    return demo


if __name__ == "__main__":
    main()
