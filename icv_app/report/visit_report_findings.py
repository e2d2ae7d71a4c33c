"""Concerns first, then the suite as it was found and what was written in words."""

from __future__ import annotations

from icv_app.domain.concern import Concern, ConcernState, ConcernStep, Severity
from icv_app.domain.concern_mail import role_label
from icv_app.domain.follow_up import Looked
from icv_app.domain.person import Value
from icv_app.domain.scheme import ReplyTarget
from icv_app.domain.visit import AreaState
from icv_app.domain.wording import label, lower_first, who_words
from icv_app.report.visit_content import VisitContent
from icv_app.report.visit_parts import NOTE, QUIET, NotedRow, Sheets
from icv_app.report.visit_words import clock, full_moment, item_title, joined, person_title, value_word
from icv_app.words import _, plural


def write_concerns(content: VisitContent, sheets: Sheets) -> None:
    """Every concern, the most serious first, then good practice."""
    sheets.section(_("Concerns"))
    concerns = [concern for concern in content.concerns() if not concern.good_practice]
    if not concerns:
        sheets.paragraph(_("No concern was raised."))
    else:
        sheets.paragraph(_in_numbers(concerns, content), QUIET)
    for concern in content.concerns():
        _concern(concern, content, sheets)


def _in_numbers(concerns: list[Concern], content: VisitContent) -> str:
    words = ((severity, sum(concern.severity is severity for concern in concerns)) for severity in Severity)
    parts = [
        f"{lower_first(label(content.checklist, 'severities', one))} {count}" for one, count in words if count
    ]
    put_right = sum(concern.put_right for concern in concerns)
    if put_right:
        parts.append(_("put right during the visit {n}").format(n=put_right))
    return joined((plural("{n} concern", "{n} concerns", len(concerns)), *parts))


def _concern(concern: Concern, content: VisitContent, sheets: Sheets) -> None:
    checklist = content.checklist
    category = checklist.category(concern.category)
    title = category.full_title if category else concern.category
    severity = label(checklist, "severities", concern.severity)
    if concern.good_practice:
        title, severity = _("Good practice"), ""
    sheets.bar(
        str(content.number_of(concern.concern_id)), joined((severity, title)), _about(concern, content)
    )
    sheets.paragraph(concern.text)
    told, began = concern.officer_told_at, content.visit.began_at
    raised_at = clock(concern.raised_at, began) if concern.raised_at else ""
    with_role = lower_first(label(checklist, "roles", concern.raised_with))
    sheets.paragraph(
        joined(
            (
                raised_at and _("raised at {time}").format(time=raised_at),
                with_role and _("raised with: {role}").format(role=with_role),
                told and _("custody officer told at {time}").format(time=clock(told, began)),
                concern.source
                and _("source: {source}").format(
                    source=lower_first(label(checklist, "answer_sources", concern.source))
                ),
                concern.put_right and _("put right during the visit"),
                concern.opcat and _("a matter for the National Preventive Mechanism (OPCAT)"),
                _reply(concern, content),
            )
        ),
        QUIET,
    )
    for step in content.steps.get(concern.concern_id, ()):
        _step(step, content, sheets)


def _about(concern: Concern, content: VisitContent) -> str:
    person = content.visit.person(concern.person_id) if concern.person_id else None
    if person is not None:
        return ", ".join(
            filter(None, (person_title(person, content), lower_first(who_words(person, content.checklist))))
        )
    checklist = content.checklist
    items = (*checklist.areas, *checklist.stocks, *checklist.observed_items)
    return item_title(items, concern.area) if concern.area else ""


def _reply(concern: Concern, content: VisitContent) -> str:
    """How soon the scheme asks for an answer, in the police copy; where it stands, in the scheme's own."""
    if concern.good_practice:
        return ""
    state = content.states.get(concern.concern_id)
    if not content.police:
        return (
            _("state: {state}").format(state=lower_first(label(content.checklist, "concern_states", state)))
            if state
            else ""
        )
    target = content.settings.reply_targets.get(concern.severity)
    if concern.put_right or target is None or state is ConcernState.CLOSED:
        return ""
    return _target(target)


