"""What a publishable document is made of, whatever it is written as."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date

from reportlab.graphics.shapes import Drawing


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentInfo:
    """What the document says about itself.

    Attributes:
        language: BCP 47, such as `en-GB`.
        produced_on: Printed, and the only date in the file: the same content gives the same bytes.
        running_head: Stands at the top of each page.
        keywords: What a program reads of the file.
        colour: Of the cover, like `#14304f`, dark enough for white text; the usual one where empty.
        logo: PNG for the cover; nobody needs to see it to read the document.
    """

    title: str
    subject: str
    author: str
    language: str
    produced_on: date
    running_head: str
    keywords: str = ""
    colour: str = ""
    logo: bytes | None = None


@dataclass(frozen=True, slots=True)
class Cover:
    """Whose report, of what, and the facts at its foot."""

    scheme: str
    title: str
    period: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """The beginning of a document of a few pages, in place of a cover."""

    scheme: str
    title: str
    period: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents."""


@dataclass(frozen=True, slots=True)
class Title:
    """The heading of a section (level 2) or of a part of one (level 3); the document's own is level 1.

    Attributes:
        key: Where links lead to; unique in the document.
    """

    words: str
    level: int
    key: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of plain text.

    Attributes:
        lead: Opens the section, larger than the rest.
        opens: Stays with its heading and whatever follows.
    """

    words: str
    lead: bool = False
    opens: bool = False


@dataclass(frozen=True, slots=True)
class Items:
    """A list with bullets."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        share: Its width relative to the others.
        numbers: Set to the right, under a header likewise.
    """

    title: str
    share: float = 1.0
    numbers: bool = True


@dataclass(frozen=True, slots=True)
class DataTable:
    """A table whose first column names its rows.

    Attributes:
        caption: With its number.
        totals: How many rows at the end are set apart.
        note: Small print under it.
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing with its caption.

    Attributes:
        caption: With its number.
        draw: Draws it so many points wide.
        alternative: Says in words what it shows.
        numbers: The drawing's own numbers as a table, where no table of the section has them.
    """

    caption: str
    draw: Callable[[float], Drawing]
    alternative: str
    numbers: DataTable | None = None


@dataclass(frozen=True, slots=True)
class Tile:
    """One big number with what it is of."""

    number: str
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class Tiles:
    """Big numbers side by side."""

    content: tuple[Tile, ...]


Part = Cover | Opening | Contents | Title | Paragraph | Items | DataTable | Chart | Tiles


def words_of(part: object) -> Iterator[str]:
    """Yield every text a part holds."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, tuple):
        for one in part:
            yield from words_of(one)
    elif is_dataclass(part):
        for one in fields(part):
            yield from words_of(getattr(part, one.name))
