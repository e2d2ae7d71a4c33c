"""What came of a visit for each person in custody: spoken to, or why not; rows, tallies and the count."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from icv_app.demo.detained import Children, charged_child
from icv_app.demo.sentences import Sentences
from icv_app.domain.census import Census, Tally
from icv_app.domain.completeness_people import KNOWN
from icv_app.domain.ids import PersonId
from icv_app.domain.person import (
    AccessRefusal,
    AgeBand,
    Consent,
    Contact,
    DetainedPerson,
    Gender,
    LegalStatus,
)
from icv_app.domain.priority import LONG_HELD, needs_reason_if_passed_over
from icv_app.domain.times import in_london

_OUTCOMES = (Contact.OBSERVED_ONLY, Contact.DECLINED, Contact.NOT_AVAILABLE, Contact.NOT_OFFERED)
_BY_DAY = (3, 24, 40, 33)
_BY_NIGHT = (6, 12, 58, 24)
_NOT_AVAILABLE = {
    "asleep": 22,
    "interview": 24,
    "solicitor_or_aa": 16,
    "healthcare": 9,
    "hospital": 5,
    "court_or_video": 7,
    "fingerprint_or_booking": 13,
    "exercise": 3,
    "search": 1,
}
_ASLEEP_BY_NIGHT = 190
_NOT_OFFERED = {
    "time_or_resources": 60,
    "safety_advice": 17,
    "intoxicated": 14,
    "visitors_judgement": 6,
    "known_to_visitor": 1,
    "inspector_refusal": 1,
}


@dataclass(frozen=True, slots=True)
class Met:
    """Everybody in custody with what came of it.

    Attributes:
        everybody: One row each, also for those who end in a tally.
        beds: For children charged and refused bail, what came of the bed.
    """

    everybody: tuple[DetainedPerson, ...]
    beds: dict[PersonId, str]

    @property
    def spoken_to(self) -> int:
        """S."""
        return sum(person.contact is Contact.SPOKEN_TO for person in self.everybody)


def meet(
    rng: Random,
    sentences: Sentences,
    at: datetime,
    people: Sequence[DetainedPerson],
    children: Children,
    spoken_to: int,
) -> Met:
    """Decide for each of the people, children first, whether they were spoken to and why not."""
    boys_and_girls = [person for person in people if person.child]
    adults = [person for person in people if not person.child]
    chosen = boys_and_girls[: children.spoken_to]
    beds = {child.person_id: bed for child, bed in zip(chosen, children.beds, strict=False)}
    chosen = [charged_child(child) if child.person_id in beds else child for child in chosen]
    rest = _draw_adults(rng, adults, at, spoken_to - len(chosen))
    talked = {person.person_id: person for person in (*chosen, *rest)}
    everybody = [
        _talk(rng, sentences, talked[person.person_id])
        if person.person_id in talked
        else _missed(rng, sentences, person, at)
        for person in people
    ]
    return Met(tuple(everybody), beds)


def _draw_adults(
    rng: Random, adults: Sequence[DetainedPerson], at: datetime, number: int
) -> list[DetainedPerson]:
    """Draw without putting back, those of the priority groups more readily."""
    left = list(adults)
    drawn = []
    for _ in range(number):
        weights = [_weight(person, at) for person in left]
        (place,) = rng.choices(range(len(left)), weights)
        drawn.append(left.pop(place))
    return drawn


def _weight(person: DetainedPerson, at: datetime) -> float:
    weight = 1.0
    weight *= 4.5 if person.vulnerable or person.neurodivergent else 1
    weight *= 3.8 if person.woman else 1
    return weight * (2.2 if _long_held(person, at) else 1)


def _long_held(person: DetainedPerson, at: datetime) -> bool:
    held = person.held_for(at)
    return held is not None and held > LONG_HELD


def _talk(rng: Random, sentences: Sentences, person: DetainedPerson) -> DetainedPerson:
    draw = rng.random()
    record, why = Consent.YES, ""
    if draw > 0.95:
        record, why = Consent.UNABLE, sentences.one(rng, "record_unable")
    elif draw > 0.82:
        record, why = Consent.NO, sentences.one(rng, "record_refused")
    private = rng.random() > 0.035
    reason = None if private else rng.choice(("staff_stayed", "safety", "layout", "person_asked", "other"))
    needs_note = reason == "other"
    return replace(
        person,
        contact=Contact.SPOKEN_TO,
        consent_talk=Consent.YES,
        consent_record=record,
        consent_record_reason=why,
        introduced_by="visitor" if rng.random() < 0.87 else "officer",
        place=rng.choices(("cell", "hatch", "room"), (62, 22, 16))[0],
        in_sight=reason != "person_asked",
        out_of_hearing=private or reason == "person_asked",
        not_private_reason=reason,
        interpreter=rng.choice(("phone", "phone", "device", "in_person")) if person.non_english else None,
        note=sentences.one(rng, "not_private_note" if needs_note else "person_note")
        if needs_note or rng.random() < 0.16
        else "",
        scripts_given=("offence",) if rng.random() < 0.02 else (),
    )


def _missed(rng: Random, sentences: Sentences, person: DetainedPerson, at: datetime) -> DetainedPerson:
    hour = in_london(at).hour
    night = hour < 7 or hour >= 23
    contact = rng.choices(_OUTCOMES, _BY_NIGHT if night else _BY_DAY)[0]
    if person.child and contact is Contact.NOT_OFFERED:
        contact = Contact.NOT_AVAILABLE
    match contact:
        case Contact.OBSERVED_ONLY:
            asleep = rng.random() < 0.6
            return replace(person, contact=contact, contact_reason="asleep" if asleep else None)
        case Contact.DECLINED:
            why = sentences.one(rng, "declined")
            return replace(person, contact=contact, consent_talk=Consent.NO, consent_talk_reason=why)
        case Contact.NOT_AVAILABLE:
            weights = {**_NOT_AVAILABLE, **({"asleep": _ASLEEP_BY_NIGHT} if night else {})}
            return replace(person, contact=contact, contact_reason=_pick(rng, weights))
        case _:
            return _not_offered(rng, sentences, person, at)


def _not_offered(rng: Random, sentences: Sentences, person: DetainedPerson, at: datetime) -> DetainedPerson:
    reason = _pick(rng, _NOT_OFFERED)
    row = replace(person, contact=Contact.NOT_OFFERED, contact_reason=reason)
    if reason == KNOWN:
        return replace(row, known_to_visitor=True)
    if reason == "inspector_refusal":
        ground = rng.choice(("danger", "interference"))
        return replace(row, refusal=AccessRefusal(rank="inspector", ground=ground))
    if reason == "visitors_judgement":
        row = replace(row, note=sentences.one(rng, "judgement_note"))
    if needs_reason_if_passed_over(row, at):
        why = rng.choice(
            ("no_time", "not_available_then", "urgent_need", "not_known_then", "custody_request")
        )
        note = sentences.one(rng, "passed_over_note") if why == "custody_request" else row.note
        row = replace(row, passed_over_reason=why, note=note)
    return row


def _pick(rng: Random, weights: dict[str, int]) -> str:
    return rng.choices(tuple(weights), tuple(weights.values()))[0]


def rows_and_tallies(
    rng: Random, met: Met, at: datetime
) -> tuple[tuple[DetainedPerson, ...], tuple[Tally, ...]]:
    """Give some of those not spoken to a row and count the others by reason, as visitors do."""
    rows: list[DetainedPerson] = []
    counted: dict[tuple[Contact, str], list[DetainedPerson]] = {}
    for person in met.everybody:
        if _has_row(rng, person, at):
            rows.append(person)
        elif person.contact is not None:
            counted.setdefault((person.contact, person.contact_reason or ""), []).append(person)
    return tuple(rows), tuple(_tally(key, people) for key, people in counted.items())


def _has_row(rng: Random, person: DetainedPerson, at: datetime) -> bool:
    if person.contact is Contact.SPOKEN_TO or person.child or person.refusal or person.known_to_visitor:
        return True
    if person.contact is Contact.OBSERVED_ONLY:
        return True
    likely = 0.45 if person.vulnerable or person.woman or _long_held(person, at) else 0.14
    drawn = rng.random() < likely
    return drawn or _asks_more(person, at)


def _asks_more(person: DetainedPerson, at: datetime) -> bool:
    """Whether more is recorded about them than a tally can hold: why a priority person was left out, say."""
    if person.contact is not Contact.NOT_OFFERED:
        return False
    return person.contact_reason == "visitors_judgement" or needs_reason_if_passed_over(person, at)


def _tally(key: tuple[Contact, str], people: Sequence[DetainedPerson]) -> Tally:
    return Tally(
        contact=key[0],
        reason=key[1],
        count=len(people),
        children=sum(person.child for person in people),
        vulnerable=sum(_vulnerable(person) for person in people),
        women=sum(person.gender is Gender.WOMAN for person in people),
    )


def _vulnerable(person: DetainedPerson) -> bool:
    return person.vulnerable or person.neurodivergent


def census(rng: Random, everybody: Iterable[DetainedPerson], at: datetime) -> Census:
    """Count everybody as the board at the desk does."""
    people = list(everybody)

    def status(wanted: LegalStatus) -> int:
        return sum(person.legal_status is wanted for person in people)

    women = sum(person.gender is Gender.WOMAN for person in people)
    other = sum(person.gender is Gender.OTHER for person in people)
    return Census(
        total=len(people),
        men=len(people) - women - other,
        women=women,
        other=other,
        children_10_13=sum(person.age_band is AgeBand.A10_13 for person in people),
        children_14_17=sum(person.age_band is AgeBand.A14_17 for person in people),
        vulnerable=sum(_vulnerable(person) for person in people),
        non_english=sum(person.non_english for person in people),
        immigration=status(LegalStatus.IMMIGRATION),
        s136=status(LegalStatus.S136),
        tact=0,
        over_24h=sum(_long_held(person, at) for person in people),
        high_observation=sum((person.observation_level or 0) >= 3 for person in people),
        cells_in_use=len(people),
        cells_out_of_use=rng.choices((0, 1, 2, 3), (60, 25, 10, 5))[0],
        arrived_during=rng.choices((0, 1, 2), (70, 22, 8))[0],
    )


def row_as_written(person: DetainedPerson) -> DetainedPerson:
    """The row of somebody not spoken to: only what the board at the desk shows."""
    if person.contact is Contact.SPOKEN_TO:
        return person
    return replace(
        person,
        ethnicity=None,
        clothing_taken=False,
        strip_searched=False,
        force_used=False,
        last_review_at=None,
    )