def _target(target: ReplyTarget) -> str:
    if target.hours is not None:
        return plural(
            "an answer is asked for within {n} hour", "an answer is asked for within {n} hours", target.hours
        )
    if target.working_days is not None:
        return plural(
            "an answer is asked for within {n} working day",
            "an answer is asked for within {n} working days",
            target.working_days,
        )
    return ""


def _step(step: ConcernStep, content: VisitContent, sheets: Sheets) -> None:
    checklist = content.checklist
    said = joined(
        (
            label(checklist, "concern_states", step.kind),
            full_moment(step.at),
            step.by,
            step.to_role and _("to: {role}").format(role=lower_first(role_label(step.to_role, checklist))),
            lower_first(label(checklist, "concern_outcomes", step.outcome)),
        )
    )
    sheets.paragraph(said, NOTE)
    sheets.paragraph(step.text, NOTE)


def write_looked_again(content: VisitContent, sheets: Sheets) -> None:
    """Concerns of earlier visits to the suite, and what was found of them this time."""
    found = content.visit.follow_ups
    if not found:
        return
    words = {
        Looked.PUT_RIGHT: _("Put right"),
        Looked.STILL_SO: _("Still so"),
        Looked.NOT_LOOKED: _("Not looked at"),
    }
    sheets.section(_("Looked at again"))
    rows = []
    for one in found:
        category = content.checklist.category(one.category)
        rows.append(
            NotedRow((category.full_title if category else one.category, words[one.finding]), one.note)
        )
    sheets.table(((_("Concern of an earlier visit"), 3), (_("This time"), 2)), rows)


def write_suite(content: VisitContent, sheets: Sheets) -> None:
    """Areas and stocks, what is not in order first, and what was seen happening."""
    visit, checklist = content.visit, content.checklist
    if visit.areas:
        sheets.section(_("Areas"))
        order = [AreaState.POOR, AreaState.MINOR, AreaState.GOOD, AreaState.NOT_CHECKED]
        places = {item.item_id: at for at, item in enumerate(checklist.areas)}
        areas = sorted(
            visit.areas, key=lambda one: (order.index(one.state), places.get(one.area, len(places)))
        )
        sheets.table(
            ((_("Area"), 3), (_("Found"), 2), (_("Concern"), 1)),
            [
                NotedRow(
                    (
                        item_title(checklist.areas, one.area),
                        label(checklist, "area_states", one.state),
                        str(content.number_of(one.concern_id) or ""),
                    ),
                    one.note,
                )
                for one in areas
            ],
        )
    if visit.stocks:
        sheets.section(_("Stocks"))
        order_of = [Value.NO, Value.NOT_KNOWN, Value.YES, Value.NOT_APPLICABLE]
        places = {item.item_id: at for at, item in enumerate(checklist.stocks)}
        stocks = sorted(
            visit.stocks, key=lambda one: (order_of.index(one.value), places.get(one.stock, len(places)))
        )
        sheets.table(
            ((_("Stock"), 3), (_("There?"), 2), (_("Concern"), 1)),
            [
                NotedRow(
                    (
                        item_title(checklist.stocks, one.stock),
                        value_word(one.value),
                        str(content.number_of(one.concern_id) or ""),
                    ),
                    one.note,
                )
                for one in stocks
            ],
        )
    if visit.observed:
        seen = ", ".join(lower_first(item_title(checklist.observed_items, one)) for one in visit.observed)
        sheets.paragraph(_("Seen happening: {what}").format(what=seen))


def write_words(content: VisitContent, sheets: Sheets) -> None:
    """What was written in words about the suite and the visit."""
    visit = content.visit
    written = (
        (_("Positive practice"), visit.positive_practice),
        (_("The force’s comment at the time"), visit.force_comment),
        (_("Raised with the custody officer before leaving"), visit.raised_with_officer),
        (_("The custody officer’s answer"), visit.officer_response),
    )
    said = [(title, words) for title, words in written if words.strip()]
    if not said:
        return
    sheets.section(_("In the visitors’ words"))
    for title, words in said:
        sheets.subsection(title, room=60)
        sheets.paragraph(words)
