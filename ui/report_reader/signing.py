"""Who stands to a report with their signature, who let them visit, and who has a copy of it, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from icv_app.domain.agreement import Agreement, Agreements, VisitorsWord
from icv_app.domain.copies import CopyTo, owed_to_reviewer
from icv_app.domain.fitness import Lapse, standing
from icv_app.domain.ids import MemberId
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.wording import lapse_words
from icv_app.services.reviews import FiledReport
from icv_app.words import _, plural
from ui.report_reader.times import say_moment
from ui.theme import Hue
from ui.widgets.tag import Tagged

if TYPE_CHECKING:
    from ui.report_reader.view_model import ReportInHand


def agreement_words(word: VisitorsWord) -> str:
    """Return where one of the other visitors stands to a report, and on whose device they said so."""
    member, said = word.member_id, word.said
    if said is None:
        words = {
            Agreement.AWAITING: _("waiting for {member} to agree on their own laptop"),
            Agreement.UNSIGNED: _("unsigned: {member} has not said if they agree"),
        }
        return words[word.state].format(member=member)
    when = say_moment(said.at)
    if said.declared_on is not None:
        text = {
            Agreement.AGREED: _("{member} agrees, declared on {author}’s laptop"),
            Agreement.DISSENTED: _("{member} agrees with a note of dissent, declared on {author}’s laptop"),
        }[word.state]
        return text.format(member=member, author=said.declared_on)
    text = {
        Agreement.AGREED: _("{member} agreed on {when}, signed on their own device"),
        Agreement.DISSENTED: _("{member} added a note of dissent on {when}, signed on their own device"),
    }[word.state]
    return text.format(member=member, when=when)


def agreement_tag(
    agreements: Agreements, settings: SchemeSettings, own: MemberId | None = None
) -> Tagged | None:
    """Return where a report stands with its other visitors; nothing where all agree.

    Args:
        agreements: Of the report.
        settings: They say after how many days a missing word is called so.
        own: Whoever reads it, if they are one of its visitors.
    """
    if own is not None and own in agreements.missing:
        return _("Waits for your agreement"), Hue.BLUE
    members = ", ".join(agreements.missing)
    if agreements.state is Agreement.UNSIGNED:
        days = settings.unsigned_after.days
        after = plural("unsigned after {n} day", "unsigned after {n} days", days)
        return f"{members} {after}", Hue.ORANGE
    if agreements.state is Agreement.AWAITING:
        return _("Waiting for {members} to agree").format(members=members), Hue.BLUE
    if agreements.state is Agreement.DISSENTED:
        return dissent_tag()
    return None


def dissent_tag() -> Tagged:
    """Return that somebody agreed with a note of dissent."""
    return _("Note of dissent"), Hue.RED


def standing_lapses(report: FiledReport) -> tuple[Lapse, ...]:
    """Return what stood against the visitors of a report on the day and nobody had allowed."""
    return standing(told.lapse for told in report.lapses)


def lapse_lines(in_hand: ReportInHand) -> tuple[str, ...]:
    """Return what stood against a visitor on the day, and who allowed the visit all the same, and why."""
    left = standing_lapses(in_hand.report)
    lines = [
        _("{member} is not trained for terrorism visits.").format(member=member)
        for member in in_hand.report.untrained
    ]
    for told in in_hand.report.lapses:
        lapse = told.lapse
        what = lapse_words(lapse)
        if lapse.allowed is not None:
            allowed = _("allowed by {coordinator}").format(coordinator=lapse.allowed.by)
            lines.append(f"{what}: {allowed}" + (f". {told.reason}" if told.reason else "."))
        elif lapse in left:
            lines.append(_("{what}, and no coordinator had allowed the visit.").format(what=what))
    return tuple(lines)


def copy_tags(report: FiledReport) -> tuple[Tagged, ...]:
    """Return whether a terrorism report still has to go to the reviewer."""
    if owed_to_reviewer(report.visit.kind, report.copies):
        return ((_("Copy to the Independent Reviewer due"), Hue.ORANGE),)
    return ()


def copy_lines(report: FiledReport) -> tuple[str, ...]:
    """Return every noted copy of a report, oldest first."""
    words = {
        CopyTo.POLICE: _("Police copy made on {when} by {member}"),
        CopyTo.REVIEWER: _("Copy to the Independent Reviewer sent on {when}, noted by {member}"),
    }
    lines = [words[one.to].format(when=say_moment(one.at), member=one.by) for one in report.copies]
    return tuple(
        f"{line}: {one.how}" if one.how else f"{line}."
        for line, one in zip(lines, report.copies, strict=True)
    )
