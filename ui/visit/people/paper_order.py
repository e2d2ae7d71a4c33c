"""The questions as they stand on the aide-memoire, for typing up from it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from icv_app.domain.checklist import Check, Checklist
from icv_app.domain.paper import EVERYBODY, FURTHER, in_paper_order, paper_blocks, paper_numbers
from icv_app.words import _


def as_on_paper(checks: Iterable[Check], checklist: Checklist) -> tuple[Check, ...]:
    """Return the checks in the order of a person's sheet, each with its number before its words."""
    numbers = paper_numbers(checklist)
    return tuple(
        replace(check, text=f"{numbers[check.check_id]}  {check.text}")
        for check in in_paper_order(checks, checklist)
    )


def paper_headings(checks: Iterable[Check], checklist: Checklist) -> dict[str, str]:
    """Return the check that each part of the sheet begins with, and what the part is called."""
    part = {check.check_id: block.name for block in paper_blocks(checklist) for check in block.checks}
    words = {EVERYBODY: _("On the front"), FURTHER: _("Further questions, on the card")}
    headings: dict[str, str] = {}
    begun: set[str] = set()
    for check in checks:
        title = words.get(part[check.check_id], _("On the back"))
        if title not in begun:
            begun.add(title)
            headings[check.check_id] = title
    return headings
