"""The summary of an evidence pack as a PDF: readiness by level, then every criterion with its evidence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import BinaryIO

from icv_app.domain.ids import RecordId
from icv_app.domain.quality import CriterionStanding, Evidence, EvidenceKind
from icv_app.domain.times import london_day
from icv_app.figures.quality_words import (
    figure_words,
    lacking_words,
    level_sentence,
    level_words,
    standing_words,
    target_words,
    value_words,
)
from icv_app.report.document import Document, DocumentInfo
from icv_app.report.parts import Column
from icv_app.report.wording import day, number, year_written
from icv_app.services.quality import QualityStanding
from icv_app.words import _


def write_quality_report(
    standing: QualityStanding,
    out: BinaryIO,
    *,
    scheme: str,
    documents: Mapping[RecordId, str],
    produced_on: date,
) -> None:
    """Write the summary; the same standing and day give the same bytes.

    Args:
        standing: Of one year.
        out: Where it is written.
        scheme: Its name.
        documents: What each document's file is called in the pack.
        produced_on: London day.
    """
    year = year_written(standing.year)
    title = _("Evidence for the quality framework {year}").format(year=year)
    document = Document(
        DocumentInfo(
            title=f"{scheme} · {title}",
            subject=standing.framework.title,
            author=scheme,
            language="en-GB",
            produced_on=produced_on,
            running_head=f"{scheme} · {title}",
        )
    )
    framework = _("Framework: {title}, version {version}.").format(
        title=standing.framework.title, version=standing.framework.version
    )
    produced = _("Produced on {day} from the records as they stood then.").format(day=day(produced_on))
    document.cover(scheme, _("Evidence for the quality framework"), year, [framework, produced])
    document.contents()
    _readiness(document, standing)
    for area in standing.framework.areas:
        own = [one for one in standing.criteria if one.criterion.area == area.area_id]
        if own:
            document.section(area.title)
            for one in own:
                _criterion(document, standing, one, documents)
    document.write(out)


def _readiness(document: Document, standing: QualityStanding) -> None:
    document.section(_("Readiness"))
    document.lead(_("What the records show; whether it is enough is for those who assess the scheme to say."))
    document.table(
        _("Criteria by level"),
        [
            Column(_("Level"), 2, numbers=False),
            Column(_("Standing"), numbers=False),
            Column(_("Met")),
            Column(_("Partly")),
            Column(_("Missing")),
        ],
        [
            [
                level_words(one.level),
                standing_words(one.standing),
                number(one.met),
                number(one.partly),
                number(one.missing),
            ]
            for one in standing.levels
        ],
    )
    document.items([f"{level_words(one.level)}: {level_sentence(one)}" for one in standing.levels])


def _criterion(
    document: Document,
    standing: QualityStanding,
    found: CriterionStanding,
    documents: Mapping[RecordId, str],
) -> None:
    criterion = found.criterion
    level, word = level_words(criterion.level), standing_words(found.standing)
    document.subsection(f"{criterion.words} ({level})", f"{word}. {lacking_words(found)}".strip())
    if criterion.targets:
        document.table(
            _("Figures of the year"),
            [Column(_("Figure"), 3, numbers=False), Column(_("Value"), 2), Column(_("Asked for"), 1.5)],
            [
                [
                    figure_words(one.figure),
                    value_words(one.figure, standing.figures.get(one.figure)),
                    target_words(one),
                ]
                for one in criterion.targets
            ],
        )
    document.items([_evidence(one, documents) for one in found.evidence])


def _evidence(evidence: Evidence, documents: Mapping[RecordId, str]) -> str:
    added = day(london_day(evidence.at))
    if evidence.kind is EvidenceKind.NOTE:
        return _("{text} (note of {day})").format(text=" ".join(evidence.text.split()), day=added)
    return _("{title}: {file} (document of {day})").format(
        title=evidence.title, file=documents.get(evidence.record_id, ""), day=added
    )
