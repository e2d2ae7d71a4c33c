"""Pages of what is published: as PDF in colour and as a grey printer gives them, and on a telephone."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from PySide6.QtGui import QColor, QImage, QPainter

from icv_app.bootstrap.publications import prepare
from icv_app.domain.periods import quarters_of
from icv_app.domain.publication import PublicationKind
from icv_app.domain.times import FinancialYear
from icv_app.services.desk import Desk
from tests.screenshots.stage import write_small
from tests.web_pages import a_browser, opened

YEAR = FinancialYear(2023)
QUARTER = quarters_of(YEAR)[3]
PAPERS = (
    (PublicationKind.ANNUAL, YEAR, "annual-report"),
    (PublicationKind.QUARTERLY, QUARTER, "governance-paper"),
    (PublicationKind.SCRUTINY, QUARTER, "scrutiny-extract"),
    (PublicationKind.PUBLIC, QUARTER, "public-quarter"),
)
FULLEST = (0, 2, 5, 6, 9, 11)
"""Pages of a long one that are drawn: how it begins, and those full of tables and charts."""
_DOTS_PER_INCH = 62
_ACROSS = 3
_GAP = 8
_TELEPHONE = 1900
"""Pixels of the page on a telephone that are shown."""


def draw_publications(desk: Desk, out: Path) -> None:
    """Draw every publication of the demo year."""
    if shutil.which("pdftoppm") is None:
        print("No pictures of publications: pdftoppm (poppler-utils) is not on this machine.")
        return
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for kind, period, name in PAPERS:
            prepared = prepare(desk, kind, period)
            assert prepared is not None
            pdf = folder / f"{name}.pdf"
            pdf.write_bytes(prepared.pdf)
            write_small(_beside(_pages(pdf)), out / f"publication-{name}.png")
            write_small(_beside(_pages(pdf, "-gray")), out / f"publication-{name}-grey.png")
            if kind is PublicationKind.ANNUAL:
                page = folder / f"{name}.html"
                page.write_bytes(prepared.html)
                _draw_web_page(page, out)


def _pages(pdf: Path, *more: str) -> list[QImage]:
    stem = pdf.with_suffix("")
    for old in pdf.parent.glob(f"{stem.name}-*"):
        old.unlink()
    subprocess.run(["pdftoppm", "-png", "-r", str(_DOTS_PER_INCH), *more, str(pdf), str(stem)], check=True)
    pages = [QImage(str(file)) for file in sorted(pdf.parent.glob(f"{stem.name}-*.png"))]
    return [pages[at] for at in FULLEST] if len(pages) > FULLEST[-1] else pages


def _beside(pages: list[QImage]) -> QImage:
    wide, high = pages[0].width() + _GAP, pages[0].height() + _GAP
    across = min(len(pages), _ACROSS)
    sheet = QImage(across * wide + _GAP, -(-len(pages) // across) * high + _GAP, QImage.Format.Format_RGB32)
    sheet.fill(QColor("#8b969d"))
    painter = QPainter(sheet)
    for at, page in enumerate(pages):
        painter.drawImage(_GAP + at % across * wide, _GAP + at // across * high, page)
    painter.end()
    return sheet


def _draw_web_page(page: Path, out: Path) -> None:
    with a_browser() as browser:
        for look in ("light", "dark"):
            with opened(browser, page, width=320, scheme=look) as shown:
                shown.set_viewport_size({"width": 320, "height": _TELEPHONE})
                shown.evaluate("document.querySelector('#h2').scrollIntoView()")
                picture = page.with_name(f"{look}.png")
                shown.screenshot(path=picture)
            write_small(QImage(str(picture)), out / f"publication-annual-report-telephone-{look}.png")
