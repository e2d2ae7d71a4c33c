"""Frameworks, documents and years of work for tests of the quality framework."""

from __future__ import annotations

import io
import zipfile

from icv_app.domain.quality import Area, Bound, Criterion, EvidenceKind, Framework, Level, Target

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


def a_docx(*more: str) -> bytes:
    """A Word document as far as anybody looks; `more` are further files in it."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as opened:
        for name in ("[Content_Types].xml", "word/document.xml", *more):
            opened.writestr(name, "<x/>")
    return held.getvalue()


def our_framework(version: int = 1, framework_id: str = "ours") -> Framework:
    """Three criteria: pairs by a figure, minutes by a document, talks by a note."""
    return Framework(
        framework_id=framework_id,
        version=version,
        title="Our framework",
        areas=(Area("conduct", "Conduct"), Area("holding", "Holding to account")),
        criteria=(
            Criterion(
                criterion_id="pairs",
                area="conduct",
                level=Level.CODE_COMPLIANT,
                words="Visits are made in pairs.",
                targets=(Target(figure="visits_in_pairs", bound=Bound.AT_LEAST, value=95),),
            ),
            Criterion(
                criterion_id="minutes",
                area="holding",
                level=Level.CODE_COMPLIANT,
                words="Minutes are kept.",
                evidence=(EvidenceKind.DOCUMENT,),
            ),
            Criterion(
                criterion_id="talks",
                area="holding",
                level=Level.SILVER,
                words="Visitors are offered a talk.",
                evidence=(EvidenceKind.NOTE,),
            ),
        ),
    )
