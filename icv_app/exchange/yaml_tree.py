"""YAML read into plain data in which every value knows its line.

Only what a data file needs: text, whole numbers, `true`, `false` and `null`. The YAML 1.1 surprises are off
(`yes`, `no` and `on` are text, `12:30` is text, dates are text); tags, anchors and aliases are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast

import yaml

from icv_app.words import _

MAX_DEPTH = 40
"""Deepest nesting read; far beyond any real checklist, well within the interpreter's stack."""

Scalar = str | int | bool | None

_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None, "~": None, "": None}
_WHOLE_NUMBER = re.compile("-?[0-9]{1,9}")

# The same grammar twice: libyaml where the wheel brings it (four times as fast), Python otherwise.
# Only its events are used, so no tag ever builds an object.
_Parser = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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


def read_tree(text: str, faults: Faults) -> Node | None:
    """Return the file's one document; `None`, with the reason in `faults`, if it is not readable YAML."""
    try:
        root = _document(yaml.parse(text, Loader=_Parser), faults)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        sentence = _("this is not readable YAML ({problem}); check the indentation, colons and quotes here")
        faults.add(mark.line + 1 if mark else 1, sentence.format(problem=error.problem or error.context))
        return None
    except yaml.reader.ReaderError as error:
        faults.add(
            text.count("\n", 0, error.position) + 1,
            _("there is a character that text files cannot hold; delete it"),
        )
        return None
    if root is None:
        faults.add(1, _("the file is empty; give it the contents of a checklist"))
    return root


def _document(events: Iterator[yaml.Event], faults: Faults) -> Node | None:
    root: Node | None = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            if root is not None:
                faults.add(_line(event), _("a second document begins here; take out the --- line"))
                break
            first = next(events)
            root = _node(first, _line(first), events, 0, faults)
    return root


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _node(event: yaml.Event, line: int, events: Iterator[yaml.Event], depth: int, faults: Faults) -> Node:
    """Return the value that begins with `event`, having taken all its events."""
    if depth > MAX_DEPTH:
        mark = cast("yaml.error.Mark | None", event.start_mark)
        raise yaml.MarkedYAMLError(problem="it is nested too deeply", problem_mark=mark)
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        faults.add(line, _("anchors (&) and aliases (*) are not used here; write the value out"))
    if getattr(event, "tag", None):
        faults.add(line, _("tags (!) are not used here; leave it out"))
    if isinstance(event, yaml.MappingStartEvent):
        return Node(line, _mapping(events, depth + 1, faults))
    if isinstance(event, yaml.SequenceStartEvent):
        return Node(line, _sequence(events, depth + 1, faults))
    if isinstance(event, yaml.ScalarEvent):
        return Node(line, _plain_scalar(event.value) if event.implicit[0] else event.value)
    return Node(line, None)


def _sequence(events: Iterator[yaml.Event], depth: int, faults: Faults) -> list[Node]:
    items: list[Node] = []
    for event in events:
        if isinstance(event, yaml.SequenceEndEvent):
            break
        items.append(_node(event, _line(event), events, depth, faults))
    return items


def _mapping(events: Iterator[yaml.Event], depth: int, faults: Faults) -> dict[str, Node]:
    entries: dict[str, Node] = {}
    for event in events:
        if isinstance(event, yaml.MappingEndEvent):
            break
        line = _line(event)
        _node(event, line, events, depth, faults)
        value = _node(next(events), line, events, depth, faults)
        if not isinstance(event, yaml.ScalarEvent):
            faults.add(line, _("a key must be a word; put the list or mapping after the colon"))
        elif event.value in entries:
            sentence = _("“{key}” is given twice, first on line {first}; keep one")
            faults.add(line, sentence.format(key=event.value, first=entries[event.value].line))
        else:
            entries[event.value] = value
    return entries


def _plain_scalar(text: str) -> Scalar:
    """Return the value of text written without quotes."""
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else text
