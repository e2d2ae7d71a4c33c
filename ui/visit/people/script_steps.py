"""What is kept of a script that was followed: that it was given, and the red concern it stands for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from icv_app.domain.checklist import Check, Checklist
from icv_app.domain.concern import Concern, Severity
from icv_app.domain.ids import ConcernId, PersonId
from icv_app.domain.person import DetainedPerson, Source
from icv_app.words import _
from ui.visit.view_model import VisitViewModel


def script_names(checklist: Checklist) -> list[tuple[str, str]]:
    """Return every script with the few words it is chosen by."""
    names = {
        "self_harm": _("Self-harm"),
        "assault": _("Assault"),
        "offence": _("Talk of the offence"),
        "complaint": _("Complaint"),
    }
    return [(code, names.get(code, script.title)) for code, script in checklist.scripts.items()]


def red_check(script_id: str, checklist: Checklist) -> Check | None:
    """Return the check whose poor answer brings a script up, if it is a matter of safety."""
    for check in checklist.checks:
        due = check.trigger_script == script_id and check.falls_short(check.trigger_answer)
        if due and check.default_severity == Severity.RED:
            return check
    return None


def keep_script(
    model: VisitViewModel, person: DetainedPerson, script_id: str, told_at: datetime | None
) -> None:
    """Keep that a script was given; never what was said.

    For self-harm and assault a red concern is raised in the words of the checklist.

    Args:
        told_at: When the custody officer was told; asked for again before submitting where `None`.
    """

    def given(row: DetainedPerson) -> DetainedPerson:
        if script_id in row.scripts_given:
            return row
        return replace(row, scripts_given=(*row.scripts_given, script_id))

    model.edit_person(person.person_id, given)
    check = red_check(script_id, model.checklist)
    if check is None:
        return
    concern_id = _raised(model, person, check)

    def told(concern: Concern) -> Concern:
        return replace(
            concern,
            severity=Severity.RED,
            text=concern.text.strip() or check.text,
            officer_told_at=told_at or concern.officer_told_at,
        )

    model.change_concern(concern_id, told)


def _raised(model: VisitViewModel, person: DetainedPerson, check: Check) -> ConcernId:
    answer = person.answer(check.check_id)
    if answer is not None and answer.value == check.trigger_answer:
        return model.raise_concern_for(person.person_id, check.check_id)
    known = _already_raised(model, person.person_id, check)
    if known is not None:
        return known
    concern = Concern(
        concern_id=model.new_concern_id(),
        category=check.concern_category or "",
        severity=Severity.RED,
        person_id=person.person_id,
        source=Source.PERSON_SAID,
        raised_at=model.moment(),
    )
    model.add_concern(concern)
    return concern.concern_id


def _already_raised(model: VisitViewModel, person_id: PersonId, check: Check) -> ConcernId | None:
    for concern in model.visit.concerns:
        if concern.person_id == person_id and concern.category == check.concern_category:
            return concern.concern_id
    return None
