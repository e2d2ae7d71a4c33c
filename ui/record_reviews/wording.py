"""Record reviews in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from fractions import Fraction

from icv_app.domain.record_review import RecordRead, Said, Step, answered, step_words
from icv_app.domain.record_review_sample import Group
from icv_app.domain.record_review_scores import Score
from icv_app.domain.record_review_waits import Measured, Outcome, wait_words, waits_of
from icv_app.figures.rounding import percentage
from icv_app.words import _, plural
from ui.entries.moments import say_moment
from ui.visit.wording import say_duration


def group_words() -> Mapping[Group, str]:
    """Return whom a record is about."""
    from icv_app.domain.record_review_list import group_words as words

    return words()


def said_words() -> Mapping[Said, str]:
    """Return what a record says of a step."""
    return {
        Said.YES: _("Yes"),
        Said.NO: _("No"),
        Said.NOT_RECORDED: _("Not recorded"),
        Said.NOT_APPLICABLE: _("Does not apply"),
    }


def measured_words(one: Measured) -> str:
    """Return "2 h 10", with whether it kept to the clock, or why there is no length."""
    if one.length is None:
        words = {
            Outcome.NEVER: _("never, by the record"),
            Outcome.NOT_RECORDED: _("not recorded"),
            Outcome.OUT_OF_ORDER: _("times out of order"),
            Outcome.NOT_APPLICABLE: _("does not apply"),
            Outcome.MEASURED: "",
        }[one.outcome]
        return _("{words}: ask the force").format(words=words) if one.within is False else words
    length = say_duration(one.length)
    if one.within is None:
        return length
    if one.within:
        return _("{length}, within the clock").format(length=length)
    return _("{length}, over the clock: ask the force").format(length=length)


def wait_facts(read: RecordRead) -> list[tuple[str, str]]:
    """Return the waits of one record that there is something to say of.

    Until every step is answered nobody knows what is not recorded.
    """
    words, unsaid = wait_words(), {Outcome.NOT_APPLICABLE}
    if answered(read) < len(Step):
        unsaid.add(Outcome.NOT_RECORDED)
    return [(words[one.wait], measured_words(one)) for one in waits_of(read) if one.outcome not in unsaid]


def step_facts(read: RecordRead) -> list[tuple[str, str]]:
    """Return what a record says of every step."""
    said, found = said_words(), []
    for step, name in step_words().items():
        answer, at = read.said(step), read.at(step)
        if step is Step.REVIEWS and read.reviews:
            value = "; ".join(say_moment(one) for one in read.reviews)
        elif at is not None:
            value = say_moment(at)
        else:
            value = said[answer] if answer is not None else ""
        found.append((name, value))
    return found


def score_words(score: Score) -> str:
    """Return "75 % of 8, 2 not recorded"."""
    if score.judged:
        words = _("{share} % of {n}").format(
            share=percentage(Fraction(score.kept, score.judged)), n=score.judged
        )
    else:
        words = _("nothing to judge")
    if score.not_recorded:
        words = _("{words}, {n} not recorded").format(words=words, n=score.not_recorded)
    return words


def records_words(n: int) -> str:
    """Return "3 records"."""
    return plural("{n} record", "{n} records", n)


def minutes_words(minutes: Fraction | None) -> str:
    """Return "2 h 10"; nothing where nothing was measured."""
    return say_duration(timedelta(minutes=float(minutes))) if minutes is not None else ""
