"""A person in custody and the answers about them, in words."""

from __future__ import annotations

from datetime import datetime

from icv_app.domain.checklist import Check, CheckKind, Checklist
from icv_app.domain.person import Answer, Contact, DetainedPerson, Resolved, Value
from icv_app.words import _
from ui.report_reader.concern_wording import concern_title
from ui.report_reader.times import clock_beside
from ui.report_reader.view_model import ReportInHand
from ui.theme import Hue
from ui.visit.wording import label, lower_first, say_duration, who_words
from ui.widgets.tag import Tagged


def contact_tag(person: DetainedPerson, checklist: Checklist) -> Tagged:
    """Return what came of the visit for a person."""
    if person.contact is None:
        return _("Not yet"), Hue.GREY
    hues = {Contact.SPOKEN_TO: Hue.GREEN, Contact.DECLINED: Hue.ORANGE, Contact.NOT_OFFERED: Hue.ORANGE}
    words = label(checklist, "contact_outcomes", person.contact)
    reason = label(checklist, "not_seen_reasons", person.contact_reason)
    said = f"{words}: {lower_first(reason)}" if reason else words
    return said, hues.get(person.contact, Hue.GREY)


def person_line(person: DetainedPerson, in_hand: ReportInHand) -> str:
    """Return who somebody is, as far as is recorded."""
    checklist, visit = in_hand.checklist, in_hand.report.visit
    held = person.held_for(visit.left_suite_at or visit.began_at or visit.created_at)
    parts = [
        who_words(person, checklist),
        lower_first(label(checklist, "legal_statuses", person.legal_status)),
        held and _("held {time}").format(time=say_duration(held)),
        person.cell and _("cell {cell}").format(cell=person.cell),
        person.observation_level and _("observation level {n}").format(n=person.observation_level),
        label(checklist, "ethnicities", person.ethnicity),
        person.disabled_or_pregnant and _("disabled or pregnant"),
        person.non_english and _("needs an interpreter"),
        person.non_uk and _("not a United Kingdom national"),
        person.charged_refused_bail and _("charged and refused bail"),
        person.clothing_taken and _("clothing taken"),
        person.strip_searched and _("strip searched"),
        person.force_used and _("force used"),
    ]
    return " · ".join(part for part in parts if part)


def talk_line(person: DetainedPerson, checklist: Checklist) -> str:
    """Return how the talk came about: consent, introduction, place, who could hear."""
    consent = {
        "yes": _("agreed to talk"),
        "no": _("did not want to talk"),
        "unable": _("could not say if they wanted to talk"),
    }
    record = {
        "yes": _("agreed to their record being seen"),
        "no": _("did not want their record seen"),
        "unable": _("could not say about their record"),
    }
    unable = "consent_unable_reasons"
    private = label(checklist, "earshot_reasons", person.not_private_reason)
    refusal = person.refusal
    parts = [
        person.consent_talk and consent[person.consent_talk],
        lower_first(label(checklist, unable, person.consent_talk_reason)),
        person.consent_record and record[person.consent_record],
        lower_first(label(checklist, unable, person.consent_record_reason)),
        person.introduced_by
        and _("introduced by {who}").format(
            who=lower_first(label(checklist, "introduced_by", person.introduced_by))
        ),
        lower_first(label(checklist, "places", person.place)),
        person.in_sight is False and _("out of sight of staff"),
        person.out_of_hearing is False and _("within hearing of staff"),
        lower_first(private),
        person.interpreter
        and _("interpreter: {how}").format(
            how=lower_first(label(checklist, "interpreter_kinds", person.interpreter))
        ),
        person.known_to_visitor and _("known to a visitor"),
        refusal
        and _("access refused by: {rank}, {ground}").format(
            rank=lower_first(label(checklist, "refusal_ranks", refusal.rank)),
            ground=lower_first(label(checklist, "refusal_grounds", refusal.ground)),
        ),
        person.passed_over_reason
        and _("left out of the order: {reason}").format(
            reason=lower_first(label(checklist, "priority_passed_over_reasons", person.passed_over_reason))
        ),
        *(
            _("read out: {script}").format(script=lower_first(checklist.scripts[script].title))
            for script in person.scripts_given
            if script in checklist.scripts
        ),
    ]
    line = " · ".join(part for part in parts if part)
    return line[:1].upper() + line[1:]


def answer_value(answer: Answer, check: Check | None, in_hand: ReportInHand) -> Tagged:
    """Return an answer in words, with a hue for "no" where that falls short."""
    words = {
        Value.YES: _("Yes"),
        Value.NO: _("No"),
        Value.NOT_APPLICABLE: _("N/A"),
        Value.NOT_KNOWN: _("Not known"),
    }
    closed = words.get(Value(answer.value)) if answer.value in set(Value) else None
    if closed is not None:
        short = check is not None and check.falls_short(answer.value)
        return closed, Hue.RED if short else Hue.GREEN if answer.value == "yes" else Hue.GREY
    return _typed_value(answer.value, check, in_hand), Hue.GREY


def _typed_value(value: str, check: Check | None, in_hand: ReportInHand) -> str:
    if check is None:
        return value
    if check.kind is CheckKind.HOURS:
        return _("{n} h").format(n=value)
    if check.kind is CheckKind.CHOICE:
        return label(in_hand.checklist, check.choices or "", value)
    if check.kind is CheckKind.TIME:
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            return value
        return (
            clock_beside(moment, in_hand.report.visit.began_at) if moment.utcoffset() is not None else value
        )
    return value


def answer_line(answer: Answer, in_hand: ReportInHand) -> str:
    """Return how an answer is known, what was noted and what became of it."""
    checklist, visit = in_hand.checklist, in_hand.report.visit
    parts = [label(checklist, "answer_sources", answer.source), answer.note]
    resolution = answer.resolution
    if resolution is not None:
        concern = visit.concern(resolution.concern_id) if resolution.concern_id else None
        raised = concern_title(concern, checklist) if concern else ""
        parts.append(
            {
                Resolved.CONCERN: _("Concern raised: {concern}").format(concern=raised),
                Resolved.PUT_RIGHT: _("Put right during the visit"),
                Resolved.NOT_RAISED: _("Not raised: {reason}").format(
                    reason=lower_first(label(checklist, "no_not_raised_reasons", resolution.reason))
                ),
            }[resolution.resolved]
        )
        parts.append(resolution.note)
    return " · ".join(part for part in parts if part)
