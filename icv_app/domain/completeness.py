"""Whether a visit may be submitted: every rule of custody visiting that is checked at that moment.

A draft may break any of them and always loads; here each broken rule becomes
one sentence that says what to do. Rule numbers in the comments are those of the
project's list of rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain

from icv_app.domain.census import Census
from icv_app.domain.completeness_arrival import arrival_problems
from icv_app.domain.completeness_custody import custody_problems
from icv_app.domain.completeness_people import people_problems
from icv_app.domain.completeness_texts import text_problems
from icv_app.domain.completeness_visit import concern_problems, sign_off_problems, suite_problems
from icv_app.domain.problem import Problem, Step, StepStatus, SubmitContext
from icv_app.domain.visit import SignOff, Staffing, Visit

__all__ = ["Problem", "Step", "StepStatus", "SubmitContext", "problems", "step_status"]

_STEPS = {step: place for place, step in enumerate(Step)}


def problems(visit: Visit, context: SubmitContext) -> tuple[Problem, ...]:
    """Everything still to do before a visit may be submitted, in the order of the steps."""
    found = chain(
        arrival_problems(visit, context),
        custody_problems(visit, context),
        people_problems(visit, context),
        suite_problems(visit, context),
        concern_problems(visit, context),
        sign_off_problems(visit, context),
        text_problems(visit, context),
    )
    return tuple(sorted(found, key=lambda problem: _STEPS[problem.step]))


def step_status(
    visit: Visit, context: SubmitContext, found: tuple[Problem, ...] | None = None
) -> Mapping[Step, StepStatus]:
    """How far each of the six steps has come.

    Args:
        visit: The draft.
        context: What it is judged by.
        found: Its `problems`, where they are at hand already.
    """
    left = problems(visit, context) if found is None else found
    return {step: _status(step, visit, left) for step in Step}


def _status(step: Step, visit: Visit, found: tuple[Problem, ...]) -> StepStatus:
    """A step that asks for nothing counts as done once the visitors have said how the visit ended."""
    own = [problem for problem in found if problem.step is step]
    if any(problem.wrong for problem in own):
        return StepStatus.NEEDS_ATTENTION
    if not own:
        begun = _begun(step, visit) or visit.outcome is not None
        return StepStatus.DONE if begun else StepStatus.NOT_STARTED
    return StepStatus.IN_PROGRESS if _begun(step, visit) else StepStatus.NOT_STARTED


def _begun(step: Step, visit: Visit) -> bool:
    match step:
        case Step.ARRIVAL:
            return bool(visit.suite or visit.arrived_at or visit.entered_at)
        case Step.CUSTODY:
            return visit.census != Census() or visit.staffing != Staffing()
        case Step.PEOPLE:
            return bool(visit.people or visit.tallies)
        case Step.SUITE:
            return bool(visit.areas or visit.stocks or visit.observed)
        case Step.CONCERNS:
            return bool(visit.concerns or visit.positive_practice or visit.raised_with_officer)
        case Step.SIGN_OFF:
            return visit.sign_off != SignOff() or bool(visit.outcome or visit.left_suite_at)
