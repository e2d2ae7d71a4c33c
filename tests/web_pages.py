"""Web pages opened in a real browser, and asked what stands in people's way."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

_SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@contextmanager
def a_browser() -> Iterator[Browser]:
    """Start the system's Chromium; the test is skipped, and says so, where there is none."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        needed = "Web pages are not opened: that needs chromium."
        assert "CI" not in os.environ, needed
        pytest.skip(needed)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(_SWITCHES))
        yield browser
        browser.close()


@contextmanager
def opened(
    browser: Browser, file: Path, *, width: int = 1280, zoom: float = 1, scheme: Any = "light"
) -> Iterator[Page]:
    """Open a file in a window so wide; at a zoom of 2, half as many of the page's own pixels fit in."""
    context = browser.new_context(
        viewport={"width": round(width / zoom), "height": round(800 / zoom)},
        device_scale_factor=zoom,
        color_scheme=scheme,
        java_script_enabled=True,
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    yield page
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    context.close()


def violations(page: Page) -> list[str]:
    """What axe-core finds on a page: the rule, and where."""
    package = importlib.util.find_spec("axe_playwright_python")
    assert package is not None
    assert package.origin is not None
    page.add_script_tag(content=(Path(package.origin).parent / "axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("options => axe.run(document, options)", _RULES)
    assert found["passes"]
    return [
        f"{one['id']}: {node['html'][:120]} {node.get('failureSummary', '')[:200]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def overhang(page: Page) -> int:
    """By how many pixels the page is wider than its window; nobody should have to scroll sideways."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
