"""One concern as it goes to the force, or good practice as it goes with thanks, as a marked PDF."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import BinaryIO

from icv_app.domain.checklist import Checklist
from icv_app.domain.concern import Concern, ConcernStep, ConcernStepKind
from icv_app.domain.concern_mail import role_label, until_words
from icv_app.domain.concern_origin import RaisedOn, ReviewedRecord
from icv_app.domain.ids import MemberId
from icv_app.domain.police_copy import Surnames, police_copy
from icv_app.domain.scheme import Member, SchemeSettings
from icv_app.domain.times import day_in_words, in_london, london_day
from icv_app.domain.wording import label, lower_first, who_words
from icv_app.report.marked import MARKING, MarkedInfo, write_marked
from icv_app.report.visit_parts import QUIET, STRONG, Sheets
from icv_app.report.visit_words import clock, full_moment, item_title, joined
from icv_app.words import _

_TOLD = frozenset({ConcernStepKind.REPLIED, ConcernStepKind.DISPUTED, ConcernStepKind.ESCALATED})
"""Steps whose words the force has a part in; the office's other notes stay in the office."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterContent:
    """What the letter is made of.

    Attributes:
        steps: Those that counted, oldest first.
        to_role: Code of the role or level it goes to.
        due: Until when a reply is asked for, UTC.
        came_before: "Third time in 6 months at Leeds", where it did.
        earlier: When the visits began on which it came up before, UTC.
        members: Whoever made the visit, so that their surnames can be left out.
        produced_at: UTC; only its London day is printed.
    """

    concern: Concern
    visit: RaisedOn
    settings: SchemeSettings
    checklist: Checklist
    to_role: str
    steps: tuple[ConcernStep, ...] = ()
    due: datetime | None = None
    came_before: str = ""
    earlier: tuple[datetime, ...] = ()
    members: Mapping[MemberId, Member] = field(default_factory=dict)
    produced_at: datetime


def write_concern_letter(content: LetterContent, out: BinaryIO) -> None:
    """Write the letter without the visitors' surnames; the same content gives the same bytes."""
    who = {*content.visit.visitors, *((content.visit.trainee,) if content.visit.trainee else ())}
    surnames = Surnames.of(
        (member for number, member in content.members.items() if number in who), content.checklist
    )
    visit, concern = _for_force(content, surnames)
    sheets = Sheets()
    sheets.title(_title(concern), _where_and_when(content))
    sheets.facts(_facts(concern, visit, content), across=1)
    sheets.section(_("What the visitors saw") if concern.good_practice else _("What the visitors found"))
    sheets.paragraph(concern.text or _("No words were written down."))
    sheets.paragraph(_raised(concern, visit, content), QUIET)
    _write_earlier(content, sheets)
    _write_said(content, surnames, sheets)
    _write_asked(concern, content, sheets)
    write_marked(_info(concern, content), sheets.story, out)


def _for_force(content: LetterContent, surnames: Surnames) -> tuple[RaisedOn, Concern]:
    concern = content.concern
    if isinstance(content.visit, ReviewedRecord):
        return content.visit, replace(concern, text=surnames.left_out(concern.text))
    visit = police_copy(content.visit, surnames)
    return visit, visit.concern(concern.concern_id) or concern


def _title(concern: Concern) -> str:
    return _("Good practice: our thanks") if concern.good_practice else _("A concern of custody visitors")


def _where_and_when(content: LetterContent) -> str:
    began = _began(content.visit)
    day = london_day(began)
    when = f"{_suite(content)}, {day:%A} {day_in_words(day)}, {in_london(began):%H:%M}"
    if isinstance(content.visit, ReviewedRecord):
        return _("{when}, reading a redacted custody record").format(when=when)
    return when


def _facts(concern: Concern, visit: RaisedOn, content: LetterContent) -> list[tuple[str, str]]:
    checklist = content.checklist
    category = checklist.category(concern.category)
    severity = "" if concern.good_practice else label(checklist, "severities", concern.severity)
    return [
        (_("To"), role_label(content.to_role, checklist)),
        (_("About"), category.full_title if category else concern.category),
        (_("Severity"), severity),
        (_("Whom or what"), _about(concern, visit, checklist)),
        (_("Visitors"), ", ".join(visit.visitors)),
        (_("Reply asked for"), until_words(content.due) if content.due else ""),
    ]


