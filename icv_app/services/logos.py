"""Which pictures may be a scheme's logo: told by what is in them, and never run."""

from __future__ import annotations

import io
import re
import struct
import zlib
from xml.etree import ElementTree

from icv_app.domain.publication import LARGEST_LOGO
from icv_app.errors import BadInput
from icv_app.words import _

PNG = b"\x89PNG\r\n\x1a\n"
MOST_PIXELS = 4_000
"""Along one side."""
_FORBIDDEN = re.compile(r"<!DOCTYPE|<!ENTITY|<\?xml-stylesheet", re.IGNORECASE)
_OTHER_ENCODING = re.compile(
    r"<\?xml(?=[^>]*\sencoding)(?![^>]*\sencoding\s*=\s*['\"]utf-8['\"])", re.IGNORECASE
)
_ALLOWED = {"svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "title", "desc"}
_ALLOWED |= {"defs", "linearGradient", "radialGradient", "stop", "clipPath"}
_URL = re.compile(r"url\(\s*['\"]?(?!#)|javascript:|data:|https?:", re.IGNORECASE)


def check_logo(logo: bytes) -> str:
    """Return `png` or `svg`.

    Of SVG only shapes are taken: nothing that runs, loads or refers to anything else.

    Raises:
        BadInput: It is too large, or anything else.
    """
    if len(logo) > LARGEST_LOGO:
        raise BadInput(
            f"logo of {len(logo)} bytes",
            user_text=_("The logo is larger than {n} kB. Make it smaller.").format(n=LARGEST_LOGO // 1000),
        )
    if logo.startswith(PNG):
        if _is_picture(logo):
            return "png"
    elif _is_drawing(logo):
        return "svg"
    raise BadInput(
        "logo of another kind",
        user_text=_(
            "Only a PNG of up to {n} pixels a side or an SVG of plain shapes (no text, pictures or "
            "scripts in it) can be the logo."
        ).format(n=MOST_PIXELS),
    )


def _is_picture(logo: bytes) -> bool:
    """Whether it is a PNG to its end: a document that met a damaged one could not be written."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(logo), formats=("PNG",)) as picture:
            if max(picture.size) > MOST_PIXELS:
                return False
            picture.load()
    except (OSError, SyntaxError, ValueError, struct.error, zlib.error):
        return False
    return True


def _is_drawing(logo: bytes) -> bool:
    try:
        text = logo.decode("utf-8-sig")  # in another encoding what is forbidden would be overlooked
        if _FORBIDDEN.search(text) or _OTHER_ENCODING.match(text):
            return False
        root = ElementTree.fromstring(text)  # noqa: S314 - without a document type it cannot grow
    except (ElementTree.ParseError, ValueError):
        return False
    if root.tag != "{http://www.w3.org/2000/svg}svg":
        return False
    for one in root.iter():
        if not isinstance(one.tag, str) or one.tag.rpartition("}")[2] not in _ALLOWED:
            return False
        for name, value in one.attrib.items():
            plain = name.rpartition("}")[2].lower()
            if plain.startswith("on") or plain in {"href", "src"} or _URL.search(value):
                return False
    return True
