"""What was recorded on a visit, in words for print. Nothing stands for what was not recorded."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from icv_app.domain.checklist import Check, CheckKind, Checklist, SuiteItem
from icv_app.domain.person import Answer, DetainedPerson, Resolved, Value
from icv_app.domain.times import day_in_words, in_london, london_day
from icv_app.domain.wording import label, lower_first, say_duration, who_words
from icv_app.report.visit_content import VisitContent
from icv_app.words import _

BETWEEN = " · "


def joined(parts: Iterable[object]) -> str:
    """Return what there is of the parts as one line that begins with a capital."""
    line = BETWEEN.join(str(part) for part in parts if part)
    return line[:1].upper() + line[1:]


def clock(moment: datetime, beside: datetime | None) -> str:
    """Return the time in London, with its day where that is not the day of `beside`."""
    local = in_london(moment)
    if beside is not None and london_day(beside) == local.date():
        return f"{local:%H:%M}"
    return f"{local:%H:%M}, {day_in_words(local.date())}"


def full_moment(moment: datetime) -> str:
    """Return day and time in London: "14 March 2024, 21:40"."""
    return f"{day_in_words(london_day(moment))}, {in_london(moment):%H:%M}"


def value_word(value: Value | str | None) -> str:
    """Return one of the four answers in words; nothing for nothing."""
    words = {
        Value.YES: _("Yes"),
        Value.NO: _("No"),
        Value.NOT_APPLICABLE: _("Not applicable"),
        Value.NOT_KNOWN: _("Not known"),
    }
    return words[Value(value)] if value is not None else ""


def item_title(items: Iterable[SuiteItem], item_id: str) -> str:
    """Return the title of an area, a stock or something observed."""
    return next((item.title for item in items if item.item_id == item_id), item_id)


def person_title(person: DetainedPerson, content: VisitContent) -> str:
    """Return the custody number, or else which row it is."""
    rows = [row.person_id for row in content.visit.people]
    return person.custody_number.strip() or _("Person {n}").format(n=rows.index(person.person_id) + 1)


def contact(person: DetainedPerson, checklist: Checklist) -> str:
    """Return what came of the visit for a person, with the reason."""
    outcome = label(checklist, "contact_outcomes", person.contact) or _("No outcome recorded")
    reason = lower_first(label(checklist, "not_seen_reasons", person.contact_reason))
    return f"{outcome}: {reason}" if reason else outcome


def marks(person: DetainedPerson, content: VisitContent) -> str:
    """Return who somebody is and how they are held, as far as is recorded."""
    checklist, visit = content.checklist, content.visit
    began = visit.began_at
    held = person.held_for(visit.left_suite_at or began or visit.created_at)
    times = (
        (_("authorised {when}"), person.authorised_at),
        (_("relevant time {when}"), person.relevant_time),
        (_("last review {when}"), person.last_review_at),
    )
    return joined(
        (
            who_words(person, checklist),
            person.cell.strip() and _("cell {cell}").format(cell=person.cell.strip()),
            lower_first(label(checklist, "legal_statuses", person.legal_status)),
            held is not None and _("held {time}").format(time=say_duration(held)),
            *(words.format(when=clock(moment, began)) for words, moment in times if moment is not None),
            person.vulnerable and _("vulnerable or needs an appropriate adult"),
            person.neurodivergent and _("neurodivergent"),
            person.disabled_or_pregnant and _("disabled or pregnant"),
            person.non_english and _("does not speak English"),
            person.non_uk and _("not a United Kingdom national"),
            label(checklist, "ethnicities", person.ethnicity),
            person.observation_level and _("observation level {n}").format(n=person.observation_level),
            person.charged_refused_bail and _("charged and refused bail"),
            person.clothing_taken and _("clothing taken"),
            person.strip_searched and _("strip searched"),
            person.force_used and _("force used in custody"),
        )
    )


def talk(person: DetainedPerson, checklist: Checklist) -> str:
    """Return consent, and how the talk was held."""
    consents = {"yes": _("yes"), "no": _("no"), "unable": _("unable to say")}
    private = {True: _("yes"), False: _("no")}
    refusal = person.refusal

    def why(reason: str) -> str:
        return lower_first(label(checklist, "consent_unable_reasons", reason))

    return joined(
        (
            person.known_to_visitor and _("known to a visitor, not contacted"),
            person.consent_talk and _("agreed to talk: {word}").format(word=consents[person.consent_talk]),
            why(person.consent_talk_reason),
            person.consent_record
            and _("agreed to the record being seen: {word}").format(word=consents[person.consent_record]),
            why(person.consent_record_reason),
            person.introduced_by
            and _("introduced by: {who}").format(
                who=lower_first(label(checklist, "introduced_by", person.introduced_by))
            ),
            lower_first(label(checklist, "places", person.place)),
            person.in_sight is not None and _("in sight: {word}").format(word=private[person.in_sight]),
            person.out_of_hearing is not None
            and _("out of hearing: {word}").format(word=private[person.out_of_hearing]),
            lower_first(label(checklist, "earshot_reasons", person.not_private_reason)),
            person.interpreter
            and _("interpreter: {how}").format(
                how=lower_first(label(checklist, "interpreter_kinds", person.interpreter))
            ),
            refusal
            and _("access refused by: {rank}, {ground}").format(
                rank=lower_first(label(checklist, "refusal_ranks", refusal.rank)),
                ground=lower_first(label(checklist, "refusal_grounds", refusal.ground)),
            ),
            person.passed_over_reason
            and _("left out of the order: {reason}").format(
                reason=lower_first(
                    label(checklist, "priority_passed_over_reasons", person.passed_over_reason)
                )
            ),
            *(
                _("read out: {script}").format(script=lower_first(checklist.scripts[script].title))
                if script in checklist.scripts
                else script
                for script in person.scripts_given
            ),
        )
    )


def answer_word(answer: Answer, check: Check | None, content: VisitContent) -> str:
    """Return an answer in words."""
    if answer.value in set(Value):
        return value_word(answer.value)
    if check is None:
        return answer.value
    if check.kind is CheckKind.HOURS:
        return _("{n} h").format(n=answer.value)
    if check.kind is CheckKind.CHOICE:
        return label(content.checklist, check.choices or "", answer.value)
    if check.kind is CheckKind.TIME:
        return _time_word(answer.value, content.visit.began_at)
    return answer.value


def _time_word(value: str, beside: datetime | None) -> str:
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value
    return clock(moment, beside) if moment.utcoffset() is not None else value


def became_of(answer: Answer, content: VisitContent) -> str:
    """Return what became of an answer that fell short; nothing where nothing was said."""
    resolution = answer.resolution
    if resolution is None:
        return ""
    number = content.number_of(resolution.concern_id)
    concern = _("concern {n}").format(n=number) if number else ""
    words = {
        Resolved.CONCERN: concern or _("raised as a concern"),
        Resolved.PUT_RIGHT: _("put right during the visit"),
        Resolved.NOT_RAISED: _("not raised: {reason}").format(
            reason=lower_first(label(content.checklist, "no_not_raised_reasons", resolution.reason))
        ),
    }
    also = concern if resolution.resolved is Resolved.PUT_RIGHT else ""
    return joined((words[resolution.resolved], also))


def fell_short(answer: Answer, check: Check | None) -> bool:
    """Whether an answer is an exception: it falls short, nobody knew, or something was done about it."""
    short = check is not None and check.falls_short(answer.value)
    return short or answer.resolution is not None or answer.value == Value.NOT_KNOWN
