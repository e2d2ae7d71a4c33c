"""Rule 1, checked on submitting: what the privacy guard found is gone, or its stay is justified."""

from __future__ import annotations

from collections.abc import Iterator

from icv_app.domain.free_texts import FreeText, free_texts
from icv_app.domain.justified import Justified, looks_like, still_open
from icv_app.domain.problem import PersonProblems, Problem, SubmitContext
from icv_app.domain.visit import Visit
from icv_app.words import _


def text_problems(visit: Visit, context: SubmitContext) -> Iterator[Problem]:
    """One problem for each text in which something was found that nobody has justified."""
    who = {p.person_id: PersonProblems(p, at).who for at, p in enumerate(visit.people, start=1)}
    given = tuple(one for one in visit.justified if _reasoned(one, context))
    for text in free_texts(visit, context.checklist):
        found = still_open(context.guard, text.path, text.text, given)
        if found:
            yield Problem(
                text.step,
                text.field,
                text.person_id,
                text.concern_id,
                _("{place}: “{found}” looks like {what}. Take it out, or say why it must stay.").format(
                    place=_place(text, who.get(text.person_id) if text.person_id else None),
                    found=found[0].text,
                    what=looks_like(found[0].hint),
                ),
                wrong=True,
            )


def _reasoned(one: Justified, context: SubmitContext) -> bool:
    reason = context.checklist.choice("privacy_reasons", one.reason)
    return reason is not None and ("note" not in reason.requires or bool(one.note.strip()))


def _place(text: FreeText, who: str | None) -> str:
    return f"{who}, {text.name}" if who else text.name
