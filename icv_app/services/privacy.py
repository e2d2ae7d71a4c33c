"""Rule 1 where something is sent: what seems to identify somebody is refused unless that is justified."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from icv_app.domain.free_texts import free_texts
from icv_app.domain.justified import OWN_TEXT, Justified, TextGuard, in_force, still_open, take_out
from icv_app.domain.problem import SubmitContext
from icv_app.domain.scheme import SchemeSettings
from icv_app.domain.visit import Visit
from icv_app.errors import RuleBroken


class GuardFor(Protocol):
    """Where the privacy guard comes from."""

    def __call__(self, settings: SchemeSettings, /) -> TextGuard:
        """Return a guard that knows a scheme's suites and its custody numbers; the first takes a moment."""
        ...


def look_through(visit: Visit, context: SubmitContext) -> None:
    """Have the guard look through the texts of a visit; it remembers what it found."""
    for text in free_texts(visit, context.checklist):
        context.guard.scan(text.text)


def still_justified(visit: Visit, context: SubmitContext) -> tuple[Justified, ...]:
    """What is filed of the justifications of a visit: those of words that still stand."""
    texts = [(text.path, text.text) for text in free_texts(visit, context.checklist)]
    return in_force(context.guard, texts, visit.justified)


def let_pass(
    guard: TextGuard, text: str, justified: Iterable[Justified], *, about: str
) -> tuple[Justified, ...]:
    """Return the justifications that go with the words of a record.

    Args:
        guard: With the words of the scheme.
        text: As it would be sent.
        justified: What was said for what stands in it; those of words that are gone are left out.
        about: The record it belongs to, for the log.

    Raises:
        RuleBroken: Something in it seems to identify somebody, and nobody said why it stays.
    """
    given = tuple(justified)
    found = still_open(guard, OWN_TEXT, text, given)
    if found:
        hints = ", ".join(one.hint for one in found)
        raise RuleBroken(f"{about}: unjustified {hints}", user_text=take_out(found[0]))
    return in_force(guard, [(OWN_TEXT, text)], given)
