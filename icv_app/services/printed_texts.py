"""The texts that publications print as they were written, and those that no font of a document can draw."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from icv_app.domain.checklist import Checklist
from icv_app.domain.periods import Period
from icv_app.domain.publication import Wording, WordPart, wording_of
from icv_app.domain.scheme import SchemeSettings
from icv_app.figures.names import code_names
from icv_app.services.ports import UnitOfWork
from icv_app.services.publication_records import words_in
from icv_app.words import _

Lacking = Callable[[str], str]
"""Gives the characters of a text that no font of a document has, each once."""


@dataclass(frozen=True, slots=True)
class Undrawable:
    """A text that cannot be printed.

    Attributes:
        where: In words, such as `the suite “Leeds”`.
        characters: Those that no font has, each once.
    """

    where: str
    characters: str

    @property
    def sentence(self) -> str:
        """What is wrong, and where."""
        words = _("No publication can print “{characters}” in {where}: write it in other letters.")
        return words.format(characters=self.characters[:20], where=self.where)


def undrawable_in(texts: Iterable[tuple[str, str]], lacking: Lacking) -> tuple[Undrawable, ...]:
    """Those of some texts that cannot be printed, with where they are."""
    # What is plain ASCII needs no font to be opened.
    found = ((where, lacking(text)) for where, text in texts if not text.isascii())
    return tuple(Undrawable(where, characters) for where, characters in dict.fromkeys(found) if characters)


def printed_texts(
    unit: UnitOfWork, settings: SchemeSettings, checklist: Checklist, periods: Iterable[Period]
) -> Iterator[tuple[str, str]]:
    """Yield where each text is and what it says: of the settings, of the checklist, of some periods."""
    yield _("the scheme’s name"), settings.name
    yield _("the policing body’s name"), settings.policing_body
    yield _("the force’s name"), settings.force
    yield _("the e-mail address"), settings.contact_email
    yield _("the quality award"), settings.quality_award
    for suite in settings.suites:
        yield _("the suite “{name}”").format(name=suite.name), f"{suite.name} {suite.district}"
    names = code_names(checklist)
    for words in (
        names.categories,
        names.reasons,
        names.abandoned,
        names.checks,
        names.sections,
        names.bed_results,
    ):
        for one in words.values():
            yield _("the checklist’s words “{words}”").format(words=one), one
    said = words_in(unit)
    for period in periods:
        yield from _of_wording(wording_of(period.label, said))


def _of_wording(wording: Wording) -> Iterator[tuple[str, str]]:
    for part in WordPart:
        where = _("“{part}” of {period}").format(part=part_words(part), period=wording.period)
        yield where, wording.text(part)
    changes = _("“{part}” of {period}").format(part=part_words(WordPart.CHANGES), period=wording.period)
    for change in wording.changes:
        yield changes, f"{change.said} {change.did}"
    yield _("the name on the cover of {period}").format(period=wording.period), wording.look.scheme


def part_words(part: WordPart) -> str:
    """What a part of a publication's wording is called."""
    return {
        WordPart.FOREWORD: _("Foreword"),
        WordPart.RESPONSE: _("The force’s response, word for word"),
        WordPart.PLAN: _("Plan for the coming year"),
        WordPart.CONTACT: _("Contact and joining"),
        WordPart.ASKS: _("What is asked for"),
        WordPart.CHANGES: _("What changed"),
        WordPart.SECTIONS: _("Sections"),
        WordPart.LOOK: _("Look"),
    }[part]
