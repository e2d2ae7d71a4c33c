"""YAML read into plain data in which every value knows its line.

Only what a data file needs: text, whole numbers, `true`, `false` and `null`. The YAML 1.1 surprises are off
(`yes`, `no` and `on` are text, `12:30` is text, dates are text), tags and aliases are refused.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import cast

import yaml

from icv_app.words import _

MAX_DEPTH = 40
"""Deepest nesting read; far beyond any real checklist, well within the interpreter's stack."""

_SCALAR_TAGS = {"str", "int", "bool", "null"}
_TAG = "tag:yaml.org,2002:"

Scalar = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Node:
    """One value with the line it begins on, from 1; in a mapping, the line of its key."""

    line: int
    value: Scalar | list[Node] | dict[str, Node]

    def plain(self) -> object:
        """Return the value without lines, as `json` takes it."""
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        if isinstance(self.value, dict):
            return {key: item.plain() for key, item in self.value.items()}
        return self.value


@dataclass(slots=True)
class Faults:
    """Everything found wrong with one file, so that it can be put right in one go."""

    found: list[tuple[int, str]] = field(default_factory=list)

    def add(self, line: int, sentence: str) -> None:
        """Keep one fault: the line it is on, and what it is and what to do, for a person to read."""
        self.found.append((line, sentence))


class _Loader(yaml.SafeLoader):
    """The safe loader with only the scalars of `Scalar`, and neither aliases nor bottomless nesting."""

    yaml_implicit_resolvers = {}  # noqa: RUF012 - PyYAML's own hook, replaced and not shared

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = cast("yaml.Event", self.peek_event())  # type: ignore[no-untyped-call]
        mark = cast("yaml.error.Mark", event.start_mark)
        if isinstance(event, yaml.AliasEvent):
            raise yaml.MarkedYAMLError(None, None, "an alias (*) is used", mark)
        if self._depth > MAX_DEPTH:
            raise yaml.MarkedYAMLError(None, None, "it is nested too deeply", mark)
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


for _tag, _pattern, _first in (
    ("bool", "true|false", "tf"),
    ("int", "-?[0-9]{1,9}", "-0123456789"),
    ("null", "null|~|", ["n", "~", ""]),
):
    _Loader.add_implicit_resolver(_TAG + _tag, re.compile(f"^(?:{_pattern})$"), list(_first))


def read_tree(text: str, faults: Faults) -> Node | None:
    """Return the file's one document; `None`, with the reason in `faults`, if it is not readable YAML."""
    try:
        # The loader is the safe one; `compose` builds no objects whatever the tags say.
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        faults.add(
            mark.line + 1 if mark else 1,
            _("this is not readable YAML ({problem}); check the indentation, colons and quotes here").format(
                problem=error.problem or error.context
            ),
        )
        return None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        faults.add(line, _("there is a character that text files cannot hold; delete it"))
        return None
    if root is None:
        faults.add(1, _("the file is empty; give it the contents of a checklist"))
        return None
    return _convert(root, root.start_mark.line + 1, faults)


def _convert(node: yaml.Node, line: int, faults: Faults) -> Node:
    tag = node.tag.removeprefix(_TAG)
    if isinstance(node, yaml.MappingNode) and tag == "map":
        return Node(line, _mapping(node, faults))
    if isinstance(node, yaml.SequenceNode) and tag == "seq":
        return Node(line, [_convert(item, item.start_mark.line + 1, faults) for item in node.value])
    if isinstance(node, yaml.ScalarNode) and tag in _SCALAR_TAGS:
        return Node(line, _scalar(tag, node.value, line, faults))
    faults.add(line, _("the tag {tag} is not allowed; leave it out").format(tag=node.tag))
    return Node(line, None)


def _mapping(node: yaml.MappingNode, faults: Faults) -> dict[str, Node]:
    entries: dict[str, Node] = {}
    for key_node, value_node in node.value:
        key: Hashable = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
        line = key_node.start_mark.line + 1
        if not isinstance(key, str):
            faults.add(line, _("a key must be a word; put the list or mapping after the colon"))
        elif key in entries:
            faults.add(
                line,
                _("“{key}” is given twice, first on line {first}; keep one").format(
                    key=key, first=entries[key].line
                ),
            )
        else:
            entries[key] = _convert(value_node, line, faults)
    return entries


def _scalar(tag: str, text: str, line: int, faults: Faults) -> Scalar:
    """Return the value; a tag written out by hand may not fit its text (`!!int three`)."""
    if tag == "str":
        return text
    if tag == "null":
        return None
    if tag == "bool" and text in {"true", "false"}:
        return text == "true"
    if tag == "int" and re.fullmatch("-?[0-9]{1,9}", text):
        return int(text)
    faults.add(line, _("“{text}” does not fit its tag; leave the tag out").format(text=text))
    return None
