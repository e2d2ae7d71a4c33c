"""Builders of publications, as the service gathers them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from icv_app.domain.ids import MemberId, RecordId
from icv_app.domain.publication import (
    Change,
    PartStanding,
    PublicationKind,
    PublicationWord,
    Section,
    Wording,
    WordPart,
)
from icv_app.figures.annual import AnnualFigures
from icv_app.services.publications import Publication


def a_publication(figures: AnnualFigures, **changes: Any) -> Publication:
    """The annual report of these figures, without anything written by a person."""
    made = Publication(
        kind=PublicationKind.ANNUAL,
        period=figures.year,
        figures=figures,
        before=None,
        wording=Wording(period=figures.year.label),
        counts={},
    )
    return replace(made, **changes)


def some_words(
    period: str = "2023-24",
    changes: tuple[Change, ...] = (),
    sections: tuple[Section, ...] = (),
    **texts: str,
) -> Wording:
    """What people wrote: texts by the name of their part, and what changed."""
    parts: dict[WordPart, PartStanding] = {}
    said: dict[WordPart, dict[str, Any]] = {WordPart(name): {"text": text} for name, text in texts.items()}
    if changes:
        said[WordPart.CHANGES] = {"changes": changes}
    if sections:
        said[WordPart.SECTIONS] = {"sections": sections}
    for place, (part, fields) in enumerate(said.items()):
        word = PublicationWord(
            record_id=RecordId(f"word-{place}"),
            period=period,
            part=part,
            at=datetime(2024, 5, 1, tzinfo=UTC),
            by=MemberId("C-001"),
            **fields,
        )
        parts[part] = PartStanding(word=word)
    return Wording(period=period, parts=parts)
