"""Rules checked on submitting about the answers of each person: rules 7, 9 and 10."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from icv_app.domain.checklist import ANSWERS, Check, CheckKind, Extent, extent_of
from icv_app.domain.person import Answer, Resolution, Resolved
from icv_app.domain.person_facts import person_facts
from icv_app.domain.problem import PersonProblems, Problem, SubmitContext
from icv_app.domain.settling import checks_to_ask
from icv_app.domain.visit import Visit
from icv_app.words import _

_HOURS = re.compile(r"\d{1,4}(\.\d{1,2})?")
_NUMBER = re.compile(r"\d{1,6}")


def answer_problems(
    about: PersonProblems, visit: Visit, context: SubmitContext, at: datetime
) -> Iterator[Problem]:
    """What is still wrong or missing about the answers of one person.

    Answers whose question no longer applies are passed over: they are dropped on filing.
    """
    person = about.person
    full = extent_of(person_facts(person, at)) is Extent.FULL
    for check in checks_to_ask(context.checklist, person, at):
        answer = person.answer(check.check_id)
        if answer is None or not answer.value:
            if full and check.default_path:
                yield about.missing(
                    f"answers.{check.check_id}",
                    _("{who}: answer “{check}”, or say that it is not known."),
                    check=check.text,
                )
            continue
        if not value_fits(check, answer.value, context):
            yield about.wrong(
                f"answers.{check.check_id}", _("{who}: answer “{check}” again."), check=check.text
            )
        elif check.falls_short(answer.value):
            yield from _resolution(about, check, answer, visit, context)
        yield from _script(about, check, answer, context)


def value_fits(check: Check, value: str, context: SubmitContext) -> bool:
    """Whether an answer is of the kind its check takes; "not known" fits every kind."""
    if value == "nk" or check.kind is CheckKind.TEXT:
        return True
    if check.kind is CheckKind.CHOICE:
        return check.choices is not None and context.checklist.choice(check.choices, value) is not None
    if check.kind is CheckKind.TIME:
        return _is_aware_time(value)
    if check.kind is CheckKind.YES_NO:
        return value in ANSWERS
    written = _HOURS if check.kind is CheckKind.HOURS else _NUMBER
    return written.fullmatch(value) is not None


def _is_aware_time(value: str) -> bool:
    try:
        return datetime.fromisoformat(value).utcoffset() is not None
    except ValueError:
        return False


def _resolution(
    about: PersonProblems, check: Check, answer: Answer, visit: Visit, context: SubmitContext
) -> Iterator[Problem]:
    # Rule 9: a concern, put right during the visit, or a reason why it was not raised.
    field, resolution = f"answers.{check.check_id}", answer.resolution
    if resolution is None:
        yield about.missing(
            field,
            _("{who}: for “{check}” raise a concern, say that it was put right, or say why neither."),
            check=check.text,
        )
    elif resolution.resolved is Resolved.CONCERN:
        if resolution.concern_id is None or visit.concern(resolution.concern_id) is None:
            yield about.wrong(
                field, _("{who}: the concern about “{check}” is gone; decide again."), check=check.text
            )
    elif resolution.resolved is Resolved.NOT_RAISED:
        yield from _not_raised(about, check, resolution, context)


def _not_raised(
    about: PersonProblems, check: Check, resolution: Resolution, context: SubmitContext
) -> Iterator[Problem]:
    field = f"answers.{check.check_id}"
    if not resolution.reason:
        yield about.missing(field, _("{who}: say why “{check}” was not raised."), check=check.text)
        return
    reason = context.checklist.choice("no_not_raised_reasons", resolution.reason)
    if reason is None:
        yield about.wrong(
            field, _("{who}: choose from the list why “{check}” was not raised."), check=check.text
        )
    elif "note" in reason.requires and not resolution.note.strip():
        yield about.missing(
            field, _("{who}: say in a few words why “{check}” was not raised."), check=check.text
        )


def _script(about: PersonProblems, check: Check, answer: Answer, context: SubmitContext) -> Iterator[Problem]:
    # Rule 10: a statement about self-harm or an assault, or a wish to complain, is met with its script.
    script_id = check.script_at(answer.value)
    if script_id is None or script_id in about.person.scripts_given:
        return
    script = context.checklist.scripts.get(script_id)
    yield about.missing(
        "scripts_given",
        _("{who}: read “{script}” and mark that you followed it."),
        script=script.title if script else script_id,
    )
