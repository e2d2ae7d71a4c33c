"""What coordinators say beside the demo's reports: a comment on one place here, thanks there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from icv_app.demo.aftermath import Aftermath, Remark, Words
from icv_app.demo.sentences import Sentences
from icv_app.domain.visit import Outcome, Visit

_THANKED = 0.06
_COMMENTED = 0.06
_LONG_WAIT = timedelta(minutes=20)


def remarks(
    rng: Random, sentences: Sentences, visit: Visit, after: Aftermath, *, thanked: bool, commented: bool
) -> Iterator[Remark]:
    """Draw what is said beside one report, right after it was approved.

    Args:
        rng: Repeatable.
        sentences: To draw from.
        visit: The report.
        after: What else follows it.
        thanked, commented: Its visitors are thanked, or it is commented on, in any case.
    """
    thanks, comment = rng.random() < _THANKED, rng.random() < _COMMENTED
    if thanked or thanks:
        yield Remark(words=_said(after, sentences.one(rng, "thanks"), seconds=20))
    if (commented or comment) and (path := _place(rng, visit)):
        yield Remark(words=_said(after, sentences.comment(rng, path), seconds=50), path=path)


def _place(rng: Random, visit: Visit) -> str:
    """Where there is something to comment on; empty where there is nothing."""
    if visit.outcome is not Outcome.COMPLETED or not visit.in_person:
        return ""
    if visit.wait is not None and visit.wait > _LONG_WAIT:
        return "delay"
    return "positive_practice" if visit.positive_practice else rng.choice(("officer_response", "census"))


def _said(after: Aftermath, text: str, *, seconds: int) -> Words:
    return Words(after.approval.at + timedelta(seconds=seconds), text, after.approval.by)
