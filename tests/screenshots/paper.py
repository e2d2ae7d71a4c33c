"""Pages of what is printed, where `pdftoppm` (poppler-utils) can turn them into pictures."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from PySide6.QtGui import QImage

from icv_app.domain.ids import VisitId
from icv_app.services.desk import Desk
from tests.screenshots.stage import QuietDoors, write_small

DOTS_PER_INCH = 72
SHEETS = 4


def draw_paper(doors: QuietDoors, desk: Desk, report: VisitId, out: Path) -> None:
    """Draw pages of the aide-memoire, of a visit report and of its police copy."""
    if shutil.which("pdftoppm") is None:
        print("No pictures of printed pages: pdftoppm (poppler-utils) is not on this machine.")
        return
    with tempfile.TemporaryDirectory() as made:
        file = Path(made) / "paper.pdf"
        doors.write_aide_memoire(desk, file, people=SHEETS)
        for page, name in ((1, "paper-aide-memoire"), (3, "paper-aide-memoire-person")):
            _draw_page(file, page, out / f"{name}.png")
        doors.write_visit_pdf(desk, report, file, police=False)
        _draw_page(file, 1, out / "paper-report.png")
        doors.write_visit_pdf(desk, report, file, police=True)
        _draw_page(file, 1, out / "paper-police-copy.png")


def _draw_page(pdf: Path, page: int, picture: Path) -> None:
    stem = pdf.with_name("page")
    command = ["pdftoppm", "-png", "-singlefile", "-r", str(DOTS_PER_INCH)]
    subprocess.run([*command, "-f", str(page), "-l", str(page), str(pdf), str(stem)], check=True)
    write_small(QImage(str(stem.with_suffix(".png"))), picture)
