"""The invented sentences keep rule 1 themselves."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import resources
from icv_app.bootstrap.wiring import guard_for
from icv_app.demo.sentences import SENTENCES
from tests.unit.demo.test_plan import the_settings


def sentences(found: object, at: str = "") -> Iterator[tuple[str, str]]:
    """Every sentence of the file with the key it stands under."""
    if isinstance(found, dict):
        for key, value in found.items():
            yield from sentences(value, f"{at}.{key}")
    elif isinstance(found, list):
        for value in found:
            yield from sentences(value, at)
    else:
        yield at, str(found)


def test_no_invented_sentence_names_anybody() -> None:
    content = tomllib.loads(resources.path(SENTENCES).read_text(encoding="utf-8"))
    guard = guard_for(the_settings())
    everything = list(sentences(content))
    assert len(everything) > 100
    assert {text: guard.scan(text) for _at, text in everything if guard.scan(text)} == {}
