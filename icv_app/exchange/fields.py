"""The entries of one mapping in a data file, taken out one by one with their types checked.

A fault is noted with its line and reading goes on with a harmless value, so that one look at the file
finds everything; whoever reads must throw the result away when there was any fault.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from icv_app.exchange.yaml_tree import Faults, Node
from icv_app.words import _

SLUG = re.compile(r"[a-z][a-z0-9_-]{0,59}")
"""What an id looks like where nothing else is said."""


class Fields:
    """One mapping being read.

    Args:
        allowed: The keys it may hold; any other is a fault.
    """

    def __init__(self, node: Node, allowed: tuple[str, ...], faults: Faults) -> None:
        self.line = node.line
        self._faults = faults
        self._entries: dict[str, Node] = {}
        if not isinstance(node.value, dict):
            sentence = _("a mapping is needed here; write the keys {keys}")
            faults.add(node.line, sentence.format(keys=listed(allowed)))
            return
        self._entries = node.value
        for key, entry in node.value.items():
            if key not in allowed:
                sentence = _("“{key}” is not known here; use one of {keys}")
                faults.add(entry.line, sentence.format(key=key, keys=listed(allowed)))

    def has(self, key: str) -> bool:
        """Return whether the key is there, whatever its value."""
        return key in self._entries

    def line_of(self, key: str) -> int:
        """Return the key's line, or the mapping's when the key is missing."""
        return self._entries[key].line if key in self._entries else self.line

    def fault(self, key: str, sentence: str) -> None:
        """Note a fault at this key."""
        self._faults.add(self.line_of(key), sentence)

    def text(self, key: str, *, default: str | None = None) -> str:
        """Return one text, trimmed and not empty; without a default it must be there."""
        value = self._value(key, needed=default is None)
        if value is None and not self.has(key):
            return default or ""
        if not isinstance(value, str) or not value.strip():
            self.fault(key, _("“{key}” must be a text; write some words after it").format(key=key))
            return ""
        return " ".join(value.split())

    def slug(self, key: str, pattern: re.Pattern[str] = SLUG) -> str:
        """Return an identifier: small letters, digits, `_` and `-`, unless another pattern is given."""
        value = self._value(key, needed=True)
        if value is None and not self.has(key):
            return ""
        if not isinstance(value, str) or not pattern.fullmatch(value):
            sentence = _("“{key}” must be an identifier such as solicitor_offered or A2; change it")
            self.fault(key, sentence.format(key=key))
            return ""
        return value

    def whole_number(self, key: str, lowest: int, highest: int) -> int:
        """Return one whole number within these bounds, both included."""
        value = self._value(key, needed=True)
        if isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest:
            return value
        if self.has(key):
            sentence = _("“{key}” must be a whole number from {lowest} to {highest}; correct it")
            self.fault(key, sentence.format(key=key, lowest=lowest, highest=highest))
        return lowest

    def flag(self, key: str) -> bool:
        """Return true or false; false when the key is missing."""
        value = self._value(key, needed=False)
        if isinstance(value, bool) or not self.has(key):
            return bool(value)
        self.fault(key, _("“{key}” must be true or false; correct it").format(key=key))
        return False

    def one_of(self, key: str, allowed: Collection[str], *, default: str | None = None) -> str:
        """Return one of these words; without a default it must be there."""
        value = self._value(key, needed=default is None)
        if value is None and not self.has(key):
            return default or ""
        if not isinstance(value, str) or value not in allowed:
            self.fault(
                key, _("“{key}” must be one of {words}; correct it").format(key=key, words=listed(allowed))
            )
            return default or ""
        return value

    def node(self, key: str) -> Node | None:
        """Return the entry itself; missing is a fault."""
        self._value(key, needed=True)
        return self._entries.get(key)

    def items(self, key: str, *, needed: bool = True) -> list[Node]:
        """Return the entries of a list that is not empty."""
        value = self._value(key, needed=needed)
        if isinstance(value, list) and value:
            return value
        if self.has(key):
            self.fault(
                key, _("“{key}” must be a list; write its entries below it with dashes").format(key=key)
            )
        return []

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, none of them empty."""
        nodes = self.items(key)
        if any(not isinstance(node.value, str) or not node.value.strip() for node in nodes):
            self.fault(key, _("“{key}” must be a list of texts; put quotes around them").format(key=key))
        return tuple(str(node.value) for node in nodes)

    def mapping(self, key: str) -> dict[str, Node]:
        """Return the entries of a nested mapping whose keys are free."""
        value = self._value(key, needed=True)
        if isinstance(value, dict):
            return value
        if self.has(key):
            self.fault(key, _("“{key}” must be a mapping; write its keys below it").format(key=key))
        return {}

    def _value(self, key: str, *, needed: bool) -> object:
        if key in self._entries:
            return self._entries[key].value
        if needed:
            self._faults.add(self.line, _("“{key}” is missing; add it").format(key=key))
        return None


def listed(words: Collection[str]) -> str:
    """Return words for a sentence, in their order, or sorted when they have none."""
    ordered = sorted(words) if isinstance(words, (set, frozenset)) else list(words)
    return ", ".join(ordered)
