"""A concern and what became of it, in words."""

from __future__ import annotations

from datetime import datetime, timedelta

from icv_app.domain.checklist import Checklist
from icv_app.domain.concern import (
    Concern,
    ConcernState,
    ConcernStep,
    ConcernStepKind,
    EscalationLevel,
    Progress,
    Severity,
)
from icv_app.domain.concern_origin import RaisedOn
from icv_app.domain.times import in_london, london_day, start_of_london_day
from icv_app.words import _
from ui.report_reader.times import ago, clock_beside, long_time
from ui.theme import Hue
from ui.visit.wording import SEVERITY_HUES, label, lower_first, who_words
from ui.widgets.tag import Tagged


def category_title(category_id: str, checklist: Checklist) -> str:
    """Return "C1 Appropriate adult"."""
    category = checklist.category(category_id)
    return category.full_title if category else category_id


def concern_title(concern: Concern, checklist: Checklist) -> str:
    """Return "C1 Appropriate adult", or that it is good practice."""
    return _("Good practice") if concern.good_practice else category_title(concern.category, checklist)


def concern_about(concern: Concern, visit: RaisedOn, checklist: Checklist) -> str:
    """Return whom or what it is about: "girl, 14–17, 13WK/4402", or the area."""
    person = visit.person(concern.person_id) if concern.person_id else None
    if person is not None:
        parts = (lower_first(who_words(person, checklist)), person.custody_number)
        return ", ".join(part for part in parts if part)
    if concern.area:
        items = (*checklist.areas, *checklist.stocks, *checklist.observed_items)
        return next((lower_first(i.title) for i in items if i.item_id == concern.area), concern.area)
    return ""


def severity_tag(severity: Severity) -> Tagged:
    """Return a severity in a word."""
    words = {Severity.RED: _("Red"), Severity.AMBER: _("Amber"), Severity.GREEN: _("Green")}
    return words[severity], SEVERITY_HUES[severity]


def concern_tag(concern: Concern) -> Tagged:
    """Return the severity in a word, or that it was put right or is praise."""
    if concern.good_practice:
        return _("Good practice"), Hue.GREEN
    return severity_tag(concern.severity)


def raised_line(concern: Concern, visit: RaisedOn, checklist: Checklist) -> str:
    """Return when and with whom a concern was raised, and how the visitors knew."""
    role = lower_first(label(checklist, "roles", concern.raised_with))
    source = lower_first(label(checklist, "answer_sources", concern.source))
    with_role = _("with the {role}").format(role=role) if role else ""
    raised = _("raised {when}").format(when=_when(concern.raised_at, visit)) if concern.raised_at else ""
    told = concern.officer_told_at
    parts = (
        " ".join(part for part in (raised, with_role) if part),
        _("custody officer told {when}").format(when=_when(told, visit)) if told else "",
        _("source: {source}").format(source=source) if source else "",
    )
    line = " · ".join(part for part in parts if part)
    return line[:1].upper() + line[1:]


def _when(moment: datetime, visit: RaisedOn) -> str:
    began = visit.began_at
    same_day = began is not None and london_day(began) == london_day(moment)
    words = _("at {time}") if same_day else _("on {time}")
    return words.format(time=clock_beside(moment, began))


def standing_line(
    progress: Progress, due: datetime | None, checklist: Checklist, now: datetime, *, thanks: bool = False
) -> tuple[str, bool]:
    """Return where a concern stands, and whether the force's reply is overdue."""
    line = _stands(progress, checklist, now, thanks=thanks)
    if due is None:
        return line, False
    return f"{line} · {due_words(due, now)}", now > due


def due_words(due: datetime, now: datetime) -> str:
    """Return "reply overdue by 2 days" or "force reply due in 3 h 10"."""
    if now > due:
        return _("reply overdue by {time}").format(time=long_time(now - due))
    return _("force reply due in {time}").format(time=long_time(due - now))


def due_short(due: datetime) -> str:
    """Return until when a reply is due, as a column has room for it: "29 Mar 2024, 15:00"."""
    last = due - timedelta(microseconds=1) if due == start_of_london_day(london_day(due)) else due
    day = london_day(last)
    words = f"{day.day} {day:%b %Y}"
    return words if last != due else f"{words}, {in_london(due):%H:%M}"


def _stands(progress: Progress, checklist: Checklist, now: datetime, *, thanks: bool) -> str:
    if not progress.counted:
        if progress.state is ConcernState.PUT_RIGHT:
            return _("Put right during the visit")
        return _("No thanks sent yet") if thanks else _("Not sent to the force yet")
    last = progress.counted[-1]
    role = lower_first(role_words(last.to_role, checklist)) or _("force")
    words = {
        ConcernState.SENT: _("Sent as thanks to the {role} {ago}")
        if thanks
        else _("Sent to the {role} {ago}"),
        ConcernState.ESCALATED: _("Escalated to the {role} {ago}"),
        ConcernState.REPLIED: _("The force replied {ago}")
        if thanks
        else _("The force replied {ago}: accept or dispute"),
        ConcernState.ACCEPTED: _("Reply accepted {ago}"),
        ConcernState.DISPUTED: _("Reply disputed {ago}"),
        ConcernState.CLOSED: _("Closed {ago}: {outcome}") if last.outcome else _("Closed {ago}"),
    }[progress.state]
    outcome = lower_first(label(checklist, "concern_outcomes", last.outcome))
    return words.format(role=role, ago=ago(last.at, now), outcome=outcome)


STATE_HUES = {
    ConcernState.RAISED: Hue.ORANGE,
    ConcernState.PUT_RIGHT: Hue.GREEN,
    ConcernState.SENT: Hue.BLUE,
    ConcernState.REPLIED: Hue.PURPLE,
    ConcernState.ACCEPTED: Hue.GREEN,
    ConcernState.DISPUTED: Hue.ORANGE,
    ConcernState.ESCALATED: Hue.RED,
    ConcernState.CLOSED: Hue.GREY,
}


def state_tag(state: ConcernState, checklist: Checklist) -> Tagged:
    """Return the state of a concern as the checklist calls it."""
    return label(checklist, "concern_states", state), STATE_HUES[state]


def level_tag(level: EscalationLevel, checklist: Checklist) -> Tagged:
    """Return how far up a concern was taken."""
    words = _("Level: {level}").format(level=lower_first(label(checklist, "escalation_levels", level)))
    return words, Hue.PURPLE


def role_words(role: str | None, checklist: Checklist) -> str:
    """Return who something was sent or escalated to."""
    found = checklist.choice("roles", role or "") or checklist.choice("escalation_levels", role or "")
    return found.label if found else (role or "")


def step_words(step: ConcernStep, checklist: Checklist) -> str:
    """Return what the coordinator recorded, without the words of the reply."""
    role = lower_first(role_words(step.to_role, checklist))
    words = {
        ConcernStepKind.SENT: _("Sent to the {role}"),
        ConcernStepKind.REPLIED: _("The force replied"),
        ConcernStepKind.ACCEPTED: _("Reply accepted"),
        ConcernStepKind.DISPUTED: _("Reply disputed"),
        ConcernStepKind.ESCALATED: _("Escalated to the {role}"),
        ConcernStepKind.CLOSED: _("Closed: {outcome}") if step.outcome else _("Closed"),
    }[step.kind]
    outcome = lower_first(label(checklist, "concern_outcomes", step.outcome))
    return words.format(role=role or _("force"), outcome=outcome)
