"""Answering the checklist about one person, and what becomes of every answer that falls short."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from random import Random

from icv_app.demo.detained import BED_NOT_ASKED
from icv_app.demo.odds import NOT_PUT_RIGHT_AT_ONCE, OFTEN_TOO_EARLY, draw_value
from icv_app.demo.sentences import Sentences
from icv_app.domain.checklist import Check, CheckKind, Checklist, Extent, applicable_checks, extent_of
from icv_app.domain.checklist import sources_allowed as allowed
from icv_app.domain.concern import Concern, Severity
from icv_app.domain.conditions import Facts
from icv_app.domain.ids import ConcernId, PersonId
from icv_app.domain.person import (
    Answer,
    Consent,
    DetainedPerson,
    Resolution,
    Resolved,
    Source,
)
from icv_app.domain.person_facts import person_facts

_SOURCE_WEIGHTS = {
    Source.PERSON_SAID: 60,
    Source.CUSTODY_RECORD: 20,
    Source.SEEN: 12,
    Source.STAFF_SAID: 8,
}
_SEEN = frozenset({"bedding_adequate", "cell_fit", "call_bell_works", "toilet_usable"})
_NOT_RAISED = ("person_did_not_want", "already_in_hand", "did_not_matter_to_person", "other")


@dataclass(slots=True)
class AnswerSheet:
    """Answers about the people of one visit, and the concerns they lead to.

    Attributes:
        at: When the visitors entered, UTC; hours held are judged by it.
        until: When they left the suite, UTC; everything is told to staff before.
        beds: What came of the local authority bed, by person.
    """

    rng: Random
    sentences: Sentences
    checklist: Checklist
    at: datetime
    until: datetime
    beds: Mapping[PersonId, str]
    concerns: list[Concern] = field(default_factory=list)

    def fill(self, person: DetainedPerson) -> DetainedPerson:
        """Answer every check that applies; of somebody observed or asleep, what can be seen or read."""
        extent = extent_of(person_facts(person, self.at))
        if extent is Extent.NOTHING:
            return person
        if extent is Extent.SHORT:
            if self.rng.random() < 0.55:
                return person
            person = _record_presumed(person)
        facts = person_facts(person, self.at)  # answers change nothing about them
        sources = [Source(source) for source in allowed(facts)]
        given: dict[str, Answer] = {}
        while waiting := self._open(facts, given):
            for check in waiting:
                given[check.check_id] = self._answer(person, check, sources, given)
        scripts = {
            script: None
            for check in self.checklist.checks
            if check.check_id in given and (script := check.script_at(given[check.check_id].value))
        }
        return replace(person, answers=tuple(given.values()), scripts_given=(*person.scripts_given, *scripts))

    def _open(self, facts: Facts, given: Mapping[str, Answer]) -> list[Check]:
        values = {check_id: answer.value for check_id, answer in given.items()}
        asked = applicable_checks(self.checklist, facts, values)
        return [check for check in asked if check.check_id not in given]

    def _answer(
        self,
        person: DetainedPerson,
        check: Check,
        sources: Sequence[Source],
        given: Mapping[str, Answer],
    ) -> Answer:
        value = self._value(person, check, given)
        answer = Answer(
            check_id=check.check_id,
            value=value,
            source=self._source(check, sources),
            note=self.sentences.one(self.rng, "answer_note") if self.rng.random() < 0.03 else "",
        )
        if check.falls_short(value):
            return replace(answer, resolution=self._resolution(person, check, answer))
        return answer

    def _value(self, person: DetainedPerson, check: Check, given: Mapping[str, Answer]) -> str:
        match check.check_id:
            case "la_bed_asked":
                return "no" if self.beds[person.person_id] == BED_NOT_ASKED else "yes"
            case "la_bed_result":
                return self.beds[person.person_id]
            case "put_right_before_leaving":
                return self._all_put_right(given)
            case _:
                return self._drawn(person, check)

    def _drawn(self, person: DetainedPerson, check: Check) -> str:
        rng = self.rng
        match check.kind:
            case CheckKind.YES_NO:
                return draw_value(rng, check)
            case CheckKind.TIME:
                return self._time(person, check)
            case CheckKind.HOURS:
                return f"{rng.choice((0.5, 0.5, 1, 1, 1.5, 2, 2, 2.5, 3, 4, 5)):g}"
            case CheckKind.CHOICE:
                return rng.choice(self.checklist.reasons[check.choices or ""]).choice_id
            case CheckKind.NUMBER:
                return str(rng.randint(0, 3))
            case CheckKind.TEXT:
                return self.sentences.one(rng, "officer_answer")

    def _time(self, person: DetainedPerson, check: Check) -> str:
        """A time between the beginning of detention and the visit, later steps later."""
        start = person.held_from or self.at - timedelta(hours=2)
        share = {"child_aa_called_at": 0.15, "child_aa_came_at": 0.6}.get(check.check_id, 0.4)
        moment = start + (self.at - start) * (share + self.rng.uniform(-0.1, 0.1))
        return moment.astimezone(UTC).replace(second=0, microsecond=0).isoformat()

    def _source(self, check: Check, sources: Sequence[Source]) -> Source:
        if check.check_id in _SEEN and Source.SEEN in sources:
            return Source.SEEN
        return self.rng.choices(sources, [_SOURCE_WEIGHTS[source] for source in sources])[0]

    def _resolution(self, person: DetainedPerson, check: Check, answer: Answer) -> Resolution:
        draw = self.rng.random()
        if check.check_id in OFTEN_TOO_EARLY and draw < 0.9:
            reason = "too_early" if draw < 0.62 else "already_in_hand"
            return Resolution(resolved=Resolved.NOT_RAISED, reason=reason)
        mendable = check.check_id not in NOT_PUT_RIGHT_AT_ONCE
        if mendable and draw < 0.2:
            reason = self.rng.choice(_NOT_RAISED)
            note = self.sentences.one(self.rng, "not_raised_note") if reason == "other" else ""
            return Resolution(resolved=Resolved.NOT_RAISED, reason=reason, note=note)
        put_right = mendable and draw < 0.82
        concern = self._concern(person, check, answer, put_right)
        self.concerns.append(concern)
        resolved = Resolved.PUT_RIGHT if put_right else Resolved.CONCERN
        return Resolution(resolved=resolved, concern_id=concern.concern_id)

    def _concern(self, person: DetainedPerson, check: Check, answer: Answer, put_right: bool) -> Concern:
        category = check.concern_category or "G2"
        severity = Severity(check.default_severity or Severity.AMBER)
        told_at = self.moment()
        return Concern(
            concern_id=ConcernId(f"concern-{len(self.concerns) + 1:02d}"),
            category=category,
            severity=severity,
            person_id=person.person_id,
            text=self.sentences.concern(self.rng, category),
            source=answer.source,
            raised_at=told_at,
            raised_with=told_to(self.rng, severity),
            officer_told_at=told_at if severity is Severity.RED else None,
            put_right=put_right,
            opcat=category == "I3",
        )

    def moment(self) -> datetime:
        """Draw a moment during the visit, to the minute."""
        share = self.rng.uniform(0.15, 0.95)
        return (self.at + (self.until - self.at) * share).replace(second=0, microsecond=0)

    def _all_put_right(self, given: Mapping[str, Answer]) -> str:
        ways = [answer.resolution.resolved for answer in given.values() if answer.resolution is not None]
        if ways:
            return "yes" if Resolved.CONCERN not in ways else "no"
        return "yes" if self.rng.random() < 0.8 else "no"


def told_to(rng: Random, severity: Severity) -> str:
    """Draw the role a concern was raised with: the custody sergeant, always where it is red."""
    if severity is Severity.RED or rng.random() < 0.75:
        return "custody_sergeant"
    return "detention_officer"


def _record_presumed(person: DetainedPerson) -> DetainedPerson:
    """Somebody who cannot be asked: the presumption is in favour of seeing the record."""
    why = "Was not woken." if person.asleep else "Could not be asked."
    return replace(person, consent_record=Consent.UNABLE, consent_record_reason=why)
