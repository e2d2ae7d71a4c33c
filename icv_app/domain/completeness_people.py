"""Rules checked on submitting about each detained person: rules 5, 6, 7, 8 and 12."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from icv_app.domain.checklist import Extent, extent_of, sources_allowed
from icv_app.domain.completeness_answers import answer_problems
from icv_app.domain.completeness_custody import reason_needed, reasons_for
from icv_app.domain.custody_pattern import accepts
from icv_app.domain.person import Consent, Contact, DetainedPerson
from icv_app.domain.person_facts import person_facts
from icv_app.domain.priority import needs_reason_if_passed_over
from icv_app.domain.problem import PersonProblems, Problem, SubmitContext
from icv_app.domain.visit import Outcome, Visit
from icv_app.words import _

KNOWN = "known_to_visitor"
"""The reason for not offering a talk to somebody a visitor knows."""


def people_problems(visit: Visit, context: SubmitContext) -> Iterator[Problem]:
    """What is still wrong or missing about each row of the people board."""
    if visit.outcome is Outcome.ABANDONED:
        return
    times_written = Counter(_written(person) for person in visit.people)
    at = visit.began_at or visit.created_at
    for place, person in enumerate(visit.people, start=1):
        about = PersonProblems(person, place)
        yield from _identity(about, context, times_written[_written(person)] > 1)
        yield from _codes(about, context)
        yield from _times(about, context.now)
        yield from _contact(about, context)
        yield from _refusal(about, context)
        yield from _consent(about)
        yield from _privacy(about, context)
        yield from _known(about)
        yield from _passed_over(about, context, at)
        yield from _extent(about, context, at)
        yield from answer_problems(about, visit, context, at)


def _written(person: DetainedPerson) -> str:
    """The custody number as it is compared: `13wk/4402 ` is the same person as `13WK/4402`."""
    return person.custody_number.strip().casefold()


def _identity(about: PersonProblems, context: SubmitContext, written_twice: bool) -> Iterator[Problem]:
    person, number = about.person, about.person.custody_number.strip()
    if not number:
        yield about.missing("custody_number", _("{who}: enter the custody number."))
    elif not accepts(context.settings.custody_number_pattern, number):
        yield about.wrong(
            "custody_number", _("{who}: check the custody number; it is not written as the force writes it.")
        )
    elif written_twice:
        yield about.wrong(
            "custody_number", _("{who} is recorded twice: take one row out or correct its number.")
        )
    if person.contact is not None and person.gender is None:
        yield about.missing("gender", _("{who}: choose the gender, or that it is not known."))
    if person.contact is not None and person.age_band is None:
        yield about.missing("age_band", _("{who}: choose the age band, or that it is not known."))
    if person.observation_level is not None and not 1 <= person.observation_level <= 4:
        yield about.wrong("observation_level", _("{who}: choose an observation level from 1 to 4."))


def _codes(about: PersonProblems, context: SubmitContext) -> Iterator[Problem]:
    """Rule 1: what is chosen from a list holds a code of it, never words of one's own."""
    person = about.person
    chosen = {
        "ethnicity": (person.ethnicity, "ethnicities"),
        "introduced_by": (person.introduced_by, "introduced_by"),
        "place": (person.place, "places"),
        "interpreter": (person.interpreter, "interpreter_kinds"),
    }
    for field, (code, list_name) in chosen.items():
        if code is not None and context.checklist.choice(list_name, code) is None:
            yield about.wrong(field, _("{who}: choose from the list again."))


def _times(about: PersonProblems, now: datetime) -> Iterator[Problem]:
    person = about.person
    for field in ("authorised_at", "relevant_time", "last_review_at"):
        moment: datetime | None = getattr(person, field)
        if moment is not None and moment > now:
            yield about.wrong(field, _("{who}: check this time; it lies in the future."))
    if person.authorised_at and person.last_review_at and person.last_review_at < person.authorised_at:
        yield about.wrong(
            "last_review_at", _("{who}: check the last review; it is before detention was authorised.")
        )


def _contact(about: PersonProblems, context: SubmitContext) -> Iterator[Problem]:
    # Rule 11: exactly one outcome for each, with its reason.
    contact, reason = about.person.contact, about.person.contact_reason
    if contact is None:
        yield about.missing("contact", _("{who}: say whether you spoke to them, or why not."))
    elif reason and reason not in reasons_for(contact, context):
        yield about.wrong(
            "contact_reason", _("{who}: the reason does not go with the outcome; choose again.")
        )
    elif not reason and reason_needed(contact):
        yield about.missing("contact_reason", _("{who}: say why you did not speak to them."))
    elif reason and not about.person.note.strip() and _asks(context, "not_seen_reasons", reason, "note"):
        yield about.missing("note", _("{who}: say in a few words why you did not speak to them."))


def _asks(context: SubmitContext, list_name: str, choice_id: str, requirement: str) -> bool:
    choice = context.checklist.choice(list_name, choice_id)
    return choice is not None and requirement in choice.requires


def _refusal(about: PersonProblems, context: SubmitContext) -> Iterator[Problem]:
    # Rule 5: access is refused by an inspector or above, on a ground the law knows.
    refusal, reason = about.person.refusal, about.person.contact_reason
    refused = reason is not None and _asks(context, "not_seen_reasons", reason, "ground")
    if refusal is not None and not refused:
        yield about.wrong(
            "refusal", _("{who}: access was refused; choose the refusal as the reason, or take it back.")
        )
    if not refused:
        return
    if refusal is None or not refusal.rank:
        yield about.missing("refusal.rank", _("{who}: say who refused access, an inspector or above."))
    elif context.checklist.choice("refusal_ranks", refusal.rank) is None:
        yield about.wrong(
            "refusal.rank", _("{who}: only an inspector or above may refuse access; choose again.")
        )
    if refusal is None or not refusal.ground:
        yield about.missing("refusal.ground", _("{who}: say on what ground access was refused."))
    elif context.checklist.choice("refusal_grounds", refusal.ground) is None:
        yield about.wrong("refusal.ground", _("{who}: choose the ground of the refusal from the list again."))


