"""The checklist's words for the codes that figures are counted under."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from icv_app.domain.checklist import CheckKind, Checklist
from icv_app.figures.names import CodeNames


def code_names(checklist: Checklist) -> CodeNames:
    """The checklist's words for the codes a publication prints."""
    categories = {category.category_id: category.title for category in checklist.categories}
    groups = {category.group: category.group_title for category in checklist.categories}
    headings = {section.section_id: section.title for section in checklist.sections}
    checks = [check for check in checklist.checks if check.kind is CheckKind.YES_NO]
    return CodeNames(
        categories={**groups, **categories},
        reasons=_labels(checklist, "not_seen_reasons"),
        abandoned=_labels(checklist, "abandoned_reasons"),
        checks={check.check_id: check.text for check in checks},
        good_answers={check.check_id: check.good_answer for check in checks if check.good_answer},
        sections={check.check_id: headings.get(check.section, "") for check in checks},
        bed_results=_labels(checklist, "pace_bed_results"),
    )


def _labels(checklist: Checklist, name: str) -> Mapping[str, str]:
    choices: Iterable[tuple[str, str]] = (
        (choice.choice_id, choice.label) for choice in checklist.reasons.get(name, ())
    )
    return dict(choices)
