"""The annual report made by WeasyPrint from its web page: only to compare with."""

from __future__ import annotations

import io
import logging
import sys
import time

from icv_app.report.document import Document


def seconds_with_weasyprint(document: Document) -> float | None:
    """Seconds to write the document's web page and to make tagged PDF of it; `None` where it cannot run."""
    try:
        import weasyprint
    except OSError as missing:  # it needs Pango, which Python packages do not bring
        print(f"WeasyPrint is not compared with: {missing}", file=sys.stderr)
        return None
    logging.getLogger("weasyprint").setLevel(logging.ERROR)  # it names each property meant for browsers
    began = time.perf_counter()
    page, made = io.BytesIO(), io.BytesIO()
    document.write_html(page)
    weasyprint.HTML(string=page.getvalue().decode("utf-8")).write_pdf(made, pdf_variant="pdf/ua-1")
    return time.perf_counter() - began