def _consent(about: PersonProblems) -> Iterator[Problem]:
    # Rule 6: consent before anything else, to talk and, apart from that, to see the custody record.
    person = about.person
    spoken = person.contact is Contact.SPOKEN_TO
    if spoken and person.consent_talk is None:
        yield about.missing("consent_talk", _("{who}: say whether they agreed to talk."))
    elif spoken and person.consent_talk is not Consent.YES:
        yield about.wrong(
            "consent_talk", _("{who} did not agree to talk: change the outcome or the agreement.")
        )
    elif person.contact is Contact.DECLINED and person.consent_talk is Consent.YES:
        yield about.wrong("consent_talk", _("{who} declined but is marked as agreeing to talk: change one."))
    if spoken and person.consent_record is None:
        yield about.missing("consent_record", _("{who}: say whether they agreed to you seeing their record."))
    refused = {Consent.NO, Consent.UNABLE}
    if person.consent_talk in refused and not person.consent_talk_reason.strip():
        yield about.missing(
            "consent_talk_reason", _("{who}: say why they did not or could not agree to talk.")
        )
    if person.consent_record in refused and not person.consent_record_reason.strip():
        yield about.missing(
            "consent_record_reason", _("{who}: say why they did not or could not agree about their record.")
        )


def _privacy(about: PersonProblems, context: SubmitContext) -> Iterator[Problem]:
    # Rule 7: talks are in sight of staff and out of their hearing; if not, the reason.
    person = about.person
    if person.contact is not Contact.SPOKEN_TO:
        return
    if person.in_sight is None:
        yield about.missing("in_sight", _("{who}: say whether you talked in sight of staff."))
    if person.out_of_hearing is None:
        yield about.missing("out_of_hearing", _("{who}: say whether you talked out of staff's hearing."))
    if person.in_sight is not False and person.out_of_hearing is not False:
        return
    if not person.not_private_reason:
        yield about.missing("not_private_reason", _("{who}: say why the talk was overheard or out of sight."))
    elif context.checklist.choice("earshot_reasons", person.not_private_reason) is None:
        yield about.wrong(
            "not_private_reason", _("{who}: choose from the list why the talk was not private.")
        )
    elif _asks(context, "earshot_reasons", person.not_private_reason, "note") and not person.note.strip():
        yield about.missing("note", _("{who}: say in a few words why the talk was not private."))


def _known(about: PersonProblems) -> Iterator[Problem]:
    # Rule 8: somebody a visitor knows is declared and not contacted.
    person = about.person
    contacted = {Contact.SPOKEN_TO, Contact.OBSERVED_ONLY, Contact.DECLINED}
    if person.known_to_visitor and person.contact in contacted:
        yield about.wrong("contact", _("{who} is known to a visitor: record them as not offered a talk."))
    elif person.contact_reason == KNOWN and not person.known_to_visitor:
        yield about.missing("known_to_visitor", _("{who}: declare that they are known to a visitor."))


def _passed_over(about: PersonProblems, context: SubmitContext, at: datetime) -> Iterator[Problem]:
    # Rule 12: leaving out somebody of a priority group asks for a reason,
    # unless it was not the visitors' choice: a refusal, or somebody they know.
    person = about.person
    left_out = person.contact is Contact.NOT_OFFERED and not person.known_to_visitor and not person.refusal
    if not left_out or not needs_reason_if_passed_over(person, at, context.settings.over_24h):
        return
    reason = person.passed_over_reason
    if not reason:
        yield about.missing(
            "passed_over_reason", _("{who} is in a priority group: say why they were left out.")
        )
    elif context.checklist.choice("priority_passed_over_reasons", reason) is None:
        yield about.wrong("passed_over_reason", _("{who}: choose from the list why they were left out."))
    elif _asks(context, "priority_passed_over_reasons", reason, "note") and not person.note.strip():
        yield about.missing("note", _("{who}: say in a few words why they were left out."))


def _extent(about: PersonProblems, context: SubmitContext, at: datetime) -> Iterator[Problem]:
    # Rule 6: nothing is asked of somebody who declined. Rule 7: of somebody asleep, only what is seen
    # or recorded.
    person = about.person
    facts = person_facts(person, at)
    extent, allowed = extent_of(facts), sources_allowed(facts)
    if not person.answers or extent is Extent.FULL:
        wanted: tuple[str, ...] = tuple(answer.check_id for answer in person.answers)
    elif extent is Extent.NOTHING:
        yield about.wrong(
            "answers", _("{who} was not spoken to: take the answers out or change the outcome.")
        )
        return
    else:
        wanted = tuple(check.check_id for check in context.checklist.checks if check.short_set)
    for answer in person.answers:
        field = f"answers.{answer.check_id}"
        if answer.check_id not in wanted:
            yield about.wrong(
                field,
                _("{who} was not awake or not spoken to: take out what cannot be seen or in the record."),
            )
        elif answer.source is not None and answer.source.value not in allowed:
            yield about.wrong(field, _("{who}: an answer cannot come from there; say again how you know."))
