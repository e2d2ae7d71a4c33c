"""The privacy guard's word lists, read from their files.

One word a line, lower case; `#` begins a comment. The lists and their sources are named in
resources/privacy/README.md.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from icv_app.domain.privacy import PrivacyGuard, WordLists
from icv_app.errors import BadInput
from icv_app.words import _


def load_privacy_guard(folder: Path, *, today: date) -> PrivacyGuard:
    """Return a guard with the word lists in `folder`; it takes some 50 ms, so not while a window waits.

    Raises:
        BadInput: A list is missing or damaged; `user_text` names the file.
    """
    common = _words(folder / "english_common.txt")
    return PrivacyGuard(
        WordLists(
            given_names=_words(folder / "given_names.txt"),
            surnames=_words(folder / "surnames.txt"),
            english=_words(folder / "english.txt") | common,
            common_english=common,
            places=_words(folder / "places.txt"),
            known_words=_words(folder / "known_words.txt"),
            offences=_words(folder / "offences.txt"),
        ),
        today=today,
    )


def _words(path: Path) -> frozenset[str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise _damaged(path.name) from error
    words = frozenset(line for line in lines if line and not line.startswith("#"))
    if not words:
        raise _damaged(path.name)
    return words


def _damaged(name: str) -> BadInput:
    sentence = _("The word list {file} is missing or damaged; install ICV again.")
    return BadInput(f"word list {name}", user_text=sentence.format(file=name))
