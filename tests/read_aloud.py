"""Reading a tagged PDF as a screen reader does: by its structure, never by its layout."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

_PAINTS = frozenset(["Tj", "TJ", "'", '"', "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "sh", "Do", "BI"])


@dataclass
class Node:
    """One element as it stands in the file, with the text of its own content."""

    role: str
    alternative: str
    actual: str
    attributes: dict[str, Any]
    kids: list[Node] = field(default_factory=list)
    own: str = ""
    annotations: int = 0

    @property
    def text(self) -> str:
        """What is read out: of this element and all in it."""
        if self.actual or self.alternative:
            return self.actual or self.alternative
        return " ".join(filter(None, [*(kid.text for kid in self.kids), self.own]))

    def all(self, *roles: str) -> Iterator[Node]:
        """Yield elements of a role, in reading order."""
        if self.role in roles:
            yield self
        for kid in self.kids:
            yield from kid.all(*roles)


@dataclass
class Spoken:
    """A whole file.

    Attributes:
        loose: Painting operators that belong to nothing and are no artifact.
        unreached: Marked content no element of the tree holds, or that two hold.
        furniture: The text of artifacts, page by page.
    """

    tree: Node
    loose: list[str]
    unreached: list[tuple[int, int]]
    furniture: list[str]


def read_aloud(data: bytes) -> Spoken:
    """Read a file by its structure."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pages = [_page(page) for page in pdf.pages]
        places = {page.obj.objgen: at for at, page in enumerate(pdf.pages)}
        reached: list[tuple[int, int]] = []
        root: Any = pdf.Root.StructTreeRoot
        tree = _node(root.K, pages, places, reached)
        parents = _parents(root.ParentTree)
        marked = {(at, number) for at, page in enumerate(pages) for number in page.marked}
        twice = (
            {one for one in reached if reached.count(one) > 1} if len(set(reached)) < len(reached) else set()
        )
        unreached = sorted((marked ^ set(reached)) | twice)
        for at, page in enumerate(pdf.pages):
            owners = parents[int(page.obj.StructParents)]
            assert len(owners) == len(pages[at].marked)
        return Spoken(
            tree, [one for page in pages for one in page.loose], unreached, [p.artifacts for p in pages]
        )


@dataclass
class _Page:
    marked: dict[int, str] = field(default_factory=dict)
    loose: list[str] = field(default_factory=list)
    artifacts: str = ""


def _page(page: pikepdf.Page) -> _Page:
    found, inside, font = _Page(), [], {}
    fonts = {name: _letters(one) for name, one in dict(page.Resources.Font).items()}
    for one in pikepdf.parse_content_stream(page):
        operands, word = one.operands, str(one.operator)
        if word in {"BDC", "BMC"}:
            properties: Any = operands[1] if len(operands) > 1 else {}
            inside.append((str(operands[0]), int(properties["/MCID"]) if "/MCID" in properties else None))
            if inside[-1][1] is not None:
                assert inside[-1][1] not in found.marked
                found.marked[inside[-1][1]] = ""
        elif word == "EMC":
            inside.pop()
        elif word == "Tf":
            font = fonts[str(operands[0])]
        elif word in _PAINTS:
            number = next((number for _tag, number in reversed(inside) if number is not None), None)
            said = "".join(font[code] for code in bytes(operands[0])) if word == "Tj" else ""
            if number is not None:
                found.marked[number] += said
            elif any(tag == "/Artifact" for tag, _number in inside):
                found.artifacts += said
            else:
                found.loose.append(f"{word} {said}")
    assert not inside
    return found


def _letters(font: Any) -> dict[int, str]:
    """Which text each code of a font stands for, as the file itself says."""
    if "/ToUnicode" not in font:
        return {}
    table, said = {}, font.ToUnicode.read_bytes().decode("latin-1")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", said, re.DOTALL):
        for first, last, to in re.findall(r"<(\w+)>\s*<(\w+)>\s*(\[.*?\]|<\w+>)", block, re.DOTALL):
            targets = re.findall(r"<(\w+)>", to)
            for at, code in enumerate(range(int(first, 16), int(last, 16) + 1)):
                text = targets[at] if to.startswith("[") else f"{int(targets[0], 16) + at:04X}"
                table[code] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", said, re.DOTALL):
        for code, to in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            table[int(code, 16)] = bytes.fromhex(to).decode("utf-16-be")
    return table


def _node(element: Any, pages: list[_Page], places: dict[Any, int], reached: list[tuple[int, int]]) -> Node:
    attributes = dict(element.get("/A", {}))
    node = Node(
        str(element.S)[1:], str(element.get("/Alt", "")), str(element.get("/ActualText", "")), attributes
    )
    kids = element.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        page = places[element.Pg.objgen] if "/Pg" in element else -1
        if isinstance(kid, int):
            number = kid
        elif kid.get("/Type") == "/MCR":
            page, number = places[kid.Pg.objgen], int(kid.MCID)
        elif kid.get("/Type") == "/OBJR":
            node.annotations += 1
            assert str(kid.Obj.Contents)
            continue
        else:
            assert kid.P.objgen == element.objgen
            node.kids.append(_node(kid, pages, places, reached))
            continue
        reached.append((page, number))
        node.own = " ".join(filter(None, [node.own, pages[page].marked[number]]))
    return node


def _parents(tree: Any) -> dict[int, Any]:
    numbers = list(tree.Nums)
    return {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
