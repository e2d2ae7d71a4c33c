"""What codes are called in a publication."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from icv_app.domain.checklist import CheckKind, Checklist


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeNames:
    """The checklist's words for its codes; a code without one is printed as it is.

    Attributes:
        categories: Concern categories (`C1`) and their letters (`C`).
        reasons: Why somebody was not spoken to.
        abandoned: Why a visit was abandoned.
        checks: Every check with an answer of yes or no, in the order they are asked.
        typed: Checks that are answered in another way: a word typed there that reads `yes` is no answer.
        good_answers: `yes` or `no` of each check that has a good answer.
        sections: Of a check, the heading under which it is asked.
        bed_results: What came of asking for a bed for a child.
    """

    categories: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    abandoned: Mapping[str, str] = field(default_factory=dict)
    checks: Mapping[str, str] = field(default_factory=dict)
    typed: frozenset[str] = frozenset()
    good_answers: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[str, str] = field(default_factory=dict)
    bed_results: Mapping[str, str] = field(default_factory=dict)

    def category(self, code: str) -> str:
        """The name of a concern category or of a letter."""
        return self.categories.get(code, code)

    def reason(self, code: str) -> str:
        """The name of a reason for not speaking to somebody."""
        return self.reasons.get(code, code)

    def abandoned_reason(self, code: str) -> str:
        """The name of a reason for abandoning a visit."""
        return self.abandoned.get(code, code)

    def check(self, code: str) -> str:
        """What a check asks."""
        return self.checks.get(code, code)


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
        typed=frozenset(one.check_id for one in checklist.checks if one.kind is not CheckKind.YES_NO),
        good_answers={check.check_id: check.good_answer for check in checks if check.good_answer},
        sections={check.check_id: headings.get(check.section, "") for check in checks},
        bed_results=_labels(checklist, "pace_bed_results"),
    )


def _labels(checklist: Checklist, name: str) -> Mapping[str, str]:
    choices: Iterable[tuple[str, str]] = (
        (choice.choice_id, choice.label) for choice in checklist.reasons.get(name, ())
    )
    return dict(choices)
