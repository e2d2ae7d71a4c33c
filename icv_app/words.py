"""Texts for people: every user-visible sentence passes through `_`.

English is the source language. Translations are gettext catalogues in
`resources/translations`, chosen once at start by `use_language`.
"""

from __future__ import annotations

import gettext
from pathlib import Path

_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def use_language(languages: list[str], folder: Path) -> None:
    """Choose the first of `languages` that has a catalogue; English where none has."""
    global _catalogue
    _catalogue = gettext.translation("icv", localedir=folder, languages=languages, fallback=True)


def _(text: str) -> str:
    """Return `text` in the chosen language."""
    return _catalogue.gettext(text)


def plural(one: str, many: str, n: int) -> str:
    """Return the form for `n`, with `{n}` filled in."""
    return _catalogue.ngettext(one, many, n).format(n=n)
