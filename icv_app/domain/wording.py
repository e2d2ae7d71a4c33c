"""Words that screen and paper share: codes of the checklist, people, lengths of time, lapses."""

from __future__ import annotations

from datetime import timedelta

from icv_app.domain.checklist import Checklist
from icv_app.domain.fitness import Lapse, PairRule
from icv_app.domain.person import AgeBand, DetainedPerson, Gender
from icv_app.words import _


def label(checklist: Checklist, list_name: str, code: str | None) -> str:
    """Return the words of a code; the code itself where the checklist does not have it."""
    choice = checklist.choice(list_name, code) if code else None
    return choice.label if choice else str(code or "")


def lower_first(words: str) -> str:
    """Return words as they stand inside a sentence; abbreviations keep their capitals."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def say_duration(length: timedelta) -> str:
    """Return a length of time as "3 h 10" or "55 min"; its sign is dropped."""
    minutes = abs(int(length.total_seconds())) // 60
    if minutes < 60:
        return _("{minutes} min").format(minutes=minutes)
    return _("{hours} h {minutes:02}").format(hours=minutes // 60, minutes=minutes % 60)


def gender_word(person: DetainedPerson) -> str:
    """Return "Girl", "Man" and so on; nothing where it was not noted."""
    if person.gender is None:
        return _("Child") if person.child else ""
    words = {
        Gender.WOMAN: _("Girl") if person.child else _("Woman"),
        Gender.MAN: _("Boy") if person.child else _("Man"),
        Gender.OTHER: _("Other gender"),
        Gender.UNKNOWN: _("Gender not known"),
    }
    return words[person.gender]


def who_words(person: DetainedPerson, checklist: Checklist) -> str:
    """Return gender and age as "Girl, 14–17"."""
    known = person.age_band not in {None, AgeBand.UNKNOWN}
    age = label(checklist, "age_bands", person.age_band) if known else ""
    return ", ".join(part for part in (gender_word(person), age) if part)


def lapse_words(lapse: Lapse) -> str:
    """Return what stood against a visitor on the day of a visit, as the beginning of a sentence."""
    undated = {
        PairRule.TERM: _("No end of term is on record for {member}"),
        PairRule.VETTING: _("No vetting date is on record for {member}"),
        PairRule.ID_CARD: _("No identity card date is on record for {member}"),
    }
    lapsed = {
        PairRule.SCHEME: _("{member} was not in the scheme on the day"),
        PairRule.TERM: _("The term of {member} had ended by the day"),
        PairRule.VETTING: _("The vetting of {member} was out of date on the day"),
        PairRule.ID_CARD: _("The identity card of {member} was out of date on the day"),
        PairRule.PROBATION: _("{member} was on probation, as another visitor was"),
    }
    return (undated if lapse.undated else lapsed)[lapse.rule].format(member=lapse.member_id)
