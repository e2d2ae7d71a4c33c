"""PDFs to print or hand over: rendered in memory; only the file that was asked for is written."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from icv_app.domain.copies import CopyTo
from icv_app.domain.ids import ConcernId, VisitId

if TYPE_CHECKING:
    from icv_app.domain.checklist import Checklist
    from icv_app.report.concern_letter import LetterContent
    from icv_app.report.visit_content import VisitContent
    from icv_app.services.desk import Desk


def visit_content(desk: Desk, visit_id: VisitId) -> VisitContent:
    """Gather what a report is printed from; a coordinator's first look is noted, as on screen.

    Raises:
        NotFound, RuleBroken, StoreError: As `ReviewService.read`.
    """
    from icv_app.domain.records import RecordKind
    from icv_app.report.visit_content import VisitContent
    from icv_app.services.report_records import PERSON

    report = desk.reviews.read(visit_id)
    parts = report.record.parts
    return VisitContent(
        visit=report.visit,
        checklist=desk.visits.checklist_of(report.visit),
        settings=report.settings,
        events=report.review.events,
        states={standing.concern_id: standing.state for standing in report.concerns},
        steps={standing.concern_id: standing.steps for standing in report.concerns},
        agreements=report.agreements,
        lapses=tuple((told.lapse, told.reason) for told in report.lapses),
        copies=report.copies,
        comments=report.comments,
        members={member.member_id: member for member in desk.scheme.members()},
        imported=report.record.kind == RecordKind.VISIT_IMPORTED,
        erased=PERSON in parts and parts[PERSON] is None,
        produced_at=desk.clock.now(),
    )


def write_visit_pdf(desk: Desk, visit_id: str, file: Path, *, police: bool) -> bool:
    """Write the report of one visit, or the police copy; return whether the copy was noted beside the report.

    A police copy is noted by a coordinator, and by a visitor of the visit. Where noting fails, the
    file is there: whoever asked for it takes it back.

    Raises:
        NotFound, RuleBroken: It is not here, or still a draft.
        StoreError: The file could not be written, or the copy not noted.
    """
    from icv_app.exchange.whole_files import write_whole
    from icv_app.report.visit_report import write_police_copy, write_visit_report

    content = visit_content(desk, VisitId(visit_id))
    data = io.BytesIO()
    (write_police_copy if police else write_visit_report)(content, data)
    theirs = desk.identity.coordinator or desk.identity.member_id in content.visit.visitors
    write_whole(file, data.getvalue())
    if police and theirs:
        desk.copies.note(VisitId(visit_id), CopyTo.POLICE)
    return police and theirs


def letter_content(desk: Desk, visit_id: VisitId, concern_id: ConcernId, to_role: str) -> LetterContent:
    """Gather what a concern is sent to the force with.

    Raises:
        NotFound: The report or the concern is not here.
    """
    from icv_app.domain.concern_mail import repeat_words
    from icv_app.figures.repeats import which_time
    from icv_app.report.concern_letter import LetterContent

    filed, now = desk.concerns.read(visit_id, concern_id), desk.clock.now()
    return LetterContent(
        concern=filed.concern,
        visit=filed.visit,
        settings=filed.settings,
        checklist=desk.visits.checklist(filed.checklist),
        to_role=to_role,
        steps=filed.progress.counted,
        due=filed.asked_until(now, to_role),
        came_before=repeat_words(which_time(filed.earlier), filed.settings, filed.visit.suite),
        earlier=tuple(one.began_at for one in filed.earlier),
        members={member.member_id: member for member in desk.scheme.members()},
        produced_at=now,
    )


def write_concern_pdf(desk: Desk, visit_id: str, concern_id: str, file: Path, *, to_role: str) -> None:
    """Write the letter about one concern to the force.

    Raises:
        NotFound: The report or the concern is not here.
        StoreError: The file could not be written.
    """
    from icv_app.exchange.whole_files import write_whole
    from icv_app.report.concern_letter import write_concern_letter

    data = io.BytesIO()
    write_concern_letter(letter_content(desk, VisitId(visit_id), ConcernId(concern_id), to_role), data)
    write_whole(file, data.getvalue())


def write_paper(checklist: Checklist, file: Path, *, people: int, today: date) -> None:
    """Write the aide-memoire.

    Raises:
        BadInput: Too few or too many sheets.
        StoreError: The file could not be written.
    """
    from icv_app.exchange.whole_files import write_whole
    from icv_app.report.aide_memoire import write_aide_memoire

    data = io.BytesIO()
    write_aide_memoire(checklist, data, people=people, produced_on=today)
    write_whole(file, data.getvalue())
