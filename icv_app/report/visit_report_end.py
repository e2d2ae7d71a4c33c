"""Corrections, both visitors' word, and in the scheme's own report what was said about it."""

from __future__ import annotations

from icv_app.domain.agreement import Agreement
from icv_app.domain.copies import CopyTo
from icv_app.domain.free_texts import free_texts
from icv_app.domain.justified import looks_like
from icv_app.domain.review import ReviewEventKind
from icv_app.domain.wording import label, lapse_words, lower_first, say_duration
from icv_app.report.visit_content import VisitContent
from icv_app.report.visit_parts import BODY, STRONG, Sheets
from icv_app.report.visit_words import full_moment, joined
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
    lines = [_("Declared: {what}").format(what="; ".join(map(lower_first, made)))] if made else []
    if not content.police:
        lines += [*_words(content), *_lapses(content), _journey(content), *_debrief(content)]
    lines = [line for line in lines if line.strip()]
    if not lines:
        return
    sheets.section(_("Sign-off"))
    for line in lines:
        sheets.paragraph(line, BODY)


def _words(content: VisitContent) -> list[str]:
    """What each of the other visitors said, and on whose device."""
    lines = []
    for word in content.agreements.words:
        said = word.said
        if said is None:
            awaited = _("{member} has not said yet whether they agree.")
            lines.append(awaited.format(member=word.member_id))
            continue
        agrees = _("agrees") if word.state is Agreement.AGREED else _("does not agree with all of it")
        where = (
            _("declared on {author}’s laptop").format(author=said.declared_on)
            if said.declared_on is not None
            else _("signed on their own device on {when}").format(when=full_moment(said.at))
        )
        lines.append(f"{word.member_id} {agrees}, {where}.")
        if said.text.strip():
            lines.append(_("Not agreed with: {note}").format(note=said.text))
    return lines


def _lapses(content: VisitContent) -> list[str]:
    """What stood against a visitor on the day, and who allowed the visit all the same."""
    return [
        joined(
            (
                lapse_words(lapse),
                lapse.allowed and _("allowed by {coordinator}").format(coordinator=lapse.allowed.by),
                reason,
            )
        )
        for lapse, reason in content.lapses
    ]


def _journey(content: VisitContent) -> str:
    visit = content.visit
    travel, pence = visit.travel_minutes, visit.expenses_pence
    return joined(
        (
            visit.duration is not None and _("{time} in the suite").format(time=say_duration(visit.duration)),
            travel is not None and plural("{n} minute of travel", "{n} minutes of travel", travel),
            pence is not None and _("expenses £{pounds}").format(pounds=f"{pence / 100:.2f}"),
        )
    )


def _debrief(content: VisitContent) -> list[str]:
    visit = content.visit
    wanted = {True: _("A debrief is wanted."), False: _("No debrief is wanted."), None: ""}
    note = _("For the debrief: {note}").format(note=visit.debrief_note) if visit.debrief_note.strip() else ""
    return [wanted[visit.debrief_wanted], note]


def write_justified(content: VisitContent, sheets: Sheets) -> None:
    """What the privacy guard asked about and why it stays; not in the police copy."""
    visit, checklist = content.visit, content.checklist
    if content.police or not visit.justified:
        return
    names = {one.path: one.name for one in free_texts(visit, checklist)}
    sheets.section(_("Asked by the privacy guard"))
    for one in visit.justified:
        found = _("“{found}”").format(found=one.found) if one.found else _("something erased since")
        reason = ": ".join(filter(None, (label(checklist, "privacy_reasons", one.reason), one.note)))
        stays = _("{found} looks like {what} and stays").format(found=found, what=looks_like(one.hint))
        sheets.paragraph(joined((names.get(one.path), stays, reason)))


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
