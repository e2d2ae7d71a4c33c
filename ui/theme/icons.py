"""Lucide icons, drawn in whatever colour the text beside them has."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap

import resources

_DENSITIES = (1, 2)
"""Device pixels per pixel to draw for: ordinary and fine screens."""


@lru_cache(maxsize=256)
def tinted_pixmap(name: str, colour: str, size_px: int, density: int = 1) -> QPixmap:
    """Return the icon `name` of `resources/icons` in `colour` (`#rrggbb`), `size_px` square."""
    from PySide6.QtSvg import QSvgRenderer

    svg = resources.path(f"icons/{name}.svg").read_text("utf-8").replace("currentColor", colour)
    pixmap = QPixmap(QSize(size_px, size_px) * density)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter)
    painter.end()
    pixmap.setDevicePixelRatio(density)
    return pixmap


def tinted_icon(name: str, colour: str, size_px: int, gap_px: int = 0) -> QIcon:
    """Return the icon in one colour for every state and both screen densities, with room at its right."""
    icon = QIcon()
    for density in _DENSITIES:
        wide = QPixmap(QSize(size_px + gap_px, size_px) * density)
        wide.fill(Qt.GlobalColor.transparent)
        wide.setDevicePixelRatio(density)
        painter = QPainter(wide)
        painter.drawPixmap(0, 0, tinted_pixmap(name, colour, size_px, density))
        painter.end()
        icon.addPixmap(wide)
    return icon
