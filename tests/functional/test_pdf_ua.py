"""Every kind of PDF against veraPDF's PDF/UA-1 profile."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.documents import DOCUMENTS
from tests.verapdf import Verdict, verdicts


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Verdict]:
    folder = tmp_path_factory.mktemp("documents")
    files = []
    for name, make in DOCUMENTS.items():
        files.append(folder / f"{name}.pdf")
        files[-1].write_bytes(make())
    return dict(zip(DOCUMENTS, verdicts(files), strict=True))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_rule_of_pdf_ua_fails(judged: dict[str, Verdict], name: str) -> None:
    verdict = judged[name]
    assert verdict.failed == ()
    assert verdict.compliant
    assert verdict.assertions > 1000


def test_the_check_finds_a_file_without_structure(tmp_path: Path) -> None:
    data = io.BytesIO()
    canvas = Canvas(data)
    canvas.drawString(100, 100, "Words of no element")
    canvas.save()
    file = tmp_path / "untagged.pdf"
    file.write_bytes(data.getvalue())
    (verdict,) = verdicts([file])
    assert not verdict.compliant
    assert any("tagged" in failed for failed in verdict.failed)
