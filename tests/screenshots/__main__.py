"""python -m tests.screenshots OUT [--demo DIR]

Draws every screen into OUT. The demo is taken from DIR, or from ./demo, or made
anew where there is none; it stays as it was.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QApplication

from icv_app.domain.ids import VisitId
from tests.screenshots.coordinator import draw_coordinator
from tests.screenshots.first_steps import draw_first_steps, draw_unlocking
from tests.screenshots.stage import CONTRAST, LOOKS
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
    for picture in sorted(arguments.out.glob("*.png")):
        print(f"{picture.stat().st_size / 1024:5.0f} KB  {picture}")


def draw(beside: Path, out: Path, draft: VisitId) -> None:
    """Draw the vaults of the story that lies in `beside`, one look after the other."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    theme = Theme(Look.LIGHT)
    theme.apply(app)
    for look, (colours, percent) in LOOKS.items():
        theme.set_look(colours)
        theme.set_text_percent(percent)
        # Copies, because looking leaves traces: a wrong passphrase, a report that was opened.
        vaults = beside / look
        shutil.copytree(beside / "story" / "vaults", vaults)
        draw_visitor(app, vaults / "visitor", out, look, draft)
        if look == CONTRAST:
            continue
        draw_first_steps(app, vaults / "nobody", out, look)
        draw_unlocking(app, vaults / "visitor", out, look)
        draw_coordinator(app, vaults / "coordinator", out, look)


def _demo(chosen: Path | None, beside: Path) -> Path:
    demo = chosen or USUAL_DEMO
    if chosen is None and not (demo / "vaults").is_dir():
        demo = beside / "demo"
        command = [sys.executable, "-m", "icv_app.cli", "demo", "--out", str(demo), "--no-window"]
        subprocess.run(command, check=True)
    return demo


if __name__ == "__main__":
    main()
