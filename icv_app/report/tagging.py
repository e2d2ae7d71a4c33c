"""Writes the tree of a document's elements into its file: PDF/UA-1.

The library that lays out pages marks content but knows no structure; what it
wrote is opened again and given its tree, its parent tree and its metadata.
Source: ISO 14289-1; ISO 32000-1, 14.7 and 14.8.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, AttachedFileSpec, Dictionary, Name, Object, Pdf, String

from icv_app.report.fonts import cleaned
from icv_app.report.structure import Element, Role

FIGURES_INSIDE = "figures.json"
"""The name of the figures inside a file."""
_MAY_BE_EMPTY = frozenset({Role.TD, Role.TH})
_FIVE_DIGITS = re.compile(rb"<([0-9A-Fa-f]{5,6})>")
_UA = "{http://www.aiim.org/pdfua/ns/id/}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """What a file says about itself to whoever catalogues it.

    Attributes:
        language: BCP 47.
        keywords: Such as its marking.
        figures: The figures in it as JSON, for whoever traces one; none where empty.
    """

    title: str
    author: str
    subject: str
    language: str
    keywords: tuple[str, ...] = ()
    figures: bytes = b""

    def __post_init__(self) -> None:
        for name in ("title", "author", "subject"):
            object.__setattr__(self, name, cleaned(getattr(self, name)))


def write_tagged(
    data: bytes, tree: Element, owners: list[list[Element]], facts: FileFacts, out: BinaryIO
) -> None:
    """Write a laid-out file with its structure.

    Args:
        data: The file as laid out, its content marked.
        tree: The element of the whole document.
        owners: Of each page, the elements by the numbers of their marked content.
        facts: For the metadata.
        out: Where it is written; the same arguments give the same bytes.
    """
    with pikepdf.open(io.BytesIO(data)) as pdf:
        _Writer(pdf).write(tree, owners)
        _mend_letters(pdf)
        if facts.figures:
            pdf.attachments[FIGURES_INSIDE] = AttachedFileSpec(
                pdf,
                facts.figures,
                filename=FIGURES_INSIDE,
                description="The figures of this document",
                mime_type="application/json",
                creation_date="",
                mod_date="",
            )
        pdf.Root.Lang = String(facts.language)
        pdf.Root.MarkInfo = Dictionary(Marked=True)
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
            metadata["dc:title"] = facts.title
            metadata["dc:creator"] = [facts.author]
            metadata["dc:description"] = facts.subject
            metadata["dc:language"] = {facts.language}
            metadata[f"{_UA}part"] = "1"
        pdf.save(
            out,
            deterministic_id=True,
            min_version="1.7",
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )


def _mend_letters(pdf: Pdf) -> None:
    """Say of each code which letter it is, as the standard asks: what is beyond the first plane in UTF-16.

    The library writes five digits there, which no reader understands.
    """
    seen = set()
    for page in pdf.pages:
        for font in dict(page.Resources.get("/Font", {})).values():
            if "/ToUnicode" in font and font.ToUnicode.objgen not in seen:
                seen.add(font.ToUnicode.objgen)
                written = font.ToUnicode.read_bytes()
                mended = _FIVE_DIGITS.sub(_as_utf_16, written)
                if mended != written:
                    font.ToUnicode.write(mended)


def _as_utf_16(found: re.Match[bytes]) -> bytes:
    return b"<%s>" % chr(int(found[1], 16)).encode("utf-16-be").hex().upper().encode("ascii")


class _Writer:
    def __init__(self, pdf: Pdf) -> None:
        self._pdf = pdf
        self._pages: list[Dictionary] = [page.obj for page in pdf.pages]
        self._written: dict[Element, Object] = {}
        self._links: list[Object] = []
        self._notes = 0

    def write(self, tree: Element, owners: list[list[Element]]) -> None:
        """Write the tree and both ways from content to it."""
        root = self._pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        root.K = self._element(tree, root)
        numbers: list[Any] = []
        for at, page in enumerate(self._pages):
            page.StructParents = at
            page.Tabs = Name.S
            elements = owners[at] if at < len(owners) else []
            numbers += [at, self._pdf.make_indirect(Array([self._written[one] for one in elements]))]
        for at, link in enumerate(self._links, start=len(self._pages)):
            numbers += [at, link]
        root.ParentTree = self._pdf.make_indirect(Dictionary(Nums=Array(numbers)))
        root.ParentTreeNextKey = len(self._pages) + len(self._links)
        self._pdf.Root.StructTreeRoot = root

    def _element(self, element: Element, parent: Object) -> Object:
        written = self._pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{element.role}"), P=parent)
        )
        self._written[element] = written
        kids: list[object] = [self._element(kid, written) for kid in element.kids if _says_something(kid)]
        kids += self._marks(element, written)
        kids += self._annotations(element, written)
        if kids:
            written.K = kids[0] if len(kids) == 1 else Array(kids)
        if element.alternative:
            written.Alt = String(element.alternative)
        if element.actual:
            written.ActualText = String(element.actual)
        if element.role is Role.NOTE:
            self._notes += 1
            written.ID = String(f"note-{self._notes}")
        attributes = _attributes(element)
        if attributes is not None:
            written.A = attributes
        return written

    def _marks(self, element: Element, written: Object) -> Iterator[object]:
        if not element.marks:
            return
        first = element.marks[0][0]
        written.Pg = self._pages[first]
        for page, number in element.marks:
            if page == first:
                yield number
            else:
                yield Dictionary(Type=Name.MCR, Pg=self._pages[page], MCID=number)

    def _annotations(self, element: Element, written: Object) -> Iterator[object]:
        for page, place in element.links:
            annotation = self._pages[page].Annots[place]
            annotation.StructParent = len(self._pages) + len(self._links)
            self._links.append(written)
            yield Dictionary(Type=Name.OBJR, Pg=self._pages[page], Obj=annotation)


def _says_something(element: Element) -> bool:
    """Whether the element or one in it has content: what a page had no room for has none."""
    if element.marks or element.role in _MAY_BE_EMPTY:
        return True
    return any(_says_something(kid) for kid in element.kids)


def _attributes(element: Element) -> Dictionary | None:
    if element.box is not None:
        box = Array([round(edge, 2) for edge in element.box])
        return Dictionary(O=Name.Layout, BBox=box, Placement=Name.Block)
    table = Dictionary(O=Name.Table)
    if element.scope is not None:
        table.Scope = Name(f"/{element.scope}")
    if element.columns > 1:
        table.ColSpan = element.columns
    return table if len(table) > 1 else None
