"""The sections a person writes: foreword, what changed, the force's response, contact."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby
from typing import Final

from icv_app.domain.publication import WordPart
from icv_app.report.document import Document
from icv_app.report.parts import Column
from icv_app.services.publications import Publication
from icv_app.words import _

_ENTRY: Final = re.compile(r"[-*•–] +(?=\S)")
"""What a writer puts before each entry of a list."""


def write_paragraphs(document: Document, words: str) -> None:
    """Add a text as it was typed: an empty line begins a new paragraph, a sign before a line an entry."""
    for one in words.replace("\r\n", "\n").split("\n\n"):
        for listed, lines in groupby(_joined(one.split("\n")), key=lambda line: line[0]):
            texts = [text for _listed, text in lines]
            if listed:
                document.items(texts)
            else:
                document.paragraph(" ".join(texts))


def _joined(lines: Iterable[str]) -> list[tuple[bool, str]]:
    """Whether each line is an entry of a list, and its words; what an entry runs on to belongs to it."""
    found: list[tuple[bool, str]] = []
    for line in (" ".join(line.split()) for line in lines):
        sign = _ENTRY.match(line)
        if sign:
            found.append((True, line[sign.end() :]))
        elif found and line:
            found[-1] = (found[-1][0], f"{found[-1][1]} {line}")
        elif line:
            found.append((False, line))
    return found


def write_foreword(document: Document, publication: Publication) -> None:
    """Add the foreword."""
    document.section(_("Foreword"))
    words = publication.wording.text(WordPart.FOREWORD)
    write_paragraphs(document, words or _("No foreword was written for this year."))


def write_changes(document: Document, publication: Publication) -> None:
    """Add what visitors said and the force did."""
    document.section(_("What changed"))
    changes = publication.wording.changes
    if not changes:
        document.paragraph(_("No change was noted for this year."))
        return
    document.paragraph(_("What custody visitors said, and what the force did about it."))
    document.table(
        _("What visitors said, and what the force did"),
        [Column(_("Visitors said"), numbers=False), Column(_("The force did"), numbers=False)],
        [[one.said, one.did] for one in changes],
    )


def write_response(document: Document, publication: Publication) -> None:
    """Add the force's response, word for word; names in it are masked."""
    force = publication.figures.force
    document.section(_("The force’s response"))
    words = publication.wording.text(WordPart.RESPONSE)
    if not words:
        document.paragraph(_("{force} has not responded to this report.").format(force=force))
        return
    told = _("{force} responded in these words. What could identify somebody is replaced by […].")
    document.paragraph(told.format(force=force))
    write_paragraphs(document, words)


def write_contact(document: Document, publication: Publication) -> None:
    """Add how to reach the scheme and to join it."""
    figures = publication.figures
    document.section(_("Contact and joining"))
    write_paragraphs(document, publication.wording.text(WordPart.CONTACT) or _usual_contact(publication))
    if figures.contact_email:
        document.paragraph(_("E-mail: {email}").format(email=figures.contact_email))


def _usual_contact(publication: Publication) -> str:
    told = _(
        "Independent custody visitors are volunteers from the community. To become one, or to ask about "
        "this report, write to {body}."
    )
    return told.format(body=publication.figures.policing_body)
