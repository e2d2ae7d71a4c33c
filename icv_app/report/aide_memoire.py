"""The aide-memoire: the whole visit on paper, made from the checklist, to write on by hand."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO

from reportlab.platypus import Flowable, PageBreak

from icv_app.domain.checklist import Checklist
from icv_app.errors import BadInput
from icv_app.report.aide_memoire_people import further_card, person_sheets
from icv_app.report.aide_memoire_suite import concern_sheets, scripts_sheet, suite_sheets, tally_sheet
from icv_app.report.aide_memoire_visit import sign_off_sheet, visit_sheet
from icv_app.report.marked import MARKING, MarkedInfo, write_marked
from icv_app.report.pen_parts import ToOddPage
from icv_app.report.wording import day
from icv_app.words import _

USUAL_PEOPLE = 6
MOST_PEOPLE = 60


def write_aide_memoire(
    checklist: Checklist, out: BinaryIO, *, people: int = USUAL_PEOPLE, produced_on: date
) -> None:
    """Write the aide-memoire with so many sheets for people; the same arguments give the same bytes.

    A person's sheet is one leaf when printed on both sides: it begins on an odd page.

    Raises:
        BadInput: Fewer than 1 or more than `MOST_PEOPLE` sheets are asked for.
    """
    if not 1 <= people <= MOST_PEOPLE:
        raise BadInput(
            f"{people} sheets",
            user_text=_("Choose between 1 and {most} sheets for people.").format(most=MOST_PEOPLE),
        )
    parts: list[list[Flowable]] = [
        visit_sheet(checklist),
        scripts_sheet(checklist),
        further_card(checklist),
        *person_sheets(checklist, people),
        tally_sheet(checklist),
        *suite_sheets(checklist),
        concern_sheets(checklist),
        sign_off_sheet(checklist),
    ]
    first_person = 3
    story: list[Flowable] = []
    for at, part in enumerate(parts):
        if at:
            story.append(PageBreak())
        if first_person <= at <= first_person + people:
            story.append(ToOddPage(_("Notes")))
        story += part
    write_marked(_info(checklist, produced_on), story, out)


def _info(checklist: Checklist, produced_on: date) -> MarkedInfo:
    name = _("{checklist}, version {version}").format(checklist=checklist.title, version=checklist.version)
    return MarkedInfo(
        title=_("Aide-memoire for a custody visit"),
        subject=name,
        author="ICV",
        marking=_("{marking} when completed").format(marking=MARKING),
        running_head=_("Aide-memoire · {checklist}").format(checklist=name),
        warning=_("Never write a name. Never the alleged offence."),
        foot=_("Printed {day} · keep it with you · destroy it once it is typed up").format(
            day=day(produced_on)
        ),
        produced_on=produced_on,
    )