def _about(concern: Concern, visit: RaisedOn, checklist: Checklist) -> str:
    person = visit.person(concern.person_id) if concern.person_id else None
    if person is not None:
        cell = person.cell.strip()
        return ", ".join(
            filter(
                None,
                (
                    person.custody_number.strip(),
                    lower_first(who_words(person, checklist)),
                    cell and _("cell {cell}").format(cell=cell),
                ),
            )
        )
    items = (*checklist.areas, *checklist.stocks, *checklist.observed_items)
    return item_title(items, concern.area) if concern.area else ""


def _raised(concern: Concern, visit: RaisedOn, content: LetterContent) -> str:
    checklist, began, told = content.checklist, visit.began_at, concern.officer_told_at
    role = lower_first(label(checklist, "roles", concern.raised_with))
    source = lower_first(label(checklist, "answer_sources", concern.source))
    return joined(
        (
            concern.raised_at and _("raised at {time}").format(time=clock(concern.raised_at, began)),
            role and _("raised with: {role}").format(role=role),
            told and _("custody officer told at {time}").format(time=clock(told, began)),
            source and _("source: {source}").format(source=source),
            concern.put_right and _("put right during the visit"),
            concern.opcat and _("a matter for the National Preventive Mechanism (OPCAT)"),
        )
    )


def _write_earlier(content: LetterContent, sheets: Sheets) -> None:
    if not content.earlier:
        return
    sheets.section(_("It came up before"))
    days = dict.fromkeys(day_in_words(london_day(began)) for began in content.earlier)
    sheets.paragraph(f"{content.came_before}: {', '.join(days)}" if content.came_before else ", ".join(days))


def _write_said(content: LetterContent, surnames: Surnames, sheets: Sheets) -> None:
    if not content.steps:
        return
    sheets.section(_("What has been said so far"))
    words = {
        ConcernStepKind.SENT: _("Sent to: {role}"),
        ConcernStepKind.REPLIED: _("The force’s reply"),
        ConcernStepKind.ACCEPTED: _("The reply was accepted"),
        ConcernStepKind.DISPUTED: _("The reply is disputed"),
        ConcernStepKind.ESCALATED: _("Taken to: {role}"),
        ConcernStepKind.CLOSED: _("Closed: {outcome}"),
    }
    for step in content.steps:
        outcome = lower_first(label(content.checklist, "concern_outcomes", step.outcome))
        role = role_label(step.to_role or "", content.checklist)
        said = words[step.kind].format(role=role, outcome=outcome)
        sheets.paragraph(joined((said, full_moment(step.at))), STRONG)
        if step.kind in _TOLD:
            sheets.paragraph(surnames.left_out(step.text))


def _write_asked(concern: Concern, content: LetterContent, sheets: Sheets) -> None:
    sheets.section(_("What we ask"))
    where = content.settings.contact_email
    if concern.good_practice:
        sheets.paragraph(_("Please pass on the thanks of the visitors. No reply is needed."))
    elif content.due is not None:
        sheets.paragraph(_("Please reply {when}.").format(when=until_words(content.due)))
    else:
        sheets.paragraph(_("Please reply."))
    if where:
        sheets.paragraph(_("Write to {address}.").format(address=where), QUIET)


def _info(concern: Concern, content: LetterContent) -> MarkedInfo:
    name, day = content.settings.name, london_day(content.produced_at)
    kind = _("Thanks") if concern.good_practice else _("Concern")
    return MarkedInfo(
        title=f"{_title(concern)}: {_where_and_when(content)}",
        subject=_("Letter of an independent custody visiting scheme to the force"),
        author=name,
        marking=MARKING,
        running_head=f"{name} · {_suite(content)}, {day_in_words(london_day(_began(content.visit)))}",
        warning=kind,
        foot=_("Produced on {day}").format(day=day_in_words(day)),
        produced_on=day,
    )


def _began(visit: RaisedOn) -> datetime:
    return visit.began_at or visit.created_at


def _suite(content: LetterContent) -> str:
    return content.settings.suite_name(content.visit.suite)
