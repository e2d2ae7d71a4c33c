"""The first and the last sheet: arrival, staff and count; leaving and both visitors' word.

The fields stand in the order of the editor's, so that typing up goes from one to the next.
"""

from __future__ import annotations

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Spacer

from icv_app.domain.checklist import Checklist
from icv_app.report.paper_parts import HEADING, SMALL, Field, fields, titled
from icv_app.report.parts import text
from icv_app.report.pen_parts import Line, Lines, Ticks
from icv_app.report.structure import Role
from icv_app.words import _

ANSWERS = (_("Y"), _("N"), _("NA"), _("NK"))
_COUNT = 14.5 * mm


def labels(checklist: Checklist, list_name: str) -> tuple[str, ...]:
    """Return the words of a list."""
    return tuple(choice.label for choice in checklist.reasons.get(list_name, ()))


def visit_sheet(checklist: Checklist) -> list[Flowable]:
    """Return the first sheet."""
    return [
        titled(_("The visit"), _("Times as on the clock: 21:40. People and staff by number or role only.")),
        fields(Field(_("Custody suite"), 1), Field(_("Kind of visit"), 2, labels(checklist, "visit_kinds"))),
        fields(
            Field(_("Date")), Field(_("Arrived at the counter")), Field(_("Entered the suite")),
            height=15 * mm,
        ),
        fields(
            Field(_("If you waited: the reason given"), 3, labels(checklist, "delay_reasons")),
            Field(_("Who explained it (role)"), 1),
        ),
        fields(
            Field(_("Your numbers, such as V-001")),
            Field(_("Trainee’s number")),
            Field(_("Observers (role)")),
        ),
        text(_("Everybody in custody when you entered"), HEADING, Role.H2),
        fields(
            Field(_("In custody")), Field(_("= men and boys")), Field(_("+ women and girls")),
            Field(_("+ other or not known")), height=_COUNT,
        ),
        Spacer(0, 2),
        text(_("Of them (they may overlap):"), SMALL),
        fields(
            Field(_("Children 10 to 13")), Field(_("Children 14 to 17")), Field(_("Vulnerable, AA needed")),
            Field(_("No English")), Field(_("Immigration")), height=_COUNT,
        ),
        fields(
            Field(_("Section 136")), Field(_("Terrorism (TACT)")), Field(_("Held over 24 hours")),
            Field(_("Observation level 3 or 4"), 2), height=_COUNT,
        ),
        Spacer(0, 2),
        text(_("Counted apart:"), SMALL),
        fields(
            Field(_("Arrived during the visit")), Field(_("Cells in use")), Field(_("Cells out of use")),
            height=_COUNT,
        ),
        text(_("Staff on duty"), HEADING, Role.H2),
        fields(
            Field(_("Custody sergeants")), Field(_("Detention officers")),
            Field(_("Healthcare present"), 1.25, letters=ANSWERS),
            Field(_("A woman on duty"), 1.25, letters=ANSWERS),
        ),
        fields(Field(_("Briefed by (role)")), Field(_("Escorted by (role)"))),
        text(_("The count must add up before you leave"), HEADING, Role.H2),
        reconciling_sum(checklist),
        text(_("From last time: look at again"), HEADING, Role.H2),
        Lines(2, 8 * mm),
    ]  # fmt: skip


def reconciling_sum(checklist: Checklist) -> Flowable:
    """Return in custody = spoken to + observed + … as boxes to fill in."""
    outcomes = labels(checklist, "contact_outcomes")
    signs = ["=", *["+"] * (len(outcomes) - 1)]
    named = [f"{sign} {words.lower()}" for sign, words in zip(signs, outcomes, strict=True)]
    return fields(Field(_("In custody")), *map(Field, named), height=16.5 * mm)


def sign_off_sheet(checklist: Checklist) -> list[Flowable]:
    """Return the last sheet."""
    return [
        titled(_("Sign-off"), _("Fill it in together before you part.")),
        fields(Field(_("Left the suite")), Field(_("Left the station")), height=15 * mm),
        fields(Field(_("Outcome"), ticks=labels(checklist, "visit_outcomes"))),
        fields(Field(_("If abandoned: why"), ticks=labels(checklist, "abandoned_reasons"))),
        Spacer(0, 4),
        Line(_("If only a part, or another reason: why"), 8.5 * mm),
        Lines(1),
        text(_("Travel and care"), HEADING, Role.H2),
        fields(
            Field(_("Travel, minutes there and back")),
            Field(_("Expenses, £")),
            Field(_("Would you like to talk the visit over?"), 1.3, (_("Yes"), _("No"))),
        ),
        text(_("Both visitors"), HEADING, Role.H2),
        *(Ticks((words,), size=10.5) for words in labels(checklist, "declarations")),
        Spacer(0, 4),
        fields(
            Field(_("First visitor’s number")),
            Field(_("Second visitor’s number")),
            Field(_("Second visitor"), 1.8, (_("agrees"), _("does not agree"), _("will say later"))),
        ),
        Spacer(0, 4),
        Line(_("Not agreed with, because"), 8.5 * mm),
        Lines(3),
        text(_("Other notes"), HEADING, Role.H2),
        Lines(4),
    ]
