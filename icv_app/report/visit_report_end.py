"""Corrections, both visitors' word, and in the scheme's own report what was said about it."""

from __future__ import annotations

from icv_app.domain.copies import CopyTo
from icv_app.domain.review import ReviewEventKind
from icv_app.domain.visit import SecondVisitor
from icv_app.report.visit_content import VisitContent
from icv_app.report.visit_parts import BODY, STRONG, Sheets
from icv_app.report.visit_words import duration, full_moment, joined, label, lower
from icv_app.words import _, plural


def write_addenda(content: VisitContent, sheets: Sheets) -> None:
    """The dated corrections."""
    if not content.addenda:
        return
    sheets.section(_("Addenda"))
    for event in content.addenda:
        sheets.paragraph(joined((full_moment(event.at), event.by)), STRONG)
        sheets.paragraph(event.text)


def write_sign_off(content: VisitContent, sheets: Sheets) -> None:
    """Declarations and agreement; in the scheme's own report also journey, expenses and wellbeing."""
    sign_off = content.visit.sign_off
    declared = (
        (sign_off.no_names_used, "no_names"),
        (sign_off.nobody_known, "nobody_known"),
        (sign_off.both_agree, "both_agree"),
    )
    made = [label(content.checklist, "declarations", code) for yes, code in declared if yes]
    lines = [_("Declared: {what}").format(what="; ".join(map(lower, made)))] if made else []
    if not content.police:
        lines += [*_second(content), *_dissent(content), _journey(content), *_debrief(content)]
    lines = [line for line in lines if line.strip()]
    if not lines:
        return
    sheets.section(_("Sign-off"))
    for line in lines:
        sheets.paragraph(line, BODY)


def _second(content: VisitContent) -> list[str]:
    words = {
        SecondVisitor.AGREED_HERE: _("The second visitor agreed on the same laptop when it was filed."),
        SecondVisitor.DISSENTS_HERE: _(
            "The second visitor did not agree, on the same laptop, when it was filed."
        ),
        SecondVisitor.LATER: _("The second visitor’s word was to come from their own device."),
    }
    second = content.visit.sign_off.second
    return [words[second]] if second is not None else []


def _dissent(content: VisitContent) -> list[str]:
    note = content.visit.sign_off.dissent_note
    return [_("Not agreed with: {note}").format(note=note)] if note.strip() else []


def _journey(content: VisitContent) -> str:
    visit = content.visit
    travel, pence = visit.travel_minutes, visit.expenses_pence
    return joined(
        (
            visit.duration is not None and _("{time} in the suite").format(time=duration(visit.duration)),
            travel is not None and plural("{n} minute of travel", "{n} minutes of travel", travel),
            pence is not None and _("expenses £{pounds}").format(pounds=f"{pence / 100:.2f}"),
        )
    )


def _debrief(content: VisitContent) -> list[str]:
    visit = content.visit
    wanted = {True: _("A debrief is wanted."), False: _("No debrief is wanted."), None: ""}
    note = _("For the debrief: {note}").format(note=visit.debrief_note) if visit.debrief_note.strip() else ""
    return [wanted[visit.debrief_wanted], note]


def write_history(content: VisitContent, sheets: Sheets) -> None:
    """What was said about the report, and copies made of it; not in the police copy."""
    if content.police:
        return
    words = {
        ReviewEventKind.RECEIVED: _("Opened by the coordinator"),
        ReviewEventKind.RETURNED: _("Returned with a question"),
        ReviewEventKind.ANSWERED: _("Answered"),
        ReviewEventKind.APPROVED: _("Approved"),
        ReviewEventKind.AGREED: _("Agreed"),
        ReviewEventKind.DISSENTED: _("Not agreed"),
        ReviewEventKind.ADDENDUM: _("Addendum"),
    }
    filed = content.visit.submitted_at
    said = (
        []
        if filed is None or content.imported
        else [(filed, _("Filed and signed"), content.visit.author, "")]
    )
    said += [(event.at, words[event.kind], event.by, event.text) for event in content.events]
    copied = {
        CopyTo.POLICE: _("Police copy made"),
        CopyTo.REVIEWER: _("Copied to the Independent Reviewer of Terrorism Legislation"),
    }
    said += [(copy.at, copied[copy.to], copy.by, copy.how) for copy in content.copies]
    if not said:
        return
    sheets.section(_("Said about this report"))
    for at, what, by, text in sorted(said, key=lambda one: one[0]):
        sheets.paragraph(joined((what, by, full_moment(at))), STRONG)
        sheets.paragraph(text)
