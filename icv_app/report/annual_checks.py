"""How every check was answered, and what it says about the themes of the year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from icv_app.figures.annual import AnnualFigures
from icv_app.figures.annual_checks import CheckLine
from icv_app.report.charts.bars import Bar
from icv_app.report.document import Document
from icv_app.report.parts import Column
from icv_app.report.wording import NOTHING, WITHHELD, count, number, per_cent, share_written
from icv_app.services.publications import Publication
from icv_app.words import _

_OF_WHOM: Mapping[str, str] = {"child_": "children", "vulnerable_": "vulnerable people"}
"""Beginnings of checks that are asked in the same words about different people."""
_THEMES: Mapping[str, tuple[Sequence[str], Sequence[str]]] = {
    "Children": (("child_", "parent_told", "woman_named", "woman_met", "la_"), ("C1", "C2", "C3")),
    "Women and dignity": (
        ("menstrual_", "woman_staff_named", "cctv_explained", "toilet_usable", "pregnancy_met"),
        ("D1", "D2", "D5", "D6"),
    ),
    "Health": (
        ("hcp_", "health_", "medicine_", "mental_health", "observation_", "self_harm", "injury_seen"),
        ("B1", "B2", "B3", "B4", "B5", "B6"),
    ),
    "Vulnerability": (("need_found", "vulnerable_aa", "adjustments_made", "notice_easy_read"), ("C4",)),
    "Equality": (
        ("disability_met", "gender_identity", "religion_met", "diet_met", "interpreter_used", "translation"),
        ("H", "D7", "A5", "E6"),
    ),
    "Anti-rip clothing": (("clothing_replaced", "anti_rip_"), ("D4",)),
    "Strip searches": (("strip_",), ("D3",)),
}
"""Name of a theme to the beginnings of its checks and the categories of its concerns."""


def write_checks(document: Document, publication: Publication) -> None:
    """Add the section of check results, one table for each heading of the checklist."""
    figures = publication.figures
    if not figures.checks:
        document.section(_("Check results"))
        document.paragraph(_("No check was answered on a completed visit of this year."))
        return
    document.section(
        _("Check results"),
        _(
            "For everybody spoken to or observed, visitors go through a checklist. "
            "The share is of those for whom the answer was yes or no, n; “not known” never counts as a pass "
            "and stands apart, like “not applicable”. Where a “no” is the good answer the table says so. "
            "“You” in a check is the visitor."
        ),
    )
    for heading, lines in _by_heading(figures).items():
        _table(document, figures, heading or _("Other checks"), lines)


def _by_heading(figures: AnnualFigures) -> dict[str, list[CheckLine]]:
    found: dict[str, list[CheckLine]] = {}
    for line in _as_asked(figures):
        found.setdefault(figures.names.sections.get(line.check_id, ""), []).append(line)
    return found


def _as_asked(figures: AnnualFigures) -> list[CheckLine]:
    """The checks in the order of the checklist: one often speaks of what the one before it named."""
    order = {check: place for place, check in enumerate(figures.names.checks)}
    return sorted(figures.checks, key=lambda one: (order.get(one.check_id, len(order)), one.check_id))


def _table(document: Document, figures: AnnualFigures, heading: str, lines: Sequence[CheckLine]) -> None:
    document.subsection(heading)
    document.bars(
        _("{heading}: share answered yes").format(heading=heading),
        [_bar(figures, line) for line in lines],
        _("For each check the share of yes among yes and no; the numbers are in the table."),
    )
    check_table(document, figures, heading, lines)


def check_table(document: Document, figures: AnnualFigures, caption: str, lines: Iterable[CheckLine]) -> None:
    """Add a table of checks with n beside every share, and not known apart."""
    document.table(
        caption,
        [
            Column(_("Check"), 4.6, numbers=False),
            Column(_("Yes")),
            Column(_("n: yes and no")),
            Column(_("Share yes")),
            Column(_("Not known")),
            Column(_("Not applicable"), 1.1),
        ],
        [
            [
                _named(figures, line),
                count(line.passed.part),
                count(line.passed.of),
                share_written(line.passed, 1),
                count(line.not_known),
                count(line.not_applicable),
            ]
            for line in lines
        ],
    )


def _named(figures: AnnualFigures, line: CheckLine) -> str:
    names = figures.names
    name = names.check(line.check_id)
    if sum(words == name for words in names.checks.values()) > 1:
        of_whom = next((_(who) for start, who in _OF_WHOM.items() if line.check_id.startswith(start)), "")
        name = f"{name} ({of_whom})" if of_whom else name
    if figures.names.good_answers.get(line.check_id) == "no":
        return _("{check} (good:\u00a0no)").format(check=name)
    return name


def _bar(figures: AnnualFigures, line: CheckLine) -> Bar:
    share = line.passed
    if share.withheld:
        return Bar(_named(figures, line), None, WITHHELD)
    if share.value is None:
        return Bar(_named(figures, line), None, NOTHING)
    label = _("{share} of {n}").format(share=per_cent(share.value, 1), n=number(share.of or 0))
    return Bar(_named(figures, line), share.value, label)


def write_themes(document: Document, publication: Publication) -> None:
    """Add the section of themes: each theme's checks and concerns together."""
    figures = publication.figures
    document.section(_("Themes"))
    for name, (beginnings, codes) in _THEMES.items():
        lines = [line for line in _as_asked(figures) if line.check_id.startswith(tuple(beginnings))]
        told = _concerns(figures, codes)
        if name == "Children":
            told = f"{_children(figures)} {told}"
        document.subsection(_(name), told)
        if lines:
            check_table(document, figures, _("{theme}: checks").format(theme=_(name)), lines)
        else:
            document.paragraph(_("No check about this was answered in the year."))


def _concerns(figures: AnnualFigures, codes: Sequence[str]) -> str:
    found = {code: total for line in figures.concerns.letters for code, total in line.codes if code in codes}
    if not found:
        return _("No concern about this was raised.")
    told = [
        f"{figures.names.category(code)} ({code}) {count(total)}" for code, total in sorted(found.items())
    ]
    return _("Concerns raised: {list}.").format(list="; ".join(told))


def _children(figures: AnnualFigures) -> str:
    beds = figures.people.beds
    group = next(line.share for line in figures.people.groups if line.group == "children")
    told = _("Children in custody when visited: {of}; spoken to: {part}.").format(
        of=count(group.of), part=count(group.part)
    )
    if beds.of == 0:
        return told + " " + _("No child met had been charged and refused bail.")
    bed = _(
        "Charged and refused bail: {of}; moved to a bed of the local authority (PACE section 38(6)): {part} "
        "({share})."
    )
    return told + " " + bed.format(of=count(beds.of), part=count(beds.part), share=share_written(beds))
