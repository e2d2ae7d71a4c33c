"""The sheets about the suite: scripts, the tally, areas, stocks, and concerns."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer

from icv_app.domain.checklist import Checklist, Script, SuiteItem
from icv_app.domain.concern import GOOD_PRACTICE
from icv_app.report.aide_memoire_visit import ANSWERS, labels, reconciling_sum
from icv_app.report.marked import WIDTH
from icv_app.report.paper_parts import HEADING, LABEL, QUESTION, SAID, SMALL, Field, fields, grid, titled
from icv_app.report.parts import text
from icv_app.report.pen_parts import AnswerBoxes, Line, Lines, Ticks
from icv_app.report.structure import Role
from icv_app.words import _

_ROW = 8.4 * mm
_CONCERNS = 3
"""Forms for concerns on a page."""
_CONCERN_PAGES = 2


def scripts_sheet(checklist: Checklist) -> list[Flowable]:
    """Return what to say and do at once, and the codes of concerns."""
    parts: list[Flowable] = [titled(_("When it happens"), _("Stop, read it out, do it now."))]
    names = {
        "self_harm": _("Self-harm is said or seen"),
        "assault": _("They say they were assaulted or ill-treated"),
        "offence": _("They talk about the offence"),
        "complaint": _("They want to complain"),
    }
    for script_id, script in checklist.scripts.items():
        told = any(check.trigger_script == script_id and check.good_answer for check in checklist.checks)
        parts.append(_script(names.get(script_id, ""), script, told=told))
    parts.append(_codes(checklist))
    return parts


def _script(name: str, script: Script, *, told: bool) -> Flowable:
    heading = f"{name}: {script.title[:1].lower()}{script.title[1:]}" if name else script.title
    parts: list[Flowable] = [text(heading, HEADING, Role.H2)]
    parts += [text(f"{at}.  {line}", SAID) for at, line in enumerate(script.lines, start=1)]
    parts.append(text(_("Recorded: {what}").format(what=script.recorded), SMALL))
    if told:
        row = [[Line(_("Person no."), 9 * mm), Line(_("Told at"), 9 * mm), Line(_("To (role)"), 9 * mm)]]
        parts.append(grid(row, (WIDTH * 0.25, WIDTH * 0.25, WIDTH * 0.5), ruled=False))
    return KeepTogether(parts)


def _codes(checklist: Checklist) -> Flowable:
    groups: dict[str, list[str]] = {}
    for category in checklist.categories:
        if category.category_id != GOOD_PRACTICE:
            groups.setdefault(category.group_title, []).append(category.full_title)
    rows = [[text(group, LABEL), text(" · ".join(titles), SMALL)] for group, titles in groups.items()]
    return KeepTogether(
        [text(_("Codes of concerns"), HEADING, Role.H2), grid(rows, (24 * mm, WIDTH - 24 * mm))]
    )


def tally_sheet(checklist: Checklist) -> list[Flowable]:
    """Return the count of people without a sheet of their own, and the sum that must hold."""
    head = (_("Strokes"), _("In all"), _("Children"), _("Vulnerable"), _("Women"))
    parts: list[Flowable] = [
        titled(_("Tally"), _("People you did not see and who have no sheet of their own."))
    ]
    outcomes = checklist.reasons["contact_outcomes"]
    for outcome in outcomes:
        reasons = checklist.not_seen_reasons(outcome.choice_id)
        if not reasons:
            continue
        rows: list[list[object]] = [[text(words, LABEL) for words in (outcome.label, *head)]]
        rows += [
            [text(reason.label, QUESTION), "", *(AnswerBoxes(("",), 7.6 * mm) for _at in head[1:])]
            for reason in reasons
        ]
        widths = (WIDTH * 0.36, WIDTH * 0.26, *([WIDTH * 0.095] * 4))
        parts += [Spacer(0, 6), grid(rows, widths, least=_ROW + 1.4 * mm, head=True)]
    parts += [text(_("The count must add up before you leave"), HEADING, Role.H2), reconciling_sum(checklist)]
    parts.append(
        text(_("Sheets and tally together. Whoever arrived during the visit is counted apart."), SMALL)
    )
    return parts


def suite_sheets(checklist: Checklist) -> list[list[Flowable]]:
    """Return areas, then stocks with what was seen and said."""
    states = labels(checklist, "area_states")
    name, box = 58 * mm, 17 * mm
    head: list[object] = [
        text("", LABEL),
        *(text(state, LABEL) for state in states),
        text(_("What is wrong, where"), LABEL),
    ]
    rows = [
        [text(item.title, QUESTION), *(AnswerBoxes(("",)) for _state in states), Line()]
        for item in checklist.areas
    ]
    room = WIDTH - name - box * len(states)
    return [
        [
            titled(_("Areas"), _("Cross one box a line. A fault needs a word, or a concern.")),
            grid([head, *rows], (name, *([box] * len(states)), room), least=_ROW + 1 * mm, head=True),
            text(_("Seen happening"), HEADING, Role.H2),
            Ticks(tuple(item.title for item in checklist.observed_items), size=10.5),
            text(_("More about the areas"), HEADING, Role.H2),
            Lines(5),
        ],
        [
            titled(_("Stocks and what was said"), _("Y there, N missing, NA not applicable, NK not known.")),
            _stocks(checklist.stocks),
            *_written(_("Positive practice"), 2),
            *_written(_("The force’s comment"), 2),
            *_written(_("Raised with the custody officer before leaving, and the answer"), 2),
        ],
    ]


def _stocks(stocks: Sequence[SuiteItem]) -> Flowable:
    name, boxes = 78 * mm, 36 * mm
    rows = [[text(item.title, QUESTION), AnswerBoxes(ANSWERS), Line()] for item in stocks]
    return grid(rows, (name, boxes, WIDTH - name - boxes), least=_ROW)


def _written(title: str, count: int) -> list[Flowable]:
    return [text(title, HEADING, Role.H2), Lines(count, 8 * mm)]


def concern_sheets(checklist: Checklist) -> list[Flowable]:
    """Return room for concerns and good practice."""
    side = _("A red concern is told to the custody officer at once. Good practice is written here, too.")
    parts: list[Flowable] = [titled(_("Concerns"), side)]
    for at in range(1, _CONCERNS * _CONCERN_PAGES + 1):
        parts += [KeepTogether(_concern(checklist, at)), Spacer(0, 9)]
    return parts[:-1]


def _concern(checklist: Checklist, place: int) -> list[Flowable]:
    return [
        text(_("Concern {n}").format(n=place), HEADING, Role.H2),
        fields(
            Field(_("Code, or P for good practice"), 1.1),
            Field(_("How serious?"), 1.9, labels(checklist, "severities")),
            Field(_("Person no., area or stock"), 1.6),
            height=13 * mm,
        ),
        fields(
            Field(_("Custody officer told at")),
            Field(_("Raised at")),
            Field(_("Raised with (role)"), 1.3),
            height=13 * mm,
        ),
        Ticks((*labels(checklist, "answer_sources"), _("put right during the visit"), _("OPCAT"))),
        Lines(4, 9.5 * mm),
    ]
