"""Which checks are asked about a person, and a visit without answers to the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from icv_app.domain.checklist import Check, Checklist, applicable_checks
from icv_app.domain.person import DetainedPerson
from icv_app.domain.person_facts import answer_values, person_facts
from icv_app.domain.visit import Visit


def checks_to_ask(checklist: Checklist, person: DetainedPerson, at: datetime) -> tuple[Check, ...]:
    """The checks to ask about a person as they stand, in order; `at` decides how long they were held."""
    return applicable_checks(checklist, person_facts(person, at), answer_values(person))


def settled(visit: Visit, checklist: Checklist) -> Visit:
    """The visit as it would be filed: without answers to checks that no longer apply, and words of who left.

    A draft keeps such answers (somebody may have "declined" by a slip of the
    finger); what is filed holds only what was asked.
    """
    at = visit.began_at or visit.created_at
    people = []
    for person in visit.people:
        asked = {check.check_id for check in checks_to_ask(checklist, person, at)}
        kept = tuple(answer for answer in person.answers if answer.check_id in asked)
        people.append(replace(person, answers=kept, talking_now=False))
    further = tuple(word for word in visit.sign_off.further if word.member_id in visit.visitors)
    return replace(visit, people=tuple(people), sign_off=replace(visit.sign_off, further=further))
