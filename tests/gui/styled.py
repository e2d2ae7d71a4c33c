"""A style sheet read rule by rule, as Qt cascades it: enough of the language for ICV's own sheets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_PART = re.compile(r"^(?P<kind>[A-Za-z]\w*)(?P<tests>(?:\[[^\]]*\])*)(?P<states>:?:?[\w:-]*)$")
_COLOUR = re.compile(r"#[0-9a-f]{6}\b|\btransparent\b")


@dataclass(frozen=True)
class Part:
    """One step of a selector: `QPushButton[kind="main"]:hover`."""

    kind: str
    tests: frozenset[str]
    states: frozenset[str]

    def holds_for(self, other: Part) -> bool:
        """Whether a rule for this applies to everything that `other` selects."""
        return self.kind == other.kind and self.tests <= other.tests and self.states <= other.states


@dataclass(frozen=True)
class Rule:
    """What one selector gives: the steps from the outside in, and the colours by property."""

    text: str
    steps: tuple[Part, ...]
    gives: dict[str, str]
    at: int

    @property
    def weight(self) -> tuple[int, int, int]:
        """What wins in the cascade: attributes and states, then kinds, then the later rule."""
        narrowing = sum(len(step.tests) + len(step.states) for step in self.steps)
        return narrowing, len(self.steps), self.at


def rules(sheet: str) -> list[Rule]:
    """Return the rules of a sheet, one for each selector.

    Raises:
        ValueError: The sheet uses more of the language than this reads.
    """
    found = []
    for at, (selectors, body) in enumerate(_RULE.findall(_COMMENT.sub("", sheet))):
        gives = dict(_colours(body))
        for selector in selectors.split(","):
            found.append(Rule(selector.strip(), tuple(_steps(selector)), gives, at))
    return found


def cascaded(sheet: list[Rule], rule: Rule, name: str) -> str | None:
    """Return the colour that whatever `rule` selects has for a property, or nothing."""
    giving = [other for other in sheet if name in other.gives and _applies(other.steps, rule.steps)]
    return max(giving, key=lambda other: other.weight).gives[name] if giving else None


def ground(sheet: list[Rule], rule: Rule) -> str | None:
    """Return what lies behind whatever a rule selects, as far as the rule's own steps tell it."""
    for depth in range(len(rule.steps), 0, -1):
        outer = Rule("", rule.steps[:depth], {}, rule.at)
        colour = cascaded(sheet, outer, "background")
        if colour is not None and colour != "transparent":
            return colour
    return None


def _applies(rule: tuple[Part, ...], to: tuple[Part, ...]) -> bool:
    if not rule[-1].holds_for(to[-1]):
        return False
    outside = list(to[:-1])
    for step in rule[-2::-1]:
        while outside and not step.holds_for(outside[-1]):
            outside.pop()
        if not outside:
            return False
        outside.pop()
    return True


def _steps(selector: str) -> Iterator[Part]:
    for step in re.findall(r"(?:\[[^\]]*\]|[^\s\[\]])+", selector.strip()):
        read = _PART.match(step)
        if read is None:
            raise ValueError(f"{step!r} in {selector!r}")
        states = frozenset(filter(None, re.split(r"(?<!:):(?!:)", read["states"])))
        yield Part(read["kind"], frozenset(re.findall(r"\[[^\]]*\]", read["tests"])), states)


def _colours(body: str) -> Iterator[tuple[str, str]]:
    for declaration in filter(str.strip, body.split(";")):
        name, _colon, value = declaration.partition(":")
        found = _COLOUR.search(value)
        if found is not None:
            yield (
                name.strip().removesuffix("-color") if "background-color" in name else name.strip(),
                found[0],
            )
