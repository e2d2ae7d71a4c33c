"""The e-mail that goes with a concern, or with thanks, to the force.

An e-mail is not encrypted: it holds no name and none of the visitors' words, which stand in the
marked PDF beside it, and a custody number only where a person's record has to be found.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from icv_app.domain.checklist import Checklist
from icv_app.domain.concern import Concern, EscalationLevel
from icv_app.domain.concern_origin import RaisedOn, ReviewedRecord
from icv_app.domain.ids import SuiteId
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.times import day_in_words, in_london, london_day, start_of_london_day
from icv_app.domain.wording import label, lower_first
from icv_app.words import _, plural


@dataclass(frozen=True, slots=True)
class ConcernMail:
    """An e-mail ready to be copied."""

    subject: str
    body: str

    @property
    def whole(self) -> str:
        """Subject and words, as they are copied."""
        return _("Subject: {subject}").format(subject=self.subject) + f"\n\n{self.body}\n"


def concern_mail(
    concern: Concern,
    visit: RaisedOn,
    settings: SchemeSettings,
    checklist: Checklist,
    *,
    to_role: str,
    due: datetime | None,
    came_before: str = "",
) -> ConcernMail:
    """Write the e-mail about one concern of a filed visit.

    Args:
        concern: What it is about; good practice is sent as thanks.
        visit: Where it was raised.
        settings: Those the visit was made under.
        checklist: That of the visit.
        to_role: Code of the role or level it goes to.
        due: Until when a reply is asked for, UTC.
        came_before: "Third time in 6 months at Leeds", where it did.
    """
    suite = settings.suite_name(visit.suite)
    day = _day(visit.began_at or visit.created_at)
    begin = _("For the {role}").format(role=lower_first(role_label(to_role, checklist)))
    if concern.good_practice:
        subject = _("Custody visiting: good practice at {suite}, {day}").format(suite=suite, day=day)
        parts = (begin, _thanks(suite, day), _from(settings))
        return ConcernMail(subject, _paragraphs(parts))
    subject = _("Custody visiting: concern at {suite}, {day}").format(suite=suite, day=day)
    raised = _raised(visit).format(suite=suite, day=day)
    level = _escalated(to_role, checklist)
    asked = _("Please reply {when}.").format(when=until_words(due)) if due is not None else ""
    attached = _(
        "What the visitors found is in the attached PDF. It is OFFICIAL-SENSITIVE: please keep it as such."
    )
    facts = _lines(_facts(concern, visit, checklist, came_before))
    return ConcernMail(subject, _paragraphs((begin, raised, level, facts, attached, asked, _from(settings))))


def role_label(code: str, checklist: Checklist) -> str:
    """Return the words of a role or of a level of escalation."""
    choice = checklist.choice("roles", code) or checklist.choice("escalation_levels", code)
    return choice.label if choice else code


def repeat_words(time: int, settings: SchemeSettings, suite: SuiteId | None) -> str:
    """Return "Third time in 6 months at Leeds"; nothing for the first time."""
    if time < 2:
        return ""
    ordinals = (
        _("Second"),
        _("Third"),
        _("Fourth"),
        _("Fifth"),
        _("Sixth"),
        _("Seventh"),
        _("Eighth"),
        _("Ninth"),
    )
    period = plural("{n} month", "{n} months", settings.repeat_months)
    name = settings.suite_name(suite)
    if time - 2 < len(ordinals):
        return _("{which} time in {period} at {suite}").format(
            which=ordinals[time - 2], period=period, suite=name
        )
    return _("{n} times in {period} at {suite}").format(n=time, period=period, suite=name)


def until_words(due: datetime) -> str:
    """Return "by 15:00 on Friday 29 March 2024", or "by the end of Monday 8 April 2024"."""
    if due == start_of_london_day(london_day(due)):
        return _("by the end of {day}").format(day=_weekday(due - timedelta(microseconds=1)))
    return _("by {time} on {day}").format(time=f"{in_london(due):%H:%M}", day=_weekday(due))


def _facts(concern: Concern, visit: RaisedOn, checklist: Checklist, came_before: str) -> Iterable[str]:
    category = checklist.category(concern.category)
    person = visit.person(concern.person_id) if concern.person_id else None
    number = person.custody_number.strip() if person is not None else ""
    yield _("Concern: {category}").format(category=category.full_title if category else concern.category)
    yield _("Severity: {severity}").format(severity=label(checklist, "severities", concern.severity))
    if number:
        yield _("Custody number: {number}").format(number=number)
    if concern.put_right:
        yield _("Put right during the visit")
    if came_before:
        yield came_before


def _raised(visit: RaisedOn) -> str:
    if isinstance(visit, ReviewedRecord):
        return _(
            "Reading redacted custody records of {suite} on {day}, independent custody visitors raised "
            "a concern."
        )
    return _("Independent custody visitors raised a concern at {suite} on {day}.")


def _escalated(to_role: str, checklist: Checklist) -> str:
    if to_role not in set(EscalationLevel):
        return ""
    return _("It has not been settled and is now taken to this level: {level}.").format(
        level=label(checklist, "escalation_levels", to_role)
    )


def _thanks(suite: str, day: str) -> str:
    return _(
        "Independent custody visitors saw good practice at {suite} on {day}. What they saw is in the "
        "attached PDF. Please pass on our thanks; no reply is needed."
    ).format(suite=suite, day=day)


def _from(settings: SchemeSettings) -> str:
    lines = (_("{scheme} custody visiting scheme").format(scheme=settings.name), settings.contact_email)
    return _lines(lines)


def _day(moment: datetime) -> str:
    return day_in_words(london_day(moment))


def _weekday(moment: datetime) -> str:
    return f"{london_day(moment):%A} {_day(moment)}"


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)


def _paragraphs(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)
