"""A drawing as a picture: documents hold PNG alone."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from icv_app.errors import BadInput
from icv_app.words import _

_WIDTH = 800
_MOST_HIGH = 1600


def png_of(drawing: bytes) -> bytes:
    """Return an SVG drawing as PNG, on nothing.

    Raises:
        BadInput: It cannot be drawn.
    """
    renderer = QSvgRenderer(QByteArray(drawing))
    size = renderer.defaultSize()
    if not renderer.isValid() or size.isEmpty():
        raise BadInput(
            "logo that cannot be drawn", user_text=_("The logo cannot be drawn. Choose another one.")
        )
    high = min(max(_WIDTH * size.height() // size.width(), 1), _MOST_HIGH)
    picture = QImage(_WIDTH, high, QImage.Format.Format_ARGB32)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())
