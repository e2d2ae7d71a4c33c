"""What a checklist's conditions may ask about one person, worked out from their row."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from icv_app.domain import conditions
from icv_app.domain.detention_clocks import review_fell_due
from icv_app.domain.person import Consent, DetainedPerson
from icv_app.domain.priority import held_long


def record_may_be_seen(person: DetainedPerson) -> bool:
    """Whether the visitors may use this person's custody record.

    Source: Code of Practice on Independent Custody Visiting, custody records: with the person's consent, and
    where somebody cannot decide (asleep, say) the presumption is in favour of seeing it.
    """
    return person.consent_record in {Consent.YES, Consent.UNABLE}


def person_facts(person: DetainedPerson, at: datetime) -> dict[str, str | bool]:
    """Every fact the checklist knows about a person, as they stand at a moment (aware).

    A legal status that was not noted is left out, so that no condition on it holds.
    """
    facts = conditions.person_facts(
        contact=_code(person.contact, "not_yet"),
        gender=_code(person.gender, "unknown"),
        age_band=_code(person.age_band, "unknown"),
        asleep=person.asleep,
        vulnerable=person.vulnerable or person.neurodivergent,
        charged_refused_bail=person.charged_refused_bail,
        non_english=person.non_english,
        non_uk=person.non_uk,
        clothing_taken=person.clothing_taken,
        strip_searched=person.strip_searched,
        force_used=person.force_used,
        held_over_24h=held_long(person, at),
        record_seen=record_may_be_seen(person),
        review_fell_due=review_fell_due(person, at),
    )
    if person.legal_status is None:
        del facts["legal_status"]
    else:
        facts["legal_status"] = person.legal_status.value
    return facts


def answer_values(person: DetainedPerson) -> dict[str, str]:
    """Check id to answer, as `applicable_checks` takes them."""
    return {answer.check_id: answer.value for answer in person.answers}


def _code(value: StrEnum | None, otherwise: str) -> str:
    return value.value if value is not None else otherwise
