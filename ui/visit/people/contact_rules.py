"""What follows for one person when consent, outcome or reason is entered: pure functions.

A later entry takes back what can no longer be true, so that a row never says
two things; nothing is taken back that was said about the person themselves.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from icv_app.domain.checklist import Checklist, Choice
from icv_app.domain.person import AccessRefusal, Consent, Contact, DetainedPerson
from icv_app.domain.priority import needs_reason_if_passed_over

KNOWN = "known_to_visitor"
_STILL_PASSED_OVER = frozenset({None, Contact.NOT_AVAILABLE, Contact.NOT_OFFERED})
_RECORD_ASKED = frozenset({Contact.SPOKEN_TO, Contact.OBSERVED_ONLY})


def reasons(person: DetainedPerson, checklist: Checklist) -> tuple[Choice, ...]:
    """The reasons that go with the outcome; none for an outcome that needs none."""
    match person.contact:
        case Contact.NOT_AVAILABLE | Contact.OBSERVED_ONLY:
            return checklist.not_seen_reasons(Contact.NOT_AVAILABLE.value)
        case Contact.NOT_OFFERED:
            return checklist.not_seen_reasons(Contact.NOT_OFFERED.value)
        case _:
            return ()


def with_consent(person: DetainedPerson, consent: str | None) -> DetainedPerson:
    """Consent to talk: yes begins the talk, no means declined; nothing is asked before."""
    given = Consent(consent) if consent else None
    if given is Consent.YES:
        talking = replace(person, consent_talk=given, consent_talk_reason="", talking_now=True)
        return with_contact(talking, Contact.SPOKEN_TO)
    person = replace(person, consent_talk=given, talking_now=False)
    if given is Consent.NO:
        return with_contact(person, Contact.DECLINED)
    outdated = person.contact in {Contact.SPOKEN_TO, Contact.DECLINED}
    return with_contact(person, None) if outdated else person


def with_contact(person: DetainedPerson, contact: str | None) -> DetainedPerson:
    """Another outcome: the reason, refusal and the talk go with the one before."""
    chosen = Contact(contact) if contact else None
    if chosen is person.contact:
        return person
    kept = chosen in {Contact.OBSERVED_ONLY, Contact.NOT_AVAILABLE} and person.contact in {
        Contact.OBSERVED_ONLY,
        Contact.NOT_AVAILABLE,
    }
    refused_to_talk = chosen is Contact.DECLINED and person.consent_talk in {None, Consent.YES}
    return replace(
        person,
        contact=chosen,
        consent_talk=Consent.NO if refused_to_talk else person.consent_talk,
        contact_reason=person.contact_reason if kept else None,
        refusal=None,
        passed_over_reason=person.passed_over_reason if chosen in _STILL_PASSED_OVER else None,
        known_to_visitor=person.known_to_visitor and chosen is Contact.NOT_OFFERED,
        talking_now=person.talking_now and chosen is Contact.SPOKEN_TO,
    )


def with_reason(person: DetainedPerson, reason: str | None, checklist: Checklist) -> DetainedPerson:
    """Why there was no talk; a refusal asks for rank and ground, somebody known is declared so."""
    refusal = person.refusal if reason and refusal_asked(reason, checklist) else None
    return replace(person, contact_reason=reason, refusal=refusal, known_to_visitor=reason == KNOWN)


def with_known(person: DetainedPerson, known: bool) -> DetainedPerson:
    """Known to a visitor: not contacted, and recorded so."""
    if not known:
        back = with_contact(person, None) if person.contact_reason == KNOWN else person
        return replace(back, known_to_visitor=False)
    declared = replace(with_contact(person, Contact.NOT_OFFERED), contact_reason=KNOWN, known_to_visitor=True)
    return replace(
        declared, consent_talk=None, consent_talk_reason="", consent_record=None, consent_record_reason=""
    )


def with_refusal(
    person: DetainedPerson, *, rank: str | None = None, ground: str | None = None
) -> DetainedPerson:
    """Who refused access, or on what ground; the other half stays."""
    before = person.refusal or AccessRefusal(rank="", ground="")
    now = AccessRefusal(
        rank=before.rank if rank is None else rank, ground=before.ground if ground is None else ground
    )
    return replace(person, refusal=now if now.rank or now.ground else None)


def refusal_asked(reason: str | None, checklist: Checklist) -> bool:
    """Whether a reason is a refusal of access by the police."""
    choice = checklist.choice("not_seen_reasons", reason) if reason else None
    return choice is not None and "ground" in choice.requires


def record_consent_asked(person: DetainedPerson) -> bool:
    """Whether consent to the custody record is asked: of whoever was spoken to, observed or asleep."""
    return person.contact in _RECORD_ASKED or person.asleep


def not_private(person: DetainedPerson) -> bool:
    """Whether the talk was out of sight or within hearing, which asks for a reason."""
    spoken = person.contact is Contact.SPOKEN_TO
    return spoken and (person.in_sight is False or person.out_of_hearing is False)


def passed_over(person: DetainedPerson, at: datetime, long: timedelta) -> bool:
    """Whether somebody of a priority group was left out by choice, which asks for a reason."""
    by_choice = person.contact is Contact.NOT_OFFERED and not person.known_to_visitor and not person.refusal
    return by_choice and needs_reason_if_passed_over(person, at, long)
